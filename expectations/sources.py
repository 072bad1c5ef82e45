"""What a source must hold to look like itself: levels, columns, ranges. Read from `verwachtingen.yaml` in its folder.

A source without such a file (a user's own) gets the general suite. No checks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from veerkracht.outcome import Ernst
from veerkracht.sources.folders import EXPECTATIONS, folders

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Band:
    """Range of the columns whose name or unit matches; None is no bound."""

    naam: str
    laag: float | None = None
    hoog: float | None = None
    kolom: str = r"(?!)"  # matches nothing
    eenheid: str = r"(?!)"
    ernst: Ernst = "blokkeert"

    def matches(self, columns: "pd.DataFrame") -> "pd.Series":
        name = columns["kolom"].fillna("").str.fullmatch(self.kolom)
        return name | columns["eenheid"].fillna("").str.strip().str.fullmatch(self.eenheid)


@dataclass(frozen=True)
class RawSuite:
    """Levels a source may have; figures it must hold, each with a pattern of column or title; and ranges."""

    niveaus: tuple[str, ...] = ()  # none: every level with figures
    verplicht: Mapping[str, str] = field(default_factory=dict)
    bereiken: tuple[Band, ...] = ()


def suite_of(bron: str) -> RawSuite:
    """What stands in `verwachtingen.yaml` in the folder of the source; without it the general suite."""
    folder = folders().get(bron)
    file = folder / EXPECTATIONS if folder else None
    return _read(file) if file and file.is_file() else RawSuite()


@cache
def _read(file: Path) -> RawSuite:
    said = YAML(typ="safe").load(file)
    bands = tuple(Band(**band) for band in said.get("bereiken", ()))
    return RawSuite(tuple(said.get("niveaus", ())), said.get("verplicht", {}), bands)
