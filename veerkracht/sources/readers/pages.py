"""Archived OData pages: `pagina-00001.json` … and tables beside them, as rows and as tables of text."""

import json
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from veerkracht.errors import DeliveryError, in_short
from veerkracht.sources.readers.members import choose_member, member_names
from veerkracht.sources.readers.zipsafe import read_member

PageRow: TypeAlias = dict[str, str | None]  # cells by column; numbers as the text they were sent as


def page_names(file: Path) -> list[str]:
    """Names of the archived pages in their order. Raises DeliveryError when there is none."""
    return sorted(name for name in member_names(file) if Path(name).name.startswith("pagina-")) or [
        choose_member(file, "pagina-00001.json")
    ]


def json_rows(file: Path, name: str, required: bool = True) -> list[PageRow]:
    """Rows of one archived OData page, numbers as the text they were sent as."""
    if not required and name not in {Path(member).name for member in member_names(file)}:
        return []
    try:
        page = json.loads(read_member(file, choose_member(file, Path(name).name)), parse_float=str, parse_int=str)
    except ValueError as error:
        raise DeliveryError(
            f"{file.name}/{name}: is geen JSON ({in_short(error)}); haal de tabel opnieuw op."
        ) from error
    rows = page.get("value", page) if isinstance(page, dict) else page
    rows = rows if isinstance(rows, list) else [rows]
    if not all(isinstance(row, dict) for row in rows):
        raise DeliveryError(f"{file.name}/{name}: `value` heeft geen rijen met kolommen; haal de tabel opnieuw op.")
    return rows


def text_table(rows: list[PageRow]) -> pa.Table:
    """Rows of one page as a table of texts; columns are those of the first row, null stays null."""
    names = [name for name in (rows[0] if rows else {}) if not name.startswith("@")]
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pa.table({name: pa.array(_texts(cells), pa.string()) for name, cells in columns.items()})


def _texts(cells: list[str | None]) -> list[str | None]:
    return [cell if cell is None or isinstance(cell, str) else str(cell) for cell in cells]
