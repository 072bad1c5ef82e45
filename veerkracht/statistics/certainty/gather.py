"""The published levels of every level of areas, boundaries and period out of the work database, as scenes to draw from.

Components of the index are gathered in `index`; nothing is drawn here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from veerkracht.mapkinds.kaart import Kaart
from veerkracht.statistics.certainty.block import Margin, Measure, Scene
from veerkracht.statistics.certainty.composite import Composite, Rounding
from veerkracht.statistics.certainty.index import Index
from veerkracht.statistics.frames import MaatInScope, Scope, parts
from veerkracht.statistics.klassen.maps import Maps
from veerkracht.statistics.world import StatWorld

AREAS = """
    select niveau, indeling, jaar_van, jaar_tot, maat, gebiedscode, indicator, meetjaar_tot,
        if(status = 'waarde' and isfinite(waarde), waarde, null) as waarde, inwoners
    from tussen.int_maat
"""
MARGINS = """
    select maat, niveau, indeling, jaar, gebiedscode, marge from tussen.int_maat_reeks
    where marge > 0 and indicator != 'index'
"""
ROUNDED_EVENLY = """
    select indicator from staging.stg_kolommen
    group by indicator having bool_and(coalesce(afrondingswijze, '') != 'aselect')
"""


class Margins(NamedTuple):
    """A measure of a level on one indeling in one year."""

    maat: str
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
    maps: tuple[Kaart, ...]


def tasks(world: StatWorld) -> Iterator[Task]:
    """Every scene with its maps, one at a time."""
    source, maps = _Source(world), Maps(world)
    for scope, areas in parts(world.query(AREAS), Scope):
        yield Task(source.scene(scope, areas), maps.of(scope))


class _Source:
    """What all scenes have in common."""

    def __init__(self, world: StatWorld):
        self._even = frozenset(world.query(ROUNDED_EVENLY)["indicator"])
        self._index = Index(world, self._even)
        self._margins = dict(parts(world.query(MARGINS), Margins))
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

    def _measure(self, key: MaatInScope, rows: pd.DataFrame, people: np.ndarray) -> Measure:
        level = rows["waarde"].to_numpy(float)
        rounding = self._rounding(key, rows)
        if (rows["indicator"] == "index").any():
            return Measure(level, Margin(np.zeros(len(level)), rounding), self._level(key, rows))
        # a rounded figure comes out of a register, exact but for its rounding; any other is an estimate with noise
        noise = np.zeros(len(level)) if rounding else _posterior(level, self._variance(key, rows, people))
        return Measure(level, Margin(noise, rounding))

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
        """Rounding of the figure, as delivered; none where the publisher does not round."""
        years = rows["meetjaar_tot"].dropna()
        if not len(years):
            return ()
        margins = self._margins.get(Margins(key.maat, key.niveau, key.indeling, int(years.iloc[0])))
        if margins is None:
            return ()
        half = np.nan_to_num(margins.set_index("gebiedscode")["marge"].reindex(rows.index).to_numpy(float))
        names = rows["indicator"].dropna()
        is_count = len(names) > 0 and names.iloc[0] not in self._even
        return (Rounding(half, is_count, f"afronding|{key.maat}|{int(years.iloc[0])}"),)


def _posterior(level: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Deviation of the true level given the measured one: √λ·σ with λ = 1 − σ²/var of the levels."""
    known = level[np.isfinite(level)]
    whole = float(known.var()) if len(known) else 0.0
    return np.sqrt(np.clip(1 - variance / whole, 0, 1) * variance) if whole > 0 else np.zeros(len(level))
