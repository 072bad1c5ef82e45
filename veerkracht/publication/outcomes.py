"""Rows of `fct_kwaliteit` that come after dbt: outcomes of the checks on the candidate itself."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from veerkracht.outcome import Outcome
from veerkracht.publication.database import quoted, single
from veerkracht.publication.parquet import export_parquet

EIGENAAR = "kandidaat"


def outcome(controle: str, onderwerp: str | None, wrong: int, toelichting: str, verwacht: str = "0") -> Outcome:
    """The outcome of one blocking check on the candidate; `wrong` counts what was found wrong."""
    return Outcome(
        EIGENAAR, controle, "blokkeert", not wrong, None, None, onderwerp, float(wrong), verwacht, toelichting
    )


def put_outcomes(candidate: Path, outcomes: Iterable[Outcome]) -> None:
    """Add outcomes to `fct_kwaliteit`, in DuckDB and in Parquet, in the order of what they say: dbt tells in none.

    Those of the candidate's own checks come in place of earlier ones: a repeated publication judges again. Rows of
    other owners stay: dbt wrote down facts of its own before its tests ended.
    """
    rows = sorted((outcome.row() for outcome in outcomes), key=lambda row: [str(cell) for cell in row.values()])
    if not rows:
        return
    names = ", ".join(quoted(column) for column in rows[0])
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as con:
        marks = ", ".join("?" * len(rows[0]))
        if any(row["eigenaar"] == EIGENAAR for row in rows):
            con.execute("delete from main.fct_kwaliteit where eigenaar = ?", [EIGENAAR])
        con.executemany(
            f"insert into main.fct_kwaliteit ({names}) values ({marks})", [list(row.values()) for row in rows]
        )
        con.execute("checkpoint")
    export_parquet(candidate, "fct_kwaliteit")


def is_judged(candidate: Path) -> bool:
    """Whether the outcomes of the checks on this candidate were written down in it."""
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        return bool(single(con, "select count(*) from main.fct_kwaliteit where eigenaar = ?", [EIGENAAR]))
