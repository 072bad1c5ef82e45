"""From values to classes by the rules of the maps of level (method.md §3), many draws at once.

Arrays are draws × areas without empty values. The same rules stand in dbt for the published classes; draw 0 is
compared with those. Where values come from is not known here.
"""

import numpy as np

PARTS = {"kwintiel": 5, "tercielen": 3}  # kind of classes -> equal parts


def quantile_limits(x: np.ndarray, parts: int) -> np.ndarray:
    """Per draw the smallest values with a cumulative share of areas of at least k/parts, k = 1 … parts − 1."""
    n = x.shape[1]
    places = [-(-n * k // parts) - 1 for k in range(1, parts)]
    return np.partition(x, places, axis=1)[:, places]


def between(x: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Class 1 + the number of limits strictly below x; limits are one row a draw, or one row for all."""
    limits = np.atleast_2d(limits)
    found = np.ones(np.broadcast_shapes(x.shape, (len(limits), 1)), np.int8)
    for k in range(limits.shape[1]):
        found += x > limits[:, k, None]
    return found


def bivariate(vulnerable: np.ndarray, nuisance: np.ndarray, parts: int = 3) -> np.ndarray:
    """Class parts·(part of vulnerability − 1) + part of nuisance, by each draw's own quantiles."""
    first = between(vulnerable, quantile_limits(vulnerable, parts))
    second = between(nuisance, quantile_limits(nuisance, parts))
    return (parts * (first - 1) + second).astype(np.int8)
