"""Editions on disk: their names, the link `actueel`, the lock, pruning, the list of them, and rolling back."""

import os
import shutil
import time
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from veerkracht import files
from veerkracht.commandline import command
from veerkracht.errors import PublicationError
from veerkracht.paths import EDITION, DataPaths, Publiek
from veerkracht.publication.contents import MANIFEST, Manifest, read_manifest, verify

LINK, ALIAS = "actueel", "latest"  # the alias is for machines that harvest: the name that they expect
GRACE = 60  # seconds; a reader first follows the link and then opens the file, so its edition must outlive that


def locked(folder: Path) -> AbstractContextManager[None]:
    """Only one process at a time names, flips or prunes editions of a publiek; freed by the system when it dies."""
    return files.locked(folder / ".slot")


def edition_names(paths: DataPaths, publiek: Publiek) -> list[str]:
    """Names of all editions on disk, oldest first."""
    folder = paths.publicatie(publiek)
    names = [entry.name for entry in folder.iterdir() if entry.is_dir()] if folder.is_dir() else []
    return sorted((n for n in names if EDITION.match(n)), key=_order)


def current(paths: DataPaths, publiek: Publiek) -> str | None:
    """Name of the edition that `actueel` points to, or None."""
    link = paths.publicatie(publiek) / LINK
    return os.readlink(link) if link.is_symlink() and link.is_dir() else None


def current_folder(paths: DataPaths, publiek: Publiek) -> Path:
    """Folder of the edition that `actueel` points to. Raises PublicationError when there is none yet."""
    name = current(paths, publiek)
    if name is None:
        raise PublicationError(none_yet(publiek))
    return paths.publicatie(publiek) / name


def none_yet(publiek: Publiek) -> str:
    """What a user hears who asks for an edition before there is any."""
    leden = ("--publiek", publiek) if publiek == "leden" else ()
    return f"Er is nog geen editie ({publiek}). Maak er een: {command('refresh', *leden)}"


def next_name(paths: DataPaths, publiek: Publiek, today: date | None = None) -> str:
    """`<YYYY-MM-DD.N>` with the first N that is free today."""
    day = (today or date.today()).isoformat()
    numbers = [int(name.partition(".")[2]) for name in edition_names(paths, publiek) if name.startswith(day)]
    return f"{day}.{max(numbers, default=0) + 1}"


def flip(folder: Path, edition: str) -> None:
    """Let `actueel`, and with it `latest`, point to this edition in one step: a reader sees the old or the new one."""
    with files.replacing(folder / LINK) as part:
        part.symlink_to(edition)
    with suppress(OSError):  # it has flipped: from here on nothing may undo the edition
        if not (folder / ALIAS).is_symlink():
            os.symlink(LINK, folder / ALIAS)
        files.fsync(folder)


def prune(paths: DataPaths, publiek: Publiek, keep: int) -> list[str]:
    """Remove the oldest editions beyond `keep` and return their names.

    Never `actueel`, or one that was replaced less than GRACE seconds ago.
    """
    folder, now, names = paths.publicatie(publiek), current(paths, publiek), edition_names(paths, publiek)
    removed = []
    for name, successor in list(pairwise(names))[: max(len(names) - keep, 0)]:
        recent = time.time() - (folder / successor).stat().st_mtime < GRACE
        if name != now and not recent:
            (folder / name / MANIFEST).unlink(missing_ok=True)  # no manifest, no edition: a half-removed one is none
            shutil.rmtree(folder / name, ignore_errors=True)
            removed.append(name)
    return removed


@dataclass(frozen=True)
class Publication:
    """An edition in the list of them."""

    editie: str
    gemaakt: str | None  # ISO time, UTC
    actueel: bool
    releases: int  # that figures were chosen from
    rijen: int  # of all marts
    merk: str | None
    problemen: tuple[str, ...]  # in Dutch; none when every file is that of the manifest


def publications(paths: DataPaths, publiek: Publiek, check_files: bool = True) -> list[Publication]:
    """All editions, newest first. With `check_files` every file is hashed, else only the manifest is looked at."""
    folder, now = paths.publicatie(publiek), current(paths, publiek)
    return [_publication(folder / name, name == now, check_files) for name in reversed(edition_names(paths, publiek))]


def _publication(edition: Path, actueel: bool, check_files: bool) -> Publication:
    known = read_manifest(edition)
    manifest = known or Manifest()
    return Publication(
        editie=edition.name,
        gemaakt=manifest.gemaakt,
        actueel=actueel,
        releases=len([release for release in manifest.releases if release.get("gekozen")]),
        rijen=sum(manifest.rijen.values()),
        merk=manifest.merk,
        problemen=tuple(verify(edition)) if check_files or known is None else (),
    )


def rollback(paths: DataPaths, publiek: Publiek, editie: str | None = None) -> str:
    """Let `actueel` point to another edition (default: the newest valid one before it); returns its name.

    Raises PublicationError when there is none, or when its files are not those of its manifest; nothing changes then.
    """
    folder = paths.publicatie(publiek)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        chosen = editie or _previous(paths, publiek)
        problems = verify(_existing(paths, publiek, chosen))
        if problems:
            raise PublicationError(
                f"Editie {chosen} is beschadigd ({'; '.join(problems[:3])}); actueel is niet gewijzigd. "
                f"Kies een andere editie ({command('publications')})."
            )
        flip(folder, chosen)
    return chosen


def _previous(paths: DataPaths, publiek: Publiek) -> str:
    names, now = edition_names(paths, publiek), current(paths, publiek)
    before = [n for n in names if now is None or _order(n) < _order(now)]
    for name in reversed(before):
        if not verify(paths.publicatie(publiek) / name):
            return name
    raise PublicationError(f"Er is geen eerdere, gave editie ({publiek}) om naar terug te gaan.")


def _existing(paths: DataPaths, publiek: Publiek, editie: str) -> Path:
    if editie not in edition_names(paths, publiek):
        known = ", ".join(edition_names(paths, publiek)) or "geen"
        raise PublicationError(f"Editie {editie} ({publiek}) bestaat niet. Aanwezig: {known}.")
    return paths.publicatie(publiek) / editie


def _order(name: str) -> tuple[str, int]:
    day, _, number = name.partition(".")
    return day, int(number)
