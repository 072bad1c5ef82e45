"""What may be said of a change of D*, and of a change in a registration, which is a census (method.md §5).

The verdicts on registrations that are published are those of dbt's macro `oordeel_registratie`, where an area that is
not cut needs no chance.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.posterior.changes import numbers, variances
from veerkracht.statistics.posterior.posterior import chance_below
from veerkracht.statistics.posterior.words import Registratie, Verspreiding


@dataclass(frozen=True)
class RegistrationSettings:
    """Chance from which a direction is told, change that must be passed, and denominator below which it is small."""

    zeker_vanaf: float = 0.95
    delta: float = 0.0
    klein_onder: float = 100.0


@dataclass(frozen=True)
class Registrations:
    """Per area a word of `Registratie` (as text), P(< −δ), P(> δ), and whether the denominator is small."""

    oordeel: np.ndarray
    p_below: np.ndarray
    p_above: np.ndarray
    klein: np.ndarray


def judge(
    change: np.ndarray,
    se: np.ndarray,
    marge: np.ndarray,
    noemer: np.ndarray,
    richting: str,
    settings: RegistrationSettings | None = None,
) -> Registrations:
    """Judge changes of one indicator, one position an area.

    `se`: of rounding and conversion; `marge`: hard rounding interval of the change; all in units of the indicator.
    `noemer`: denominator of a share (NaN where there is none: never small). `richting` as in `indicatoren.csv`.
    Raises ValueError for a value that is no finite number, a negative se or marge, or an unknown richting.
    """
    limits = settings or RegistrationSettings()
    up, down = _sides(richting)
    change = numbers(change, "change", len(change))
    se, marge = variances(se, "se", len(change)), variances(marge, "marge", len(change))
    below, above = chance_below(-limits.delta, change, se), chance_below(-limits.delta, -change, se)
    rules = [np.abs(change) <= marge, above >= limits.zeker_vanaf, below >= limits.zeker_vanaf]
    words = [Registratie.GEEN_MEETBAAR_VERSCHIL.value, up.value, down.value]
    oordeel = np.select(rules, words, Registratie.NIET_TE_ZEGGEN.value)
    return Registrations(oordeel, below, above, np.asarray(noemer, float) < limits.klein_onder)


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


def _sides(richting: str) -> tuple[Registratie, Registratie]:
    """The words for a rise and for a fall."""
    sides = {
        "neutraal": (Registratie.GESTEGEN, Registratie.GEDAALD),
        "hoger_is_gunstiger": (Registratie.GUNSTIGER, Registratie.ONGUNSTIGER),
        "lager_is_gunstiger": (Registratie.ONGUNSTIGER, Registratie.GUNSTIGER),
    }
    if richting not in sides:
        raise ValueError(f"unknown richting {richting!r}")
    return sides[richting]
