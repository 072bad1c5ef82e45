"""tabellen/<view>.csv: what analysts ask most, for a spreadsheet: the views of schema `analyse` with one row a thing.

The larger views (kaarten, reeks_breed, veranderingen) have more rows than a spreadsheet likes: those are for SQL.
"""

from pathlib import Path

from veerkracht.edition.reading import ANALYSE, Edition
from veerkracht.products.safecsv import write_csv

VIEWS = ("buurten", "gemeenten", "regios", "herkomst")


def write(kandidaat: Path) -> list[Path]:
    """Write a CSV a view of VIEWS (semicolons, decimal comma, UTF-8 with BOM), rows in the order of all columns."""
    folder = kandidaat / "tabellen"
    folder.mkdir(exist_ok=True)
    with Edition(kandidaat) as edition:
        return [_write(edition, view, folder / f"{view}.csv") for view in VIEWS]


def _write(edition: Edition, view: str, file: Path) -> Path:
    columns = edition.values(
        "select column_name from duckdb_columns() where schema_name = ? and table_name = ? order by column_index",
        [ANALYSE, view],
    )
    return write_csv(file, columns, edition.rows(f'from "{ANALYSE}".{view} order by all'))
