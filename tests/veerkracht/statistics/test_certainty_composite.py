"""The index per draw: other normalisations, predictions, winsorising."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.veerkracht.statistics.scenes import EVERY, SETTINGS, SLOTS, composite, scene
from veerkracht.statistics import weighted
from veerkracht.statistics.certainty import draws
from veerkracht.statistics.certainty.block import Block
from veerkracht.statistics.certainty.composite import reshapes

ONE = np.ones(1)


@given(st.lists(st.floats(-4, 4), min_size=3, max_size=60).filter(lambda z: max(z) - min(z) > 0.01))
@settings(max_examples=50, deadline=None)
def test_ranks_are_standardised_and_keep_order(values):
    z, people = np.round(np.array(values), 3), np.arange(1, len(values) + 1, dtype=float)
    if np.ptp(z) == 0:
        return
    (shape,) = reshapes([z], [people], ONE)
    ranks = shape.rank(z)
    assert weighted.mean(ranks, people) == pytest.approx(0, abs=1e-5)
    assert weighted.sd(ranks, people) == pytest.approx(1, rel=1e-4)
    order = np.argsort(z, kind="stable")
    assert (np.diff(ranks[order])[np.diff(z[order]) > 0] > 0).all()
    assert (np.diff(ranks[order])[np.diff(z[order]) == 0] == 0).all()


def test_equal_values_share_the_middle_of_their_ranks():
    (shape,) = reshapes([np.array([0.0, 0, 0, 1, 2])], [np.ones(5)], ONE)
    low, middle, high = shape.rank(np.array([0.0, 1, 2]))
    assert (middle - low) / (high - middle) == pytest.approx(2)  # from rank 2 to 4, from 4 to 5


def test_minmax_keeps_what_ranks_and_scores_lose():
    """A component with a long tail varies less by min–max; together they vary as much as scores do."""
    rng = np.random.default_rng(2)
    even, tailed = rng.uniform(-1.7, 1.7, 5000), np.clip(rng.standard_t(3, 5000), -4, 4)
    z = [even / even.std(), tailed / tailed.std()]
    people, weights = np.ones(5000), np.array([0.5, 0.5])
    spreads = [shape.minmax(part).std() for shape, part in zip(reshapes(z, [people] * 2, weights), z, strict=True)]
    assert spreads[0] > 1.2 > 0.8 > spreads[1]
    assert np.mean(spreads) == pytest.approx(1, rel=1e-5)


def test_a_component_without_spread_is_no_error():
    (shape,) = reshapes([np.full(5, 0.3)], [np.ones(5)], ONE)
    assert np.isfinite(shape.rank(np.array([0.3, 2.0]))).all() and np.isfinite(shape.minmax(np.array([0.3]))).all()


def index(made):
    return made.measures["kwetsbaarheid"].index


def test_predictions_move_only_what_was_missing():
    made = scene(200)
    moved = Block(made, range(1, 400), frozenset({"voorspelling"}), SETTINGS).level("kwetsbaarheid")
    moved = moved - made.measures["kwetsbaarheid"].level
    missing = np.arange(200) % 10 == 0
    assert (moved[:, ~missing] == 0).all()
    assert moved[:, missing].std() == pytest.approx(0.4 * SLOTS.weights[0], rel=0.05)


def test_a_score_stays_within_the_limit():
    z = np.full((5, 50), 3.99)
    made = composite(z, np.ones(50), rounding=0.5)
    chosen = draws.choices(range(1, 20), SLOTS, SETTINGS, frozenset())
    found = made.values(chosen, draws.area_keys(map(str, range(50))), range(1, 20), frozenset({"afronding"}))
    assert found.max() <= 4.0 + 1e-5 and found.min() < 3.9


def test_weights_of_a_draw_are_those_of_the_index():
    made = scene(100, doubt=False)
    block = Block(made, range(1, 30), frozenset({"gewichten", "onderdeel_weg"}), SETTINGS)
    weights, z = block.chosen.weights, index(made).z
    expected = weights @ z / weights.sum(axis=1, keepdims=True)
    assert block.level("kwetsbaarheid") == pytest.approx(expected, abs=1e-5)


def test_a_map_shows_one_draw_of_a_figure_everywhere():
    """The same purpose gives the same noise: maps 5 and 10 of a draw are of one world."""
    made = scene(50)
    block = Block(made, range(1, 9), EVERY, SETTINGS)
    assert np.array_equal(block.level("onv"), block.level("onv"))
    assert np.array_equal(block.level("kwetsbaarheid"), block.level("kwetsbaarheid"))
