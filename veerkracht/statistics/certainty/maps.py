"""Classes of the maps of a level in a block of draws, by the rules of their kinds, and which doubts can move them."""

import numpy as np

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.statistics.certainty.block import Block, Scene


def classify(kaart: MeasuredKaart, block: Block) -> np.ndarray:
    """Class of each area in each draw (draws × areas, int8); 0 where the area has no value for this map."""
    shown = drawable(kaart, block.scene)
    found = np.zeros((len(block.which), len(shown)), np.int8)
    if shown.any():
        figures = [block.level(maat)[:, shown] for maat in kaart.maten]
        found[:, shown] = kaart.kind.drawn(figures, kaart.grenzen)
    return found


def drawable(kaart: MeasuredKaart, scene: Scene) -> np.ndarray:
    """Areas with a value for the map."""
    if not set(kaart.maten) <= scene.measures.keys():
        return np.zeros(len(scene.codes), bool)
    return np.all([np.isfinite(scene.measures[maat].level) for maat in kaart.maten], axis=0)


def doubts(kaart: MeasuredKaart, scene: Scene) -> frozenset[str]:
    """What can move a class of this map."""
    return frozenset[str]().union(*(scene.measures[maat].doubts for maat in kaart.maten))
