"""Do received bytes look like the layout that the catalogue promises? First bytes only; reading is for the readers."""

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from veerkracht.errors import ArchiveError, DeliveryError
from veerkracht.sources.catalogue.model import Release, is_web_address
from veerkracht.sources.readers import zipsafe
from veerkracht.sources.readers.layout import ZIP, Layout

_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def check_content(file: Path, release: Release, layout: Layout) -> None:
    """Raises ArchiveError for an empty file, a web page, another kind of file, or a zip that breaks off."""
    with file.open("rb") as handle:
        start = handle.read(2048)
    text = start.removeprefix(b"\xef\xbb\xbf")
    where = f"Release `{release.release}`: {release.origin}"
    if not start:
        raise ArchiveError(f"{where} is leeg (0 bytes).")
    if _HTML.match(text):
        title = re.search(rb"<title[^>]*>(.*?)</title>", start, re.IGNORECASE | re.DOTALL)
        said = f" met de titel “{title[1].decode('utf-8', 'replace').strip()[:80]}”" if title else ""
        raise ArchiveError(
            f"{where} gaf een webpagina (HTML){said} in plaats van het bestand. Kijk of het adres nog klopt en zet een "
            "werkend adres in uw catalogusmap."
        )
    if not layout.fits(start):
        raise ArchiveError(f"{where} is niet {layout.kind} (layout {layout.name}): het begint met {start[:16]!r}.")
    if start.startswith(ZIP):
        _check_zip(file, release, where)


def _check_zip(file: Path, release: Release, where: str) -> None:
    """Every zip passes here once, so readers meet only zips that are whole and safe to unpack."""
    if not zipfile.is_zipfile(file):
        raise ArchiveError(f"{where} is een zip die halverwege afbreekt ({file.stat().st_size:,} bytes).")
    try:
        zipsafe.members(file, called=where)
    except DeliveryError as error:
        raise ArchiveError(str(error)) from error


def file_name(release: Release, layout: Layout) -> str:
    """The name to keep a file under: the last part of its address, made safe."""
    assert release.url is not None
    path = unquote(urlsplit(release.url).path) if is_web_address(release.url) else release.url
    last = path.rstrip("/").rsplit("/", 1)[-1]
    name = re.sub(r"[^A-Za-z0-9._()+-]+", "_", last).lstrip(".") or "levering"
    if layout.zipped and "." not in name:
        name += ".zip"  # datasets.cbs.nl names its bulk zip by the table alone
    return name[-120:]
