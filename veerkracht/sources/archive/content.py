"""Do received bytes look like the layout that the catalogue promises? First bytes only; reading is for the readers."""

import re
import zipfile
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from veerkracht.dutch import number
from veerkracht.errors import ArchiveError, DeliveryError
from veerkracht.sources.catalogue.model import Release, is_web_address
from veerkracht.sources.readers import zipsafe
from veerkracht.sources.readers.csvtext import is_footnote
from veerkracht.sources.readers.layout import ZIP, Layout

_AGAIN = "probeer het later opnieuw, of kijk bij de uitgever of het adres nog klopt."
_FITTING = "Haal het bestand van de uitgever opnieuw op, of zet in uw catalogus de layout die erbij past."
_BLANK = b'\xef\xbb\xbf \t\r\n";,\x00'
_NO_FEATURES = re.compile(rb'"features"\s*:\s*\[\s*\]')
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def check_content(file: Path, release: Release, layout: Layout) -> None:
    """Raises ArchiveError for an empty file, a web page, another kind of file, or a zip that breaks off."""
    with file.open("rb") as handle:
        start = handle.read(2048)
    text = start.removeprefix(b"\xef\xbb\xbf")
    where = f"Release `{release.release}`: {release.origin}"
    if not start:
        raise ArchiveError(f"{where} is leeg (0 bytes). Er is niets bewaard; {_AGAIN}")
    may_show = release.drop is None  # of a restricted delivery nothing is
    if _HTML.match(text):
        title = re.search(rb"<title[^>]*>(.*?)</title>", start, re.IGNORECASE | re.DOTALL)
        said = f" met de titel “{title[1].decode('utf-8', 'replace').strip()[:80]}”" if title and may_show else ""
        raise ArchiveError(
            f"{where} gaf een webpagina (HTML){said} in plaats van het bestand. Kijk of het adres nog klopt en zet een "
            "werkend adres in uw catalogusmap."
        )
    if not layout.fits(start):
        seen = f": het begint met {start[:16]!r}" if may_show else ""
        raise ArchiveError(f"{where} is niet {layout.kind} (layout {layout.name}){seen}. {_FITTING}")
    fetched = is_web_address(release.url or "")  # a file of the user's own is told when it is read
    if start.startswith(ZIP):
        _check_zip(file, release, where)
    elif fetched and not layout.starts and not _has_rows(file.open("rb")):
        raise ArchiveError(f"{where} heeft geen enkele rij onder de kop. Er is niets bewaard; {_AGAIN}")
    elif text.lstrip().startswith(b"{") and _NO_FEATURES.search(start) and file.stat().st_size <= len(start):
        raise ArchiveError(f"{where} heeft geen enkel gebied (`features` is leeg). Er is niets bewaard; {_AGAIN}")


def _check_zip(file: Path, release: Release, where: str) -> None:
    """Every zip passes here once, so readers meet only zips that are whole and safe to unpack."""
    if not zipfile.is_zipfile(file):
        size = number(file.stat().st_size)
        raise ArchiveError(f"{where} is een zip die halverwege afbreekt ({size} bytes). Er is niets bewaard; {_AGAIN}")
    try:
        members = zipsafe.members(file, called=where)
    except DeliveryError as error:
        raise ArchiveError(str(error)) from error
    tables = [member for member in members if member.filename.lower().endswith((".csv", ".txt"))]
    if tables and not any(_member_has_rows(file, one) for one in tables):
        raise ArchiveError(f"{where} heeft alleen tabellen zonder rijen. Er is niets bewaard; {_AGAIN}")


def _member_has_rows(file: Path, member: zipfile.ZipInfo) -> bool:
    try:
        with zipsafe.open_member(file, member.filename, max(member.file_size, 1)) as stream:
            return _has_rows(stream)
    except DeliveryError:
        return True  # what is damaged is for the reader to say


def _has_rows(stream: IO[bytes]) -> bool:
    """Whether a table has a line below its header; a note of its source is none. What has no header is no table."""
    with stream:
        lines = (line for line in stream if line.strip(_BLANK))
        header = next(lines, b"")
        if not header.endswith(b"\n") or not any(sign in header for sign in (b";", b",", b"\t")):
            return True
        return any(not is_footnote(line.decode("latin-1")) for line in lines)


def file_name(release: Release, layout: Layout) -> str:
    """The name to keep a file under: the last part of its address, made safe."""
    assert release.url is not None
    path = unquote(urlsplit(release.url).path) if is_web_address(release.url) else release.url
    last = path.rstrip("/").rsplit("/", 1)[-1]
    name = re.sub(r"[^A-Za-z0-9._()+-]+", "_", last).lstrip(".") or "levering"
    if layout.zipped and "." not in name:
        name += ".zip"  # datasets.cbs.nl names its bulk zip by the table alone
    return name[-120:]
