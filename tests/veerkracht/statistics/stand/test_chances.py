"""How sure a level is: limits are those of the classes, and the chances are kept by the truth."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.veerkracht.statistics.scenes import SETTINGS
from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.mapkinds.level import between, quantile_limits
from veerkracht.statistics import klassen, stand
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.stand.chances import chances
from veerkracht.statistics.stand.levels import Level


def level(truth: np.ndarray, v: np.ndarray, rng, higher_is_better=False) -> Level:
    codes = np.array([f"BU{n:05}" for n in range(len(truth))])
    gemeente = np.array([f"GM{n % 40:02}" for n in range(len(truth))])
    return Level(codes, gemeente, truth + rng.normal(size=len(truth)) * np.sqrt(v), v, higher_is_better)


def parts(made: Level, count: int) -> np.ndarray:
    return quantile_limits(made.value[None, :], count)[0]


def test_chances_are_kept_by_the_truth():
    """Over many areas the mean chance is the share that really lies in the class, within the limits as measured."""
    rng = np.random.default_rng(1)
    truth, v = rng.normal(0, 1, 4000), rng.uniform(0.02, 0.3, 4000)
    made = level(truth, v, rng)
    limits = parts(made, 5)
    found = chances(made, limits, SETTINGS)
    own, real = (between(x[None, :], limits)[0] for x in (made.value, truth))
    assert found.own.mean() == pytest.approx((own == real).mean(), abs=0.02)
    assert found.most.sum() == pytest.approx((real == 5).sum(), rel=0.05)
    for low, high in ((0.5, 0.75), (0.75, 0.9), (0.9, 1.01)):
        part = (found.most >= low) & (found.most < high)
        assert (real == 5)[part].mean() == pytest.approx(found.most[part].mean(), abs=0.06)


def test_without_noise_every_class_is_sure():
    rng = np.random.default_rng(2)
    made = level(rng.normal(0, 1, 500), np.full(500, 1e-12), rng)
    found = chances(made, parts(made, 3), SETTINGS)
    assert np.sort(found.own)[2:].min() > 0.999  # the areas at the limits are what the limits are made of


def test_what_asks_most_is_the_unfavourable_end():
    rng = np.random.default_rng(3)
    made = level(rng.normal(0, 1, 500), np.full(500, 0.1), rng, higher_is_better=True)
    lowest, highest = np.argmin(made.value), np.argmax(made.value)
    most = chances(made, parts(made, 5), SETTINGS).most
    assert most[lowest] > 0.95 and most[highest] < 0.01
    turned = chances(made.turned(), parts(made.turned(), 5), SETTINGS).most
    assert turned == pytest.approx(most, abs=0.02)  # fifths of even size: mirrored but for the value at the limit


def shown(figures: dict[str, np.ndarray]) -> klassen.LevelFigures:
    codes = np.array([f"BU{n:05}" for n in range(100)])
    return klassen.LevelFigures(Scope("buurt", 2024, 2014, 2024), codes, figures)


def measured(value: np.ndarray, higher_is_better: bool) -> Level:
    """Exact levels of the lower 60 areas; of the others no variance is known."""
    codes = np.array([f"BU{n:05}" for n in range(60)])
    return Level(codes, codes, value[:60], np.full(60, 1e-12), higher_is_better)


def test_limits_are_those_of_all_areas_on_the_map():
    """The lower 60 of 100 areas fill three of five classes; the highest is filled by areas without a variance."""
    rising = np.arange(100.0)
    world = SimpleNamespace(settings=SETTINGS)
    codes, found = stand.of_map(
        MeasuredKaart("5", ("onv",), "kwintiel"), {"onv": measured(rising, False)}, shown({"onv": rising}), world
    )
    assert len(codes) == 60 and found.most.max() < 1e-3
    assert (found.own > 0.999).sum() >= 57  # all but those at a limit


def test_the_chance_of_both_measures_is_their_product_and_a_lower_score_asks_more():
    rising = np.arange(100.0)
    levels = {"kwetsbaarheid": measured(-rising, False), "onv": measured(rising, True)}
    figures = {"kwetsbaarheid": -rising, "onv": rising}
    world = SimpleNamespace(settings=SETTINGS)
    _, found = stand.of_map(MeasuredKaart("10", ("kwetsbaarheid", "onv"), "tercielen"), levels, shown(figures), world)
    assert (found.most[:33] > 0.99).sum() >= 32 and found.most[34:].max() < 0.01
    assert stand.of_map(MeasuredKaart("1", ("onv",), "vast", (5.0,)), levels, shown(figures), world) is None
