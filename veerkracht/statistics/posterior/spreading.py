"""What may be said of a change of D* (method.md §5). Verdicts on registrations are those of dbt's `fct_verandering`."""

import numpy as np

from veerkracht.statistics.posterior.changes import numbers
from veerkracht.statistics.posterior.words import Verspreiding


def spread_change(change: float, low: float, high: float, minimum: float = 0.01) -> Verspreiding:
    """Verdict on a change of D* with its interval. Raises ValueError when one is no finite number or low > high."""
    numbers(np.array([change, low, high]), "change of D*", 3)
    if low > high:
        raise ValueError(f"interval from {low} to {high}")
    if low <= 0 <= high:
        return Verspreiding.NIET_TE_ZEGGEN
    if abs(change) < minimum:
        return Verspreiding.NAUWELIJKS
    return Verspreiding.GELIJKER if change < 0 else Verspreiding.ONGELIJKER
