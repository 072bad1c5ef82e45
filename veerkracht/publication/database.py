"""The published DuckDB file: marts copied table by table with types, NOT NULL and comments; Parquet beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from veerkracht.settings import Settings

STORAGE_VERSION = "v1.0.0"  # opens in every DuckDB client from 1.0 on
MARTS = "schema_name = 'main' and not internal and regexp_matches(table_name, '^(dim|fct|mrt)_')"


@dataclass(frozen=True)
class BuildFacts:
    """What a build knows of itself."""

    doel_indeling: int
    merk: str | None


PUBLICATION_COLUMNS = {
    "publiek": ("varchar not null", "Voor wie deze editie is: openbaar of leden."),
    "merk": ("varchar", "Vermelding die op elk product staat, zoals FICTIEVE VOORBEELDDATA; leeg bij gewone gegevens."),
    "niet_verspreiden": ("boolean not null", "Waar bij een ledeneditie: niet buiten de eigen organisatie verspreiden."),
    "doel_indeling": ("smallint not null", "Jaar van de indeling waarop reeksen, kaarten en rapporten staan."),
    "rapport_van": ("smallint not null", "Beginjaar van de standaardvergelijking."),
    "rapport_tot": ("smallint", "Eindjaar van de standaardvergelijking; leeg is het nieuwste jaar per indicator."),
    "inwoners_minimum": ("integer not null", "Gebieden met minder inwoners worden op kaarten niet gekleurd."),
}


def single(con: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> Any:
    """The first column of the one row that a query gives, such as a count. Raises ValueError when it gives none."""
    row = con.execute(sql, parameters).fetchone()
    if row is None:
        raise ValueError(f"no row: {sql}")
    return row[0]


def quoted(name: str) -> str:
    """An identifier or string literal that can stand in SQL: `"a""b"`."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def mart_tables(con: duckdb.DuckDBPyConnection, catalog: str | None = None) -> list[str]:
    """Names of the mart tables of a database, sorted."""
    where = f" and database_name = {literal(catalog)}" if catalog else " and database_name = current_database()"
    return [row[0] for row in con.execute(f"select table_name from duckdb_tables() where {MARTS}{where}").fetchall()]


def copy_marts(work: Path, destination: Path) -> list[str]:
    """Copy all marts of the closed work database into a new file; returns their names.

    Raises duckdb.Error when the work database is held by a writer or the disk is full.
    """
    with duckdb.connect() as con:
        con.execute(f"attach {literal(str(work))} as werk (read_only)")
        con.execute(f"attach {literal(str(destination))} as uit (storage_version {literal(STORAGE_VERSION)})")
        tables = sorted(mart_tables(con, "werk"))
        for table in tables:
            _copy_table(con, table)
        con.execute("checkpoint uit")
        con.execute("detach uit")
    return tables


def _copy_table(con: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = con.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where database_name = 'werk' and schema_name = 'main' and table_name = ? order by column_index",
        [table],
    ).fetchall()
    body = ", ".join(f"{quoted(name)} {kind}{'' if null else ' not null'}" for name, kind, null, _ in columns)
    con.execute(f"create table uit.main.{quoted(table)} ({body})")
    con.execute(f"insert into uit.main.{quoted(table)} select * from werk.main.{quoted(table)}")
    comment = single(
        con,
        "select comment from duckdb_tables() where database_name = 'werk' and schema_name = 'main' and table_name = ?",
        [table],
    )
    _comment(con, "table", f"uit.main.{quoted(table)}", comment)
    for name, _, _, comment in columns:
        _comment(con, "column", f"uit.main.{quoted(table)}.{quoted(name)}", comment)


def _comment(con: duckdb.DuckDBPyConnection, kind: str, thing: str, comment: str | None) -> None:
    if comment:
        con.execute(f"comment on {kind} {thing} is {literal(comment)}")


def describe_publication(database: Path, publiek: str, build: BuildFacts, settings: Settings) -> None:
    """Add `dim_publicatie`: the one row from which products know public, mark, target vintage and report period."""
    end = None if settings.rapport_tot == "nieuwste" else settings.rapport_tot
    values = [publiek, build.merk, publiek == "leden", build.doel_indeling, settings.rapport_van, end]
    with duckdb.connect(str(database)) as con:
        body = ", ".join(f"{name} {kind}" for name, (kind, _) in PUBLICATION_COLUMNS.items())
        con.execute(f"create table main.dim_publicatie ({body})")
        con.execute(
            "insert into main.dim_publicatie values (?, ?, ?, ?, ?, ?, ?)", [*values, settings.inwoners_minimum]
        )
        _comment(con, "table", "main.dim_publicatie", "Eén rij: wat deze editie is en op welke indeling zij staat.")
        for name, (_, comment) in PUBLICATION_COLUMNS.items():
            _comment(con, "column", f"main.dim_publicatie.{name}", comment)


def export_parquet(candidate: Path, *only: str) -> None:
    """Write `marts/<tabel>.parquet` of every mart, or of the tables named."""
    (candidate / "marts").mkdir(exist_ok=True)
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        for table in only or mart_tables(con):
            file = candidate / "marts" / f"{table}.parquet"
            con.execute(f"copy main.{quoted(table)} to {literal(str(file))} (format parquet, compression zstd)")
