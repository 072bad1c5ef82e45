"""Limits and classes of the maps: of a level by its figures, here and nowhere else (method.md §3).

Writes the files `grenzen` and `klassen`. The rules are those of the kinds of map.
"""

from typing import TYPE_CHECKING

import numpy as np

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.mapkinds.kind import Bounds
from veerkracht.statistics.frames import Record, Scope
from veerkracht.statistics.klassen.levels import LevelFigures, levels
from veerkracht.statistics.klassen.maps import MeasuredMaps
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd


def write(world: StatWorld) -> None:
    """Write `grenzen`, a row per map, scope and class that has limits, and `klassen`, a row per map and area with a
    class; nothing of maps that may not be made, or whose classes a publisher delivers."""
    maps, limits = MeasuredMaps(world), list[Record]()
    with world.adding("klassen") as add:
        for found in levels(world):
            for kaart_id, bounds in maps.given():
                limits += _rows(kaart_id, found.scope, bounds)
            for kaart in maps.of(found.scope):
                if found.shown(kaart.maten).any():
                    edges = limits_of(kaart, found)
                    limits += _rows(kaart.kaart_id, found.scope, kaart.kind.limited([one[0].tolist() for one in edges]))
                    add(_classed(kaart, found, edges))
    world.save("grenzen", limits)


def limits_of(kaart: MeasuredKaart, found: LevelFigures) -> list[np.ndarray]:
    """Limits per measure, one row each, of all areas with a figure of every measure; there must be some."""
    return kaart.kind.limits(_figures(kaart, found), kaart.grenzen)


def _classed(kaart: MeasuredKaart, found: LevelFigures, limits: list[np.ndarray]) -> "pd.DataFrame":
    import pandas as pd

    classes = kaart.kind.classes(_figures(kaart, found), limits)[0].astype(np.int16)
    codes = found.codes[found.shown(kaart.maten)]
    return pd.DataFrame(found.scope._asdict() | {"kaart_id": kaart.kaart_id, "gebiedscode": codes, "klasse": classes})


def _figures(kaart: MeasuredKaart, found: LevelFigures) -> list[np.ndarray]:
    shown = found.shown(kaart.maten)
    return [found.figures[maat][None, shown] for maat in kaart.maten]


def _rows(kaart_id: str, scope: Scope, bounds: tuple[Bounds, ...]) -> list[Record]:
    return [{"kaart_id": kaart_id} | scope._asdict() | vars(one) for one in bounds]
