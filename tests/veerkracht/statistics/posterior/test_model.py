"""The grid: against the hand calculation, statsmodels, and what no order, name or scale may change."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.veerkracht.statistics.posterior.countries import DELTA, KINDS, country, onv_of
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes, arrange
from veerkracht.statistics.posterior.likelihood import gemeente_sums, log_likelihood
from veerkracht.statistics.posterior.model import ModelSettings, fit
from veerkracht.statistics.posterior.outliers import credible, tempered

LAND = onv_of(country(KINDS["gepland"], 11, gemeenten=20, areas=10).both)
FITTED = fit(LAND)


def of(y, v, gemeente, shock=0.0) -> Changes:
    return Changes(np.arange(len(y)), np.array(gemeente), np.array(y, float), np.array(v, float), shock)


def likelihood(changes: Changes, tau_w: float, tau_b: float) -> float:
    rows = arrange(changes, 1e-12)
    return float(log_likelihood(gemeente_sums(rows, rows.v, tau_w), np.array([tau_b**2 + changes.shock]))[0])


def test_likelihood_by_hand():
    changes = of(
        [-0.03, -0.01, 0.02, 0.035, 0.005, 0.06], np.array([4, 4, 9, 1, 16, 4]) * 1e-4, [0, 0, 0, 1, 1, 2], 1e-4
    )
    assert likelihood(changes, 0.01, 0.02) == pytest.approx(13.834241, abs=1e-6)


@pytest.mark.filterwarnings("ignore:The MLE may be on the boundary")  # variances of 1e-4 look like 0 to statsmodels
def test_maximum_as_statsmodels_at_equal_noise():
    v, rng = 2e-4, np.random.default_rng(4)
    g = np.repeat(np.arange(40), rng.integers(3, 12, 40))
    y = 0.01 + rng.normal(0, 0.02, 40)[g] + rng.normal(0, np.sqrt(v + 0.015**2), len(g))
    changes = of(y, np.full(len(y), v), g)
    found = fit(changes, ModelSettings(outlier_limit=1e9))
    best = np.argmax(found.weight)
    best_w, best_b = found.tau_w[best], found.tau_b[best]
    log_l = likelihood(changes, best_w, best_b)
    oracle = sm.MixedLM(y, np.ones((len(y), 1)), groups=g).fit(reml=True)
    constant = (len(y) - 1) / 2 * np.log(2 * np.pi)
    assert log_l - constant == pytest.approx(oracle.llf, rel=1e-4)
    tau_w, tau_b = np.sqrt(oracle.scale - v), np.sqrt(float(oracle.cov_re[0, 0]))
    assert likelihood(changes, tau_w, tau_b) == pytest.approx(log_l, rel=1e-4)
    assert (best_w, best_b) == pytest.approx((tau_w, tau_b), rel=0.05)  # a step of the grid


def test_finer_grid_tells_the_same():
    fine = fit(LAND, ModelSettings(points=81, zooms=3))
    assert np.sqrt(FITTED.tau_w2) == pytest.approx(np.sqrt(fine.tau_w2), rel=0.01)
    assert np.sqrt(FITTED.tau_b2) == pytest.approx(np.sqrt(fine.tau_b2), rel=0.01)
    assert FITTED.weight.sum() == pytest.approx(1, abs=1e-12)
    assert FITTED.weight.min() >= 1e-3 * FITTED.weight.max()


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_no_bit(seed):
    order = np.random.default_rng(seed).permutation(len(LAND.y))
    turned = Changes(LAND.code[order], LAND.gemeente[order], LAND.y[order], LAND.v[order], LAND.shock)
    for one in (posterior.areas, posterior.within):
        known, again = one(FITTED, DELTA), one(fit(turned), DELTA)
        for name in ("code", "mean", "sd", "p_below", "p_above"):
            assert np.array_equal(getattr(known, name)[order], getattr(again, name))


def test_other_names_of_gemeenten_change_no_bit():
    _, place = np.unique(LAND.gemeente, return_inverse=True)
    names = np.array([f"GM{one:04d}" for one in np.random.default_rng(1).permutation(place.max() + 1)])
    again = fit(replace(LAND, gemeente=names[place]))
    assert np.array_equal(posterior.areas(FITTED, DELTA).p_below, posterior.areas(again, DELTA).p_below)
    assert np.array_equal(posterior.gemeenten(FITTED, DELTA).mean, posterior.gemeenten(again, DELTA).mean)


@settings(max_examples=20, deadline=None)
@given(st.floats(1e-3, 1e4))
def test_another_unit_gives_the_same_chances(c):
    again = fit(replace(LAND, y=LAND.y * c, v=LAND.v * c**2, shock=LAND.shock * c**2))
    for one in (posterior.areas, posterior.within, posterior.gemeenten):
        known, scaled = one(FITTED, DELTA), one(again, DELTA * c)
        assert np.abs(known.p_below - scaled.p_below).max() < 1e-9
        assert np.abs(known.p_above - scaled.p_above).max() < 1e-9


@pytest.mark.parametrize("shock", [0.0, 1e-4])
@pytest.mark.parametrize("count", [1, 2])
def test_too_few_gemeenten_tell_no_difference_between_them(count, shock):
    found = fit(of(np.linspace(-0.05, 0.05, 12), np.full(12, 1e-4), np.arange(12) % count, shock))
    assert (found.shock, found.tau_b2) == (0.0, 0.0)
    assert set(found.tau_b) == {0.0}
    assert len(set(posterior.gemeenten(found, DELTA).mean)) == 1


@pytest.mark.parametrize("count", [3, 4])
def test_a_few_gemeenten_do(count):
    found = fit(of(np.linspace(-0.05, 0.05, 12), np.full(12, 1e-4), np.arange(12) // (12 // count), 1e-4))
    assert found.shock == 1e-4
    assert found.tau_b2 > 0


def test_outlier_is_brought_to_three_deviations():
    rows = arrange(LAND, 1e-12)
    y = rows.y.copy()
    y[5] = 1.0
    rows = replace(rows, y=y)
    v = tempered(rows, 3, 10, 3, 20)
    r = y - rows.gemeenten.medians(y)[rows.gemeenten.index]
    t2 = (1.4826 * np.median(np.abs(r))) ** 2 - np.median(rows.v)
    assert v[5] == pytest.approx((r[5] / 3) ** 2 - t2, rel=1e-9)
    out = np.abs(r) > 3 * np.sqrt(t2 + rows.v)
    assert np.array_equal(v != rows.v, out)
    assert np.array_equal(tempered(rows, 3, 10, 3, 201), rows.v)  # too few areas to tell what is usual


def test_only_absurd_values_are_tempered_in_small_gemeenten():
    g = np.where(np.arange(len(LAND.y)) < 2, np.array(["GM1", "GM2"])[np.arange(len(LAND.y)) % 2], LAND.gemeente)
    y = LAND.y.copy()
    y[:2] = [-2.0, 0.08]
    rows = arrange(replace(LAND, gemeente=g, y=y), 1e-12)
    v = tempered(rows, 3, 10, 3, 20)
    assert v[0] == pytest.approx(4 / 9, rel=0.01)
    assert v[1] == rows.v[1]
    assert np.flatnonzero(~credible(rows.y, rows.v, 10, 20)).tolist() == [0]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("field", ["y", "v"])
def test_no_number_is_refused(field, bad):
    values = getattr(LAND, field).copy()
    values[3] = bad
    with pytest.raises(ValueError, match=f"{field} has 1 values that are no finite number"):
        replace(LAND, **{field: values})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"v": np.full(len(LAND.y), -1.0)}, "v is negative"),
        ({"shock": -1.0}, "shock is negative"),
        ({"shock": np.nan}, "no finite number"),
        ({"code": np.full(len(LAND.y), "BU1")}, "code BU1 comes more than once"),
        ({"gemeente": np.array([None, *LAND.gemeente[1:]])}, "gemeente has a missing label"),
        ({"gemeente": np.array([np.nan, *LAND.gemeente[1:]], object)}, "gemeente has a missing label"),
        ({"gemeente": LAND.gemeente[1:]}, "gemeente has 199 rows"),
        ({"y": LAND.y[1:]}, "y has shape"),
    ],
)
def test_bad_rows_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(LAND, **change)


def test_no_areas_are_refused():
    with pytest.raises(ValueError, match="no areas"):
        of([], [], np.array([], int))
