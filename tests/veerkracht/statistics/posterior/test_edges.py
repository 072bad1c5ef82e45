"""Odd countries: finite results, no warning, and no colour that was not there."""

from dataclasses import replace

import numpy as np
import pytest

from tests.veerkracht.statistics.posterior.countries import DELTA, KINDS, country, k_of, maps, onv_of
from veerkracht.mapkinds.kans import direction
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import fit
from veerkracht.statistics.posterior.resilience import resilience

pytestmark = pytest.mark.filterwarnings("error")
PLANNED = country(KINDS["gepland"], 3, gemeenten=30, areas=10).both
BEFORE = maps(PLANNED)


def finite(changes: Changes) -> np.ndarray:
    """Classes of the changes, after asserting that everything is finite and chances are chances."""
    fitted = fit(changes)
    assert np.isfinite([fitted.tau_w2, fitted.tau_b2]).all()
    for one in (posterior.areas, posterior.within, posterior.gemeenten):
        known = one(fitted, DELTA)
        assert np.isfinite(known.mean).all() and np.isfinite(known.sd).all()
        assert (known.p_below >= 0).all() and (known.p_above >= 0).all()
        assert (known.p_below + known.p_above <= 1 + 1e-12).all()
    return direction(posterior.areas(fitted, DELTA), hoger_is_gunstiger=True).klasse


@pytest.mark.parametrize("gemeenten", [1, 2, 3, 4])
def test_few_gemeenten(gemeenten):
    land = country(KINDS["niets"], 8, gemeenten, areas=12).both
    assert set(finite(onv_of(land))) == {3}


def test_one_gemeente_with_500_areas_and_300_with_one():
    land = country(KINDS["niets"], 9, gemeenten=1, areas=800).both
    g = np.where(np.arange(800) < 500, "GM0", [f"GM{one}" for one in range(800)])
    land = replace(land, gemeente=g)
    assert set(finite(onv_of(land))) == {3}
    found = maps(land)
    assert all(set(one.klasse) == {4 if kaart == 7 else 3} for kaart, one in found.classed.items())
    assert found.resilience.enough.sum() == 500
    assert found.resilience.beta.soort == "wijken"


@pytest.mark.parametrize("v", [0.0, 1e-30, 1e-4])
@pytest.mark.parametrize("value", [0.0, 0.002, -1 / 3])
def test_all_changes_equal(value, v):
    changes = Changes(np.arange(40), np.arange(40) // 5, np.full(40, value), np.full(40, v), 0.0)
    assert set(finite(changes)) == ({3} if abs(value) < DELTA else {1})
    assert posterior.areas(fit(changes), DELTA).mean == pytest.approx(np.full(40, value), abs=1e-9)


def test_all_changes_of_both_equal_correct_nothing():
    both = replace(PLANNED, onv=np.full(300, 0.1), k=np.full(300, 0.1), v_k=np.zeros(300))
    found = resilience(both, fit(onv_of(both)), fit(k_of(both)), DELTA)
    assert (found.beta.beta, found.beta.signal, found.beta.uncorrected) == (0.0, 0.0, None)
    assert found.landelijk.mean == pytest.approx(np.zeros(300), abs=1e-9)


@pytest.mark.parametrize("v", [0.0, 1e-30])
def test_no_noise_at_all_believes_the_figures(v):
    changes = replace(onv_of(PLANNED), v=np.full(300, v), shock=0.0)
    finite(changes)
    assert posterior.areas(fit(changes), DELTA).mean == pytest.approx(PLANNED.onv, abs=1e-4)


@pytest.mark.parametrize("place", ["in its gemeente", "alone", "in pairs"])
@pytest.mark.parametrize("value", [-2.0, 100.0, 1e5, 1e9])
@pytest.mark.parametrize("kind", ["niets", "gepland"])
def test_one_absurd_value_colours_no_other(kind, value, place):
    changes = onv_of(country(KINDS[kind], 3, gemeenten=30, areas=10).both)
    apart = {"in its gemeente": 0, "alone": 1, "in pairs": 2}[place]
    changes = replace(changes, gemeente=np.where(np.arange(300) < apart, "GMx", changes.gemeente))
    y = changes.y.copy()
    y[0] = value
    before, after = finite(changes)[1:], finite(replace(changes, y=y))[1:]
    assert ((before == 3) & (after != 3)).sum() <= (0 if kind == "niets" else 3)


def test_one_area_of_minus_two_changes_two_others_at_most():
    y = PLANNED.onv.copy()
    y[7] = -2.0
    after = maps(replace(PLANNED, onv=y))
    for kaart, one in after.classed.items():
        changed = one.klasse != BEFORE.classed[kaart].klasse
        changed[7] = False
        assert changed.sum() <= 2, kaart


@pytest.mark.parametrize("field", ["onv", "k"])
def test_one_absurd_value_colours_no_resilience(field):
    values = getattr(PLANNED, field).copy()
    values[7] = 1e9
    after = maps(replace(PLANNED, **{field: values}))
    for kaart in (8, 9):
        new = (BEFORE.classed[kaart].klasse == 3) & (after.classed[kaart].klasse != 3)
        new[7] = False
        assert not new.any()


def test_vulnerability_for_a_tenth_of_the_areas():
    few = PLANNED.only(np.arange(300) % 10 == 0)
    found = resilience(few, fit(onv_of(PLANNED)), fit(k_of(few)), DELTA)
    assert found.beta.beta == 0 and found.beta.signal == 0 and found.beta.reason is not None
    assert np.isfinite(found.landelijk.mean).all() and not found.enough.any()
    assert len(found.landelijk.code) == 30


def test_values_as_in_a_level_of_gemeenten():
    """One area a gemeente: what is within and what is between cannot be told apart, and nothing breaks."""
    changes = replace(onv_of(PLANNED), gemeente=PLANNED.code)
    finite(changes)
