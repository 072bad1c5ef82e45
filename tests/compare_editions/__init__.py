"""Compares two editions by what they say: table by table, layer by layer, text by text, file by file.

`python -m tests.compare_editions OLD NEW` prints what differs and exits with 1 if anything does. Bytes do not count:
row order, the last digits of floats, and when, where and by what an edition was made (`difference.MAKING`) may differ.
"""

import filecmp
from collections.abc import Callable, Iterator
from pathlib import Path

from .difference import MAKING, Difference, without
from .layers import compare_geopackage, compare_geoparquet, compare_tiles
from .tables import compare_databases
from .texts import compare_csv, compare_json, compare_pdf, compare_text_files
from .workbooks import compare_workbooks

Comparison = Callable[[Path, Path, str], Iterator[Difference]]


def _compare_bytes(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    yield Difference(thing, f"{old.stat().st_size} bytes became {new.stat().st_size} others")


KINDS: dict[str, Comparison] = {
    ".duckdb": compare_databases,
    ".parquet": compare_geoparquet,
    ".gpkg": compare_geopackage,
    ".pmtiles": compare_tiles,
    ".geojson": compare_json,
    ".json": compare_json,
    ".jsonld": compare_json,
    ".csv": compare_csv,
    ".pdf": compare_pdf,
    ".xlsx": compare_workbooks,
    **dict.fromkeys((".html", ".js", ".css", ".md", ".txt", ".svg", ".qml", ".sld"), compare_text_files),
}
"""How a kind of file is compared; a kind that is not here by its bytes."""


def compare(old: Path, new: Path, ignored: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Differences between two editions, file by file; things that match a pattern of `ignored` may differ too."""
    patterns = (*MAKING, *ignored)
    names = [_files(folder) for folder in (old, new)]
    yield from without(_files_of_one(*names), patterns)
    for name in sorted(names[0] & names[1]):
        yield from without(_compare_file(old / name, new / name, name), patterns)


def _compare_file(old: Path, new: Path, name: str) -> Iterator[Difference]:
    if filecmp.cmp(old, new, shallow=False):
        return
    yield from KINDS.get(old.suffix, _compare_bytes)(old, new, name)


def _files(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def _files_of_one(old: set[str], new: set[str]) -> Iterator[Difference]:
    yield from (Difference(name, "file is gone") for name in sorted(old - new))
    yield from (Difference(name, "file is new") for name in sorted(new - old))
