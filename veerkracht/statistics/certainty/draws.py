"""The choices of a draw: a PCG64 stream each, so that none depends on order, blocks, threads or what else is loaded."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from veerkracht.settings import Settings

SEED = 20140101  # fixed: the same data give the same edition
DOUBTS = ("gewichten", "normalisatie", "onderdeel_weg")  # what a draw chooses, once for the whole country
Z, RANK, MINMAX = range(3)


@dataclass(frozen=True)
class Slots:
    """The components of the index by the catalogue: name, theme and weight of each (weights sum to 1)."""

    names: tuple[str, ...]
    themes: tuple[str, ...]
    weights: np.ndarray


@dataclass(frozen=True)
class Choices:
    """What each of some draws chose; row i belongs to the i-th draw."""

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
    rows = [_choose(draw, slots, settings, active) if draw and active else default for draw in draws]
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
