"""Weighted least squares against statsmodels: coefficients, both kinds of standard errors, draws, what is refused."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from veerkracht.statistics import regression


def world(seed, n=240, groups=40, terms=1):
    """Correlated regressors, errors that gemeenten share, weights as inhabitants."""
    rng = np.random.default_rng(seed)
    g = rng.integers(0, groups, n)
    x = [rng.normal(3, 0.4, n) + 0.3 * rng.normal(size=groups)[g] for _ in range(terms)]
    y = 0.02 - 0.03 * sum(x) + 0.01 * rng.normal(size=groups)[g] + rng.normal(0, 0.02, n)
    return x, y, rng.integers(50, 9000, n).astype(float), np.array([f"GM{code:04}" for code in g])


@pytest.mark.parametrize("terms", [1, 2])
@pytest.mark.parametrize(("minimum", "kind"), [(30, "geclusterd"), (99, "HC3")])
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_as_statsmodels(terms, minimum, kind, seed):
    x, y, w, groups = world(seed, terms=terms)
    found = regression.fit(x, y, w)
    errors = regression.errors(x, w, found, groups, minimum)
    how = {"cov_type": "HC3"} if kind == "HC3" else {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    oracle = sm.WLS(y, sm.add_constant(np.column_stack(x)), weights=w).fit(**how)
    assert errors.kind == kind
    assert found.coefficients == pytest.approx(oracle.params, abs=1e-8)
    assert found.residuals == pytest.approx(oracle.resid, abs=1e-8)
    assert errors.standard == pytest.approx(oracle.bse, abs=1e-6)
    assert errors.standard == pytest.approx(oracle.bse, rel=1e-6)
    assert errors.t == pytest.approx(oracle.tvalues, rel=1e-6)
    assert errors.p == pytest.approx(oracle.pvalues, rel=1e-6, abs=1e-12)
    assert np.column_stack([errors.low, errors.high]) == pytest.approx(oracle.conf_int(), abs=1e-6)
    assert regression.explained(y, w, found.residuals) == pytest.approx(oracle.rsquared, abs=1e-9)


def test_draws_are_columns_and_gaps_do_not_count():
    (x, z), y, w, _ = world(1, terms=2)
    rng = np.random.default_rng(2)
    many = x[:, None] + rng.normal(0, 0.1, (len(x), 4))
    many[7, 2] = np.nan
    found = regression.fit([many, z], y, w)
    for draw in range(4):
        kept = np.isfinite(many[:, draw])
        alone = regression.fit([many[kept, draw], z[kept]], y[kept], w[kept])
        assert found.coefficients[:, draw] == pytest.approx(alone.coefficients, abs=1e-12)
        assert found.residuals[kept, draw] == pytest.approx(alone.residuals, abs=1e-12)
    assert np.isnan(found.residuals[7, 2])
    assert np.isfinite(np.delete(found.residuals, 7, axis=0)).all()


def test_a_draw_without_spread_has_no_slope():
    (x,), y, w, _ = world(3)
    flat = np.column_stack([x, np.full(len(x), 2.0)])
    found = regression.fit([flat], y, w)
    assert found.coefficients[1, 1] == 0
    assert found.coefficients[0, 1] == pytest.approx(np.average(y, weights=w))


def test_refused_regressors():
    (x, z), _, w, _ = world(4, terms=2)
    assert regression.refusal({"kwetsbaarheid": x, "begin": z}, w) is None
    flat = regression.refusal({"kwetsbaarheid": np.full(len(x), 0.1) * 3}, w)
    assert flat == "kwetsbaarheid is overal gelijk"
    assert regression.refusal({"a": x, "b": 1 - 2 * x}, w) == "a en b lopen gelijk op"
    outlier = np.where(np.arange(len(x)) == 5, 1e9, x)
    assert regression.refusal({"a": outlier}, w) == "één gebied bepaalt alleen de samenhang met a"


def test_a_perfect_line_has_no_error():
    """No division by a standard error of nothing."""
    x, w = np.arange(12.0), np.ones(12)
    found = regression.fit([x], np.zeros(12), w)
    errors = regression.errors([x], w, found, np.arange(12) % 4, 3)
    assert found.coefficients.tolist() == [0, 0]
    assert np.isnan(errors.t).all()
    assert np.isnan(regression.explained(np.zeros(12), w, found.residuals))
