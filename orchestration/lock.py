"""One refresh at a time in a data folder, from whichever door: command or UI.

The system frees the lock when its process dies, so a killed refresh leaves nothing to clean up.
"""

from filelock import FileLock, Timeout

from veerkracht.errors import VeerkrachtError
from veerkracht.files import hold
from veerkracht.paths import DataPaths

_held: dict[DataPaths, FileLock] = {}


def claim(paths: DataPaths) -> None:
    """Hold the data folder until this process ends or `release`. Raises VeerkrachtError when another process has it."""
    if paths in _held:
        return
    paths.root.mkdir(parents=True, exist_ok=True)
    try:
        _held[paths] = hold(paths.root / ".verversing")
    except Timeout:
        raise VeerkrachtError(
            f"In {paths.root} is al een verversing bezig (opdracht of Dagster). Wacht tot die klaar is en herhaal."
        ) from None


def release(paths: DataPaths) -> None:
    """Let the data folder go; nothing happens when this process does not hold it."""
    if paths in _held:
        _held.pop(paths).release()
