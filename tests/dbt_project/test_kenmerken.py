"""Kenmerken of restricted deliveries through SQL: an unknown one that says what it is, and versions that are never
compared."""

import re

import pytest

from tests.dbt_project.world import World
from veerkracht.paths import DataPaths

WZW, MD = "woonzorgwijzer", "cbs_microdata"
BUURTEN = ("BU00010000", "BU00010001", "BU00010002")
ZWAAR = {"label": "Zwaarmoedigheid", "thema": "gezondheid", "richting": "lager_is_gunstiger"}
PARTS = ("dim_indicator", "fct_reeks", "fct_verandering", "int_kaart", "int_spreiding_groep", "fct_kwaliteit")
PARTS += ("fct_weggevallen",)
CAUTIOUS = ("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")


def world(paths: DataPaths) -> World:
    """Three buurten, a kenmerk that only its delivery knows in two versions, a known one, and one that nobody knows."""
    w = World(paths, doel=2024)
    w.outlines(2024, "GM0001", "WK000100", *BUURTEN)
    w.described[WZW, "zwaarmoedigheid"] = ZWAAR
    for jaar, versie in ((2018, "2021"), (2022, "2025"), (2023, "2025")):
        release = w.release(WZW, f"{jaar}@levering", 2024, layout="contract_csv")
        for code, aandeel in zip(BUURTEN, (12.0, 15.0, 18.0), strict=True):
            for maat, value in (("teller", 120), ("noemer", 1000), ("aandeel", aandeel + jaar - 2018)):
                w.figure(WZW, release, code, f"zwaarmoedigheid|alle|{maat}|{versie}", value)
                w.figure(WZW, release, code, f"begeleidingsbehoefte|alle|{maat}|{versie}", value)
            w.figure(WZW, release, code, f"raadsel|alle|aandeel|{versie}", 5)
    release = w.release(MD, "2023@md", 2024, layout="contract_csv")
    for maat, value in (("teller", 300), ("noemer", 1000), ("aandeel", 30)):
        w.figure(MD, release, BUURTEN[0], f"kwetsbaar|alle|{maat}", value)
        w.figure(MD, release, BUURTEN[0], f"laag_inkomen|alle|{maat}|2025", value)
    moved = w.release(MD, "2019@md", 2019, layout="contract_csv")  # of a buurt that is no longer
    for maat, value in (("teller", 300), ("noemer", 1000), ("aandeel", 30)):
        w.figure(MD, moved, "BU00990000", f"kwetsbaar|alle|{maat}", value)
    # the same version, expected by a model, and of tenants too, which the newest has not
    older = w.release(MD, "2021@md", 2024, layout="contract_csv")
    for maat, value in (("teller", 200), ("noemer", 1000), ("aandeel", 20)):
        for populatie in ("alle", "huurders_corporatie"):
            w.figure(MD, older, BUURTEN[0], f"laag_inkomen|{populatie}|{maat}|2025|modelschatting", value)
    return w


@pytest.fixture(scope="module")
def leden(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        built = world(DataPaths(tmp_path_factory.mktemp("leden"))).build(
            patch, "leden", "--select", *(f"+{name}" for name in PARTS), *CAUTIOUS
        )
    assert built.failed == []
    return built


def test_an_unknown_kenmerk_that_says_what_it_is_has_indicators_and_a_map_of_its_own(leden):
    label, thema, richting, kaart, versie = leden.row(
        "select label, thema, richting, kaart, versie from dim_indicator "
        "where indicator = 'wzw_zwaarmoedigheid_aandeel'"
    )
    assert (thema, richting, kaart, versie) == ("gezondheid", "lager_is_gunstiger", True, "2025")
    assert label == "Zwaarmoedigheid: geschat aandeel (alle inwoners)"
    titel, maat, soort, klassen, toegang = leden.row(
        "select titel, maten[1], soort, klassen, toegang from tussen.int_kaart where kaart_id = 'wzw_zwaarmoedigheid'"
    )
    assert titel == "Zwaarmoedigheid (alle inwoners, schatting)"
    assert (maat, soort, klassen, toegang) == ("wzw_zwaarmoedigheid_aandeel", "niveau", "geleverde_vijfden", "beperkt")


def test_what_a_model_expects_is_never_told_in_words_of_counting(leden):
    rows = leden.rows(
        "select concat_ws(' ', label, definitie, eenheid) from dim_indicator "
        "where bron = 'woonzorgwijzer' and indicator not like '%_noemer'"
        "union all select concat_ws(' ', titel, leeshulp, eenheid, array_to_string(labels, ' ')) "
        "from tussen.int_kaart where kaart_id like 'wzw_%'"
    )
    assert len(rows) > 6
    texts = [text.lower() for (text,) in rows]
    assert all("model" in text for text in texts)
    assert not [
        text for text in texts if re.search(r"\b(aantal|aantallen|telt|tellen|geteld|telling|tellingen)\b", text)
    ]
    assert set(
        leden.rows("select distinct is_modelschatting from dim_indicator where indicator like 'wzw%aandeel'")
    ) == {(True,)}


def test_a_change_between_two_versions_has_a_reason_and_no_verdict(leden):
    """Each version is a series of its own; the newest has the years of the older without a figure."""
    assert leden.rows(
        "select indicator, jaar, waarde, status from fct_reeks where gebiedscode = ? and indicator like "
        "'wzw_zwaarmoedigheid%aandeel' order by all",
        BUURTEN[0],
    ) == [
        ("wzw_zwaarmoedigheid_aandeel", 2018, None, "onvergelijkbaar"),
        ("wzw_zwaarmoedigheid_aandeel", 2022, 16.0, "waarde"),
        ("wzw_zwaarmoedigheid_aandeel", 2023, 17.0, "waarde"),
        ("wzw_zwaarmoedigheid_v2021_aandeel", 2018, 12.0, "waarde"),
    ]
    assert leden.row(
        "select versie, opgevolgd_door, kaart from dim_indicator where indicator = 'wzw_zwaarmoedigheid_v2021_aandeel'"
    ) == ("2021", "wzw_zwaarmoedigheid_aandeel", False)
    changes = leden.rows(
        "select jaar_van, jaar_tot, verschil, oordeel, p_ongunstiger, p_gunstiger, reden from fct_verandering "
        "where gebiedscode = ? and indicator like 'wzw_zwaarmoedigheid%aandeel' order by all",
        BUURTEN[0],
    )
    across = [row for row in changes if row[0] == 2018]
    assert {row[1] for row in across} == {2022, 2023} and len(across) == 2
    for _, _, verschil, oordeel, worse, better, reden in across:
        assert (verschil, oordeel, worse, better) == (None, "onvergelijkbaar", None, None)
        assert reden == ("2018: dit cijfer is van versie 2021; cijfers van twee versies worden niet vergeleken")
    assert [row[2] for row in changes if row[:2] == (2022, 2023)] == [1.0]


def test_what_a_model_expects_is_no_part_of_the_series_of_a_count(leden):
    assert leden.rows(
        "select indicator, jaar, waarde, reden from fct_reeks where gebiedscode = ? and indicator like "
        "'md_laag_inkomen%aandeel' order by all",
        BUURTEN[0],
    ) == [
        ("md_laag_inkomen_aandeel", 2021, None, "dit cijfer is van versie 2025 en een schatting van een model; cijfers "
         "van twee versies worden niet vergeleken"),
        ("md_laag_inkomen_aandeel", 2023, 30.0, None),
        ("md_laag_inkomen_v2025_aandeel", 2021, 20.0, None),
        ("md_laag_inkomen_v2025_hc_aandeel", 2021, 20.0, None),
    ]  # fmt: skip
    assert leden.rows(
        "select indicator, is_modelschatting, opgevolgd_door from dim_indicator "
        "where indicator like 'md_laag_inkomen%aandeel' order by all"
    ) == [
        ("md_laag_inkomen_aandeel", False, None),
        ("md_laag_inkomen_v2025_aandeel", True, "md_laag_inkomen_aandeel"),
        ("md_laag_inkomen_v2025_hc_aandeel", True, None),
    ]


def test_of_restricted_figures_without_a_place_no_sum_and_no_area_is_told(leden):
    rows = leden.rows(
        "select indicator, som, voorbeeld, reden from fct_weggevallen where indicator like 'md_kwetsbaar%' order by all"
    )
    assert [name for name, *_ in rows] == [f"md_kwetsbaar_{maat}" for maat in ("aandeel", "noemer", "teller")]
    assert all((som, voorbeeld) == (None, None) and "BU0099" not in reden for _, som, voorbeeld, reden in rows)


def test_a_kenmerk_that_nobody_describes_is_in_no_table_but_listed(leden):
    assert leden.rows("select 1 from dim_indicator where indicator like '%raadsel%'") == []
    listed = leden.rows(
        "select onderwerp, waarde from fct_kwaliteit where controle = 'kolom_niet_in_catalogus' order by all"
    )
    assert {name for name, _ in listed} == {"raadsel|alle|aandeel|2021", "raadsel|alle|aandeel|2025"}


def test_spread_is_told_of_people_who_were_counted_only(leden):
    """`md_kwetsbaar_hc` was not delivered, and what a model expects is smeared over buurten."""
    assert leden.rows("select teller, noemer from tussen.int_spreiding_groep where groep = 'kwetsbare_bewoners'") == [
        ("md_kwetsbaar_teller", "md_kwetsbaar_noemer")
    ]


def test_a_share_may_have_the_word_share_in_its_own_name(tmp_path, monkeypatch):
    w = World(DataPaths(tmp_path), doel=2024)
    w.described[MD, "aandeel_eigenaren"] = ZWAAR
    release = w.release(MD, "2023@md", 2024, layout="contract_csv")
    w.figure(MD, release, BUURTEN[0], "aandeel_eigenaren|alle|teller", 300)
    name = "md_aandeel_eigenaren"
    built = w.build(
        monkeypatch, "leden", "--select", "+int_spreiding_groep", *CAUTIOUS, kwetsbaarheid_beperkt=[f"{name}_aandeel"]
    )
    assert built.rows("select teller, noemer from tussen.int_spreiding_groep where groep = 'kwetsbare_bewoners'") == [
        (f"{name}_teller", f"{name}_noemer")
    ]


def test_openbaar_knows_nothing_of_it(tmp_path, monkeypatch):
    built = world(DataPaths(tmp_path)).build(
        monkeypatch, "openbaar", "--select", *(f"+{name}" for name in PARTS), *CAUTIOUS
    )
    assert built.failed == []
    for table in ("dim_indicator", "fct_reeks", "fct_verandering", "fct_kwaliteit", "tussen.int_kaart"):
        texts = built.rows(f"select lower({table.partition('.')[2] or table}::varchar) from {table}")
        assert not [text for (text,) in texts if "zwaarmoedig" in text or "wzw_" in text or "woonzorg" in text], table
