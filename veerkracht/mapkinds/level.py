"""Kinds of map of a level: limits from the figures, classes from the limits; many draws of the figures at once.

Figures are an array a measure, draws × areas, without empty values (method.md §3).
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from veerkracht.mapkinds.kind import Bounds, Grond, Kind

MaatFigures = Sequence[np.ndarray]  # a measure of the map each


@dataclass(frozen=True)
class LevelKind(Kind, ABC):
    """A kind of map of a level; another design of a measure can move its classes.

    A map of two measures has a class for each pair of parts, those of the second next to each other.
    """

    grond: Grond = Grond.STAND
    turned: tuple[bool, ...] = (False,)  # per measure: parts run from high to low

    @property
    def has_chances(self) -> bool:
        """Whether a model tells how likely an area is to lie in its class, and in the one that asks most."""
        return bool(self.hoogste)

    def top(self, higher_is_better: Sequence[bool]) -> int:
        """The class that asks most attention, by measure whether its higher figures are the favourable ones."""
        parts = round(self.count(()) ** (1 / len(self.turned)))
        found = 0
        for better, turned in zip(higher_is_better, self.turned, strict=True):
            found = found * parts + (0 if better != turned else parts - 1)
        return found + 1

    @abstractmethod
    def of_measure(self, x: np.ndarray, limits: Sequence[float]) -> np.ndarray:
        """Limits between the parts of one measure: a row a draw, or one row for all."""

    def limits(self, figures: MaatFigures, limits: Sequence[float]) -> list[np.ndarray]:
        """Per measure the limits in the order of the parts; of a measure that is turned with the other sign."""
        return [self.of_measure(x, limits) for x in self._ordered(figures)]

    def classes(self, figures: MaatFigures, limits: MaatFigures) -> np.ndarray:
        """Class of each area in each draw (int8), 1 and up."""
        found: np.ndarray = np.zeros((1, 1), np.int8)
        for x, edges in zip(self._ordered(figures), limits, strict=True):
            found = found * np.int8(edges.shape[-1] + 1) + (between(x, edges) - np.int8(1))
        return found + np.int8(1)

    def drawn(self, figures: MaatFigures, limits: Sequence[float]) -> np.ndarray:
        """Class of each area in each draw, by the limits of that draw."""
        return self.classes(figures, self.limits(figures, limits))

    def limited(self, limits: Sequence[Sequence[float]]) -> tuple[Bounds, ...]:
        """Per class between which values it lies, by limits of one draw in the order of the parts."""
        sides = [_sides(one, turned) for one, turned in zip(limits, self.turned, strict=True)]
        return tuple(
            Bounds(klasse, *sum((sides[m][part] for m, part in enumerate(parts)), ()))
            for klasse, parts in enumerate(np.ndindex(*(len(one) for one in sides)), 1)
        )

    def _ordered(self, figures: MaatFigures) -> list[np.ndarray]:
        return [-x if turned else x for x, turned in zip(figures, self.turned, strict=True)]


@dataclass(frozen=True)
class EqualParts(LevelKind):
    """As many areas of the country in each part of a measure; equal values share a part.

    The chance of a class is that of the model of a level, with the published limits held fixed (method.md §6).
    """

    delen: int = 0

    def of_measure(self, x: np.ndarray, limits: Sequence[float]) -> np.ndarray:
        return quantile_limits(x, self.delen)


def between(x: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Part 1 + the number of limits strictly below x, so equal values share one; limits: a row a draw, or for all."""
    limits = np.atleast_2d(limits)
    found = np.ones(np.broadcast_shapes(x.shape, (len(limits), 1)), np.int8)
    for k in range(limits.shape[1]):
        found += x > limits[:, k, None]
    return found


def quantile_limits(x: np.ndarray, parts: int) -> np.ndarray:
    """Per draw the smallest values with a cumulative share of areas of at least k/parts, k = 1 … parts − 1."""
    n = x.shape[1]
    places = [-(-n * k // parts) - 1 for k in range(1, parts)]
    return np.partition(x, places, axis=1)[:, places]


def _sides(limits: Sequence[float], turned: bool) -> list[tuple[float | None, float | None]]:
    """Lower and upper value of each part."""
    edges = [None, *map(float, limits), None]
    pairs = list(pairwise(edges))
    if not turned:
        return pairs
    return [(None if high is None else -high, None if low is None else -low) for low, high in pairs]
