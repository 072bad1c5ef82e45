"""What rounding by the publisher adds to the variance of a figure (method.md §4.2); every argument broadcasts."""

import numpy as np

Steps = np.ndarray | float


def count_variance(base: Steps) -> Steps:
    """b²/6: of a count rounded at random to a multiple of b; the error is triangular on (−b, b)."""
    return np.square(base, dtype=float) / 6


def step_variance(step: Steps) -> Steps:
    """s²/12: of a figure printed in steps of s (1 for whole percentages); the error is uniform on ±s/2."""
    return np.square(step, dtype=float) / 12


def ratio_variance(
    total: Steps, total_variance: Steps, denominator: Steps, denominator_variance: Steps, per: float
) -> Steps:
    """per²·(Σ var x + (Σx/d)²·var d)/d²: of the share per·Σx/d of rounded counts (per 100: a percentage).

    total Σx, total_variance Σ var x, denominator d with its own variance. NaN where d is not positive.
    """
    d = np.where(np.asarray(denominator) > 0, denominator, np.nan)
    return (per**2 * (total_variance + np.square(total / d) * denominator_variance) / np.square(d))[()]


def z_variance(variance: Steps, sd: Steps) -> Steps:
    """Of z = (x − μ)/sd, from the variance of x; NaN where sd is not positive."""
    return (np.asarray(variance) / np.square(np.where(np.asarray(sd) > 0, sd, np.nan)))[()]
