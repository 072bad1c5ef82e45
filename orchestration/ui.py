"""Dagster with its daemon as a process of its own; `veerkracht ui` starts and stops it.

Settings of the instance are in `dagster.yaml`, put in DAGSTER_HOME when it has none.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from veerkracht.paths import DataPaths

HERE = Path(__file__).parent


def dagster_environment(paths: DataPaths, home: Path | None = None) -> dict[str, str]:
    """The environment in which Dagster runs; makes DAGSTER_HOME (default `<data>/.dagster`) with its settings."""
    home = home or Path(os.environ.get("DAGSTER_HOME") or paths.root / ".dagster").resolve()
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").is_file():
        shutil.copyfile(HERE / "dagster.yaml", home / "dagster.yaml")
    return os.environ | {
        "DAGSTER_HOME": str(home),
        "VEERKRACHT_DATA": str(paths.root),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "GX_ANALYTICS_ENABLED": "false",
        # Dagster advises another command of its own; that is not for those who use this one
        "PYTHONWARNINGS": "ignore:Function `dev_command` is superseded",
    }


def start(environment: dict[str, str], host: str, port: int, log: IO[str] | None = None) -> subprocess.Popen[bytes]:
    """Start `dagster dev` in a session of its own: in the background of a shell it would not hear signals.

    What it prints goes to `log`; None: to where this process prints.
    """
    command = [sys.executable, "-m", "dagster", "dev", "--workspace", str(HERE / "workspace.yaml")]
    where = ["--host", host, "--port", str(port)]
    errors = subprocess.STDOUT if log else None
    return subprocess.Popen([*command, *where], env=environment, stdout=log, stderr=errors, start_new_session=True)


def run(environment: dict[str, str], host: str, port: int) -> int:
    """Run Dagster until it ends or this process is told to stop; returns its exit code."""
    process = start(environment, host, port)
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stop(process))
    return process.wait()


def stop(process: subprocess.Popen[bytes], patience: float = 30) -> None:
    """Stop Dagster with everything it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
