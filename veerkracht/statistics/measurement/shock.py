"""The shock that all areas of a gemeente share in one measurement (method.md §4.1.4)."""

import numpy as np

from veerkracht.statistics.measurement.centring import FLAT, centred, lines
from veerkracht.statistics.weighted import group_sums

# a square of a normal figure is half of the time below 0.455 of its mean, a mean of a few squares below about 0.75
MEDIAN_OF_MEAN = 0.75


def shock_variance(means: np.ndarray, years: np.ndarray, own: np.ndarray, minimum: int, cap: float) -> float:
    """σ_G² = max(0, mean(min(raw, cap·median(raw)/0.75) − own)), raw = SSR/df·k/(k − 1) over k gemeenten.

    `means` gemeenten × years: mean series, NaN where missing; `own` (gemeenten,): variance that the noise of the areas
    gives such a mean. Gemeenten without a line do not count; fewer than `minimum`: 0.
    """
    everyone = np.zeros(len(means), int)
    fitted = lines(centred(means, everyone, np.ones(len(means))).residual, years)
    told = fitted.df > 0
    count = int(told.sum())
    if count < max(minimum, 2):
        return 0.0
    raw = fitted.variance[told] * count / (count - 1)
    raw[raw <= (FLAT * np.nanmax(np.abs(means))) ** 2] = 0.0
    capped = np.minimum(raw, cap * np.median(raw) / MEDIAN_OF_MEAN)
    return max(float((capped - own[told]).mean()), 0.0)


def mean_noise(sigma2: np.ndarray, weights: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Variance Σw²σ²/(Σw)² that noise σ² of its areas gives the mean of each group (numbers 0 … count − 1)."""
    total = group_sums(weights, groups, count)
    return group_sums(weights**2 * sigma2, groups, count) / np.where(total > 0, total, 1) ** 2
