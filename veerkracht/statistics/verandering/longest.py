"""The shock of a gemeente in a short series: that of the longest series of its release (method.md §4.1.5).

A line through few measurements leaves so little that it tells next to nothing of what all areas of a gemeente share.
"""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.settings import Settings
from veerkracht.statistics.frames import LevelIndeling
from veerkracht.statistics.verandering.choices import SHOCK_MEASUREMENTS, noise_settings
from veerkracht.statistics.verandering.reeks import Reeksen
from veerkracht.statistics.verandering.ruis import UNTOLD, Ruis, tell
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

LENGTHS = """
    select r.niveau, r.indeling, r.indicator, r.release, i.soort, count(distinct r.jaar) as metingen
    from main.fct_reeks as r
    inner join staging.stg_indicatoren as i using (indicator)
    where r.niveau in ({niveaus}) and r.waarde is not null and r.is_vergelijkbaar and r.methode = 'zelfde_indeling'
    group by all order by metingen desc, indicator
"""


class Longest:
    """Knows how long the series are that one release serves on its own boundaries; reads them when first asked."""

    def __init__(self, world: StatWorld, reeksen: Reeksen):
        self._world, self._reeksen = world, reeksen
        self._settings: Settings = world.settings
        self._shocks: dict[str, dict[str, float]] = {}

    def shocked(self, told: dict[str, Ruis]) -> dict[str, Ruis]:
        """Noise of an indicator per level, with the σ_G of the longest series of the release where its own is short.

        That series is of the same level, boundaries and soort (a score, a percentage …); of several as long the first
        by name. Where none is longer, or its noise cannot be told, nothing changes.
        """
        return {niveau: self._shocked(ruis) for niveau, ruis in told.items()}

    def _shocked(self, ruis: Ruis) -> Ruis:
        if not ruis.reeks.is_eigen or ruis.noise.measurements >= SHOCK_MEASUREMENTS or ruis.status == UNTOLD:
            return ruis
        longest = self._longer(ruis.reeks.place, ruis.reeks.indicator)
        shock = None if longest is None else self._shock(longest).get(ruis.reeks.place.niveau)
        return ruis if shock is None else replace(ruis, noise=replace(ruis.noise, sigma_g=shock))

    def _longer(self, place: LevelIndeling, indicator: str) -> str | None:
        """The longest series beside that of an indicator; None where none is longer."""
        here = self._lengths[(self._lengths["niveau"] == place.niveau) & (self._lengths["indeling"] == place.indeling)]
        own = here[here["indicator"] == indicator].iloc[0]
        beside = here[(here["release"] == own["release"]) & (here["soort"] == own["soort"])].iloc[0]
        return str(beside["indicator"]) if beside["metingen"] > own["metingen"] else None

    def _shock(self, indicator: str) -> dict[str, float]:
        """σ_G of an indicator per level where it is told."""
        if indicator not in self._shocks:
            is_score = (self._lengths.loc[self._lengths["indicator"] == indicator, "soort"] == "score").any()
            told = tell(self._reeksen.of(indicator).values(), noise_settings(self._settings), bool(is_score))
            known = {niveau: one.noise.sigma_g for niveau, one in told.items() if one.reason is None}
            self._shocks[indicator] = known
        return self._shocks[indicator]

    @cached_property
    def _lengths(self) -> "pd.DataFrame":
        return self._world.query(LENGTHS.format(niveaus=levels.sql_list(levels.known().on_maps)))
