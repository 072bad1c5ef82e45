"""A change of one measure in all areas of a level, with its variance by part and what stands in its way."""

from dataclasses import dataclass

import numpy as np

from veerkracht.settings import Settings
from veerkracht.statistics import weighted
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.measurement.series import without_impossible
from veerkracht.statistics.verandering.choices import noise_settings

HIGHER, NEUTRAL = "hoger_is_gunstiger", "neutraal"


@dataclass(frozen=True)
class Parts:
    """Variance of a change by what it comes from, per area (NaN: not known); `shock`: S, which a gemeente shares.

    `reason`: why the noise is not known (no verdict) or understated (`understated`: no verdict beyond waarschijnlijk);
    `without_ruis`: why that of a single area is not.
    """

    ruis: np.ndarray
    afronding: np.ndarray
    omklap: np.ndarray
    shock: float
    understated: bool = False
    reason: str | None = None
    without_ruis: str = "niet bekend hoeveel mensen hier wonen"

    @classmethod
    def unknown(cls, count: int, reason: str) -> "Parts":
        """Of areas of which nothing is known."""
        empty = np.full(count, np.nan)
        return cls(empty, empty, empty, 0.0, reason=reason)

    @property
    def whole(self) -> np.ndarray:
        """v per area."""
        return self.ruis + self.afronding + self.omklap


@dataclass(frozen=True)
class Change:
    """Arrays: one position an area, sorted by code. `verschil` NaN where `reden` (Dutch, else None) says why not.

    `start`: level at the begin with `start_v`, the variance of that measurement; `delta`: threshold (NaN: none);
    `refused`: why nothing is told of any area.
    """

    scope: Scope
    maat: str
    richting: str
    codes: np.ndarray
    gemeente: np.ndarray
    wijk: np.ndarray
    inwoners: np.ndarray
    verschil: np.ndarray
    reden: np.ndarray
    parts: Parts
    start: np.ndarray
    start_v: np.ndarray
    delta: float
    refused: str | None

    @property
    def usable(self) -> np.ndarray:
        """Areas of which the model can be told."""
        return np.isfinite(self.verschil) & np.isfinite(self.parts.whole) & (self.gemeente != "")

    @property
    def bad_is_up(self) -> bool:
        """Whether a rise is unfavourable; of a measure without direction a fall counts as such."""
        return self.richting not in (HIGHER, NEUTRAL)


def delta(level: np.ndarray, inwoners: np.ndarray, settings: Settings) -> float:
    """δ: a share of the national deviation of the level, weighted by inhabitants (method.md §4.3.4); NaN without one.

    Values that no area can have do not count.
    """
    possible = without_impossible(level, noise_settings(settings).onmogelijk_vanaf)
    sd = float(weighted.sd(possible, inwoners))
    return settings.delta_aandeel * sd if sd > 0 else float("nan")


def without_absurd(verschil: np.ndarray, reden: np.ndarray, settings: Settings) -> np.ndarray:
    """The changes with NaN for what no area can have; says so in `reden`, and where a change is no number."""
    possible = without_impossible(verschil, noise_settings(settings).onmogelijk_vanaf)
    gone = np.isfinite(verschil) & ~np.isfinite(possible)
    reden[gone] = "het verschil is te groot om waar te kunnen zijn"
    reden[~np.isfinite(possible) & unsaid(reden)] = "geen gegevens"
    return possible


def refusal(change: Change, settings: Settings) -> str | None:
    """Why no verdict is given on any area, in Dutch; None when the model can be made."""
    if change.refused or (change.parts.reason and not change.parts.understated):
        return change.refused or change.parts.reason
    n, least = int(change.usable.sum()), settings.kaart_gebieden_minimum
    if n < least:
        return f"{n} gebieden met een verandering en genoeg inwoners; een kaart van verandering vraagt er {least}"
    if not np.isfinite(change.delta):
        return f"in {change.scope.jaar_tot} is er geen spreiding tussen gebieden waaraan een verandering is te meten"
    return None


def unsaid(reden: np.ndarray) -> np.ndarray:
    """Which reasons are None."""
    return np.array([one is None for one in reden], bool)


def own_reasons(change: Change) -> np.ndarray:
    """Per area why it has no verdict itself, None where it has what is needed."""
    found, parts = change.reden.copy(), change.parts
    for lacking, why in (
        (change.gemeente == "", "niet bekend in welke gemeente dit gebied ligt"),
        (np.isnan(parts.afronding), "niet bekend hoe het cijfer van dit gebied is afgerond"),
        (np.isnan(parts.omklap), "niet te bepalen welke fout het omrekenen naar deze grenzen geeft"),
        (np.isnan(parts.ruis), parts.without_ruis),
    ):
        found[unsaid(found) & lacking] = why
    return found
