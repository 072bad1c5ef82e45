"""Gemeenten together: the same as one gemeente by itself, and as the normal distribution written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import Fitted, fit
from veerkracht.statistics.verandering.units import units


def fitted(seed: int, shock: float = 1e-4) -> Fitted:
    rng = np.random.default_rng(seed)
    place = np.repeat(np.arange(6), rng.integers(1, 12, 6))
    v = rng.uniform(1e-4, 9e-4, len(place))
    y = rng.normal(0, 0.02, 6)[place] + rng.normal(0, 0.01, len(place)) + rng.normal(size=len(place)) * np.sqrt(v)
    codes = np.array([f"BU{n:03}" for n in range(len(place))])
    return fit(Changes(codes, np.array([f"GM{g}" for g in place]), y, v, shock))


@given(seed=st.integers(0, 50), extra=st.floats(0, 1e-3), shift=st.floats(-0.05, 0.05))
@settings(max_examples=20, deadline=None)
def test_a_unit_of_one_gemeente_is_its_posterior(seed, extra, shift):
    model = fitted(seed)
    names = model.rows.gemeenten.names
    found = units(model, names, np.eye(len(names)), 0.005, shift, np.full(len(names), extra))
    expected = posterior.gemeenten(model, 0.005, shift, extra)
    for name in ("mean", "sd", "p_below", "p_above"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-12)


@pytest.mark.parametrize("shock", [0.0, 1e-4])
def test_a_weighted_mean_is_that_of_the_joint_distribution(shock):
    """At one point of the grid: b and s per gemeente and a flat μ, given the means of the gemeenten."""
    from dataclasses import replace

    model = fitted(3, shock)
    at = int(np.argmax(model.weight))
    one = replace(model, tau_w=model.tau_w[at : at + 1], tau_b=model.tau_b[at : at + 1], weight=np.ones(1))
    tau_w2, tau_b2 = float(one.tau_w[0] ** 2), float(one.tau_b[0] ** 2)
    groups, rows = model.rows.gemeenten, model.rows
    count, n = groups.count, len(rows.y)
    member = np.eye(count)[groups.index]
    flat = 1e4  # variance of μ, as good as flat
    of_y = member @ ((tau_b2 + shock) * np.eye(count)) @ member.T + np.diag(tau_w2 + model.v_fit) + flat
    cross = tau_b2 * member.T + flat  # of μ + b with y
    own = tau_b2 * np.eye(count) + flat
    mean = cross @ np.linalg.solve(of_y, rows.y)
    cov = own - cross @ np.linalg.solve(of_y, cross.T)
    weights = np.array([[0.5, 0.3, 0.2, 0, 0, 0], [1 / 6] * 6])
    found = units(one, np.array(["a", "b"]), weights, 0.005, 0.0, np.zeros(2))
    assert found.mean == pytest.approx(weights @ mean, abs=1e-6)
    assert found.sd == pytest.approx(np.sqrt(np.diag(weights @ cov @ weights.T)), abs=1e-6)
    assert n > count
