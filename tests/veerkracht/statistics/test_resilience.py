"""Values of maps 8 and 9: hand-made gemeenten, one sd for all of them, and nothing where nothing differs."""

import numpy as np
import pytest

from veerkracht.statistics import resilience


def test_nationwide_is_in_weighted_deviations():
    x, w = np.array([-2.0, 0.0, 2.0, np.nan]), np.array([1.0, 2.0, 1.0, 5.0])
    values, spread = resilience.nationwide(x, w)
    assert spread == pytest.approx(np.sqrt(2))
    assert values[:3] == pytest.approx([-np.sqrt(2), 0, np.sqrt(2)])
    assert np.isnan(values[3])


def test_within_a_gemeente_by_one_national_deviation():
    """A calm gemeente stays calm: the deviation is pooled, the mean is its own and weighted."""
    calm, restless = [0.9, 1.0, 1.1], [-4.0, 0.0, 4.0]
    x, w = np.array([*calm, *restless, 7.0, 8.0]), np.array([1.0, 1, 1, 1, 2, 1, 9, 9])
    values, enough = resilience.within(x, w, np.array([0, 0, 0, 1, 1, 1, 2, 2]), 3)
    pooled = np.sqrt((2 * 0.1**2 + 2 * 4.0**2) / 7)
    assert values[:6] == pytest.approx(np.array([-0.1, 0, 0.1, -4, 0, 4]) / pooled)
    assert enough.tolist() == [True] * 6 + [False] * 2
    assert np.isnan(values[6:]).all()


def test_empty_values_do_not_make_a_gemeente_large_enough():
    x = np.array([1.0, 2.0, np.nan, 3.0, 4.0, 5.0])
    values, enough = resilience.within(x, np.ones(6), np.array([0, 0, 0, 1, 1, 1]), 3)
    assert enough.tolist() == [False] * 3 + [True] * 3
    assert np.isnan(values[:3]).all()
    assert values[3:] == pytest.approx([-np.sqrt(1.5), 0, np.sqrt(1.5)])


def test_no_difference_gives_no_value():
    """λ = 0 everywhere, or equal residuals with the rounding of a computer: empty, never a division by 0."""
    groups = np.array([0, 0, 0, 1, 1, 1])
    for x in (np.zeros(6), np.full(6, 0.1) * 3):
        values, spread = resilience.nationwide(x, np.arange(1.0, 7))
        assert spread == 0
        assert np.isnan(values).all()
        assert np.isnan(resilience.within(x, np.arange(1.0, 7), groups, 3)[0]).all()
    nothing = resilience.within(np.full(3, np.nan), np.ones(3), np.zeros(3, int), 2)
    assert np.isnan(nothing[0]).all()
    assert not nothing[1].any()


def test_draws_are_columns():
    rng = np.random.default_rng(5)
    x, w, groups = rng.normal(size=(60, 3)), rng.uniform(50, 900, 60), rng.integers(0, 9, 60)
    x[3, 1] = np.nan
    national, spread = resilience.nationwide(x, w)
    local, enough = resilience.within(x, w, groups, 5)
    for draw in range(3):
        assert national[:, draw] == pytest.approx(resilience.nationwide(x[:, draw], w)[0], nan_ok=True)
        assert spread[draw] == pytest.approx(resilience.nationwide(x[:, draw], w)[1])
        alone = resilience.within(x[:, draw], w, groups, 5)
        assert local[:, draw] == pytest.approx(alone[0], nan_ok=True)
        assert enough[:, draw].tolist() == alone[1].tolist()
