"""The shock of a gemeente and the nugget: by hand, and as planted."""

import numpy as np
import pytest

from veerkracht.statistics.measurement.nugget import nugget
from veerkracht.statistics.measurement.shock import mean_noise, shock_variance

YEARS = np.array([2014, 2018, 2020, 2022])
BEND = np.array([1.0, -1, 0, 0])


def bend_ssr(height: float) -> float:
    """SSR of a course `height` × BEND about its straight line."""
    return height**2 * float(np.polyfit(YEARS - 2014, BEND, 1, full=True)[1][0])


def test_shock_by_hand():
    heights = np.array([1.0, -1, 2, -2, 0])  # their mean is a course of zero
    raw = np.array([bend_ssr(h) for h in heights]) / 2 * 5 / 4
    own = np.full(5, 0.1)
    assert shock_variance(np.outer(heights, BEND), YEARS, own, 5, 100) == pytest.approx(raw.mean() - 0.1)
    capped = np.minimum(raw, 1 * np.median(raw) / 0.75)
    assert shock_variance(np.outer(heights, BEND), YEARS, own, 5, 1) == pytest.approx(capped.mean() - 0.1)
    assert capped.mean() < raw.mean()


def test_no_shock_with_few_gemeenten_or_noisy_areas():
    means = np.outer([1.0, -1, 2, -2, 0], BEND)
    assert shock_variance(means, YEARS, np.zeros(5), 6, 4) == 0
    assert shock_variance(means, YEARS, np.full(5, 50.0), 5, 4) == 0
    assert shock_variance(np.zeros((0, 4)), YEARS, np.zeros(0), 5, 4) == 0


def test_what_the_country_did_is_no_shock():
    means = np.outer([1.0, -1, 2, -2, 0], BEND)
    country = means + np.array([3.0, -8, 1, 0]) + np.arange(5)[:, None]
    own = np.zeros(5)
    assert shock_variance(country, YEARS, own, 5, 4) == pytest.approx(shock_variance(means, YEARS, own, 5, 4))


def test_planted_shock_comes_out():
    means = np.random.default_rng(3).normal(0, 0.006, (400, 4))
    assert shock_variance(means, YEARS, np.zeros(400), 5, 4) ** 0.5 == pytest.approx(0.006, rel=0.06)


def test_noise_of_a_mean():
    sigma2, groups = np.array([1.0, 3, 5]), np.array([0, 0, 1])
    assert mean_noise(sigma2, np.ones(3), groups, 2) == pytest.approx([1, 5])  # (1 + 3)/4
    assert mean_noise(sigma2, np.array([3.0, 1, 1]), groups, 2) == pytest.approx([(9 + 3) / 16, 5])


def test_nugget_is_the_noise_of_a_random_walk():
    rng = np.random.default_rng(4)
    steps = rng.normal(0, 1, (20_000, 9)).cumsum(axis=1) * 0.01
    walk = steps[:, YEARS - 2014] + rng.normal(0, 0.02, (20_000, 4))
    assert nugget(walk, YEARS) == pytest.approx(0.02**2, rel=0.05)


def test_nugget_by_hand_and_where_it_cannot_be_told():
    # changes of ±1 whatever the distance: variance 4/3 of 4 areas, q = 0, σ² half of it
    sign = np.array([1.0, 1, -1, -1])
    values = np.stack([0 * sign, sign, 2 * sign], axis=1)[:, [0, 1]]
    assert np.isnan(nugget(values, np.array([2014, 2018])))
    flat = np.stack([0 * sign, sign, 0 * sign], axis=1)
    # variances 4/3 at 1 and 1 years, 0 at 2: q < 0, so σ² = mean(4/3, 4/3, 0)/2
    assert nugget(flat, np.array([2014, 2015, 2016])) == pytest.approx(4 / 9)
    assert np.isnan(nugget(np.full((3, 3), np.nan), np.array([1, 2, 4])))
