"""How the noise of a measurement depends on how many people live in an area: E s² = r + a + b/n (method.md §4.1.2)."""

from dataclasses import dataclass

import numpy as np

TURNS = 100
SETTLED = 1e-7  # relative change of every expected variance below which the turns stop
NOTHING = 1e-9  # share of the mean variance below which an expected one would weigh without limit


@dataclass(frozen=True)
class SizeFit:
    """a and b, both ≥ 0, in the square of the unit of the indicator (b times inhabitants)."""

    a: float
    b: float

    def mu(self, size: np.ndarray, rounding: np.ndarray) -> np.ndarray:
        """Expected variance r + a + b/n of one measurement of each area; NaN where size or rounding is not known."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(size > 0, rounding + self.a + self.b / size, np.nan)


def fit_size(variance: np.ndarray, df: np.ndarray, size: np.ndarray, rounding: np.ndarray, cap: float) -> SizeFit:
    """Weighted least squares of s² − r on 1 and 1/n, in turns with weights df/μ² and s² capped at cap × μ.

    All arrays (areas,): s² of the area, its freedom, n > 0, known rounding variance. Start: μ = r + mean(s² − r), never
    below r. All s² zero: a = b = 0.
    """
    if not variance.any():
        return SizeFit(0.0, 0.0)
    smallest = NOTHING * float(variance.mean())
    mu = np.maximum(rounding + max(float((variance - rounding).mean()), 0.0), smallest)
    fit = SizeFit(0.0, 0.0)
    for _ in range(TURNS):
        fit = _least_squares(np.minimum(variance, cap * mu) - rounding, 1 / size, df / mu**2)
        before, mu = mu, np.maximum(fit.mu(size, rounding), smallest)
        if (np.abs(mu - before) <= SETTLED * before).all():
            break
        # a first guess far above the rest must not stop its fall
        smallest = min(smallest, NOTHING * float(mu.mean()))
    return fit


def _least_squares(y: np.ndarray, x: np.ndarray, w: np.ndarray) -> SizeFit:
    """y = a + b·x; a < 0: a = 0 and b by itself, b < 0 or all x equal: b = 0 and a by itself, never below 0."""
    w = w / w.sum()
    mean_x, mean_y = float((w * x).sum()), float((w * y).sum())
    spread = float((w * (x - mean_x) ** 2).sum())
    if spread <= 1e-12 * mean_x**2:
        return SizeFit(max(mean_y, 0.0), 0.0)
    b = float((w * (x - mean_x) * y).sum()) / spread
    a = mean_y - b * mean_x
    if a < 0:
        return SizeFit(0.0, max(float((w * x * y).sum() / (w * x**2).sum()), 0.0))
    return SizeFit(max(mean_y, 0.0), 0.0) if b < 0 else SizeFit(a, b)
