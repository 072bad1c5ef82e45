"""Weighted mean and deviation of areas, as everything in the statistics counts them.

Arrays are (areas,) or (areas, draws); weights are (areas,) or as the values. An area whose value or weight is no
number does not count. Nothing here knows a measure or a map.
"""

import numpy as np

FLAT = 1e-9  # a deviation below this share of the largest value is rounding of the computer, not spread


def mean(x: np.ndarray, w: np.ndarray) -> np.ndarray | float:
    """Σ w·x / Σ w over the areas (first axis); NaN where no area has a weight."""
    x, w = _aligned(x, w)
    return _divide((w * x).sum(axis=0), w.sum(axis=0))


def sd(x: np.ndarray, w: np.ndarray) -> np.ndarray | float:
    """√(Σ w·(x − mean)² / Σ w) over the areas: the deviation of a population, not an estimate from a sample.

    Exactly 0 where all values are equal but for rounding of the computer; NaN where no area has a weight.
    """
    x, w = _aligned(x, w)
    total = w.sum(axis=0)
    middle = _divide((w * x).sum(axis=0), total)
    spread = np.sqrt(_divide((w * (x - middle) ** 2).sum(axis=0), total))
    largest = np.max(np.abs(np.where(w > 0, x, 0)), axis=0, initial=0.0)
    return np.where(spread <= FLAT * largest, 0.0, spread)[()]


def group_sums(x: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Sum of x (areas or areas × draws) per group; groups are numbers 0 … count − 1. Rows of the result: groups."""
    x = np.asarray(x, float)
    order = np.argsort(groups, kind="stable")
    sums = np.zeros((count, *x.shape[1:]))
    if len(order):
        present, first = np.unique(groups[order], return_index=True)
        sums[present] = np.add.reduceat(x[order], first, axis=0)
    return sums


def _aligned(x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """x and w as float arrays of one shape, both 0 where one of them is no number or the weight is not positive."""
    x, w = np.asarray(x, float), np.asarray(w, float)
    if x.ndim > w.ndim:
        w = w.reshape(w.shape + (1,) * (x.ndim - w.ndim))
    counts = np.isfinite(x) & np.isfinite(w) & (w > 0)
    return np.where(counts, x, 0.0), np.where(counts, w, 0.0)


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)[()]
