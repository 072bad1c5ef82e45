"""How far each area scatters about its own line within its gemeente, and which areas are too far out of line to count.

Two departures from the letter of method.md §4.1, both agreed. An area whose s² is more than a hundred times what is
expected of it would lend its jump to its whole gemeente: it is left out of the means and tells nothing. And where
rounding is known per area, means weigh by 1/(r + rest): else one hamlet whose figures are all rounding blurs a city.
"""

from dataclasses import dataclass, replace

import numpy as np

from veerkracht.statistics.measurement.centring import FLAT, centred, lines
from veerkracht.statistics.measurement.series import Measured
from veerkracht.statistics.measurement.size import fit_size
from veerkracht.statistics.weighted import group_sums

REWEIGHINGS = 3  # rounding forty times the rest in the smallest areas: nothing moves after two
ALONE = 1e-6  # an area that leaves its neighbours a smaller share of the mean than this is that mean: no line


@dataclass(frozen=True)
class ScatterLimits:
    """cap: times μ above which s² is taken as that in a fit; far: times μ above which an area is out of line."""

    cap: float
    far: float


@dataclass(frozen=True)
class Scatter:
    """Per area: variance s² about its line (0 without), its freedom df, whether it is far out of line, its weight in
    means (0 where far), and the group in whose means; `means` groups × years."""

    variance: np.ndarray
    df: np.ndarray
    far: np.ndarray
    weights: np.ndarray
    groups: np.ndarray
    means: np.ndarray


def scatter_of(measured: Measured, groups: np.ndarray, corrected: bool, limits: ScatterLimits) -> Scatter:
    """Scatter of areas that all have a size and known rounding, about means of `groups` (numbers 0, 1, …).

    `corrected`: s² is divided by f = 1 − w/Σw (1 − 1/N with equal weights), as an area pulls the mean that it is
    compared with; else f = 1.
    """
    weights = np.ones(len(groups))
    found = _scatter(measured.values, measured.years, groups, weights, weights, corrected)
    for _ in range(REWEIGHINGS if measured.rounding.any() else 0):
        mu = _expected(found, measured, limits)
        rest = float((mu - measured.rounding).mean())
        weights = 1 / (measured.rounding + max(rest, 1e-3 * float(measured.rounding.mean())))
        found = _scatter(measured.values, measured.years, groups, weights, weights, corrected)
    return _without_far(found, measured, corrected, limits)


def _scatter(
    values: np.ndarray,
    years: np.ndarray,
    groups: np.ndarray,
    weights: np.ndarray,
    counted: np.ndarray,
    corrected: bool,
) -> Scatter:
    """`weights`: what areas would weigh; `counted`: the same, 0 for those that are left out of the means."""
    parts = centred(values, groups, counted)
    found = lines(parts.residual, years)
    share = weights / group_sums(counted, groups, len(parts.means))[groups]
    f = np.where(counted > 0, 1 - share, 1 + share) if corrected else np.ones(len(groups))
    df = np.where(f > ALONE, found.df, 0)
    variance = np.where(df > 0, found.ssr / np.maximum(df, 1) / np.maximum(f, ALONE), 0.0)
    variance[variance <= (FLAT * np.nanmax(np.abs(values), axis=1)) ** 2] = 0.0
    return Scatter(variance, df, counted == 0, counted, groups, parts.means)


def _expected(found: Scatter, measured: Measured, limits: ScatterLimits) -> np.ndarray:
    """μ of each area, by a fit over those with a line that are not far out of it."""
    told = ~found.far & (found.df > 0)
    fit = fit_size(found.variance[told], found.df[told], measured.size[told], measured.rounding[told], limits.cap)
    return fit.mu(measured.size, measured.rounding)


def _without_far(found: Scatter, measured: Measured, corrected: bool, limits: ScatterLimits) -> Scatter:
    """Leave out, furthest first, who is out of line; fit and groups are made anew until nobody is added.

    Per turn those with at least half of the largest s² of their group: what an area lends to its neighbours is less
    than that. Never more than half of a group: then it is the group that is restless.
    """
    weights = found.weights
    while True:
        fresh = _far(found, _expected(found, measured, limits), limits.far)
        if not fresh.any():
            return found
        touched = np.isin(found.groups, found.groups[fresh])
        numbers, local = np.unique(found.groups[touched], return_inverse=True)
        counted = np.where(fresh, 0.0, found.weights)
        values = measured.values[touched]
        anew = _scatter(values, measured.years, local, weights[touched], counted[touched], corrected)
        means = found.means.copy()
        means[numbers] = anew.means
        variance, df = found.variance.copy(), found.df.copy()
        variance[touched], df[touched] = anew.variance, anew.df
        found = replace(found, variance=variance, df=df, far=found.far | fresh, weights=counted, means=means)


def _far(found: Scatter, mu: np.ndarray, limit: float) -> np.ndarray:
    """Which areas that still count are out of line and among the furthest of their group."""
    count = len(found.means)
    out = ~found.far & (found.df > 0) & (found.variance > limit * mu)
    largest = np.zeros(count)
    np.maximum.at(largest, found.groups[out], found.variance[out])
    out &= found.variance >= largest[found.groups] / 2
    many = np.bincount(found.groups, out | found.far, minlength=count)
    return out & (many <= np.bincount(found.groups, minlength=count) / 2)[found.groups]
