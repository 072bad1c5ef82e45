"""The difference between two editions: what is new, revised, gone; which areas changed class and why."""

import csv
import json
import shutil

import duckdb
import pytest

from veerkracht.paths import DataPaths
from veerkracht.products.web import edities
from veerkracht.products.web.edities.causes import cause
from veerkracht.products.web.edities.previous import previous

EVIL = "</script><img onerror=alert(1)>"
AREA, OTHER, THIRD = "BU90010001", "BU90010102", "BU90010103"


@pytest.fixture
def paar(kandidaat, tmp_path):
    """(folder of editions, published edition, candidate), of which only the databases matter; both are equal."""
    folder = tmp_path / "publicatie" / "openbaar"
    edition, candidate = folder / "2026-01-01.1", folder / ".kandidaat-b"
    for made in (edition, candidate):
        made.mkdir(parents=True)
        shutil.copyfile(kandidaat / "veerkracht.duckdb", made / "veerkracht.duckdb")
    made_with = {"code": {"vingerafdruk": "f" * 64}, "pakketten": {"numpy": "2"}, "gemaakt": None}
    (edition / "MANIFEST.json").write_text(json.dumps(made_with))
    (folder / "actueel").symlink_to(edition.name)
    return folder, edition, candidate


def change(candidate, *statements: str) -> None:
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as con:
        for sql in statements:
            con.execute(sql)


def told(candidate) -> tuple[str, list[dict]]:
    page, table = edities.write(candidate)
    with table.open(encoding="utf-8-sig", newline="") as stream:
        return page.read_text(), list(csv.DictReader(stream, delimiter=";"))


def test_a_first_edition_says_so(kandidaat, tmp_path):
    alone = tmp_path / "openbaar" / ".kandidaat-a"
    shutil.copytree(kandidaat, alone)
    page, rows = told(alone)
    assert "dit is de eerste editie" in page and rows == []
    assert "default-src 'none'" in page and "niet de kaart van Aedes" in page


def test_equal_editions_have_no_difference(paar):
    _, edition, candidate = paar
    page, rows = told(candidate)
    assert f"Vergeleken met editie {edition.name}" in page and "De bronnen zijn dezelfde" in page
    assert "Geen enkel cijfer is anders" in page and "Geen enkel gebied viel in een andere klasse" in page
    assert "Of het programma is gewijzigd, is niet bekend" in page and rows == []


def test_new_revised_and_lost_figures_are_counted_per_indicator(paar):
    _, _, candidate = paar
    where = "indicator = 'onv' and niveau = 'buurt' and waarde is not null"
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        years = [y for (y,) in con.execute(f"select distinct jaar from fct_reeks where {where} order by 1").fetchall()]
    one = f"{where} and gebiedscode = '{AREA}' and jaar ="
    change(
        candidate,
        f"update fct_reeks set waarde = waarde + 2, release = 'r2' where {one} {years[0]}",
        f"update fct_reeks set waarde = null where {one} {years[1]}",
        f"insert into fct_reeks by name select * replace (2031 as jaar) from fct_reeks where {one} {years[0]}",
        f"update fct_reeks set waarde = waarde + 1e-13 where {where} and gebiedscode = '{OTHER}'",
    )
    page, rows = told(candidate)
    found = {r["soort"]: (r["onderwerp"], r["aantal"]) for r in rows if r["soort"].startswith("cijfers")}
    assert found == dict.fromkeys(("cijfers nieuw", "cijfers herzien", "cijfers vervallen"), ("onv", "1"))
    assert "nieuw over 2031" in page and "herzien in r2" in page


def test_releases_settings_maps_and_program_are_told(paar, tmp_path):
    _, _, candidate = paar
    build = DataPaths(tmp_path).werk("openbaar") / "invoer.json"
    build.parent.mkdir(parents=True)
    build.write_text(json.dumps({"code": "0" * 64, "pakketten": {"numpy": "99"}}))
    change(
        candidate,
        f"update dim_release set release = '{EVIL}' where bron = 'leefbaarometer'",
        "update dim_release set sha256 = 'anders' where bron = 'cbs_kerncijfers'",
        "update dim_instelling set waarde = '99' where instelling = 'inwoners_minimum'",
        "update dim_kaart set grenzen = '1;2;3;4' where kaart_id = '1'",
    )
    page, rows = told(candidate)
    by_kind = {kind: [r for r in rows if r["soort"] == kind] for kind in {r["soort"] for r in rows}}
    assert {r["naar"] for r in by_kind["release"]} == {"nieuw", "vervallen", "ander bestand onder dezelfde naam"}
    assert [(r["onderwerp"], r["naar"]) for r in by_kind["instellingen"]] == [("inwoners_minimum waarde", "99")]
    assert [(r["onderwerp"], r["naar"]) for r in by_kind["kaarten"]] == [("1 grenzen", "1;2;3;4")]
    assert (by_kind["programma"][0]["van"], by_kind["programma"][0]["naar"]) == ("f" * 12, "0" * 12)
    assert [r["onderwerp"] for r in by_kind["pakket"]] == ["numpy"]
    assert EVIL not in page and "&lt;img onerror" in page


def test_areas_that_changed_class_are_told_with_their_cause(paar):
    _, _, candidate = paar
    on = "niveau = 'buurt' and jaar_tot = 2024 and jaar_van = 2014"
    change(
        candidate,
        f"update fct_kaart set klasse = klasse % 5 + 1, label = 'elders', waarde = waarde + 1 "
        f"where kaart_id in ('1', '5') and gebiedscode = '{AREA}' and {on}",
        f"update fct_reeks set waarde = waarde + 1 where indicator = 'p_wcorpw' and gebiedscode = '{AREA}'",
        f"update fct_reeks set waarde = waarde + 1 where indicator = 'onv' and gebiedscode = '{AREA}' and jaar = 2014",
        f"update fct_kaart set klasse = null, label = null, status = 'te weinig inwoners', reden = 'minder dan 50' "
        f"where kaart_id = '3' and gebiedscode = '{OTHER}' and {on}",
        f"update fct_kaart set klasse = klasse % 5 + 1, label = 'elders' "
        f"where kaart_id = '2' and gebiedscode = '{THIRD}' and {on}",
        "update fct_legenda set ondergrens = ondergrens + 1 where kaart_id = '2'",
        f"update dim_gebied set gebiedsnaam = '=cmd|calc' where gebiedscode = '{THIRD}'",
    )
    page, rows = told(candidate)
    classes = {(r["onderwerp"][0], r["gebiedscode"]): r for r in rows if r["soort"] == "klasse"}
    assert set(classes) == {("1", AREA), ("5", AREA), ("3", OTHER), ("2", THIRD)}
    why = {key: row["oorzaak"].partition(":")[0] for key, row in classes.items()}
    assert why[("1", AREA)] == "nieuwe of herziene cijfers van dit gebied"
    assert why[("5", AREA)] in ("methode", "landelijke vergelijking")
    assert why[("2", THIRD)] == "klassegrenzen verschoven"
    assert classes[("3", OTHER)]["naar"] == "te weinig inwoners" and classes[("1", AREA)]["naar"] == "elders"
    assert classes[("2", THIRD)]["gebiedsnaam"] == "'=cmd|calc"
    assert "4 keer valt een buurt of wijk op een kaart in een andere klasse" in page


BASE = {
    "kaart_id": "3", "niveau": "buurt", "jaar_van": 2014, "jaar_tot": 2024, "gemeten_nu": "2024",
    "gemeten_toen": "2024", "cijfers": None, "w_van": 1.0, "w_naar": 1.0, "w2_van": None, "w2_naar": None,
    "klasse_van": 1, "klasse_naar": 2, "reden": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("differs", "options", "why"),
    [
        ({}, {"kaarten": {"3"}}, "methode: de kaart zelf"),
        ({"gemeten_nu": "2025"}, {}, "andere jaren: gemeten 2025, was 2024"),
        ({"cijfers": "Werk"}, {"is_new_method": True}, "nieuwe of herziene cijfers van dit gebied: Werk"),
        ({"w_naar": 2.0}, {"is_new_method": True}, "methode: zelfde cijfers"),
        ({}, {"is_new_method": True, "limits": {("3", "buurt", 2014, 2024)}}, "klassegrenzen verschoven"),
        ({"w_naar": 2.0}, {}, "landelijke vergelijking"),
        ({"w2_van": 1.0}, {}, "landelijke vergelijking"),
        ({"klasse_naar": None, "reden": "te klein"}, {}, "wel of geen klasse: te klein"),
        ({}, {}, "niet te herleiden"),
    ],
)
def test_causes(differs, options, why):
    given = {"kaarten": set(), "limits": set(), "is_new_method": False} | options
    assert cause(BASE | differs, **given).startswith(why)


def test_a_new_target_compares_only_areas_that_stayed(paar):
    _, edition, candidate = paar
    moved = "update {} set indeling = 2019 where indeling = 2024"
    change(
        edition,
        "update dim_publicatie set doel_indeling = 2019",
        *(moved.format(table) for table in ("fct_reeks", "fct_kaart", "dim_periode", "fct_legenda", "dim_gebied")),
        f"update fct_reeks set waarde = waarde + 3 where indicator = 'onv' and gebiedscode in ('{AREA}', '{OTHER}')",
        f"update fct_reeks set gebiedscode = 'BU90019999' where gebiedscode = '{AREA}'",
    )
    change(
        candidate,
        "delete from fct_wijziging",
        "insert into fct_wijziging by name select 'buurt' as niveau, 2019 as van_indeling, 2024 as naar_indeling, "
        f"v as van_code, n as naar_code, k as klasse from (values ('BU90019999', '{AREA}', 'hernummerd'), "
        f"('{OTHER}', '{OTHER}', 'verlegd'), ('{THIRD}', '{THIRD}', 'ongewijzigd')) t(v, n, k)",
    )
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        sql = f"select count(waarde) from fct_reeks where indicator = 'onv' and gebiedscode = '{AREA}'"
        count = con.execute(sql).fetchone()[0]
    page, rows = told(candidate)
    figures = [(r["soort"], r["onderwerp"], int(r["aantal"])) for r in rows if r["soort"].startswith("cijfers")]
    assert count and figures == [("cijfers herzien", "onv", count)]
    assert ("2019", "2024") in [(r["van"], r["naar"]) for r in rows if r["soort"] == "indeling"]
    assert "De indeling ging van 2019 naar 2024" in page and "1 × buurt: verlegd" in page


def test_what_readers_have_now_is_the_previous_edition(paar):
    folder, edition, candidate = paar
    newer = folder / "2026-01-01.10"
    shutil.copytree(edition, newer)
    shutil.copytree(edition, folder / "2026-01-01.2")
    assert previous(candidate, "openbaar").naam == edition.name  # rolled back: not the newest
    (folder / "actueel").unlink()
    (folder / "actueel").symlink_to(newer.name)
    assert previous(candidate, "openbaar").naam == newer.name
    assert previous(newer, "openbaar").naam == "2026-01-01.2" and previous(edition, "openbaar").naam is None


def test_another_public_or_a_damaged_edition_is_not_compared(paar):
    _, edition, candidate = paar
    assert previous(candidate, "leden").folder is None
    database = edition / "veerkracht.duckdb"
    database.write_bytes(b"half geschreven")
    page, rows = told(candidate)
    assert "kan niet worden gelezen" in page and rows == []


def test_an_edition_of_before_the_maps_is_compared_in_figures_only(paar):
    _, edition, candidate = paar
    change(
        edition,
        *(f"drop table {t}" for t in ("fct_kaart", "dim_kaart", "dim_periode", "fct_legenda", "dim_instelling")),
    )
    page, _ = told(candidate)
    assert "De vorige editie heeft nog geen fct_kaart, dim_instelling, fct_legenda" in page


@pytest.mark.parametrize(
    ("lost", "named"),
    [("drop table fct_reeks", "tabel fct_reeks"), ("alter table fct_reeks drop column waarde", "kolom waarde")],
)
def test_an_edition_of_a_version_that_lacks_what_is_compared_stops_nothing(paar, lost, named):
    _, edition, candidate = paar
    change(edition, lost)
    page, rows = told(candidate)
    assert "door een andere versie van veerkracht gemaakt en mist " + named in page and rows == []
