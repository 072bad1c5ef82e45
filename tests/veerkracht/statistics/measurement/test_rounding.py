"""Variance of rounding: against figures that were really rounded."""

import numpy as np
import pytest

from veerkracht.statistics.measurement.rounding import count_variance, ratio_variance, step_variance, z_variance


def rounded_at_random(rng, x, base):
    """x to the multiple of base above or below it, each as likely as it is near."""
    low = np.floor(x / base) * base
    return low + base * (rng.random(len(x)) < (x - low) / base)


@pytest.mark.parametrize("base", [5, 10, 100])
def test_a_count_rounded_at_random(base):
    rng = np.random.default_rng(base)
    x = rng.uniform(0, 5000, 200_000)
    assert np.var(rounded_at_random(rng, x, base) - x) == pytest.approx(count_variance(base), rel=0.02)


def test_a_percentage_in_steps():
    x = np.random.default_rng(1).uniform(0, 100, 200_000)
    assert np.var(np.round(x) - x) == pytest.approx(step_variance(1), rel=0.02)
    assert step_variance(np.array([1, 0.1])) == pytest.approx([1 / 12, 1 / 1200])


def test_a_ratio_of_rounded_counts():
    rng = np.random.default_rng(2)
    parts, d = (np.full(200_000, 123.4), np.full(200_000, 81.3)), np.full(200_000, 907.7)
    share = 100 * sum(rounded_at_random(rng, x, 5) for x in parts) / rounded_at_random(rng, d, 5)
    told = ratio_variance(204.7, 2 * count_variance(5), 907.7, count_variance(5), 100)
    assert np.var(share) == pytest.approx(told, rel=0.3)  # what was left of a multiple of 5 differs from the mean
    x = rng.uniform(100, 300, 200_000)
    y = rng.uniform(500, 1500, 200_000)
    error = 100 * rounded_at_random(rng, x, 5) / rounded_at_random(rng, y, 5) - 100 * x / y
    assert np.var(error) == pytest.approx(ratio_variance(x, 25 / 6, y, 25 / 6, 100).mean(), rel=0.03)


def test_a_ratio_by_hand_and_without_a_denominator():
    found = ratio_variance(np.array([20.0, 1]), 3.0, np.array([100.0, 0]), 25.0, 100)
    assert found == pytest.approx([1e4 * (3 + 0.04 * 25) / 1e4, np.nan], nan_ok=True)
    assert ratio_variance(20.0, 3.0, 100.0, 25.0, 1000) == pytest.approx(400)


def test_a_z():
    assert z_variance(np.array([4.0, 1]), 2.0) == pytest.approx([1, 0.25])
    assert np.isnan(z_variance(1.0, 0.0))
