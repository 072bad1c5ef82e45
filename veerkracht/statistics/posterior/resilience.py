"""Resilience: overlast that developed better than the change in vulnerability leads one to expect (method.md §4.4)."""

from dataclasses import dataclass, field

import numpy as np

from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.beta import Beta, BetaSettings, BothChanges, within_gemeenten
from veerkracht.statistics.posterior.changes import Changes, sorting
from veerkracht.statistics.posterior.groups import Groups
from veerkracht.statistics.posterior.model import Fitted, ModelSettings, fit
from veerkracht.statistics.posterior.outliers import credible
from veerkracht.statistics.posterior.posterior import Posterior


@dataclass(frozen=True)
class Resilience:
    """Maps 8 and 9 of one level and period; areas in the order of `BothChanges`, gemeenten by their first area.

    `d`: the change left after correction, with its variance; `mean`: R̄; `k_mean`: K̄; `landelijk`: θ_d − R̄ (map 8);
    `relatief`: w_d (map 9), of which only areas in `enough` are shown; `gemeenten_extra`: the variance
    that R̄ and β add to each gemeente as a whole.
    """

    beta: Beta
    d: Changes
    mean: float
    k_mean: float
    fitted: Fitted
    landelijk: Posterior
    relatief: Posterior
    enough: np.ndarray
    gemeenten_extra: np.ndarray


@dataclass(frozen=True)
class ResilienceSettings:
    """Choices of the model, of β, and the areas with a value that a gemeente needs on the relative map."""

    model: ModelSettings = field(default_factory=ModelSettings)
    beta: BetaSettings = field(default_factory=BetaSettings)
    relatief_minimum: int = 5


def resilience(
    both: BothChanges, onv: Fitted, k: Fitted, delta: float, settings: ResilienceSettings | None = None
) -> Resilience:
    """Resilience of the areas in `both`, given the models of onv and K (fitted on at least these areas).

    `delta` in units of onv. An area whose change is absurd in size (`outliers.credible`) tells nothing of β, R̄ and K̄:
    one value of 1e9 would colour the country. Raises ValueError when the model of K lacks one of the areas.
    """
    settings = settings or ResilienceSettings()
    telling = believable(both, settings.model)
    beta = within_gemeenten(telling, onv.tau_w2, settings.beta)
    d = corrected(both, beta.beta)
    told = corrected(telling, beta.beta)
    mean, k_mean = national_mean(telling, told.y), national_mean(telling, telling.k)
    fitted = fit(d, settings.model)
    k_areas = of(posterior.areas(k, 0.0), both.code)
    k_own = of(posterior.within(k, 0.0), both.code)
    extra = variance_of_mean(telling, told.v) + beta.se**2 * second_moment(k_areas, k_mean)
    gemeenten = fitted.rows.gemeenten
    extra_gemeente = gemeenten.sums(extra[fitted.rows.order]) / gemeenten.sizes
    sizes = Groups.of(both.gemeente)
    return Resilience(
        beta=beta,
        d=d,
        mean=mean,
        k_mean=k_mean,
        fitted=fitted,
        landelijk=posterior.areas(fitted, delta, mean, extra),
        relatief=posterior.within(fitted, delta, beta.se**2 * second_moment(k_own, 0.0)),
        enough=sizes.sizes[sizes.index] >= settings.relatief_minimum,
        gemeenten_extra=extra_gemeente,
    )


def believable(both: BothChanges, settings: ModelSettings) -> BothChanges:
    """The areas of which neither change is absurd in size; all of them where those left have no inhabitants."""
    limits = (settings.outlier_gross, settings.outlier_minimum)
    fine = credible(both.onv, both.v_onv, *limits) & credible(both.k, both.v_k, *limits)
    return both.only(fine) if both.inwoners[fine].sum() > 0 else both


def corrected(both: BothChanges, beta: float) -> Changes:
    """d = Δonv − β·ΔK with v_d = v_onv + β²v_K and S_d = S + β²S_K."""
    v = both.v_onv + beta**2 * both.v_k
    shock = both.shock_onv + beta**2 * both.shock_k
    return Changes(both.code, both.gemeente, both.onv - beta * both.k, v, shock)


def national_mean(both: BothChanges, values: np.ndarray) -> float:
    """Mean of values per area (in the order of `both`), weighted by inhabitants at t1."""
    order = sorting(both.code)
    return float(np.sum(both.inwoners[order] * values[order]) / np.sum(both.inwoners[order]))


def variance_of_mean(both: BothChanges, v: np.ndarray) -> float:
    """Σ(inh/Σinh)²·v: what noise does to the national mean."""
    order = sorting(both.code)
    share = both.inwoners[order] / np.sum(both.inwoners[order])
    return float(np.sum(share**2 * v[order]))


def second_moment(known: Posterior, around: float) -> np.ndarray:
    """E(x − around)² per area: (E x − around)² + var x."""
    return (known.mean - around) ** 2 + known.sd**2


def of(known: Posterior, code: np.ndarray) -> Posterior:
    """The rows of these areas, in their order. Raises ValueError when one is not known."""
    order = np.argsort(known.code)
    place = np.minimum(np.searchsorted(known.code[order], code), len(order) - 1)
    rows = order[place]
    if (known.code[rows] != code).any():
        raise ValueError(f"the model does not know area {code[known.code[rows] != code][0]}")
    return Posterior(known.code[rows], known.mean[rows], known.sd[rows], known.p_below[rows], known.p_above[rows])
