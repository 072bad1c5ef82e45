"""The posterior: against the hand calculation, and against the joint normal distribution of everything at once."""

import numpy as np
import pytest
from scipy.stats import norm

from veerkracht.mapkinds.kans import direction
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes, arrange
from veerkracht.statistics.posterior.model import Fitted

Y = np.array([-0.03, -0.01, 0.02, 0.035, 0.005, 0.06])
V = np.array([4, 4, 9, 1, 16, 4]) * 1e-4
G = np.array([0, 0, 0, 1, 1, 2])


def at(y, v, g, shock, *points, v_fit=None) -> Fitted:
    """A model with given points (τ_w, τ_b, weight)."""
    rows = arrange(Changes(np.arange(len(y)) + 10, g, y, v, shock), 1e-12)
    tau_w, tau_b, weight = (np.array(one, float) for one in zip(*points, strict=True))
    return Fitted(rows, rows.v if v_fit is None else v_fit, shock, tau_w, tau_b, weight, 0.0, 0.0)


HAND = at(Y, V, G, 1e-4, (0.01, 0.02, 1.0))


def test_areas_by_hand():
    found = posterior.areas(HAND, 0.005)
    assert found.mean == pytest.approx([-0.002598, 0.001402, 0.005202, 0.030955, 0.026770, 0.041503], abs=1e-6)
    assert found.sd == pytest.approx([0.015710, 0.015710, 0.016763, 0.012721, 0.016928, 0.017722], abs=1e-6)
    assert found.p_below == pytest.approx([0.4392, 0.3418, 0.2714, 0.0024, 0.0303, 0.0043], abs=1e-4)
    assert found.p_above == pytest.approx([0.3143, 0.4094, 0.5048, 0.9793, 0.9008, 0.9803], abs=1e-4)
    assert direction(found, hoger_is_gunstiger=True).klasse.tolist() == [3, 3, 3, 5, 5, 5]


def test_own_way_and_gemeenten_by_hand():
    assert posterior.within(HAND, 0.005).mean == pytest.approx(
        [-0.0056, -0.0016, 0.0022, 0.002743, -0.001442, 0.003699], abs=1e-6
    )
    found = posterior.gemeenten(HAND, 0.005)
    assert found.mean == pytest.approx([0.003003, 0.028212, 0.037804], abs=1e-6)
    assert found.code.tolist() == ["0", "1", "2"]


def joint(y, v, g, tau_w, tau_b, shock, target):
    """Posterior mean and variance of target @ (μ, b, w) by the normal distribution of all of it, μ flat."""
    areas, gemeenten = len(y), g.max() + 1
    z = np.eye(gemeenten)[g]
    sees = np.hstack([np.ones((areas, 1)), z, np.eye(areas)])
    noise = np.diag(v) + shock * z @ z.T
    prior = np.diag(np.r_[0.0, np.full(gemeenten, tau_b**2), np.full(areas, tau_w**2)])
    # μ flat: generalised least squares for μ, then best prediction of b and w (Henderson)
    one = sees[:, :1]
    total = noise + sees @ prior @ sees.T
    inverse = np.linalg.inv(total)
    c = np.linalg.inv(one.T @ inverse @ one)
    mu = c @ one.T @ inverse @ y
    gain = prior @ sees.T @ inverse
    mean = gain @ (y - one[:, 0] * mu[0])
    mean[0] += mu[0]
    unit = np.zeros((len(mean), 1))
    unit[0] = 1
    miss = unit - gain @ one
    cov = prior - gain @ sees @ prior + miss @ c @ miss.T
    return target @ mean, np.einsum("ij,jk,ik->i", target, cov, target)


@pytest.mark.parametrize("shock", [0.0, 1e-4])
@pytest.mark.parametrize(("tau_w", "tau_b"), [(0.01, 0.02), (0.0, 0.02), (0.015, 0.0), (0.03, 0.004)])
def test_as_the_joint_normal_distribution(tau_w, tau_b, shock):
    rng = np.random.default_rng(5)
    g = np.repeat(np.arange(7), [1, 2, 3, 9, 4, 1, 6])
    count = len(g)
    v = rng.uniform(1e-5, 1e-3, count)
    y = rng.normal(0.01, 0.03, count)
    fitted = at(y, v, g, shock, (tau_w, tau_b, 1.0))
    one, z, own, none = np.ones((count, 1)), np.eye(7)[g], np.eye(count), np.zeros
    targets = {
        posterior.areas: np.hstack([one, z, own]),
        posterior.within: np.hstack([none((count, 8)), own]),
        posterior.gemeenten: np.hstack([np.ones((7, 1)), np.eye(7), none((7, count))]),
    }
    for found_by, target in targets.items():
        found = found_by(fitted, 0.005)
        mean, variance = joint(y, v, g, tau_w, tau_b, shock, target)
        assert np.abs(found.mean - mean).max() < 1e-8
        assert np.abs(found.sd**2 - variance).max() < 1e-8
        assert found.sd == pytest.approx(np.sqrt(np.maximum(variance, 0)), abs=1e-8)
        sure = found.sd > 0
        assert found.p_above[sure] == pytest.approx(
            norm.sf(0.005, mean, np.sqrt(variance.clip(1e-300)))[sure], abs=1e-8
        )


def test_points_are_mixed_by_weight():
    points = ((0.01, 0.02, 0.25), (0.01, 0.03, 0.35), (0.02, 0.0, 0.4))
    parts = [posterior.areas(at(Y, V, G, 1e-4, (w, b, 1.0)), 0.005, shift=0.002, extra=1e-5) for w, b, _ in points]
    weights = np.array([one for *_, one in points])
    found = posterior.areas(at(Y, V, G, 1e-4, *points), 0.005, shift=0.002, extra=1e-5)
    means, sds = np.array([one.mean for one in parts]), np.array([one.sd for one in parts])
    assert found.mean == pytest.approx(weights @ means, abs=1e-12)
    assert found.sd**2 == pytest.approx(weights @ (sds**2 + means**2) - (weights @ means) ** 2, abs=1e-12)
    assert found.p_below == pytest.approx(weights @ np.array([one.p_below for one in parts]), abs=1e-12)
    assert parts[0].mean == pytest.approx(posterior.areas(HAND, 0.005).mean - 0.002, abs=1e-12)
    assert parts[0].sd ** 2 == pytest.approx(posterior.areas(HAND, 0.005).sd ** 2 + 1e-5, abs=1e-12)


def test_added_variance_follows_the_area_and_the_point():
    turned = np.array([4, 2, 0, 5, 1, 3])
    rows = arrange(Changes(turned, G[turned], Y[turned], V[turned], 1e-4), 1e-12)
    fitted = Fitted(rows, rows.v, 1e-4, *(np.array(one) for one in ([0.01], [0.02], [1.0])), 0.0, 0.0)
    extra = np.arange(6) * 1e-4
    found = posterior.areas(fitted, 0.005, extra=extra[turned])
    assert found.code.tolist() == [str(one) for one in turned]
    assert found.sd**2 == pytest.approx((posterior.areas(HAND, 0.005).sd ** 2 + extra)[turned], abs=1e-12)
    two = at(Y, V, G, 1e-4, (0.01, 0.02, 0.5), (0.01, 0.02, 0.5))
    by_point = posterior.within(two, 0.005, extra=np.array([[0.0] * 6, [2e-4] * 6]))
    assert by_point.sd**2 == pytest.approx(posterior.within(HAND, 0.005).sd ** 2 + 1e-4, abs=1e-12)


def test_tempered_variance_tells_of_others_only():
    """An outlier hardly moves its gemeente, yet its own change is believed by its own noise."""
    y = Y.copy()
    y[0] = -0.9
    v_fit = V.copy()
    v_fit[0] = 0.09
    found = at(y, V, G, 0.0, (0.05, 0.02, 1.0), v_fit=v_fit)
    others = posterior.gemeenten(at(y[1:], V[1:], G[1:], 0.0, (0.05, 0.02, 1.0)), 0.005)
    assert posterior.gemeenten(found, 0.005).mean == pytest.approx(others.mean, abs=0.01)
    assert posterior.areas(found, 0.005).mean[0] == pytest.approx(0.05**2 / (0.05**2 + V[0]) * -0.9, abs=0.02)


def test_without_any_deviation_chances_are_zero_or_one():
    found = posterior.within(at(Y, V, G, 0.0, (0.0, 0.02, 1.0)), 0.0)
    assert found.sd.tolist() == found.p_below.tolist() == found.p_above.tolist() == [0.0] * 6
