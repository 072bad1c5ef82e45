"""Moran's I, global and local, with conditional permutations: arithmetic on arrays, tested against PySAL `esda`.

Own code because `esda` needs numba (230 MB, compiles for seconds) to be quick enough for every gemeente.

Permutations stop early (after Besag & Clifford 1991): where the first tenth of them gives a p above twice the rate at
which a result may stand, it cannot stand any more, and the p of that tenth is kept. Benjamini–Hochberg never lets a p
above its rate stand. Where the permutations leave it open which results stand, there are more of them; where it is
still open then, the draws decide nothing (`Local.undecided`).
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.neighbours import Neighbours

CELLS = 4_000_000  # random numbers held at once
ERRORS = 3  # Monte Carlo errors within which a p is at its limit


@dataclass(frozen=True)
class Whole:
    """Global Moran's I and its two-sided p."""

    i: float
    p: float


@dataclass(frozen=True)
class Local:
    """Per area: local Moran's I, mean z of the neighbours, two-sided p, the permutations that it stands on, and whether
    those leave open on which side of its limit it is."""

    i: np.ndarray
    lag: np.ndarray
    p: np.ndarray
    permutations: np.ndarray
    undecided: np.ndarray


def z_scores(values: np.ndarray) -> np.ndarray:
    """(x − mean)/sd, the sd of a population as esda takes it. All values equal: zeros."""
    deviation = values - values.mean()
    spread = deviation.std()
    flat = spread <= 1e-9 * max(np.abs(values).max(), 1e-300)
    return np.zeros(len(values)) if flat else deviation / spread


def moran(values: np.ndarray, neighbours: Neighbours, permutations: int, rng: np.random.Generator) -> Whole:
    """Global Moran's I with rows of the weights summing to 1, and its p by permutation."""
    z, n = z_scores(values), len(values)
    weights = np.zeros((n, n))
    weights[neighbours.start, neighbours.end] = 1
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1)
    observed = float(z @ weights @ z / n)
    lower = higher = 0
    for size in _blocks(permutations, n):
        mixed = rng.permuted(np.broadcast_to(z, (size, n)), axis=1)
        drawn = ((mixed @ weights) * mixed).sum(axis=1) / n
        lower, higher = lower + int((drawn <= observed).sum()), higher + int((drawn >= observed).sum())
    return Whole(observed, float(_two_sided(lower, higher, permutations)))


def local_moran(
    values: np.ndarray, neighbours: Neighbours, permutations: int, rng: np.random.Generator, rate: float = 1.0,
    finest: int = 0,
) -> Local:  # fmt: skip
    """Local Moran's I (Anselin 1995): z_i times the mean z of the neighbours, times (n−1)/n as in esda.

    Conditional permutations: z_i stays, its neighbours are drawn from all other areas. `rate`: p above twice this stops
    early, p up to this goes on. `finest`: permutations of areas that are within three Monte Carlo errors of where they
    would stand at this rate. An area with a z of exactly 0 has I = 0 whatever is drawn, and p = 1.
    """
    z, n = z_scores(values), len(values)
    degree = np.bincount(neighbours.start, minlength=n)
    lag = np.bincount(neighbours.start, z[neighbours.end], minlength=n) / np.maximum(degree, 1)
    lower, higher, done = (np.zeros(n, np.int64) for _ in range(3))

    def draw(areas: np.ndarray, size: int) -> None:
        if not size or not len(areas):
            return
        picks = _picks(n - 1, int(degree.max(initial=0)), size, rng)
        for area in areas:
            others = np.concatenate([z[:area], z[area + 1 :]])
            drawn = others[picks[: degree[area]]].sum(axis=0) / max(degree[area], 1)
            lower[area] += np.count_nonzero(drawn <= lag[area] + 1e-12)
            higher[area] += np.count_nonzero(drawn >= lag[area] - 1e-12)
        done[areas] += size

    def told() -> np.ndarray:
        return np.where(z == 0, 1.0, _two_sided(lower, higher, done))

    first = max(permutations // 10, 1)
    draw(np.arange(n), first)
    draw(np.flatnonzero(told() <= 2 * rate), permutations - first)
    undecided = at_limit(told(), done, rate)
    if finest > permutations:
        draw(np.flatnonzero(undecided & (done == permutations)), finest - permutations)
        undecided = at_limit(told(), done, rate)
    return Local(z * lag * (n - 1) / n, lag, told(), done, undecided)


def at_limit(p: np.ndarray, permutations: np.ndarray, rate: float) -> np.ndarray:
    """Which p-values would stand if all were three Monte Carlo errors lower, and not if all were as much higher."""
    if rate >= 1:
        return np.zeros(len(p), bool)
    error = ERRORS * 2 * np.sqrt(p / 2 * (1 - p / 2) / permutations)
    return significant(np.maximum(p - error, 0.0), rate) & ~significant(np.minimum(p + error, 1.0), rate)


def significant(p: np.ndarray, rate: float) -> np.ndarray:
    """Benjamini & Hochberg (1995): which of these p-values stand at this false discovery rate.

    One that lies exactly on its limit stands, whatever the rounding of the computer.
    """
    from scipy.stats import false_discovery_control

    return false_discovery_control(p) <= rate * (1 + 1e-12) if len(p) else np.zeros(0, bool)


def _picks(others: int, width: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """`size` columns of `width` different positions below `others`, in random order: the first k are a sample of k."""
    chosen = np.empty((width, size), np.int32)
    for place in range(width):
        pick = rng.integers(0, others - place, size, dtype=np.int32)  # among those not chosen yet …
        for taken in np.sort(chosen[:place], axis=0):  # … counted past the ones that are
            pick += pick >= taken
        chosen[place] = pick
    return chosen


def _two_sided(lower: np.ndarray | int, higher: np.ndarray | int, permutations: np.ndarray | int) -> np.ndarray:
    return np.minimum(1.0, 2 * (np.minimum(lower, higher) + 1) / (permutations + 1))


def _blocks(permutations: int, width: int) -> list[int]:
    size = max(1, CELLS // max(width, 1))
    return [min(size, permutations - done) for done in range(0, permutations, size)]
