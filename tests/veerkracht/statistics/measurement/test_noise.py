"""Noise of a country: what is planted comes out, and what does not matter does not count."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.veerkracht.statistics.measurement.worlds import SETTINGS, Truth, country
from veerkracht.statistics.measurement.centring import lines
from veerkracht.statistics.measurement.noise import noise_of
from veerkracht.statistics.measurement.series import Measured


def same(one, other) -> bool:
    """Whether two outcomes are the same to the last bit."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name != "status") for name in vars(one)
    )


@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_planted_noise_comes_out(gaps):
    truth = Truth(b=0.1, sigma_g=0.006)
    measured = country(np.random.default_rng(5), 6000, 100, 6, truth, gaps)
    found = noise_of(measured, SETTINGS, own_line=True)
    assert (found.a, found.b) == pytest.approx((truth.a, truth.b), rel=0.08)
    assert found.sigma_g == pytest.approx(truth.sigma_g, rel=0.12)
    assert found.d0 >= 32
    assert (found.status, found.measurements) == ("bepaald", 6)
    assert found.areas == (np.isfinite(measured.values).sum(axis=1) >= 3).sum()  # none is out of line


def test_areas_that_differ_in_noise_are_told_apart():
    truth, rng = Truth(d0=5, sigma_g=0.004), np.random.default_rng(6)
    measured = country(rng, 6000, 300, 10, truth)
    found = noise_of(measured, SETTINGS, own_line=True)
    assert found.d0 in (4, 5, 6)
    # c·μ is what the prior centres on: a + b/n as planted, though a and b themselves are of the mean
    assert np.median(found.mu * found.c / (truth.a + truth.b / measured.size)) == pytest.approx(1, rel=0.1)
    # σ² of an area follows its own scatter, which the size alone does not tell
    own = lines(measured.values, measured.years).variance
    by_line, by_size = (np.corrcoef(np.log(one), np.log(own))[0, 1] for one in (found.sigma2, found.mu))
    assert by_line > by_size + 0.3
    flat = noise_of(measured, SETTINGS, own_line=False)
    assert (flat.d0, flat.c) == (np.inf, 1)
    assert (flat.sigma2 == flat.mu).all()


def test_known_rounding_is_not_told_twice():
    truth = Truth(rounding=16, sigma_g=0.005)
    measured = country(np.random.default_rng(7), 6000, 300, 8, truth)
    found = noise_of(measured, SETTINGS, own_line=False)
    assert (found.a, found.b) == pytest.approx((truth.a, truth.b), rel=0.08)
    assert found.sigma_g == pytest.approx(truth.sigma_g, rel=0.1)
    assert found.mu == pytest.approx(measured.rounding + found.a + found.b / measured.size)
    unknown = noise_of(replace(measured, rounding=np.zeros(6000)), SETTINGS, own_line=False)
    assert unknown.b > 2 * found.b


def test_a_hamlet_of_rounding_blurs_no_city():
    rng = np.random.default_rng(8)
    measured = country(rng, 1000, 100, 6, Truth(b=0.0))
    hamlet, sd = np.arange(1000) % 10 == 0, 0.3
    rounding = np.where(hamlet, sd**2, 0.0)
    values = measured.values + rng.normal(0, sd, measured.values.shape) * hamlet[:, None]
    found = noise_of(replace(measured, values=values, rounding=rounding), SETTINGS, own_line=False)
    assert found.a == pytest.approx(1e-4, rel=0.1)  # plain means would add 0.09/100 = 9e-4


def test_another_unit_squares():
    measured = country(np.random.default_rng(9), 400, 40, 5, Truth(d0=5, sigma_g=0.005, rounding=5), 0.05)
    plain = noise_of(measured, SETTINGS, own_line=True)
    for factor in (1e-6, 7.0, 1e8):
        other = replace(measured, values=measured.values * factor, rounding=measured.rounding * factor**2)
        found = noise_of(other, SETTINGS, own_line=True)
        assert (found.d0, found.c, found.areas) == (plain.d0, plain.c, plain.areas)
        for name in ("a", "b", "nugget", "mu", "sigma2"):
            assert getattr(found, name) == pytest.approx(getattr(plain, name) * factor**2, rel=1e-6), name
        assert found.sigma_g == pytest.approx(plain.sigma_g * factor, rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([30, 200]), st.sampled_from([0.0, 0.1]))
def test_order_of_rows_and_names_of_gemeenten_do_not_matter(seed, areas, gaps):
    rng = np.random.default_rng(seed)
    measured = country(rng, areas, areas // 6, 5, Truth(d0=5, sigma_g=0.01, rounding=5), gaps)
    measured.values[rng.integers(areas), 2] += 1
    plain = noise_of(measured, SETTINGS, own_line=True)
    order = rng.permutation(areas)
    mixed = noise_of(measured.take(order), SETTINGS, own_line=True)
    assert same(mixed, replace(plain, mu=plain.mu[order], sigma2=plain.sigma2[order]))
    names = rng.permutation(np.unique(measured.gemeenten))
    renamed = replace(measured, gemeenten=names[np.unique(measured.gemeenten, return_inverse=True)[1]])
    assert same(noise_of(renamed, SETTINGS, own_line=True), plain)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_real_lines_and_shocks_are_no_noise_of_an_area(seed):
    measured = country(np.random.default_rng(seed), 120, 12, 5, Truth())
    rng = np.random.default_rng(seed + 1)
    moved = (
        measured.values + rng.normal(0, 1, (120, 1)) * np.arange(5) + rng.normal(0, 1, (12, 5))[np.arange(120) // 10]
    )
    plain = noise_of(measured, SETTINGS, own_line=True)
    found = noise_of(replace(measured, values=moved), SETTINGS, own_line=True)
    assert found.sigma2 == pytest.approx(plain.sigma2, rel=1e-6)


def test_areas_in_small_gemeenten_tell_nothing_and_get_the_prior():
    measured = country(np.random.default_rng(10), 400, 40, 5, Truth(d0=5))
    single = np.array([f"los{n}" for n in range(3)])
    extra = Measured(
        np.concatenate([measured.codes, single]),
        np.concatenate([measured.gemeenten, single]),
        measured.years,
        np.concatenate([measured.values, np.random.default_rng(1).normal(0, 9, (3, 5))]),
        np.concatenate([measured.size, [500.0, np.nan, 0]]),
        np.zeros(403),
    )
    plain, found = (noise_of(one, SETTINGS, own_line=True) for one in (measured, extra))
    assert (found.a, found.b, found.sigma_g, found.areas) == (plain.a, plain.b, plain.sigma_g, 400)
    assert found.sigma2[:400].tolist() == plain.sigma2.tolist()
    assert found.sigma2[400] == pytest.approx((found.a + found.b / 500) * found.c)
    assert np.isnan(found.sigma2[401:]).all()


def test_areas_with_few_inhabitants_tell_nothing():
    measured = country(np.random.default_rng(11), 400, 40, 5, Truth())
    size = measured.size.copy()
    size[::10] = 49
    noisy = measured.values.copy()
    noisy[::10] *= 50
    found = noise_of(replace(measured, size=size, values=noisy), SETTINGS, own_line=True)
    assert found.areas == 360
    assert found.a + found.b / 1000 == pytest.approx(1.3e-4, rel=0.15)
    assert found.sigma2[0] == pytest.approx((found.a + found.b / 49) * (1 if np.isinf(found.d0) else found.c))
