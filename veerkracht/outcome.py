"""One outcome of one check, whoever asked: expectations, dbt or publication. A row of schema KWALITEIT.

Knows no check and no file; imports nothing, so that whoever only looks pays nothing.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Ernst = Literal["blokkeert", "waarschuwt", "info"]


@dataclass(frozen=True)
class Outcome:
    """What a check found; `waarde` counts what is wrong unless `verwacht` says otherwise."""

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
        """Whether this keeps an edition from coming out."""
        return self.ernst == "blokkeert" and not self.geslaagd

    def text(self) -> str:
        """One line for people: what was checked, where, and what was found."""
        where = " ".join(part for part in (self.bron, self.release) if part)
        return f"{where} - {self.finding}" if where else self.finding

    @property
    def finding(self) -> str:
        """The same without where, for who knows that."""
        subject = f" ({self.onderwerp})" if self.onderwerp else ""
        found = f": {self.toelichting}" if self.toelichting else ""
        wanted = f" Verwacht: {self.verwacht}." if self.verwacht else ""
        stop = "." if wanted and not found.endswith((".", "!", "?")) else ""
        return f"{self.controle}{subject}{found}{stop}{wanted}"

    def row(self) -> dict[str, Any]:
        """The outcome by the columns of KWALITEIT."""
        values = asdict(self)
        return values | {"uitkomst": "geslaagd" if values.pop("geslaagd") else "gefaald"}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Outcome":
        """The outcome that a row of KWALITEIT holds; facts of readers are no outcomes."""
        values = {key: value for key, value in row.items() if key != "uitkomst"}
        return cls(**values, geslaagd=row["uitkomst"] == "geslaagd")
