"""The kwetsbaarheidsindex through SQL, against plain numpy on a seeded country; and what bad input makes of it."""

import shutil

import duckdb
import numpy as np
import pytest

from orchestration.dbt_sentences import register
from tests.dbt_project.vulnerable_world import AREAS, CODES, YEARS, Index, draw, world_of
from tests.dbt_project.world import Build, run_dbt, variables
from veerkracht.paths import DataPaths
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.own.kenmerken import known_indicators

INDEX = ("int_landelijk", "fct_kwetsbaarheid")
# figures of sources and indicators that the country was built without
WITH_NEW_WORDS = [f"alter table fct_reeks alter {column} type varchar" for column in ("indicator", "bron", "release")]
MICRO = "md_kwetsbaar_hc_aandeel"


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """The seeded country, built once: (data, paths, build)."""
    data = draw(20260101)
    paths = DataPaths(tmp_path_factory.mktemp("land"))
    with pytest.MonkeyPatch.context() as patch:
        world = world_of(paths, data)
        world.eigen["indicatoren"] = known_indicators(load_catalogue([]).sources)
        world.write("leden")
        world.eigen.clear()
        select = ["--select", "dim_indicator", *(f"+{name}" for name in INDEX), "--indirect-selection", "cautious"]
        built = world.build(patch, "openbaar", *select, "--exclude-resource-type", "unit_test")
    assert built.failed == []
    return data, paths, built


def changed(country, folder, monkeypatch, statements: list[str], publiek="openbaar", **settings) -> Build:
    """The same country with its series changed, everything below them computed again."""
    paths = DataPaths(folder)
    shutil.copytree(country[1].root, paths.root, dirs_exist_ok=True)
    wanted = ["int_onderdeel", *(f"int_kaart_reeks+,+{name}" for name in INDEX)]
    if publiek == "leden":
        shutil.copy(paths.werk_database("openbaar"), paths.werk_database("leden"))
        wanted += ["stg_indicatoren", "stg_kaarten"]
    with duckdb.connect(str(paths.werk_database(publiek))) as con:
        for statement in statements:
            con.execute(statement)
    return run_dbt(paths, monkeypatch, publiek, "run", "--select", *wanted, "--vars", variables(**settings))


def found(built: Build, soort: str, jaar: int) -> dict[str, tuple]:
    rows = built.rows(
        "select gebiedscode, waarde, dekking, onderdelen, voorspeld, reden from fct_kwetsbaarheid "
        "where niveau = 'buurt' and soort = ? and jaar_tot = ?",
        *(soort, jaar),
    )
    return {code: rest for code, *rest in rows}


@pytest.mark.parametrize("jaar", YEARS)
def test_level_is_that_of_the_method(country, jaar):
    data, _, built = country
    level, cover = Index(data).level(jaar)
    rows = found(built, "niveau", jaar)
    assert len(rows) == AREAS
    for area, code in enumerate(CODES):
        value, dekking, _, voorspeld, reden = rows[code]
        assert dekking == pytest.approx(cover[area], abs=1e-9)
        assert (value is None) == np.isnan(level[area]) == (reden is not None)
        if value is not None:
            assert value == pytest.approx(level[area], abs=1e-9)
            assert (voorspeld is None) == (cover[area] > 1 - 1e-9)
    assert np.isnan(level).all() == (jaar == 2014)


def test_change_stands_on_one_set_for_the_country(country):
    data, _, built = country
    ends = dict.fromkeys(("inkomen", "werk"), (2014, 2024)) | {"angst": (2016, 2024)}
    change = Index(data).change(ends)
    rows = found(built, "verandering", 2024)
    for area, code in enumerate(CODES):
        value, dekking, onderdelen, _, reden = rows[code]
        assert (onderdelen, dekking) == ("angst, inkomen, werk", pytest.approx(7 / 12, abs=1e-9))
        assert value == (None if np.isnan(change[area]) else pytest.approx(change[area], abs=1e-9))
        assert (reden is not None) == np.isnan(change[area])
    assert 200 < sum(~np.isnan(change)) < AREAS


def test_maps_say_why_they_are_empty(country):
    data, _, built = country
    inwoners, then = data["inwoners"][2024], data["inwoners"][2014]
    rows = built.rows(
        "select gebiedscode, status, reden, waarde, status_verschil, verschil from tussen.int_maat where maat = 'onv'"
    )
    for code, status, reden, value, status_verschil, verschil in rows:
        area = CODES.index(code)
        too_few = inwoners[area] < 50
        assert (status, reden) == (("te weinig inwoners", "minder dan 50 inwoners") if too_few else ("waarde", None))
        assert value == (None if too_few else pytest.approx((area % 7 - 2024 % 5) / 100))
        assert (status_verschil == "waarde") == (not too_few and then[area] >= 50) == (verschil is not None)
    n, dekking, allowed = built.row(
        "select n, dekking, is_toegestaan from tussen.int_landelijk where maat = 'onv' and soort = 'niveau'"
    )
    peopled = inwoners[inwoners >= 50]
    assert (n, allowed) == (len(peopled), True)
    assert dekking == pytest.approx(peopled.sum() / inwoners.sum())


def test_bad_parts_are_refused_with_a_reason_and_the_rest_goes_on(country, tmp_path, monkeypatch):
    """One outlier of 1e9, a part without spread, one with too few areas, one value out of range; a period of 1999."""
    measured = "fct_reeks where waarde is not null and indicator"
    _, cover = Index(country[0]).level(2024)
    wrong = CODES[int(np.flatnonzero(cover[:150] > 1 - 1e-9)[0])]
    built = changed(
        country,
        tmp_path,
        monkeypatch,
        [
            "update fct_reeks set waarde = 1e9 where indicator = 'p_wmo_t' and jaar = 2018 and gebiedscode = "
            f"(select max(gebiedscode) from {measured} = 'p_wmo_t' and jaar = 2018)",
            "update fct_reeks set waarde = 5 where waarde is not null and indicator = 'angst_depressie_hoog'",
            "update fct_reeks set waarde = null where indicator = 'p_jz_tn' and gebiedscode > 'BU00030050'",
            f"update fct_reeks set waarde = 1e9 where indicator = 'p_hh_li' and gebiedscode = '{wrong}'",
        ],
        referentie="geladen_gebieden",
        kaart_perioden=[[1999, 2005], [2018, "nieuwste"], [2024, 2018]],
    )
    assert built.failed == []
    status = dict(built.rows("select onderdeel, reden from mrt_referentie where status = 'geweigerd'"))
    assert status.keys() == {"wmo", "angst", "jeugdzorg"}
    assert status["wmo"].startswith("één gebied (BU") and status["wmo"].endswith("van alle spreiding")
    assert status["angst"] == "alle gebieden hebben dezelfde waarde"
    assert status["jeugdzorg"].endswith("; nodig is 200")
    # a share of 1e9 is a mistake: not measured there, so that too little of the weight is left
    value, _, onderdelen, _, reden = found(built, "niveau", 2024)[wrong]
    assert (value, onderdelen) == (None, "opleiding, werk") and reden.startswith("in 2024 is 50% van het gewicht")
    used = built.rows("select max(abs(z)), max(sd) from fct_component join mrt_referentie using (indicator)")
    assert used[0][0] <= 4 and used[0][1] < 100
    levels = [value for value, *_ in found(built, "niveau", 2024).values() if value is not None]
    assert len(levels) > 150 and 0.3 < np.std(levels) < 1.5
    # of the periods only those that run forward are left; the one nothing serves says so
    assert built.rows("from tussen.int_kaart_periode order by 1") == [(1999, 2005), (2018, 2024)]
    assert built.rows(
        "select distinct status, reden, status_verschil, reden_verschil from tussen.int_maat "
        "where jaar_van = 1999 and maat = 'onv' and inwoners >= 50 and inwoners_van >= 50"
    ) == [("geen gegevens", "geen bron levert 2005", "geen gegevens", "geen bron levert 2005")]


@pytest.mark.lang
def test_without_the_country_there_is_no_index(country, tmp_path, monkeypatch):
    """Half of the inhabitants loaded: nothing national, and every empty value says so."""
    built = changed(country, tmp_path, monkeypatch, ["update fct_reeks set waarde = 2 * waarde where niveau = 'land'"])
    assert built.failed == []
    assert built.rows("select distinct status from mrt_referentie") == [("geweigerd",)]
    assert built.rows("select count(*) from fct_component") == [(0,)]
    redenen = {reden for *_, reden in found(built, "niveau", 2024).values()}
    assert all("van de inwoners van Nederland; nodig is 80%" in reden for reden in redenen)
    assert built.rows("select distinct is_toegestaan from tussen.int_landelijk") == [(False,)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("gewicht = 0", "tellen op tot nul"),
        ("gewicht = 2 * gewicht", "tellen op tot 2,0000 in plaats van 1"),
        ("gewicht = if(indicator = 'p_opl_bvm', 0.1, gewicht)", "verschillende gewichten"),
        ("gewicht = if(indicator = 'p_hh_li', -0.25, gewicht)", "een gewicht van 0 of meer nodig: inkomen"),
    ],
)
def test_weights_that_make_no_index_stop_the_build(country, change, words):
    """The compiled model, on a catalogue with other weights."""
    _, paths, _ = country
    (compiled,) = (paths.werk("openbaar") / "dbt" / "compiled").rglob("int_onderdeel.sql")
    with duckdb.connect() as con:
        register(con)
        con.execute(f"attach '{paths.werk_database('openbaar')}' as veerkracht (read_only)")
        con.execute("create table catalogus as from veerkracht.seeds.indicatoren")
        con.execute(f"update catalogus set {change} where onderdeel is not null")
        query = compiled.read_text().replace('"veerkracht"."staging"."stg_indicatoren"', "catalogus")
        with pytest.raises(duckdb.InvalidInputException, match=words):
            con.execute(query)


def test_a_delivered_share_replaces_the_index_for_members(country, tmp_path, monkeypatch):
    """Level where it was delivered, change only where at both ends; what is secret says so."""
    row = (
        "insert into fct_reeks (niveau, gebiedscode, indeling, jaar, indicator, waarde, status, bron, release, "
        "is_vergelijkbaar) values "
    )
    cell = "('buurt', '{}', 2024, {}, '" + MICRO + "', {}, '{}', 'cbs_microdata', 'x', true)"
    values = [cell.format(code, 2024, 10 + area % 30, "waarde") for area, code in enumerate(CODES[:100])]
    values += [cell.format(code, 2024, "null", "geheim") for code in CODES[100:110]]
    values += [cell.format(code, 2014, 5, "waarde") for code in CODES[:50]]
    periods = [[2014, 2024], [2018, 2024]]
    statements = [*WITH_NEW_WORDS, row + ", ".join(values)]
    built = changed(country, tmp_path, monkeypatch, statements, "leden", kaart_perioden=periods)
    assert built.failed == []
    rows = found(built, "niveau", 2024)
    assert [rows[code][0] for code in CODES[:100]] == [10 + area % 30 for area in range(100)]
    assert rows[CODES[100]][-1].endswith("afgeschermd") and "geen aandeel" in rows[CODES[110]][-1]
    assert built.rows("select distinct maat from fct_kwetsbaarheid where jaar_tot = 2023") == [("index",)]
    statuses = built.rows("select distinct status from tussen.int_maat where maat = 'kwetsbaarheid' and inwoners >= 50")
    assert set(statuses) == {("waarde",), ("afgeschermd",), ("geen gegevens",)}
    changes = {
        (jaar_van, maat): (n, value)
        for jaar_van, maat, n, value in built.rows(
            "select jaar_van, maat, count(waarde), max(waarde) filter (where gebiedscode = ?) from fct_kwetsbaarheid "
            "where soort = 'verandering' group by all",
            CODES[7],
        )
    }
    assert changes.keys() == {(2014, MICRO), (2018, "index")}
    assert changes[2014, MICRO] == (50, 10 + 7 - 5) and changes[2018, "index"][0] > 200
    used = "select distinct jaar_van, indicator, indicator_verschil from tussen.int_maat where maat = 'kwetsbaarheid'"
    assert set(built.rows(used)) == {(2018, MICRO, "index"), (2014, MICRO, MICRO)}


def test_of_several_shares_the_first_of_the_setting_replaces_the_index(country, tmp_path, monkeypatch):
    """Per level and year as a whole: an area without the first share is not filled with the second."""
    first, second = "md_laag_inkomen_aandeel", "wzw_begeleidingsbehoefte_aandeel"
    row = (
        "insert into fct_reeks (niveau, gebiedscode, indeling, jaar, indicator, waarde, status, bron, release, "
        "is_vergelijkbaar) values "
    )
    cell = "('buurt', '{}', 2024, {}, '{}', {}, 'waarde', 'x', 'x', true)"
    values = [cell.format(code, 2024, first, 30) for code in CODES[:40]]
    values += [cell.format(code, year, second, 8) for code in CODES for year in (2023, 2024)]
    shares, statements = [MICRO, first, second], [*WITH_NEW_WORDS, row + ", ".join(values)]
    built = changed(country, tmp_path, monkeypatch, statements, "leden", kwetsbaarheid_beperkt=shares)
    assert built.failed == []
    used = "select jaar_tot, maat, count(waarde), count(*) from fct_kwetsbaarheid where soort = 'niveau' group by all"
    found_by_year = {jaar: (maat, filled, areas) for jaar, maat, filled, areas in built.rows(used)}
    assert found_by_year[2024] == (first, 40, AREAS)
    assert found_by_year[2023] == (second, AREAS, AREAS)
    assert found_by_year[2022][0] == "index"
