"""Outlines of a part: gemeenten that merged add up exactly, what has no outline says so, and rests are no gemeenten."""

import pytest

from tests.dbt_project.world import World
from tests.worlds.whole import broken_rules
from veerkracht.paths import DataPaths

KWB = "cbs_kerncijfers"
SELECT = (
    "--select", "+fct_reeks", "+fct_kwaliteit", "+fct_weggevallen", "+brug_omklap", "--indirect-selection", "cautious",
    "--exclude-resource-type", "unit_test",
)  # fmt: skip


@pytest.fixture(scope="module")
def paths(tmp_path_factory) -> DataPaths:
    return DataPaths(tmp_path_factory.mktemp("deel"))


@pytest.fixture(scope="module")
def built(paths):
    """Target 2019. Of 2017 only the buurten of one gemeente have outlines, of older vintages only gemeenten."""
    w = World(paths, doel=2019)
    w.outlines(
        2019, "GM0001", "GM0002", "GM0003", "BU00010000", "BU00010001", "BU00020000", "BU00030000", oppervlakte_ha=100.0
    )
    # 2012: gemeenten 4 and 5 merged into 1; 2 stayed; 3 was renumbered from 6
    w.outlines(2012, "GM0004", "GM0005", "GM0002", "GM0006", oppervlakte_ha=75.0)
    for old, new in (("GM0004", "GM0001"), ("GM0005", "GM0001"), ("GM0002", "GM0002"), ("GM0006", "GM0003")):
        w.weight(
            2012, 2019, old, new, 1.0, "oppervlakte" if new == "GM0001" else "identiek", 0.5 if new == "GM0001" else 1
        )
    for old, klasse in (("GM0004", "samengevoegd"), ("GM0005", "samengevoegd")):
        w.change(2012, 2019, old, "GM0001", klasse)
    w.change(2012, 2019, "GM0002", "GM0002", "ongewijzigd")
    w.change(2012, 2019, "GM0006", "GM0003", "hernummerd")
    w.release(KWB, "2012@x", 2012)
    figures = {"GM0004": (1000, 10), "GM0005": (3000, 30), "GM0002": (500, 5), "GM0006": (700, 7), "GM9999": (40, 1)}
    figures |= {"BU00040000": (990, 10), "BU00020000": (500, 5)}
    w.figures(KWB, "2012@x", {code: {"a_inw": people, "p_geb": born} for code, (people, born) in figures.items()})
    # 2017: outlines of half of gemeente 1 and of nothing else
    w.outlines(2017, "BU00010000", oppervlakte_ha=100.0)
    w.weight(2017, 2019, "BU00010000", "BU00010000", 1.0, "identiek")
    w.change(2017, 2019, "BU00010000", "BU00010000", "ongewijzigd")
    w.release(KWB, "2017@x", 2017)
    w.figures(
        KWB, "2017@x",
        {code: {"a_inw": 100} for code in ("BU00010000", "BU00010001", "BU00020000", "GM0001", "GM0002", "BU00030009")},
    )  # fmt: skip
    # 2016: a gemeente so small that gemeente 1 stayed the same area merged into it
    _gemeenten(w, 2016, GM0007="GM0001")
    w.figures(KWB, "2016@x", {"GM0001": {"a_inw": 100_000, "ste_mvs": 2}, "GM0007": {"a_inw": 900, "ste_mvs": 5}})
    # 2015: half of what is gemeente 3 now was drawn, the other half is named only. 2014: nobody names the other half
    for indeling, others in ((2015, {"GM0008": {"a_inw": 400}}), (2014, {})):
        _gemeenten(w, indeling, half="GM0003")
        w.figures(KWB, f"{indeling}@x", {"GM0002": {"a_inw": 500}, "GM0003": {"a_inw": 600}} | others)
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield w.build(monkeypatch, "openbaar", *SELECT)


def _gemeenten(w: World, indeling: int, half: str | None = None, **merged: str) -> None:
    """Outlines of three gemeenten, the same as in 2019: but `half` is half of it, and `merged` came into another."""
    stayed = {code: code for code in ("GM0001", "GM0002", "GM0003")}
    w.outlines(indeling, *stayed, oppervlakte_ha=100.0)
    w.outlines(indeling, *merged, oppervlakte_ha=0.9)
    for old, new in (stayed | merged).items():
        small = old in merged
        w.weight(indeling, 2019, old, new, 1.0, "oppervlakte", 0.009 if small else 0.5 if old == half else 0.991)
        w.change(indeling, 2019, old, new, "samengevoegd" if small or old == half else "ongewijzigd")
    w.release(KWB, f"{indeling}@x", indeling)


def series(built, code: str, jaar: int, indicator: str = "a_inw") -> tuple:
    return built.row(
        "select waarde, methode, status, reden from fct_reeks where gebiedscode = ? and jaar = ? and indicator = ? "
        "and indeling = 2019", code, jaar, indicator,
    )  # fmt: skip


def test_everything_builds_and_what_is_carried_over_arrives(built):
    assert built.failed == []


def test_gemeenten_that_merged_add_up_without_any_buurt(built):
    assert series(built, "GM0001", 2012) == (4000, "hele_gebieden", "waarde", None)
    assert series(built, "GM0001", 2012, "p_geb")[0] == pytest.approx((1000 * 10 + 3000 * 30) / 4000)
    assert series(built, "GM0002", 2012)[:2] == (500, "ongewijzigd")
    assert series(built, "GM0003", 2012)[:2] == (700, "ongewijzigd")
    placed = built.row(
        "select sum(waarde) from fct_reeks "
        "where niveau = 'gemeente' and jaar = 2012 and indicator = 'a_inw' and indeling = 2019"
    )
    assert placed == (5200,)
    (cost,) = built.row(
        "select se_omklap from fct_reeks where gebiedscode = 'GM0001' and jaar = 2012 and indicator = 'a_inw'"
    )
    assert cost == 0


def test_a_small_gemeente_that_merged_whole_is_added_to_the_big_one(built):
    assert series(built, "GM0001", 2016) == (100_900, "hele_gebieden", "waarde", None)
    assert series(built, "GM0001", 2016, "ste_mvs") == (2, "ongewijzigd", "waarde", None)
    assert (
        built.rows(
            "select * from tussen.int_zonder_plaats where indeling in (2012, 2016) and gebiedscode like 'GM000%'"
        )
        == []
    )


def test_what_merged_with_an_area_without_outline_is_not_known(built):
    part = "niet van dit hele gebied zijn grenzen geladen in de indeling van het cijfer"
    assert series(built, "GM0003", 2015) == (None, "hele_gebieden", "onvoldoende_dekking", part)
    assert series(built, "GM0002", 2015)[:2] == (500, "ongewijzigd")


def test_new_land_was_nobodys(built):
    assert series(built, "GM0003", 2014) == (600, "hele_gebieden", "waarde", None)


def test_nothing_is_lost_without_a_reason(built, paths):
    assert not list(broken_rules(paths))


def test_the_reason_names_the_level_that_has_no_outlines(built):
    reason = "van indeling 2012 zijn er geen grenzen van buurten; een gelijke code is geen bewijs"
    assert series(built, "BU00020000", 2012) == (None, None, "geen_grenzen", reason)
    spoken = built.rows("select distinct niveau from fct_reeks where jaar = 2012 and status = 'geen_grenzen'")
    assert spoken == [("buurt",)]


def test_where_a_vintage_covers_a_part_the_rest_says_so(built):
    here = "van indeling 2017 zijn hier geen grenzen geladen"
    assert series(built, "BU00010000", 2017)[:3] == (100, "ongewijzigd", "waarde")
    assert series(built, "BU00010001", 2017) == (None, None, "geen_grenzen", here)
    assert series(built, "BU00020000", 2017) == (None, None, "geen_grenzen", here)
    assert series(built, "GM0002", 2017) == (None, None, "geen_grenzen", here)


def test_half_of_a_gemeente_is_not_the_gemeente(built):
    part = "niet van dit hele gebied zijn grenzen geladen in de indeling van het cijfer"
    assert series(built, "GM0001", 2017) == (None, "uit_buurten", "onvoldoende_dekking", part)


def test_a_rest_is_no_gemeente_and_no_strange_code(built):
    assert built.row("select water from dim_gebied where gebiedscode = 'GM9999'") == ("buitenland",)
    strange = dict(
        built.rows(
            "select release || ' ' || onderwerp, waarde from fct_kwaliteit where controle = 'codes_buiten_indeling'"
        )
    )
    # of 2017 only gemeente 1 has outlines of buurten: BU00010001 is strange, the codes of others cannot be
    drawn = {"2014@x gemeente": 0, "2015@x gemeente": 1, "2016@x gemeente": 0}
    assert strange == {"2012@x gemeente": 0, "2017@x buurt": 1} | drawn


def test_the_bridge_holds_what_was_put_together(built):
    rows = built.rows(
        "select van_indeling, van_code, naar_code, gewicht from brug_omklap where niveau = 'gemeente' "
        "and naar_code = 'GM0001' order by all"
    )
    assert rows == [
        (2012, "GM0004", "GM0001", 1.0), (2012, "GM0005", "GM0001", 1.0),
        (2016, "GM0001", "GM0001", 1.0), (2016, "GM0007", "GM0001", 1.0),
    ]  # fmt: skip
