"""The tables of the work database that dbt builds, for whoever reads them outside dbt: only those that it declared.

What is declared is what an asset depends on, so nothing can be read that the graph does not show.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from veerkracht.commandline import command
from veerkracht.errors import BuildError

if TYPE_CHECKING:
    import pandas as pd

_NAME = "veerkracht"  # of the attached database: the one that views of dbt call it by


class UndeclaredReadError(Exception):
    """Code reads a table that it did not declare: a mistake of ours, which the graph of assets would hide."""


class WorkTables:
    """Read-only tables of one work database, by the names of their dbt models. A context manager.

    Raises BuildError when a declared table was not built yet.
    """

    def __init__(self, database: Path, reads: Iterable[str], **config: str | bool | int | float | list[str]):
        self.reads = tuple(reads)
        if not database.is_file():
            raise BuildError(f"{database}: er is nog geen werkdatabase; bouw eerst de marts ({command('refresh')}).")
        self._connection = duckdb.connect(config=config)
        path = str(database).replace("'", "''")
        self._connection.execute(f"attach '{path}' as {_NAME} (read_only)")
        self._show(database)

    def __enter__(self) -> "WorkTables":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()

    def query(self, sql: str, parameters: object = None) -> "pd.DataFrame":
        """Rows of a query on the declared tables as a frame. Raises UndeclaredReadError for any other table."""
        try:
            return self._connection.execute(sql, parameters).df()
        except duckdb.CatalogException as error:
            raise UndeclaredReadError(
                f"declared are {', '.join(self.reads)}, and this reads another one: {error}"
            ) from error

    def _show(self, database: Path) -> None:
        """A view in memory of each declared table, in the schema that dbt gave it, with text as text."""
        built = dict(
            self._rows(
                "select table_name, schema_name from duckdb_tables() where database_name = ? union all "
                "select view_name, schema_name from duckdb_views() where database_name = ?",
                [_NAME, _NAME],
            )
        )
        if missing := sorted(set(self.reads) - built.keys()):
            raise BuildError(
                f"{database}: hierin ontbreken {', '.join(missing)}; bouw die eerst (kies ze in Dagster mee, of draai "
                f"{command('refresh')})."
            )
        for schema in sorted({built[name] for name in self.reads}):
            self._connection.execute(f"create schema if not exists {schema}")
        for name in self.reads:
            self._connection.execute(
                f"create view {built[name]}.{name} as select {self._columns(name)} from {_NAME}.{built[name]}.{name}"
            )

    def _columns(self, name: str) -> str:
        """All columns of a table; what it stores as numbers behind words (ENUM) is text to its reader."""
        words = self._rows(
            "select column_name from duckdb_columns() "
            "where database_name = ? and table_name = ? and data_type like 'ENUM%'",
            [_NAME, name],
        )
        return f"* replace ({', '.join(f'{word}::varchar as {word}' for (word,) in words)})" if words else "*"

    def _rows(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, parameters).fetchall()
