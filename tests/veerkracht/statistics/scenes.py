"""A fictitious scene to draw from: areas with every measure of the maps and a model that fits it, made from arrays."""

from dataclasses import replace

import numpy as np

from veerkracht.settings import load_settings
from veerkracht.statistics import regression, resilience
from veerkracht.statistics.certainty.block import Margin, Measure, Model, Scene
from veerkracht.statistics.certainty.composite import Composite, Ends, Rounding, reshapes
from veerkracht.statistics.certainty.draws import DOUBTS, Slots
from veerkracht.statistics.certainty.maps import Kaart

SETTINGS = load_settings()
EVERY = frozenset(DOUBTS)
SLOTS = Slots(
    ("angst", "inkomen", "opleiding", "werk", "wmo"),
    ("zorg", "inkomen", "opleiding", "werk", "zorg"),
    np.array([0.1, 0.25, 0.25, 0.25, 0.15]),
)
LIMITS = (-1.5, -0.5, 0.5, 1.5)
CORPORATION = Kaart("1", ("p_wcorpw",), "niveau", "vast", (10, 25, 50, 66.6667))
CORPORATION_CHANGE = Kaart("2", ("p_wcorpw",), "verandering", "vast", (-5, -1, 1, 5))
VULNERABLE = Kaart("3", ("kwetsbaarheid",), "niveau", "kwintiel")
VULNERABLE_CHANGE = Kaart("4", ("kwetsbaarheid",), "verandering", "rond_nul", LIMITS)
NUISANCE = Kaart("5", ("onv",), "niveau", "kwintiel")
NUISANCE_CHANGE = Kaart("6", ("onv",), "verandering", "rond_nul", LIMITS)
TOGETHER = Kaart("7", ("kwetsbaarheid", "onv"), "samenloop", "samenloop", (0.5, -0.5))
NATIONAL = Kaart("8", ("kwetsbaarheid", "onv"), "veerkracht", "vast", LIMITS)
RELATIVE = Kaart("9", ("kwetsbaarheid", "onv"), "veerkracht_relatief", "vast", LIMITS)
FOCUS = Kaart("10", ("kwetsbaarheid", "onv"), "focus", "tercielen")
MAPS = (
    *(CORPORATION, CORPORATION_CHANGE, VULNERABLE, VULNERABLE_CHANGE, NUISANCE, NUISANCE_CHANGE),
    *(TOGETHER, NATIONAL, RELATIVE, FOCUS),
)


def scene(size: int = 300, seed: int = 1, doubt: bool = True) -> Scene:
    """All measures over `size` areas in 20 gemeenten; without `doubt` nothing published can be off but the index."""
    rng = np.random.default_rng(seed)
    people = rng.integers(60, 9000, size).astype(float)
    size_class = (people > 1500).astype(int)
    gemeente = np.arange(size) % 20
    sigma = np.where(size_class == 1, 0.015, 0.03) * doubt
    vulnerable, nuisance = _index(rng, people, size_class, doubt), _nuisance(rng, sigma, size_class)
    measures = {"p_wcorpw": _shares(rng, size, doubt), "kwetsbaarheid": vulnerable, "onv": nuisance}
    codes = np.array([f"BU{n:08}" for n in range(size)])
    made = Scene("buurt", 2024, 2014, 2024, codes, people, gemeente, measures, SLOTS)
    return replace(made, model=model(made))


def model(made: Scene) -> Model:
    """What `statistics.model` would have written of these measures."""
    vulnerable, nuisance = made.measures["kwetsbaarheid"], made.measures["onv"]
    weights = np.minimum(made.inhabitants, np.quantile(made.inhabitants, 0.99))
    residual = regression.fit([vulnerable.change], nuisance.change, weights).residuals
    shrunken = nuisance.reliability * residual
    national, _ = resilience.nationwide(shrunken, made.inhabitants)
    relative, _ = resilience.within(shrunken, made.inhabitants, made.gemeente, SETTINGS.relatief_minimum)
    return Model(residual, nuisance.reliability, national, relative, weights)


def plain(level: np.ndarray, change: np.ndarray) -> Measure:
    """A measure of which nothing is in doubt."""
    nothing = Margin(np.zeros(len(level)))
    ones, zeros = np.ones(len(level)), np.zeros(len(level), int)
    return Measure(level, level - change, change, change, ones, zeros, nothing, nothing, nothing)


def measured(level: np.ndarray, change: np.ndarray, sigma: np.ndarray, size_class: np.ndarray) -> Measure:
    """A measure with noise: shrunken per class."""
    found = plain(level, change)
    reliability, shrunken = np.ones(len(level)), change.copy()
    for number in np.unique(size_class):
        part = size_class == number
        reliability[part] = np.clip(1 - 2 * sigma[part] ** 2 / change[part].var(), 0, 1)
        shrunken[part] = change[part].mean() + reliability[part] * (change[part] - change[part].mean())
    posterior = Margin(np.sqrt(reliability * 2 * sigma**2))
    more = {"level_margin": Margin(sigma), "change_margin": posterior, "shrunken_margin": posterior}
    return replace(found, shrunken=shrunken, reliability=reliability, size_class=size_class, **more)


def _nuisance(rng, sigma: np.ndarray, size_class: np.ndarray) -> Measure:
    size = len(sigma)
    change = rng.normal(0, 0.04, size) + np.sqrt(2) * sigma * rng.normal(size=size)
    return measured(rng.normal(4, 0.2, size), change, sigma, size_class)


def _shares(rng, size: int, doubt: bool) -> Measure:
    level = np.round(rng.uniform(0, 100, size))
    change = np.round(rng.normal(0, 4, size))
    ends = [Rounding(np.full(size, 0.5 * doubt), False, f"afronding|p_wcorpw|{year}") for year in (2014, 2024)]
    found = plain(level, change)
    margins = {"level_margin": Margin(np.zeros(size), (ends[1],)), "change_margin": Margin(np.zeros(size), tuple(ends))}
    return replace(found, **margins)


def _index(rng, people: np.ndarray, size_class: np.ndarray, doubt: bool) -> Measure:
    common = rng.normal(size=len(people))
    z = 0.7 * common + 0.7 * rng.normal(size=(5, len(people)))
    begin = z[[1, 3]] - 0.3 * rng.normal(size=(2, len(people)))
    level = composite(z, people, missing=doubt, rounding=0.05 * doubt)
    ends = Ends(*(composite(part, people, slots=(1, 3)) for part in (begin, z[[1, 3]])))
    published = SLOTS.weights @ (level.z * level.known)
    change = (z[[1, 3]] - begin).mean(axis=0)
    found = measured(published, change, np.full(len(people), 0.05 * doubt), size_class)
    nothing = Margin(np.zeros(len(people)))
    return replace(found, level_margin=nothing, level_index=level, change_index=ends)


def composite(z, people, slots=(0, 1, 2, 3, 4), missing=False, rounding=0.0) -> Composite:
    """A composite of z-scores; with `missing` the first component of every tenth area was predicted."""
    residue = np.zeros(z.shape)
    residue[0, ::10] = 0.4 * missing
    rounded = tuple(Rounding(np.full(z.shape[1], rounding), True, f"afronding|{slot}|2024") for slot in slots)
    shapes = reshapes(list(z), [people] * len(z), SLOTS.weights[list(slots)])
    purposes = tuple(f"voorspelling|{slot}" for slot in slots)
    return Composite(np.array(slots), z, rounded, residue, purposes, shapes, 4.0)
