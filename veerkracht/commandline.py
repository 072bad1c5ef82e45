"""Commands that a message tells to type: they work as they are printed."""

import shlex
import shutil
import sys
from pathlib import Path

from veerkracht.paths import DataPaths, named_catalogues


def command(*words: str) -> str:
    """A command of veerkracht for this data folder and these catalogue folders, to paste in a shell."""
    data = (
        [] if DataPaths.from_env() == DataPaths(Path("data").resolve()) else ["--data", str(DataPaths.from_env().root)]
    )
    named = [word for folder in named_catalogues() for word in ("--catalogus", str(folder))]
    return shlex.join([_program(), *data, *named, *words])


def _program() -> str:
    """How this program was called, where the shell would not find it by its name."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "veerkracht" and not shutil.which("veerkracht") else "veerkracht"
