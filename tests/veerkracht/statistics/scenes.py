"""A fictitious scene to draw from: areas with every measure of the maps of level, made from arrays."""

import numpy as np

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.settings import load_settings
from veerkracht.statistics.certainty.block import DrawnMeasure, Scene
from veerkracht.statistics.certainty.composite import Composite, reshapes
from veerkracht.statistics.certainty.draws import DOUBTS, Slots

SETTINGS = load_settings()
EVERY = frozenset(DOUBTS)
SLOTS = Slots(
    ("angst", "inkomen", "opleiding", "werk", "wmo"),
    ("zorg", "inkomen", "opleiding", "werk", "zorg"),
    np.array([0.1, 0.25, 0.25, 0.25, 0.15]),
)
CORPORATION = MeasuredKaart("1", ("p_wcorpw",), "vast", (10, 25, 50, 66.6667))
VULNERABLE = MeasuredKaart("3", ("kwetsbaarheid",), "kwintiel")
NUISANCE = MeasuredKaart("5", ("onv",), "kwintiel")
FOCUS = MeasuredKaart("10", ("kwetsbaarheid", "onv"), "tercielen")
MAPS = (CORPORATION, VULNERABLE, NUISANCE, FOCUS)


def scene(size: int = 300, seed: int = 1) -> Scene:
    """All measures over `size` areas; only the index has a design."""
    rng = np.random.default_rng(seed)
    people = rng.integers(60, 9000, size).astype(float)
    onv, shares = DrawnMeasure(rng.normal(4, 0.2, size)), DrawnMeasure(np.round(rng.uniform(0, 100, size)))
    measures = {"p_wcorpw": shares, "kwetsbaarheid": _index(rng, people), "onv": onv}
    return Scene("buurt", 2024, 2014, 2024, np.array([f"BU{n:08}" for n in range(size)]), measures, SLOTS)


def _index(rng, people: np.ndarray) -> DrawnMeasure:
    z = 0.7 * rng.normal(size=len(people)) + 0.7 * rng.normal(size=(5, len(people)))
    level = composite(z, people)
    return DrawnMeasure(SLOTS.weights @ (level.z * level.known), level)


def composite(z, people, slots=(0, 1, 2, 3, 4)) -> Composite:
    """A composite of z-scores."""
    shapes = reshapes(list(z), [people] * len(z), SLOTS.weights[list(slots)])
    return Composite(np.array(slots), z, shapes, 4.0)
