"""Weighted mean, deviation and sums per group, against numpy on repeated values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veerkracht.statistics import weighted

VALUES = st.lists(st.tuples(st.floats(-1e3, 1e3), st.integers(1, 6)), min_size=1, max_size=30)


@given(VALUES)
def test_a_weight_is_a_repetition(pairs):
    x, w = (np.array(part, float) for part in zip(*pairs, strict=True))
    repeated = np.repeat(x, w.astype(int))
    assert weighted.mean(x, w) == pytest.approx(repeated.mean(), abs=1e-9)
    assert weighted.sd(x, w) == pytest.approx(repeated.std(), abs=2e-6)


def test_missing_values_and_weights_do_not_count():
    x, w = np.array([1.0, np.nan, 3.0, 9.0, 7.0]), np.array([1.0, 5.0, 1.0, np.nan, 0.0])
    assert (weighted.mean(x, w), weighted.sd(x, w)) == (2.0, 1.0)
    nothing = np.full(3, np.nan)
    assert np.isnan([weighted.mean(nothing, np.ones(3)), weighted.sd(nothing, np.ones(3))]).all()


def test_equal_values_have_no_spread():
    """Also when the computer's mean of them is not the value itself."""
    assert weighted.sd(np.full(7, 0.1) * 3, np.array([1, 2, 3, 4, 5, 6, 7.3])) == 0.0


def test_draws_are_columns():
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=(40, 3)), rng.uniform(1, 9, 40)
    x[4, 1] = np.nan
    for draw in range(3):
        assert weighted.mean(x, w)[draw] == pytest.approx(weighted.mean(x[:, draw], w), abs=1e-12)
        assert weighted.sd(x, w)[draw] == pytest.approx(weighted.sd(x[:, draw], w), abs=1e-12)


def test_groups():
    x, groups = np.array([1.0, 2, 3, 4]), np.array([2, 0, 2, 0])
    assert weighted.group_sums(x, groups, 3).tolist() == [6, 0, 4]
    both = weighted.group_sums(np.column_stack([x, 2 * x]), groups, 3)
    assert both[:, 1].tolist() == [12, 0, 8]
