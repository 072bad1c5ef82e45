"""What a candidate may not be: incomplete, undescribed, or a carrier of what may not leave."""

import duckdb
import pytest

from tests.veerkracht.products import world
from veerkracht.outcome import Outcome
from veerkracht.publication import cells, checks, openbaar
from veerkracht.publication.outcomes import outcome, put_outcomes
from veerkracht.schemas import KWALITEIT

RESTRICTED = ["woonzorgwijzer", "cbs_microdata"]


def _failed(outcomes):
    return {(one.controle, one.onderwerp): one.toelichting for one in outcomes if not one.geslaagd}


def _sql(candidate, sql):
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as con:
        con.execute(sql)


def _open_check(candidate):
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        return _failed(openbaar.run(candidate, con, RESTRICTED))


def test_a_row_has_the_columns_of_the_schema():
    assert outcome("x", None, 0, "in orde").row().keys() == set(KWALITEIT.names)


def test_a_good_candidate_passes(kandidaat):
    assert _failed(checks.run(kandidaat, "openbaar")) == {}


@pytest.mark.parametrize("name", ["woordenboek.csv", "rapporten/index.html", "kaarten/veerkracht_buurt.gpkg"])
def test_missing_or_empty_file(vol, name):
    (vol[1] / name).write_bytes(b"")
    assert name in _failed(checks.run(vol[1], "openbaar"))["volledig", "bestanden"]
    (vol[1] / name).unlink()
    assert name in _failed(checks.run(vol[1], "openbaar"))["volledig", "bestanden"]


def test_parquet_that_is_broken_or_differs(vol):
    (vol[1] / "marts" / "fct_reeks.parquet").write_bytes(b"PAR1 niet echt PAR1")
    _sql(vol[1], "delete from fct_wijziging")
    text = _failed(checks.run(vol[1], "openbaar"))["leesbaar", "marts"]
    assert text.startswith("2 ") and "fct_reeks" in text and "fct_wijziging" in text


def test_undescribed_column_and_unknown_indicator(vol):
    _sql(vol[1], "alter table fct_reeks add column nieuw integer")
    _sql(vol[1], "insert into dim_indicator by name select * replace ('zz' as indicator) from dim_indicator limit 1")
    failed = _failed(checks.run(vol[1], "openbaar"))
    assert "fct_reeks.nieuw" in failed["gedocumenteerd", "beschrijvingen"]
    assert (
        "zz" in failed["gedocumenteerd", "woordenboek"] and "fct_reeks.nieuw" in failed["gedocumenteerd", "woordenboek"]
    )


def test_facts_that_dbt_wrote_stay_when_outcomes_of_its_tests_come(vol):
    fact = (
        "insert into main.fct_kwaliteit (eigenaar, controle, ernst, uitkomst) values ('dbt', 'feitje', 'info', 'feit')"
    )
    _sql(vol[1], fact)
    put_outcomes(vol[1], [Outcome("dbt", "uniek", "blokkeert", True)])
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb"), read_only=True) as con:
        rows = con.execute("select controle from fct_kwaliteit where eigenaar = 'dbt' order by 1").fetchall()
    assert {("feitje",), ("uniek",)} <= set(rows)


def test_outcomes_are_put_once_in_both_forms(vol):
    put_outcomes(vol[1], [outcome("x", None, 1, "eerder")])
    put_outcomes(vol[1], [outcome("x", None, 0, "in orde"), outcome("y", "z", 2, "mis")])
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb"), read_only=True) as con:
        for source in ("fct_kwaliteit", f"'{vol[1]}/marts/fct_kwaliteit.parquet'"):
            rows = con.execute(
                f"select controle, eigenaar from {source} where controle in ('x', 'y') order by 1"
            ).fetchall()
            assert rows == [("x", "kandidaat"), ("y", "kandidaat")]


@pytest.mark.parametrize(
    "where, content",
    [
        ("rapporten/GM9001.html", "<p>bron: woonzorgwijzer</p>"),
        ("kaarten/geojson/GM9001_buurt.geojson", '{"wzw_dementie_teller": 12}'),
        ("kaarten/veerkracht_buurt.gpkg", "x" * (openbaar.CHUNK - 5) + "cbs_microdata"),
    ],
)
def test_restricted_id_in_a_file(vol, where, content):
    (vol[1] / where).write_text(content)
    assert where in _open_check(vol[1])["openbaar", "bestanden"]


def test_restricted_id_packed_in_a_workbook(vol):
    import xlsxwriter

    (vol[1] / "werkboeken").mkdir(exist_ok=True)
    for name, text in (("GM9001", "wzw_zorg_aandeel"), ("GM9002", "p_zorg_aandeel")):
        with xlsxwriter.Workbook(vol[1] / "werkboeken" / f"{name}.xlsx") as book:
            book.add_worksheet().write_string(0, 0, text)
    (vol[1] / "werkboeken" / "GM9003.xlsx").write_text("geen werkboek")
    found = _open_check(vol[1])["openbaar", "bestanden"]
    assert "GM9001.xlsx" in found and "GM9003.xlsx" in found and "GM9002.xlsx" not in found


def test_restricted_id_in_parquet_or_database(vol, tmp_path):
    assert _open_check(vol[1]) == {}
    duckdb.sql("select 1 as wzw_zorg_aandeel").write_parquet(str(vol[1] / "marts" / "fct_x.parquet"))
    duckdb.sql("select 'cbs_microdata' as bron").write_parquet(str(vol[1] / "marts" / "fct_y.parquet"))
    _sql(vol[1], "update fct_reeks set reden = 'zie wzw_zorg_hc_noemer' where jaar = 2014")
    text = _open_check(vol[1])["openbaar", "bestanden"]
    assert "fct_x.parquet: wzw_zorg_aandeel" in text and "fct_y.parquet: bron" in text and "fct_reeks.reden" in text


def test_restricted_access_in_a_dimension(vol):
    _sql(vol[1], "update dim_release set toegang = 'beperkt' where release = '2014@kwb-2014'")
    assert ("openbaar", "toegang") in _open_check(vol[1])


# --- leden: no cell of fewer than ten people

WIJK, GEMEENTE = "WK900100", "GM9001"
BUURTEN = [f"BU{WIJK[2:]}{x}{y}" for x in (0, 1) for y in (0, 1)]


def _cell(niveau, code, teller=None, noemer=None, aandeel=None, populatie="", methode="geleverd"):
    parts = {"teller": teller, "noemer": noemer, "aandeel": aandeel}
    return [
        (niveau, code, f"wzw_zorg{populatie}_{part}", value, methode)
        for part, value in parts.items()
        if value is not None
    ]


@pytest.fixture
def con(_made):
    """The marts of the fictitious world in memory, to add restricted figures to."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{_made[1] / 'veerkracht.duckdb'}' as bron (read_only)")
        connection.execute("copy from database bron to memory")
        connection.execute("detach bron")
        yield connection


def _leden(con, *cells_):
    world.add_restricted(con, [row for cell in cells_ for row in cell])
    return {key[1]: text for key, text in _failed(cells.run(con)).items()}


def test_large_cells_pass(con):
    children = [_cell("buurt", code, 40, 200, 20.0) for code in BUURTEN]
    tenants = _cell("wijk", WIJK, 60, 300, populatie="_hc")
    assert _leden(con, *children, _cell("wijk", WIJK, 160, 800), tenants, _cell("gemeente", GEMEENTE, 700, 3000)) == {}


@pytest.mark.parametrize(
    "teller, noemer", [(9, 100), (1, 100), (0, 9), (95, 100), (0, 0), (5, None), (None, 9)], ids=str
)
def test_small_cell(con, teller, noemer):
    assert BUURTEN[0] in _leden(con, _cell("buurt", BUURTEN[0], teller, noemer))["cellen"]


@pytest.mark.parametrize("teller, noemer", [(10, 20), (0, 10), (None, 10)], ids=str)
def test_cell_at_the_limit(con, teller, noemer):
    assert _leden(con, _cell("buurt", BUURTEN[0], teller, noemer)) == {}


def test_names_that_the_check_takes_for_one_are_refused_since_one_could_hide_a_small_cell_of_the_other(con):
    failed = _leden(con, _cell("buurt", BUURTEN[0], 12, 15), _cell("buurt", BUURTEN[0], 150, 1200, populatie="_alle"))
    assert "wzw_zorg_alle_teller" in failed["eenduidig"] and "wzw_zorg_teller" in failed["eenduidig"]


def test_small_cell_in_observations_as_delivered(con):
    world.add_restricted(con, _cell("buurt", BUURTEN[0], 40, 100))
    con.execute(
        "insert into fct_waarneming by name select * exclude (methode, dekking, is_vergelijkbaar, som_bekend, reden, "
        "vlag, se_omklap) replace (9 as waarde), 'K' as kolom from fct_reeks where indicator = 'wzw_zorg_teller'"
    )
    assert ("kleine aantallen", "cellen") in _failed(cells.run(con))


@pytest.mark.parametrize(
    "cell",
    [
        {"noemer": 100, "aandeel": 4.0},  # 4 people
        {"noemer": 100, "aandeel": 96.0},  # all but 4
        {"teller": 20, "aandeel": 80.0},  # of 25: all but 5
        {"aandeel": 0.5},  # of 900 inhabitants: 4 or 5 people
    ],
    ids=str,
)
def test_share_that_gives_a_small_cell_away(con, cell):
    assert BUURTEN[0] in _leden(con, _cell("buurt", BUURTEN[0], **cell))["cellen"]


@pytest.mark.parametrize("alle, huurders", [((50, 400), (44, 300)), ((50, 400), (30, 395)), ((390, 400), (100, 105))])
def test_difference_of_populations(con, alle, huurders):
    failed = _leden(con, _cell("buurt", BUURTEN[0], *alle), _cell("buurt", BUURTEN[0], *huurders, None, "_hc"))
    assert BUURTEN[0] in failed["verschil van populaties"]


def test_parent_minus_published_parts(con):
    published = [_cell("buurt", code, 40, 203) for code in BUURTEN[:3]]
    failed = _leden(con, *published, _cell("wijk", WIJK, 126, 830))
    assert failed == {"geheel min delen": failed["geheel min delen"]} and WIJK in failed["geheel min delen"]


def test_parent_minus_parts_across_two_levels(con):
    others = [f"BU9001{x // 2}{y // 2}{x}{y}" for x in range(4) for y in range(4)]
    failed = _leden(
        con, *[_cell("buurt", code, 40, 203) for code in others[1:]], _cell("gemeente", GEMEENTE, 607, 3301)
    )
    assert GEMEENTE in failed["geheel min delen"]


def test_rest_of_the_difference_of_populations(con):
    children = [_cell("buurt", code, 40, 203) for code in BUURTEN[:3]]
    tenants = [_cell("buurt", code, 20, 101, None, "_hc") for code in BUURTEN[:3]]
    parents = [_cell("wijk", WIJK, 160, 830), _cell("wijk", WIJK, 92, 430, None, "_hc")]
    failed = _leden(con, *children, *tenants, *parents)
    assert "verschil" in failed["geheel min delen"]


@pytest.mark.parametrize("published, teller, refused", [(4, 165, False), (3, 125, True)])
def test_rounding_is_no_rest_but_a_withheld_part_is(con, published, teller, refused):
    rounded = [_cell("buurt", code, 40, 205) for code in BUURTEN[:published]]
    failed = _leden(con, *rounded, _cell("wijk", WIJK, teller, 825))
    assert ("geheel min delen" in failed) is refused


@pytest.mark.parametrize("methode", ["adressen", "inwoners", "oppervlakte", "uit_buurten", "ongewijzigd"])
def test_figures_moved_between_vintages(con, methode):
    assert BUURTEN[0] in _leden(con, _cell("buurt", BUURTEN[0], 40, 200, methode=methode))["niet omgeklapt"]


def test_figure_on_another_vintage_than_its_release(con):
    world.add_restricted(con, _cell("buurt", BUURTEN[0], 40, 200))
    con.execute(
        "insert into dim_release by name select * replace ('woonzorgwijzer' as bron, '2022@wzw-1' as release, "
        "2019 as indeling) from dim_release limit 1"
    )
    assert ("kleine aantallen", "niet omgeklapt") in _failed(cells.run(con))


def test_an_indicator_that_cannot_be_checked_blocks(con):
    failed = _leden(con, [("buurt", BUURTEN[0], "wzw_zorg_index", 40.0)])
    assert "wzw_zorg_index" in failed["herkenbaar"]


def test_outcomes_never_hold_a_value(con):
    failed = _leden(con, _cell("buurt", BUURTEN[0], 7, 4321))
    assert "7" not in failed["cellen"].replace(BUURTEN[0], "") and "4321" not in failed["cellen"]


def test_texts_that_a_database_stores_end_to_end_are_no_restricted_indicator():
    import re

    from veerkracht.publication.openbaar import RESTRICTED_INDICATOR

    side_by_side = "afgeschermd__onvergelijkbaaraccepted_values_dim_indicator_rol__component__noemer"
    assert not re.search(RESTRICTED_INDICATOR, side_by_side)
    from veerkracht.sources.catalogue.loading import load_catalogue
    from veerkracht.sources.own.kenmerken import known_indicators

    names = [row["indicator"] for row in known_indicators(load_catalogue([]).sources)]
    assert len(names) > 50
    assert all(re.search(RESTRICTED_INDICATOR, f"vorige{name}volgende") for name in names)
