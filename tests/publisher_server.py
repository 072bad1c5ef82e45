"""A publisher on 127.0.0.1 that answers in the publishers' shapes, and misbehaves when told to.

`PublisherServer` serves files and pages by path and keeps a log of requests. Fixture: `publisher` (import it, or the
class, in any test). A misbehaviour is put on a path as a list of `Answer`s, used up one a request; then it behaves.
"""

import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest


@dataclass
class Answer:
    """One answer; the flags below are ways in which real servers fail."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None  # promise the whole length, close after so many bytes
    length: int | None = None  # a Content-Length of your own
    announced: bool = True  # False: no Content-Length, the end of the connection is the end of the body
    drip: float = 0.0  # seconds between single bytes
    etag: str | None = None
    changed: str | None = None  # Last-Modified
    head: int | None = None  # status of HEAD, where this server knows GET alone
    ranges: bool = True  # whether Range is honoured (with If-Range)


@dataclass(frozen=True)
class Request:
    """A request as it came in."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    method: str = "GET"


Maker = Callable[[Request], Answer]


class PublisherServer:
    """Serves what `file`, `pages_v4`, `pages_v3`, `pages_ogc` and `route` put there; `url(path)` gives its address."""

    def __init__(self) -> None:
        self.routes: dict[str, Maker] = {}
        self.faults: dict[str, list[Answer]] = {}
        self.log: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str) -> str:
        """Address of a path on this server."""
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def requests(self, path: str) -> list[Request]:
        """The requests for a path so far."""
        return [request for request in self.log if request.path == path]

    def route(self, path: str, maker: Maker) -> str:
        """Let a function answer a path; returns the address."""
        self.routes[path] = maker
        return self.url(path)

    def file(self, path: str, body: bytes, etag: str | None = '"v1"', **answer) -> str:
        """Serve bytes, with ETag and ranges; returns the address."""
        return self.route(path, lambda request: Answer(body, etag=etag, **answer))

    def fail(self, path: str, *answers: Answer) -> None:
        """The next requests for a path get these answers, then it behaves again."""
        self.faults[path] = list(answers)

    def bulk_v4(self, table: str, **members: str) -> str:
        """CBS bulk zip of a table, `datasets.cbs.nl/csv/CBS/nl/<table>`: member name (without .csv) -> text."""
        return self.file(f"/csv/CBS/nl/{table}", make_zip({f"{name}.csv": text for name, text in members.items()}))

    def pages_v4(self, table: str, rows: list[dict], size: int, **besides: object) -> str:
        """CBS v4 OData: Observations in pages with @odata.nextLink, and the tables beside it."""
        base = f"/odata/v1/CBS/{table}"
        for name, content in besides.items():
            whole = content if isinstance(content, dict) else {"@odata.context": "x", "value": content}
            self.route(f"{base}/{name}", lambda request, whole=whole: as_json(whole))
        return self._paged(f"{base}/Observations", rows, size, "value", "$skip", "@odata.nextLink", "@odata.context")

    def pages_v3(self, table: str, rows: list[dict], size: int, linked: bool = True, **besides: list[dict]) -> str:
        """CBS v3 OData: TypedDataSet in pages with odata.nextLink (or `$skip` alone), and the tables beside it."""
        base = f"/ODataFeed/odata/{table}"
        for name, content in besides.items():
            self.route(f"{base}/{name}", lambda request, content=content: as_json({"value": content}))
        link = "odata.nextLink" if linked else None
        return self._paged(f"{base}/TypedDataSet", rows, size, "value", "$skip", link, "odata.metadata")

    def pages_ogc(self, collection: str, features: list[dict], size: int) -> str:
        """OGC API Features as PDOK serves it: items with a `links` list and a time stamp of the moment."""
        path = f"/cbs/ogc/v1/collections/{collection}/items"

        def page(request: Request) -> Answer:
            start = int(request.query.get("cursor", ["0"])[0])
            links = [{"rel": "self", "href": self.url(path)}]
            if start + size < len(features):
                links.append({"rel": "next", "href": self.url(f"{path}?f=json&cursor={start + size}")})
            part = features[start : start + size]
            return as_json(
                {
                    "type": "FeatureCollection",
                    "timeStamp": str(time.time_ns()),
                    "links": links,
                    "features": part,
                    "numberReturned": len(part),
                },
                "application/geo+json",
            )

        return self.route(path, page) + "?f=json"

    def _paged(
        self, path: str, rows: list[dict], size: int, member: str, skip: str, link: str | None, passing: str
    ) -> str:
        def page(request: Request) -> Answer:
            start = int(request.query.get(skip, ["0"])[0])
            content = {passing: f"moment {time.time_ns()}", member: rows[start : start + size]}
            if link and start + size < len(rows):
                content[link] = self.url(f"{path}?{skip}={start + size}")
            return as_json(content)

        return self.route(path, page)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            place = ""  # what comes before the path of a request, where one server plays several

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                path = self.place + parts.path
                request = Request(path, parse_qs(parts.query), dict(self.headers), self.command)
                publisher.log.append(request)
                waiting = publisher.faults.get(path)
                if waiting:
                    answer = waiting.pop(0)
                elif path in publisher.routes:
                    answer = publisher.routes[path](request)
                else:
                    answer = Answer(b"niet gevonden", 404, "text/plain")
                if request.method == "HEAD" and answer.head:
                    answer = Answer(b"", answer.head)
                with_range(answer, request)
                with_condition(answer, request)
                try:
                    self._send(answer)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                if answer.announced:
                    length = len(answer.body) if answer.length is None else answer.length
                    self.send_header("Content-Length", str(length))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command == "HEAD":
                    return
                body = answer.body[: answer.cut_at]
                if answer.drip:
                    for byte in body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(answer.drip)
                else:
                    self.wfile.write(body)
                if answer.cut_at is not None or answer.length is not None or not answer.announced:
                    self.close_connection = True

            def log_message(self, *args: object) -> None:
                pass

        return Handler


def with_range(answer: Answer, request: Request) -> None:
    """Turn an answer into 206 when the request asks for the rest of the same bytes."""
    if answer.etag:
        answer.headers = answer.headers | {"ETag": answer.etag}
    wanted = request.headers.get("Range", "")
    if answer.status != 200 or not answer.ranges or not answer.etag or not wanted.startswith("bytes="):
        return
    if request.headers.get("If-Range", answer.etag) != answer.etag:
        return
    start, total = int(wanted.removeprefix("bytes=").split("-")[0]), len(answer.body)
    if start >= total:
        answer.status, answer.body = 416, b""
        return
    answer.status, answer.body = 206, answer.body[start:]
    answer.headers = answer.headers | {"Content-Range": f"bytes {start}-{total - 1}/{total}"}


def with_condition(answer: Answer, request: Request) -> None:
    """Turn an answer into 304 when the request names the version that is there."""
    if answer.changed:
        answer.headers = answer.headers | {"Last-Modified": answer.changed}
    asked = request.headers.get("If-None-Match")
    same = asked == answer.etag if asked else request.headers.get("If-Modified-Since", "") == answer.changed
    if answer.status in (200, 206) and same:
        answer.status, answer.body, answer.announced = 304, b"", False


def as_json(content: object, kind: str = "application/json;odata.metadata=minimal") -> Answer:
    """An answer with JSON."""
    return Answer(json.dumps(content).encode(), kind=kind)


def make_zip(members: dict[str, bytes | str]) -> bytes:
    """A zip in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


@pytest.fixture
def publisher(monkeypatch) -> Iterator[PublisherServer]:
    """A publisher of this test alone; proxies of the environment are left out."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    server = PublisherServer()
    yield server
    server.close()
