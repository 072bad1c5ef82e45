"""What moving a figure to other boundaries adds to its variance: ψ for every piece that was cut (method.md §4.2).

What a cut piece costs is told by the jump of cut areas between the last year before a redraw (moved) and the first
after it (as published), less what uncut areas show.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Redraw:
    """Figures of areas before and after boundaries were redrawn; a position is an area of the later boundaries."""

    before: np.ndarray  # last figure before, moved to the later boundaries; NaN where missing
    after: np.ndarray  # first figure after, as published; NaN where missing
    cuts: np.ndarray  # number of cut pieces
    inhabitants: np.ndarray
    gemeenten: np.ndarray

    @property
    def cut(self) -> np.ndarray:
        """Which areas tell a jump."""
        return np.isfinite(self.before) & np.isfinite(self.after) & (self.cuts > 0)

    def uncut(self, least: int) -> np.ndarray:
        """Which areas, of so many inhabitants, tell the ordinary change."""
        both = np.isfinite(self.before) & np.isfinite(self.after)
        return both & (self.cuts == 0) & (self.inhabitants >= least)


@dataclass(frozen=True)
class Choices:
    """Thresholds of method.md §4.2."""

    enough: int = 20  # cut areas, and uncut ones, from which the jump is told
    inhabitants: int = 50  # of an uncut area that tells the ordinary change
    share_of_median: float = 0.05  # deviation of a piece of a count where the jump is not told
    share_of_variance: float = 0.01  # of the variance within gemeenten, the least that a piece of a share costs


def psi_of_counts(redraw: Redraw, rounding: float, choices: Choices) -> float:
    """ψ = max(0, Σ_cut[(x₁ − x₀(1 + m))² − (s·x₀)² − 2r]/Σ_cut c); r the rounding variance of one figure.

    m and s: median and 1.4826·MAD of the relative change of uncut areas. Too few areas: (5% of the median moved)².
    """
    cut, uncut = redraw.cut, redraw.uncut(choices.inhabitants) & (redraw.before > 0)
    x0, x1 = redraw.before, redraw.after
    if cut.sum() < choices.enough:
        return float((choices.share_of_median * np.nanmedian(np.abs(x0[redraw.cuts > 0]))) ** 2)
    m, s = _middle_and_spread(x1[uncut] / x0[uncut] - 1)
    excess = (x1 - x0 * (1 + m)) ** 2 - (s * x0) ** 2 - 2 * rounding
    return max(float(excess[cut].sum() / redraw.cuts[cut].sum()), 0.0)


def psi_of_shares(redraw: Redraw, rounding: float, choices: Choices) -> float:
    """ψ of a share: the same with absolute changes, and at least 1% of the variance within gemeenten."""
    cut, uncut = redraw.cut, redraw.uncut(choices.inhabitants)
    known = (redraw.cuts > 0) | (redraw.inhabitants >= choices.inhabitants)
    least = choices.share_of_variance * variance_within(redraw.after[known], redraw.gemeenten[known])
    if cut.sum() < choices.enough:
        return least
    jump = redraw.after - redraw.before
    m, s = _middle_and_spread(jump[uncut])
    excess = (jump - m) ** 2 - s**2 - 2 * rounding
    return max(float(excess[cut].sum() / redraw.cuts[cut].sum()), least)


def variance_within(values: np.ndarray, gemeenten: np.ndarray) -> float:
    """Mean of (x − mean of the gemeente)² over areas with a value, squares capped at 9 medians.

    Gemeenten with one such area do not count.
    """
    found = []
    for gemeente in np.unique(gemeenten):
        x = values[(gemeenten == gemeente) & np.isfinite(values)]
        found += [(x - x.mean()) ** 2] if len(x) > 1 else []
    squares = np.concatenate(found)
    return float(np.minimum(squares, 9 * np.median(squares)).mean())


def _middle_and_spread(x: np.ndarray) -> tuple[float, float]:
    """Median and 1.4826·MAD."""
    middle = float(np.median(x))
    return middle, 1.4826 * float(np.median(np.abs(x - middle)))
