"""Rows of `fct_kwaliteit` that come after dbt: outcomes of the checks on the candidate itself."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from veerkracht.publication.database import export_parquet, quoted

FIELDS = (  # schema KWALITEIT; a test compares, since importing it here would load pyarrow before it is needed
    "bron",
    "release",
    "eigenaar",
    "controle",
    "onderwerp",
    "ernst",
    "uitkomst",
    "waarde",
    "verwacht",
    "toelichting",
)


def outcome(controle: str, onderwerp: str | None, fouten: int, toelichting: str, verwacht: str = "0") -> dict:
    """A row of schema KWALITEIT for one blocking check on the candidate; `fouten` counts what was found wrong."""
    return dict.fromkeys(FIELDS) | {
        "eigenaar": "kandidaat",
        "controle": controle,
        "onderwerp": onderwerp,
        "ernst": "blokkeert",
        "uitkomst": "gefaald" if fouten else "geslaagd",
        "waarde": float(fouten),
        "verwacht": verwacht,
        "toelichting": toelichting,
    }


def append_quality(candidate: Path, rows: Iterable[Mapping]) -> None:
    """Append rows (keys of schema KWALITEIT; absent = null) to `fct_kwaliteit`, in DuckDB and in Parquet."""
    values = [[row.get(field) for field in FIELDS] for row in rows]
    if not values:
        return
    names = ", ".join(quoted(field) for field in FIELDS)
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as con:
        marks = ", ".join("?" * len(FIELDS))
        con.executemany(f"insert into main.fct_kwaliteit ({names}) values ({marks})", values)
        con.execute("checkpoint")
    export_parquet(candidate, "fct_kwaliteit")
