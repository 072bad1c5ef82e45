"""Which maps of a level the design of the index can move, and their classes in a block of draws, by their kinds."""

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
    """Areas with a value for the map; none where no measure of it is an index."""
    measures = [scene.measures[maat] for maat in kaart.maten if maat in scene.measures]
    if len(measures) < len(kaart.maten) or all(measure.index is None for measure in measures):
        return np.zeros(len(scene.codes), bool)
    return np.all([np.isfinite(measure.level) for measure in measures], axis=0)
