"""The published levels of every level of areas, boundaries and period out of the work database, as scenes to draw from.

Components of the index are gathered in `index`; nothing is drawn here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.statistics.certainty.block import DrawnMeasure, Scene
from veerkracht.statistics.certainty.composite import Composite
from veerkracht.statistics.certainty.index import Composites
from veerkracht.statistics.frames import MaatInScope, Scope, parts
from veerkracht.statistics.klassen.maps import MeasuredMaps
from veerkracht.statistics.world import StatWorld

AREAS = """
    select niveau, indeling, jaar_van, jaar_tot, maat, gebiedscode, indicator, meetjaar_tot,
        if(status = 'waarde' and isfinite(waarde), waarde, null) as waarde
    from tussen.int_maat
"""
INDEX = "index"  # the indicator of a measure that is made of components


@dataclass(frozen=True)
class Task:
    """A scene and the maps that may be classed in it."""

    scene: Scene
    maps: tuple[MeasuredKaart, ...]


def tasks(world: StatWorld) -> Iterator[Task]:
    """Every scene with its maps, one at a time."""
    source, maps = _SceneSource(world), MeasuredMaps(world)
    for scope, areas in parts(world.query(AREAS), Scope):
        yield Task(source.scene(scope, areas), maps.of(scope))


class _SceneSource:
    """What all scenes have in common."""

    def __init__(self, world: StatWorld):
        self._index = Composites(world)

    def scene(self, scope: Scope, areas: pd.DataFrame) -> Scene:
        """The areas of a level, boundaries and period, sorted by code, with their measures."""
        codes = pd.Index(np.unique(areas["gebiedscode"].to_numpy(str)), name="gebiedscode")
        measures = {
            one.maat: self._measure(one, rows.set_index("gebiedscode").reindex(codes))
            for one, rows in parts(areas, MaatInScope)
        }
        return Scene(*scope, codes.to_numpy(str), measures, self._index.slots)

    def _measure(self, key: MaatInScope, rows: pd.DataFrame) -> DrawnMeasure:
        index = self._level(key, rows) if (rows["indicator"] == INDEX).any() else None
        return DrawnMeasure(rows["waarde"].to_numpy(float), index)

    def _level(self, key: MaatInScope, rows: pd.DataFrame) -> Composite | None:
        years = rows["meetjaar_tot"].dropna()
        return self._index.level(key.niveau, key.indeling, int(years.iloc[0]), rows.index) if len(years) else None
