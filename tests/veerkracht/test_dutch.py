"""How numbers and dates are written in Dutch."""

from datetime import date

import pytest
from babel.numbers import format_decimal

from veerkracht.dutch import bare, counted, day, number, percent, percents_short, signed, significant, with_unit


@pytest.mark.parametrize(
    "value, decimals, text",
    [
        (1234567.0, 0, "1.234.567"),
        (-0.55, 1, "−0,6"),
        (-0.04, 1, "0,0"),
        (None, 2, "–"),
        (float("nan"), 2, "–"),
        (3, None, "3"),
    ],
)
def test_numbers_in_dutch(value, decimals, text):
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    "value, text", [(1.25, "+1,2"), (-1.26, "−1,3"), (0.01, "0,0"), (-0.01, "0,0"), (None, "–"), (1000, "+1.000,0")]
)
def test_differences_have_a_sign(value, text):
    assert signed(value, 1) == text


@pytest.mark.parametrize("value", [0.0, 7.25, 999.5, 1000.0, 12345.75, -1234567.25])
def test_numbers_are_those_of_babel_but_for_the_minus(value):
    assert number(value, 2) == format_decimal(value, "#,##0.00", locale="nl").replace("-", "−")


def test_shares_and_counts():
    assert [percent(share) for share in (0.6, 0.004, None)] == ["60%", "0%", "–"] and percent(0.1234, 1) == "12,3%"
    assert [counted(n, "buurt", "buurten") for n in (0, 1, 1200)] == ["0 buurten", "1 buurt", "1.200 buurten"]


def test_bare_numbers_and_days():
    assert [bare(value) for value in (0.9, 2.0, 1500.0)] == ["0,9", "2", "1500"]
    assert day(date(2026, 11, 2)) == "02-11-2026" and day(None) == "–"


@pytest.mark.parametrize(
    "value, text",
    [(7.85e-5, "0,0000785"), (-0.0606, "−0,0606"), (12.345, "12,3"), (4321.0, "4.321"), (0.0, "0"), (None, "–")],
)
def test_small_numbers_show_three_figures(value, text):
    assert significant(value) == text


@pytest.mark.parametrize("share, text", [(0.797, "79%"), (0.7999999, "79%"), (0.29, "29%"), (0.0, "0%")])
def test_a_share_that_is_too_small_is_not_told_as_what_is_asked(share, text):
    assert percents_short(share) == text


def test_a_percent_sign_stands_against_its_number_and_another_unit_apart():
    assert [with_unit("37", unit) for unit in ("%", "score", "", None)] == ["37%", "37 score", "37", "37"]
