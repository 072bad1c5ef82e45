"""Asks a publisher what it has, without fetching it: headers of an address, one row, the text of a list or page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from veerkracht.dutch import number
from veerkracht.sources.archive.download import Stamp, whole_size
from veerkracht.sources.archive.pagetext import Page, read_page
from veerkracht.sources.archive.paging import once_each, with_query
from veerkracht.sources.archive.web import Passing, Web

MOST_TEXT = 50_000_000  # bytes of a list or page, its further pages included
MOST_PAGES = 200
NO_HEAD = (400, 403, 405, 406, 501)  # answers of servers that know GET alone; others say that there are 0 bytes
AT_ONCE = timedelta(minutes=2)  # a file that was changed so shortly before the answer is made for it


@dataclass(frozen=True)
class Seen:
    """What the headers of an address say."""

    stamp: Stamp
    size: int | None  # bytes; None where the server does not say
    changed: datetime | None  # None where the server does not say, or makes the file when it is asked
    is_page: bool  # a web page, where a file was asked

    @property
    def day(self) -> date | None:
        """The day on which it was changed last."""
        return self.changed.date() if self.changed else None


def headers_of(web: Web, url: str, stamp: Stamp | None = None) -> Seen | None:
    """What an address says of its file; None when the server says that it is still the version of the stamp.

    Raises NotThere, UnansweredError, or ArchiveError for another answer that is none.
    """
    asked = {"If-None-Match": stamp and stamp.etag, "If-Modified-Since": stamp and stamp.gewijzigd}
    return web.retrying(url, lambda: _headers(web, url, {name: value for name, value in asked.items() if value}))


def has_rows(web: Web, url: str) -> bool:
    """Whether an address that answers in pages has any row: only the first ones are asked."""
    one = {"limit": "1"} if "/collections/" in url else {"$top": "1"}
    return next(pages_of(web, with_query(url, **one))).rows > 0


def pages_of(web: Web, url: str) -> Iterator[Page]:
    """The pages of JSON of an address, on its own server. Raises ArchiveError when they are none, or too many."""
    next_url: str | None = url
    done = 0
    for _ in range(MOST_PAGES):
        text = text_of(web, next_url or url)
        done += len(text)
        try:
            page = read_page(text)
        except ValueError as error:
            raise web.error(url, f"gaf geen JSON: {text[:40]!r}") from error
        yield page
        next_url = _next_of(next_url or url, page)
        if next_url is None or done > MOST_TEXT:
            return


def text_of(web: Web, url: str) -> str:
    """The text of an address. Raises ArchiveError as `headers_of`, and when it is too much."""
    return web.retrying(url, lambda: _text(web, url))


def _headers(web: Web, url: str, asked: dict[str, str]) -> Seen | None:
    response = web.client.head(url, headers=asked)
    if response.status_code not in NO_HEAD and response.headers.get("Content-Length") != "0":
        return _seen(web, url, response)
    with web.client.stream("GET", url, headers=asked | {"Range": "bytes=0-0"}) as streamed:  # closed, body unread
        return _seen(web, url, streamed)


def _seen(web: Web, url: str, response: httpx.Response) -> Seen | None:
    if response.status_code == 304:
        return None
    web.check(url, response)
    stamp = Stamp.of(response)
    changed, answered = moment(stamp.gewijzigd), moment(response.headers.get("Date"))
    made_now = changed and answered and abs(answered - changed) < AT_ONCE
    kind = response.headers.get("Content-Type", "")
    return Seen(stamp, whole_size(response), None if made_now else changed, kind.startswith("text/html"))


def _text(web: Web, url: str) -> str:
    body = bytearray()
    with web.stream(url) as response:
        for chunk in web.bytes_of(response):
            body += chunk
            if len(body) > MOST_TEXT:
                raise web.error(url, f"geeft meer dan {number(MOST_TEXT)} bytes; dit is geen lijst of bladzijde")
    if not body.strip():
        raise Passing("een leeg antwoord", down=False)
    return body.decode("utf-8-sig", "replace")


def _next_of(url: str, page: Page) -> str | None:
    if not page.next_link:
        return None
    here, linked = urlsplit(url), urlsplit(urljoin(url, page.next_link))
    if linked.netloc != here.netloc:
        return None
    return urlunsplit(linked._replace(scheme=here.scheme, query=once_each(linked.query)))


def moment(text: str | None) -> datetime | None:
    """The moment that a header tells; None when it tells none."""
    try:
        found = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
