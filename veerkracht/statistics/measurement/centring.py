"""Series without the level of each area and without what its group did in a year, and straight lines through them."""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.weighted import group_sums

TURNS = 30  # of area and year means; with a tenth of the figures missing nothing moves any more after 10
FLAT = 1e-12  # a scatter below this share of the largest figure of a series is rounding of the computer


@dataclass(frozen=True)
class Centred:
    """Areas × years without level and group-year means (NaN where missing), and those means: groups × years.

    Without gaps the means are the mean series of the groups but for a constant of each; with gaps they do not jump
    when an area of another level is missing. NaN where no area counts.
    """

    residual: np.ndarray
    means: np.ndarray


@dataclass(frozen=True)
class StraightLines:
    """Per series the sum of squares SSR about its straight line over the years, and its freedom df (0: no line)."""

    ssr: np.ndarray
    df: np.ndarray

    @property
    def variance(self) -> np.ndarray:
        """SSR/df; NaN without a line."""
        return np.where(self.df > 0, self.ssr / np.maximum(self.df, 1), np.nan)


def centred(values: np.ndarray, groups: np.ndarray, weights: np.ndarray) -> Centred:
    """Subtract area means, then weighted means per group and year; with gaps in turns (method.md §4.1.1).

    `values` areas × years, NaN = missing; groups are numbers 0, 1, …; weight 0: the area is centred on the others
    and counts itself in no mean. A figure in a year in which no area of its group counts is missing.
    """
    count = int(groups.max(initial=-1)) + 1
    measured = np.isfinite(values)
    total = group_sums(measured * weights[:, None], groups, count)
    measured &= total[groups] > 0
    by_area, by_group = np.maximum(measured.sum(axis=1, keepdims=True), 1), np.where(total > 0, total, 1)
    x, means = np.where(measured, values, 0.0), np.zeros(total.shape)
    for _ in range(1 if measured.all() else TURNS):
        x = (x - x.sum(axis=1, keepdims=True) / by_area) * measured
        step = group_sums(x * weights[:, None], groups, count) / by_group
        x = (x - step[groups]) * measured
        means += step
    return Centred(np.where(measured, x, np.nan), np.where(total > 0, means, np.nan))


def lines(series: np.ndarray, years: np.ndarray) -> StraightLines:
    """A straight line through each row of `series` (areas × years, NaN = missing): SSR and df = T − 2."""
    measured = np.isfinite(series)
    count = measured.sum(axis=1, keepdims=True)
    time = _without_mean(np.broadcast_to(np.asarray(years, float), series.shape), measured, count)
    x = _without_mean(series, measured, count)
    square = (time**2).sum(axis=1, keepdims=True)
    slope = (time * x).sum(axis=1, keepdims=True) / np.where(square > 0, square, 1)
    df = np.maximum(count[:, 0] - 2, 0)
    return StraightLines(np.where(df > 0, ((x - slope * time) ** 2).sum(axis=1), 0.0), df)


def _without_mean(x: np.ndarray, measured: np.ndarray, count: np.ndarray) -> np.ndarray:
    """x less its mean over what was measured, 0 elsewhere."""
    x = np.where(measured, x, 0.0)
    return np.where(measured, x - x.sum(axis=1, keepdims=True) / np.maximum(count, 1), 0.0)
