"""How overlast goes along with vulnerability within gemeenten, corrected for noise (method.md §4.4)."""

from dataclasses import dataclass, fields, replace

import numpy as np

from veerkracht.statistics.posterior.changes import FLAT, numbers, sorting, variances
from veerkracht.statistics.posterior.groups import Groups, labels
from veerkracht.statistics.posterior.words import GeenCorrectie


@dataclass(frozen=True)
class BetaSettings:
    """Numbers of method.md §4.4 that are choices."""

    signal_minimum: float = 0.2  # least share of signal in the change of vulnerability within gemeenten
    gemeenten_minimum: int = 30  # with fewer gemeenten wijken are the clusters
    clusters_minimum: int = 10  # with fewer clusters β = 0


@dataclass(frozen=True)
class BothChanges:
    """Areas with both Δonv and ΔK, in any order: labels, inhabitants at t1, changes, variances, shocks S of both.

    Raises ValueError as `Changes` does, also when inhabitants are 0 everywhere.
    """

    code: np.ndarray
    gemeente: np.ndarray
    wijk: np.ndarray
    inwoners: np.ndarray
    onv: np.ndarray
    v_onv: np.ndarray
    k: np.ndarray
    v_k: np.ndarray
    shock_onv: float
    shock_k: float

    def __post_init__(self) -> None:
        for name in ("code", "gemeente", "wijk"):
            object.__setattr__(self, name, labels(getattr(self, name), name))
            if len(getattr(self, name)) != len(self.code):
                raise ValueError(f"{name} has {len(getattr(self, name))} rows, code {len(self.code)}")
        for name in ("onv", "k"):
            object.__setattr__(self, name, numbers(getattr(self, name), name, len(self.code)))
        for name in ("v_onv", "v_k", "inwoners"):
            object.__setattr__(self, name, variances(getattr(self, name), name, len(self.code)))
        variances(np.array([self.shock_onv, self.shock_k]), "shock", 2)
        sorting(self.code)
        if not self.inwoners.sum() > 0:
            raise ValueError("inwoners are 0 in every area")

    def only(self, which: np.ndarray) -> "BothChanges":
        """The same of some areas (a mask)."""
        arrays = {one.name: getattr(self, one.name)[which] for one in fields(self) if not one.name.startswith("shock")}
        return replace(self, **arrays)


@dataclass(frozen=True)
class Beta:
    """Change of onv per unit of ΔK within gemeenten, as used: `beta` with its `se`, both 0 where there is a `reason`.

    `clusters` of `soort` (gemeenten or wijken); `signal`: share of signal in ΔK within gemeenten; `uncorrected` and
    `between` (over gemeente means, weighted by inhabitants) are described, never used; None where nothing varies.
    """

    beta: float
    se: float
    clusters: int
    soort: str
    signal: float
    uncorrected: float | None
    between: float | None
    reason: GeenCorrectie | None


@dataclass(frozen=True)
class _Terms:
    """Per area (sorted by code) what it adds to numerator, corrected and plain denominator of β."""

    product: np.ndarray
    signal: np.ndarray
    square: np.ndarray


def within_gemeenten(both: BothChanges, tau_w2: float, settings: BetaSettings | None = None) -> Beta:
    """β with jackknife over clusters; `tau_w2` is the grid-weighted mean of τ_w² of the model of onv.

    An area that is the only one of its gemeente tells nothing here and makes no cluster. β = 0 with its reason where
    clusters are too few, the share of signal is too low, or the signal stands on one cluster alone.
    """
    settings = settings or BetaSettings()
    order = sorting(both.code)
    gemeenten = Groups.of(both.gemeente[order])
    terms = _terms(both, order, gemeenten, tau_w2)
    telling = gemeenten.sizes[gemeenten.index] > 1
    clusters, soort = Groups.of(both.gemeente[order][telling]), "gemeenten"
    if clusters.count < settings.gemeenten_minimum:
        clusters, soort = Groups.of(both.wijk[order][telling]), "wijken"
    square, signal = float(np.sum(terms.square)), float(np.sum(terms.signal))
    share = max(signal / square, 0.0) if square > 0 else 0.0
    without = signal - clusters.sums(terms.signal[telling])
    reason: GeenCorrectie | None = None
    if clusters.count < settings.clusters_minimum:
        reason = GeenCorrectie.TE_WEINIG_WIJKEN
    elif share < settings.signal_minimum or not (without > 0).all():
        reason = GeenCorrectie.TE_ONZEKER
    beta = se = 0.0
    if reason is None:
        product = np.sum(terms.product)
        beta = float(product / signal)
        se = _jackknife((product - clusters.sums(terms.product[telling])) / without)
    plain = float(np.sum(terms.product)) / square if square > 0 else None
    between = _between(both, order, gemeenten, tau_w2)
    return Beta(beta, se, clusters.count, soort, share, plain, between, reason)


def _terms(both: BothChanges, order: np.ndarray, gemeenten: Groups, tau_w2: float) -> _Terms:
    onv, k, v_k = both.onv[order], both.k[order], both.v_k[order]
    q = _precision(both, order, tau_w2)
    index = gemeenten.index
    r1 = _without_rounding(onv - gemeenten.means(onv, q)[index], onv)
    r2 = _without_rounding(k - gemeenten.means(k, q)[index], k)
    freedom = 1 - q / gemeenten.sums(q)[index]
    return _Terms(q * r1 * r2, q * (r2**2 - freedom * v_k), q * r2**2)


def _without_rounding(r: np.ndarray, values: np.ndarray) -> np.ndarray:
    """r, exactly 0 where it is rounding of the computer: of an area alone in its gemeente, of values all equal."""
    return np.where(np.abs(r) <= FLAT * np.max(np.abs(values)), 0.0, r)


def _precision(both: BothChanges, order: np.ndarray, tau_w2: float) -> np.ndarray:
    """q = 1/(τ_w² + v); without any variance every area counts as much."""
    variance = tau_w2 + both.v_onv[order]
    return 1 / variance if (variance > 0).all() else np.ones(len(variance))


def _jackknife(without: np.ndarray) -> float:
    """√((C−1)/C·Σ(β_(c) − mean)²), β_(c) without cluster c."""
    count = len(without)
    return float(np.sqrt((count - 1) / count * np.sum((without - without.mean()) ** 2)))


def _between(both: BothChanges, order: np.ndarray, gemeenten: Groups, tau_w2: float) -> float | None:
    """Slope over gemeente means of three gemeenten or more, weighted by inhabitants."""
    q, w = _precision(both, order, tau_w2), gemeenten.sums(both.inwoners[order])
    onv, k = gemeenten.means(both.onv[order], q), gemeenten.means(both.k[order], q)
    away = k - np.sum(w * k) / np.sum(w)
    square = float(np.sum(w * away**2))
    return float(np.sum(w * away * onv)) / square if gemeenten.count > 2 and square > 0 else None
