"""How unevenly a group lives over buurten, and how much of a change is noise or chance: arithmetic on arrays.

x = members of the group, t = all (members and others) per buurt; arrays are (buurten,) or (draws, buurten). Buurten are
a census: they are never drawn again. What is drawn is the rounding of the publisher, and who of the people belongs.
"""

from dataclasses import dataclass

import numpy as np

BLOCK = 2_000_000  # cells of one block of draws, so that a country fits in memory


@dataclass(frozen=True)
class Groep:
    """A group at one end of a period: members, totals, and the largest rounding error of what they were made of."""

    x: np.ndarray
    t: np.ndarray
    margin_x: np.ndarray  # of the count, or of the percentage when `from_share`
    margin_t: np.ndarray
    from_share: bool
    people: bool  # members are people or households, who may or may not belong; dwellings are what they are


@dataclass(frozen=True)
class Dealt:
    """Chances when the same changes fall on other buurten: of a D as low, of one as high."""

    low: float
    high: float


def dissimilarity(x: np.ndarray, t: np.ndarray) -> np.ndarray:
    """D = ½ Σ |x/X − (t−x)/(T−X)| over the last axis (Duncan & Duncan 1955); NaN without members or without others."""
    x_sum, t_sum = x.sum(-1, keepdims=True), t.sum(-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 0.5 * np.abs(x / x_sum - (t - x) / (t_sum - x_sum)).sum(-1)


def corrected(d: np.ndarray | float, expected: float) -> np.ndarray | float:
    """D* = (D − E₀)/(1 − E₀): 0 when as uneven as chance makes it, 1 when wholly apart."""
    return (d - expected) / (1 - expected)


def expected(groep: Groep, draws: int, rng: np.random.Generator) -> float:
    """E₀: mean D when the members are dealt out evenly, every place of the total as likely as another."""
    t = np.round(groep.t).astype(np.int64)
    members = int(min(round(float(groep.x.sum())), t.sum()))
    if not 0 < members < t.sum():
        return float("nan")
    parts = []
    for size in _blocks(draws, len(t)):
        dealt = rng.multivariate_hypergeometric(t, members, size=size, method="marginals")
        parts.append(dissimilarity(dealt.astype(float), t.astype(float)))
    return float(np.mean(np.concatenate(parts)))


def noisy(groep: Groep, draws: int, rng: np.random.Generator) -> np.ndarray:
    """D of `draws` worlds that the figures may equally have come from: rounding undone, people drawn again."""
    return np.concatenate([dissimilarity(*_drawn(groep, size, rng)) for size in _blocks(draws, len(groep.t))])


def dealt_changes(van: Groep, tot: Groep, strata: np.ndarray, draws: int, rng: np.random.Generator) -> Dealt:
    """Chance of a D at the end as low and as high as it is, when the same changes fall on other buurten.

    What changes hands is the change of the share p in percentage points, and in a second count that of its place in the
    whole, (p − P)/(P(1−P)): under the first a group that shrinks alike everywhere, under the second one that grows by a
    factor, is no change of spread. The larger chance counts. Only buurten of one stratum (size) exchange, as small ones
    change more.
    """
    weight = tot.t / tot.t.sum()
    tails = []
    for start, end, unevenness in (
        (van.x / van.t, tot.x / tot.t, _of_shares),
        (_relative(van), _relative(tot), _of_places),
    ):
        observed, lower, higher = float(unevenness(end, weight)), 0, 0
        for size in _blocks(draws, len(weight)):
            d = unevenness(start + _exchanged(end - start, strata, size, rng), weight)
            lower += int((d <= observed * (1 + 1e-12)).sum())
            higher += int((d >= observed * (1 - 1e-12)).sum())
        tails.append(((lower + 1) / (draws + 1), (higher + 1) / (draws + 1)))
    return Dealt(max(low for low, _ in tails), max(high for _, high in tails))


def _exchanged(change: np.ndarray, strata: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    moved = np.broadcast_to(change, (size, len(change))).copy()
    for one in np.unique(strata):
        here = np.flatnonzero(strata == one)
        moved[:, here] = rng.permuted(moved[:, here], axis=1)
    return moved


def _of_shares(share: np.ndarray, weight: np.ndarray) -> np.ndarray:
    share = np.clip(share, 0, 1)  # what a share cannot be
    return dissimilarity(share * weight, np.broadcast_to(weight, share.shape))


def _of_places(place: np.ndarray, weight: np.ndarray) -> np.ndarray:
    middle = (place @ weight)[..., None]
    return 0.5 * (weight * np.abs(place - middle)).sum(-1)


def _relative(groep: Groep) -> np.ndarray:
    p, whole = groep.x / groep.t, groep.x.sum() / groep.t.sum()
    return (p - whole) / (whole * (1 - whole))


def _drawn(groep: Groep, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    shape = (size, len(groep.t))
    t = np.maximum(groep.t + _rounding_of_counts(groep.margin_t, shape, rng), 1)
    if groep.from_share:
        share = groep.x / groep.t + rng.uniform(-1, 1, shape) * groep.margin_x / 100
    else:
        share = (groep.x + _rounding_of_counts(groep.margin_x, shape, rng)) / t
    share = np.clip(share, 0, 1)
    if not groep.people:
        return share * t, t
    whole = np.maximum(np.round(t), 1)
    return rng.binomial(whole.astype(np.int64), share).astype(float), whole


def _rounding_of_counts(margin: np.ndarray, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Random rounding to base b errs triangularly on (−b, b) and at most b − 1; nothing is added where none is made."""
    base = np.where(margin > 0, margin + 1, 0)
    return (rng.random(shape) - rng.random(shape)) * base


def _blocks(draws: int, width: int) -> list[int]:
    size = max(1, BLOCK // max(width, 1))
    return [min(size, draws - done) for done in range(0, draws, size)]
