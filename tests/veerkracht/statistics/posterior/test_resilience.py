"""β, γ and the values of maps 8 and 9, against an own calculation and planted slopes."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from tests.veerkracht.statistics.posterior.countries import BETA, DELTA, KINDS, country, k_of, maps, onv_of
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.beta import BetaSettings, within_gemeenten
from veerkracht.statistics.posterior.model import fit
from veerkracht.statistics.posterior.resilience import resilience
from veerkracht.statistics.posterior.slope import on_start
from veerkracht.statistics.posterior.words import GeenCorrectie

LAND = country(KINDS["gepland"], 2, gemeenten=40, areas=10)
BOTH, TAU_W2 = LAND.both, 2e-4
FOUND = within_gemeenten(BOTH, TAU_W2)


def test_uncorrected_is_weighted_least_squares_with_a_constant_per_gemeente():
    dummies = (BOTH.gemeente[:, None] == np.unique(BOTH.gemeente)).astype(float)
    oracle = sm.WLS(BOTH.onv, np.column_stack([BOTH.k, dummies]), weights=1 / (TAU_W2 + BOTH.v_onv)).fit()
    assert FOUND.uncorrected == pytest.approx(oracle.params[0], rel=1e-9)


def test_corrected_and_its_error_by_leaving_out_gemeenten():
    q = 1 / (TAU_W2 + BOTH.v_onv)
    above, below = [], []
    for gemeente in np.unique(BOTH.gemeente):
        here = BOTH.gemeente == gemeente
        w = q[here]
        r1 = BOTH.onv[here] - np.average(BOTH.onv[here], weights=w)
        r2 = BOTH.k[here] - np.average(BOTH.k[here], weights=w)
        above.append(np.sum(w * r1 * r2))
        below.append(np.sum(w * (r2**2 - (1 - w / w.sum()) * BOTH.v_k[here])))
    left = [(sum(above) - a) / (sum(below) - b) for a, b in zip(above, below, strict=True)]
    assert FOUND.beta == pytest.approx(sum(above) / sum(below), rel=1e-9)
    assert FOUND.se == pytest.approx(np.sqrt(39 * np.var(left)), rel=1e-9)
    assert (FOUND.clusters, FOUND.soort, FOUND.reason) == (40, "gemeenten", None)


def test_correction_takes_away_what_noise_hides():
    slopes = [within_gemeenten(country(KINDS["gepland"], seed, 100, 10).both, TAU_W2) for seed in range(20)]
    assert np.mean([one.beta for one in slopes]) == pytest.approx(BETA, abs=0.0025)
    assert np.mean([one.uncorrected for one in slopes]) > 0.9 * BETA  # nearer to 0
    assert 0.6 < FOUND.signal < 0.95


def test_the_mean_change_of_vulnerability_is_that_which_was_used():
    """An absurd change tells nothing of K̄: the mean that is handed back is that of the other areas."""
    wild = replace(BOTH, k=np.where(np.arange(len(BOTH.k)) == 7, 1e6, BOTH.k))
    found = resilience(wild, fit(onv_of(wild)), fit(k_of(wild)), DELTA)
    rest = np.arange(len(BOTH.k)) != 7
    assert found.k_mean == pytest.approx(np.average(BOTH.k[rest], weights=BOTH.inwoners[rest]))


def test_between_gemeenten_is_described_and_not_used():
    gemeente = np.unique(BOTH.gemeente, return_inverse=True)[1]
    steeper = replace(BOTH, onv=BOTH.onv + gemeente * 0.01, k=BOTH.k + gemeente * 0.1)
    found = within_gemeenten(steeper, TAU_W2)
    assert found.beta == pytest.approx(FOUND.beta, abs=1e-9)
    assert found.between == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(("minimum", "soort", "clusters"), [(40, "gemeenten", 40), (41, "wijken", 80)])
def test_wijken_are_the_clusters_of_few_gemeenten(minimum, soort, clusters):
    found = within_gemeenten(BOTH, TAU_W2, BetaSettings(gemeenten_minimum=minimum))
    assert (found.soort, found.clusters, found.reason) == (soort, clusters, None)
    assert found.beta == FOUND.beta


def test_too_few_clusters_correct_nothing():
    few = country(KINDS["gepland"], 2, gemeenten=4, areas=10).both
    found = within_gemeenten(few, TAU_W2)
    assert (found.beta, found.se, found.clusters) == (0.0, 0.0, 8)
    assert found.reason is GeenCorrectie.TE_WEINIG_WIJKEN


def test_too_little_signal_corrects_nothing():
    found = within_gemeenten(country(KINDS["niets"], 2, gemeenten=40, areas=10).both, TAU_W2)
    assert (found.beta, found.se, found.reason) == (0.0, 0.0, GeenCorrectie.TE_ONZEKER)
    assert found.signal < 0.2
    assert found.reason == "de verandering van kwetsbaarheid is te onzeker om voor te corrigeren"


def test_signal_of_one_cluster_alone_corrects_nothing():
    calm = country(KINDS["niets"], 2, gemeenten=40, areas=10).both
    k = calm.k * 0.8  # a little calmer than its noise
    k[:5] += np.array([5, -5, 5, -5, 0])
    found = within_gemeenten(replace(calm, k=k), TAU_W2)
    assert found.signal > 0.2
    assert found.reason is GeenCorrectie.TE_ONZEKER


def test_row_order_changes_no_bit_of_maps_8_and_9():
    order = np.random.default_rng(1).permutation(len(BOTH.code))
    before, after = maps(BOTH).resilience, maps(BOTH.only(order)).resilience
    assert before.beta == after.beta and before.mean == after.mean
    for name in ("landelijk", "relatief"):
        for field in ("code", "mean", "sd", "p_below", "p_above"):
            assert np.array_equal(getattr(getattr(before, name), field)[order], getattr(getattr(after, name), field))
    assert np.array_equal(before.gemeenten_extra, after.gemeenten_extra)


def test_values_and_added_variance_of_maps_8_and_9():
    onv, k = fit(onv_of(BOTH)), fit(k_of(BOTH))
    found = resilience(BOTH, onv, k, DELTA)
    beta, share = found.beta, BOTH.inwoners / BOTH.inwoners.sum()
    d, v_d = BOTH.onv - beta.beta * BOTH.k, BOTH.v_onv + beta.beta**2 * BOTH.v_k
    assert found.mean == pytest.approx(share @ d, abs=1e-12)
    assert (found.d.y, found.d.v) == (pytest.approx(d), pytest.approx(v_d))
    assert found.d.shock == pytest.approx(BOTH.shock_onv)
    theta_k, w_k = posterior.areas(k, 0.0), posterior.within(k, 0.0)
    extra = share**2 @ v_d + beta.se**2 * ((theta_k.mean - share @ BOTH.k) ** 2 + theta_k.sd**2)
    plain = posterior.areas(found.fitted, DELTA)
    assert found.landelijk.mean == pytest.approx(plain.mean - share @ d, abs=1e-12)
    assert found.landelijk.sd**2 == pytest.approx(plain.sd**2 + extra, rel=1e-9)
    plain = posterior.within(found.fitted, DELTA)
    assert found.relatief.mean == pytest.approx(plain.mean, abs=1e-12)
    assert found.relatief.sd**2 == pytest.approx(plain.sd**2 + beta.se**2 * (w_k.mean**2 + w_k.sd**2), rel=1e-9)
    means = [extra[BOTH.gemeente == one].mean() for one in found.fitted.rows.gemeenten.names]
    assert found.gemeenten_extra == pytest.approx(means, rel=1e-9)


def test_relative_map_needs_five_areas():
    some = BOTH.only(np.arange(400) >= 6)
    found = resilience(some, fit(onv_of(some)), fit(k_of(some)), DELTA)
    assert np.flatnonzero(~found.enough).tolist() == [0, 1, 2, 3]


def test_model_of_vulnerability_must_know_the_areas():
    with pytest.raises(ValueError, match="does not know area BU00000000"):
        resilience(BOTH, fit(onv_of(BOTH)), fit(k_of(BOTH.only(np.arange(400) > 0))), DELTA)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"k": np.full(400, np.nan)}, "k has 400 values"),
        ({"inwoners": np.zeros(400)}, "inwoners are 0"),
        ({"wijk": BOTH.wijk[1:]}, "wijk has 399 rows"),
    ],
)
def test_bad_areas_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(BOTH, **change)


@pytest.mark.parametrize("slope", [0.0, -0.2])
def test_slope_on_start_level_without_what_noise_makes_of_it(slope):
    rng, n = np.random.default_rng(3), 6000
    g, v = np.repeat(np.arange(n // 10), 10), rng.uniform(1e-4, 1e-3, n)
    true = rng.normal(0, 0.05, n) + rng.normal(0, 0.1, n // 10)[g]
    start = true + rng.normal(0, np.sqrt(v))
    end = true * (1 + slope) + rng.normal(0, np.sqrt(v))
    found = on_start(np.arange(n), g, start, end - start, v)
    assert found == pytest.approx(slope, abs=0.02)
    uncorrected = on_start(np.arange(n), g, start, end - start, np.zeros(n))
    assert uncorrected == pytest.approx(slope - (1 + slope) * v.mean() / (v.mean() + 0.05**2), abs=0.02)
    assert uncorrected < slope - 0.1


def test_no_slope_where_start_levels_are_noise():
    count = np.arange(30)
    assert on_start(count, count // 5, np.sin(count) * 0.01, np.cos(count), np.full(30, 1.0)) is None
    assert on_start(count, count, np.zeros(30), np.cos(count), np.zeros(30)) is None
