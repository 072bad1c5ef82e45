"""Texts and trees beside each other: HTML, js and XML by parts, CSV by rows, JSON by keys, PDF by words and strokes.

Numbers in a text are numbers: they differ only beyond the noise of a build.
"""

import csv
import difflib
import json
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from .difference import ABSOLUTE, COORDINATE, Difference, is_close, shortened

PARTS = re.compile(r"(?<=[>\n,;{}])")
CELLS = re.compile(r"(?<=</c>)|(?<=</row>)|(?<=/>)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
OWN_HASHES = re.compile(r"sha256-[A-Za-z0-9+/]{43}=")
"""A page names the hashes of its own scripts; the scripts are compared themselves."""
MADE = re.compile(r"Editie van \d{1,2}-\d{1,2}-\d{4}|Editie \d{4}-\d\d-\d\d\.\d+")
"""Name of an edition, or the day on which a candidate was made."""
MADE_IN_COLUMNS = re.compile(r"\bvan \d{1,2}-\d{1,2}-\d{4}(?=\. Gegevens)")
"""The same in the foot of a PDF, whose words stand beside those of another column."""
UNORDERED = ("kwaliteit/index.html",)
"""Pages of which the rows of a table stood in no fixed order before version 0.2."""
ROWS = re.compile(r"(?<=<tbody>).*?(?=</tbody>)", re.DOTALL)
EXAMPLES = 3
DIFFED_AT_MOST = 4000


def compare_texts(old: str, new: str, thing: str, parts: re.Pattern[str] = PARTS) -> Iterator[Difference]:
    old, new = (MADE.sub("(editie)", OWN_HASHES.sub("sha256-", text)) for text in (old, new))
    if old == new:
        return
    before, after = parts.split(old), parts.split(new)
    changes = [change for change in _changes(before, after) if not same_text(*change)]
    if changes:
        examples = tuple(
            f"{shortened(a) or '(nothing)'} -> {shortened(b) or '(nothing)'}" for a, b in changes[:EXAMPLES]
        )
        yield Difference(thing, f"text differs in {len(changes)} places", examples)


def compare_text_files(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    before, after = (file.read_text("utf-8") for file in (old, new))
    if thing in UNORDERED:
        before, after = (ROWS.sub(_in_order, text) for text in (before, after))
    yield from compare_texts(before, after, thing)


def _in_order(rows: re.Match[str]) -> str:
    return "\n".join(sorted(row.strip() for row in re.split(r"(?=<tr)", rows[0])))


def same_text(old: str, new: str) -> bool:
    """Equal words, and numbers within the noise of a build."""
    if old == new:
        return True
    if NUMBER.sub("0", old) != NUMBER.sub("0", new):
        return False
    return all(is_close(float(a), float(b)) for a, b in zip(NUMBER.findall(old), NUMBER.findall(new), strict=True))


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
        return
    start = next(
        place
        for place, (a, b) in enumerate(zip_longest(before, after))
        if a is None or b is None or not same_text(a, b)
    )
    end = next(
        place for place, (a, b) in enumerate(zip_longest(before[:start:-1], after[:start:-1])) if a != b or a is None
    )
    middle = before[start : len(before) - end], after[start : len(after) - end]
    if max(map(len, middle)) > DIFFED_AT_MOST:
        yield "".join(middle[0]), "".join(middle[1])
        return
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "".join(middle[0][a:b]), "".join(middle[1][c:d])


def compare_csv(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    rows = [list(csv.reader(file.read_text("utf-8-sig").splitlines(keepends=True))) for file in (old, new)]
    if len(rows[0]) != len(rows[1]):
        yield Difference(thing, f"{len(rows[0])} rows became {len(rows[1])}")
    before, after = ([" | ".join(row) for row in table] for table in rows)
    changes = [change for change in _changes(before, after) if not same_text(*change)]
    if changes:
        yield Difference(
            thing,
            f"differs in {len(changes)} rows",
            tuple(f"{shortened(a)} -> {shortened(b)}" for a, b in changes[:EXAMPLES]),
        )


def compare_json(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    """Values by key; coordinates of GeoJSON within COORDINATE."""
    absolute = COORDINATE if thing.endswith(".geojson") else ABSOLUTE
    trees = [json.loads(file.read_text("utf-8")) for file in (old, new)]
    yield from compare_trees(trees[0], trees[1], thing, absolute)


def compare_trees(old: object, new: object, thing: str, absolute: float) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key not in new or key not in old:
                yield Difference(
                    f"{thing}/{key}", "is gone" if key in old else "is new", (shortened(old.get(key, new.get(key))),)
                )
            else:
                yield from compare_trees(old[key], new[key], f"{thing}/{key}", absolute)
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield Difference(thing, f"{len(old)} elements became {len(new)}")
        for place, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from compare_trees(before, after, f"{thing}/{place}", absolute)
    elif not _same_leaf(old, new, absolute):
        yield Difference(thing, f"{shortened(repr(old))} -> {shortened(repr(new))}")


def _same_leaf(old: object, new: object, absolute: float) -> bool:
    if isinstance(old, (int, float)) and isinstance(new, (int, float)) and type(old) is type(new):
        return is_close(old, new, absolute)
    return type(old) is type(new) and (
        same_text(old, new) if isinstance(old, str) and isinstance(new, str) else old == new
    )


def compare_pdf(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    """The words, where pdftotext is installed, and the strokes and colours of every page."""
    if program := shutil.which("pdftotext"):
        words = [
            MADE_IN_COLUMNS.sub(
                "(editie)",
                subprocess.run([program, "-layout", file, "-"], capture_output=True, check=True).stdout.decode(),
            )
            for file in (old, new)
        ]
        yield from compare_texts(words[0], words[1], f"{thing}/words", re.compile(r"(?<=\n)"))
    strokes = [list(_streams(file.read_bytes())) for file in (old, new)]
    if len(strokes[0]) != len(strokes[1]):
        yield Difference(f"{thing}/strokes", f"{len(strokes[0])} streams became {len(strokes[1])}")
        return
    different = [
        (a, b)
        for a, b in zip(*strokes, strict=True)
        if a != b and any(compare_texts(a, b, thing, re.compile(r"(?<=\n)")))
    ]
    if different:
        first = next(compare_texts(*different[0], thing, re.compile(r"(?<=\n)")))
        yield Difference(f"{thing}/strokes", f"{len(different)} of {len(strokes[0])} streams differ", first.examples)


def _streams(pdf: bytes) -> Iterator[str]:
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            # its last byte may look like the end of the line before `endstream`: no checksum is asked for
            yield zlib.decompressobj().decompress(found[1]).decode("latin-1")
        except zlib.error:
            yield found[1].decode("latin-1")
