"""Classes of an estimated change by the chance of its direction (method.md §5).

Classes 1 … 5 from unfavourable to favourable, on a map of two changes as `SamenloopKlasse` says. They have no limits.
The words of a verdict stand in `statistics.posterior.words`, those of a map in kaarten.csv.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np

from veerkracht.mapkinds.kind import SAMENLOOP, VEERKRACHT, VEERKRACHT_RELATIEF, VERANDERING, Grond, Kind

ACHT_VAN_TIEN = 1.2816  # deviations on either side of an estimate between which the truth lies in 8 cases out of 10


class Known(Protocol):
    """What is known of the change of each area: `Posterior` of the statistics."""

    @property
    def code(self) -> np.ndarray:
        """Codes of the areas, in the order of all other arrays."""

    @property
    def mean(self) -> np.ndarray:
        """Estimated change."""

    @property
    def sd(self) -> np.ndarray:
        """Standard deviation of the estimate."""

    @property
    def p_below(self) -> np.ndarray:
        """Chance of a change below −δ."""

    @property
    def p_above(self) -> np.ndarray:
        """Chance of a change above δ."""


class Klasse(IntEnum):
    """Class of a map of one change."""

    DUIDELIJK_ONGUNSTIG = 1
    WAARSCHIJNLIJK_ONGUNSTIG = 2
    NIET_TE_ZEGGEN = 3
    WAARSCHIJNLIJK_GUNSTIG = 4
    DUIDELIJK_GUNSTIG = 5


class SamenloopKlasse(IntEnum):
    """Class of the map of two changes together."""

    BEIDE = 1
    KWETSBAARHEID = 2
    OVERLAST = 3
    NIET_TE_ZEGGEN = 4
    GUNSTIGER = 5


@dataclass(frozen=True)
class Thresholds:
    """Chances from which a class is given, and how many deviations the published interval is wide on either side."""

    duidelijk_vanaf: float = 0.9
    waarschijnlijk_vanaf: float = 0.75
    interval: float = ACHT_VAN_TIEN


@dataclass(frozen=True)
class Classed:
    """Per area its class, and the chance that what the class claims is true (1 where it claims nothing)."""

    klasse: np.ndarray
    p: np.ndarray


def direction(known: Known, hoger_is_gunstiger: bool, thresholds: Thresholds | None = None) -> Classed:
    """Maps 4 (`hoger_is_gunstiger` False), 6, 8 and 9: `Klasse` per area.

    "Duidelijk" needs its chance and an interval without 0; what lacks the latter is "waarschijnlijk".
    """
    limits = thresholds or Thresholds()
    bad, good = (known.p_below, known.p_above) if hoger_is_gunstiger else (known.p_above, known.p_below)
    certain = np.abs(known.mean) > limits.interval * known.sd
    rules = [
        ((bad >= limits.duidelijk_vanaf) & certain, Klasse.DUIDELIJK_ONGUNSTIG),
        (bad >= limits.waarschijnlijk_vanaf, Klasse.WAARSCHIJNLIJK_ONGUNSTIG),
        ((good >= limits.duidelijk_vanaf) & certain, Klasse.DUIDELIJK_GUNSTIG),
        (good >= limits.waarschijnlijk_vanaf, Klasse.WAARSCHIJNLIJK_GUNSTIG),
    ]
    klasse = np.select([rule for rule, _ in rules], [int(one) for _, one in rules], int(Klasse.NIET_TE_ZEGGEN))
    chance = np.select([klasse < Klasse.NIET_TE_ZEGGEN, klasse > Klasse.NIET_TE_ZEGGEN], [bad, good], 1.0)
    return Classed(klasse.astype(np.int8), chance)


def together(k: Known, onv: Known, thresholds: Thresholds | None = None) -> Classed:
    """Map 7: `SamenloopKlasse` per area; both posteriors of the same areas in the same order, else ValueError.

    "Gunstiger" claims that one of the two improved: its chance is the larger of both.
    """
    limit = (thresholds or Thresholds()).waarschijnlijk_vanaf
    both, better = chance_both(k, onv), np.maximum(onv.p_above, k.p_below)
    rules = [
        (both, SamenloopKlasse.BEIDE),
        (k.p_above, SamenloopKlasse.KWETSBAARHEID),
        (onv.p_below, SamenloopKlasse.OVERLAST),
        (better, SamenloopKlasse.GUNSTIGER),
    ]
    holds = [chance >= limit for chance, _ in rules]
    klasse = np.select(holds, [int(one) for _, one in rules], int(SamenloopKlasse.NIET_TE_ZEGGEN))
    return Classed(klasse.astype(np.int8), np.select(holds, [chance for chance, _ in rules], 1.0))


def chance_both(k: Known, onv: Known) -> np.ndarray:
    """P_both = P⁻(onv)·P⁺(K) per area: vulnerability and overlast both rose. Raises ValueError for different areas."""
    if not np.array_equal(k.code, onv.code):
        raise ValueError("the two posteriors are of different areas")
    return onv.p_below * k.p_above


def expected_both(inwoners: np.ndarray, p_both: np.ndarray) -> float:
    """Inhabitants of areas where both rose beyond δ, to be expected."""
    return float(np.sum(inwoners * p_both))


KANS = Kind(
    "kans",
    soorten=(VERANDERING, SAMENLOOP, VEERKRACHT, VEERKRACHT_RELATIEF),
    zin=(
        "kans dat de verandering groter is dan {drempel:4}[ (kwetsbaarheid) en {drempel_2:4} (overlast)]: "
        "{deel:%} van het gewone verschil tussen gebieden"
    ),
    grond=Grond.KANS,
    aantal=len(Klasse),
    niet_te_zeggen={
        **{one.naam: int(Klasse.NIET_TE_ZEGGEN) for one in (VERANDERING, VEERKRACHT, VEERKRACHT_RELATIEF)},
        SAMENLOOP.naam: int(SamenloopKlasse.NIET_TE_ZEGGEN),
    },
)
