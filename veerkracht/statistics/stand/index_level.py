"""Variance of a level of the kwetsbaarheidsindex: of its measured and of its predicted parts (method.md §6)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht.statistics.frames import LevelIndeling, LevelYear, parts
from veerkracht.statistics.verandering.index import IndexParts
from veerkracht.statistics.verandering.reeks import Reeksen
from veerkracht.statistics.verandering.ruis import Ruis
from veerkracht.statistics.world import StatWorld

MEASURED = """
    select c.niveau, c.indeling, c.jaar, c.indicator, c.gebiedscode, c.gewicht, r.sd from tussen.int_component as c
    inner join main.mrt_referentie as r using (niveau, indeling, indicator)
    semi join tussen.int_onderdeel_jaar as j
        on
            c.niveau = j.niveau and c.indeling = j.indeling and c.jaar = j.jaar and c.onderdeel = j.onderdeel
            and j.is_bruikbaar
    order by all
"""
PREDICTED = """
    select v.niveau, v.indeling, v.jaar, v.gebiedscode, j.gewicht * v.sd_residu as afwijking
    from tussen.int_voorspelling as v
    inner join tussen.int_onderdeel_jaar as j using (niveau, indeling, jaar, onderdeel) order by all
"""


@dataclass(frozen=True)
class Variance:
    """Variance of a level per area (NaN: not known); `understated`: noise of a part is not in it, nothing is sure."""

    v: np.ndarray
    understated: bool = False


class IndexLevels:
    """Variance per level, indeling and year; a part counts by the square of its weight."""

    def __init__(self, world: StatWorld, reeksen: Reeksen, index: IndexParts):
        self._reeksen, self._index = reeksen, index
        self._measured = dict(parts(world.query(MEASURED), LevelYear))
        self._predicted = dict(parts(world.query(PREDICTED), LevelYear))

    def variance(self, place: LevelIndeling, year: int, codes: np.ndarray) -> Variance | None:
        """Σ w²·(noise + rounding + conversion)/sd² of what was measured, and w²·residual² of what was predicted.

        `codes` sorted; None where no part was measured in this year. A part of too few measurements adds its rounding
        alone, which understates; of an area with a part whose noise cannot be told nothing is known.
        """
        measured = self._measured.get(LevelYear(*place, year))
        if measured is None:
            return None
        v, understated = np.zeros(len(codes)), False
        for indicator, rows in measured.groupby("indicator", sort=True):
            v += self._part(str(indicator), place, year, rows, codes)
            understated |= self._noise(str(indicator), place).reason is not None
        predicted = self._predicted.get(LevelYear(*place, year))
        if predicted is not None:
            _add(v, codes, predicted["gebiedscode"].to_numpy(str), predicted["afwijking"].to_numpy(float) ** 2)
        return Variance(v, understated)

    def _noise(self, indicator: str, place: LevelIndeling) -> Ruis:
        return self._index.noise(indicator)[place.niveau]

    def _part(
        self, indicator: str, place: LevelIndeling, year: int, rows: pd.DataFrame, codes: np.ndarray
    ) -> np.ndarray:
        reeks = self._reeksen.of(indicator)[place]
        whole = self._noise(indicator, place).own(reeks) + reeks.at("afronding", year) + reeks.at("omklap", year)
        factor = (float(rows["gewicht"].iloc[0]) / float(rows["sd"].iloc[0])) ** 2
        found, at = np.zeros(len(codes)), reeks.gebieden.place(rows["gebiedscode"].to_numpy(str))
        at = at[at >= 0]
        _add(found, codes, reeks.gebieden.codes[at], factor * whole[at])
        return found


def _add(total: np.ndarray, codes: np.ndarray, where: np.ndarray, values: np.ndarray) -> None:
    """Add values to the areas they belong to; those that are not among the sorted codes are left out."""
    at = np.minimum(np.searchsorted(codes, where), len(codes) - 1)
    here = codes[at] == where
    np.add.at(total, at[here], values[here])
