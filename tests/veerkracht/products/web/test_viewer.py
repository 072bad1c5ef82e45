"""The viewer's files: tiles decoded by GDAL beside the marts, its JSON beside the sheets, and nothing from outside."""

import json
import re
import shutil

import duckdb
import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from tests.veerkracht.products import world
from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.errors import VeerkrachtError
from veerkracht.products.web import viewer
from veerkracht.products.web.viewer import tiles, vendor

LEVELS = ("buurt", "wijk", "gemeente")


def _copy(candidate, folder):
    """A folder with only what products read."""
    folder.mkdir()
    shutil.copyfile(candidate / "veerkracht.duckdb", folder / "veerkracht.duckdb")
    shutil.copytree(candidate / "grenzen", folder / "grenzen")
    (folder / "veerkracht.duckdb").chmod(0o644)
    return folder


@pytest.fixture(scope="module")
def made(kandidaat, tmp_path_factory):
    """(folder, written files) of the viewer of the fictitious world."""
    folder = _copy(kandidaat, tmp_path_factory.mktemp("viewer") / "kandidaat")
    return folder, viewer.write(folder)


@pytest.fixture(scope="module")
def country(made):
    return json.loads((made[0] / "viewer" / "gegevens" / "kaarten.json").read_text())


def _decoded(file, layer, zoom):
    frame = pyogrio.read_dataframe(file, layer=layer, ZOOM_LEVEL=str(zoom), read_geometry=False)
    return frame.drop_duplicates("gebiedscode").set_index("gebiedscode")


def test_every_area_stands_in_every_zoom(made):
    folder = made[0]
    with Edition(folder) as edition:
        areas = {niveau: set(edition.outlines(niveau)["gebiedscode"]) for niveau in LEVELS}
    for zoom in range(tiles.MIN_ZOOM, tiles.MAX_ZOOM + 1):
        for niveau in LEVELS:
            found = set(_decoded(folder / "viewer" / tiles.AREAS, niveau, zoom).index)
            assert found == areas[niveau], (niveau, zoom)


def test_tiles_say_of_every_area_what_the_marts_say(made, country):
    folder = made[0]
    with Edition(folder) as edition:
        rows = edition.frame("select * from fct_kaart where indeling = ?", [world.DOEL])
    layers = {niveau: _decoded(folder / "viewer" / tiles.AREAS, niveau, 11) for niveau in ("buurt", "wijk")}
    compared = 0
    for row in rows.itertuples():
        begin = country["vellen"][f"{row.kaart_id}|{row.jaar_van}-{row.jaar_tot}"]["begin"]
        tile = layers[row.niveau].loc[row.gebiedscode]
        values = [tile.get(f"{begin}_{name}") for name in ("klasse", "status")]
        klasse, status = (None if pd.isna(value) else int(value) for value in values)
        assert klasse == (None if pd.isna(row.klasse) else row.klasse), (row.kaart_id, row.gebiedscode)
        assert status == (None if klasse else tiles.status_code(row.status))
        if row.jaar_tot == 2024 and klasse:
            assert tile[f"{begin}_waarde"] == pytest.approx(row.waarde, abs=0.0051)
            chance = tile.get(f"{begin}_kans")
            assert pd.isna(chance) if pd.isna(row.kans) else chance == pytest.approx(100 * row.kans, abs=0.51)
        compared += 1
    assert compared == len(rows) > 1000


def test_names_are_points_in_a_file_of_their_own(made):
    names = _decoded(made[0] / "viewer" / tiles.NAMES, "buurt", 11)
    assert len(names) == 48 and world.EVIL in set(names["gebiedsnaam"])
    assert len(_decoded(made[0] / "viewer" / tiles.NAMES, "gemeente", 5)) == 3


def test_legend_counts_of_the_country_are_those_of_the_marts(made, country):
    with Edition(made[0]) as edition:
        rows = edition.rows(
            "select kaart_id, jaar_van, jaar_tot, niveau, klasse, status, count(*) as n from fct_kaart group by all"
        )
    checked = 0
    for key, vel in country["vellen"].items():
        for place in vel["plaatsen"]:
            here = [r for r in rows if f"{r['kaart_id']}|{r['jaar_van']}-{r['jaar_tot']}" == key]
            here = [r for r in here if r["niveau"] == place["niveau"]]
            for entry in place["klassen"]:
                assert entry["land"] == sum(r["n"] for r in here if r["klasse"] == entry["klasse"])
                checked += 1
            for entry in place["zonder"]:
                assert entry["land"] == sum(
                    r["n"] for r in here if r["klasse"] is None and r["status"] == entry["label"]
                )
                checked += 1
            assert re.fullmatch("(#[0-9a-f]{6})+", "".join(e["kleur"] for e in place["klassen"]))
    assert checked > 80


def test_a_map_that_stands_on_wijken_or_on_one_gemeente_or_nowhere(made, country):
    sheets = country["vellen"]
    assert [p["laag"] for p in sheets["6|2014-2024"]["plaatsen"]] == ["wijk"]
    assert sheets["8|2014-2024"]["plaatsen"] == []
    own = json.loads((made[0] / "viewer" / "gegevens" / "GM9002.json").read_text())["vellen"]
    assert "61% van de inwoners" in own["8|2014-2024"]["reden"]
    assert "minder dan 5 buurten" in own["9|2014-2024"]["reden"]
    # elsewhere the areas are drawn with this status, so the legend names it
    assert "te weinig verschil" in [z["label"] for z in sheets["9|2014-2024"]["plaatsen"][0]["zonder"]]


def test_figures_per_gemeente_are_the_words_and_counts_of_the_sheets(made):
    with Edition(made[0]) as edition:
        maps = Maps(edition)
        for code in world.GEMEENTEN:
            own = json.loads((made[0] / "viewer" / "gegevens" / f"{code}.json").read_text())
            for period, sheets in maps.of(code):
                for sheet in sheets:
                    vel = own["vellen"][f"{sheet.kaart.kaart_id}|{period[0]}-{period[1]}"]
                    if sheet.reden:
                        assert vel == {"reden": sheet.reden}
                        continue
                    for row in sheet.gebieden:
                        name = own["namen"][row.gebiedscode]
                        assert f"{name}: {vel['gebieden'][row.gebiedscode]}" == row.tekst
                    assert vel["hier"] == {e.css: e.hier for e in sheet.legenda}
                    assert sum(vel["inwoners"].values()) == sum(row.inwoners for row in sheet.gebieden)
                    assert vel["getoond"] == sheet.getoond and vel["grijs"] == sheet.grijs


def test_every_map_carries_what_a_map_must_carry(country):
    for key, vel in country["vellen"].items():
        for place in vel["plaatsen"]:
            for words in (
                "met en",
                "Klassen:",
                "indeling van 2024",
                "Bronnen:",
                "signaleert",
                "niet de kaart van Aedes",
            ):
                assert words in place["onder"], (key, words)
        assert vel["periode"] and vel["leeshulp"]


def test_page_carries_merk_and_credits_and_asks_nothing_of_others(made):
    folder = made[0] / "viewer"
    page = (folder / "index.html").read_text()
    for words in ("FICTIEVE VOORBEELDDATA", "niet de kaart van Aedes", "CBS, Kadaster, RIVM (CC BY 4.0)", "(CC0)"):
        assert words in page
    policy = re.search('Content-Security-Policy" content="([^"]*)"', page)[1]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "connect-src 'self';" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", page)
    own = [file for file in folder.iterdir() if file.suffix in (".js", ".css", ".html")]
    assert len(own) == 9
    for file in own:
        assert not re.search(r"https?:|innerHTML|insertAdjacentHTML|document\.write|\beval\(", file.read_text()), (
            file.name
        )


def test_search_list_has_every_wijk_and_buurt_also_with_a_hostile_name(made):
    rows = json.loads((made[0] / "viewer" / "gegevens" / "zoek.json").read_text())
    assert len(rows) == 48 + 12
    assert [row for row in rows if row[1] == world.EVIL]
    assert all(row[2] in world.GEMEENTEN and row[3] < row[5] and row[4] < row[6] for row in rows)


def test_it_opens_with_a_map_that_can_be_drawn(kandidaat, tmp_path):
    folder = _copy(kandidaat, tmp_path / "kandidaat")
    with duckdb.connect(folder / "veerkracht.duckdb") as con:
        con.execute("update fct_kaart set klasse = null, label = null where kaart_id in ('1', '2') and jaar_tot = 2024")
    viewer.write(folder)
    told = json.loads((folder / "viewer" / "gegevens" / "kaarten.json").read_text())
    assert told["begin"] == {"kaart": "3", "periode": "2014-2024"}
    assert not told["vellen"]["1|2014-2024"]["plaatsen"] and told["vellen"]["3|2014-2024"]["plaatsen"][0]["laag"]


def test_areas_without_a_name_are_found_by_their_code_and_bear_none_on_the_map(kandidaat, tmp_path):
    folder = _copy(kandidaat, tmp_path / "kandidaat")
    file = folder / "grenzen" / f"wijk_{world.DOEL}.parquet"
    gpd.read_parquet(file).assign(gebiedsnaam=None).to_parquet(file)
    viewer.write(folder)
    rows = json.loads((folder / "viewer" / "gegevens" / "zoek.json").read_text())
    assert len([row for row in rows if row[0] == row[1]]) == 12
    names = _decoded(folder / "viewer" / tiles.NAMES, "wijk", 11)
    assert len(names) == 12 and ("gebiedsnaam" not in names or names["gebiedsnaam"].isna().all())


def test_library_is_the_one_of_the_package(made, monkeypatch):
    from importlib import metadata

    source = metadata.distribution("maplibre").locate_file("maplibre/srcjs/maplibre-gl.js")
    assert (made[0] / "viewer" / "vendor" / "maplibre-gl.js").read_bytes() == source.read_bytes()
    monkeypatch.setattr(vendor, "FILES", ("maplibre/srcjs/bestaat-niet.js",))
    with pytest.raises(VeerkrachtError, match="bestaat-niet"):
        vendor.copy(made[0] / "viewer" / "vendor")


def test_made_again_it_is_the_same(made):
    folder, written = made
    before = {file: file.read_bytes() for file in written}
    (folder / "viewer" / "oud.txt").write_text("van een vorige keer")
    assert set(viewer.write(folder)) == set(before)
    assert all(file.read_bytes() == content for file, content in before.items())
    assert not (folder / "viewer" / "oud.txt").exists()


def test_without_maps_or_outlines_there_is_no_viewer(kandidaat, tmp_path):
    import duckdb

    bare = _copy(kandidaat, tmp_path / "zonder-grenzen")
    shutil.rmtree(bare / "grenzen")
    assert viewer.write(bare) == [] and not (bare / "viewer").exists()
    early = _copy(kandidaat, tmp_path / "zonder-kaarten")
    with duckdb.connect(str(early / "veerkracht.duckdb")) as con:
        con.execute(world.NO_MAPS)
    assert viewer.write(early) == [] and not (early / "viewer").exists()


def test_a_level_without_outlines_is_said_not_drawn(kandidaat, tmp_path):
    folder = _copy(kandidaat, tmp_path / "zonder-wijken")
    (folder / "grenzen" / f"wijk_{world.DOEL}.parquet").unlink()
    viewer.write(folder)
    country = json.loads((folder / "viewer" / "gegevens" / "kaarten.json").read_text())
    assert country["tegels"]["lagen"] == ["buurt", "gemeente"]
    assert [p["laag"] for p in country["vellen"]["6|2014-2024"]["plaatsen"]] == [None]


def test_a_strange_code_makes_no_file_elsewhere(kandidaat, tmp_path):
    import duckdb

    folder = _copy(kandidaat, tmp_path / "vreemd")
    with duckdb.connect(str(folder / "veerkracht.duckdb")) as con:
        con.execute("update dim_gebied set gebiedscode = '../../GM9' where gebiedscode = 'GM9003' and indeling = 2024")
    files = viewer.write(folder)
    assert all(file.resolve().is_relative_to((folder / "viewer").resolve()) for file in files)
    assert {f.name for f in files if f.name.startswith("GM")} == {"GM9001.json", "GM9002.json"}


def test_leden_edition_says_not_to_spread(kandidaat, tmp_path):
    import duckdb

    folder = _copy(kandidaat, tmp_path / "leden")
    with duckdb.connect(str(folder / "veerkracht.duckdb")) as con:
        con.execute("update dim_publicatie set publiek = 'leden', niet_verspreiden = true, merk = null")
    viewer.write(folder)
    page = (folder / "viewer" / "index.html").read_text()
    assert "NIET VERSPREIDEN" in page and "FICTIEVE" not in page


def test_giant_and_tiny_areas_and_islands_stand_in_every_zoom(kandidaat, tmp_path):
    import geopandas as gpd
    from shapely import MultiPolygon
    from shapely.geometry import box

    folder = _copy(kandidaat, tmp_path / "maten")
    file = folder / "grenzen" / f"buurt_{world.DOEL}.parquet"
    areas = gpd.read_parquet(file).sort_values("gebiedscode", ignore_index=True)
    shapes = [box(100e3 + 40 * n, 400e3, 100_003 + 40 * n, 400_003) for n in range(len(areas))]  # 3 m wide
    shapes[0] = box(120e3, 400e3, 200e3, 480e3)
    shapes[1] = MultiPolygon([box(90e3 + 300 * n, 420e3, 90_002 + 300 * n, 420_002) for n in range(50)])
    areas.set_geometry(shapes).to_parquet(file)
    viewer.write(folder)
    for zoom in (tiles.MIN_ZOOM, 8, tiles.MAX_ZOOM):
        found = _decoded(folder / "viewer" / tiles.AREAS, "buurt", zoom)
        assert set(found.index) == set(areas["gebiedscode"])
