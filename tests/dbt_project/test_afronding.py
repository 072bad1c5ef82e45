"""Variance of rounding as the macros tell it, against figures that were really rounded (method §4.2)."""

import numpy as np
import pandas as pd
import pytest

from tests.dbt_project.loose_sql import LooseSql

SQL = LooseSql()


def step(base: float, how: str) -> float:
    """Variance of a figure of a buurt that is rounded so."""
    call = """{{ se_afronding("k", "'buurt'") }}"""
    ((se,),) = SQL.rows(f"select {call} from (select ?::double as afronding, ? as afrondingswijze) as k", base, how)
    return se**2


def ratio(total: object, total_variance: float, denominator: object, denominator_variance: float, per: float) -> list:
    """Variance of per·total/denominator."""
    SQL.table("figures", pd.DataFrame({"x": np.atleast_1d(total), "d": np.atleast_1d(denominator)}))
    call = f"{{{{ ratiovariantie('x', 'd', '{total_variance}', '{denominator_variance}') }}}}"
    return [value for (value,) in SQL.rows(f"select {per} ^ 2 * {call} from figures")]


def rounded_at_random(rng, x, base):
    """x to the multiple of base above or below it, each as likely as it is near."""
    low = np.floor(x / base) * base
    return low + base * (rng.random(len(x)) < (x - low) / base)


@pytest.mark.parametrize("base", [5, 10, 100])
def test_a_count_rounded_at_random(base):
    rng = np.random.default_rng(base)
    x = rng.uniform(0, 5000, 200_000)
    assert np.var(rounded_at_random(rng, x, base) - x) == pytest.approx(step(base, "aselect"), rel=0.02)
    assert step(base, "aselect") == pytest.approx(base**2 / 6)


def test_a_percentage_in_steps():
    x = np.random.default_rng(1).uniform(0, 100, 200_000)
    assert np.var(np.round(x) - x) == pytest.approx(step(1, "rekenkundig"), rel=0.02)
    assert [step(1, "rekenkundig"), step(0.1, "rekenkundig")] == pytest.approx([1 / 12, 1 / 1200])


def test_a_ratio_of_rounded_counts():
    rng = np.random.default_rng(2)
    parts, d = (np.full(200_000, 123.4), np.full(200_000, 81.3)), np.full(200_000, 907.7)
    share = 100 * sum(rounded_at_random(rng, x, 5) for x in parts) / rounded_at_random(rng, d, 5)
    (told,) = ratio(204.7, 2 * step(5, "aselect"), 907.7, step(5, "aselect"), 100)
    assert np.var(share) == pytest.approx(told, rel=0.3)  # what was left of a multiple of 5 differs from the mean
    x = rng.uniform(100, 300, 200_000)
    y = rng.uniform(500, 1500, 200_000)
    error = 100 * rounded_at_random(rng, x, 5) / rounded_at_random(rng, y, 5) - 100 * x / y
    assert np.var(error) == pytest.approx(np.mean(ratio(x, 25 / 6, y, 25 / 6, 100)), rel=0.03)


def test_a_ratio_by_hand_and_without_a_denominator():
    known, unknown = ratio([20.0, 1], 3.0, [100.0, 0], 25.0, 100)
    assert (known, unknown) == (pytest.approx(1e4 * (3 + 0.04 * 25) / 1e4), None)
    assert ratio(20.0, 3.0, 100.0, 25.0, 1000) == pytest.approx([400])
