"""Which value of a block is classed how by each kind of map of level, and which doubts apply to it (method.md §3, §6).

The rules are those of the models of dbt's tag:kaart, which make the published classes. Maps of change are not drawn:
their colour is certainty itself.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.certainty import classes
from veerkracht.statistics.certainty.block import Block, Scene

V, N = "kwetsbaarheid", "onv"  # the two measures that the map of both is made of
KINDS = ("niveau", "focus")


@dataclass(frozen=True)
class Kaart:
    """A row of the catalogue of maps, as far as it decides the class."""

    kaart_id: str
    maten: tuple[str, ...]
    soort: str
    klassen: str
    grenzen: tuple[float, ...] = ()


def classify(kaart: Kaart, block: Block) -> np.ndarray:
    """Class of each area in each draw (draws × areas, int8); 0 where the area has no value for this map."""
    shown = drawable(kaart, block.scene)
    found = np.zeros((len(block.which), len(shown)), np.int8)
    if shown.any():
        rule = _focus if kaart.soort == "focus" else _level
        found[:, shown] = rule(kaart, block, shown)
    return found


def drawable(kaart: Kaart, scene: Scene) -> np.ndarray:
    """Areas with a value for the map."""
    if not set(kaart.maten) <= scene.measures.keys():
        return np.zeros(len(scene.codes), bool)
    return np.all([np.isfinite(scene.measures[maat].level) for maat in kaart.maten], axis=0)


def doubts(kaart: Kaart, scene: Scene) -> frozenset[str]:
    """What can move a class of this map."""
    return frozenset[str]().union(*(scene.measures[maat].doubts for maat in kaart.maten))


def _level(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    values = block.level(kaart.maten[0])[:, shown]
    if kaart.klassen == "vast":
        return classes.between(values, np.array(kaart.grenzen))
    return classes.between(values, classes.quantile_limits(values, classes.PARTS[kaart.klassen]))


def _focus(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    return classes.bivariate(block.level(V)[:, shown], -block.level(N)[:, shown])
