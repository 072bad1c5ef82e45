"""The errors a user can meet: each says which file, where, what was found, what was expected and what to do.

Programming errors are not wrapped; they keep their traceback.
"""

import difflib
import re
from collections.abc import Iterable
from pathlib import Path


class VeerkrachtError(Exception):
    """Base of every error that the command line shows as text and exits with 1 for."""


class CatalogueError(VeerkrachtError):
    """A catalogue file is wrong: unknown key, bad sha256, unknown indeling, double release."""


class ArchiveError(VeerkrachtError):
    """The bytes of a release cannot be had or are not the registered ones."""


class UnansweredError(ArchiveError):
    """No answer for now, whatever is asked: the server is down, slow, or cannot be reached from here."""


class ChangedBytesError(ArchiveError):
    """Bytes of a known release are not the registered or received ones."""


class RevisedError(ChangedBytesError):
    """What a release came from has other bytes by now; what was received is still there and whole."""


class DeliveryError(VeerkrachtError):
    """A file that was received is not the delivery that the catalogue promises."""


class BoundaryError(VeerkrachtError):
    """Outlines cannot be used: no CRS that fits, invalid beyond repair, double areas."""


class BuildError(VeerkrachtError):
    """A step of a build misses what an earlier one makes."""


class PublicationError(VeerkrachtError):
    """A candidate may not or cannot be published; the last publication stands untouched."""


def of_a_library(error: Exception) -> bool:
    """Whether an error comes out of a library that met a file or answer it cannot read; ours keep their traceback."""
    if isinstance(error, VeerkrachtError):
        return False
    if isinstance(error, UnicodeError | EOFError):
        return True
    kind, frame = type(error).__module__, error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    inside = frame.tb_frame.f_globals.get("__name__", "") if frame else ""
    ours = ("veerkracht", "orchestration", "expectations", "tests", "builtins", "__main__")
    return kind.partition(".")[0] not in ours or inside.partition(".")[0] not in ours


def held_elsewhere(error: BaseException) -> str | None:
    """One sentence where DuckDB says that another program holds a database open, else None. DuckDB is not imported."""
    found = re.search(r"set lock on file \"([^\"]+)\"(?:.*?held in ([^\n]*?) ?\(PID (\d+)\))?", str(error))
    if not found or not type(error).__module__.endswith("duckdb"):
        return None
    who = f" ({Path(found[2]).name or 'onbekend'}, proces {found[3]})" if found[3] else ""
    return (
        f"{found[1]} is open in een ander programma{who} dat erin kan schrijven: sluit dat programma, of open de "
        "database daar alleen-lezen (read_only), en probeer het opnieuw."
    )


def in_short(text: object, most: int = 120) -> str:
    """What a library said, in as many signs as a message has room for."""
    said = " ".join(str(text).split())
    return said if len(said) <= most else f"{said[: most - 1]}…"


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """The known name that is most like a mistyped one, as a question; `otherwise` when none is like it."""
    near = _near(name, known, 1)
    return f"bedoelde u `{near[0]}`?" if near else otherwise


def suggestion(name: str, known: Iterable[str]) -> str:
    """A sentence to put behind an error, with a space before it: the three names most like a mistyped one, or none."""
    near = _near(name, known, 3)
    return f" Bedoelde u {' of '.join(near)}?" if near else ""


def _near(name: str, known: Iterable[str], most: int) -> list[str]:
    return difflib.get_close_matches(name, list(known), most, cutoff=0.5)
