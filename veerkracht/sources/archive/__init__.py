"""The archive: the received bytes of every release, with a receipt; written once, never overwritten.

`fetch` brings a release in from the web, a file or the drop folder; a second time it does nothing. How bytes travel is
in `download`, `paging` and `local`; whether they look like the promised layout in `content`.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.commandline import command
from veerkracht.dutch import number
from veerkracht.errors import ArchiveError, ChangedBytesError, RevisedError, in_short, of_a_library
from veerkracht.files import locked, sha256_of
from veerkracht.paths import DataPaths
from veerkracht.sources.archive import local
from veerkracht.sources.archive.content import check_content, file_name
from veerkracht.sources.archive.limits import FetchLimits, Progress
from veerkracht.sources.archive.receipt import Receipt, home, now, read_receipt, write_receipt
from veerkracht.sources.catalogue.model import Release, Source, is_web_address
from veerkracht.sources.folders import layout_of

if TYPE_CHECKING:
    from veerkracht.sources.archive.download import Stamp

__all__ = ["FetchLimits", "Progress", "Receipt", "fetch", "receipt", "received_file", "verify"]

PAGES = "paginas.zip"


@dataclass(frozen=True)
class _Brought:
    """What came in: the name to keep it under, and what the server said of its version."""

    name: str
    etag: str | None = None
    gewijzigd: str | None = None


def fetch(
    paths: DataPaths,
    source: Source,
    release: Release,
    progress: Progress | None = None,
    limits: FetchLimits | None = None,
) -> Receipt:
    """Bring the bytes of a release into the archive and return their receipt; nothing is done when they are there.

    `progress` is called with (bytes so far, bytes expected or None). Raises ArchiveError when the bytes cannot be had,
    do not look like the layout, or are not the registered ones; then what was there before is untouched.
    """
    folder = _folder(paths, source, release)
    with locked(folder / ".slot"):  # of two processes one brings it in, the other finds the receipt
        existing = receipt(paths, source, release)
        if existing:
            _check_known(folder, existing, source, release, paths)
            return existing
        part = folder / ".part"
        limits = limits or FetchLimits()
        try:
            brought = _bring(paths, source, release, part, progress or _silent, limits)
            return _keep(folder, part, brought, source, release)
        except Exception as error:
            if not of_a_library(error) or isinstance(error, OSError):
                raise
            part.unlink(missing_ok=True)
            raise ArchiveError(
                f"{_what(source, release)}: {release.origin} is niet op te halen: {in_short(error)}. Er is niets "
                f"bewaard. Probeer het later opnieuw; uitleg van de uitgever: {source.landingspagina}"
            ) from error


def refetch(
    paths: DataPaths,
    source: Source,
    release: Release,
    progress: Progress | None = None,
    limits: FetchLimits | None = None,
) -> tuple[Receipt | None, Receipt]:
    """Bring the bytes of a release in once more; the receipts of what was there (None: nothing) and of what is now.

    Equal bytes leave all as it was; the receipt tells that the publisher confirmed them. Other bytes take the place of
    the old ones, which stay in `vorige/<sha256>/` beside them. Raises ArchiveError as `fetch` does, and
    ChangedBytesError for other bytes than are registered.
    """
    folder = _folder(paths, source, release)
    before = receipt(paths, source, release)
    if before is None:
        return None, fetch(paths, source, release, progress, limits)
    with locked(folder / ".slot"):
        part = folder / ".part"
        brought = _bring(paths, source, release, part, progress or _silent, limits or FetchLimits())
        if sha256_of(part) == before.sha256:
            part.unlink()
            if not is_web_address(release.url or ""):
                return before, before
            direct = before.rechtstreeks or _is_direct(release)
            same = replace(before, bevestigd=now(), rechtstreeks=direct, etag=brought.etag, gewijzigd=brought.gewijzigd)
            write_receipt(folder, same)
            return same, same
        aside = folder / "vorige" / before.sha256[:16]
        check_content(part, release, layout_of(source.bron, release))
        if not release.sha256:
            aside.mkdir(parents=True, exist_ok=True)
            write_receipt(aside, before)
            if (folder / before.bestand).is_file():
                os.replace(folder / before.bestand, aside / before.bestand)
        return before, _keep(folder, part, brought, source, release)


def receipt(paths: DataPaths, source: Source, release: Release) -> Receipt | None:
    """The receipt of a release, None when it was not received. Raises ArchiveError for an unreadable receipt."""
    return read_receipt(_home(paths, source, release))


def received_file(paths: DataPaths, source: Source, release: Release) -> Path:
    """The archived file of a release. Raises ArchiveError when it is not there."""
    found = receipt(paths, source, release)
    if not found:
        raise ArchiveError(f"{_what(source, release)} is nog niet opgehaald: {command('fetch', source.bron)}")
    return _home(paths, source, release) / found.bestand


def verify(paths: DataPaths, source: Source, release: Release) -> Receipt:
    """Hash the archived file again. Raises ChangedBytesError when it is not what the receipt says."""
    file = received_file(paths, source, release)
    found = receipt(paths, source, release)
    digest = sha256_of(file) if file.is_file() else "geen bestand"
    if found is None or digest != found.sha256:
        raise ChangedBytesError(
            f"{file} is veranderd sinds de ontvangst: gevonden sha256 {digest}, verwacht {found and found.sha256}. "
            f"Zet het oude bestand terug, of verwijder de map {file.parent} en haal de release opnieuw op."
        )
    return found


def _bring(
    paths: DataPaths, source: Source, release: Release, part: Path, progress: Progress, limits: FetchLimits
) -> _Brought:
    """Bytes into `part`."""
    if release.drop:
        found = local.dropped_file(paths.drop / source.bron, release)
        local.copy(found, part, release, progress)
        return _Brought(found.name)
    assert release.url is not None
    layout = layout_of(source.bron, release)
    if not is_web_address(release.url):
        local.copy(Path(release.url), part, release, progress)
        return _Brought(file_name(release, layout))
    stamp = _from_web(source, release, part, progress, limits)
    return _Brought(PAGES) if stamp is None else _Brought(file_name(release, layout), stamp.etag, stamp.gewijzigd)


def _from_web(source: Source, release: Release, part: Path, progress: Progress, limits: FetchLimits) -> "Stamp | None":
    """Bytes of a web address into `part`; of pages there is no version to tell."""
    from veerkracht.sources.archive import download, paging, web  # httpx costs 0.4 s: only when something is fetched

    with web.web(limits, _what(source, release), source.landingspagina) as client:
        layout = layout_of(source.bron, release)
        if layout.paging:
            paging.fetch_pages(client, release, layout.paging, part, progress)
            return None
        return download.download(client, release, part, progress)


def _keep(folder: Path, part: Path, brought: _Brought, source: Source, release: Release) -> Receipt:
    """Check what came in and give it its name; the receipt is written last."""
    try:
        check_content(part, release, layout_of(source.bron, release))
        digest = sha256_of(part)
        if release.sha256 and digest != release.sha256:
            raise ChangedBytesError(
                f"{_what(source, release)}: {release.origin} gaf andere bytes dan geregistreerd: gevonden "
                f"sha256 {digest}, verwacht {release.sha256}. Er is niets bewaard. Heeft de uitgever de "
                "cijfers herzien, voeg ze dan als nieuwe release toe aan uw catalogusmap."
            )
    except ArchiveError:
        part.unlink(missing_ok=True)
        raise
    if source.toegang == "beperkt":
        part.chmod(0o600)
    made = Receipt(
        bron=source.bron,
        release=release.release,
        url=release.public_url,
        bestand=brought.name,
        bytes=part.stat().st_size,
        sha256=digest,
        ontvangen=now(),
        geregistreerd=release.sha256 is not None,
        etag=brought.etag,
        gewijzigd=brought.gewijzigd,
        rechtstreeks=_is_direct(release),
    )
    os.replace(part, folder / brought.name)
    write_receipt(folder, made)
    return made


def _is_direct(release: Release) -> bool:
    """Whether the release is fetched from the address that it has, and nothing stands in for it."""
    return release.spiegel_van is None and is_web_address(release.url or "")


def _check_known(folder: Path, known: Receipt, source: Source, release: Release, paths: DataPaths) -> None:
    """A received release stays what it is. Raises ArchiveError when file, catalogue or origin say otherwise."""
    file, what = folder / known.bestand, _what(source, release)
    if not file.is_file() or file.stat().st_size != known.bytes:
        raise ChangedBytesError(
            f"{what}: {file} is weg of heeft een andere grootte dan bij ontvangst ({number(known.bytes)} bytes). "
            f"Zet het bestand terug, of verwijder de map {folder} en haal de release opnieuw op."
        )
    if release.sha256 and release.sha256 != known.sha256:
        raise ChangedBytesError(
            f"{what}: in het archief ligt sha256 {known.sha256}, de catalogus verwacht {release.sha256}. Er is niets "
            f"overschreven. Klopt de catalogus, verwijder dan de map {folder} en haal de release opnieuw op."
        )
    origin = local.origin(paths, source, release)
    if origin and local.changed_since(origin, known) and sha256_of(origin) != known.sha256:
        raise RevisedError(
            f"{what}: {origin} heeft andere bytes dan bij ontvangst (sha256 {known.sha256}). Er is niets overschreven; "
            "geef de nieuwe levering een eigen release in uw catalogusmap."
        )


def _home(paths: DataPaths, source: Source, release: Release) -> Path:
    return home(paths.archive(source.toegang, source.bron, release.release).parent, release.names)


def _folder(paths: DataPaths, source: Source, release: Release) -> Path:
    """The release's folder, made; the restricted tree with its modes."""
    folder = _home(paths, source, release)
    if source.toegang == "beperkt":
        paths.ensure()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700 if source.toegang == "beperkt" else 0o777)
    return folder


def _what(source: Source, release: Release) -> str:
    return f"release `{release.release}` van `{source.bron}`"


def _silent(done: int, total: int | None) -> None:
    pass
