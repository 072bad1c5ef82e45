"""What the statistics of one build read and where they write: the work database of dbt and Parquet beside it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht.files import replacing
from veerkracht.paths import DataPaths, Publiek
from veerkracht.schemas import STATISTIEK
from veerkracht.settings import Settings
from veerkracht.statistics.frames import Record
from veerkracht.worktables import WorkTables

if TYPE_CHECKING:
    import pandas as pd

KEYS = (
    *("kaart_id", "niveau", "indeling", "gebiedscode", "groep", "maat", "indicator", "jaar_van", "jaar_tot"),
    *("twijfel", "klasse"),
)
GROUP = 500_000  # rows that are held before they are written


class StatWorld:
    """The tables that a step reads of the work database, the settings, and the folder of statistics of one build.

    A context manager. Raises BuildError when a table of `reads` (names of dbt models) was not built.
    """

    def __init__(
        self,
        paths: DataPaths,
        publiek: Publiek,
        settings: Settings,
        tell: Callable[[str], None],
        reads: Iterable[str],
    ):
        self.paths, self.publiek, self.settings, self.tell = paths, publiek, settings, tell
        self.folder = paths.statistiek(publiek)
        self._tables = WorkTables(paths.werk_database(publiek), reads)

    def __enter__(self) -> "StatWorld":
        return self

    def __exit__(self, *_: object) -> None:
        self._tables.close()

    def query(self, sql: str, params: object = None) -> "pd.DataFrame":
        """Rows of a query on the tables of `reads` as a frame. Raises UndeclaredReadError for any other table."""
        return self._tables.query(sql, params)

    def start_empty(self) -> None:
        """Every file of STATISTIEK without rows, so that nothing of an earlier build is read."""
        for name in STATISTIEK:
            self._write(name, STATISTIEK[name].empty_table())

    def save(self, name: str, frame: "pd.DataFrame | list[Record]") -> None:
        """Write rows as `<name>.parquet` in the schema STATISTIEK[name], sorted by its keys; NaN becomes null.

        Raises ValueError when a frame misses a column or a row has an unknown one, pyarrow's error when a value does
        not fit its type.
        """
        self._write(name, _sorted(_table(name, frame)))

    @contextmanager
    def adding(self, name: str) -> "Iterator[Callable[[pd.DataFrame], None]]":
        """Write a file in parts, each as `save` wants it, so that a country of many periods fits in memory.

        Rows are sorted within runs of parts; who needs them in order orders them.
        """
        held: list[pa.Table] = []
        with replacing(self._file(name)) as part, pq.ParquetWriter(part, STATISTIEK[name]) as writer:

            def flush() -> None:
                if held:
                    writer.write_table(_sorted(pa.concat_tables(held)))
                    held.clear()

            def add(frame: "pd.DataFrame") -> None:
                held.append(_table(name, frame))
                if sum(len(table) for table in held) >= GROUP:
                    flush()

            yield add
            flush()

    def load(self, name: str) -> "pd.DataFrame":
        """Rows of a file that an earlier step wrote."""
        return pq.read_table(self.folder / f"{name}.parquet").to_pandas()

    def _write(self, name: str, table: pa.Table) -> None:
        with replacing(self._file(name)) as part:
            pq.write_table(table, part)

    def _file(self, name: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{name}.parquet"


def _table(name: str, frame: "pd.DataFrame | list[Record]") -> pa.Table:
    schema = STATISTIEK[name]
    if isinstance(frame, list):
        unknown = {column for row in frame for column in row} - set(schema.names)
        if unknown:
            raise ValueError(f"statistics `{name}` have no columns {sorted(unknown)}")
        return pa.Table.from_pylist(frame, schema=schema)
    missing = [column for column in schema.names if column not in frame.columns]
    if missing:
        raise ValueError(f"statistics `{name}` lack the columns {missing}")
    return pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)


def _sorted(table: pa.Table) -> pa.Table:
    return table.sort_by([(key, "ascending") for key in KEYS if key in table.schema.names])
