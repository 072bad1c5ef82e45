"""Reads the file of a corporation: cells by column name, from CSV or the first sheet of a workbook that has them.

What a cell must be, is in `checking`. Nothing is read from the file but text: a workbook with formulas is refused.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.products.web.bezit.formulas import formula_cells
from veerkracht.sources.readers.csvtext import csv_rows

REQUIRED = "woningen"
PLACES = (("postcode", "huisnummer"), ("x", "y"), ("lon", "lat"), ("buurtcode",))
COLUMNS = ("complex", *(name for place in PLACES for name in place), REQUIRED, "label", "onderhoudsjaar")
MAX_BYTES = 50_000_000
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


@dataclass(frozen=True)
class ComplexLines:
    """Rows below the header as (row number, cells by column), and the columns that nothing is done with."""

    rows: list[tuple[int, dict[str, str]]]
    unused: list[str]


def read_lines(file: Path) -> ComplexLines:
    """All rows with a filled cell. Raises DeliveryError for what is no table, or lacks a column."""
    try:
        size = file.stat().st_size
    except OSError as error:
        raise DeliveryError(f"{file}: kan niet worden gelezen: {error.strerror}.") from error
    if not file.is_file() or size > MAX_BYTES:
        raise DeliveryError(f"{file}: geen gewoon bestand, of groter dan {MAX_BYTES // 1_000_000} MB.")
    numbered = _sheet(file) if file.suffix.lower() in WORKBOOKS else csv_rows(file)
    first = next(numbered, None)
    if first is None:
        raise DeliveryError(f"{file.name}: het bestand is leeg. Verwacht: een kop met {', '.join(COLUMNS)}.")
    header = [_name(cell) for cell in first[1]]
    _check_header(file, header)
    rows = []
    for number, cells in numbered:
        texts = [cell.strip() for cell in cells]
        if any(texts[len(header) :]):
            raise DeliveryError(
                f"{file.name}: rij {number} heeft meer cellen dan de kop kolommen heeft. Staat tekst met het "
                'scheidingsteken tussen ""?'
            )
        if any(texts):
            rows.append((number, {n: t for n, t in zip(header, texts, strict=False) if n in COLUMNS}))
    if not rows:
        raise DeliveryError(f"{file.name}: onder de kop staat geen enkele rij.")
    return ComplexLines(rows, [name for name in header if name and name not in COLUMNS])


def nearest(name: str, known: Iterable[str]) -> str:
    """` Bedoelde u ...?` with the names most alike, or nothing."""
    names = list(known)
    near = difflib.get_close_matches(name, names, 3, cutoff=0.5)
    near += [other for other in names if other not in near and name in other]
    return f" Bedoelde u `{'` of `'.join(near[:3])}`?" if near else ""


def _check_header(file: Path, header: list[str]) -> None:
    others = [name for name in header if name and name not in COLUMNS]
    double = next((name for name in header if name in COLUMNS and header.count(name) > 1), None)
    if double:
        raise DeliveryError(f"{file.name}: kolom `{double}` staat meer dan één keer in de kop (rij 1).")
    if REQUIRED not in header:
        raise DeliveryError(
            f"{file.name}: in de kop (rij 1) ontbreekt `{REQUIRED}`, het aantal woningen van een complex."
            f"{nearest(REQUIRED, others)} Gezien: {', '.join(filter(None, header)) or 'niets'}."
        )
    if not any(set(place) <= set(header) for place in PLACES):
        wanted = "; ".join(" en ".join(place) for place in PLACES)
        absent = [name for place in PLACES for name in place if name not in header]
        hints = "".join(dict.fromkeys(f" Is `{o}` bedoeld als `{n}`?" for n in absent for o in _like(n, others)))
        raise DeliveryError(f"{file.name}: in de kop (rij 1) ontbreekt de plaats: {wanted}.{hints}")


def _like(name: str, others: list[str]) -> list[str]:
    return difflib.get_close_matches(name, others, 1, cutoff=0.6) if len(name) > 2 else []


def _name(cell: str) -> str:
    return re.sub(r"[\s\-]+", "_", cell.strip().lower())


def _sheet(file: Path) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, load_workbook

    try:
        workbook = load_workbook(file)
        sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
        tables = {name: sheet.to_python(skip_empty_area=False) for name, sheet in sheets.items()}
    except (CalamineError, OSError) as error:
        raise DeliveryError(f"{file.name}: is geen leesbaar werkboek ({error}).") from None
    with_header = [name for name, rows in tables.items() if rows and REQUIRED in [_name(str(c)) for c in rows[0]]]
    chosen = next(iter([*with_header, *(name for name, rows in tables.items() if rows)]), None)
    if chosen is None:
        return
    header = [str(cell).strip() for cell in tables[chosen][0]]
    found = formula_cells(file, chosen)
    if found:
        listed = "; ".join(f"rij {row}, kolom {_column(header, col)}" for row, col in found[:10])
        raise DeliveryError(
            f"{file.name} [{chosen}]: {len(found)} cel(len) met een formule: {listed}. "
            "Plak in plaats daarvan de waarden (Plakken speciaal)."
        )
    for number, cells in enumerate(tables[chosen], 1):
        yield number, [_text(file, number, _column(header, n), cell) for n, cell in enumerate(cells, 1)]


def _column(header: list[str], number: int) -> str:
    return header[number - 1] if number <= len(header) and header[number - 1] else f"nummer {number}"


def _text(file: Path, row: int, column: str, cell: object) -> str:
    if isinstance(cell, date | datetime | time | timedelta):
        raise DeliveryError(
            f"{file.name}: rij {row}, kolom {column}: Excel heeft van deze cel een datum of tijd gemaakt. "
            "Zet de kolom op Tekst of Getal en vul haar opnieuw."
        )
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell)
