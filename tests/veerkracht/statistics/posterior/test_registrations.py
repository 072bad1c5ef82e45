"""What may be said of a change in a registration, and of D*."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veerkracht.statistics.posterior.registrations import RegistrationSettings, judge, spread_change
from veerkracht.statistics.posterior.words import Registratie, Verspreiding


def words(change, se, marge, richting="neutraal", noemer=1000.0, settings=None):
    change = np.array(change, float)
    return judge(
        change,
        np.broadcast_to(se, change.shape),
        np.broadcast_to(marge, change.shape),
        np.broadcast_to(noemer, change.shape),
        richting,
        settings,
    )


def test_rounding_then_certainty():
    found = words([-40, -9, -8, 0, 8, 9, 40], 2.9, 8)
    middle = "geen meetbaar verschil"
    assert found.oordeel.tolist() == ["gedaald", "gedaald", middle, middle, middle, "gestegen", "gestegen"]


def test_a_moved_boundary_makes_it_uncertain():
    found = words([-40.0, 40.0, 60.0], 30.0, 8)
    assert found.oordeel.tolist() == ["niet te zeggen (grens verlegd)"] * 2 + ["gestegen"]
    assert found.p_above == pytest.approx([0.0912, 0.9088, 0.9772], abs=1e-4)
    assert found.p_above + found.p_below == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    ("richting", "up", "down"),
    [
        ("neutraal", Registratie.GESTEGEN, Registratie.GEDAALD),
        ("hoger_is_gunstiger", Registratie.GUNSTIGER, Registratie.ONGUNSTIGER),
        ("lager_is_gunstiger", Registratie.ONGUNSTIGER, Registratie.GUNSTIGER),
    ],
)
def test_words_follow_the_richting(richting, up, down):
    assert words([5, -5], 0.41, 1, richting).oordeel.tolist() == [up, down]


@given(st.integers(-1000, 1000), st.sampled_from([5, 10, 100]))
def test_an_uncut_area_is_never_niet_te_zeggen(steps, base):
    """Counts rounded at random: what is beyond the hard interval is certain, without a moved boundary."""
    found = words([steps * base], np.sqrt(2 * base**2 / 6), 2 * (base - 1))
    assert found.oordeel[0] != Registratie.NIET_TE_ZEGGEN


def test_no_error_at_all():
    found = words([-1, 0, 1], 0.0, 0.0)
    assert found.oordeel.tolist() == ["gedaald", "geen meetbaar verschil", "gestegen"]


def test_small_denominators_are_flagged():
    found = judge(np.zeros(3), np.ones(3), np.ones(3), np.array([99, 100, np.nan]), "neutraal")
    assert found.klein.tolist() == [True, False, False]


def test_thresholds_are_settings():
    assert words([2], 1.0, 0, settings=RegistrationSettings(zeker_vanaf=0.99)).oordeel[0].startswith("niet te zeggen")
    assert words([2], 1.0, 0, settings=RegistrationSettings(delta=1)).p_above == pytest.approx([0.8413], abs=1e-4)


def test_bad_values_are_refused():
    with pytest.raises(ValueError, match="no finite number"):
        words([np.nan], 1, 1)
    with pytest.raises(ValueError, match="se is negative"):
        words([1], -1, 1)
    with pytest.raises(ValueError, match="unknown richting 'omhoog'"):
        words([1], 1, 1, "omhoog")


@pytest.mark.parametrize(
    ("change", "low", "high", "word"),
    [
        (-0.02, -0.03, -0.01, Verspreiding.GELIJKER),
        (0.01, 0.001, 0.02, Verspreiding.ONGELIJKER),
        (0.0099, 0.001, 0.02, Verspreiding.NAUWELIJKS),
        (-0.005, -0.008, -0.001, Verspreiding.NAUWELIJKS),
        (0.05, -0.001, 0.1, Verspreiding.NIET_TE_ZEGGEN),
        (0.0, 0.0, 0.0, Verspreiding.NIET_TE_ZEGGEN),
    ],
)
def test_spread(change, low, high, word):
    assert spread_change(change, low, high) is word


def test_bad_spread_is_refused():
    with pytest.raises(ValueError, match="interval from"):
        spread_change(0.0, 0.1, -0.1)
    with pytest.raises(ValueError, match="no finite number"):
        spread_change(0.0, float("nan"), 0.1)
