"""The index per draw: other normalisations, weights, winsorising."""

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


def test_a_score_stays_within_the_limit():
    made = composite(np.full((5, 50), 7.0), np.ones(50))
    chosen = draws.choices(range(1, 20), SLOTS, SETTINGS, frozenset())
    assert made.values(chosen) == pytest.approx(4.0)


def test_weights_of_a_draw_are_those_of_the_index():
    made = scene(100)
    block = Block(made, range(1, 30), frozenset({"gewichten", "onderdeel_weg"}), SETTINGS)
    weights, z = block.chosen.weights, made.measures["kwetsbaarheid"].index.z
    expected = weights @ z / weights.sum(axis=1, keepdims=True)
    assert block.level("kwetsbaarheid") == pytest.approx(expected, abs=1e-5)


def test_a_measure_without_an_index_is_the_published_one_in_every_draw():
    made = scene(50)
    block = Block(made, range(1, 9), EVERY, SETTINGS)
    assert (block.level("onv") == made.measures["onv"].level).all()
    assert (block.level("kwetsbaarheid") != made.measures["kwetsbaarheid"].level).any(axis=1).all()
