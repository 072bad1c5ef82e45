"""Random numbers of the certainty: the choices of a draw, and the noise of an area in a draw.

A draw has one PCG64 stream for what it chooses for the whole country. What it adds to an area comes from a counter
(Philox) keyed by the area's code, so that it does not depend on order, blocks, threads or what else is loaded.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from veerkracht.settings import Settings

SEED = 20140101  # fixed: the same data give the same edition
DOUBTS = ("gewichten", "normalisatie", "onderdeel_weg", "afronding", "ruis", "voorspelling")
Z, RANK, MINMAX = range(3)

NATIONAL = frozenset(DOUBTS[:3])  # chosen once a draw for the whole country; the others differ by area

Word = np.ndarray | np.uint64  # 32 bits in 64

_LOW = np.uint64(0xFFFFFFFF)
_HIGH = np.uint64(32)
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_STEPS = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10


@dataclass(frozen=True)
class Slots:
    """The components of the index by the catalogue: name, theme and weight of each (weights sum to 1)."""

    names: tuple[str, ...]
    themes: tuple[str, ...]
    weights: np.ndarray


@dataclass(frozen=True)
class Choices:
    """What each of some draws chose for the whole country; row i belongs to the i-th draw."""

    weights: np.ndarray  # draws × slots, 0 where left out
    normalisation: np.ndarray  # Z, RANK or MINMAX


@dataclass(frozen=True)
class _Choice:
    """What one draw chose: a weight a slot, and Z, RANK or MINMAX."""

    weights: np.ndarray
    normalisation: int


def choices(draws: Iterable[int], slots: Slots, settings: Settings, active: frozenset[str]) -> Choices:
    """Choices of the given draws; draw 0 and every doubt that is not active keep the default.

    A stream is read in the same order whatever is active, so one doubt more or less changes nothing in the others.
    """
    default = _Choice(slots.weights.astype(float), Z)
    chooses = active & NATIONAL
    rows = [_choose(draw, slots, settings, chooses) if draw and chooses else default for draw in draws]
    return Choices(
        np.array([row.weights for row in rows]).reshape(len(rows), -1),
        np.array([row.normalisation for row in rows]),
    )


def _choose(draw: int, slots: Slots, settings: Settings, active: frozenset[str]) -> _Choice:
    stream = np.random.Generator(np.random.PCG64(np.random.SeedSequence([SEED, draw])))
    themes = sorted(set(slots.themes))
    number = np.array([themes.index(theme) for theme in slots.themes], dtype=int)
    theme_weights = np.bincount(number, slots.weights, len(themes))
    drawn = stream.gamma(settings.twijfel_gewichten * theme_weights)  # a Dirichlet, not yet divided by its sum
    norm, leave, which = stream.random(3)
    weights = slots.weights.astype(float).copy()
    if "gewichten" in active and drawn.sum() > 0:
        weights = weights * (drawn / drawn.sum() / np.where(theme_weights > 0, theme_weights, 1))[number]
    if "onderdeel_weg" in active and leave < settings.twijfel_onderdeel_weg and len(weights) > 1:
        weights[int(which * len(weights))] = 0.0
    kind = int(np.searchsorted(np.cumsum(settings.twijfel_normalisatie)[:2], norm, side="right"))
    normalisation = kind if "normalisatie" in active else Z
    return _Choice(weights, normalisation)


def area_keys(codes: Iterable[str]) -> np.ndarray:
    """The 64-bit key of each area code."""
    return np.array([_digest(code) for code in codes], dtype=np.uint64)


def uniform(keys: np.ndarray, purpose: str, draws: range) -> np.ndarray:
    """Uniform on (0, 1), draws × areas, float32: the noise of a purpose."""
    first = draws.start // 4
    words = _philox(keys, purpose, first, -(-draws.stop // 4))
    lanes = np.stack(words, axis=1).reshape(-1, len(keys))
    chosen = lanes[draws.start - 4 * first : draws.stop - 4 * first]
    return ((chosen >> np.uint64(8)).astype(np.float32) + np.float32(0.5)) * np.float32(2**-24)


def triangular(keys: np.ndarray, purpose: str, draws: range) -> np.ndarray:
    """Triangular on (−1, 1) around 0: the error of a count rounded at random (method.md §2)."""
    u = uniform(keys, purpose, draws)
    return np.where(u < 0.5, np.sqrt(2 * u) - 1, 1 - np.sqrt(2 * (1 - u)))


def normal(keys: np.ndarray, purpose: str, draws: range) -> np.ndarray:
    """Standard normal, draws × areas, float32 (Box–Muller over the pairs of draws that share a counter)."""
    start, stop = draws.start // 2 * 2, -(-draws.stop // 2) * 2
    u = uniform(keys, purpose, range(start, stop))
    radius, angle = np.sqrt(-2 * np.log(u[0::2])), np.float32(2 * np.pi) * u[1::2]
    u[0::2], u[1::2] = radius * np.cos(angle), radius * np.sin(angle)
    return u[draws.start - start : draws.stop - start]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _philox(keys: np.ndarray, purpose: str, first: int, stop: int) -> tuple[np.ndarray, ...]:
    """Four 32-bit words per counter and key, counters × areas.

    Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011). numpy's own
    Philox makes one stream an object; 14,500 areas × 10 purposes of those cost more than all draws.
    """
    digest = _digest(purpose)
    counter = np.arange(first, stop, dtype=np.uint64)[:, None]
    rest = (np.uint64(0), np.uint64(digest & 0xFFFFFFFF), np.uint64(digest >> 32))
    return philox_words((counter, *rest), (keys & _LOW, keys >> _HIGH))


def philox_words(counter: tuple[Word, Word, Word, Word], key: tuple[Word, Word]) -> tuple[np.ndarray, ...]:
    """Ten rounds over four counter words and two key words (uint64 arrays that hold 32 bits; they broadcast)."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for turn in range(_ROUNDS):
        if turn:
            k0, k1 = (k0 + np.uint64(_STEPS[0])) & _LOW, (k1 + np.uint64(_STEPS[1])) & _LOW
        p0, p1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = (p1 >> _HIGH) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HIGH) ^ c3 ^ k1, p0 & _LOW
    return tuple(np.broadcast_arrays(c0, c1, c2, c3))
