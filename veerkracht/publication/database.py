"""The published DuckDB file: marts copied table by table with types, keys, NOT NULL and comments."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from veerkracht.edition.keys import keys
from veerkracht.errors import PublicationError
from veerkracht.settings import Settings

STORAGE_VERSION = "v1.0.0"  # opens in every DuckDB client from 1.0 on
SORT_MEMORY = "1500MB"  # of the whole copy, beside what the process holds already; what does not fit goes to disk
MARTS = "schema_name = 'main' and not internal and regexp_matches(table_name, '^(dim|brug|fct|mrt)_')"


@dataclass(frozen=True)
class BuildFacts:
    """What a build knows of itself."""

    doel_indeling: int
    merk: str | None


PUBLICATION_COLUMNS = {
    "publiek": ("varchar primary key", "Voor wie deze editie is: openbaar of leden."),
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

    Rows stand in the order of their key, so that all that is read from the file and written again is the same in every
    build of the same deliveries.
    Raises duckdb.Error when the work database is held by a writer or the disk is full, PublicationError when rows
    break a key.
    """
    with (
        tempfile.TemporaryDirectory(prefix=".sorteren-", dir=destination.parent) as room,
        duckdb.connect(config={"memory_limit": SORT_MEMORY, "temp_directory": room}) as con,
    ):
        con.execute(f"attach {literal(str(work))} as werk (read_only)")
        con.execute(f"attach {literal(str(destination))} as uit (storage_version {literal(STORAGE_VERSION)})")
        con.execute("use uit")  # a foreign key names no database
        tables = keys().in_order(mart_tables(con, "werk"))
        for table in tables:
            _copy_table(con, table, _constraints(con, table, tables), _order(keys().of(table).primary))
        con.execute("checkpoint uit")
        con.execute("use memory")
        con.execute("detach uit")
    return tables


def _constraints(con: duckdb.DuckDBPyConnection, table: str, tables: list[str]) -> list[str]:
    """The keys of a mart as SQL; none of one with so many rows that their indexes would outweigh it.

    A reference to a mart that is not here, or has no enforced key itself, is told by datapackage.json only.
    """
    known = keys()

    def enforced(mart: str) -> bool:
        rows = single(con, f"select count(*) from werk.main.{quoted(mart)}") if mart in tables else None
        return rows is not None and rows <= known.row_limit

    own = known.of(table)
    if not enforced(table):
        return []
    primary = [f"primary key ({_listed(own.primary)})"] if own.primary else []
    return primary + [
        f"foreign key ({_listed(one.columns)}) references {quoted(one.mart)} ({_listed(known.target(one))})"
        for one in own.references
        if enforced(one.mart)
    ]


def _order(key: tuple[str, ...]) -> str:
    """What the rows of a mart are ordered by: its key, areas last, for then what is alike lies together and packs."""
    return _listed(tuple(sorted(key, key="gebiedscode".__eq__))) or "all"


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, columns))


def _copy_table(con: duckdb.DuckDBPyConnection, table: str, constraints: list[str], order: str) -> None:
    columns = con.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where database_name = 'werk' and schema_name = 'main' and table_name = ? order by column_index",
        [table],
    ).fetchall()
    body = [f"{quoted(name)} {_published(kind)}{'' if null else ' not null'}" for name, kind, null, _ in columns]
    con.execute(f"create table uit.main.{quoted(table)} ({', '.join([*body, *constraints])})")
    try:
        con.execute(f"insert into uit.main.{quoted(table)} select * from werk.main.{quoted(table)} order by {order}")
    except duckdb.ConstraintException as error:
        raise PublicationError(
            f"{table}: de rijen passen niet bij de sleutels in sleutels.yaml ({error}). De vorige editie staat er nog "
            "ongewijzigd. Dit is een fout in de bouw; meld haar."
        ) from error
    comment = single(
        con,
        "select comment from duckdb_tables() where database_name = 'werk' and schema_name = 'main' and table_name = ?",
        [table],
    )
    comment_on(con, "table", f"uit.main.{quoted(table)}", comment)
    for name, _, _, comment in columns:
        comment_on(con, "column", f"uit.main.{quoted(table)}.{quoted(name)}", comment)


def _published(kind: str) -> str:
    """The type of a column in an edition: text that a work database stores as numbers is text."""
    return "VARCHAR" if kind.startswith("ENUM") else kind


def comment_on(con: duckdb.DuckDBPyConnection, kind: str, thing: str, comment: str | None) -> None:
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
        comment_on(con, "table", "main.dim_publicatie", "Eén rij: wat deze editie is en op welke indeling zij staat.")
        for name, (_, comment) in PUBLICATION_COLUMNS.items():
            comment_on(con, "column", f"main.dim_publicatie.{name}", comment)
