"""What two changes say together: whether both rose (map 7), and resilience (maps 8 and 9; method.md §4.4 and §5)."""

from dataclasses import dataclass

import numpy as np

from veerkracht.mapkinds.kans import chance_both, together
from veerkracht.settings import Settings
from veerkracht.statistics.posterior.beta import BothChanges
from veerkracht.statistics.posterior.posterior import Posterior
from veerkracht.statistics.posterior.resilience import Resilience, of, resilience
from veerkracht.statistics.verandering.choices import resilience_settings, thresholds
from veerkracht.statistics.verandering.judging import DECIMALS, Judged, classed, published

FEW_GEMEENTEN = 3  # with fewer the model tells no difference between gemeenten: every area is beside the mean of all
NO_REST = "met twee gemeenten is het verschil met de eigen gemeente niet apart te schatten; zie de landelijke kaart"


@dataclass(frozen=True)
class JudgedPair:
    """onv and kwetsbaarheid of the same scope over the areas of onv; `usable`: of both a posterior.

    `k_at`: position of each of those areas in the change of kwetsbaarheid, −1 where it has none.
    """

    onv: Judged
    k: Judged
    k_at: np.ndarray
    usable: np.ndarray
    refused: str | None
    reden: np.ndarray


@dataclass(frozen=True)
class Concurrence:
    """Map 7 over the areas of onv: class (0: none) and P_both (NaN: none)."""

    klasse: np.ndarray
    p_both: np.ndarray


@dataclass(frozen=True)
class Shown:
    """Map 8 or 9 over the areas of onv: posterior of `JudgedPair.usable`, class (0: none) and reason (None: a class).

    `around`: what the measured change of those areas is compared with.
    """

    known: Posterior
    around: np.ndarray | float
    klasse: np.ndarray
    reden: np.ndarray


def both(onv: Judged, k: Judged) -> JudgedPair:
    """Put the two side by side; an area that lacks one has the reason of that one, of onv where it lacks both.

    Where no verdict is given on either in any area every area says on which, and why.
    """
    order = np.argsort(k.change.codes)
    codes = k.change.codes[order]
    at = np.minimum(np.searchsorted(codes, onv.change.codes), len(codes) - 1)
    at = np.where(codes[at] == onv.change.codes, order[at], -1)
    refused = onv.refused and f"verandering van overlast en onveiligheid: {onv.refused}"
    refused = refused or (k.refused and f"verandering van kwetsbaarheid: {k.refused}")
    has_k = (at >= 0) & (k.klasse[at] > 0)
    k_reason = np.where(at >= 0, k.reden[at], "geen gegevens")
    reden = np.where(onv.klasse > 0, k_reason, onv.reden).astype(object)
    if refused:
        reden[:] = refused
    return JudgedPair(onv, k, at, (onv.klasse > 0) & has_k, refused, reden)


def concurrence(pair: JudgedPair, settings: Settings) -> Concurrence:
    """Map 7: classes by the chances of both."""
    klasse, p_both = np.zeros(len(pair.usable), np.int8), np.full(len(pair.usable), np.nan)
    if pair.usable.any():
        assert pair.k.known is not None and pair.onv.known is not None
        codes = pair.onv.change.codes[pair.usable]
        k, onv = of(pair.k.known, codes), of(pair.onv.known, codes)
        klasse[pair.usable] = together(k, onv, thresholds(settings)).klasse
        p_both[pair.usable] = np.round(chance_both(k, onv), DECIMALS)
    return Concurrence(klasse, p_both)


def resilient(pair: JudgedPair, settings: Settings) -> tuple[Resilience | None, str | None]:
    """The model of resilience, or why there is none."""
    count, least = int(pair.usable.sum()), settings.kaart_gebieden_minimum
    if pair.refused:
        return None, pair.refused
    if count < least:
        return None, f"{count} gebieden met beide veranderingen en genoeg inwoners; het model vraagt er {least}"
    assert pair.onv.fitted is not None and pair.k.fitted is not None
    onv, k, chosen = pair.onv.change, pair.k.change, pair.usable
    at = pair.k_at[chosen]
    given = BothChanges(
        onv.codes[chosen], onv.gemeente[chosen], onv.wijk[chosen], onv.inwoners[chosen], onv.verschil[chosen],
        onv.parts.whole[chosen], k.verschil[at], k.parts.whole[at], onv.parts.shock, k.parts.shock,
    )  # fmt: skip
    return resilience(given, pair.onv.fitted, pair.k.fitted, onv.delta, resilience_settings(settings)), None


def shown(pair: JudgedPair, found: Resilience, relative: bool, settings: Settings) -> Shown:
    """Map 8, or map 9 (`relative`), which needs enough areas with a value in the gemeente.

    Of one gemeente they are the same: its rest is all there is. Of two neither is what map 9 says.
    """
    count = found.fitted.rows.gemeenten.count
    beside = relative and count >= FEW_GEMEENTEN
    known = published(found.relatief if beside else found.landelijk)
    understated = pair.onv.change.parts.understated or pair.k.change.parts.understated
    klasse, reden = np.zeros(len(pair.usable), np.int8), pair.reden.copy()
    chosen = classed(known, True, understated, settings)
    if relative:
        few = f"gemeente met minder dan {settings.relatief_minimum} gebieden met een waarde"
        no_rest = 1 < count < FEW_GEMEENTEN
        lacking = ~found.enough | no_rest
        chosen = np.where(lacking, 0, chosen)
        reden[np.flatnonzero(pair.usable)[lacking]] = NO_REST if no_rest else few
    klasse[pair.usable] = chosen
    return Shown(known, _gemeente_means(pair, found.d.y) if beside else found.mean, klasse, reden)


def _gemeente_means(pair: JudgedPair, values: np.ndarray) -> np.ndarray:
    """Plain mean of the areas of the gemeente of each area with both changes."""
    _, place, count = np.unique(pair.onv.change.gemeente[pair.usable], return_inverse=True, return_counts=True)
    return (np.bincount(place, values) / count)[place]
