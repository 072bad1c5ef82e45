"""When a change may be called an improvement or a deterioration: arithmetic on arrays, without tables.

Two questions are asked of every change. Is it more than noise? Is it more than the differences between buurten that
are there anyway? Only when both are answered with yes a verdict follows. Each of the two verdicts then comes about by
chance in at most `error_rate(z)` of the cases.
"""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

BETTER, WORSE, NONE, UNKNOWN = "verbeterd", "verslechterd", "geen_aantoonbaar_verschil", "onbekend"


@dataclass(frozen=True)
class Verdict:
    """A change, its interval, the chance (two-sided) of one as large without an effect, and what may be said."""

    change: float
    low: float
    high: float
    p: float
    word: str


def error_rate(z: float) -> float:
    """Chance that one of the two verdicts is given where nothing happened: the area beyond z (1.64: 5%)."""
    return 0.5 * erfc(z / sqrt(2))


def of_mean(change: np.ndarray, weight: np.ndarray, sd: np.ndarray, z: float) -> Verdict:
    """Verdict on the weighted mean of changes (higher = better) of the buurten of one gemeente against zero.

    `sd`: per buurt the standard deviation of a change without effect (`between`), noise included. Buurten count as
    independent: standard error √(Σ (w/Σw)²·sd²).
    """
    share = weight / weight.sum()
    mean = float(share @ change)
    error = float(np.sqrt(np.sum((share * sd) ** 2)))
    p = erfc(abs(mean) / error / sqrt(2)) if error > 0 else float(mean == 0)
    return Verdict(mean, mean - z * error, mean + z * error, p, word(mean, z * error))


def word(gain: float, margin: float) -> str:
    """What a gain (higher = better) is called, given how large one has to be."""
    if not np.isfinite(gain) or not np.isfinite(margin):
        return UNKNOWN
    return NONE if abs(gain) <= margin else BETTER if gain > 0 else WORSE


def between(change: np.ndarray, group: np.ndarray, size: np.ndarray, noise: np.ndarray, minimum: int) -> np.ndarray:
    """Per buurt the sd of a change around that of its gemeente, pooled over the country within its size class.

    Never below `noise`, the sd that measurement alone gives a change (NaN where unknown). A class of fewer than
    `minimum` buurten takes the sd of all. NaN where no gemeente has two buurten.
    """
    _, place, count = np.unique(group, return_inverse=True, return_counts=True)
    middle = np.bincount(place, change) / count
    square = (change - middle[place]) ** 2
    freedom = 1 - 1 / count[place]
    result = np.full(len(change), _root(square, freedom))
    for one in np.unique(size):
        here = size == one
        if here.sum() >= minimum and freedom[here].sum() > 0:
            result[here] = _root(square[here], freedom[here])
    return np.fmax(result, noise)


def _root(square: np.ndarray, freedom: np.ndarray) -> float:
    return float(np.sqrt(square.sum() / freedom.sum())) if freedom.sum() > 0 else float("nan")
