"""The levels of one scene (level, boundaries, period) in a block of draws: published value + what a draw adds.

Draw 0, and every doubt that is not active, adds exactly nothing. Which maps use which value stands in `maps`.
"""

from dataclasses import dataclass, field

import numpy as np

from veerkracht.settings import Settings
from veerkracht.statistics.certainty import draws
from veerkracht.statistics.certainty.composite import Composite, Rounding
from veerkracht.statistics.certainty.draws import Slots


@dataclass(frozen=True)
class Margin:
    """What a published figure of each area may be off: deviation of its noise (0: none told), and rounding."""

    noise: np.ndarray
    rounding: tuple[Rounding, ...] = ()

    @property
    def doubts(self) -> frozenset[str]:
        """What can move the figure."""
        return frozenset({"ruis"} if self.noise.any() else ()) | frozenset(
            {"afronding"} if any(r.half.any() for r in self.rounding) else ()
        )


@dataclass(frozen=True)
class DrawnMeasure:
    """Published level of one measure per area at the end of the period (NaN: none) and what is not sure about it."""

    level: np.ndarray
    margin: Margin
    index: Composite | None = None

    @property
    def doubts(self) -> frozenset[str]:
        """What can move the level."""
        return self.margin.doubts.union(self.index.doubts if self.index else ())


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
    keys: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", draws.area_keys(self.codes))


class Block:
    """A run of draws of one scene with the doubts that are active; arrays are draws × areas."""

    def __init__(self, scene: Scene, which: range, active: frozenset[str], settings: Settings):
        self.scene, self.which, self.settings = scene, which, settings
        self.active = active if which.start else frozenset()  # draw 0 is asked for alone
        self.chosen = draws.choices(which, scene.slots, settings, active)
        self._default = draws.choices(range(1), scene.slots, settings, frozenset())

    def level(self, maat: str) -> np.ndarray:
        """Level at the end of the period."""
        measure = self.scene.measures[maat]
        values = np.repeat(measure.level[None, :], len(self.which), axis=0)
        if measure.index is not None:
            values += self._moved(measure.index)
        return values + self._off(f"niveau|{maat}", measure.margin)

    def _moved(self, index: Composite) -> np.ndarray | float:
        """What the choices of the draws do to an index, compared with the defaults."""
        if not self.active:
            return 0.0
        default = index.values(self._default, self.scene.keys, range(1), frozenset())
        drawn = index.values(self.chosen, self.scene.keys, self.which, self.active)
        return np.nan_to_num(drawn - default, nan=0.0)

    def _off(self, purpose: str, margin: Margin) -> np.ndarray | float:
        """Noise and rounding of a figure; the same purpose gives the same noise on every map."""
        found: np.ndarray | float = 0.0
        if "ruis" in self.active and margin.noise.any():
            found = draws.normal(self.scene.keys, f"ruis|{purpose}", self.which) * margin.noise.astype(np.float32)
        if "afronding" in self.active:
            rounded = [part for part in margin.rounding if part.half.any()]
            found = found + sum(part.draw(self.scene.keys, self.which) for part in rounded)
        return found
