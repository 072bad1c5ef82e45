"""How much of its own line an area believes: moderated variance as in limma (Smyth 2004; method.md §4.1.3).

q = s²/μ of the areas follows c·F(df, d0). The larger d0, the less areas of one size differ in noise.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

GRID_D0 = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 64.0, np.inf)
GRID_C = tuple(0.4 * 1.05**k for k in range(24))
SMALLEST = 0.001  # of q: a line through rounded figures may fit exactly


@dataclass(frozen=True)
class Prior:
    """c·F(df, d0): d0 the freedom that the expected variance is worth (∞: no area has noise of its own)."""

    d0: float
    c: float


def ratios(variance: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """q = s²/μ, at least 0.001; 1 where nothing is expected to scatter."""
    return np.where(mu > 0, np.maximum(variance / np.where(mu > 0, mu, 1), SMALLEST), 1.0)


def fit_prior(q: np.ndarray, df: np.ndarray, minimum: int) -> Prior:
    """The most likely (d0, c) of the grid for the areas with the largest df; the first of equals.

    q and df (areas,), df > 0. Fewer than `minimum` such areas: d0 = ∞, c = 1.
    """
    chosen = df == df.max(initial=1)
    if chosen.sum() < minimum:
        return Prior(np.inf, 1.0)
    q, freedom = q[chosen], float(df.max())
    best, found = -np.inf, Prior(np.inf, 1.0)
    for d0 in GRID_D0:
        for c in GRID_C:
            likelihood = float(log_density(q, freedom, d0, c).sum())
            if likelihood > best:
                best, found = likelihood, Prior(d0, c)
    return found


def log_density(q: np.ndarray, df: float, d0: float, c: float) -> np.ndarray:
    """Log density of c·F(df, d0) at q; d0 = ∞: of c·χ²(df)/df."""
    x, half = q / c, df / 2
    rise = half * np.log(half) + (half - 1) * np.log(x) - gammaln(half) - np.log(c)
    if np.isinf(d0):
        return rise - half * x
    rest = d0 / 2
    constant = gammaln(half + rest) - gammaln(rest) - half * np.log(rest)
    return rise + constant - (half + rest) * np.log1p(half * x / rest)


def moderated(mu: np.ndarray, q: np.ndarray, df: np.ndarray, prior: Prior) -> np.ndarray:
    """σ² = μ·(d0·c + df·q)/(d0 + df) of each area; df = 0 for one without a line; d0 = ∞: μ."""
    if np.isinf(prior.d0):
        return mu.copy()
    return mu * (prior.d0 * prior.c + df * q) / (prior.d0 + df)
