"""Gemeenten, regions and the country: the posterior of what happened to them as a whole (method.md §4.3.3 and §5).

A region is the weighted mean of its gemeenten. At a point of the grid gemeenten share μ and their shocks do not: its
variance is Σw²·[(1−ρ)²(1−H)c² + ρ(1−ρ)c²] + (Σw·Q)²·C, which for a gemeente by itself is its posterior.
"""

import numpy as np

from veerkracht.statistics.posterior.model import Fitted
from veerkracht.statistics.posterior.posterior import Posterior, chance_below, points


def units(
    fitted: Fitted, names: np.ndarray, weights: np.ndarray, delta: float, shift: float, extra: np.ndarray
) -> Posterior:
    """Posterior of Σw·(μ + b) − shift per unit.

    `weights` units × gemeenten of the model (in its order), each row summing to 1; `extra`: variance to add per unit.
    """
    count = len(names)
    total, mean, variance, below, above = 0.0, *(np.zeros(count) for _ in range(4))
    for at in points(fitted):
        left = 1 - at.h
        q = (1 - at.rho) * left + at.rho
        own = (1 - at.rho) ** 2 * left * at.c2 + at.rho * (1 - at.rho) * at.c2
        one = weights @ (at.m - at.rho * (at.m - at.mu)) - shift
        var = weights**2 @ own + (weights @ q) ** 2 * at.c + extra
        total += at.weight
        away = one - mean
        mean += at.weight / total * away
        variance += at.weight * (var + away * (one - mean))
        sd = np.sqrt(var)
        below += at.weight * chance_below(-delta, one, sd)
        above += at.weight * chance_below(-delta, -one, sd)
    return Posterior(names, mean, np.sqrt(variance), np.clip(below, 0, 1), np.clip(above, 0, 1))
