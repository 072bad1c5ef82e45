"""Noise against size: planted a and b come out, also with breaks; never below 0."""

import numpy as np
import pytest

from veerkracht.statistics.measurement.size import SizeFit, fit_size


def exact(a, b, size, rounding=0.0):
    return np.zeros(len(size)) + rounding + a + b / size


def fit(variance, size, rounding=None, cap=4.0, df=None):
    zeros = np.zeros(len(size))
    return fit_size(variance, zeros + 2 if df is None else df, size, zeros if rounding is None else rounding, cap)


SIZE = np.array([60.0, 100, 400, 1500, 9000])


def test_an_exact_law_comes_out():
    found = fit(exact(2e-4, 0.05, SIZE), SIZE)
    assert (found.a, found.b) == pytest.approx((2e-4, 0.05), rel=1e-6)
    r = 30 / SIZE**2
    found = fit(exact(2e-4, 0.05, SIZE, r), SIZE, r)
    assert (found.a, found.b) == pytest.approx((2e-4, 0.05), rel=1e-5)


def test_two_areas_by_hand():
    # s² 3 at n = 1 and 2 at n = 2: b/1 + a = 3, b/2 + a = 2
    found = fit(np.array([3.0, 2.0]), np.array([1.0, 2.0]))
    assert (found.a, found.b) == pytest.approx((1, 2))


def test_neither_falls_below_zero():
    steep = fit(np.array([10.0, 1.0]), np.array([1.0, 2.0]))  # by itself a = −8
    assert steep.a == 0
    assert steep.b > 0
    rising = fit(np.array([1.0, 2.0]), np.array([1.0, 2.0]))  # by itself b = −2
    assert rising.b == 0
    assert 1 < rising.a < 2
    below = fit(np.full(5, 1e-4), SIZE, np.full(5, 1e-3))  # less scatter than rounding gives
    assert (below.a, below.b) == (0, 0)
    assert below.mu(SIZE, np.full(5, 1e-3)).tolist() == [1e-3] * 5


def test_areas_of_one_size_have_no_b():
    found = fit(np.array([1.0, 2.0, 3.0]), np.full(3, 80.0))
    assert (found.a, found.b) == (pytest.approx(2), 0)


def test_nothing_scatters():
    assert fit(np.zeros(5), SIZE) == SizeFit(0, 0)


def test_more_freedom_weighs_more():
    few_first = fit(np.array([1.0, 2.0]), np.full(2, 80.0), df=np.array([1.0, 3.0]))
    assert few_first.a == pytest.approx((1 / 1 * 1 + 3 * 2) / 4)


@pytest.mark.parametrize("size_of_break", [1e2, 1e6, 1e18])
def test_a_break_pulls_no_further_than_the_cap(size_of_break):
    size = np.tile(SIZE, 40)
    variance = exact(1e-4, 0.03, size)
    variance[7] = size_of_break
    found = fit(variance, size)
    assert found.a + found.b / 400 == pytest.approx(1e-4 + 0.03 / 400, rel=0.08)
    assert fit(variance, size, cap=np.inf).a > 10 * found.a or size_of_break > 1e17


def test_an_area_without_size_expects_nothing():
    mu = SizeFit(1.0, 6.0).mu(np.array([2.0, 0, np.nan]), np.array([0.5, 0, 0]))
    assert mu == pytest.approx([4.5, np.nan, np.nan], nan_ok=True)
