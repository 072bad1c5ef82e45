"""CSV that a spreadsheet opens without running anything: text that looks like a formula is marked as text."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

FORMULA = ("=", "+", "-", "−", "@", "\t", "\r")


def as_text(cell: object) -> object:
    """A cell for CSV: text that a spreadsheet would calculate gets an apostrophe before it; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell


def write_csv(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]], delimiter: str = ",") -> Path:
    """Write rows (UTF-8 with BOM, so that Excel reads it); what is missing stays empty."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow([as_text(name) for name in columns])
        writer.writerows([as_text(row.get(name)) for name in columns] for row in rows)
    return file
