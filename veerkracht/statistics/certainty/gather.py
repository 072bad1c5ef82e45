"""The published levels of every level of areas, boundaries and period out of the work database, as scenes to draw from.

Components of the index are gathered in `index`; nothing is drawn here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.statistics.certainty.block import DrawnMeasure, Margin, Scene
from veerkracht.statistics.certainty.composite import Composite, Rounding
from veerkracht.statistics.certainty.index import Composites
from veerkracht.statistics.frames import MaatInScope, Scope, parts
from veerkracht.statistics.klassen.maps import MeasuredMaps
from veerkracht.statistics.world import StatWorld

AREAS = """
    select niveau, indeling, jaar_van, jaar_tot, maat, gebiedscode, indicator, meetjaar_tot,
        if(status = 'waarde' and isfinite(waarde), waarde, null) as waarde, inwoners
    from tussen.int_maat
"""
ROUNDED = """
    select indicator, niveau, indeling, jaar, gebiedscode, se_afronding from tussen.int_kaart_reeks
    where se_afronding > 0
"""
ROUNDED_EVENLY = """
    select indicator from staging.stg_kolommen
    group by indicator having bool_and(coalesce(afrondingswijze, '') not in ('aselect', 'aselect_alle'))
"""


class FiguresKey(NamedTuple):
    """An indicator of a level on one indeling in one year."""

    indicator: str
    niveau: str
    indeling: int
    jaar: int


class Told(NamedTuple):
    """A measure of a level and the indicator it stands on, of which noise is told."""

    niveau: str
    maat: str
    indicator: str


@dataclass(frozen=True)
class Task:
    """A scene and the maps that may be classed in it."""

    scene: Scene
    maps: tuple[MeasuredKaart, ...]


def tasks(world: StatWorld) -> Iterator[Task]:
    """Every scene with its maps, one at a time."""
    source, maps = _DoubtSource(world), MeasuredMaps(world)
    for scope, areas in parts(world.query(AREAS), Scope):
        yield Task(source.scene(scope, areas), maps.of(scope))


class _DoubtSource:
    """What all scenes have in common."""

    def __init__(self, world: StatWorld):
        self._even = frozenset(world.query(ROUNDED_EVENLY)["indicator"])
        self._index = Composites(world, self._even)
        self._rounded = dict(parts(world.query(ROUNDED), FiguresKey))
        told = world.load("ruis")
        self._noise = dict(parts(told[told["status"] == "bepaald"], Told))

    def scene(self, scope: Scope, areas: pd.DataFrame) -> Scene:
        """The areas of a level, boundaries and period, sorted by code, with their measures."""
        about = areas.drop_duplicates("gebiedscode").sort_values("gebiedscode").set_index("gebiedscode")
        people = about["inwoners"].to_numpy(float)
        measures = {
            one.maat: self._measure(one, rows.set_index("gebiedscode").reindex(about.index), people)
            for one, rows in parts(areas, MaatInScope)
        }
        return Scene(*scope, about.index.to_numpy(str), measures, self._index.slots)

    def _measure(self, key: MaatInScope, rows: pd.DataFrame, people: np.ndarray) -> DrawnMeasure:
        level = rows["waarde"].to_numpy(float)
        rounding = self._rounding(key, rows)
        if (rows["indicator"] == "index").any():
            return DrawnMeasure(level, Margin(np.zeros(len(level)), rounding), self._level(key, rows))
        # a rounded figure comes out of a register, exact but for its rounding; any other is an estimate with noise
        noise = np.zeros(len(level)) if rounding else _posterior(level, self._variance(key, rows, people))
        return DrawnMeasure(level, Margin(noise, rounding))

    def _level(self, key: MaatInScope, rows: pd.DataFrame) -> Composite | None:
        years = rows["meetjaar_tot"].dropna()
        return self._index.level(key.niveau, key.indeling, int(years.iloc[0]), rows.index) if len(years) else None

    def _variance(self, key: MaatInScope, rows: pd.DataFrame, people: np.ndarray) -> np.ndarray:
        """Variance that noise gives one measurement of an area of this size; 0 where it cannot be told."""
        told = self._noise.get(Told(key.niveau, key.maat, str(next(iter(rows["indicator"].dropna()), ""))))
        if told is None:
            return np.zeros(len(people))
        a, b, c = (float(told[name].iloc[0]) for name in ("a", "b", "c"))
        factor = c if np.isfinite(told["d0"].iloc[0]) else 1.0
        return np.nan_to_num(factor * (a + b / np.where(people > 0, people, np.nan)))

    def _rounding(self, key: MaatInScope, rows: pd.DataFrame) -> tuple[Rounding, ...]:
        """Rounding of the figures it is made of; none where the publisher does not round."""
        years, names = rows["meetjaar_tot"].dropna(), rows["indicator"].dropna()
        if not len(years) or not len(names):
            return ()
        indicator, year = str(names.iloc[0]), int(years.iloc[0])
        rounded = self._rounded.get(FiguresKey(indicator, key.niveau, key.indeling, year))
        if rounded is None:
            return ()
        error = rounded.set_index("gebiedscode")["se_afronding"].reindex(rows.index).to_numpy(float)
        return (Rounding.of(error, indicator not in self._even, f"afronding|{key.maat}|{year}"),)


def _posterior(level: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Deviation of the true level given the measured one: √λ·σ with λ = 1 − σ²/var of the levels."""
    known = level[np.isfinite(level)]
    whole = float(known.var()) if len(known) else 0.0
    return np.sqrt(np.clip(1 - variance / whole, 0, 1) * variance) if whole > 0 else np.zeros(len(level))
