"""What is known of an area after the model: mean, sd and the chances of a change that counts (method.md §4.3.3–4).

Each point of the grid gives a normal distribution; they are mixed by weight. Own noise v decides how far an area goes
its own way, v^e only what is learnt of gemeente and country.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.posterior.likelihood import GemeenteSums, between, gemeente_sums
from veerkracht.statistics.posterior.model import Fitted


@dataclass(frozen=True)
class Posterior:
    """One position an area (as given to the model) or a gemeente (in order of its first area by code), by `code`.

    `mean`, `sd` in units of the measure; `p_below` = P(< −δ), `p_above` = P(> δ).
    """

    code: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    p_below: np.ndarray
    p_above: np.ndarray


@dataclass(frozen=True)
class Point:
    """The model at one point of the grid: squares of the deviations, and per gemeente what area posteriors stand on.

    c² = τ_b² + S, ρ = S/c² (0 if c² = 0), C = 1/ΣB; per gemeente H = c²B, m_g = (1−H)μ̂ + Hȳ_g; `own` is K per area.
    """

    weight: float
    tau_w2: float
    c2: float
    rho: float
    c: float
    mu: float
    h: np.ndarray
    m: np.ndarray
    own: np.ndarray


@dataclass(frozen=True)
class Moments:
    """Mean and variance at one point of the grid, per area (sorted by code) or gemeente."""

    mean: np.ndarray
    variance: np.ndarray


def areas(fitted: Fitted, delta: float, shift: float = 0.0, extra: np.ndarray | float = 0.0) -> Posterior:
    """Posterior of θ − shift per area. `extra` is variance to add: a number, per area, or points × areas."""
    rows = fitted.rows
    return _mixed(fitted, theta, rows.code, rows.order, delta, shift, extra)


def within(fitted: Fitted, delta: float, extra: np.ndarray | float = 0.0) -> Posterior:
    """Posterior of w per area: how it differs from its gemeente. `extra` as in `areas`."""
    return _mixed(fitted, own_way, fitted.rows.code, fitted.rows.order, delta, 0.0, extra)


def gemeenten(fitted: Fitted, delta: float, shift: float = 0.0, extra: np.ndarray | float = 0.0) -> Posterior:
    """Posterior of μ + b − shift per gemeente. `extra`: a number, per gemeente, or points × gemeenten."""
    names = fitted.rows.gemeenten.names
    return _mixed(fitted, whole_gemeente, names, np.arange(len(names)), delta, shift, extra)


def points(fitted: Fitted) -> Iterator[Point]:
    """The points of the grid in the order of `fitted.weight`; what depends on τ_w alone is computed once."""
    before, sums, own = -1.0, None, np.zeros(0)
    for tau_w, tau_b, weight in zip(fitted.tau_w, fitted.tau_b, fitted.weight, strict=True):
        if sums is None or tau_w != before:
            before, sums = tau_w, gemeente_sums(fitted.rows, fitted.v_fit, tau_w)
            own = tau_w**2 / (tau_w**2 + fitted.rows.v)
        yield _point(sums, own, tau_w, tau_b, fitted.shock, weight)


def _point(sums: GemeenteSums, own: np.ndarray, tau_w: float, tau_b: float, shock: float, weight: float) -> Point:
    c2 = tau_b**2 + shock
    found = between(sums, np.array([c2]))
    h, mu = c2 * found.b[0], float(found.mu[0])
    rho = shock / c2 if c2 > 0 else 0.0
    return Point(weight, tau_w**2, c2, rho, float(1 / found.total[0]), mu, h, (1 - h) * mu + h * sums.mean, own)


def theta(fitted: Fitted, at: Point) -> Moments:
    """Mean and variance of θ_a at one point, areas sorted by code."""
    place = fitted.rows.gemeenten.index
    common = at.m[place]
    mean = common + at.own * (fitted.rows.y - common) - (at.rho * (at.m - at.mu))[place]
    left = (1 - at.h)[place]
    far = 1 - at.own - at.rho
    q = far * left + at.rho
    shared = at.rho * (1 - at.rho) * at.c2
    return Moments(mean, (1 - at.own) * at.tau_w2 + far**2 * left * at.c2 + shared + q**2 * at.c)


def own_way(fitted: Fitted, at: Point) -> Moments:
    """Mean and variance of w_a at one point, areas sorted by code."""
    place = fitted.rows.gemeenten.index
    doubt = (1 - at.h) * at.c2 + (1 - at.h) ** 2 * at.c
    mean = at.own * (fitted.rows.y - at.m[place])
    return Moments(mean, (1 - at.own) * at.tau_w2 + at.own**2 * doubt[place])


def whole_gemeente(fitted: Fitted, at: Point) -> Moments:
    """Mean and variance of μ + b_g at one point, gemeenten by first appearance."""
    left = 1 - at.h
    q = (1 - at.rho) * left + at.rho
    variance = (1 - at.rho) ** 2 * left * at.c2 + at.rho * (1 - at.rho) * at.c2 + q**2 * at.c
    return Moments(at.m - at.rho * (at.m - at.mu), variance)


def _mixed(
    fitted: Fitted,
    moments: Callable[[Fitted, Point], Moments],
    code: np.ndarray,
    order: np.ndarray,
    delta: float,
    shift: float,
    extra: np.ndarray | float,
) -> Posterior:
    """Mix over the grid. The running mean keeps small variances exact beside large means."""
    count = len(code)
    added = np.broadcast_to(np.asarray(extra, float), (len(fitted.weight), count))
    total, mean, variance, below, above = 0.0, *(np.zeros(count) for _ in range(4))
    for number, at in enumerate(points(fitted)):
        found = moments(fitted, at)
        one, sd = found.mean - shift, np.sqrt(found.variance + added[number][order])
        total += at.weight
        away = one - mean
        mean += at.weight / total * away
        variance += at.weight * (sd**2 + away * (one - mean))
        below += at.weight * chance_below(-delta, one, sd)
        above += at.weight * chance_below(-delta, -one, sd)
    place = np.argsort(order)  # where each row as given stands in the sorted ones
    chances = (np.clip(chance, 0, 1)[place] for chance in (below, above))
    return Posterior(code[place], mean[place], np.sqrt(variance)[place], *chances)


def chance_below(limit: float, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """P(x < limit), x normal with mean and sd; without deviation 0 or 1."""
    from scipy.special import ndtr

    spread = sd > 0
    z = (limit - mean) / np.where(spread, sd, 1)
    return np.where(spread, ndtr(z), z > 0)
