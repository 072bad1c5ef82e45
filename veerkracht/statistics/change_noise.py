"""How much of a change between two measurements is noise (method.md §5): two estimates on plain arrays.

A series is an array areas × years with NaN where nothing was measured. Where series come from and what is done with
the outcome stands in `noise`.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

MEASUREMENTS = 3  # a line through two points leaves nothing over to tell noise from
TURNS = 30  # of area and year means; with a tenth of the figures missing nothing moves any more after 10
FLAT = 1e-9  # changes that differ less than this, or this share of the largest, do not differ


@dataclass(frozen=True)
class Noise:
    """Noise of one measurement and what it leaves of the change, for one class of areas.

    n areas with a change; variances in the square of the unit of the measure; `reason` (Dutch) where it cannot be told.
    """

    n: int
    measurements: int
    line: float = float("nan")  # σ² by straight lines: an upper bound, real bends count as noise
    nugget: float = float("nan")  # σ² by the variance at a distance of no years
    variance: float = float("nan")  # of the change
    mean: float = float("nan")  # change of the class
    reason: str | None = None

    @property
    def lambda_line(self) -> float:
        return reliability(self.line, self.variance)

    @property
    def lambda_nugget(self) -> float:
        return reliability(self.nugget, self.variance)

    @property
    def used(self) -> float:
        """λ of the line; 1, so that nothing is shrunken, where it cannot be told."""
        return 1.0 if self.reason else self.lambda_line

    @property
    def sigma(self) -> float:
        """Standard deviation of one measurement (line); NaN where it cannot be told."""
        return float("nan") if self.reason else float(np.sqrt(self.line))


def reliability(sigma2: float, variance: float) -> float:
    """λ = 1 − 2σ²/var Δ, between 0 and 1; NaN where either is not known or nothing changed."""
    if not (np.isfinite(sigma2) and variance > 0):
        return float("nan")
    return float(np.clip(1 - 2 * sigma2 / variance, 0, 1))


def telling(series: np.ndarray, change: np.ndarray, complete_share: float) -> np.ndarray:
    """Which areas tell the noise: with a change and three measurements, the same for noise and for variance.

    Where at least `complete_share` of them were measured in every year, only those: on the real Leefbaarometer of
    wijken the one area with a gap (3,290 instead of 3,289) takes λ of the nugget from 0.67 to 0.59.
    """
    measured = np.isfinite(series)
    usable = np.isfinite(change) & (measured.sum(axis=1) >= MEASUREMENTS)
    complete = usable & measured[:, measured.any(axis=0)].all(axis=1)
    return complete if complete.sum() >= complete_share * usable.sum() else usable


def estimate(series: np.ndarray, years: np.ndarray, change: np.ndarray, minimum: int) -> Noise:
    """Noise of the areas of one class, by line and by nugget.

    `series` (areas × years) without the national mean of each year, `change` one figure an area, both of areas that
    `telling` chose; fewer than `minimum` areas give a reason instead of figures.
    """
    measurements = int(np.isfinite(series).any(axis=0).sum())
    found = Noise(len(change), measurements, reason=_refusal(series, years, change, minimum))
    if len(change) > 1:
        found = replace(found, variance=float(change.var(ddof=1)), mean=float(change.mean()))
    if found.reason:
        return found
    return replace(found, line=line_variance(series, years), nugget=nugget_variance(series, years))


def _refusal(series: np.ndarray, years: np.ndarray, change: np.ndarray, minimum: int) -> str | None:
    """Why noise cannot be told, in Dutch; None when it can."""
    if len(change) < minimum:
        return f"{len(change)} gebieden met een verandering en {MEASUREMENTS} metingen; nodig zijn er {minimum}"
    if change.std() <= FLAT * max(1.0, np.abs(change).max()):
        return "alle veranderingen zijn gelijk"
    return None


def too_few(years: np.ndarray) -> str | None:
    """Why a series of these years cannot tell noise, in Dutch; None when it can."""
    if len(years) >= MEASUREMENTS:
        return None
    which = f" ({' en '.join(str(int(year)) for year in years)})" if len(years) else ""
    return f"{len(years)} vergelijkbare meting{'' if len(years) == 1 else 'en'}{which}; nodig zijn er {MEASUREMENTS}"


def without_year_means(series: np.ndarray) -> np.ndarray:
    """The series without each area's own level and without the mean course of all areas: what the whole country did is
    no noise.

    In turns, so that a year in which other areas were measured does not seem to rise or fall.
    """
    measured = np.isfinite(series)
    weight, x = measured.astype(float), np.where(measured, series, 0.0)
    by_area, by_year = np.maximum(weight.sum(axis=1, keepdims=True), 1), np.maximum(weight.sum(axis=0), 1)
    for _ in range(1 if measured.all() else TURNS):
        x = (x - x.sum(axis=1, keepdims=True) / by_area) * weight
        x = (x - x.sum(axis=0) / by_year) * weight
    return np.where(measured, x, np.nan)


def line_variance(series: np.ndarray, years: np.ndarray) -> float:
    """σ² = Σ SSR / Σ df of a straight line per area, over the areas with three or more measurements."""
    measured = np.isfinite(series)
    enough = measured.sum(axis=1) >= MEASUREMENTS
    measured, x = measured[enough], np.where(measured, series, 0.0)[enough]
    count = measured.sum(axis=1, keepdims=True)
    time = np.where(measured, years - np.where(measured, years, 0).sum(axis=1, keepdims=True) / count, 0.0)
    x = np.where(measured, x - x.sum(axis=1, keepdims=True) / count, 0.0)
    slope = (time * x).sum(axis=1, keepdims=True) / (time**2).sum(axis=1, keepdims=True)
    return float(((x - slope * time) ** 2).sum() / (count - 2).sum())


def nugget_variance(series: np.ndarray, years: np.ndarray) -> float:
    """σ² of var(x_j − x_i) = 2σ² + q·|t_j − t_i| over all pairs of years, each weighted by its number of areas.

    Neither σ² nor q is taken below 0. NaN where pairs of only one distance exist.
    """
    rows = []
    for i, j in combinations(range(len(years)), 2):
        change = series[:, j] - series[:, i]
        change = change[np.isfinite(change)]
        if len(change) > 1:
            rows.append((abs(years[j] - years[i]), change.var(ddof=1), len(change)))
    distance, variance, weight = np.array(rows).T if rows else np.zeros((3, 0))
    if len(np.unique(distance)) < 2:
        return float("nan")
    middle, level = np.average(distance, weights=weight), np.average(variance, weights=weight)
    slope = (weight * (distance - middle) * variance).sum() / (weight * (distance - middle) ** 2).sum()
    return float(max(level - max(slope, 0.0) * middle, 0.0) / 2)


def shrink(change: np.ndarray, mean: np.ndarray | float, lambda_: np.ndarray | float) -> np.ndarray:
    """What is to be believed of a change: m + λ(Δ − m)."""
    return mean + lambda_ * (change - mean)


def demonstrable(change: np.ndarray, sigma: np.ndarray | float, z: float) -> np.ndarray:
    """Whether |Δ| lies outside z·√2·σ (float 0/1; NaN where Δ or σ is not known)."""
    outside = (np.abs(change) > z * np.sqrt(2) * sigma).astype(float)
    return np.where(np.isfinite(change) & np.isfinite(sigma), outside, np.nan)
