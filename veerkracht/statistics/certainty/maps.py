"""Which value of a block is classed how by each kind of map, and which doubts apply to it (method.md §3 and §6).

The rules are those of the models of dbt's tag:kaart, which make the published classes.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics import resilience
from veerkracht.statistics.certainty import classes
from veerkracht.statistics.certainty.block import Block, Scene

V, N = "kwetsbaarheid", "onv"  # the two measures that maps 7 to 10 are made of


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
        found[:, shown] = _RULES[kaart.soort](kaart, block, shown)
    return found


def drawable(kaart: Kaart, scene: Scene) -> np.ndarray:
    """Areas with a value for the map."""
    if not set(kaart.maten) <= scene.measures.keys():
        return np.zeros(len(scene.codes), bool)
    if kaart.soort in ("veerkracht", "veerkracht_relatief"):
        if scene.model is None:
            return np.zeros(len(scene.codes), bool)
        return np.isfinite(scene.model.relative if kaart.soort == "veerkracht_relatief" else scene.model.national)
    measures = [scene.measures[maat] for maat in kaart.maten]
    values = [m.level if kaart.soort in ("niveau", "focus") else m.change for m in measures]
    return np.all(np.isfinite(values), axis=0)


def doubts(kaart: Kaart, scene: Scene) -> frozenset[str]:
    """What can move a class of this map."""
    found = {"model"} if kaart.soort.startswith("veerkracht") else set()
    for measure in (scene.measures[maat] for maat in kaart.maten):
        if kaart.soort in ("niveau", "focus"):
            found |= measure.level_margin.doubts.union(measure.level_index.doubts if measure.level_index else ())
        else:
            margin = measure.change_margin if _is_raw(kaart) else measure.shrunken_margin
            found |= margin.doubts.union(measure.change_index.doubts if measure.change_index else ())
    return frozenset(found)


def _is_raw(kaart: Kaart) -> bool:
    """Fixed limits on a change are read in the unit of the measure: there it is not shrunken."""
    return kaart.soort == "verandering" and kaart.klassen == "vast"


def _level(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    return _one(kaart, block, block.level(kaart.maten[0])[:, shown], shown)


def _change(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    maat = kaart.maten[0]
    values = block.change(maat) if _is_raw(kaart) else block.shrunken(maat)
    return _one(kaart, block, values[:, shown], shown)


def _one(kaart: Kaart, block: Block, values: np.ndarray, shown: np.ndarray) -> np.ndarray:
    if kaart.klassen == "vast":
        return classes.between(values, np.array(kaart.grenzen))
    if kaart.klassen == "rond_nul":
        return classes.between(values, classes.spread_limits(values, _weights(block, shown), np.array(kaart.grenzen)))
    return classes.between(values, classes.quantile_limits(values, 3 if kaart.klassen == "tercielen" else 5))


def _weights(block: Block, shown: np.ndarray) -> np.ndarray:
    """Inhabitants of the areas shown; where none is known (boundaries of a source of its own) areas weigh the same."""
    people = block.scene.inhabitants[shown]
    return people if np.isfinite(people).any() else np.ones(len(people))


def _concurrence(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    people = _weights(block, shown)
    v, n = block.shrunken(V)[:, shown], -block.shrunken(N)[:, shown]
    v, n = (x / classes.spread(x, people)[:, None] for x in (v, n))
    return classes.concurrence(v, n, *kaart.grenzen)


def _resilience(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    values, _ = resilience.nationwide(block.resilience.T, block.scene.inhabitants)
    return classes.between(values.T[:, shown], np.array(kaart.grenzen))


def _relative(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    scene, minimum = block.scene, block.settings.relatief_minimum
    values, _ = resilience.within(block.resilience.T, scene.inhabitants, scene.gemeente, minimum)
    return classes.between(values.T[:, shown], np.array(kaart.grenzen))


def _focus(kaart: Kaart, block: Block, shown: np.ndarray) -> np.ndarray:
    return classes.bivariate(block.level(V)[:, shown], -block.level(N)[:, shown])


_RULES = {
    "niveau": _level,
    "verandering": _change,
    "samenloop": _concurrence,
    "veerkracht": _resilience,
    "veerkracht_relatief": _relative,
    "focus": _focus,
}
