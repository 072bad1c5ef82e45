"""CSV that a Dutch spreadsheet opens well: parted by semicolons, with a decimal comma; no text is run as a formula."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from pathlib import Path

import numpy as np

DELIMITER, DECIMAL = ";", ","
FORMULA = ("=", "+", "-", "−", "@", "\t", "\r")


def as_text(cell: object) -> object:
    """A cell for CSV: text that a spreadsheet would calculate gets an apostrophe before it; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell


def write_csv(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows (UTF-8 with BOM, so that Excel reads it); what is missing stays empty, fractions get six decimals.

    What is no finite number is missing. Values of numpy are written as those of Python.
    """
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=DELIMITER)
        writer.writerow([as_text(name) for name in columns])
        writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return file


def _cell(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        if not isfinite(value):
            return None
        return f"{round(value, 6) + 0.0:.6f}".rstrip("0").rstrip(".").replace(".", DECIMAL)
    return as_text(value)
