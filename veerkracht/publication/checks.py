"""The checks on a candidate: complete, readable, documented, and free of what may not leave.

Each gives outcomes. What may not leave is in `openbaar` (restricted sources) and `cells` (small cells).
"""

import csv
from pathlib import Path

import duckdb

from veerkracht.outcome import Outcome
from veerkracht.paths import Publiek
from veerkracht.products import register
from veerkracht.products.output import Turn
from veerkracht.products.safecsv import DELIMITER
from veerkracht.publication import cells, openbaar
from veerkracht.publication.database import literal, mart_tables, quoted, single
from veerkracht.publication.outcomes import outcome

BEFORE = (Turn.FIGURES, Turn.LISTING)  # outputs that are there when a candidate is judged
SHOWN = 5


def run(candidate: Path, publiek: Publiek, minimum: int = cells.MINIMUM) -> list[Outcome]:
    """Outcomes of all checks that hold for this publiek; `minimum`: the smallest cell of a leden edition."""
    rows = [complete(candidate, publiek)]
    if not rows[0].geslaagd:
        return rows  # the others would only repeat it
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        rows += [readable(candidate, con), described(con), in_dictionary(candidate, con)]
        rows += cells.run(con, minimum) if publiek == "leden" else openbaar.run(candidate, con)
    return rows


def complete(candidate: Path, publiek: Publiek, turns: tuple[Turn, ...] = BEFORE) -> Outcome:
    """Every expected file is there and none is empty; each mart has its Parquet, each level with outlines its layer."""
    wanted, niveaus = [file.name for file in register.MARTS if file.always], []
    if (candidate / "veerkracht.duckdb").is_file():
        with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
            wanted += [f"marts/{table}.parquet" for table in mart_tables(con)]
            target = single(con, "select doel_indeling from dim_publicatie")
        niveaus = [file.stem.partition("_")[0] for file in (candidate / "grenzen").glob(f"*_{target}.parquet")]
    wanted += register.expected(publiek, niveaus, *turns)
    missing = [name for name in wanted if not (candidate / name).is_file() or not (candidate / name).stat().st_size]
    return _row("volledig", "bestanden", missing, "ontbreken of zijn leeg")


def run_closing(candidate: Path, publiek: Publiek) -> list[Outcome]:
    """Outcomes over the outputs that were made after `run`, for they show what it found."""
    rows = [complete(candidate, publiek, (Turn.CLOSING,))]
    if publiek == "leden" or not rows[0].geslaagd:
        return rows
    written = [candidate / name for name in register.expected(publiek, [], Turn.CLOSING)]
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        return [*rows, openbaar.in_written(candidate, con, written)]


def readable(candidate: Path, con: duckdb.DuckDBPyConnection) -> Outcome:
    """Each Parquet file has as many rows as its table in DuckDB."""
    wrong = []
    for table in mart_tables(con):
        file = candidate / "marts" / f"{table}.parquet"
        try:
            rows = single(con, f"select count(*) from read_parquet({literal(str(file))})")
        except duckdb.Error:
            rows = None
        if rows != single(con, f"select count(*) from main.{quoted(table)}"):
            wrong.append(table)
    return _row("leesbaar", "marts", wrong, "zijn onleesbaar of hebben een ander aantal rijen dan de database")


def described(con: duckdb.DuckDBPyConnection) -> Outcome:
    """Every mart and view and every column of it has a comment."""
    names = con.execute(
        "select table_name from duckdb_tables() where database_name = current_database() "
        "and coalesce(comment, '') = '' union all "
        "select view_name from duckdb_views() where database_name = current_database() and not internal "
        "and coalesce(comment, '') = '' union all "
        "select table_name || '.' || column_name from duckdb_columns() "
        "where database_name = current_database() and not internal and coalesce(comment, '') = '' order by 1"
    ).fetchall()
    return _row("gedocumenteerd", "beschrijvingen", [name for (name,) in names], "hebben geen beschrijving")


def in_dictionary(candidate: Path, con: duckdb.DuckDBPyConnection) -> Outcome:
    """Every column of a mart or view and every indicator has a row in woordenboek.csv."""
    with (candidate / "woordenboek.csv").open(encoding="utf-8-sig", newline="") as stream:
        known = {(row["soort"], row["tabel"], row["naam"]) for row in csv.DictReader(stream, delimiter=DELIMITER)}
    columns = con.execute(
        "select if(schema_name = 'main', '', schema_name || '.') || table_name, column_name from duckdb_columns() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    missing = [f"{table}.{name}" for table, name in columns if ("kolom", table, name) not in known]
    indicators = con.execute("select indicator from dim_indicator").fetchall()
    missing += [name for (name,) in indicators if ("indicator", "dim_indicator", name) not in known]
    return _row("gedocumenteerd", "woordenboek", missing, "staan niet in woordenboek.csv")


def _row(controle: str, onderwerp: str, wrong: list[str], what: str) -> Outcome:
    shown = ", ".join(wrong[:SHOWN]) + (" …" if len(wrong) > SHOWN else "")
    return outcome(controle, onderwerp, len(wrong), f"{len(wrong)} {what}: {shown}" if wrong else "in orde")
