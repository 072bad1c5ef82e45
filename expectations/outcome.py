"""One outcome of one check, and how outcomes become rows of KWALITEIT. Knows no check."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht.files import replacing
from veerkracht.schemas import KWALITEIT

Ernst = Literal["blokkeert", "waarschuwt", "info"]


@dataclass(frozen=True)
class Outcome:
    """A row of KWALITEIT; `waarde` counts what is wrong unless `verwacht` says otherwise."""

    eigenaar: str
    controle: str
    ernst: Ernst
    geslaagd: bool
    bron: str | None = None
    release: str | None = None
    onderwerp: str | None = None
    waarde: float | None = None
    verwacht: str | None = None
    toelichting: str | None = None

    @property
    def blocks(self) -> bool:
        return self.ernst == "blokkeert" and not self.geslaagd

    @property
    def warns(self) -> bool:
        return self.ernst == "waarschuwt" and not self.geslaagd

    def text(self) -> str:
        """One line for people: what was checked, where, and what was found."""
        where = " ".join(part for part in (self.bron, self.release) if part)
        subject = f" ({self.onderwerp})" if self.onderwerp else ""
        found = f": {self.toelichting}" if self.toelichting else ""
        wanted = f" Verwacht: {self.verwacht}." if self.verwacht else ""
        return f"{where + ' - ' if where else ''}{self.controle}{subject}{found}{wanted}"


def to_table(outcomes: Iterable[Outcome]) -> pa.Table:
    """The outcomes in the schema KWALITEIT."""
    rows = [_row(outcome) for outcome in outcomes]
    return pa.Table.from_pylist(rows, schema=KWALITEIT)


def write_outcomes(file: Path, outcomes: Iterable[Outcome]) -> Path:
    """Write the outcomes as one Parquet file in `werk/<publiek>/kwaliteit/`, replacing an older one whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as part:
        pq.write_table(to_table(outcomes), part)
    return file


def from_row(row: dict) -> Outcome:
    """The outcome that a row of KWALITEIT holds."""
    values = {key: value for key, value in row.items() if key != "uitkomst"}
    return Outcome(**values, geslaagd=row["uitkomst"] == "geslaagd")


def _row(outcome: Outcome) -> dict:
    values = asdict(outcome)
    return values | {"uitkomst": "geslaagd" if values.pop("geslaagd") else "gefaald"}
