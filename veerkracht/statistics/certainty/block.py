"""The levels of one scene (level, boundaries, period) in a block of draws: published value + what a draw adds.

Only the kwetsbaarheidsindex has a design that a draw can change. Draw 0, and every doubt that is not active, adds
exactly nothing. Which maps use which value stands in `maps`.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.settings import Settings
from veerkracht.statistics.certainty import draws
from veerkracht.statistics.certainty.composite import Composite
from veerkracht.statistics.certainty.draws import Slots


@dataclass(frozen=True)
class DrawnMeasure:
    """Published level of one measure per area at the end of the period (NaN: none); `index`: of what it was made."""

    level: np.ndarray
    index: Composite | None = None


@dataclass(frozen=True)
class Scene:
    """Areas of one level, boundaries and period, sorted by code, with their measures."""

    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    codes: np.ndarray
    measures: dict[str, DrawnMeasure]
    slots: Slots


class Block:
    """A run of draws of one scene with the doubts that are active; arrays are draws × areas."""

    def __init__(self, scene: Scene, which: range, active: frozenset[str], settings: Settings):
        self.scene, self.which = scene, which
        self.chosen = draws.choices(which, scene.slots, settings, active)
        self._default = draws.choices(range(1), scene.slots, settings, frozenset())

    def level(self, maat: str) -> np.ndarray:
        """Level at the end of the period."""
        measure = self.scene.measures[maat]
        published = np.repeat(measure.level[None, :], len(self.which), axis=0)
        if measure.index is None:
            return published
        moved = measure.index.values(self.chosen) - measure.index.values(self._default)
        return published + np.nan_to_num(moved, nan=0.0)
