"""Answers that come in pages (CBS v4 and v3 OData, OGC API) into one zip that depends on nothing but the data.

Each page keeps the publisher's own text; only members that change by the moment (links, time stamps, contexts) are cut.
The zip is stored uncompressed with fixed dates, so the same data give the same sha256 on every machine.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from veerkracht.dutch import number
from veerkracht.errors import ArchiveError
from veerkracht.sources.archive.limits import Progress
from veerkracht.sources.archive.pagetext import Page, read_page
from veerkracht.sources.archive.web import NotThere, Passing, Web
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.readers.layout import Paging


@dataclass
class Pages:
    """The pages of one release as they come in."""

    web: Web
    release: Release
    paging: Paging
    progress: Progress
    done: int = 0
    seen: set[str] = field(default_factory=set)

    def follow(self, url: str) -> Iterator[Page]:
        """A page and all that its `next` links lead to, on the same host."""
        next_url: str | None = url
        rows = 0
        while next_url:
            if next_url in self.seen:
                raise self.web.error(url, f"verwijst in een kring: {next_url} kwam al langs")
            if len(self.seen) >= self.web.limits.pages:
                raise self.web.error(url, f"heeft meer dan {self.web.limits.pages} bladzijden")
            self.seen.add(next_url)
            page = self._page(next_url)
            rows += page.rows
            if page.rows or not rows:
                yield page
            next_url = self._next(next_url, page, rows)

    def _page(self, url: str) -> Page:
        return self.web.retrying(url, lambda: self._attempt(url))

    def _attempt(self, url: str) -> Page:
        body = bytearray()
        with self.web.stream(url, {"Accept": "application/json"}) as response:
            if response.url.host != urlsplit(url).hostname:
                raise self.web.error(url, f"verwijst door naar een andere server ({response.url.host})")
            kind = response.headers.get("Content-Type", "")
            for chunk in self.web.bytes_of(response):
                body += chunk
                self.progress(self.done + len(body), None)
                if self.done + len(body) > self.release.max_bytes:
                    raise self.web.error(
                        url, f"geeft samen meer dan `max_bytes` {number(self.release.max_bytes)} bytes"
                    )
        page = self._read(url, bytes(body), kind)
        self.done += len(body)
        return page

    def _read(self, url: str, body: bytes, kind: str) -> Page:
        if not body.strip():
            raise Passing("een leeg antwoord", down=False)
        if body.lstrip().removeprefix(b"\xef\xbb\xbf")[:1] != b"{":
            raise self.web.error(url, f"gaf geen JSON maar {kind or 'iets onbekends'}: {body[:40]!r}")
        try:
            return read_page(body.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                raise Passing(f"de tekst breekt af bij byte {error.start}", down=False) from error
            raise self.web.error(url, f"gaf tekst die geen UTF-8 is (byte {error.start})") from error
        except json.JSONDecodeError as error:
            raise Passing(f"de JSON breekt af bij teken {error.pos}", down=False) from error

    def _next(self, url: str, page: Page, rows: int) -> str | None:
        """Where to go on; None at the end. Raises ArchiveError when a link leads to another server."""
        if page.next_link is None:
            full = self.paging.page and page.rows and rows % self.paging.page == 0
            return with_query(url, **{"$skip": str(rows)}) if full else None
        try:
            linked, here = urlsplit(urljoin(url, page.next_link)), urlsplit(url)
        except ValueError as error:
            said = f"noemt als volgende bladzijde iets dat geen adres is: {page.next_link[:80]}"
            raise self.web.error(url, said) from error
        if linked.scheme == "http" and here.scheme == "https" and linked.netloc == here.netloc:
            linked = linked._replace(scheme="https")  # opendata.cbs.nl links to itself without the s
        if (linked.scheme, linked.netloc) != (here.scheme, here.netloc):
            raise self.web.error(url, f"verwijst voor de volgende bladzijde naar een andere server: {page.next_link}")
        return urlunsplit(linked._replace(query=once_each(linked.query)))


def fetch_pages(web: Web, release: Release, paging: Paging, part: Path, progress: Progress) -> None:
    """All pages of a release, and the tables beside it, as a zip in `part`.

    Raises ArchiveError for a foreign link, a circle, too many pages or bytes, no JSON, no rows, or fewer than promised.
    """
    assert release.url is not None
    start = with_query(release.url, **paging.query) if paging.query else release.url
    pages = Pages(web, release, paging, progress)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            rows, promised = 0, None
            for nth, page in enumerate(pages.follow(start), 1):
                _must_have_rows(web, start, page)
                _store(archive, f"pagina-{nth:05d}.json", page.text)
                rows, promised = rows + page.rows, promised or page.promised
            if not rows:
                raise web.error(start, f"gaf geen enkele rij; er is niets bewaard.{_way_out(start)}")
            for name, needed in paging.beside.items():
                beside = _beside(pages, start, name, needed)
                if beside:
                    _store(archive, f"{name}.json", beside.text)
                    promised = promised or (beside.promised if not urlsplit(release.url).query else None)
        if promised is not None and promised != rows:
            raise web.error(
                start, f"gaf {number(rows)} rijen waar er {number(promised)} zijn aangekondigd", passing=True
            )
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(f"{web.what}: {part} kan niet worden geschreven: {error.strerror}.") from error
    except ArchiveError:
        part.unlink(missing_ok=True)
        raise


def _way_out(url: str) -> str:
    """What may be wrong with an address that gives no rows."""
    query = unquote(urlsplit(url).query)
    if "JJ00" in query:
        return (
            " Het filter vraagt alleen jaren (JJ00), en deze tabel heeft die niet: haal het filter uit het adres in uw "
            "catalogus. Dan komen de maanden, en twaalf maanden maken een jaar"
        )
    return " Het filter in het adres laat niets door: pas het aan in uw catalogus" if "filter" in query.lower() else ""


def _beside(pages: Pages, start: str, name: str, needed: bool) -> Page | None:
    """A table beside the figures, its own pages joined; None when the reader can do without and it is not there."""
    parts = urlsplit(start)
    query = "$format=json" if "format=json" in parts.query else ""
    url = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/').rpartition('/')[0]}/{name}", query=query))
    try:
        found = list(pages.follow(url))
    except NotThere:
        if needed:
            raise
        return None
    return found[0] if len(found) == 1 else Page.joined(found)


def _must_have_rows(web: Web, url: str, page: Page) -> None:
    if not page.has_list:
        members = ", ".join(page.members[:8])
        raise web.error(url, f"gaf JSON zonder lijst `value` of `features`; wel: {members}")


def _store(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o644 << 16
    archive.writestr(info, text)


def with_query(url: str, **wanted: str) -> str:
    """The address with these query values, each once; the publisher's `$` kept readable."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in wanted] + list(
        wanted.items()
    )
    return urlunsplit(parts._replace(query=_encoded(query)))


def once_each(query: str) -> str:
    """A query without what stands there twice: CBS repeats `$format` and `$filter` in its links, and OData knows each
    option once. Of an option with several values the last one counts; a query without doubles stays letter by letter.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    last = dict(pairs)
    kept = dict.fromkeys((name, last[name] if name.startswith("$") else value) for name, value in pairs)
    return query if len(kept) == len(pairs) else _encoded(list(kept))


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, quote_via=quote, safe="$'(),")
