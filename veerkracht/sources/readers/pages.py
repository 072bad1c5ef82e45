"""Archived OData pages: `pagina-00001.json` … and tables beside them, as rows and as tables of text."""

import json
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers.members import choose_member, member_names
from veerkracht.sources.readers.zipsafe import read_member

Row: TypeAlias = dict[str, str | None]  # cells by column; numbers as the text they were sent as


def paginas(file: Path) -> list[str]:
    """Names of the archived pages in their order. Raises DeliveryError when there is none."""
    return sorted(naam for naam in member_names(file) if Path(naam).name.startswith("pagina-")) or [
        choose_member(file, "pagina-00001.json")
    ]


def json_rows(file: Path, naam: str, verplicht: bool = True) -> list[Row]:
    """Rows of one archived OData page, numbers as the text they were sent as."""
    if not verplicht and naam not in {Path(lid).name for lid in member_names(file)}:
        return []
    try:
        page = json.loads(read_member(file, choose_member(file, Path(naam).name)), parse_float=str, parse_int=str)
    except ValueError as error:
        raise DeliveryError(f"{file.name}/{naam}: is geen JSON ({error}); haal de tabel opnieuw op.") from error
    rows = page.get("value", page) if isinstance(page, dict) else page
    return rows if isinstance(rows, list) else [rows]


def text_table(rows: list[Row]) -> pa.Table:
    """Rows of one page as a table of texts; columns are those of the first row, null stays null."""
    namen = [naam for naam in (rows[0] if rows else {}) if not naam.startswith("@")]
    kolommen = {naam: [row.get(naam) for row in rows] for naam in namen}
    return pa.table({naam: pa.array(_texts(cellen), pa.string()) for naam, cellen in kolommen.items()})


def _texts(cellen: list[str | None]) -> list[str | None]:
    return [cel if cel is None or isinstance(cel, str) else str(cel) for cel in cellen]
