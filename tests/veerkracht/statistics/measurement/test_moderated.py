"""The prior of the noise of areas: densities are those of scipy, planted d0 and c come out."""

import numpy as np
import pytest
from scipy import stats

from veerkracht.statistics.measurement.moderated import (
    GRID_C,
    GRID_D0,
    Prior,
    fit_prior,
    log_density,
    moderated,
    ratios,
)


@pytest.mark.parametrize("d0", GRID_D0)
@pytest.mark.parametrize("df", [1, 2, 8])
def test_densities_are_those_of_scipy(d0, df):
    q, c = np.array([0.001, 0.3, 1, 7, 200]), 0.7
    oracle = (
        stats.chi2.logpdf(q * df / c, df) + np.log(df / c)
        if np.isinf(d0)
        else stats.f.logpdf(q / c, df, d0) - np.log(c)
    )
    assert log_density(q, df, d0, c) == pytest.approx(oracle, rel=1e-9)


def test_the_grid_is_that_of_the_method():
    assert len(GRID_D0) == 14
    assert (len(GRID_C), GRID_C[0], GRID_C[-1]) == (24, 0.4, pytest.approx(1.2286, abs=1e-4))


@pytest.mark.parametrize(("d0", "neighbours"), [(4, (3, 4, 5)), (12, (8, 12, 16)), (np.inf, (64, np.inf))])
def test_planted_prior_comes_out(d0, neighbours):
    rng = np.random.default_rng(20)
    q = 0.7 * rng.chisquare(2, 6000) / 2 * (1 if np.isinf(d0) else d0 / rng.chisquare(d0, 6000))
    found = fit_prior(q, np.full(6000, 2), 50)
    assert found.d0 in neighbours
    assert found.c == pytest.approx(0.7, rel=0.08)


def test_only_the_largest_freedom_tells_and_enough_of_it():
    rng = np.random.default_rng(2)
    q, df = rng.chisquare(2, 300) / 2, np.repeat([2, 1], [100, 200])
    assert fit_prior(q, df, 50) == fit_prior(q[:100], df[:100], 50)
    assert fit_prior(q, df, 101) == Prior(np.inf, 1.0)
    assert fit_prior(q[:0], df[:0], 50) == Prior(np.inf, 1.0)


def test_variance_lies_between_prior_and_own_line():
    mu, q, df = np.array([1.0, 2.0, 2.0]), np.array([3.0, 0.001, 9.0]), np.array([2, 2, 0])
    found = moderated(mu, q, df, Prior(4.0, 0.5))
    assert found == pytest.approx([(2 + 6) / 6, 2 * (2 + 0.002) / 6, 2 * 0.5])  # without a line: μ·c
    assert moderated(mu, q, df, Prior(np.inf, 0.5)).tolist() == mu.tolist()


def test_ratios_have_a_floor_and_no_division_by_nothing():
    assert ratios(np.array([0.0, 4, 0]), np.array([2.0, 2, 0])).tolist() == [0.001, 2, 1]
