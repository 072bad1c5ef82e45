"""Writes the files of `gebieden/` once: a file is made again only when what it was made from has changed.

Knows no geometry; what was put in is remembered as a hash in `_invoer.json` beside the files.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from veerkracht.files import replacing, sha256_of, write_text

REGISTER = "_invoer.json"
Tell = Callable[[str], None]  # told in words what is being made


def fingerprint(*parts: object) -> str:
    """Hash of settings and files: a Path stands for the bytes it holds, anything else for its text."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(sha256_of(part).encode() if isinstance(part, Path) else str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def is_current(file: Path, made_from: str) -> bool:
    """Whether the file exists and was made from that input."""
    return file.is_file() and _register(file.parent).get(file.name) == made_from


def write(file: Path, made_from: str, make: Callable[[Path], None]) -> Path:
    """Let `make` write the file under another name, move it in place and remember its input."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as part:
        make(part)
    _save(file.parent, _register(file.parent) | {file.name: made_from})
    return file


def keep_only(folder: Path, wanted: Iterable[Path]) -> None:
    """Remove the files of the register that are no longer wanted; files that this module did not write stay."""
    keep = {file.name for file in wanted}
    known = _register(folder)
    for name in known.keys() - keep:
        (folder / name).unlink(missing_ok=True)
    if known.keys() - keep:
        _save(folder, {name: made_from for name, made_from in known.items() if name in keep})


def _register(folder: Path) -> dict[str, str]:
    file = folder / REGISTER
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def _save(folder: Path, register: dict[str, str]) -> None:
    write_text(folder / REGISTER, json.dumps(register, indent=1, sort_keys=True))
