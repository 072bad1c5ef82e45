"""Kinds of map of a level: limits are values that occur, and a class lies between the limits that are published."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.mapkinds.kind import Bounds
from veerkracht.mapkinds.kwintiel import KWINTIEL
from veerkracht.mapkinds.level import LevelKind
from veerkracht.mapkinds.tercielen import TERCIELEN
from veerkracht.mapkinds.vast import VAST

FEW = st.lists(st.integers(-3, 3), min_size=1, max_size=40)  # many values are equal
PAIRS = st.lists(st.tuples(st.integers(-3, 3), st.floats(-9, 9)), min_size=1, max_size=40)


def row(values) -> np.ndarray:
    return np.array([list(values)], float)


def part(values: list[float], x: float, parts: int) -> int:
    """Part 1 + the number of smallest values with a cumulative share of at least k/parts that lie below x."""
    ordered = sorted(values)
    return 1 + sum(ordered[math.ceil(k * len(values) / parts) - 1] < x for k in range(1, parts))


def inside(x: float, low: float | None, high: float | None, turned: bool = False) -> bool:
    """A value on a limit belongs to the part that comes first in order."""
    if turned:
        x, low, high = -x, None if high is None else -high, None if low is None else -low
    return (low is None or x > low) and (high is None or x <= high)


def bounds_of(kind: LevelKind, figures: list[np.ndarray], grenzen=()) -> dict[int, Bounds]:
    limits = kind.limits(figures, grenzen)
    return {one.klasse: one for one in kind.limited([edge[0].tolist() for edge in limits])}


@given(FEW)
def test_fifths_count_areas_and_equal_values_share_one(values):
    found = KWINTIEL.drawn([row(values)], ())[0]
    assert found.tolist() == [part(values, x, 5) for x in values]
    bounds = bounds_of(KWINTIEL, [row(values)])
    assert set(bounds) == {1, 2, 3, 4, 5}
    for x, klasse in zip(values, found.tolist(), strict=True):
        assert inside(x, bounds[klasse].ondergrens, bounds[klasse].bovengrens)


@given(PAIRS)
def test_thirds_of_two_measures_are_crossed_and_a_lower_second_one_is_the_worse(pairs):
    first, second = [float(a) for a, _ in pairs], [b for _, b in pairs]
    figures = [row(first), row(second)]
    found = TERCIELEN.drawn(figures, ())[0].tolist()
    minus = [-b for b in second]
    assert found == [3 * (part(first, a, 3) - 1) + part(minus, -b, 3) for a, b in pairs]
    bounds = bounds_of(TERCIELEN, figures)
    assert set(bounds) == set(range(1, 10))
    for (a, b), klasse in zip(pairs, found, strict=True):
        assert inside(a, bounds[klasse].ondergrens, bounds[klasse].bovengrens)
        assert inside(b, bounds[klasse].ondergrens_2, bounds[klasse].bovengrens_2, turned=True)


def test_fixed_limits_are_those_of_the_map():
    values = row([0, 10, 10.1, 25, 80])
    assert VAST.drawn([values], (10, 25))[0].tolist() == [1, 1, 2, 2, 3]
    assert bounds_of(VAST, [values], (10, 25)) == {
        1: Bounds(1, None, 10), 2: Bounds(2, 10, 25), 3: Bounds(3, 25, None)
    }  # fmt: skip


def test_each_draw_has_limits_of_its_own():
    draws = np.array([[1.0, 2, 3, 4, 5], [5, 4, 3, 2, 1], [10, 10, 10, 10, 20]])
    assert KWINTIEL.drawn([draws], ()).tolist() == [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [1, 1, 1, 1, 5]]
    assert VAST.drawn([draws], (4.5,)).tolist() == [[1, 1, 1, 1, 2], [2, 1, 1, 1, 1], [2, 2, 2, 2, 2]]


def test_a_map_of_a_change_is_classed_by_no_level():
    with pytest.raises(TypeError, match="`kans`"):
        _ = MeasuredKaart("6", ("onv",), "kans").kind
    with pytest.raises(KeyError):
        _ = MeasuredKaart("6", ("onv",), "rond_nul").kind


@pytest.mark.parametrize(
    "kind, better, klasse",
    [(KWINTIEL, [False], 5), (KWINTIEL, [True], 1), (TERCIELEN, [False, True], 9), (TERCIELEN, [False, False], 7)],
)
def test_the_class_that_asks_most_follows_from_what_is_favourable(kind, better, klasse):
    assert kind.top(better) == klasse
