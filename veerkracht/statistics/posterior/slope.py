"""Regression to the mean: a slope on the start level, corrected for the noise in both (method.md §4.4).

Described only: uncorrected it is negative in a country where nothing changes.
"""

import numpy as np

from veerkracht.statistics.posterior.changes import numbers, sorting, variances
from veerkracht.statistics.posterior.groups import Groups, labels


def on_start(
    code: np.ndarray, gemeente: np.ndarray, start: np.ndarray, change: np.ndarray, noise: np.ndarray
) -> float | None:
    """γ = (Σr₀r₁ + Σfσ²)/(Σr₀² − Σfσ²): change per unit of start level within gemeenten, one position an area.

    None where no difference in start level is left.
    r₀, r₁: start level and change less their gemeente mean, f = 1 − 1/N_g, σ² = `noise`, variance of the start level.
    Raises ValueError as `Changes` does.
    """
    code = labels(code, "code")
    order, count = sorting(code), len(code)
    gemeenten = Groups.of(labels(gemeente, "gemeente")[order])
    one = np.ones(count)
    r0, r1 = (
        values[order] - gemeenten.means(values[order], one)[gemeenten.index]
        for values in (numbers(start, "start", count), numbers(change, "change", count))
    )
    freedom = 1 - 1 / gemeenten.sizes[gemeenten.index]
    noisy = float(np.sum(freedom * variances(noise, "noise", count)[order]))
    product, square = float(np.sum(r0 * r1)), float(np.sum(r0**2))
    return (product + noisy) / (square - noisy) if square > noisy else None
