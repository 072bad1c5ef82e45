"""Outcomes of checks as Parquet files in the schema KWALITEIT, for dbt and the candidate to read."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht.files import replacing
from veerkracht.outcome import Outcome
from veerkracht.schemas import KWALITEIT


def to_table(outcomes: Iterable[Outcome]) -> pa.Table:
    """The outcomes in the schema KWALITEIT."""
    return pa.Table.from_pylist([outcome.row() for outcome in outcomes], schema=KWALITEIT)


def write_outcomes(file: Path, outcomes: Iterable[Outcome]) -> Path:
    """Write the outcomes as one Parquet file below `werk/<publiek>/`, replacing an older one whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as part:
        pq.write_table(to_table(outcomes), part)
    return file


def read_outcomes(file: Path) -> list[Outcome]:
    """The outcomes of a file, none when it is not there."""
    return [Outcome.from_row(row) for row in pq.read_table(file).to_pylist()] if file.is_file() else []
