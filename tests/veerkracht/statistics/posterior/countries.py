"""Countries of which the truth is known: what changed, the shock of each gemeente, and noise of known variance."""

from dataclasses import dataclass, replace

import numpy as np

from veerkracht.mapkinds.kans import Classed, direction, together
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.beta import BothChanges
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import Fitted, fit
from veerkracht.statistics.posterior.posterior import Posterior
from veerkracht.statistics.posterior.resilience import Resilience, resilience

DELTA, DELTA_K = 0.0075, 0.06  # a tenth of the spread of the levels of onv (Leefbaarometer 3.0, wijken) and of K
BETA = -0.03
SHOCK = 2 * 0.0056**2  # of the Leefbaarometer


@dataclass(frozen=True)
class Country:
    """Areas × truth: `onv`, `k` what truly changed; `both` what was measured of it."""

    both: BothChanges
    onv: np.ndarray
    k: np.ndarray


@dataclass(frozen=True)
class Truth:
    """How much truly changes: sd within and between gemeenten of what K does not explain, of K, and the shock."""

    within: float = 0.0
    between: float = 0.0
    k_within: float = 0.0
    k_between: float = 0.0
    shock: float = 0.0
    beta: float = 0.0
    shuffled: bool = False  # no gemeente has anything in common: a few areas change much, the others hardly


KINDS = {
    "niets": Truth(),
    "alleen_kwetsbaarheid": Truth(k_within=0.2, k_between=0.1),
    "schokken": Truth(shock=SHOCK),
    "geschud": Truth(within=0.02, k_within=0.2, beta=BETA, shuffled=True),
    "gepland": Truth(within=0.0141, between=0.0089, k_within=0.2, k_between=0.1, shock=SHOCK, beta=BETA),
}


def country(truth: Truth, seed: int, gemeenten: int, areas: int) -> Country:
    """A country of `gemeenten` × `areas`; noise as of the Leefbaarometer, smaller where more people live."""
    rng = np.random.default_rng(seed)
    count = gemeenten * areas
    g = np.repeat(np.arange(gemeenten), areas)
    inwoners = np.round(np.exp(rng.normal(7, 0.8, count))) + 50
    v_onv, v_k = 2 * (7.85e-5 + 0.0333 / inwoners), 0.008 + 4 / inwoners
    k = rng.normal(0, 1, count) * truth.k_within + rng.normal(0, truth.k_between, gemeenten)[g]
    own = rng.normal(0, 1, count)
    if truth.shuffled:
        own *= np.where(rng.random(count) < 0.2, 2.0, 0.5)
    onv = truth.beta * k + own * truth.within + rng.normal(0, truth.between, gemeenten)[g]
    both = BothChanges(
        code=np.array([f"BU{number:08d}" for number in range(count)]),
        gemeente=np.array([f"GM{number:04d}" for number in g]),
        wijk=np.array([f"WK{number // 5:06d}" for number in range(count)]),
        inwoners=inwoners,
        onv=onv + rng.normal(0, np.sqrt(truth.shock), gemeenten)[g] + rng.normal(0, np.sqrt(v_onv)),
        v_onv=v_onv,
        k=k + rng.normal(0, np.sqrt(v_k)),
        v_k=v_k,
        shock_onv=truth.shock,
        shock_k=0.0,
    )
    return Country(both, onv, k)


def onv_of(both: BothChanges) -> Changes:
    return Changes(both.code, both.gemeente, both.onv, both.v_onv, both.shock_onv)


def k_of(both: BothChanges) -> Changes:
    return Changes(both.code, both.gemeente, both.k, both.v_k, both.shock_k)


@dataclass(frozen=True)
class Maps:
    """The maps of change of a country (`classed` by number of the map), and the models below them."""

    onv: Fitted
    k: Fitted
    posterior_onv: Posterior
    posterior_k: Posterior
    resilience: Resilience
    classed: dict[int, Classed]


def maps(both: BothChanges) -> Maps:
    """Everything that a period needs, as the product would."""
    onv, k = fit(onv_of(both)), fit(k_of(both))
    p_onv, p_k = posterior.areas(onv, DELTA), posterior.areas(k, DELTA_K)
    found = resilience(both, onv, k, DELTA)
    classed = {
        4: direction(p_k, hoger_is_gunstiger=False),
        6: direction(p_onv, hoger_is_gunstiger=True),
        7: together(p_k, p_onv),
        8: direction(found.landelijk, hoger_is_gunstiger=True),
        9: direction(found.relatief, hoger_is_gunstiger=True),
    }
    return Maps(onv, k, p_onv, p_k, found, classed)


def truths(land: Country) -> dict[int, np.ndarray]:
    """What maps 4, 6, 8 and 9 are about, without noise (K with its sign turned: higher is better)."""
    both = land.both
    gemeente = np.unique(both.gemeente, return_inverse=True)[1]
    d = land.onv - BETA * land.k
    own = d - (np.bincount(gemeente, d) / np.bincount(gemeente))[gemeente]
    return {4: -land.k, 6: land.onv, 8: d - np.average(d, weights=both.inwoners), 9: own}


def without_shock(both: BothChanges) -> BothChanges:
    return replace(both, shock_onv=0.0)
