"""Levels and group-year means are taken off; straight lines are those of numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veerkracht.statistics.measurement.centring import centred, lines

GROUPS = np.array([0, 0, 1, 1, 1])


def table(seed: int, gaps: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 1, (5, 6))
    values[rng.random(values.shape) < gaps] = np.nan
    return values


def test_a_small_case_by_hand():
    values = np.array([[1.0, 3], [5, 15]])
    found = centred(values, np.zeros(2, int), np.ones(2))
    # levels 2 and 10 off: −1 1 and −5 5; the year means are −3 and 3
    assert found.residual.tolist() == [[2, -2], [-2, 2]]
    assert found.means.tolist() == [[-3, 3]]


def test_weights_move_the_means_and_weight_0_counts_in_none():
    values = np.array([[1.0, 3], [5, 15], [0, 100]])
    found = centred(values, np.zeros(3, int), np.array([3.0, 1, 0]))
    assert found.means.tolist() == [[-2, 2]]  # (3·1 + 5)/4
    assert found.residual.tolist() == [[1, -1], [-3, 3], [-48, 48]]


def test_a_year_in_which_no_area_counts_is_missing():
    values = np.array([[1.0, 2, 3], [1, 2, np.nan]])
    found = centred(values, np.zeros(2, int), np.array([0.0, 1]))
    assert np.isnan(found.means).tolist() == [[False, False, True]]
    assert np.isnan(found.residual).tolist() == [[False, False, True], [False, False, True]]


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.2]))
def test_levels_and_shocks_leave_no_trace(seed, gaps):
    values, rng = table(seed, gaps), np.random.default_rng(seed + 1)
    moved = values + rng.normal(0, 5, (5, 1)) + rng.normal(0, 5, (2, 6))[GROUPS]
    plain, after = (centred(one, GROUPS, np.ones(5)).residual for one in (values, moved))
    connected = all(np.isfinite(values[g == GROUPS]).sum(axis=0).min() >= 1 for g in (0, 1))
    if gaps == 0 or connected:
        assert after == pytest.approx(plain, abs=0.02 if gaps else 1e-12, nan_ok=True)


def test_with_gaps_it_is_the_least_squares_fit():
    values = table(7)
    values[[0, 3, 4], [1, 2, 5]] = np.nan
    measured = np.isfinite(values)
    area, year = np.nonzero(measured)
    columns = np.zeros((measured.sum(), 5 + 12))
    columns[np.arange(len(area)), area] = 1
    columns[np.arange(len(area)), 5 + GROUPS[area] * 6 + year] = 1
    y = values[measured]
    oracle = y - columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
    assert centred(values, GROUPS, np.ones(5)).residual[measured] == pytest.approx(oracle, abs=1e-9)


def test_a_missing_area_of_another_level_is_no_jump_in_the_mean():
    values = np.array([[0.0, 0, 0, 0], [0, 0, 0, 0], [9, 9, np.nan, 9]])
    assert centred(values, np.zeros(3, int), np.ones(3)).means == pytest.approx(np.zeros((1, 4)), abs=1e-9)


@given(st.integers(0, 10_000))
def test_lines_are_those_of_polyfit(seed):
    values, years = table(seed, 0.3), np.array([2014, 2016, 2017, 2020, 2022, 2023])
    found = lines(values, years)
    for row, ssr, df in zip(values, found.ssr, found.df, strict=True):
        known = np.isfinite(row)
        assert df == max(known.sum() - 2, 0)
        if df:
            line = np.polyval(np.polyfit(years[known] - 2014, row[known], 1), years[known] - 2014)
            assert ssr == pytest.approx(((row[known] - line) ** 2).sum())
        else:
            assert ssr == 0
    assert np.isnan(found.variance[found.df == 0]).all()
