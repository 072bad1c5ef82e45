"""The series of an indicator out of `fct_reeks`: figures with the standard errors of rounding and conversion."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from veerkracht import levels
from veerkracht.statistics.frames import LevelIndeling, parts
from veerkracht.statistics.verandering.areas import GebiedenInYears
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

SERIES = """
    select niveau, indeling, gebiedscode, jaar, waarde, se_afronding, se_omklap,
        coalesce(methode = 'zelfde_indeling', false) as eigen
    from main.fct_reeks
    where indicator = ? and niveau in ({niveaus}) and waarde is not null and is_vergelijkbaar
"""


@dataclass(frozen=True)
class Reeks:
    """An indicator at one level on one indeling; arrays areas (as in `gebieden`) × `years` (rising).

    `waarde` NaN where not measured; `afronding`, `omklap`: variances of rounding and conversion, 0 where none, NaN
    where they cannot be told.
    `is_eigen`: one release serves all years on its own boundaries.
    """

    place: LevelIndeling
    indicator: str
    gebieden: GebiedenInYears
    years: np.ndarray
    waarde: np.ndarray
    afronding: np.ndarray
    omklap: np.ndarray
    is_eigen: bool

    def at(self, name: str, year: np.ndarray | int) -> np.ndarray:
        """`waarde`, `afronding` or `omklap` of each area in a year (one, or one an area); NaN where there is none."""
        year = np.broadcast_to(year, len(self.gebieden.codes))
        column = np.searchsorted(self.years, year)
        column = np.where(column < len(self.years), column, 0)
        found = getattr(self, name)[np.arange(len(year)), column]
        return np.where(self.years[column] == year, found, np.nan)


class Reeksen:
    """Reads series; those in `kept` once, others each time they are asked for, so that one at a time is in memory."""

    def __init__(self, world: StatWorld, gebieden: dict[LevelIndeling, GebiedenInYears], kept: frozenset[str]):
        self._world, self._gebieden, self._kept = world, gebieden, kept
        self._found: dict[str, dict[LevelIndeling, Reeks]] = {}

    def of(self, indicator: str) -> dict[LevelIndeling, Reeks]:
        """The series of an indicator per level and indeling."""
        if indicator not in self._found:
            found = self._read(indicator)
            if indicator not in self._kept:
                return found
            self._found[indicator] = found
        return self._found[indicator]

    def _read(self, indicator: str) -> dict[LevelIndeling, Reeks]:
        rows = self._world.query(SERIES.format(niveaus=levels.sql_list(levels.known().on_maps)), [indicator])
        return {
            place: _reeks(place, indicator, part, self._gebieden[place])
            for place, part in parts(rows, LevelIndeling)
            if place in self._gebieden
        }


def _reeks(place: LevelIndeling, indicator: str, rows: "pd.DataFrame", gebieden: GebiedenInYears) -> Reeks:
    area = gebieden.place(rows["gebiedscode"].to_numpy(str))
    years, column = np.unique(rows["jaar"].to_numpy(int), return_inverse=True)
    known = area >= 0
    shape = (len(gebieden.codes), len(years))

    def table(values: np.ndarray, empty: float) -> np.ndarray:
        found = np.full(shape, empty)
        found[area[known], column[known]] = values[known]
        return found

    figures = rows["waarde"].to_numpy(float)
    return Reeks(
        place, indicator, gebieden, years,
        table(np.where(np.isfinite(figures), figures, np.nan), np.nan),
        table(rows["se_afronding"].to_numpy(float) ** 2, 0.0),
        table(rows["se_omklap"].to_numpy(float) ** 2, 0.0),
        bool(rows["eigen"].all()),
    )  # fmt: skip
