"""One small world through the whole dbt project: what the marts must say of it, in both targets."""

import math
from itertools import product

import pytest

from docs import reference
from tests.dbt_project.world import World
from veerkracht.paths import DataPaths

KWB, LBM, GRENZEN, RIVM = "cbs_kerncijfers", "leefbaarometer", "cbs_grenzen", "rivm_gezondheid"
REEKS = (
    "select waarde, methode, status from fct_reeks "
    "where gebiedscode = ? and indeling = ? and jaar = ? and indicator = ?"
)
SURE = {"verschil": -30.0, "gekrompen": -22.0, "laag": -25.0, "hoog": -19.0, "p_gunstiger": 0.8, "delta": 0.5}


def small_world(paths: DataPaths) -> World:
    """Vintages 2014 and 2019 (target) of one gemeente of two wijken, and releases of every kind.

    WK000100: buurt 00 stays but for half a percent, 01 is split over 01 and 03, 02 (half known) goes into 03.
    WK000101: buurt 00 is renumbered.
    """
    w = World(paths, doel=2019)
    w.outlines(2014, "BU00010000", "BU00010001", "BU00010002", "BU00010100", "WK000100", "WK000101", "GM0001")
    w.outlines(2019, "BU00010000", "BU00010001", "BU00010003", "BU00010109", "WK000100", "WK000101", "GM0001")
    for van, naar, gewicht in (
        ("BU00010000", "BU00010000", 0.995),
        ("BU00010000", "BU00010001", 0.005),
        ("BU00010001", "BU00010001", 0.5),
        ("BU00010001", "BU00010003", 0.5),
        ("BU00010002", "BU00010003", 1.0),
        ("BU00010100", "BU00010109", 1.0),
    ):
        w.weight(2014, 2019, van, naar, gewicht, "identiek" if gewicht == 1 and naar[-1] != "3" else "adressen")
    w.change(2014, 2019, "BU00010000", "BU00010000", "ongewijzigd")
    w.change(2014, 2019, "BU00010001", "BU00010001", "gesplitst")
    w.change(2014, 2019, "BU00010002", "BU00010003", "samengevoegd")
    w.change(2014, 2019, "BU00010100", "BU00010109", "hernummerd")
    w.change(2014, 2019, "WK000101", "WK000101", "ongewijzigd")
    w.change(2014, 2019, "GM0001", "GM0001", "ongewijzigd")
    _kerncijfers(w)
    _others(w)
    return w


def _kerncijfers(w: World) -> None:
    w.release(KWB, "2017@boek", 2014)
    w.figures(
        KWB,
        "2017@boek",
        {
            "BU00010000": {"a_inw": 100, "a_woning": 50, "p_wcorpw": " 40", "ste_mvs": 1, "a_soz_wb": 10, "zomaar": 1},
            "BU00010001": {"a_inw": 200, "a_woning": 100, "p_wcorpw": "20,0", "ste_mvs": 2, "a_soz_wb": 40},
            "BU00010002": {"a_inw": 300, "a_woning": 300, "p_wcorpw": "60", "ste_mvs": 2, "a_soz_wb": "."},
            "BU00010100": {"a_inw": 50, "a_woning": 20, "p_wcorpw": "x", "ste_mvs": 3, "a_soz_wb": "-99995"},
            "WK000100": {"a_inw": 605, "a_woning": 450, "p_wcorpw": 50},
            "WK000101": {"a_inw": 50, "a_woning": 20, "p_wcorpw": "-99997"},
            "GM0001": {"a_inw": 655, "a_woning": 470, "p_wcorpw": 48},
            "NL00": {"a_inw": 655, "a_woning": 470, "p_wcorpw": 48},
        },
    )
    ages = {"a_15_24": 20, "a_25_44": 40, "a_45_64": 40}
    w.figures(KWB, "2017@boek", {"BU00010000": ages})
    w.release(KWB, "2019@boek", 2019, layout="werkboek", status="voorlopig")
    w.release(KWB, "2019@v4", 2019, layout="v4_zip")
    for release, inwoners in (("2019@boek", 1), ("2019@v4", 121)):
        column = "T001036" if release.endswith("v4") else "a_inw"
        v4 = {"titel": "Aantal inwoners ", "eenheid": "aantal"} if release.endswith("v4") else {}
        for code in ("BU00010000", "BU00010001", "BU00010003", "BU00010109", "WK000100", "WK000101", "GM0001", "NL00"):
            w.figure(KWB, release, code, column, inwoners, **v4)
    w.figure(KWB, "2019@v4", "BU00010000", "A047047", "45", titel="In bezit woningcorporatie", eenheid="%")
    w.figure(KWB, "2019@v4", "BU00010001", "A047047", "20", titel="In bezit woningcorporatie", eenheid="%")
    w.figure(KWB, "2019@v4", "BU00010000", "1014800", "50", titel="Heel iets anders", eenheid="%")


def _others(w: World) -> None:
    w.release(GRENZEN, "2017@kaart", 2014, layout="gpkg")
    w.figure(GRENZEN, "2017@kaart", "BU00010000", "AANT_INW", 99)
    w.figure(GRENZEN, "2017@kaart", "BU00010000", "P_65_EO_JR", 12)
    w.release(GRENZEN, "2017@elders", 2019, layout="gpkg")  # a year that two vintages serve
    w.figure(GRENZEN, "2017@elders", "BU00020000", "AANT_INW", 70)
    w.release(RIVM, "2016@oud", 2020, layout="werkboek")
    for code, value in (("BU00010000", "    6.8"), ("BU00010777", ""), ("NL00", "7,1")):
        w.figure(RIVM, "2016@oud", code, "HoogRisicoOpAngstOfDepressie_25", value)
    w.release(LBM, "2014-2022@lbm3", 2022)
    w.release(LBM, "2014-2018@lbm3-oud", 2018)
    scores = {"fys": 0.1, "onv": -0.2, "soc": 0.05, "vrz": 0.0, "won": 0.1}
    for jaar, shift in ((2014, 0.0), (2022, 0.3)):
        row = scores | {"onv": scores["onv"] + shift}
        row |= {"afw": sum(row.values())}
        row |= {"lbm": row["afw"] + 4.1}
        w.figures(LBM, "2014-2022@lbm3", {"WK000100": row}, jaar=jaar)
    w.figure(LBM, "2014-2022@lbm3", "WK000100", "onv", "NA", jaar=2012)
    w.figure(LBM, "2014-2018@lbm3-oud", "WK000100", "onv", "9", jaar=2016)
    w.verdict("onv", "WK000100", 2022, (2014, 2022), "waarschijnlijk gunstiger", verschil=0.3, p_gunstiger=0.8)
    w.verdict("kwetsbaarheid", "WK000100", 2022, (2014, 2022), "niet te zeggen", verschil=0.2, p_ongunstiger=0.6)
    w.release("cbs_microdata", "2017@md", 2014, layout="contract_csv")
    w.release("cbs_microdata", "2019@md", 2019, layout="contract_csv")
    for release in ("2017@md", "2019@md"):
        for maat, value in (("teller", 30), ("noemer", 100), ("aandeel", 30)):
            w.figure("cbs_microdata", release, "BU00010000", f"laag_inkomen|alle|{maat}", value)
    w.release("cbs_microdata", "2018@md", 2019, layout="contract_csv")
    for kenmerk, code in product(("laag_inkomen", "afstand_tot_werk"), ("BU00010000", "BU00010001")):
        for release, value in (("2018@md", 60), ("2019@md", 30)):
            if (kenmerk, code, release) != ("laag_inkomen", "BU00010000", "2019@md"):
                w.figure("cbs_microdata", release, code, f"{kenmerk}|alle|aandeel", value)


@pytest.fixture(scope="module")
def openbaar(tmp_path_factory, monkeymodule):
    return small_world(DataPaths(tmp_path_factory.mktemp("openbaar"))).build(monkeymodule)


@pytest.fixture(scope="module")
def leden(tmp_path_factory, monkeymodule):
    world = small_world(DataPaths(tmp_path_factory.mktemp("leden")))
    world.verdict("md_afstand_tot_werk_aandeel", "BU00010000", 2019, (2018, 2019), "waarschijnlijk gunstiger", **SURE)
    return world.build(monkeymodule, "leden", "--exclude-resource-type", "unit_test")  # they ran in the other build


def test_build_succeeds_and_tests_hold(openbaar):
    assert openbaar.failed == []
    assert openbaar.warned == ["kolom_wijkt_af"]  # the v4 code with another title, meant to warn


@pytest.mark.parametrize(
    ("code", "indicator", "jaar", "expected"),
    [
        ("BU00010000", "a_inw", 2017, (100, "ongewijzigd", "waarde")),
        ("BU00010001", "a_inw", 2017, (100.5, "adressen", "waarde")),
        ("BU00010003", "a_inw", 2017, (400, "adressen", "waarde")),
        ("BU00010109", "a_inw", 2017, (50, "ongewijzigd", "waarde")),  # renumbered
        ("WK000100", "a_inw", 2017, (600, "uit_buurten", "waarde")),  # changed: not the delivered 605
        ("WK000101", "a_inw", 2017, (50, "ongewijzigd", "waarde")),
        ("GM0001", "a_inw", 2017, (655, "ongewijzigd", "waarde")),
        ("NL00", "a_inw", 2017, (655, "geleverd", "waarde")),
        ("BU00010003", "p_wcorpw", 2017, ((50 * 20 + 300 * 60) / 350, "adressen", "waarde")),  # by dwellings
        ("BU00010109", "p_wcorpw", 2017, (None, "ongewijzigd", "geheim")),
        ("WK000101", "p_wcorpw", 2017, (None, "ongewijzigd", "geheim")),
        ("BU00010003", "a_soz_wb", 2017, (None, "adressen", "onvoldoende_dekking")),
        ("BU00010109", "a_soz_wb", 2017, (None, "ongewijzigd", "nog_niet")),
        ("BU00010000", "ste_mvs", 2017, (1, "ongewijzigd", "waarde")),
        ("BU00010003", "ste_mvs", 2017, (None, None, "onvergelijkbaar")),
        ("BU00010000", "p_soz_wb", 2017, (10, "ongewijzigd", "waarde")),  # derived: 10 of 100
        ("BU00010000", "a_inw", 2019, (121, "geleverd", "waarde")),  # final v4, not the provisional workbook
        ("BU00010000", "angst_depressie_hoog", 2016, (None, None, "geen_grenzen")),
        ("NL00", "angst_depressie_hoog", 2016, (7.1, "geleverd", "waarde")),
        ("WK000100", "onv", 2022, (None, None, "geen_grenzen")),
    ],
)
def test_series_on_target_boundaries(openbaar, code, indicator, jaar, expected):
    value, *rest = openbaar.row(REEKS, code, 2019, jaar, indicator)
    assert (value is None) == (expected[0] is None)
    assert value is None or value == pytest.approx(expected[0], abs=1e-9)
    assert tuple(rest) == expected[1:]


def test_an_unchanged_buurt_keeps_its_figure_and_sums_are_conserved(openbaar):
    rows = openbaar.rows(
        "select gebiedscode, waarde, som_bekend from fct_reeks where indicator = 'a_inw' and jaar = 2017 "
        "and niveau = 'buurt' and bron = 'cbs_kerncijfers' order by 1"
    )
    assert rows[0] == ("BU00010000", 100, pytest.approx(99.5))
    assert math.fsum(total for *_, total in rows) == pytest.approx(100 + 200 + 300 + 50, abs=1e-9)


def test_partial_sum_is_kept_and_never_scaled(openbaar):
    row = openbaar.row(
        "select som_bekend, dekking, reden is not null from fct_reeks "
        "where gebiedscode = 'BU00010003' and indicator = 'a_soz_wb' and jaar = 2017"
    )
    assert row == (20, pytest.approx(0.5 / 1.5), True)


def test_one_release_serves_the_whole_series_on_its_own_boundaries(openbaar):
    rows = openbaar.rows(
        "select jaar, waarde, methode, release from fct_reeks where indicator = 'onv' and indeling = 2022 order by jaar"
    )
    release = "2014-2022@lbm3"
    assert rows == [
        (2012, None, "zelfde_indeling", release),
        (2014, -0.2, "zelfde_indeling", release),
        (2022, pytest.approx(0.1), "zelfde_indeling", release),
    ]
    assert openbaar.rows("select release from dim_release where bron = 'leefbaarometer' and not gekozen") == [
        ("2014-2018@lbm3-oud",)
    ]


@pytest.mark.parametrize(
    ("code", "indicator", "indeling", "expected"),
    [
        ("BU00010000", "p_wcorpw", 2019, (5, None, "gestegen", "ongewijzigd")),
        (
            "BU00010001",
            "p_wcorpw",
            2019,
            (pytest.approx(20 - 1010 / 50.25), None, "geen meetbaar verschil", "adressen"),
        ),
        ("BU00010000", "a_inw", 2019, (21, pytest.approx(0.21), "gestegen", "ongewijzigd")),
        # 20 more of about 100, in an area that was cut: a moved boundary can do that
        (
            "BU00010001",
            "a_inw",
            2019,
            (pytest.approx(20.5), pytest.approx(20.5 / 100.5), "niet te zeggen (grens verlegd)", "adressen"),
        ),
        ("WK000100", "onv", 2022, (pytest.approx(0.3), None, "waarschijnlijk gunstiger", "zelfde_indeling")),
        ("WK000100", "soc", 2022, (0, None, "onbekend", "zelfde_indeling")),  # nobody told how sure it is
        ("WK000100", "kwetsbaarheid", 2022, (0.2, None, "niet te zeggen", None)),
    ],
)
def test_verdict_on_change(openbaar, code, indicator, indeling, expected):
    sql = (
        "select verschil, verschil_relatief, oordeel, methode from fct_verandering where gebiedscode = ? "
        "and indicator = ? and indeling = ? and jaar_van in (2014, 2017)"
    )
    assert openbaar.row(sql, code, indicator, indeling) == expected


@pytest.mark.parametrize("column", ["gebiedscode", "wijkcode", "gemeentecode"])
def test_every_area_and_all_it_lies_in_have_a_word(openbaar, column):
    """Also a gemeente that no delivery names and no outline draws: the statistics tell of it all the same."""
    words = "select woord from tussen.int_woord where type = 'gebiedscode'"
    assert openbaar.rows(f"select distinct {column} from tussen.int_gebied where {column} not in ({words})") == []


@pytest.mark.parametrize("mart", ["fct_waarneming", "fct_reeks", "fct_verandering"])
def test_words_of_large_marts_are_numbers_in_the_order_of_text(openbaar, mart):
    types = dict(openbaar.rows(f"select column_name, data_type from duckdb_columns() where table_name = '{mart}'"))
    words = {column for column in types if column in reference.words()}
    assert {"niveau", "gebiedscode", "indicator"} <= words
    assert {column for column, kind in types.items() if kind.startswith("ENUM")} == words
    for column in sorted(words):
        seen = [word for (word,) in openbaar.rows(f"select distinct {column} from {mart} order by 1 nulls last")]
        assert seen == sorted(seen, key=lambda word: (word is None, word)), column


@pytest.mark.parametrize(
    ("code", "indicator", "jaar", "se_afronding", "se_omklap"),
    [
        ("BU00010000", "a_inw", 2017, 5 / math.sqrt(6), 0),  # the same area: a sliver of it went elsewhere
        ("BU00010109", "a_inw", 2017, 5 / math.sqrt(6), 0),  # renumbered
        ("BU00010003", "a_inw", 2017, math.sqrt((0.5**2 + 1) * 25 / 6), 0.05 * (100.5 + 400) / 2),
        ("BU00010001", "a_inw", 2017, math.sqrt((0.005**2 + 0.5**2) * 25 / 6), 0.05 * (100.5 + 400) / 2 * math.sqrt(2)),
        ("GM0001", "a_inw", 2017, 0, 0),  # not rounded there
        ("BU00010000", "p_wcorpw", 2019, 1 / math.sqrt(12), 0),
        # 50 dwellings of 20% and 300 of 60%, percentages rounded, dwellings not; in 2019 shares of 45 and 20
        ("BU00010003", "p_wcorpw", 2017, math.sqrt((50**2 + 300**2) / 12) / 350, math.sqrt(0.01 * 12.5**2)),
        # 10 on assistance, rounded to tens, of three age groups of 100 together, each rounded to fives
        ("BU00010000", "p_soz_wb", 2017, math.sqrt(100 / 6 + (10 / 100) ** 2 * 3 * 25 / 6), 0),
        ("WK000100", "onv", 2022, None, None),  # no figure, no error
    ],
)
def test_errors_of_rounding_and_conversion(openbaar, code, indicator, jaar, se_afronding, se_omklap):
    found = openbaar.row(
        "select se_afronding, se_omklap from fct_reeks "
        "where gebiedscode = ? and indeling = 2019 and jaar = ? and indicator = ?",
        *(code, jaar, indicator),
    )
    assert found == (
        None if se_afronding is None else pytest.approx(se_afronding),
        None if se_omklap is None else pytest.approx(se_omklap),
    )


def test_delivered_figures_stay_as_delivered_with_the_reason_of_a_gap(openbaar):
    rows = openbaar.rows(
        "select gebiedscode, waarde, status from fct_waarneming "
        "where kolom = 'p_wcorpw' and niveau in ('buurt', 'wijk') order by 1"
    )
    assert rows == [
        ("BU00010000", 40, "waarde"),
        ("BU00010001", 20, "waarde"),
        ("BU00010002", 60, "waarde"),
        ("BU00010100", None, "geheim"),
        ("WK000100", 50, "waarde"),
        ("WK000101", None, "geheim"),
    ]


def test_a_lower_source_fills_only_what_the_first_does_not_serve(openbaar):
    assert openbaar.row(REEKS, "BU00010000", 2019, 2017, "a_inw")[0] == 100  # not 99 of the map
    assert openbaar.row(REEKS, "BU00010000", 2019, 2017, "p_65_oo")[0] == 12


def test_columns_without_meaning_and_with_another_title_are_reported(openbaar):
    rows = openbaar.rows(
        "select release, onderwerp, controle, ernst, waarde from fct_kwaliteit where controle like 'kolom_%' order by 2"
    )
    assert rows == [
        ("2019@v4", "1014800", "kolom_titel_wijkt_af", "waarschuwt", 1),
        ("2017@boek", "zomaar", "kolom_niet_in_catalogus", "info", 1),
    ]
    assert openbaar.rows("select 1 from fct_waarneming where kolom = '1014800'") == []


def test_codes_outside_the_declared_boundaries_are_listed(openbaar):
    rows = openbaar.rows(
        "select gebiedscode, heeft_geometrie from dim_gebied where gebiedscode = 'BU00010777' and indeling = 2020"
    )
    assert rows == [("BU00010777", False)]


def test_openbaar_knows_nothing_of_restricted_sources(openbaar):
    for table in ("dim_indicator", "dim_release", "fct_waarneming", "fct_reeks", "fct_kwaliteit"):
        assert openbaar.rows(f"select 1 from {table} where bron in ('woonzorgwijzer', 'cbs_microdata')") == []


def test_leden_does_not_move_restricted_figures(leden):
    assert leden.failed == []
    rows = leden.rows(
        "select jaar, waarde, status from fct_reeks where indicator = 'md_laag_inkomen_teller' "
        "and gebiedscode = 'BU00010000' order by jaar"
    )
    assert rows == [(2017, None, "onvergelijkbaar"), (2019, 30, "waarde")]
    assert leden.rows("select 1 from fct_verandering where indicator like 'md_%_teller'") == []


def test_a_share_of_persons_is_judged_by_the_statistics_or_not_at_all(leden):
    """Counted in full, and yet who happened to live there is chance: no registration in which nothing can err."""
    rows = leden.rows(
        "select indicator, gebiedscode, verschil, oordeel, p_gunstiger, laag, delta, reden from fct_verandering "
        "where indicator like 'md_%_aandeel' and verschil is not null and jaar_van = 2018 order by all"
    )
    told = [row for row in rows if row[3] != "onbekend"]
    assert [row[:7] for row in told] == [
        ("md_afstand_tot_werk_aandeel", "BU00010000", -30, "waarschijnlijk gunstiger", 0.8, -25, 0.5)
    ]
    others = [row for row in rows if row not in told]
    assert len(others) == 3 and {row[4:7] for row in others} == {(None, None, None)} and all(row[7] for row in others)
    assert leden.rows(
        "select indicator from staging.stg_indicatoren where ruissoort is null and soort = 'percentage' "
        "and (toegang = 'beperkt' or bron = 'rivm_gezondheid')"
    ) == []  # fmt: skip


def test_comments_are_visible_and_values_of_the_project_documented(openbaar):
    empty = openbaar.rows(
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'main' and comment is null and not internal"
    )
    assert empty == []
