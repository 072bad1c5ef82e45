"""Which code something was made with."""

import hashlib
from collections.abc import Iterable

from veerkracht.paths import CODE
from veerkracht.publication.fingerprint import NOT_SOURCE, SOURCE_SUFFIXES


def fingerprint(places: Iterable[str]) -> str:
    """sha256 over the source files of these folders and files of the checkout; knows nothing of git."""
    digest = hashlib.sha256()
    for place in sorted(places):
        path = CODE / place
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            parts = file.relative_to(CODE).parts
            if file.suffix in SOURCE_SUFFIXES and not NOT_SOURCE.intersection(parts) and file.is_file():
                digest.update("/".join(parts).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
