"""Changes of the measures of the maps, and of all other scores and estimates, made ready for the model.

Of the maps the difference stands in `int_maat`, of other periods it is taken from the series. Nothing is judged here.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from veerkracht.statistics.frames import LevelIndeling, MaatInScope, Record, Scope
from veerkracht.statistics.verandering import areas, changes, ruis, variance
from veerkracht.statistics.verandering.changes import Change, Parts
from veerkracht.statistics.verandering.choices import noise_settings
from veerkracht.statistics.verandering.index import IndexParts, components
from veerkracht.statistics.verandering.indicators import Indicator, indicators
from veerkracht.statistics.verandering.longest import Longest
from veerkracht.statistics.verandering.national import National
from veerkracht.statistics.verandering.reeks import Reeks, Reeksen
from veerkracht.statistics.verandering.ruis import Ruis
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

ONV, K, LOWER = "onv", "kwetsbaarheid", "lager_is_gunstiger"
MEASURES = "select distinct niveau, indeling, jaar_van, jaar_tot, maat from tussen.int_maat order by all"
STOOD_ON = "select distinct indicator_verschil from tussen.int_maat where indicator_verschil is not null"
MAPS = """
    select gebiedscode, indicator, indicator_verschil, meetjaar_van, meetjaar_tot, waarde_van, waarde, verschil,
        inwoners, coalesce(reden_verschil, status_verschil, 'geen gegevens') as reden
    from tussen.int_maat
    where niveau = ? and indeling = ? and jaar_van = ? and jaar_tot = ? and maat = ? order by all
"""
INDEX_LEVEL = """
    select gebiedscode, waarde from tussen.int_k_niveau where niveau = ? and indeling = ? and waarde is not null
    qualify jaar = first(jaar) over (order by abs(jaar - ?), jaar)
"""
PERIODS = "select indicator, indeling, jaar_van, jaar_tot from tussen.int_periode order by all"


class Gatherer:
    """Reads the work database once; gives the changes of each scope, and afterwards the rows of `ruis`."""

    def __init__(self, world: StatWorld):
        self._world, self._settings = world, world.settings
        self._areas = areas.gebieden(world)
        self._indicators = indicators(world)
        self._national = National(world)
        measures = [MaatInScope(*row) for row in world.query(MEASURES).itertuples(index=False, name=None)]
        self._maps = [key for key in measures if self._is_told(key.maat)]
        kept = components(world) | set(world.query(STOOD_ON)["indicator_verschil"])
        self._reeksen = Reeksen(world, self._areas, kept)
        self._index, self._longest = IndexParts(world, self._reeksen), Longest(world, self._reeksen)
        self._noise: dict[str, dict[str, Ruis]] = {}
        self._stood_on: dict[str, set[str]] = {}
        self._same: dict[MaatInScope, MaatInScope] = {}

    def _is_told(self, maat: str) -> bool:
        return maat == K or (maat in self._indicators and self._indicators[maat].is_told)

    def maps(self) -> Iterator[dict[str, Change]]:
        """Per scope of the maps its measures by name."""
        for scope in sorted({key.scope for key in self._maps}):
            yield {key.maat: self._of_map(key) for key in self._maps if key.scope == scope}

    def others(self) -> Iterator[Change]:
        """Every other indicator and period, one at a time."""
        periods, on_maps = self._world.query(PERIODS), {*self._maps, *self._same.values()}
        for one in (indicator for indicator in self._indicators.values() if indicator.is_told):
            own = periods[periods["indicator"] == one.indicator]
            if not len(own):
                continue
            series = self._reeksen.of(one.indicator)
            noemers = self._noemers(one)
            for place, reeks in sorted(series.items()):
                for first, last in own.loc[own["indeling"] == place.indeling, ["jaar_van", "jaar_tot"]].to_numpy(int):
                    key = MaatInScope(*place, int(first), int(last), one.indicator)
                    if key not in on_maps:
                        told = self._parts(one, series, noemers, place, first, last)
                        yield self._of_series(reeks, told, one, key.scope)

    def same(self, change: Change) -> Change | None:
        """The change of the delivered share that a map of vulnerability stands on: one change, judged once.

        None where it stands on anything else, or on another share or other years in some areas.
        """
        key = self._same.get(MaatInScope(*change.scope, change.maat))
        return replace(change, scope=key.scope, maat=key.maat) if key else None

    def noise(self, indicator: str, series: dict[LevelIndeling, Reeks]) -> dict[str, Ruis]:
        """Noise of an indicator per level."""
        if indicator not in self._noise:
            own_line = self._indicators[indicator].is_score
            told = ruis.tell(series.values(), noise_settings(self._settings), own_line)
            self._noise[indicator] = self._longest.shocked(told)
        return self._noise[indicator]

    def rows(self) -> list[Record]:
        """Rows of `ruis` of everything that was asked for."""
        plain = [
            ruis.row(one, maat)
            for name, found in sorted(self._noise.items())
            for one in found.values()
            for maat in sorted(self._stood_on.get(name, {name}))
        ]
        return [*plain, *self._index.rows()]

    def _of_map(self, key: MaatInScope) -> Change:
        rows = self._world.query(MAPS, list(key))
        codes = rows["gebiedscode"].to_numpy(str)
        verschil, people = rows["verschil"].to_numpy(float).copy(), self._people(key, rows, codes)
        reden = rows["reden"].to_numpy(object).copy()
        reden[np.isfinite(verschil)] = None
        few = np.isfinite(verschil) & (people < self._settings.inwoners_minimum)
        verschil[few], reden[few] = np.nan, f"minder dan {self._settings.inwoners_minimum} inwoners"
        told = self._map_parts(key, rows, codes)
        self._remember(key, rows)
        return self._change(
            key.scope, key.maat, codes, people, verschil, reden, told,
            rows["waarde_van"].to_numpy(float), self._level(key, rows, codes, people),
            self._national.refusal(key.scope, key.maat),
        )  # fmt: skip

    def _level(self, key: MaatInScope, rows: "pd.DataFrame", codes: np.ndarray, people: np.ndarray) -> np.ndarray:
        """Level at the end of what changed: of the index where a delivered share stands for the level alone, as the
        threshold of a change must be in the unit of the change."""
        changed, shown = (set(rows[name].dropna()) for name in ("indicator_verschil", "indicator"))
        if key.maat != K or not changed or changed & set(self._indicators) or changed == shown:
            return rows["waarde"].to_numpy(float)
        known = self._world.query(INDEX_LEVEL, [key.niveau, key.indeling, key.jaar_tot])
        level = known.set_index("gebiedscode")["waarde"].reindex(codes).to_numpy(float)
        return np.where(people >= self._settings.inwoners_minimum, level, np.nan)

    def _people(self, key: MaatInScope, rows: "pd.DataFrame", codes: np.ndarray) -> np.ndarray:
        """Inhabitants, of an area where nobody counted its size."""
        people, here = rows["inwoners"].to_numpy(float), self._areas.get(LevelIndeling(key.niveau, key.indeling))
        if here is None:
            return people
        at = here.place(codes)
        return np.where(np.isnan(people) & (at >= 0), here.weight(key.jaar_tot)[at], people)

    def _map_parts(self, key: MaatInScope, rows: "pd.DataFrame", codes: np.ndarray) -> Parts:
        """Variance by part: of the index, of an estimate, or of a counted share."""
        named = rows["indicator_verschil"].dropna()
        name = str(named.iloc[0]) if len(named) else key.maat
        if name not in self._indicators:  # the index, or its measure where it is not there
            return self._index.parts(key.scope, codes)
        one, place = self._indicators[name], LevelIndeling(key.niveau, key.indeling)
        series = self._reeksen.of(name)
        if place not in series:
            return Parts.unknown(len(codes), f"van {name} is er geen reeks op deze grenzen")
        reeks = series[place]
        first, last = (self._years(reeks, codes, rows[end].to_numpy(float)) for end in ("meetjaar_van", "meetjaar_tot"))
        self._stood_on.setdefault(name, {name}).add(key.maat)
        told = self._parts(one, series, self._noemers(one), place, first, last)
        return variance.place(told, reeks.gebieden.place(codes))

    def _noemers(self, one: Indicator) -> dict[LevelIndeling, Reeks]:
        """The people that a counted share is a share of."""
        return self._reeksen.of(one.noemer) if one.noemer and not one.is_estimate else {}

    def _parts(
        self,
        one: Indicator,
        series: dict[LevelIndeling, Reeks],
        noemers: dict[LevelIndeling, Reeks],
        place: LevelIndeling,
        first: variance.Years,
        last: variance.Years,
    ) -> Parts:
        """Variance by part of a change of an estimate, or of a counted share."""
        if one.is_estimate:
            noise = self.noise(one.indicator, series)[place.niveau]
            return variance.of_series(series[place], noise, first, last, True)
        return variance.of_counted(series[place], noemers.get(place), first, last)

    def _remember(self, key: MaatInScope, rows: "pd.DataFrame") -> None:
        """That a measure that is no indicator is the change of one share between the same two years in every area."""
        stands = rows.loc[rows["verschil"].notna(), ["indicator_verschil", "meetjaar_van", "meetjaar_tot"]]
        several = stands.drop_duplicates()
        if key.maat in self._indicators or len(several) != 1:
            return
        name, first, last = several.iloc[0]
        one = self._indicators.get(str(name))
        if one is None or not one.is_told or one.richting != LOWER:
            return
        other = MaatInScope(key.niveau, key.indeling, int(first), int(last), one.indicator)
        if other not in self._same.values() and other not in self._maps:  # a map of its own judges it
            self._same[key] = other

    @staticmethod
    def _years(reeks: Reeks, codes: np.ndarray, years: np.ndarray) -> np.ndarray:
        """The year of each area of the series; 0 for one that has none."""
        found = np.zeros(len(reeks.gebieden.codes), int)
        at = reeks.gebieden.place(codes)
        known = (at >= 0) & np.isfinite(years)
        found[at[known]] = years[known].astype(int)
        return found

    def _of_series(self, reeks: Reeks, told: Parts, one: Indicator, scope: Scope) -> Change:
        first, last, least = scope.jaar_van, scope.jaar_tot, self._settings.inwoners_minimum
        start, level = reeks.at("waarde", first), reeks.at("waarde", last)
        before, people = reeks.gebieden.weight(first), reeks.gebieden.weight(last)
        few = (before < least) | (people < least)
        reden = np.select(
            [few, np.isnan(start), np.isnan(level)],
            [f"minder dan {least} inwoners", f"geen cijfer in {first}", f"geen cijfer in {last}"],
            "",
        ).astype(object)
        reden[reden == ""] = None
        verschil = np.where(few, np.nan, level - start)
        held = float(np.nansum(np.where(np.isfinite(verschil), reeks.gebieden.people(last), 0)))
        refused = self._national.refusal_of(held, last)
        level = np.where(people >= least, level, np.nan)
        return self._change(
            scope, one.indicator, reeks.gebieden.codes, people, verschil, reden, told, start, level, refused
        )

    def _change(
        self, scope: Scope, maat: str, codes: np.ndarray, people: np.ndarray, verschil: np.ndarray, reden: np.ndarray,
        told: Parts, start: np.ndarray, level: np.ndarray, refused: str | None,
    ) -> Change:  # fmt: skip
        here = self._areas.get(LevelIndeling(scope.niveau, scope.indeling))
        at = here.place(codes) if here is not None else np.full(len(codes), -1)
        gemeente, wijk = (
            np.where(at >= 0, getattr(here, name)[at], "") if here is not None else np.full(len(codes), "")
            for name in ("gemeente", "wijk")
        )
        richting = self._indicators[maat].richting if maat in self._indicators else LOWER
        possible = changes.without_absurd(verschil, reden, self._settings)
        return Change(
            scope, maat, richting, codes, gemeente, wijk, people, possible, reden, told, start,
            (told.ruis + told.afronding) / 2, changes.delta(level, people, self._settings), refused,
        )  # fmt: skip
