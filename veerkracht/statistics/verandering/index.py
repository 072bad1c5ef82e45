"""Variance of a change of the kwetsbaarheidsindex: of its parts, each by the noise of its own series (method §4.2).

v_K = Σ (w/Σw)²·v over the parts of the period's set, in deviations of the reference; the shock likewise.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from veerkracht.statistics.frames import LevelIndeling, Record, Scope, parts
from veerkracht.statistics.verandering.changes import Parts
from veerkracht.statistics.verandering.choices import noise_settings
from veerkracht.statistics.verandering.longest import Longest
from veerkracht.statistics.verandering.reeks import Reeks, Reeksen
from veerkracht.statistics.verandering.ruis import UNTOLD, Ruis, row, tell
from veerkracht.statistics.verandering.variance import added, place
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

SETS = """
    select niveau, indeling, jaar_van, jaar_tot, onderdeel, indicator, gewicht, meetjaar_van, meetjaar_tot, r.sd
    from tussen.int_onderdeel_periode
    inner join main.mrt_referentie as r using (niveau, indeling, onderdeel, indicator) order by all
"""
COMPONENTS = "select distinct indicator from tussen.int_onderdeel order by all"


@dataclass(frozen=True)
class Onderdeel:
    """A part of the index in a period: its series with its noise, its share of the weight, the reference's sd."""

    reeks: Reeks
    ruis: Ruis
    share: float
    sd: float
    years: tuple[int, int]

    def variance(self, ruis: np.ndarray) -> Parts:
        """What the part adds to the variance of the index; `ruis`: of one measurement per area, rounding left out."""
        factor = (self.share / self.sd) ** 2
        first, last = self.years
        of = self.reeks.at
        return Parts(
            factor * 2 * ruis,
            factor * (of("afronding", first) + of("afronding", last)),
            factor * (of("omklap", first) + of("omklap", last)),
            factor * 2 * self.ruis.shock,
        )


class IndexParts:
    """The parts of the index in each period, and the noise of each part per level."""

    def __init__(self, world: StatWorld, reeksen: Reeksen):
        self._reeksen, self._settings = reeksen, world.settings
        self._longest = Longest(world, reeksen)
        self._sets = dict(parts(world.query(SETS), Scope))
        self._noise: dict[str, dict[str, Ruis]] = {}
        self._sds: dict[tuple[LevelIndeling, str], float] = {}

    def parts(self, scope: Scope, codes: np.ndarray) -> Parts:
        """Variance of the change of the index in the areas `codes` over the set of a period (NaN: not known)."""
        whole = Parts.unknown(len(codes), "in deze periode is van de index geen onderdeel bekend")
        chosen = self._sets.get(scope)
        if chosen is None:
            return whole
        reasons, untold = [], False
        for number, one in enumerate(self._onderdelen(scope, chosen)):
            told = place(one.variance(one.ruis.own(one.reeks)), one.reeks.gebieden.place(codes))
            whole = told if number == 0 else added(whole, told)
            if one.ruis.reason:
                reasons.append(f"{one.reeks.indicator}: {one.ruis.reason}")
            untold |= one.ruis.status == UNTOLD
        return replace(whole, understated=bool(reasons) and not untold, reason="; ".join(reasons) or None)

    def _onderdelen(self, scope: Scope, chosen: "pd.DataFrame") -> list[Onderdeel]:
        where, total = LevelIndeling(scope.niveau, scope.indeling), float(chosen["gewicht"].sum())
        found = []
        for indicator, gewicht, first, last, sd in chosen[
            ["indicator", "gewicht", "meetjaar_van", "meetjaar_tot", "sd"]
        ].itertuples(index=False, name=None):
            reeks, ruis = self._reeksen.of(indicator)[where], self.noise(indicator)[scope.niveau]
            self._sds[where, indicator] = float(sd)
            found.append(Onderdeel(reeks, ruis, gewicht / total, float(sd), (int(first), int(last))))
        return found

    def noise(self, indicator: str) -> dict[str, Ruis]:
        """Noise of a part per level, from its own full series; a short one has the shock of the longest beside it."""
        if indicator not in self._noise:
            series = self._reeksen.of(indicator).values()
            told = tell(series, noise_settings(self._settings), own_line=False)
            self._noise[indicator] = self._longest.shocked(told)
        return self._noise[indicator]

    def rows(self) -> list[Record]:
        """Rows of `ruis` of the parts that stand in any period, on each indeling of the index."""
        return [
            row(self._noise[indicator][where.niveau], "kwetsbaarheid", sd) | {"indeling": where.indeling}
            for (where, indicator), sd in sorted(self._sds.items())
        ]


def components(world: StatWorld) -> frozenset[str]:
    """The indicators that the index is made of."""
    return frozenset(world.query(COMPONENTS)["indicator"].dropna())
