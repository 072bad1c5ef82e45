"""What cutting areas adds to the error of a converted figure, by hand on a small country (method §4.2)."""

import math
from pathlib import Path
from statistics import median

import pytest

from tests.dbt_project.world import Build, World
from veerkracht.paths import DataPaths

KWB = "cbs_kerncijfers"
UNCUT = {"BU00010000": (100, 20), "BU00010001": (105, 21), "BU00010002": (110, 22), "BU00010003": (115, 23)} | {
    "BU00010004": (120, 24)
}  # inhabitants and share of corporation dwellings in 2019; in 2017 they were 100 and 20
CUT = {  # target area: piece of which buurt, inhabitants and share in 2019
    "BU00010010": ("BU00010090", 0.5, 150, 22),
    "BU00010011": ("BU00010090", 0.5, 90, 12),
    "BU00010012": ("BU00010091", 0.25, 130, 32),
    "BU00010013": ("BU00010091", 0.75, 330, 32),
}
BEFORE = {"BU00010090": (200, 10), "BU00010091": (400, 30)}
MERGED = "BU00010020"  # of two whole buurten


def cut_world(folder: Path) -> World:
    """Vintages 2014 and 2019 (target) of one gemeente: two buurten were cut, two came together, five stayed."""
    w = World(DataPaths(folder), doel=2019)
    whole = {"BU00010092": (60, 40), "BU00010093": (40, 40)}
    w.outlines(2014, *UNCUT, *BEFORE, *whole)
    w.outlines(2019, *UNCUT, *CUT, MERGED)
    w.release(KWB, "2017@x", 2014)
    w.release(KWB, "2019@x", 2019)
    for code in UNCUT:
        w.weight(2014, 2019, code, code, 1.0, "identiek")
        w.change(2014, 2019, code, code, "ongewijzigd")
    for code, (van, weight, *_) in CUT.items():
        w.weight(2014, 2019, van, code, weight)
    for code in whole:
        w.weight(2014, 2019, code, MERGED, 1.0)
    then = dict.fromkeys(UNCUT, (100, 20)) | BEFORE | whole
    now = UNCUT | {code: tuple(figures) for code, (_, _, *figures) in CUT.items()} | {MERGED: (130, 40)}
    for release, figures in (("2017@x", then), ("2019@x", now)):
        for code, (people, share) in figures.items():
            w.figures(KWB, release, {code: {"a_inw": people, "a_woning": 100, "p_wcorpw": share, "p_koopw": 50}})
    return w


def built(folder: Path, monkeypatch, **settings) -> Build:
    select = ["--select", "+fct_verandering", "--exclude-resource-type", "unit_test"]
    found = cut_world(folder).build(monkeypatch, "openbaar", *select, "--indirect-selection", "cautious", **settings)
    assert found.failed == []
    return found


@pytest.fixture(scope="module")
def measured(tmp_path_factory, monkeymodule) -> Build:
    """Four cut areas are enough to tell."""
    return built(tmp_path_factory.mktemp("knippen"), monkeymodule, conversie_gebieden_minimum=4)


def psi(build: Build, indicator: str) -> tuple:
    """ψ, areas and what it rests on, of buurten weighed by addresses."""
    return build.row(
        "select psi, gebieden, rust_op from tussen.int_omklap_fout where indicator = ? and niveau = 'buurt'", indicator
    )


def test_of_a_count_the_jump_at_the_redraw_tells(measured):
    """The others rose by 10% (median), give or take 1.4826 · 5%; four pieces; rounding to fives."""
    jumps = (150 - 110) ** 2 + (90 - 110) ** 2 + (130 - 110) ** 2 + (330 - 330) ** 2
    ordinary = (1.4826 * 0.05) ** 2 * (3 * 100**2 + 300**2)
    rounding = 25 / 6 * (0.5**2 + 0.5**2 + 0.25**2 + 0.75**2 + 4)
    assert psi(measured, "a_inw") == (
        pytest.approx((jumps - ordinary - rounding) / 4),
        4,
        "sprong bij de herindeling",
    )


def test_of_a_share_the_jump_in_points_tells(measured):
    """The others rose by 2 points (median), give or take 1.4826; percentages are rounded to integers at both ends."""
    jumps = (22 - 10 - 2) ** 2 + 3 * (30 - 28 - 2) ** 2
    expected = (jumps - 4 * 1.4826**2 - 8 / 12) / 4
    assert psi(measured, "p_wcorpw") == (pytest.approx(expected), 4, "sprong bij de herindeling")


def test_too_few_cut_areas_leave_a_rule_of_thumb(tmp_path, monkeypatch):
    found = built(tmp_path, monkeypatch)
    counts = pytest.approx((0.05 * 100) ** 2)  # 100, 100, 100 and 300
    assert psi(found, "a_inw") == (counts, 0, "mediaan, want te weinig doorsneden gebieden")
    shares = [20, 21, 22, 23, 24, 22, 12, 32, 32, 40]
    squares = [(share - sum(shares) / 10) ** 2 for share in shares]
    spread = sum(min(square, 9 * median(squares)) for square in squares) / 10
    expected = (pytest.approx(0.01 * spread), 0, "spreiding binnen gemeenten, want te weinig doorsneden gebieden")
    assert psi(found, "p_wcorpw") == expected


def test_no_jump_and_no_spread_is_no_error(measured):
    assert psi(measured, "p_koopw") == (0, 4, "sprong bij de herindeling")


def test_only_cut_areas_carry_it(measured):
    rows = dict(measured.rows("select gebiedscode, se_omklap from fct_reeks where indicator = 'a_inw' and jaar = 2017"))
    error = pytest.approx(math.sqrt(psi(measured, "a_inw")[0]))
    assert rows == dict.fromkeys((*UNCUT, MERGED), 0) | dict.fromkeys(CUT, error)
    assert measured.rows("select distinct se_omklap from fct_reeks where jaar = 2019") == [(0,)]


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("BU00010002", "gestegen"),  # 10 more, not cut: beyond the rounding of both years
        ("BU00010001", "geen meetbaar verschil"),  # 5 more
        ("BU00010010", "gestegen"),  # 50 more: the cut does not do that
        ("BU00010011", "niet te zeggen (grens verlegd)"),  # 10 less
        (MERGED, "gestegen"),  # two whole buurten
    ],
)
def test_a_small_change_of_a_cut_area_is_left_open(measured, code, verdict):
    row = measured.row(
        "select oordeel, greatest(p_ongunstiger, p_gunstiger), reden is not null, p_ongunstiger + p_gunstiger, delta "
        "from fct_verandering where indicator = 'a_inw' and gebiedscode = ?",
        code,
    )
    assert row[0] == verdict
    assert (row[1] >= 0.95, row[2]) == ((False, True) if "grens" in verdict else (row[1] >= 0.95, False))
    assert row[3:] == (pytest.approx(1), 0)


def test_two_builds_are_equal_to_the_last_digit(measured, tmp_path, monkeypatch):
    again = built(tmp_path, monkeypatch, conversie_gebieden_minimum=4)
    for mart in ("fct_reeks", "fct_verandering"):
        sql = f"select * from {mart} order by all"
        assert again.rows(sql) == measured.rows(sql)
