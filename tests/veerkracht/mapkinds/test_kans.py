"""From chances to classes, and the words of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veerkracht.mapkinds.kans import (
    Klasse,
    SamenloopKlasse,
    Thresholds,
    chance_both,
    direction,
    expected_both,
    together,
)
from veerkracht.statistics.posterior import words
from veerkracht.statistics.posterior.posterior import Posterior


def known(below, above, mean=None, sd=None) -> Posterior:
    below, above = np.array(below, float), np.array(above, float)
    mean = (above - below) * 10 if mean is None else np.array(mean, float)
    return Posterior(np.arange(len(below)).astype(str), mean, np.ones(len(below)) if sd is None else sd, below, above)


def test_limits_belong_to_the_surer_class():
    found = direction(known([0.9, 0.8999, 0.75, 0.7499, 0, 0, 0], [0, 0, 0, 0, 0.7499, 0.75, 0.9]), True)
    assert found.klasse.tolist() == [1, 2, 2, 3, 3, 4, 5]
    assert found.p.tolist() == [0.9, 0.8999, 0.75, 1, 1, 0.75, 0.9]


def test_rising_vulnerability_is_unfavourable():
    found = direction(known([0.95, 0.01], [0.02, 0.8]), hoger_is_gunstiger=False)
    assert found.klasse.tolist() == [Klasse.DUIDELIJK_GUNSTIG, Klasse.WAARSCHIJNLIJK_ONGUNSTIG]
    assert found.p.tolist() == [0.95, 0.8]


def test_thresholds_are_settings():
    assert direction(known([0.85], [0]), True, Thresholds(0.8, 0.7)).klasse.tolist() == [1]
    assert together(known([0], [0.72]), known([0], [0]), Thresholds(0.8, 0.7)).klasse.tolist() == [2]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(-3, 3), st.floats(0, 2)), min_size=1))
def test_no_duidelijk_whose_interval_contains_zero(rows):
    below, rest, mean, sd = (np.array(one) for one in zip(*rows, strict=True))
    found = direction(Posterior(np.arange(len(rows)), mean, sd, below, rest * (1 - below)), True)
    sure = np.isin(found.klasse, (1, 5))
    assert ((mean - 1.2816 * sd > 0) | (mean + 1.2816 * sd < 0))[sure].all()
    assert (found.p[found.klasse != 3] >= 0.75).all()


def test_sure_of_a_side_with_zero_in_the_interval_is_waarschijnlijk():
    doubt = known([0.92, 0], [0, 0.92], mean=[-1.28, 1.28])
    assert direction(doubt, True).klasse.tolist() == [2, 4]
    assert direction(doubt, False).klasse.tolist() == [4, 2]


def test_two_changes_together():
    k = known([0, 0, 0, 0, 0, 0.8, 0.1], [0.9, 0.8, 0.8, 0, 0, 0, 0.1])
    onv = known([0.9, 0.8, 0, 0.8, 0, 0, 0.1], [0, 0, 0.8, 0, 0.8, 0, 0.1])
    found = together(k, onv)
    assert found.klasse.tolist() == [1, 2, 2, 3, 5, 5, 4]
    assert found.klasse[0] == SamenloopKlasse.BEIDE
    assert found.p == pytest.approx([0.81, 0.8, 0.8, 0.8, 0.8, 0.8, 1.0])
    assert expected_both(np.array([100.0] * 7), chance_both(k, onv)) == pytest.approx(100 * (0.81 + 0.64 + 0.01))


def test_together_needs_the_same_areas():
    one, other = known([0.1, 0.2], [0, 0]), known([0.1], [0])
    with pytest.raises(ValueError, match="different areas"):
        together(one, other)


def test_every_class_has_its_word_and_unknown_is_never_called_stable():
    for subject, names in words.KLASSEN.items():
        assert len(set(names)) == 5
        unknown = SamenloopKlasse.NIET_TE_ZEGGEN if subject == "samenloop" else Klasse.NIET_TE_ZEGGEN
        assert names[unknown - 1] == "niet te zeggen"
        assert not any(word in name for name in names for word in ("gelijk", "stabiel", "weinig"))
        if subject != "samenloop":
            assert [name.split()[0] for name in names] == [
                *("duidelijk", "waarschijnlijk", "niet", "waarschijnlijk", "duidelijk")
            ]
