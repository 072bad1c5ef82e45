"""The record of a series: what it refuses, the size of an area, and what no area can have."""

from dataclasses import replace

import numpy as np
import pytest

from tests.veerkracht.statistics.measurement.worlds import Truth, country
from veerkracht.statistics.measurement.series import numbered, size_of, without_impossible

YEARS = np.array([2014, 2018, 2020, 2022])


def test_size_is_the_harmonic_mean_of_first_and_last_year():
    people = np.array([[100.0, 1, 1, 300], [50, 7, 7, 50]])
    assert size_of(people, YEARS, 2014, 2022) == pytest.approx([150, 50])


def test_a_missing_year_takes_the_nearest_and_the_earlier_of_two():
    nan = np.nan
    people = np.array([[nan, 100, nan, 300.0], [nan, nan, nan, 80], [nan] * 4, [0, 5, 5, 900]])
    assert size_of(people, YEARS, 2014, 2022) == pytest.approx([150, 80, nan, 0], nan_ok=True)
    assert size_of(np.array([[nan, 100, nan, 300.0]]), YEARS, 2020, 2020) == pytest.approx([100])


def test_the_impossible_is_missing_and_the_far_is_not():
    values = np.array([[1.0, 2, 3], [4, 5, 1e9], [np.inf, np.nan, 3000]])
    kept = without_impossible(values, 1000)
    # of 1 2 3 4 5 3000 1e9: median 4, MAD 2, so the limit lies 1000 × 1.4826 × 2 = 2965.2 from 4
    assert np.isnan(kept).tolist() == [[False, False, False], [False, False, True], [True, True, True]]
    assert without_impossible(np.where(values == 3000, 2969, values), 1000)[2, 2] == 2969


def test_nothing_goes_where_most_values_are_equal():
    values = np.array([[0.0, 0, 0, 7, 0]])
    assert (without_impossible(values, 1000) == values).all()
    assert np.isnan(without_impossible(np.full((2, 2), np.nan), 1000)).all()


def test_where_most_values_are_equal_those_that_differ_tell_what_is_possible():
    marks = np.array([[3.0, 3, 3, 4, 3], [3, 2, 3, 3, 1e9]])
    assert np.isnan(without_impossible(marks, 1000)).tolist() == [[False] * 5, [False] * 4 + [True]]


def test_groups_are_numbered_by_where_they_stand():
    assert numbered(np.array(["z", "b", "z", "a"])).tolist() == [0, 1, 0, 2]
    assert numbered(np.array(["b", "z", "b", "c"])).tolist() == [0, 1, 0, 2]


def test_a_record_that_does_not_fit_is_refused():
    good = country(np.random.default_rng(1), 10, 2, 4, Truth())
    assert good.measurements == 4
    assert good.take(np.array([3, 1])).codes.tolist() == ["BU000003", "BU000001"]
    for wrong, why in (
        ({"size": good.size[:9]}, "another number"),
        ({"values": good.values[:, :3]}, r"expected \(10, 4\)"),
        ({"codes": np.array(["BU1"] * 10)}, "twice"),
        ({"years": good.years[::-1]}, "do not rise"),
    ):
        with pytest.raises(ValueError, match=why):
            replace(good, **wrong)
