"""The kwetsbaarheidsindex of one year, recomputed in each draw from its components (method.md §2 and §6).

Knows weights, normalisations, rounding of components and predictions of missing ones. Which values these are is told
by `gather`; what a map does with the index stands in `block`.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from veerkracht.statistics import weighted
from veerkracht.statistics.certainty import draws
from veerkracht.statistics.certainty.draws import MINMAX, RANK, Choices

HALF = np.float32(0.5)


@dataclass(frozen=True)
class Rounding:
    """Largest error of a rounded value per area (0 where none); counts err triangularly, percentages uniformly.

    A count rounded at random to base b errs on (−b, b), a figure in steps of s on ±s/2 (method.md §2 and §4.2).
    """

    half: np.ndarray
    is_count: bool
    purpose: str  # the same value keeps the same error wherever it is used

    @classmethod
    def of(cls, error: np.ndarray, is_count: bool, purpose: str) -> "Rounding":
        """That of which the standard error is known, also of a figure that was made of several (NaN: none)."""
        return cls(np.nan_to_num(error) * np.sqrt(6.0 if is_count else 3.0), is_count, purpose)

    def only(self, where: np.ndarray) -> "Rounding":
        """The same without the areas elsewhere."""
        return replace(self, half=np.where(where, self.half, 0.0))

    def draw(self, keys: np.ndarray, which: range) -> np.ndarray:
        """Error that rounding may hide, draws × areas."""
        error = draws.triangular if self.is_count else _even
        return error(keys, self.purpose, which) * self.half.astype(np.float32)


def _even(keys: np.ndarray, purpose: str, which: range) -> np.ndarray:
    return (draws.uniform(keys, purpose, which) - HALF) * np.float32(2)


@dataclass(frozen=True)
class Reshape:
    """Another normalisation of one component: its rank, or its place between the lowest and highest value."""

    places: np.ndarray  # z-scores in order
    ranks: np.ndarray  # what each becomes as rank, rescaled to mean 0 and deviation 1
    slope: float  # of min–max
    shift: float

    def rank(self, z: np.ndarray) -> np.ndarray:
        """Standardised rank of z-scores."""
        return np.interp(z, self.places, self.ranks).astype(np.float32)

    def minmax(self, z: np.ndarray) -> np.ndarray:
        """Min–max of z-scores, centred on 0."""
        return np.float32(self.slope) * z + np.float32(self.shift)


def reshapes(z: list[np.ndarray], inhabitants: list[np.ndarray], weights: np.ndarray) -> tuple[Reshape, ...]:
    """Rank and min–max of each component from all its national z-scores (several years in one list).

    Ranks get mean 0 and deviation 1 each. Min–max gets mean 0 and, over the components together, a mean deviation of
    1: rescaled one by one it would be the z-score again.
    """
    spans = [_span(values) for values in z]
    spreads = np.array(
        [weighted.sd(v, w) / span if span else 0.0 for v, w, span in zip(z, inhabitants, spans, strict=True)]
    )
    typical = float(np.dot(weights, spreads) / weights.sum()) if weights.sum() else 0.0
    found = []
    for values, people, span in zip(z, inhabitants, spans, strict=True):
        places, ranks = _ranks(values, people)
        slope = 1 / (span * typical) if span and typical else 1.0
        middle = float(weighted.mean(values, people))
        found.append(Reshape(places, ranks, slope, -slope * middle if np.isfinite(middle) else 0.0))
    return tuple(found)


def _span(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.max() - known.min()) if len(known) else 0.0


def _ranks(values: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    known = np.isfinite(values)
    places, where, count = np.unique(values[known], return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - count / 2  # equal values share the middle of their ranks
    spread = weighted.sd(middle[where], people[known]) if len(places) else 0.0
    if not spread or not np.isfinite(spread):
        return np.array([0.0]), np.array([0.0])
    return places, (middle - weighted.mean(middle[where], people[known])) / spread


@dataclass(frozen=True)
class Composite:
    """Components of the index in one year, standardised; rows are slots, columns areas."""

    slots: np.ndarray  # place of each row among the slots of the catalogue
    z: np.ndarray  # measured, else predicted; NaN where neither
    rounding: tuple[Rounding | None, ...]  # in z-scores
    residue: np.ndarray  # deviation of a prediction, 0 where measured
    purposes: tuple[str, ...]  # of the predictions
    shapes: tuple[Reshape, ...]
    limit: float  # winsorised at plus and minus this
    scale: float = 1.0  # weight of all its slots together: the index is Σ w·z times this, over the weight present
    known: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", np.isfinite(self.z).astype(np.float32))
        object.__setattr__(self, "z", np.nan_to_num(self.z, nan=0.0).astype(np.float32))

    @property
    def doubts(self) -> frozenset[str]:
        """What can move this index."""
        found = {"gewichten", "normalisatie", "onderdeel_weg"}
        found |= {"afronding"} if any(part is not None and part.half.any() for part in self.rounding) else set()
        return frozenset(found | ({"voorspelling"} if self.residue.any() else set()))

    def values(self, chosen: Choices, keys: np.ndarray, which: range, active: frozenset[str]) -> np.ndarray:
        """The index, draws × areas, float32; NaN where the draw leaves an area without any component."""
        weights = chosen.weights[:, self.slots].astype(np.float32)
        total = np.zeros((len(weights), self.z.shape[1]), np.float32)
        for row in range(len(self.slots)):
            drawn = self._component(row, keys, which, active) * self.known[row]
            self._add(total, weights[:, row], drawn, chosen.normalisation, row)
        present = weights @ self.known
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(present > 0, np.float32(self.scale) * total / present, np.float32(np.nan))

    def _add(self, total: np.ndarray, weights: np.ndarray, z: np.ndarray, normalisation: np.ndarray, row: int) -> None:
        """Add weight · normalised component; z has a row a draw, or one for all."""
        for kind in np.unique(normalisation):
            at = np.flatnonzero((normalisation == kind) & (weights != 0))
            if len(at):
                values = z[at] if len(z) > 1 else z
                if kind == RANK:
                    values = self.shapes[row].rank(values) * self.known[row]
                elif kind == MINMAX:
                    values = self.shapes[row].minmax(values) * self.known[row]
                total[at] += weights[at, None] * values

    def _component(self, row: int, keys: np.ndarray, which: range, active: frozenset[str]) -> np.ndarray:
        z = self.z[row][None, :]
        rounding = self.rounding[row]
        if "afronding" in active and rounding is not None and rounding.half.any():
            z = z + rounding.draw(keys, which)
        missing = np.flatnonzero(self.residue[row] > 0)
        if "voorspelling" in active and len(missing):
            z = np.repeat(z, len(which), axis=0) if len(z) == 1 else z
            noise = draws.normal(keys[missing], self.purposes[row], which)
            z[:, missing] += noise * self.residue[row, missing].astype(np.float32)
        return np.clip(z, -self.limit, self.limit)
