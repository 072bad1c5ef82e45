"""One refresh at a time in a data folder, from whichever door: command or UI.

The system frees the lock when its process dies, so a killed refresh leaves nothing to clean up.
"""

import fcntl
from typing import TextIO

from veerkracht.errors import VeerkrachtError
from veerkracht.paths import DataPaths

_held: dict[str, TextIO] = {}


def claim(paths: DataPaths) -> None:
    """Hold the data folder until this process ends or `release`. Raises VeerkrachtError when another process has it."""
    name = str(paths.root)
    if name in _held:
        return
    paths.root.mkdir(parents=True, exist_ok=True)
    stream = (paths.root / ".verversing").open("a")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        raise VeerkrachtError(
            f"In {paths.root} is al een verversing bezig (opdracht of Dagster). Wacht tot die klaar is en herhaal."
        ) from None
    _held[name] = stream


def release(paths: DataPaths) -> None:
    """Let the data folder go; nothing happens when this process does not hold it."""
    stream = _held.pop(str(paths.root), None)
    if stream:
        stream.close()
