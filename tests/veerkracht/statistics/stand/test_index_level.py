"""Variance of a level of the index from parts written by hand: what is not known of a part is never taken for zero."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.settings import load_settings
from veerkracht.statistics import klassen, stand
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.stand.index_level import MEASURED, IndexLevels
from veerkracht.statistics.stand.levels import Level
from veerkracht.statistics.verandering.areas import GebiedenInYears, LevelIndeling
from veerkracht.statistics.verandering.choices import noise_settings
from veerkracht.statistics.verandering.reeks import Reeks
from veerkracht.statistics.verandering.ruis import tell

SETTINGS = load_settings()
PLACE, YEARS, COUNT = LevelIndeling("buurt", 2024), np.arange(2018, 2025), 60
CODES = np.array([f"BU{n:04}" for n in range(COUNT)])
WEIGHTS = {"p_hh_li": 0.6, "p_opl_lg": 0.4}
SD, ROUNDING = 10.0, 0.08


def reeks(indicator: str, years: np.ndarray = YEARS, people: np.ndarray | None = None) -> Reeks:
    rng = np.random.default_rng(len(indicator))
    people = np.full(COUNT, 1000.0) if people is None else people
    gebieden = GebiedenInYears(
        CODES, np.array([f"GM{n // 10}" for n in range(COUNT)]), CODES, np.array([2024]), *(people[:, None],) * 2
    )
    values = 20 + rng.normal(0, 1, (COUNT, len(years)))
    known = np.full(values.shape, ROUNDING)
    return Reeks(PLACE, indicator, gebieden, years, values, known, np.zeros(values.shape), False)


def told(series: dict[str, Reeks], measured: np.ndarray = CODES, **settings):
    """Variance of every area, where each part was measured in the areas `measured`."""
    rows = pd.concat(
        pd.DataFrame({"niveau": "buurt", "indeling": 2024, "jaar": 2024, "indicator": name, "gebiedscode": measured,
                      "gewicht": weight, "sd": SD}) for name, weight in WEIGHTS.items()
    )  # fmt: skip
    how = noise_settings(SETTINGS.model_copy(update=settings))
    world = SimpleNamespace(query=lambda sql: rows if sql == MEASURED else rows.iloc[:0].assign(afwijking=[]))
    noise = {name: tell([one], how, own_line=False) for name, one in series.items()}
    index = SimpleNamespace(noise=noise.get)
    levels = IndexLevels(world, SimpleNamespace(of=lambda name: {PLACE: series[name]}), index)
    return levels.variance(PLACE, 2024, CODES), noise


def both(years: np.ndarray = YEARS, people: np.ndarray | None = None) -> dict[str, Reeks]:
    return {"p_hh_li": reeks("p_hh_li", people=people), "p_opl_lg": reeks("p_opl_lg", years, people)}


def test_noise_and_rounding_count_by_the_square_of_the_weight():
    found, noise = told(both())
    parts = [(w / SD) ** 2 * (noise[name]["buurt"].own(both()[name]) + ROUNDING) for name, w in WEIGHTS.items()]
    assert found.v == pytest.approx(sum(parts)) and not found.understated


def test_a_part_with_too_few_measurements_makes_the_whole_understated():
    found, _ = told(both(YEARS[-2:]))
    assert found.understated and np.isfinite(found.v).all()


def test_of_a_part_whose_noise_cannot_be_told_nothing_is_known():
    found, _ = told(both(), kaart_gebieden_minimum=COUNT + 1)
    assert np.isnan(found.v).all()


def test_of_an_area_of_which_nobody_knows_its_size_nothing_is_known():
    people = np.where(np.arange(COUNT) == 3, np.nan, 1000.0)
    found, _ = told(both(people=people))
    assert np.flatnonzero(np.isnan(found.v)).tolist() == [3]


def test_an_area_that_is_not_in_the_series_adds_to_no_other():
    found, _ = told(both(), np.append(CODES, "BU9999"))
    assert found.v == pytest.approx(told(both())[0].v)


def test_of_an_understated_level_nothing_is_sure():
    rising = np.arange(float(COUNT))
    world, kaart = SimpleNamespace(settings=SETTINGS), MeasuredKaart("3", ("kwetsbaarheid",), "kwintiel")
    shown = klassen.LevelFigures(Scope("buurt", 2024, 2014, 2024), CODES, {"kwetsbaarheid": rising})
    chances = {}
    for understated in (False, True):
        level = Level(CODES, CODES, rising, np.full(COUNT, 1e-9), False, understated)
        chances[understated] = stand.of_map(kaart, {"kwetsbaarheid": level}, shown, world)[1]
    assert (chances[False].most >= SETTINGS.duidelijk_vanaf).sum() > 10
    for name in ("own", "most"):
        sure, capped = (getattr(chances[one], name) for one in (False, True))
        assert capped == pytest.approx(np.minimum(sure, SETTINGS.duidelijk_vanaf - 0.01))
