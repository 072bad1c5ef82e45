"""Many countries of which the truth is known: what the maps of change claim there (method.md §4–5).

The bounds stand in `tests.bewijs.functions`; `make bewijs` draws ten times as many.
"""

import time
import tracemalloc
from functools import cache

import numpy as np
import pytest

from tests.bewijs import functions
from tests.bewijs.functions import LIKELY, SIZES, SURE, claimed
from tests.bewijs.outcome import unmet
from tests.veerkracht.statistics.posterior.countries import BETA, KINDS, Country, Maps, country, maps
from veerkracht.mapkinds.kans import chance_both, expected_both

REDRAWS = 20  # of the 200 of `make bewijs`


@pytest.mark.parametrize(("gemeenten", "areas"), SIZES)
def test_where_nothing_changes_nothing_is_claimed(gemeenten, areas):
    assert not unmet(functions.nothing(REDRAWS, gemeenten, areas))


@pytest.mark.parametrize(("gemeenten", "areas"), SIZES)
def test_where_only_vulnerability_changes_no_overlast_is_claimed(gemeenten, areas):
    assert not unmet(functions.only_vulnerability(REDRAWS, gemeenten, areas))


@pytest.mark.parametrize("seed", range(2))
def test_at_the_size_of_the_country_nobody_is_expected_where_both_rose_if_only_vulnerability_does(seed):
    """A small country cannot rule out so well that nuisance changes a little: with 8 gemeenten some 5% is expected."""
    land = country(KINDS["alleen_kwetsbaarheid"], seed, 342, 42)
    found = maps(land.both)
    rose = expected_both(land.both.inwoners, chance_both(found.posterior_k, found.posterior_onv))
    assert (found.posterior_k.p_above > 0.9).mean() > 0.1, "nothing rose at all"
    assert rose < 0.01 * land.both.inwoners.sum()


def test_shocks_of_gemeenten_are_no_changes():
    assert not unmet(functions.shocks(12))


@pytest.mark.parametrize(("gemeenten", "areas"), SIZES)
def test_where_changes_are_shuffled_what_is_clear_is_mostly_true(gemeenten, areas):
    assert not unmet(functions.shuffled(REDRAWS, gemeenten, areas))


@cache
def planted() -> list[tuple[Country, Maps]]:
    """Countries of the planned story with their maps, drawn once for all tests of them."""
    return list(functions.drawn("gepland", 30, 30, 10))


@pytest.mark.parametrize("kaart", [4, 6, 8])
@pytest.mark.parametrize(("classes", "points"), [(SURE, 3), (LIKELY, 15)])
def test_promises_are_kept(kaart, classes, points):
    count, true, promised = sum(claimed(land, one, kaart, classes) for land, one in planted())
    assert count > 300
    assert abs(true - promised) / count * 100 <= points


def test_error_of_beta_is_told_truly():
    betas = [one.resilience.beta for _, one in planted()]
    slopes = np.array([one.beta for one in betas])
    assert 0.75 <= slopes.std(ddof=1) / np.mean([one.se for one in betas]) <= 1.3
    assert slopes.mean() == pytest.approx(BETA, abs=3 * slopes.std() / np.sqrt(30))


def test_a_whole_country_is_quick_and_small():
    both = country(KINDS["gepland"], 1, gemeenten=342, areas=42).both  # 14,364 buurten
    start = time.process_time()
    maps(both)
    assert time.process_time() - start <= 10
    tracemalloc.start()
    maps(both)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1e9
