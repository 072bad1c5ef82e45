"""A sheet of an .xls or .xlsx workbook as a wide table of text; which sheet is told by its header."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from veerkracht.errors import DeliveryError, in_short
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.csvtext import is_footnote
from veerkracht.sources.readers.headings import plain
from veerkracht.sources.readers.layout import XLS, ZIP, Layout
from veerkracht.sources.readers.thousands import is_grouped
from veerkracht.sources.readers.wide import WideTable

WERKBOEK = Layout("werkboek", "een Excel-werkboek", (ZIP, XLS))
_AGAIN = "Haal het bestand opnieuw op bij de uitgever."
_SEARCH_HEAD = 30  # rows in which a header that is not on the first row is looked for

WorkbookRow: TypeAlias = Sequence[object]  # cells as the workbook has them


def read_sheet(file: Path, code_columns: tuple[str, ...], todo: str | None = None) -> tuple[str, WideTable]:
    """Name and content of the one sheet whose first row has one of `code_columns`; `todo` ends an error without one.

    Raises DeliveryError for an empty or unreadable file, a header that is not on the first row, or a double column.
    """
    sheets = {name: rows for name, rows in _sheets(file) if rows}
    if not sheets:
        raise DeliveryError(f"{file.name}: het werkboek is leeg; haal het opnieuw op of vraag de uitgever.")
    with_header = [name for name, rows in sheets.items() if _has(rows[0], code_columns)]
    if not with_header:
        raise DeliveryError(_no_header(file.name, sheets, code_columns, todo))
    if len(with_header) > 1:
        names = ", ".join(with_header)
        raise DeliveryError(
            f"{file.name}: de bladen {names} lijken allemaal op de tabel; verwacht is één blad. Neem het werkboek "
            "zoals de uitgever het geeft, of haal de andere bladen eruit."
        )
    name = with_header[0]
    return name, _wide_table(f"{file.name} [{name}]", sheets[name])


def _sheets(file: Path) -> Iterable[tuple[str, Sequence[WorkbookRow]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if file.stat().st_size == 0:
        raise DeliveryError(f"{file.name}: het bestand is leeg (0 bytes); haal het opnieuw op.")
    try:
        # by content, not by extension: CBS has called the same file .xls and .xlsx
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes()))
        for name in workbook.sheet_names:
            yield name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise DeliveryError(
            f"{file.name}: is geen leesbaar werkboek ({in_short(error)}); haal het opnieuw op."
        ) from error


def _has(row: WorkbookRow, code_columns: tuple[str, ...]) -> bool:
    wanted = {plain(column) for column in code_columns}
    return any(plain(str(cell)) in wanted for cell in row)


def _no_header(
    called: str, sheets: dict[str, Sequence[WorkbookRow]], code_columns: tuple[str, ...], todo: str | None
) -> str:
    for name, rows in sheets.items():
        for number, row in enumerate(rows[:_SEARCH_HEAD], 1):
            if _has(row, code_columns):
                return (
                    f"{called} [{name}]: de kop lijkt in rij {number} te staan, verwacht in rij 1. Verwijder de "
                    f"{number - 1} rij(en) erboven, of gebruik het bestand zoals de uitgever het levert."
                )
    name, rows = next(iter(sheets.items()))
    seen = [str(cell).strip() for cell in rows[0] if str(cell).strip()]
    return tables.missing_column(f"{called} [{name}]", seen, code_columns[:2], todo=todo)


def _wide_table(called: str, rows: Sequence[WorkbookRow]) -> WideTable:
    header = [str(cell).strip() for cell in rows[0]]
    numbered = [(number, row) for number, row in enumerate(rows[1:], 2) if not _is_passed_over(row)]
    if not numbered:
        raise DeliveryError(f"{called}: onder de kop staat geen enkele rij; haal het bestand opnieuw op.")
    double = sorted({name for name in header if name and header.count(name) > 1})
    if double:
        raise DeliveryError(f"{called}: kolom {double[0]!r} staat meer dan één keer in de kop (rij 1). {_AGAIN}")
    numbers = np.array([number for number, _ in numbered])
    columns = zip(*(row for _, row in numbered), strict=True)
    cells_of = {name: cells for name, cells in zip(header, columns, strict=True) if name}
    # a number has a decimal point; a text with one was written by somebody
    strict = {name for name, cells in cells_of.items() if any(type(c) is str and is_grouped(c) for c in cells)}
    filled = pa.table({name: _as_text(cells) for name, cells in cells_of.items()})
    return WideTable(called, filled, numbers, len(numbers), frozenset(strict))


def _is_passed_over(row: WorkbookRow) -> bool:
    cells = [cell for cell in row if str(cell).strip()]
    return not cells or (len(cells) == 1 and is_footnote(str(cells[0])))


def _as_text(cells: tuple[object, ...]) -> pa.Array:
    return pa.array([cell if type(cell) is str else _cell(cell) for cell in cells], pa.string())


def _cell(cell: object) -> str:
    """A cell as text: whole numbers without `.0`, a blank as empty text. What Excel made a date or time of is one: it
    is no figure, and counts as a cell that nobody can read."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
