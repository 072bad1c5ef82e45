"""Builds the wheel and installs it, by the lock, for a Python of the machine.

The tests do so offline, from the cache of uv; `python -m tests.installed.venvs` (make pythons) fills that cache.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
VERSIONS = ("3.11", "3.12", "3.13")  # what pyproject.toml promises and the lock is resolved for


def interpreter(version: str) -> str | None:
    """The program of that version: the one that runs this, else the one on PATH; None where none answers."""
    if version == "{}.{}".format(*sys.version_info):
        return sys.executable
    program = shutil.which(f"python{version}")
    ask = "import sys; print(sys.executable, '{}.{}'.format(*sys.version_info))"
    done = subprocess.run([program, "-c", ask], capture_output=True, text=True) if program else None
    path, _, found = done.stdout.strip().rpartition(" ") if done else ("", "", "")
    return path if found == version else None


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout, in `folder`."""
    command = [UV, "build", "--quiet", "--wheel", "--offline", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*command, "--out-dir", folder, ROOT], check=True)
    (wheel,) = folder.glob("veerkracht-*.whl")
    return wheel


def install(wheel: Path, program: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Make `folder` an environment with the wheel and what it runs on, each file with the hash of the lock."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    wanted = f"veerkracht @ {wheel.as_uri()} --hash=sha256:{digest}"
    subprocess.run([UV, "venv", "--quiet", "--no-project", "--python", program, folder], check=True)
    command = [UV, "pip", "install", "--quiet", "--require-hashes", "--requirements", "-"]
    return subprocess.run(
        [*command, "--constraints", ROOT / "requirements.lock", *options],
        input=wanted,
        env=os.environ | {"VIRTUAL_ENV": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )


def fill_cache() -> int:
    """Fetch what the wheel runs on for every Python that the tests will find; returns an exit code."""
    with tempfile.TemporaryDirectory() as name:
        wheel = build_wheel(Path(name))
        for version in VERSIONS:
            if program := interpreter(version):
                done = install(wheel, program, Path(name, version))
                print(f"Python {version}: {'ready' if done.returncode == 0 else done.stderr}")
                if done.returncode:
                    return 1
    return 0


if __name__ == "__main__":
    sys.exit(fill_cache())
