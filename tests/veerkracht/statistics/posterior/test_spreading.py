"""What may be said of a change of D*."""

import pytest

from veerkracht.statistics.posterior.spreading import spread_change
from veerkracht.statistics.posterior.words import Verspreiding


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
