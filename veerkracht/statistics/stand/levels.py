"""Levels of the measures of the maps with the variance of each: noise, rounding and conversion (method.md §6)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from veerkracht.statistics.frames import LevelIndeling, Scope, parts
from veerkracht.statistics.stand.index_level import IndexLevels, Variance
from veerkracht.statistics.verandering import areas, ruis, variance
from veerkracht.statistics.verandering.changes import HIGHER
from veerkracht.statistics.verandering.choices import noise_settings
from veerkracht.statistics.verandering.index import IndexParts, components
from veerkracht.statistics.verandering.indicators import indicators
from veerkracht.statistics.verandering.reeks import Reeksen
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

LEVELS = """
    select niveau, indeling, jaar_van, jaar_tot, maat, gebiedscode, indicator, meetjaar_tot, waarde from tussen.int_maat
    where status = 'waarde' and isfinite(waarde) and indicator is not null order by all
"""


@dataclass(frozen=True)
class Level:
    """Levels of one measure in a scope and the variance of each; sorted by code, without gaps.

    `understated`: there is noise that is not in the variance.
    """

    codes: np.ndarray
    gemeente: np.ndarray
    value: np.ndarray
    v: np.ndarray
    higher_is_better: bool
    understated: bool = False

    def only(self, codes: np.ndarray) -> "Level":
        """The areas of these codes."""
        chosen = np.isin(self.codes, codes)
        return replace(
            self, codes=self.codes[chosen], gemeente=self.gemeente[chosen], value=self.value[chosen], v=self.v[chosen]
        )

    def turned(self) -> "Level":
        """The same with the other sign."""
        return replace(self, value=-self.value, higher_is_better=not self.higher_is_better)


class StandMeasure(NamedTuple):
    """A measure of a scope, and the indicator and year that it stands on."""

    maat: str
    indicator: str
    meetjaar_tot: int


class Standen:
    """Reads the work database once; gives the levels of each scope."""

    def __init__(self, world: StatWorld):
        self._world, self._settings = world, world.settings
        self._areas, self._indicators = areas.gebieden(world), indicators(world)
        self._rows = world.query(LEVELS)
        kept = components(world) | set(self._rows["indicator"])
        self._reeksen = Reeksen(world, self._areas, kept)
        self._index = IndexLevels(world, self._reeksen, IndexParts(world, self._reeksen))
        self._noise: dict[str, dict[str, ruis.Ruis]] = {}

    def scopes(self) -> Iterator[tuple[Scope, dict[str, Level]]]:
        """Per scope the measures of which a variance is known, by name."""
        for scope, rows in parts(self._rows, Scope):
            found: dict[str, list[Level]] = {}
            for key, part in parts(rows, StandMeasure):
                level = self._level(LevelIndeling(scope.niveau, scope.indeling), key, part)
                if level is not None:
                    found.setdefault(key.maat, []).append(level)
            yield scope, {maat: _joined(several) for maat, several in found.items()}

    def _level(self, place: LevelIndeling, key: StandMeasure, rows: "pd.DataFrame") -> Level | None:
        codes = rows["gebiedscode"].to_numpy(str)
        variance = self._variance(place, key, codes)
        here = self._areas.get(place)
        if variance is None or here is None:
            return None
        v = variance.v
        at = here.place(codes)
        gemeente = np.where(at >= 0, here.gemeente[at], "")
        told = np.isfinite(v) & (gemeente != "")
        one = self._indicators.get(key.indicator)
        higher = one is not None and one.richting == HIGHER
        value = rows["waarde"].to_numpy(float)[told]
        return Level(codes[told], gemeente[told], value, v[told], higher, variance.understated)

    def _variance(self, place: LevelIndeling, key: StandMeasure, codes: np.ndarray) -> Variance | None:
        if key.indicator not in self._indicators:
            return self._index.variance(place, int(key.meetjaar_tot), codes)
        one, series = self._indicators[key.indicator], self._reeksen.of(key.indicator)
        if place not in series or not (one.is_told or key.maat != key.indicator):
            return None
        reeks, year = series[place], int(key.meetjaar_tot)
        if one.is_estimate:
            if key.indicator not in self._noise:
                how = noise_settings(self._settings)
                self._noise[key.indicator] = ruis.tell(series.values(), how, one.is_score)
            noise = self._noise[key.indicator][place.niveau]
            if noise.reason:  # of an estimate whose noise is not known nothing is sure
                return None
            own = noise.own(reeks)
        else:
            noemer = self._reeksen.of(one.noemer).get(place) if one.noemer else None
            if noemer is None:
                return None
            own = variance.binomial(reeks.at("waarde", year), noemer.at("waarde", year))
        whole = own + reeks.at("afronding", year) + reeks.at("omklap", year)
        at = reeks.gebieden.place(codes)
        return Variance(np.where(at >= 0, whole[at], np.nan))


def _joined(several: list[Level]) -> Level:
    """Of areas that stand on other years of measurement one level, sorted by code."""
    codes = np.concatenate([one.codes for one in several])
    order = np.argsort(codes, kind="stable")
    gemeente, value, v = (
        np.concatenate([getattr(one, name) for one in several])[order] for name in ("gemeente", "value", "v")
    )
    understated = any(one.understated for one in several)
    return Level(codes[order], gemeente, value, v, several[0].higher_is_better, understated)
