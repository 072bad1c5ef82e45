"""Noise where there is little to tell it from, or one figure that cannot be."""

from dataclasses import replace

import numpy as np
import pytest

from tests.veerkracht.statistics.measurement.worlds import SETTINGS, Truth, country
from veerkracht.statistics.measurement.noise import noise_of
from veerkracht.statistics.measurement.series import without_impossible


@pytest.fixture
def measured():
    return country(np.random.default_rng(30), 300, 30, 5, Truth(d0=6, sigma_g=0.005))


def with_value(measured, area, year, value):
    values = measured.values.copy()
    values[area, year] = value
    return replace(measured, values=values)


def test_two_measurements_leave_rounding_only(measured):
    two = replace(measured, values=np.where(np.arange(5) < 2, measured.values, np.nan), rounding=np.full(300, 0.25))
    found = noise_of(two, SETTINGS, own_line=True)
    assert (found.status, found.measurements, found.areas) == ("ruis onderschat", 2, 0)
    assert found.sigma2.tolist() == [0.25] * 300
    assert (found.a, found.b, found.sigma_g) == (0, 0, 0)
    assert noise_of(two.take(np.arange(0)), SETTINGS, own_line=True).measurements == 0


def test_fewer_than_twenty_areas_tell_no_noise(measured):
    found = noise_of(measured.take(np.arange(19)), SETTINGS, own_line=True)
    assert (found.status, found.areas) == ("te weinig gebieden", 19)
    assert np.isnan([found.a, found.b, found.sigma_g, found.d0, *found.sigma2]).all()
    assert noise_of(measured.take(np.arange(20)), SETTINGS, own_line=True).status == "bepaald"
    assert noise_of(measured.take(np.arange(20)), replace(SETTINGS, ruis_minimum=21), own_line=True).areas == 20


def test_three_measurements_with_two_an_area_tell_none(measured):
    values = measured.values[:, :3].copy()
    values[np.arange(300), np.arange(300) % 3] = np.nan
    found = noise_of(replace(measured, values=values, years=measured.years[:3]), SETTINGS, own_line=True)
    assert (found.status, found.measurements, found.areas) == ("te weinig gebieden", 3, 0)


def test_few_areas_in_large_gemeenten_take_means_of_the_country():
    found = noise_of(country(np.random.default_rng(31), 49, 7, 6, Truth(sigma_g=0.02)), SETTINGS, own_line=True)
    one_more = noise_of(country(np.random.default_rng(31), 50, 7, 6, Truth(sigma_g=0.02)), SETTINGS, own_line=True)
    assert (found.areas, one_more.areas) == (49, 50)
    assert found.a + found.b / 1000 > 3 * (one_more.a + one_more.b / 1000)  # there the shocks count as noise of areas
    assert found.d0 == np.inf
    assert one_more.sigma_g > 0.005


def test_f_makes_up_for_the_mean_of_the_gemeente():
    """Five areas a gemeente: without f the noise would come out a fifth too low; the country as one group has none."""
    found = noise_of(country(np.random.default_rng(32), 4000, 800, 6, Truth(b=0)), SETTINGS, own_line=False)
    assert found.a + found.b / 1100 == pytest.approx(1e-4, rel=0.05)


@pytest.mark.parametrize("level", [0.0, 1e6])
def test_all_changes_equal(measured, level):
    same = replace(measured, values=measured.values[:, :1] + level + np.array([0.0, 3, -1, 7, 2]))
    found = noise_of(same, SETTINGS, own_line=True)
    assert (found.status, found.a, found.b, found.sigma_g) == ("bepaald", 0, 0, 0)
    assert found.sigma2.tolist() == [0.0] * 300
    assert found.nugget == pytest.approx(0, abs=1e-12)


def test_one_impossible_value_is_missing(measured):
    plain, gap = noise_of(measured, SETTINGS, own_line=True), with_value(measured, 7, 2, np.nan)
    without = noise_of(gap, SETTINGS, own_line=True)
    for value in (1e9, -1e9, np.inf):
        found = noise_of(with_value(measured, 7, 2, value), SETTINGS, own_line=True)
        assert found.sigma2.tolist() == without.sigma2.tolist()
    assert without.sigma2 == pytest.approx(plain.sigma2, rel=0.25)


@pytest.mark.parametrize("jump", [2.0, 20.0, 60.0])
def test_an_area_out_of_line_pulls_no_neighbour(measured, jump):
    """The neighbours are as they would be without it; the area itself has a variance of its own size."""
    found = noise_of(with_value(measured, 7, 2, measured.values[7, 2] + jump), SETTINGS, own_line=True)
    without = noise_of(measured.take(np.arange(300) != 7), SETTINGS, own_line=True)
    assert found.areas == 299
    others = np.delete(found.sigma2, 7)
    assert others == pytest.approx(without.sigma2, rel=1e-6)
    assert (found.a, found.b, found.sigma_g) == pytest.approx((without.a, without.b, without.sigma_g), rel=1e-6)
    assert found.sigma2[7] > 0.01 * jump**2
    letter = noise_of(
        with_value(measured, 7, 2, measured.values[7, 2] + jump),
        replace(SETTINGS, uit_de_lijn_vanaf=np.inf),
        own_line=True,
    )
    assert letter.sigma2[[5, 6, 8, 9]].min() > 10 * found.sigma2[[5, 6, 8, 9]].max()


def test_many_areas_out_of_line(measured):
    rng = np.random.default_rng(33)
    values = measured.values.copy()
    values[np.arange(0, 300, 10), rng.integers(0, 5, 30)] += rng.choice([-1, 1], 30) * 10 ** rng.uniform(0.3, 2, 30)
    found = noise_of(replace(measured, values=values), SETTINGS, own_line=True)
    without = noise_of(measured.take(np.arange(300) % 10 > 0), SETTINGS, own_line=True)
    missing = np.isnan(without_impossible(values, SETTINGS.onmogelijk_vanaf)).sum()
    assert 300 - found.areas + missing >= 30
    assert found.a + found.b / 1000 == pytest.approx(without.a + without.b / 1000, rel=0.05)
    assert found.sigma_g == pytest.approx(without.sigma_g, rel=0.05)


def test_a_restless_gemeente_is_not_emptied(measured):
    values = measured.values.copy()
    values[:10] += np.random.default_rng(34).normal(0, 5, (10, 5))
    found = noise_of(replace(measured, values=values), SETTINGS, own_line=True)
    assert 295 <= found.areas < 300
    assert np.isfinite(found.sigma2).all()


def test_an_area_that_is_nearly_its_whole_gemeente_by_weight(measured):
    rounding = np.where(np.arange(300) % 10 == 0, 0.0, 1e12)
    found = noise_of(replace(measured, rounding=rounding), SETTINGS, own_line=False)
    assert np.isfinite(found.sigma2).all()


def test_areas_of_which_little_is_known(measured):
    values, size, rounding = measured.values.copy(), measured.size.copy(), measured.rounding.copy()
    values[0], size[1], rounding[2] = np.nan, np.nan, np.nan
    found = noise_of(replace(measured, values=values, size=size, rounding=rounding), SETTINGS, own_line=True)
    assert found.areas == 297
    assert np.isnan(found.sigma2).nonzero()[0].tolist() == [1, 2]
    assert found.sigma2[0] == pytest.approx(found.mu[0] * (1 if np.isinf(found.d0) else found.c))
