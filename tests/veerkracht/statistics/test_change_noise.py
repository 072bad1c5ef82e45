"""Noise of a change: samples with a known noise, gaps, what cannot be told, and the published Leefbaarometer.

With a tenth of the figures missing 2,500 areas leave about 2,000 with both ends.
"""

import numpy as np
import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.settings import load_settings
from veerkracht.statistics import change_noise, noise

YEARS = np.array([2014.0, 2018, 2020, 2022, 2024])
SIGMA = 0.02


def linear(rng, lambda_, areas=2500):
    """Areas that each move along a line of their own, besides a course that all share; and the true λ."""
    change = rng.normal(0, np.sqrt(2 * lambda_ / (1 - lambda_)) * SIGMA, areas)
    true = rng.normal(0, 0.5, areas)[:, None] + change[:, None] * (YEARS - 2014) / 10 + 0.1 * np.sin(YEARS)
    return measured(rng, true)


def walk(rng, lambda_, areas=2500):
    """Areas that wander; and the true λ."""
    step = np.sqrt(2 * lambda_ / (1 - lambda_)) * SIGMA * np.sqrt(np.diff(YEARS) / 10)
    steps = rng.normal(0, 1, (areas, 4)) * step
    true = np.column_stack([np.zeros(areas), np.cumsum(steps, axis=1)]) + rng.normal(0, 0.5, areas)[:, None]
    return measured(rng, true)


def measured(rng, true):
    varies = np.var(true[:, -1] - true[:, 0])
    return true + rng.normal(0, SIGMA, true.shape), varies / (varies + 2 * SIGMA**2)


def told(series, years=YEARS, minimum=100, complete=0.9):
    change = series[:, -1] - series[:, 0]
    chosen = change_noise.telling(series, change, complete)
    cleared = change_noise.without_year_means(series[chosen])
    return change_noise.estimate(cleared, years, change[chosen], minimum)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("gaps", [0.0, 0.1])
@pytest.mark.parametrize("lambda_", [0.5, 0.8])
def test_line_tells_the_noise_of_linear_courses(seed, gaps, lambda_):
    rng = np.random.default_rng(seed)
    series, truth = linear(rng, lambda_)
    found = told(np.where(rng.random(series.shape) < gaps, np.nan, series))
    assert found.lambda_line == pytest.approx(truth, abs=0.05)
    assert found.sigma == pytest.approx(SIGMA, rel=0.04)
    assert found.used == found.lambda_line


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_nugget_tells_the_noise_of_random_walks(seed, gaps):
    """And the line takes their bends for noise: it shrinks more."""
    rng = np.random.default_rng(seed)
    series, truth = walk(rng, 0.7)
    found = told(np.where(rng.random(series.shape) < gaps, np.nan, series))
    assert found.lambda_nugget == pytest.approx(truth, abs=0.05)
    assert found.lambda_line < truth - 0.05


def test_nothing_but_noise_is_no_change():
    rng = np.random.default_rng(3)
    found = told(rng.normal(0, SIGMA, (2000, 5)))
    assert found.lambda_line < 0.06
    assert found.lambda_nugget < 0.1
    steps = np.array([0.0, 1, 0, 1, 0]) * rng.normal(0, 1, (500, 1))  # up and down: more noise than change
    assert told(steps + rng.normal(0, 1e-3, steps.shape)).lambda_line == 0


def test_a_common_course_is_no_noise():
    """Also when in the odd year other areas were measured, of another level."""
    rng = np.random.default_rng(4)
    series, _ = linear(rng, 0.6)
    gone = rng.random(len(series)) < 0.3
    for bend in (0.0, 5.0):
        bent = series + np.array([0, 0, bend, 0, 0])
        bent[gone & (series[:, 0] > 0), 2] = np.nan
        found = told(bent, complete=1.0)
        assert found.sigma == pytest.approx(SIGMA, rel=0.04)


def test_complete_areas_tell_when_nearly_all_are():
    series = np.tile(np.arange(5.0), (20, 1))
    series[0, 2] = np.nan
    change = np.ones(20)
    assert change_noise.telling(series, change, 0.9).tolist() == [False] + [True] * 19
    assert change_noise.telling(series, change, 0.99).all()
    series[1, 1:4] = np.nan  # two measurements
    change[2] = np.nan
    assert change_noise.telling(series, change, 0.99).tolist() == [True, False, False] + [True] * 17


def test_what_cannot_be_told_has_a_reason_and_shrinks_nothing():
    series, _ = linear(np.random.default_rng(5), 0.6, areas=60)
    few = told(series)
    assert few.reason == "60 gebieden met een verandering en 3 metingen; nodig zijn er 100"
    assert (few.used, few.n, few.measurements) == (1.0, 60, 5)
    assert np.isnan([few.sigma, few.lambda_line, few.lambda_nugget]).all()
    equal = told(np.full((200, 5), 0.3))
    assert equal.reason == "alle veranderingen zijn gelijk"
    assert equal.used == 1.0
    assert change_noise.too_few(np.array([2014.0, 2022])) == "2 vergelijkbare metingen (2014 en 2022); nodig zijn er 3"
    assert change_noise.too_few(np.array([2014.0])) == "1 vergelijkbare meting (2014); nodig zijn er 3"
    assert change_noise.too_few(YEARS) is None


def test_one_outlier_does_not_break_the_figures():
    for place in (2, 4):
        series, _ = linear(np.random.default_rng(6), 0.6)
        series[7, place] = 1e9
        found = told(series)
        assert found.reason is None
        assert 0 <= found.lambda_line <= 1
        assert 0 <= found.lambda_nugget <= 1
        assert np.isfinite([found.sigma, found.mean, found.variance]).all()


def test_pairs_of_one_distance_tell_no_nugget():
    series = np.array([[0.0, 1, np.nan], [1, 3, np.nan], [np.nan, 2, 5], [np.nan, 1, 7]])
    assert np.isnan(change_noise.nugget_variance(series, np.array([2014.0, 2018, 2022])))
    assert np.isnan(change_noise.nugget_variance(np.zeros((3, 0)), np.zeros(0)))


def test_shrink_and_demonstrable():
    change = np.array([-0.10, 0.02, 0.30])
    assert change_noise.shrink(change, 0.02, 0.5) == pytest.approx([-0.04, 0.02, 0.16])
    limit = 1.64 * np.sqrt(2) * 0.05
    outcome = change_noise.demonstrable(np.array([-limit * 1.01, limit * 0.99, np.nan, 0.3]), 0.05, 1.64)
    assert outcome == pytest.approx([1, 0, np.nan, 1], nan_ok=True)
    assert np.isnan(change_noise.demonstrable(change, np.nan, 1.64)).all()


@pytest.mark.real
def test_published_leefbaarometer(real_data):
    """λ of the change of `onv` of 3,289 wijken from 2014 to 2022: 0.48 by line, 0.67 by nugget (method.md §5)."""
    years = (2002, 2008, 2012, 2014, 2016, 2018, 2020, 2022)
    zip_ = real_data / "leefbaarometer" / "open-data-leefbaarometer-meting-2022.zip"
    delivery = read(zip_, lev.bron("leefbaarometer"), lev.release("lbm3_zip", jaren=years))
    rows = delivery.waarnemingen.to_pandas()
    rows = rows[(rows["kolom"] == "onv") & (rows["waarde"] != "NA")]
    table = rows.assign(waarde=rows["waarde"].astype(float)).pivot(
        index="gebiedscode", columns="jaar", values="waarde"
    )  # fmt: skip
    series, change = table.to_numpy(), (table[2022] - table[2014]).to_numpy()
    assert table.columns.tolist() == [2014, 2018, 2020, 2022]
    found = noise.tell(series, table.columns.to_numpy(float), change, np.full(len(table), np.nan), load_settings())
    pooled = found.classes["alle"]
    assert set(found.of_area) == {"alle"}
    assert (pooled.n, pooled.measurements) == (3289, 4)
    assert pooled.lambda_line == pytest.approx(0.48, abs=0.02)
    assert pooled.lambda_nugget == pytest.approx(0.67, abs=0.03)
