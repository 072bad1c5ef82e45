"""The kwetsbaarheidsindex of one year, recomputed in each draw from its components (method.md §2 and §6).

Knows weights and normalisations. Which values these are is told by `index`; what a map does with the index stands in
`block`.
"""

from dataclasses import dataclass, field

import numpy as np

from veerkracht.statistics import weighted
from veerkracht.statistics.certainty.draws import MINMAX, RANK, Choices


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
    shapes: tuple[Reshape, ...]
    limit: float  # winsorised at plus and minus this
    scale: float = 1.0  # weight of all its slots together: the index is Σ w·z times this, over the weight present
    known: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", np.isfinite(self.z).astype(np.float32))
        z = np.nan_to_num(self.z, nan=0.0).astype(np.float32)
        object.__setattr__(self, "z", np.clip(z, -self.limit, self.limit))

    def values(self, chosen: Choices) -> np.ndarray:
        """The index, draws × areas, float32; NaN where the draw leaves an area without any component."""
        weights = chosen.weights[:, self.slots].astype(np.float32)
        total = np.zeros((len(weights), self.z.shape[1]), np.float32)
        for row in range(len(self.slots)):
            self._add(total, weights[:, row], chosen.normalisation, row)
        present = weights @ self.known
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(present > 0, np.float32(self.scale) * total / present, np.float32(np.nan))

    def _add(self, total: np.ndarray, weights: np.ndarray, normalisation: np.ndarray, row: int) -> None:
        """Add weight · normalised component."""
        for kind in np.unique(normalisation):
            at = np.flatnonzero((normalisation == kind) & (weights != 0))
            if len(at):
                total[at] += weights[at, None] * self._normalised(int(kind), row) * self.known[row]

    def _normalised(self, kind: int, row: int) -> np.ndarray:
        if kind == RANK:
            return self.shapes[row].rank(self.z[row])
        return self.shapes[row].minmax(self.z[row]) if kind == MINMAX else self.z[row]
