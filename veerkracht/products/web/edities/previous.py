"""Which edition a candidate follows, and with what program each was made."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from veerkracht.edition.reading import Edition
from veerkracht.errors import PublicationError
from veerkracht.paths import EDITION, DataPaths, Publiek

LINK = "actueel"


@dataclass(frozen=True)
class Program:
    """What made an edition: fingerprint of the code, and the versions of its packages."""

    code: str
    pakketten: dict[str, str]


@dataclass(frozen=True)
class Previous:
    """The edition to compare with, or why there is none; `naam` is known also when it cannot be read."""

    folder: Path | None
    naam: str | None
    reden: str | None


def previous(kandidaat: Path, publiek: Publiek) -> Previous:
    """What readers have now: the edition `actueel` points to; of an edition itself the one before it.

    Only within the folder of the same publiek, and only when it says so itself: leden compare with leden.
    """
    parent = kandidaat.parent
    names = sorted((f.name for f in parent.iterdir() if f.is_dir() and EDITION.match(f.name)), key=_order)
    link = parent / LINK
    if EDITION.match(kandidaat.name):
        names = [name for name in names if _order(name) < _order(kandidaat.name)]
    elif link.is_symlink() and os.readlink(link) in names:
        names = names[: names.index(os.readlink(link)) + 1]
    if not names:
        return Previous(None, None, "dit is de eerste editie")
    name = names[-1]
    try:
        with Edition(parent / name) as edition:
            if edition.about.publiek != publiek:
                return Previous(None, name, "de vorige editie was voor een andere groep lezers gemaakt")
    except (duckdb.Error, PublicationError):
        return Previous(None, name, f"de vorige editie ({name}) kan niet worden gelezen")
    return Previous(parent / name, name, None)


def program(folder: Path, publiek: Publiek) -> Program | None:
    """The program of an edition, or of the build that a candidate is made from."""
    try:
        made = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
        return Program(made["code"]["vingerafdruk"], made["pakketten"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        file = DataPaths(folder.absolute().parents[2]).werk(publiek) / "invoer.json"
        build = json.loads(file.read_text(encoding="utf-8"))
        return Program(build["code"], build["pakketten"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _order(name: str) -> tuple[str, int]:
    day, _, number = name.rpartition(".")
    return day, int(number)
