"""A series of one indicator of one release: the record that noise is told from, and what is made ready for it."""

from dataclasses import dataclass, replace

import numpy as np

NORMAL = 1.4826  # a median of absolute deviations times this is the deviation of a normal distribution


@dataclass(frozen=True)
class Measured:
    """Comparable measurements of one indicator at one level; a position of every array but `years` is an area.

    Raises ValueError where shapes differ, a code stands twice or the years do not rise.
    """

    codes: np.ndarray  # (areas,) text; sums are taken in their order, so the order of the rows does not matter
    gemeenten: np.ndarray  # (areas,) code of the gemeente of each area
    years: np.ndarray  # (years,) rising
    values: np.ndarray  # (areas, years) in the unit of the indicator, NaN where nothing was measured
    size: np.ndarray  # (areas,) n of method.md §4.1 (see `size_of`); NaN or 0: the area tells and gets no noise
    rounding: np.ndarray  # (areas,) known rounding variance r of one measurement, 0 where none; NaN as at `size`

    def __post_init__(self) -> None:
        areas = len(self.codes)
        if any(len(array) != areas for array in (self.gemeenten, self.size, self.rounding, self.values)):
            raise ValueError(f"{areas} codes, but another number of gemeenten, sizes, roundings or values")
        if self.values.shape != (areas, len(self.years)):
            raise ValueError(f"values are {self.values.shape}; expected ({areas}, {len(self.years)})")
        if len(np.unique(self.codes)) != areas:
            raise ValueError("a code stands twice")
        if (np.diff(self.years) <= 0).any():
            raise ValueError("years do not rise")

    def take(self, rows: np.ndarray) -> "Measured":
        """Only these areas (positions or a mask), in the order given."""
        chosen = {name: getattr(self, name)[rows] for name in ("codes", "gemeenten", "values", "size", "rounding")}
        return replace(self, **chosen)

    @property
    def measurements(self) -> int:
        """In how many years anything was measured."""
        return int(np.isfinite(self.values).any(axis=0).sum())


def size_of(inhabitants: np.ndarray, years: np.ndarray, first: float, last: float) -> np.ndarray:
    """n of each area: the harmonic mean of its inhabitants in two years (method.md §4.1).

    `inhabitants` areas × years, NaN where not known: then the nearest year that is known, the earlier of two as near.
    NaN for an area of which no year is known, 0 where nobody lives in one of the two.
    """
    ends = np.stack([_nearest(inhabitants, years, year) for year in (first, last)])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((ends == 0).any(axis=0), 0.0, 2 / (1 / ends).sum(axis=0))


def _nearest(figures: np.ndarray, years: np.ndarray, wanted: float) -> np.ndarray:
    """Of each row the figure of the known year nearest to `wanted`; NaN for a row without figures."""
    distance = np.where(np.isfinite(figures), np.abs(np.asarray(years, float) - wanted), np.inf)
    return figures[np.arange(len(figures)), distance.argmin(axis=1)].astype(float)


def without_impossible(values: np.ndarray, limit: float) -> np.ndarray:
    """The values with NaN for what no area can have: further than limit × (1.4826·MAD) from the median of all.

    Infinite counts as missing. Where more than half of the values are equal the distance is told by the others.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return np.full(values.shape, np.nan)
    middle = np.median(known)
    away = np.abs(known - middle)
    differing = away[away > 0]
    spread = NORMAL * (np.median(away) or (np.median(differing) if len(differing) else 0.0))
    possible = np.isfinite(values) & ((np.abs(values - middle) <= limit * spread) | (spread == 0))
    return np.where(possible, values, np.nan)


def numbered(labels: np.ndarray) -> np.ndarray:
    """Groups as numbers 0, 1, … by where they first stand, so that other names give the same numbers."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), int)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[place]
