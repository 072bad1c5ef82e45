"""What the statistics of one build read and where they write: the work database of dbt and Parquet beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht.files import replacing
from veerkracht.paths import DataPaths, Publiek
from veerkracht.schemas import STATISTIEK
from veerkracht.settings import Settings
from veerkracht.statistics.frames import Row

if TYPE_CHECKING:
    import pandas as pd

KEYS = (
    *("kaart_id", "niveau", "indeling", "gebiedscode", "groep", "maat", "jaar_van", "jaar_tot", "grootteklasse"),
    *("variant", "term", "twijfel"),
)


class StatWorld:
    """The work database (read-only) of one build, its settings, and its folder of statistics. A context manager."""

    def __init__(self, paths: DataPaths, publiek: Publiek, settings: Settings, tell: Callable[[str], None]):
        self.paths, self.publiek, self.settings, self.tell = paths, publiek, settings, tell
        self.folder = paths.statistiek(publiek)
        self._connection = duckdb.connect(str(paths.werk_database(publiek)), read_only=True)

    def __enter__(self) -> "StatWorld":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def query(self, sql: str, params: object = None) -> "pd.DataFrame":
        """Rows of a query on the work database as a frame."""
        return self._connection.execute(sql, params).df()

    def start_empty(self) -> None:
        """Every file of STATISTIEK without rows, so that nothing of an earlier build is read."""
        for name in STATISTIEK:
            self._write(name, STATISTIEK[name].empty_table())

    def save(self, name: str, frame: "pd.DataFrame | list[Row]") -> None:
        """Write rows as `<name>.parquet` in the schema STATISTIEK[name], sorted by its keys; NaN becomes null.

        Raises ValueError when a frame misses a column or a row has an unknown one, pyarrow's error when a value does
        not fit its type.
        """
        schema = STATISTIEK[name]
        if isinstance(frame, list):
            unknown = {column for row in frame for column in row} - set(schema.names)
            if unknown:
                raise ValueError(f"statistics `{name}` have no columns {sorted(unknown)}")
            table = pa.Table.from_pylist(frame, schema=schema)
        else:
            missing = [column for column in schema.names if column not in frame.columns]
            if missing:
                raise ValueError(f"statistics `{name}` lack the columns {missing}")
            table = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
        keys = [key for key in KEYS if key in schema.names]
        self._write(name, table.sort_by([(key, "ascending") for key in keys]))

    def load(self, name: str) -> "pd.DataFrame":
        """Rows of a file that an earlier step wrote."""
        return pq.read_table(self.folder / f"{name}.parquet").to_pandas()

    def _write(self, name: str, table: pa.Table) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self.folder / f"{name}.parquet") as part:
            pq.write_table(table, part)
