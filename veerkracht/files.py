"""How a file comes about: written whole or not at all, by one process at a time, and known by the hash of its bytes.

Knows no folder's name (`paths`) and no format: a caller writes its own bytes.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock


def sha256_of(file: Path) -> str:
    """sha256 of a file in hex, read in pieces."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fsync(path: Path) -> None:
    """Bring a file to disk, or the renames in a folder, so that they survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def replacing(target: Path, mode: int | None = None, durable: bool = False) -> Iterator[Path]:
    """Give a place to write a file, folder or link at; it takes the name `target` when the block ends well.

    The place has the name and suffix of `target` and lies in a hidden folder of its own beside it, which only this user
    can enter and which is gone afterwards, with all that a writer left there. When the block fails, what `target` was
    stays. `mode`: permissions of what was written; default those of the file that is replaced, of a new one those that
    the writer gave it. With `durable` it also survives a power cut. The folder of `target` must exist.
    """
    with TemporaryDirectory(prefix=f".{target.name}.", suffix=".part", dir=target.parent) as room:
        part = Path(room, target.name)
        yield part
        if mode is not None:
            part.chmod(mode)
        elif part.is_file() and not target.is_symlink() and target.is_file():
            shutil.copymode(target, part)
        if durable:
            for path in (*part.rglob("*"), part):
                fsync(path)
        _rename(part, target)
    if durable:
        fsync(target.parent)


def write_bytes(target: Path, content: bytes, mode: int | None = None, durable: bool = False) -> Path:
    """Write bytes as `replacing` does, and return the file."""
    with replacing(target, mode, durable) as part:
        part.write_bytes(content)
    return target


def write_text(target: Path, content: str, mode: int | None = None, durable: bool = False) -> Path:
    """Write text in UTF-8 as `replacing` does, and return the file."""
    return write_bytes(target, content.encode(), mode, durable)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait until no other process or thread holds this file, and hold it; freed by the system when a process dies.

    The folder of `file` must exist; the file itself is made and stays.
    """
    with FileLock(file):
        yield


def hold(file: Path) -> FileLock:
    """Hold this file from now on, without waiting, until `release()` of what is returned or the end of this process.

    Raises filelock.Timeout when another process has it. Whoever drops what is returned lets the file go.
    """
    lock = FileLock(file, thread_local=False)
    lock.acquire(blocking=False)
    return lock


def _rename(part: Path, target: Path) -> None:
    """Give `part` the name of `target`; a folder of that name moves out of the way first, and back when that fails."""
    if not target.is_dir() or target.is_symlink():
        os.replace(part, target)
        return
    before = part.with_name(".before")
    os.rename(target, before)
    try:
        os.rename(part, target)
    except OSError:
        os.rename(before, target)
        raise
