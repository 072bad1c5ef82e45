"""Variance of a change of one indicator, by part, from its series and its noise (method.md §4.1–§4.2)."""

from dataclasses import replace

import numpy as np

from veerkracht.statistics.verandering.changes import Parts
from veerkracht.statistics.verandering.reeks import Reeks
from veerkracht.statistics.verandering.ruis import UNTOLD, Ruis

Years = np.ndarray | int


def of_series(reeks: Reeks, ruis: Ruis, first: Years, last: Years, is_estimate: bool) -> Parts:
    """Parts per area of `reeks` for a change between two years (one, or one an area), where noise is told by `ruis`.

    With too few measurements only rounding is known: understated of a registration; of an estimate, whose noise may be
    anything, no verdict is possible.
    """
    noise = 2 * ruis.own(reeks)
    afronding, omklap = (reeks.at(name, first) + reeks.at(name, last) for name in ("afronding", "omklap"))
    understated = ruis.reason is not None and ruis.status != UNTOLD and not is_estimate
    return Parts(noise, afronding, omklap, 2 * ruis.shock, understated, ruis.reason)


def of_counted(share: Reeks, noemer: Reeks | None, first: Years, last: Years) -> Parts:
    """Parts of a change of a share of persons, counted in full: binomial at both ends (method.md §5).

    `share` in %, `noemer` the people it is a share of on the same boundaries; without it nothing can be told. One
    person more on either side is allowed for, so that a share of 0 is not taken for certain.
    """
    if noemer is None:
        return Parts.unknown(len(share.gebieden.codes), "van dit aandeel is niet bekend van hoeveel mensen")
    noise = binomial(share.at("waarde", first), noemer.at("waarde", first))
    noise = noise + binomial(share.at("waarde", last), noemer.at("waarde", last))
    afronding, omklap = (share.at(name, first) + share.at(name, last) for name in ("afronding", "omklap"))
    return Parts(noise, afronding, omklap, 0.0, without_ruis="niet bekend van hoeveel mensen dit een aandeel is")


def binomial(percentage: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Variance (percentage points²) of a share of people counted in full; NaN where nobody is known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p = (percentage / 100 * people + 1) / (people + 2)
        return np.where(people > 0, 1e4 * p * (1 - p) / people, np.nan)


def place(parts: Parts, at: np.ndarray) -> Parts:
    """The parts of other areas: positions, −1 for one that is not there (NaN)."""

    def moved(values: np.ndarray) -> np.ndarray:
        return np.where(at >= 0, values[at], np.nan)

    return replace(parts, ruis=moved(parts.ruis), afronding=moved(parts.afronding), omklap=moved(parts.omklap))


def added(one: Parts, other: Parts) -> Parts:
    """Variances of the sum of two changes that have nothing to do with each other."""
    parts = (one.ruis + other.ruis, one.afronding + other.afronding, one.omklap + other.omklap)
    return Parts(*parts, shock=one.shock + other.shock)
