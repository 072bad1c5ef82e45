"""From residuals of the model to the values of maps 8 and 9 (method.md §4), for one course or for many draws at once.

`shrunken` = λ_c·ε: areas, or areas × draws, NaN where the model has no residual. Negative = less resilience.
"""

import numpy as np

from veerkracht.statistics import weighted


def nationwide(shrunken: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray | float]:
    """λ·ε in national weighted standard deviations, and that deviation; NaN where it is 0."""
    spread = weighted.sd(shrunken, w)
    return shrunken / _or_nan(spread), spread


def within(shrunken: np.ndarray, w: np.ndarray, groups: np.ndarray, minimum: int) -> tuple[np.ndarray, np.ndarray]:
    """(λ·ε − weighted mean of its gemeente) / national pooled sd within gemeenten, and which areas have enough values.

    `groups` numbers the gemeenten from 0; those with fewer than `minimum` values count in nothing and get NaN.
    """
    shrunken, groups = np.asarray(shrunken, float), np.asarray(groups)
    count = int(groups.max(initial=-1)) + 1
    known = np.isfinite(shrunken) & (_like(w, shrunken) > 0)
    enough = weighted.group_sums(known, groups, count)[groups] >= minimum
    centred = shrunken - weighted.group_mean(shrunken, w, groups, count)[groups]
    centred = np.where(known & enough, centred, np.nan)
    return centred / _or_nan(_pooled(centred, shrunken, w)), enough


def _pooled(centred: np.ndarray, shrunken: np.ndarray, w: np.ndarray) -> np.ndarray | float:
    """√(Σ w·c²/Σ w); 0 where the differences are rounding of the computer."""
    spread = np.sqrt(weighted.mean(centred**2, w))
    largest = np.max(np.abs(np.where(np.isfinite(shrunken), shrunken, 0)), axis=0, initial=0.0)
    return np.where(spread <= weighted.FLAT * largest, 0.0, spread)[()]


def _like(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    w = np.asarray(w, float)
    return w.reshape(w.shape + (1,) * (x.ndim - w.ndim))


def _or_nan(spread: np.ndarray | float) -> np.ndarray | float:
    return np.where(np.asarray(spread) > 0, spread, np.nan)[()]
