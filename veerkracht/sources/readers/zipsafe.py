"""Reading zips of others: no member leaves the folder, none grows without end. Every error names zip and member.

All readers go through here instead of `zipfile.extractall`.
"""

import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from veerkracht.dutch import number
from veerkracht.errors import DeliveryError

MAX_BYTES = 20_000_000_000  # of all members together, unpacked
MAX_MEMBERS = 50_000
MAX_RATIO = 250  # unpacked to packed; figures in text reach 40, a zip bomb 1,000
SMALL = 10_000_000  # below this size the ratio says nothing
CHUNK = 1 << 20
_AS_IT_IS = "Haal het bestand opnieuw op bij de uitgever, zoals het daar staat."


def members(
    file: Path, max_bytes: int = MAX_BYTES, max_members: int = MAX_MEMBERS, called: str | None = None
) -> list[zipfile.ZipInfo]:
    """The files in a zip (no folders, nor what macOS puts beside each file), all safe to unpack. `called` is the name
    for errors, else the file's own.

    Raises DeliveryError for no zip, too many members, too many bytes unpacked, and for a member that leads outside,
    is a link, is encrypted, is there twice, or is packed beyond reason.
    """
    called = called or file.name
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, UnicodeDecodeError) as error:
        raise DeliveryError(f"{called}: geen leesbare zip ({error}). Haal het bestand opnieuw op.") from error
    if len(infos) > max_members:
        many = f"{number(len(infos))} bestanden in de zip, meer dan {number(max_members)}"
        raise DeliveryError(f"{called}: {many}. {_AS_IT_IS}")
    found = [info for info in infos if not info.is_dir() and not _is_of_macos(info)]
    seen: set[str] = set()
    for info in infos:
        _refuse_unsafe(called, info)
        if info.filename.lower() in seen:
            raise DeliveryError(f"{called}: `{info.filename}` staat er meer dan één keer in. {_AS_IT_IS}")
        seen.add(info.filename.lower())
    total = sum(info.file_size for info in found)
    if total > max_bytes:
        much = f"uitgepakt {number(total)} bytes, meer dan de toegestane {number(max_bytes)}"
        raise DeliveryError(f"{called}: {much}. {_AS_IT_IS}")
    return found


def _is_of_macos(info: zipfile.ZipInfo) -> bool:
    """Whether a member is the shadow of a file (`__MACOSX/._kaart.gpkg`): of its name and of none of its content."""
    return info.filename.startswith("__MACOSX/") or info.filename.rpartition("/")[2].startswith("._")


def extract(file: Path, into: Path, max_bytes: int = MAX_BYTES, max_members: int = MAX_MEMBERS) -> list[Path]:
    """Unpack all members below `into` and return their paths. Raises DeliveryError as `members` and `open_member`."""
    written = []
    infos = members(file, max_bytes, max_members)
    with zipfile.ZipFile(file) as archive:
        for info in infos:
            target = into / PurePosixPath(info.filename)
            with _reading(file, info), archive.open(info) as reader:
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as writer:
                    shutil.copyfileobj(reader, writer, CHUNK)
            written.append(target)
    return written


@contextmanager
def open_member(file: Path, name: str, max_bytes: int = MAX_BYTES) -> Iterator[IO[bytes]]:
    """One member as a stream of bytes that ends where its header says.

    Raises DeliveryError when it is not there, not safe, above `max_bytes`, or (while reading) damaged.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError) as error:
        raise DeliveryError(f"{file.name}: geen leesbare zip ({error}). Haal het bestand opnieuw op.") from error
    with archive:
        info = next((info for info in archive.infolist() if info.filename == name), None)
        if info is None:
            names = ", ".join(archive.namelist()[:10])
            raise DeliveryError(f"{file.name}: `{name}` zit er niet in; wel: {names or 'niets'}.")
        _refuse_unsafe(file.name, info)
        if info.file_size > max_bytes:
            size = f"{number(info.file_size)} bytes, meer dan de toegestane {number(max_bytes)}"
            raise DeliveryError(f"{file.name}: `{name}` is uitgepakt {size}.")
        with _reading(file, info), archive.open(info) as reader:
            yield reader


@contextmanager
def _reading(file: Path, info: zipfile.ZipInfo) -> Iterator[None]:
    """A damaged member as an error of ours. zipfile stops at the size in the header and checks the CRC, so a header
    that lies about its size ends here too."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        what = f"`{info.filename}` is beschadigd ({error})"
        raise DeliveryError(f"{file.name}: {what}. Haal het bestand opnieuw op.") from error
    except OSError as error:
        raise DeliveryError(f"{file.name}: `{info.filename}` kan niet worden uitgepakt: {error.strerror}.") from error


def read_member(file: Path, name: str, max_bytes: int = 1_000_000_000) -> bytes:
    """One member in memory. Raises DeliveryError as `open_member`."""
    with open_member(file, name, max_bytes) as reader:
        return reader.read()


def _refuse_unsafe(called: str, info: zipfile.ZipInfo) -> None:
    # zipfile itself cuts a name at a zero byte and turns os.sep into /; the name as stored is what was meant
    stored = info.orig_filename
    problem = None
    if "\\" in stored or ":" in stored.split("/", 1)[0] or "\x00" in stored:
        problem = "heeft een naam met \\, : of een nulteken"
    elif stored.startswith("/") or ".." in PurePosixPath(stored).parts:
        problem = "wijst naar buiten de map"
    elif not stored.strip("/. "):
        problem = "heeft geen naam"
    elif stat.S_ISLNK(info.external_attr >> 16):
        problem = "is een verwijzing (symlink)"
    elif info.flag_bits & 0x1:
        problem = "is versleuteld"
    elif info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        problem = f"is {number(info.file_size // max(info.compress_size, 1))} keer ingepakt (hoogstens {MAX_RATIO})"
    if problem:
        raise DeliveryError(f"{called}: {stored!r} {problem}. {_AS_IT_IS}")
