"""Starts the Dagster UI with its daemon on this machine only: `python -m orchestration.ui`, called by `make ui`.

Settings of the instance are in `dagster.yaml`, put in DAGSTER_HOME when it has none.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"  # the UI has no log-in, so nobody else may reach it


def main() -> int:
    """Run `dagster dev` until it is stopped; returns its exit code."""
    options = _options()
    environment = dagster_environment(options.data, options.catalogus)
    print(f"Dagster: http://{HOST}:{options.poort}  (stop met Ctrl-C)", flush=True)
    process = start(environment, options.poort)
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stop(process))
    return process.wait()


def dagster_environment(data: Path, catalogus: list[Path], home: Path | None = None) -> dict[str, str]:
    """The environment in which Dagster runs; makes DAGSTER_HOME (default `<data>/.dagster`) with its settings."""
    from veerkracht.paths import DataPaths

    home = home or Path(os.environ.get("DAGSTER_HOME") or data / ".dagster").resolve()
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").is_file():
        shutil.copyfile(Path(__file__).with_name("dagster.yaml"), home / "dagster.yaml")
    folders = os.pathsep.join(str(folder.resolve()) for folder in catalogus)
    return os.environ | {
        "DAGSTER_HOME": str(home),
        "VEERKRACHT_DATA": str(DataPaths(data.resolve()).ensure().root),
        "VEERKRACHT_CATALOGUS": folders or os.environ.get("VEERKRACHT_CATALOGUS", ""),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "GX_ANALYTICS_ENABLED": "false",
        # Dagster advises another command of its own; that is not for those who use this one
        "PYTHONWARNINGS": "ignore:Function `dev_command` is superseded",
    }


def start(environment: dict[str, str], port: int, **popen) -> subprocess.Popen:
    """Start `dagster dev` in a session of its own: in the background of a shell it would not hear signals."""
    command = [sys.executable, "-m", "dagster", "dev", "--workspace", str(ROOT / "workspace.yaml")]
    where = ["--host", HOST, "--port", str(port)]
    return subprocess.Popen([*command, *where], env=environment, cwd=ROOT, start_new_session=True, **popen)


def stop(process: subprocess.Popen, patience: float = 30) -> None:
    """Stop Dagster with everything it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Start de Dagster UI op dit apparaat.")
    data = os.environ.get("VEERKRACHT_DATA") or ROOT / "data"
    parser.add_argument("--data", type=Path, default=Path(data), help="Datamap.")
    parser.add_argument("--catalogus", type=Path, action="append", default=[], help="Map met catalogusbestanden.")
    parser.add_argument("--poort", type=int, default=3000, help="Poort op 127.0.0.1.")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
