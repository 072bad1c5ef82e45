"""Schema `analyse` of the published database: views that need no knowledge of keys, a file of SQL each.

A file creates one view and comments on it and its columns. Columns that follow from the indicators and maps of an
edition are made from the rows of `kolommen/`; what views share is in `delen/`. Not here: the marts that they read
(`database`), and exports of them (`products`).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from veerkracht.edition.reading import ANALYSE
from veerkracht.mapkinds.kans import ACHT_VAN_TIEN
from veerkracht.publication.database import literal, quoted

if TYPE_CHECKING:
    from jinja2 import Environment

FILES = Path(__file__).parent
QueryRows = list[dict[str, Any]]  # columns by name


def view_names() -> list[str]:
    """Names of all views, sorted."""
    return sorted(file.stem for file in FILES.glob("*.sql"))


def create_views(database: Path) -> None:
    """Add the schema with its views to the database of a candidate. Raises duckdb.Error when a mart lacks a column."""
    templates = _templates()
    with duckdb.connect(str(database)) as con:
        con.execute(f"create schema {quoted(ANALYSE)}")
        columns = {file.stem: _rows(con, file.read_text("utf-8")) for file in (FILES / "kolommen").glob("*.sql")}
        con.execute(f"use {quoted(ANALYSE)}")  # so that no file has to name it
        for name in view_names():
            con.execute(templates.get_template(f"{name}.sql").render(columns, acht_van_tien=ACHT_VAN_TIEN))
        con.execute("checkpoint")


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> QueryRows:
    found = con.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _templates() -> "Environment":
    """The files as templates; their filters `naam` and `tekst` make an identifier and a literal of any text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(FILES), undefined=StrictUndefined, autoescape=False)
    environment.filters |= {"naam": quoted, "tekst": literal}
    return environment
