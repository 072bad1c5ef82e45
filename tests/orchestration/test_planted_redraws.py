"""The country of `make demo` measured many times over: what the maps call sure is true as often as they say.

Bounds and measuring stand in `tests.bewijs.redraws`; `make bewijs` measures more often.
"""

import pytest

from tests.bewijs.outcome import unmet
from tests.bewijs.redraws import KAARTEN, POINTS, Drawn, Truth, error_of_beta, measured, promises, truth_of

pytestmark = [pytest.mark.lang, pytest.mark.timeout(900)]
REDRAWS = 50


@pytest.fixture(scope="module")
def truth(demo) -> Truth:
    return truth_of(demo)


@pytest.fixture(scope="module")
def drawn(truth) -> list[Drawn]:
    return measured(truth, REDRAWS)


@pytest.mark.parametrize("klassen", POINTS, ids=[word for word, _ in POINTS.values()])
@pytest.mark.parametrize("kaart", KAARTEN)
def test_claims_are_true_as_often_as_promised(truth, drawn, kaart, klassen):
    assert not unmet(promises(truth, drawn, kaart, klassen))


def test_the_error_of_beta_is_told_truly(drawn):
    assert error_of_beta(drawn).met
