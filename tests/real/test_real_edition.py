"""What the real edition may not do: join vintages by code, draw what has no outline, drop what it does not know."""

import json

import pytest

pytestmark = [pytest.mark.real, pytest.mark.lang, pytest.mark.timeout(1800)]
LBM = "2002-2022@lbm3-2022-wijken"
KWB_2024 = "2024@85984NED-geslachten"


def one(db, sql, **parameters):
    """The single row of a query."""
    rows = db.execute(sql, parameters).fetchall()
    assert len(rows) == 1
    return rows[0]


def test_series_stand_on_2019(db):
    assert db.execute("select distinct indeling from dim_gebied where is_doel").fetchall() == [(2019,)]


def test_every_release_is_in_the_edition(db):
    assert one(db, "select count(*), count(distinct bron) from dim_release") == (19, 5)


def test_kwb_2024_is_nowhere_joined_to_2019_by_code(db):
    sql = """
        select count(*), count(waarde), count(som_bekend), count(reden), list(distinct status), list(distinct indeling)
        from fct_reeks where release = $release and niveau != 'land'
    """
    rows, values, sums, reasons, statuses, vintages = one(db, sql, release=KWB_2024)
    assert rows > 0
    assert (values, sums) == (0, 0)
    assert reasons == rows
    assert statuses == ["geen_grenzen"]
    assert vintages == [2019]


def test_kwb_2024_says_why_for_every_shared_code(db):
    sql = """
        select count(*), count(r.reden) from fct_waarneming w
        join dim_gebied g on g.is_doel and g.niveau = w.niveau and g.gebiedscode = w.gebiedscode and g.heeft_geometrie
        left join fct_reeks r on r.niveau = w.niveau and r.gebiedscode = w.gebiedscode and r.indeling = g.indeling
          and r.jaar = w.jaar and r.indicator = w.indicator
        where w.release = $release and w.indicator = 'a_inw' and w.niveau = 'buurt'
    """
    shared, explained = one(db, sql, release=KWB_2024)
    assert shared > 11_000
    assert explained == shared


def test_kwb_2024_land_and_figures_as_delivered_stay(db):
    assert one(db, "select count(waarde) from fct_reeks where release = $r and niveau = 'land'", r=KWB_2024)[0] > 0
    sql = "select count(waarde) from fct_waarneming where release = $r and indicator = 'a_inw' and indeling = 2024"
    assert one(db, sql, r=KWB_2024) == (18_310,)


def test_lbm_stands_on_its_own_boundaries_without_outlines(db):
    sql = """
        select count(distinct r.gebiedscode), list(distinct r.methode), bool_or(g.heeft_geometrie)
        from fct_reeks r join dim_gebied g using (niveau, gebiedscode, indeling)
        where r.release = $r and r.indicator = 'onv' and r.indeling = 2022
    """
    wijken, methods, drawn = one(db, sql, r=LBM)
    assert wijken == 3310 - 99
    assert methods == ["zelfde_indeling"]
    assert not drawn


def test_lbm_change_of_the_whole_country_on_its_own_boundaries(db):
    sql = """
        select count(*) from fct_verandering
        where indicator = 'onv' and niveau = 'wijk' and indeling = 2022 and jaar_van = 2014 and jaar_tot = 2022
          and verschil is not null
    """
    assert one(db, sql)[0] > 3_000


def test_amsterdam_is_drawn_through_the_exception(db):
    sql = """
        select count(distinct r.gebiedscode), count(distinct r.jaar), bool_and(g.heeft_geometrie), count(r.waarde)
        from fct_reeks r join dim_gebied g using (niveau, gebiedscode, indeling)
        where r.release = $r and r.indicator = 'onv' and r.niveau = 'wijk' and r.indeling = 2019
          and g.gemeentecode = 'GM0363' and r.waarde is not null
    """
    wijken, years, drawn, _ = one(db, sql, r=LBM)
    assert (wijken, years, drawn) == (99, 4, True)


def test_no_wijk_outside_amsterdam_gets_lbm_on_2019(db):
    sql = (
        "select count(waarde) from fct_reeks where release = $r and indeling = 2019 and gebiedscode not like 'WK0363%'"
    )
    assert one(db, sql, r=LBM) == (0,)


def test_amsterdam_has_series_of_both_levels(db):
    sql = """
        select niveau, list(distinct jaar order by jaar), count(distinct gebiedscode) from fct_reeks
        where bron = 'cbs_kerncijfers' and indicator = 'p_hh_lkk' and waarde is not null and indeling = 2019
          and gebiedscode like '__0363%' and niveau in ('buurt', 'wijk') group by niveau order by niveau
    """
    found = db.execute(sql).fetchall()
    assert [row[:2] for row in found] == [("buurt", [2017, 2019, 2020]), ("wijk", [2017, 2019, 2020])]


def test_missing_stays_missing(db):
    sql = "select count(*) from fct_waarneming where (status = 'waarde') != (waarde is not null)"
    assert one(db, sql) == (0,)
    for code in (-99999999, -99997, -99998, -99995):
        assert one(db, "select count(*) from fct_waarneming where waarde = $code", code=code) == (0,)


def test_nothing_that_was_delivered_is_dropped(db):
    """Areas as the readers counted them (abroad apart) are all in fct_waarneming, known in their vintage or not."""
    sql = """
        select k.release, k.onderwerp, k.waarde, count(distinct w.gebiedscode)
        from fct_kwaliteit k join fct_waarneming w on w.release = k.release and w.niveau = k.onderwerp
        where k.eigenaar = 'lezer' and k.controle = 'aantal_gebieden' and w.gebiedscode != 'GM0998' group by all
    """
    found = db.execute(sql).fetchall()
    assert len(found) > 20
    assert [row for row in found if row[2] != row[3]] == []


def test_declared_vintage_is_checked_and_strange_codes_are_listed(db):
    sql = "select release, onderwerp, waarde, toelichting from fct_kwaliteit where controle = 'codes_buiten_indeling'"
    found = db.execute(sql).fetchall()
    checked = {(release, level) for release, level, *_ in found}
    assert {(LBM, "wijk"), ("2017@kwb-2017-amsterdam", "buurt"), ("2019@kwb-2019-amsterdam", "buurt")} <= checked
    for release, _, strange, note in found:
        assert (strange == 0) or note, release


def test_every_gemeente_of_2019_has_a_figure_of_2017_or_a_reason(db):
    """Groningen has outlines of buurten in 2017; that says nothing of the gemeenten without them."""
    sql = """
        select indicator, count(distinct gebiedscode),
          count(*) filter (waarde is null and reden is null and status != 'ontbreekt')
        from fct_reeks where niveau = 'gemeente' and jaar = 2017 and indeling = 2019
          and indicator in (select indicator from fct_waarneming where release = '2017@gemeenten') group by indicator
    """
    found = db.execute(sql).fetchall()
    assert len(found) >= 14
    assert [row for row in found if row[1:] != (355, 0)] == []


def test_groningen_moved_areas_are_not_taken_for_the_same(db):
    sql = """
        select van_code, klasse from fct_wijziging
        where niveau = 'buurt' and van_indeling = 2017 and naar_indeling = 2019
          and van_code in ('BU00141206', 'BU00141400', 'BU00140812') order by van_code
    """
    found = dict(db.execute(sql).fetchall())
    assert len(found) == 3
    assert set(found.values()) <= {"verlegd", "gesplitst", "samengevoegd"}


def test_outlines_of_a_part_of_the_country_prove_nothing_elsewhere(db):
    sql = "select count(*) from fct_wijziging where niveau = 'buurt' and van_indeling = 2017 and naar_indeling = 2018"
    assert one(db, sql + " and klasse in ('nieuw', 'vervallen')") == (0,)


def test_layers_draw_the_99_wijken_of_amsterdam(edition):
    import pyogrio

    files = sorted(edition.glob("kaarten/**/*.gpkg"))
    layers = [(file, name) for file in files for name, _ in pyogrio.list_layers(file) if "wijk" in name]
    assert layers
    frame = pyogrio.read_dataframe(layers[0][0], layer=layers[0][1])
    amsterdam = frame[frame["gebiedscode"].str.startswith("WK0363")]
    onv = [name for name in frame.columns if name == "onv"]
    assert len(amsterdam) == 99
    assert amsterdam.geometry.is_valid.all()
    assert onv
    assert amsterdam[onv[0]].notna().sum() == 99


def test_edition_carries_its_mark_and_names_no_path_of_this_machine(edition, real_data, real_run):
    manifest = json.loads((edition / "MANIFEST.json").read_text("utf-8"))
    assert "Echte open data, een deel van het land" in json.dumps(manifest, ensure_ascii=False)
    for file in edition.rglob("*"):
        if file.is_file() and file.suffix in (".json", ".csv", ".html", ".md"):
            text = file.read_text("utf-8", errors="replace")
            assert str(real_data) not in text, file
            assert str(real_run) not in text, file
