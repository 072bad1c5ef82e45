"""Choices of the certainty: their chances, and no dependence on blocks or on each other."""

import numpy as np
import pytest

from tests.veerkracht.statistics.scenes import EVERY, SETTINGS, SLOTS
from veerkracht.statistics.certainty import draws


def test_draw_0_and_inactive_doubts_are_the_defaults():
    for which, active in ((range(1), EVERY), (range(50), frozenset())):
        chosen = draws.choices(which, SLOTS, SETTINGS, active)
        assert np.array_equal(chosen.weights, np.tile(SLOTS.weights, (len(which), 1)))
        assert (chosen.normalisation == draws.Z).all()


def test_choices_have_their_chances():
    chosen = draws.choices(range(1, 3001), SLOTS, SETTINGS, EVERY)
    shares = np.bincount(chosen.normalisation, minlength=3) / 3000
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=4 * np.sqrt(0.8 * 0.2 / 3000))
    left = (chosen.weights == 0).sum(axis=1)
    assert set(left) == {0, 1}
    assert left.mean() == pytest.approx(0.2, abs=4 * np.sqrt(0.2 * 0.8 / 3000))


def test_weights_are_dirichlet_over_themes_and_fixed_within():
    chosen = draws.choices(range(1, 3001), SLOTS, SETTINGS, frozenset({"gewichten"})).weights
    assert chosen.sum(axis=1) == pytest.approx(1)
    assert chosen[:, 4] / chosen[:, 0] == pytest.approx(1.5)  # both of theme zorg, 0.15 and 0.1
    theme = chosen[:, 1]
    assert theme.mean() == pytest.approx(0.25, abs=0.005)
    assert theme.var() == pytest.approx(0.25 * 0.75 / 51, rel=0.1)


def test_a_doubt_less_changes_nothing_in_the_others():
    every = draws.choices(range(1, 200), SLOTS, SETTINGS, EVERY)
    fewer = draws.choices(range(1, 200), SLOTS, SETTINGS, EVERY - {"onderdeel_weg"})
    kept = every.weights > 0
    assert np.array_equal(every.weights[kept], fewer.weights[kept])
    assert np.array_equal(every.normalisation, fewer.normalisation)


def test_choices_do_not_depend_on_blocks():
    whole = draws.choices(range(1, 30), SLOTS, SETTINGS, EVERY).weights
    parts = [draws.choices(part, SLOTS, SETTINGS, EVERY).weights for part in (range(1, 7), range(7, 30))]
    assert np.array_equal(whole, np.concatenate(parts))
