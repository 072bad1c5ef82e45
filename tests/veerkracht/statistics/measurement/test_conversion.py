"""What a cut piece costs: counted from weights, told from the jump at a redraw, or assumed and said so."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from veerkracht.statistics.measurement.conversion import (
    ConversionSettings,
    Redraw,
    cut_pieces,
    psi_of_counts,
    psi_of_shares,
    variance_within,
)

SETTINGS = ConversionSettings(
    geknipt_minimum=20, inwoners_minimum=50, aandeel_telling=0.05, aandeel_variantie=0.01, variantie_plafond=9
)


def redraw(rng, areas=4000, cut=600, piece_sd=30.0, growth=0.02, growth_sd=0.01, base=5):
    """Counts that grow, are rounded, and in the first `cut` areas lose `piece_sd` for each of 1–4 pieces."""
    cuts = np.where(np.arange(areas) < cut, rng.integers(1, 5, areas), 0)
    true = rng.uniform(200, 3000, areas)
    triangle = lambda: rng.triangular(-base, 0, base, areas) if base else 0  # noqa: E731
    before = true + triangle() + rng.normal(0, 1, areas) * piece_sd * np.sqrt(cuts)
    after = true * (1 + growth + rng.normal(0, growth_sd, areas)) + triangle()
    return Redraw(2018, 2019, before, after, cuts, np.full(areas, 500.0), np.arange(areas) // 10)


def test_pieces_are_counted():
    table = [
        ("a", "X", 0.4),
        ("a", "Y", 0.6),
        ("b", "Y", 1.0),
        ("c", "X", 0.0004),
        ("c", "Z", 0.9996),
        ("d", "X", 0.5),
        ("d", "W", 0.5),
    ]
    from_code, to_code, weight = (np.array(column) for column in zip(*table, strict=True))
    found = cut_pieces(from_code, to_code, weight, np.array(["Z", "X", "Y", "Q", "W"]))
    assert found.tolist() == [0, 2, 1, 0, 1]
    assert cut_pieces(from_code[2:3], to_code[2:3], weight[2:3], np.array(["Y"])).tolist() == [0]


def test_a_pair_that_stands_twice_is_one_piece():
    codes = np.array(["a", "a"])
    assert cut_pieces(codes, np.array(["X", "X"]), np.array([0.3, 0.3]), np.array(["X"])).tolist() == [1]
    assert cut_pieces(codes, np.array(["X", "X"]), np.array([0.5, 0.5]), np.array(["X"])).tolist() == [0]


def test_planted_cost_of_a_count_comes_out():
    found = psi_of_counts(redraw(np.random.default_rng(1)), 25 / 6, SETTINGS)
    assert found.psi == pytest.approx(900, rel=0.1)
    assert (found.cut_areas, found.rust_op) == (600, "sprong tussen 2018 en 2019 van 600 geknipte gebieden")


def test_a_count_by_hand():
    before = np.concatenate([np.full(20, 100.0), [100, 100, 100]])
    after = np.concatenate([np.full(20, 130.0), [100, 110, 120]])
    one = Redraw(2018, 2019, before, after, np.repeat([2, 0], [20, 3]), np.full(23, 60.0), np.zeros(23))
    # uncut: m = 0.1, s = 1.4826·0.1; (130 − 110)² − (14.826)² − 2·6 per area, over 2 pieces
    assert psi_of_counts(one, 6.0, SETTINGS).psi == pytest.approx((400 - 14.826**2 - 12) / 2)


def test_uncut_areas_with_few_inhabitants_do_not_tell_the_ordinary_change():
    plain = redraw(np.random.default_rng(2))
    wild = replace(
        plain,
        after=np.where((plain.cuts == 0) & (np.arange(4000) % 3 > 0), plain.after * 3, plain.after),
        inhabitants=np.where((plain.cuts == 0) & (np.arange(4000) % 3 > 0), 49.0, 500),
    )
    assert psi_of_counts(wild, 25 / 6, SETTINGS).psi == pytest.approx(900, rel=0.1)


def test_a_jump_no_larger_than_elsewhere_costs_nothing():
    rng = np.random.default_rng(3)
    quiet = redraw(rng, piece_sd=0)
    quiet = replace(quiet, after=np.where(quiet.cuts > 0, quiet.before * 1.02, quiet.after))
    assert psi_of_counts(quiet, 25 / 6, SETTINGS).psi == 0


def test_too_few_cut_areas_say_so():
    few = redraw(np.random.default_rng(4), cut=19)
    found = psi_of_counts(few, 25 / 6, SETTINGS)
    assert found.psi == pytest.approx((0.05 * np.median(few.after[:19])) ** 2)
    assert (found.cut_areas, found.rust_op) == (19, "te weinig geknipte gebieden: 5% van de mediaan")
    share = psi_of_shares(few, 1 / 12, SETTINGS)
    assert share.psi == pytest.approx(0.01 * variance_within(few.after, few.gemeenten, 9))
    assert share.rust_op == "te weinig geknipte gebieden: 1% van de variantie binnen gemeenten"
    none = redraw(np.random.default_rng(4), cut=0)
    assert psi_of_counts(none, 1.0, SETTINGS).rust_op == "geen geknipte gebieden"
    assert psi_of_counts(none, 1.0, SETTINGS).psi == 0


def test_a_cut_area_without_both_figures_does_not_count():
    plain = redraw(np.random.default_rng(5), cut=20)
    gap = replace(plain, before=np.where(np.arange(4000) == 3, np.nan, plain.before))
    assert psi_of_counts(plain, 1.0, SETTINGS).rust_op.startswith("sprong")
    assert psi_of_counts(gap, 1.0, SETTINGS).rust_op.startswith("te weinig")


def test_planted_cost_of_a_share_comes_out():
    rng = np.random.default_rng(6)
    plain = redraw(rng)
    true = rng.normal(30, 8, 4000)
    before = true + rng.normal(0, 2, 4000) * np.sqrt(plain.cuts)
    shares = replace(plain, before=before, after=true + 1.5 + rng.normal(0, 0.5, 4000))
    found = psi_of_shares(shares, 1 / 12, SETTINGS)
    assert found.psi == pytest.approx(4, rel=0.15)
    assert found.rust_op == "sprong tussen 2018 en 2019 van 600 geknipte gebieden"


def test_a_share_never_costs_less_than_its_floor():
    rng = np.random.default_rng(7)
    plain = redraw(rng)
    true = rng.normal(30, 8, 4000)
    still = replace(plain, before=true, after=true)
    found = psi_of_shares(still, 1 / 12, SETTINGS)
    assert found.psi == pytest.approx(0.01 * variance_within(true, plain.gemeenten, 9))
    assert found.rust_op == (
        "1% van de variantie binnen gemeenten; meer dan de sprong tussen 2018 en 2019 van 600 geknipte gebieden"
    )


def test_variance_within_gemeenten():
    values, gemeenten = np.array([1.0, 3, 10, 30, 99, np.nan]), np.array(["a", "a", "b", "b", "c", "b"])
    # squares 1 1 100 100 over 1/2; median 101 caps nothing
    assert variance_within(values, gemeenten, 9) == pytest.approx((2 + 2 + 200 + 200) / 4)
    assert variance_within(values, gemeenten, 1) == pytest.approx((2 + 2 + 101 + 101) / 4)
    assert variance_within(values[:1], gemeenten[:1], 9) == 0
    rng = np.random.default_rng(8)
    many = rng.normal(0, 3, 10_000) + np.repeat(rng.normal(0, 50, 1000), 10)
    # the cap, nine medians of χ²(1), takes a little of it
    left = stats.chi2.expect(lambda square: min(square, 9 * stats.chi2.median(1)), (1,))
    assert 0.8 < left < 0.95
    assert variance_within(many, np.repeat(np.arange(1000), 10), 9) == pytest.approx(9 * left, rel=0.03)
