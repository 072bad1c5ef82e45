"""Releases that lie on disk: file addresses in the catalogue, and restricted deliveries in the drop folder."""

import os
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from veerkracht.dutch import number
from veerkracht.errors import ArchiveError
from veerkracht.paths import DataPaths
from veerkracht.sources.archive.limits import Progress
from veerkracht.sources.archive.receipt import Receipt
from veerkracht.sources.catalogue.model import Release, Source, is_web_address

CHUNK = 1 << 20


def dropped_file(folder: Path, release: Release) -> Path:
    """The one file in the drop folder that fits the release's pattern. Raises ArchiveError for none or several."""
    assert release.drop is not None
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    found = [entry for entry in entries if fnmatchcase(entry.name, release.drop) and entry.is_file()]
    outside = [entry for entry in found if folder.resolve() not in entry.resolve().parents]
    if outside:
        raise ArchiveError(f"{outside[0]} verwijst naar buiten de map {folder}; leg het bestand zelf hier neer.")
    if not found:
        raise ArchiveError(
            f"Release `{release.release}`: geen bestand `{release.drop}` in {folder}. Leg de levering daar neer."
        )
    if len(found) > 1:
        names = ", ".join(entry.name for entry in found[:5])
        raise ArchiveError(
            f"Release `{release.release}`: {len(found)} bestanden passen op `{release.drop}` in {folder} ({names}). "
            "Laat er één liggen, of geef elke levering een eigen release."
        )
    return found[0]


def copy(origin: Path, part: Path, release: Release, progress: Progress) -> None:
    """Copy a file into `part`. Raises ArchiveError when it is missing, not a file, or above the release's cap."""
    try:
        total = origin.stat().st_size
        if not origin.is_file():
            raise ArchiveError(
                f"Release `{release.release}`: {origin} is geen bestand. Noem bij `url` het bestand zelf."
            )
        if total > release.max_bytes:
            raise ArchiveError(
                f"Release `{release.release}`: {origin} is {number(total)} bytes, "
                f"meer dan `max_bytes` {number(release.max_bytes)}. Klopt dat, verhoog dan `max_bytes` in de catalogus."
            )
        with origin.open("rb") as reader, part.open("wb") as writer:
            done = 0
            while chunk := reader.read(CHUNK):
                writer.write(chunk)
                done += len(chunk)
                progress(done, total)
            writer.flush()
            os.fsync(writer.fileno())
    except FileNotFoundError as error:
        raise ArchiveError(
            f"Release `{release.release}`: {origin} bestaat niet. Zet het bestand daar neer, of verbeter `url` in de "
            "catalogus."
        ) from error
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(
            f"Release `{release.release}`: {origin} kan niet worden bewaard: {error.strerror}."
        ) from error


def origin(paths: DataPaths, source: Source, release: Release) -> Path | None:
    """The file on disk that a release came from, if it is (still) there."""
    if release.drop:
        folder = paths.drop / source.bron
        return dropped_file(folder, release) if folder.is_dir() and _any(folder, release.drop) else None
    if release.url and not is_web_address(release.url) and Path(release.url).is_file():
        return Path(release.url)
    return None


def changed_since(file: Path, receipt: Receipt) -> bool:
    """Whether a file may differ from what was received: other size, or written later."""
    stat = file.stat()
    return stat.st_size != receipt.bytes or stat.st_mtime >= datetime.fromisoformat(receipt.ontvangen).timestamp()


def _any(folder: Path, pattern: str) -> bool:
    return any(fnmatchcase(entry.name, pattern) for entry in folder.iterdir())
