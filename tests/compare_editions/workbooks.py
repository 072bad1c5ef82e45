"""Workbooks beside each other: every part of the .xlsx, cell by cell, with its formats, widths and checks."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from .difference import Difference
from .tables import only_in_one
from .texts import CELLS, compare_texts


def compare_workbooks(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(new) as after:
        names = [set(book.namelist()) for book in (before, after)]
        yield from only_in_one(thing, names[0], names[1], "part")
        for name in sorted(names[0] & names[1]):
            parts = [book.read(name) for book in (before, after)]
            if parts[0] == parts[1]:
                continue
            if not name.endswith((".xml", ".rels")):
                yield Difference(f"{thing}/{name}", f"{len(parts[0])} bytes became {len(parts[1])} others")
                continue
            yield from compare_texts(parts[0].decode("utf-8"), parts[1].decode("utf-8"), f"{thing}/{name}", CELLS)
