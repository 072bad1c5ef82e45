"""Schema analyse: a row a thing on the target boundaries, every column described, intervals around what they are of."""

import duckdb
import pytest

from tests.veerkracht.products import bridges, world
from veerkracht.edition.reading import ANALYSE
from veerkracht.publication import analyse, checks

OF_TOTALS = "jaar_van, jaar_tot, onderwerp, kaart_id, klasse, groep, maat, is_verandering, is_studie"
KEYS = {
    "buurten": "buurtcode",
    "gemeenten": f"gemeentecode, {OF_TOTALS}",
    "herkomst": "bron, release",
    "kaarten": "kaart_id, niveau, gebiedscode, jaar_van, jaar_tot",
    "reeks_breed": "niveau, gebiedscode, jaar",
    "regios": f"regio, {OF_TOTALS}",
    "veranderingen": "niveau, gebiedscode, indicator, jaar_van, jaar_tot",
}


@pytest.fixture
def con(kandidaat):
    with duckdb.connect(str(kandidaat / "veerkracht.duckdb"), read_only=True) as connection:
        connection.execute(f'use "{ANALYSE}"')
        yield connection


def _one(con, sql):
    return con.execute(sql).fetchone()


def test_there_is_a_key_for_every_view():
    assert analyse.view_names() == sorted(KEYS)


@pytest.mark.parametrize("view", KEYS)
def test_a_view_has_a_row_a_thing(con, view):
    rows, things = _one(
        con, f"select (select count(*) from {view}), count(*) from (select distinct {KEYS[view]} from {view})"
    )
    assert rows == things > 0


def test_what_is_undescribed_is_seen(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        assert checks.described(con).geslaagd
        con.execute(f'comment on column "{ANALYSE}".kaarten.kans is null; comment on view "{ANALYSE}".regios is null')
        told = checks.described(con)
    assert not told.geslaagd and "kaarten.kans, regios" in told.toelichting


def test_every_buurt_of_the_target_stands_in_buurten_once(con):
    expected = con.execute(
        "select gebiedscode, gebiedsnaam, gemeentecode from dim_gebied where niveau = 'buurt' and is_doel order by 1"
    ).fetchall()
    assert con.execute("select buurtcode, buurtnaam, gemeentecode from buurten order by 1").fetchall() == expected
    assert _one(con, "select count(distinct indeling), min(indeling) from buurten") == (1, world.DOEL)


def test_buurten_hold_the_newest_period_of_every_map(con):
    wrong = _one(
        con,
        "select count(*) from buurten b join fct_kaart k on k.gebiedscode = b.buurtcode and k.niveau = 'buurt' "
        "where k.kaart_id = '4' and k.jaar_van = 2014 and k.jaar_tot = 2024 and (b.kwetsbaarheid_verandering, "
        "b.kwetsbaarheid_verandering_laag, b.kwetsbaarheid_verandering_hoog, b.kwetsbaarheid_verandering_klasse, "
        "b.kwetsbaarheid_verandering_oordeel, b.kwetsbaarheid_verandering_kans) "
        "is distinct from (k.waarde, k.laag, k.hoog, k.klasse, k.label, k.kans)",
    )
    assert wrong == (0,)
    assert _one(con, "select min(jaar_van), max(jaar_tot) from buurten") == (2014, 2024)
    assert _one(con, "select count(*) from buurten where (onv_klasse is null) != (onv_reden is not null)") == (0,)
    assert _one(con, "select regios from buurten where gemeentecode = 'GM9003' limit 1") == (None,)
    assert _one(con, f"select distinct regios from buurten where gemeentecode = '{bridges.MEMBERS[0]}'") == (
        "Verzonnen streek",
    )


def test_intervals_hold_what_they_are_of(con):
    for view, value in (("veranderingen", "schatting"), ("kaarten", "waarde")):
        inside, outside = _one(
            con,
            "select count(*) filter (inside), count(*) filter (not inside) "
            f"from (select {value} between laag and hoog as inside from {view})",
        )
        assert inside > 0 and outside == 0, view


def test_every_map_of_a_change_has_its_interval(con):
    """Also one that counts: there it is what rounding and converting leave open, and its description says so."""
    shown = _one(
        con,
        "select count(k.laag), count(*) filter ((b.p_wcorpw_verandering_laag, b.p_wcorpw_verandering_hoog) "
        "is distinct from (k.laag, k.hoog)) from buurten b join kaarten k on k.gebiedscode = b.buurtcode "
        "where k.kaart_id = '2' and (k.jaar_van, k.jaar_tot) = (b.jaar_van, b.jaar_tot)",
    )
    assert shown[0] > 0 and shown[1] == 0
    described = dict(
        con.execute(
            "select column_name, comment from duckdb_columns() where schema_name = ? and table_name = 'buurten' "
            "and ends_with(column_name, '_laag')",
            [ANALYSE],
        ).fetchall()
    )
    counted = {name for name, comment in described.items() if "afronding en omrekenen" in comment}
    assert len(described) == 6 and counted == {"p_wcorpw_verandering_laag"}


def test_an_estimate_without_a_verdict_is_no_estimate(vol):
    """What was measured of it is mostly noise; what was registered is what it was, also where no interval is known."""
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        untold = "laag = null, hoog = null, p_ongunstiger = null, p_gunstiger = null, oordeel = 'onbekend'"
        con.execute(
            f"update fct_verandering set {untold}, gekrompen = null, sd = null, "
            "delta = if(jaar_tot = 2024, delta, null) where indicator = 'onv' and niveau = 'buurt'"
        )
        con.execute("update fct_verandering set laag = null, hoog = null where indicator = 'p_wcorpw'")
        view = f'"{ANALYSE}".veranderingen'
        measured, estimated = _one(
            con, f"select count(verschil), count(schatting) from {view} where indicator = 'onv' and niveau = 'buurt'"
        )
        without = _one(
            con,
            f"select count(*) from {view} where schatting is not null and laag is null and drempel is distinct from 0",
        )
        registered = _one(
            con, f"select count(*), count(*) filter (schatting = verschil) from {view} where verschil is not null "
            "and indicator = 'p_wcorpw'",
        )  # fmt: skip
    assert measured > 0 and estimated == 0 and without == (0,)
    assert registered[0] == registered[1] > 0


def test_vulnerability_has_the_unit_of_its_map(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        for maat in ("kwetsbaarheid", "veerkracht"):
            con.execute(
                "insert into fct_verandering by name select * replace (? as indicator) from fct_verandering "
                "where indicator = 'onv' and gebiedscode = 'BU90010001' and jaar_van = 2014 and jaar_tot = 2024",
                [maat],
            )
        asked = (
            f'select indicator, eenheid from "{ANALYSE}".veranderingen '
            "where indicator in ('kwetsbaarheid', 'veerkracht') order by 1"
        )
        index = con.execute(asked).fetchall()
        con.execute("update dim_kaart set eenheid = if(is_niveau, '%', 'procentpunt') where maat = 'kwetsbaarheid'")
        share = con.execute(asked).fetchall()
    assert index == [("kwetsbaarheid", "standaardafwijking"), ("veerkracht", "score")]
    assert share == [("kwetsbaarheid", "procentpunt"), ("veerkracht", "score")]


def test_resilience_is_a_change(vol):
    base = "'gemeente' as niveau, 'GM9001' as gebiedscode, 2024 as indeling, 2014 as jaar_van, 2024 as jaar_tot"
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("delete from fct_gemeente; delete from fct_spreiding")
        con.execute(
            f"insert into fct_gemeente by name select {base}, 'gemiddelde' as onderwerp, 'veerkracht' as categorie, "
            "'buurt' as gebiedsniveau, 0.01 as waarde"
        )
        con.execute(
            f"insert into fct_spreiding by name select {base}, 'inwoners' as groep, 'veerkracht_gemiddeld' as maat, "
            "0.008 as verschil, 'niet te zeggen' as oordeel"
        )
        found = con.execute(
            f'select maat, is_verandering, waarde, schatting, oordeel from "{ANALYSE}".gemeenten'
        ).fetchall()
    assert found == [("veerkracht", True, 0.01, 0.008, "niet te zeggen")]


def test_a_wide_series_is_the_long_one(con):
    assert _one(
        con,
        "select count(*), count(*) filter (b.p_hh_li is distinct from r.waarde) from reeks_breed b join fct_reeks r "
        "using (niveau, gebiedscode, indeling, jaar) where r.indicator = 'p_hh_li'",
    ) == (6 * (48 + 12 + 3 + 1), 0)
    columns = {row[0] for row in con.execute("describe reeks_breed").fetchall()}
    assert {name + end for name in world.INDICATORS for end in ("", "_laag", "_hoog")} <= columns


def test_the_interval_of_a_figure_is_what_rounding_hides_or_conversion_may_have_done(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(
            "update fct_reeks set waarde = 10, marge = if(jaar = 2014, 0.5, 0.1), se_afronding = 0.3, se_omklap = 0.4 "
            "where indicator = 'p_hh_li' and gebiedscode = 'GM9001' and jaar in (2014, 2016)"
        )
        rows = con.execute(
            f'select round(p_hh_li_laag, 4), round(p_hh_li_hoog, 4) from "{ANALYSE}".reeks_breed '
            "where gebiedscode = 'GM9001' and jaar in (2014, 2016) order by jaar"
        ).fetchall()
        con.execute("update fct_reeks set marge = 0.9 where indicator = 'p_hh_li' and gebiedscode = 'GM9001'")
        (low,) = _one(
            con, f"select p_hh_li_laag from \"{ANALYSE}\".reeks_breed where gebiedscode = 'GM9001' and jaar = 2014"
        )
        con.execute("update fct_reeks set se_omklap = null where indicator = 'p_hh_li' and gebiedscode = 'GM9001'")
        unknown = con.execute(
            f'select distinct p_hh_li is null, p_hh_li_laag, p_hh_li_hoog from "{ANALYSE}".reeks_breed '
            "where gebiedscode = 'GM9001' and jaar = 2014"
        ).fetchall()
    assert rows == [(9.3592, 10.6408), (9.3592, 10.6408)] and low == pytest.approx(9.1)
    assert unknown == [(False, None, None)]


def test_a_map_of_a_level_stands_once_a_year(con):
    levels = con.execute(
        "select is_niveau, count(distinct (jaar_van, jaar_tot)), bool_and(jaar_van is null), bool_or(jaar_van is null) "
        "from kaarten group by 1 order by 1"
    ).fetchall()
    assert levels == [(False, 2, False, False), (True, 2, True, True)]


def test_a_second_period_with_the_same_end_adds_no_level(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        before = con.execute(f'select is_niveau, count(*) from "{ANALYSE}".kaarten group by 1 order by 1').fetchall()
        for table in ("fct_kaart", "dim_periode"):
            con.execute(
                f"insert into {table} by name select * replace (2018 as jaar_van) from {table} where jaar_tot = 2024"
            )
        after = con.execute(f'select is_niveau, count(*) from "{ANALYSE}".kaarten group by 1 order by 1').fetchall()
    assert after[1] == before[1] and after[0][1] == before[0][1] * 3 // 2


def test_categories_are_columns(con):
    found = con.execute(
        "select onderwerp, kaart_id, klasse, groep, maat, is_verandering, is_studie from regios "
        "union select onderwerp, kaart_id, klasse, groep, maat, is_verandering, is_studie from gemeenten"
    ).fetchall()
    assert ("gemiddelde", None, None, None, "onv", False, False) in found
    assert ("studie", None, None, None, "inwoners", False, True) in found
    assert ("studie", None, None, None, "inwoners", False, False) in found
    assert not [row for row in found if any("|" in str(cell) for cell in row)]


def test_categories_of_a_gemeente_that_pack_two_things_are_parted(vol):
    base = "'gemeente' as niveau, 'GM9001' as gebiedscode, 2024 as indeling, 2014 as jaar_van, 2024 as jaar_tot"
    packed = {
        ("kaartklasse", "4:1"): ("4", 1, "duidelijk kwetsbaarder", None, False),
        ("kaartklasse", "4:geen gegevens"): ("4", None, "geen gegevens", None, False),
        ("corporatiebuurt", "rest|onv|verschil"): (None, None, "rest", "onv", True),
        ("corporatiebuurt", "rest"): (None, None, "rest", None, False),
        ("politie_overlast", "p_overlast|verschil"): (None, None, None, "p_overlast", True),
        ("samenloop", "beide namen toe"): (None, None, "beide namen toe", None, False),
    }
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("delete from fct_gemeente; delete from fct_spreiding")
        for (subject, category), expected in packed.items():
            con.execute(
                f"insert into fct_gemeente by name select {base}, '{subject}' as onderwerp, '{category}' as categorie, "
                "'buurt' as gebiedsniveau"
            )
            row = con.execute(
                f'select kaart_id, klasse, groep, maat, is_verandering from "{ANALYSE}".gemeenten'
            ).fetchall()
            assert row == [expected], category
            con.execute("delete from fct_gemeente")


def test_who_accepted_a_release_is_told(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(
            "update dim_release set aanvaard_door = 'Anna', aanvaard_reden = 'vergeleken' "
            "where release = '2014@kwb-2014'"
        )
        found = con.execute(
            f'select distinct aanvaard_door, aanvaard_reden, ontvangen::varchar from "{ANALYSE}".herkomst order by all'
        ).fetchall()
    assert found == [
        ("Anna", "vergeleken", "2026-01-01 00:00:00"),
        ("de catalogus", None, "2026-01-01 00:00:00"),
    ]


def test_an_own_map_of_a_measure_of_ours_gets_columns_of_its_own(wereld):
    from veerkracht import publication

    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        con.execute(
            "insert into dim_kaart by name select * replace ('eigen' as kaart_id, 99 as volgorde, "
            "'Eigen ''kaart''' as titel) from dim_kaart where kaart_id = '5'"
        )
        for table in ("fct_kaart", "dim_periode"):
            con.execute(
                f"insert into {table} by name select * replace ('eigen' as kaart_id) from {table} where kaart_id = '5'"
            )
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        found = _one(
            con, f'select count(onv), count(*) filter (onv is distinct from onv_kaart_eigen) from "{ANALYSE}".buurten'
        )
    assert found[0] > 0 and found[1] == 0


def test_views_work_where_the_database_is_attached(kandidaat):
    with duckdb.connect() as con:
        con.execute(f"attach '{kandidaat / 'veerkracht.duckdb'}' as editie (read_only)")
        for view in analyse.view_names():
            assert _one(con, f'select count(*) from editie."{ANALYSE}".{view}')[0] > 0
