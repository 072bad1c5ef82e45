"""A fictitious scene to draw from: areas with every measure of the maps of level, made from arrays."""

import numpy as np

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.settings import load_settings
from veerkracht.statistics.certainty.block import DrawnMeasure, Margin, Scene
from veerkracht.statistics.certainty.composite import Composite, Rounding, reshapes
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


def scene(size: int = 300, seed: int = 1, doubt: bool = True) -> Scene:
    """All measures over `size` areas; without `doubt` nothing published can be off but the index."""
    rng = np.random.default_rng(seed)
    people = rng.integers(60, 9000, size).astype(float)
    sigma = np.where(people > 1500, 0.015, 0.03) * doubt
    onv = DrawnMeasure(rng.normal(4, 0.2, size), Margin(sigma))
    measures = {"p_wcorpw": _shares(rng, size, doubt), "kwetsbaarheid": _index(rng, people, doubt), "onv": onv}
    return Scene("buurt", 2024, 2014, 2024, np.array([f"BU{n:08}" for n in range(size)]), measures, SLOTS)


def plain(level: np.ndarray) -> DrawnMeasure:
    """A measure of which nothing is in doubt."""
    return DrawnMeasure(level, Margin(np.zeros(len(level))))


def _shares(rng, size: int, doubt: bool) -> DrawnMeasure:
    rounding = Rounding(np.full(size, 0.5 * doubt), False, "afronding|p_wcorpw|2024")
    return DrawnMeasure(np.round(rng.uniform(0, 100, size)), Margin(np.zeros(size), (rounding,)))


def _index(rng, people: np.ndarray, doubt: bool) -> DrawnMeasure:
    z = 0.7 * rng.normal(size=len(people)) + 0.7 * rng.normal(size=(5, len(people)))
    level = composite(z, people, missing=doubt, rounding=0.05 * doubt)
    return DrawnMeasure(SLOTS.weights @ (level.z * level.known), Margin(np.zeros(len(people))), level)


def composite(z, people, slots=(0, 1, 2, 3, 4), missing=False, rounding=0.0) -> Composite:
    """A composite of z-scores; with `missing` the first component of every tenth area was predicted."""
    residue = np.zeros(z.shape)
    residue[0, ::10] = 0.4 * missing
    rounded = tuple(Rounding(np.full(z.shape[1], rounding), True, f"afronding|{slot}|2024") for slot in slots)
    shapes = reshapes(list(z), [people] * len(z), SLOTS.weights[list(slots)])
    purposes = tuple(f"voorspelling|{slot}" for slot in slots)
    return Composite(np.array(slots), z, rounded, residue, purposes, shapes, 4.0)
