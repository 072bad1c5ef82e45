"""Noise as the change between two measurements at a distance of no years: a lower bound (method.md §4.1.5)."""

from itertools import combinations

import numpy as np


def nugget(values: np.ndarray, years: np.ndarray) -> float:
    """σ² of var(x_j − x_i) = 2σ² + q·|t_j − t_i| over all pairs of years, each weighted by its number of areas.

    `values` areas × years, NaN = missing. q < 0: q = 0; σ² is never below 0. NaN with pairs of only one distance.
    """
    pairs = []
    for i, j in combinations(range(len(years)), 2):
        change = values[:, j] - values[:, i]
        change = change[np.isfinite(change)]
        if len(change) > 1:
            pairs.append((float(years[j] - years[i]), float(change.var(ddof=1)), len(change)))
    distance, variance, weight = np.array(pairs, float).reshape(-1, 3).T
    if len(np.unique(distance)) < 2:
        return float("nan")
    middle, level = np.average(distance, weights=weight), np.average(variance, weights=weight)
    slope = (weight * (distance - middle) * variance).sum() / (weight * (distance - middle) ** 2).sum()
    return float(max(level - max(slope, 0.0) * middle, 0.0) / 2)
