"""Many countries of which the truth is known: what the maps of change claim there (method.md §4–5).

The bounds are of the mean over redraws, in shares of areas.
"""

import time
import tracemalloc
from functools import cache

import numpy as np
import pytest

from tests.veerkracht.statistics.posterior.countries import (
    BETA,
    DELTA,
    DELTA_K,
    KINDS,
    Country,
    Maps,
    country,
    maps,
    onv_of,
    truths,
    without_shock,
)
from veerkracht.mapkinds.kans import chance_both, direction, expected_both
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.model import fit

SIZES = [(30, 10), (10, 30)]  # gemeenten × areas
SURE, LIKELY = (1, 5), (2, 4)
LIMITS = {4: DELTA_K, 6: DELTA, 8: DELTA, 9: DELTA}


def share(found: list[Maps], kaart: int, classes: tuple[int, ...]) -> float:
    return float(np.mean([np.isin(one.classed[kaart].klasse, classes).mean() for one in found]))


@pytest.mark.parametrize(("gemeenten", "areas"), SIZES)
def test_where_nothing_changes_nothing_is_claimed(gemeenten, areas):
    lands = [country(KINDS["niets"], seed, gemeenten, areas) for seed in range(20)]
    found = [maps(land.both) for land in lands]
    for kaart in (4, 6, 8, 9):
        assert share(found, kaart, SURE) <= 0.001
        assert share(found, kaart, LIKELY) <= 0.01
    assert share(found, 7, (1, 2, 3, 5)) <= 0.01
    rose = [
        expected_both(land.both.inwoners, chance_both(one.posterior_k, one.posterior_onv))
        for land, one in zip(lands, found, strict=True)
    ]
    assert np.mean(rose) / np.mean([land.both.inwoners.sum() for land in lands]) < 0.01


@pytest.mark.parametrize(("gemeenten", "areas"), SIZES)
def test_where_only_vulnerability_changes_no_overlast_is_claimed(gemeenten, areas):
    found = [maps(country(KINDS["alleen_kwetsbaarheid"], seed, gemeenten, areas).both) for seed in range(20)]
    assert share(found, 6, SURE) <= 0.001
    assert share(found, 8, SURE) <= 0.005
    assert share(found, 9, SURE) <= 0.005
    assert all(share(found, kaart, LIKELY) <= 0.02 for kaart in (6, 8, 9))
    assert share(found, 7, (1, 3)) <= 0.01
    assert share(found, 4, SURE) > 0.2  # and what did change is seen


@pytest.mark.parametrize("seed", range(2))
def test_at_the_size_of_the_country_nobody_is_expected_where_both_rose_if_only_vulnerability_does(seed):
    """A small country cannot rule out so well that nuisance changes a little: with 8 gemeenten some 5% is expected."""
    land = country(KINDS["alleen_kwetsbaarheid"], seed, 342, 42)
    found = maps(land.both)
    rose = expected_both(land.both.inwoners, chance_both(found.posterior_k, found.posterior_onv))
    assert (found.posterior_k.p_above > 0.9).mean() > 0.1, "nothing rose at all"
    assert rose < 0.01 * land.both.inwoners.sum()


def test_shocks_of_gemeenten_are_no_changes():
    lands = [country(KINDS["schokken"], seed, gemeenten=120, areas=10).both for seed in range(12)]
    found = [maps(land) for land in lands]
    for kaart in (6, 8, 9):
        assert share(found, kaart, SURE + LIKELY) <= 0.01
    blind = [posterior.areas(fit(onv_of(without_shock(land))), DELTA) for land in lands]
    assert np.mean([(direction(one, hoger_is_gunstiger=True).klasse != 3).mean() for one in blind]) > 0.05


@cache
def drawn(kind: str, gemeenten: int, areas: int, redraws: int) -> list[tuple[Country, Maps]]:
    """Countries with their maps, drawn once for all tests of them."""
    lands = [country(KINDS[kind], seed, gemeenten, areas) for seed in range(redraws)]
    return [(land, maps(land.both)) for land in lands]


def claimed(kind: str, gemeenten: int, areas: int, redraws: int, kaart: int, classes: tuple[int, ...]) -> np.ndarray:
    """Number of claims, of true ones (on this side, beyond δ), and the number of true ones that was promised."""
    total = np.zeros(3)
    for land, one in drawn(kind, gemeenten, areas, redraws):
        here = np.isin(one.classed[kaart].klasse, classes)
        side = np.where(one.classed[kaart].klasse < 3, -1, 1)
        true = side * truths(land)[kaart] > LIMITS[kaart]
        total += [here.sum(), (here & true).sum(), one.classed[kaart].p[here].sum()]
    return total


@pytest.mark.parametrize("kaart", [6, 8, 9])
@pytest.mark.parametrize(("gemeenten", "areas"), SIZES)
def test_where_changes_are_shuffled_what_is_clear_is_mostly_true(gemeenten, areas, kaart):
    """A few areas change much, the others hardly: not the normal distribution that the model takes."""
    count, true, _ = claimed("geschud", gemeenten, areas, 20, kaart, SURE)
    assert count > 400
    assert true / count >= 0.85


@pytest.mark.parametrize("kaart", [4, 6, 8])
@pytest.mark.parametrize(("classes", "points"), [(SURE, 3), (LIKELY, 15)])
def test_promises_are_kept(kaart, classes, points):
    count, true, promised = claimed("gepland", 30, 10, 30, kaart, classes)
    assert count > 300
    assert abs(true - promised) / count * 100 <= points


def test_error_of_beta_is_told_truly():
    betas = [one.resilience.beta for _, one in drawn("gepland", 30, 10, 30)]
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
