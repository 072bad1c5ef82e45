"""One file from a web address into `.part`: streamed, resumed where the server can, else started again clean."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx

from veerkracht.dutch import number
from veerkracht.errors import ArchiveError
from veerkracht.sources.archive.limits import Progress
from veerkracht.sources.archive.web import Passing, Web
from veerkracht.sources.catalogue.model import Release


@dataclass(frozen=True)
class Stamp:
    """What the server says that tells one version of a file from another, as it says it."""

    etag: str | None = None
    gewijzigd: str | None = None  # Last-Modified

    @classmethod
    def of(cls, response: httpx.Response) -> "Stamp":
        """The stamp in the headers of an answer."""
        return cls(response.headers.get("ETag"), response.headers.get("Last-Modified"))


@dataclass(frozen=True)
class _Memo:
    """What must be known of a half file to go on with it, kept beside it: its address and strong ETag."""

    file: Path

    def read(self, url: str) -> str | None:
        try:
            known = json.loads(self.file.read_text(encoding="utf-8"))
            return known["etag"] if known["url"] == url else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, url: str, etag: str | None) -> None:
        if etag and etag.startswith('"'):  # a weak ETag (W/"…") does not promise the same bytes
            self.file.write_text(json.dumps({"url": url, "etag": etag}), encoding="utf-8")
        else:
            self.file.unlink(missing_ok=True)


def download(web: Web, release: Release, part: Path, progress: Progress) -> Stamp:
    """Stream the release's address into `part`, and return what the server says of its version.

    Raises ArchiveError when the server refuses, the file is above the cap, or patience ends. A half file stays only
    where a later run can go on with it.
    """
    assert release.url is not None
    url, memo = release.url, _Memo(part.with_name(".part.json"))
    try:
        stamp = web.retrying(url, lambda: _attempt(web, url, release, part, memo, progress))
    except OSError as error:
        _forget(part, memo)
        raise ArchiveError(f"{web.what}: {part} kan niet worden geschreven: {error.strerror}.") from error
    except ArchiveError:
        if not memo.read(url):
            _forget(part, memo)
        raise
    memo.file.unlink(missing_ok=True)
    return stamp


def _forget(part: Path, memo: _Memo) -> None:
    part.unlink(missing_ok=True)
    memo.file.unlink(missing_ok=True)


def _attempt(web: Web, url: str, release: Release, part: Path, memo: _Memo, progress: Progress) -> Stamp:
    """One attempt, from where the last one broke off if the server agrees that the file is still the same."""
    etag, have = memo.read(url), part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-", "If-Range": etag} if etag and have else {}
    with web.stream(url, headers) as response:
        if response.status_code == 416 or (response.status_code == 206 and not _continues(response, have)):
            _forget(part, memo)
            raise Passing("de server kan niet verder waar het brak; opnieuw van voren af aan")
        start = have if response.status_code == 206 else 0
        with part.open("r+b" if start else "wb") as writer:
            writer.seek(start)
            memo.write(url, None if _compressed(response) else response.headers.get("ETag"))
            try:
                _write(web, response, release, writer, whole_size(response), progress)
            except _TooBig as error:
                _forget(part, memo)
                raise web.error(url, f"is {error}, meer dan `max_bytes` {number(release.max_bytes)}") from error
        return Stamp.of(response)


class _TooBig(Exception):
    """More bytes than the release may have."""


def _write(
    web: Web, response: httpx.Response, release: Release, writer: BinaryIO, total: int | None, progress: Progress
) -> None:
    done = writer.tell()
    if total and total > release.max_bytes:
        raise _TooBig(f"{number(total)} bytes")
    for chunk in web.bytes_of(response):
        done += len(chunk)
        if done > release.max_bytes:
            raise _TooBig(f"zeker {number(done)} bytes")
        writer.write(chunk)
        progress(done, total)
    writer.flush()
    os.fsync(writer.fileno())
    if total is not None and done != total:
        raise Passing(f"{number(done)} bytes gekregen waar {number(total)} waren aangekondigd")


def _continues(response: httpx.Response, have: int) -> bool:
    return response.headers.get("Content-Range", "").startswith(f"bytes {have}-")


def whole_size(response: httpx.Response) -> int | None:
    """Size of the whole file, None when the server does not say (or compresses on the way)."""
    if _compressed(response):
        return None
    if response.status_code == 206:  # a server may give less than the rest that was asked for
        size = response.headers.get("Content-Range", "").rpartition("/")[2]
    else:
        size = response.headers.get("Content-Length", "")
    return int(size) if size.isdecimal() else None


def _compressed(response: httpx.Response) -> bool:
    """Whether the server packs on the way, though we ask it not to; then lengths and ranges mean other bytes."""
    return response.headers.get("Content-Encoding", "identity") != "identity"
