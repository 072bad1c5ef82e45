"""Random numbers of the certainty: known answers, no dependence on order or blocks, and the right distributions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.veerkracht.statistics.scenes import EVERY, SETTINGS, SLOTS
from veerkracht.statistics.certainty import draws

CODES = [f"BU{number:08}" for number in range(200)]
KEYS = draws.area_keys(CODES)
KINDS = (draws.uniform, draws.triangular, draws.normal)
# Random123's kat_vectors for philox4x32, 10 rounds: counter, key, answer
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers(counter, key, answer):
    words = draws.philox_words(tuple(map(np.uint64, counter)), tuple(map(np.uint64, key)))
    assert tuple(int(word) for word in words) == answer


@pytest.mark.parametrize("kind", KINDS)
@given(start=st.integers(1, 40), length=st.integers(1, 30), chosen=st.sets(st.integers(0, 199), min_size=1))
@settings(max_examples=25, deadline=None)
def test_noise_of_an_area_is_its_own(kind, start, length, chosen):
    """Other areas, another order and other blocks change nothing."""
    everything = kind(KEYS, "ruis", range(80))
    some = sorted(chosen, reverse=True)
    part = kind(draws.area_keys(CODES[n] for n in some), "ruis", range(start, start + length))
    assert np.array_equal(part, everything[start : start + length, some])


@pytest.mark.parametrize(
    ("kind", "mean", "deviation", "low", "high"),
    [
        (draws.uniform, 0.5, 1 / np.sqrt(12), 0, 1),
        (draws.triangular, 0, 1 / np.sqrt(6), -1, 1),
        (draws.normal, 0, 1, -6, 6),
    ],
)
def test_distributions(kind, mean, deviation, low, high):
    found = kind(KEYS, "verdeling", range(1, 2001)).astype(float)
    error = deviation / np.sqrt(found.size)
    assert abs(found.mean() - mean) < 4 * error
    assert found.std() == pytest.approx(deviation, rel=0.01)
    assert low < found.min() and found.max() < high
    between_areas, between_draws = np.corrcoef(found[:, 0], found[:, 1])[0, 1], np.corrcoef(found[0], found[1])[0, 1]
    assert abs(between_areas) < 4 / np.sqrt(2000) and abs(between_draws) < 4 / np.sqrt(200)


def test_purposes_differ():
    one, other = (draws.normal(KEYS, purpose, range(1, 501)).ravel() for purpose in ("niveau", "verandering"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(one.size)


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
