"""Map layers: one row an area, stable columns, missing stays missing, GeoJSON as RFC 7946 asks."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tests.veerkracht.products import mapworld, world
from veerkracht.edition import mapcolumns
from veerkracht.edition.newest import newest
from veerkracht.edition.reading import Edition
from veerkracht.products.gis import kaartlagen


@pytest.fixture(scope="module")
def buurt(kandidaat):
    return gpd.read_file(kandidaat / "kaarten" / "veerkracht_buurt.gpkg").set_index("gebiedscode")


def _plain(layer) -> pd.DataFrame:
    """Figures only, with one sign for missing: a text column that is empty has no type of its own in a GeoPackage."""
    return pd.DataFrame(layer.drop(columns="geometry")).astype(object).where(lambda frame: frame.notna(), None)


def test_every_level_in_both_formats_with_the_same_figures(kandidaat):
    for niveau, count in {"buurt": 48, "wijk": 12, "gemeente": 3}.items():
        package = gpd.read_file(kandidaat / "kaarten" / f"veerkracht_{niveau}.gpkg")
        parquet = gpd.read_parquet(kandidaat / "kaarten" / f"veerkracht_{niveau}.parquet")
        assert len(package) == len(parquet) == count and list(package.columns) == list(parquet.columns)
        assert package.crs.to_epsg() == parquet.crs.to_epsg() == 28992
        pd.testing.assert_frame_equal(_plain(package), _plain(parquet))


def test_columns_are_the_same_whatever_the_figures(kandidaat, buurt):
    names = [name + suffix for name in sorted(world.INDICATORS) for suffix in kaartlagen.FIELDS]
    maps = [f"kaart_{n}_{field}" for n in mapworld.kaarten() for field in mapcolumns.FIELDS]
    assert list(buurt.columns) == [*kaartlagen.KEYS[1:], *names, *maps, "geometry"]
    with Edition(kandidaat) as edition:
        assert names == list(kaartlagen.column_descriptions(edition.map_indicators))
        empty = kaartlagen._wide(newest(edition, "buurt").iloc[:0], sorted(world.INDICATORS))
    assert list(empty.columns) == ["gebiedscode", *names]


def test_figures_are_those_of_the_marts(kandidaat, buurt):
    with Edition(kandidaat) as edition:
        rows = edition.rows(
            "select r.gebiedscode, r.waarde, v.verschil, v.oordeel from fct_reeks r join fct_verandering v "
            "using (niveau, gebiedscode, indeling, indicator) where r.niveau = 'buurt' and r.indicator = 'onv' "
            "and r.jaar = 2024 and v.jaar_van = 2014 and v.jaar_tot = 2024 and r.waarde is not null"
        )
    assert len(rows) == 39
    for row in rows:
        area = buurt.loc[row["gebiedscode"]]
        assert (area["onv"], area["onv_verschil"], area["onv_oordeel"]) == (
            row["waarde"],
            row["verschil"],
            row["oordeel"],
        )
        assert (area["onv_jaar"], area["onv_van"], area["onv_status"]) == (2024, 2014, "waarde")


def test_missing_stays_missing_with_its_reason(buurt):
    for suffix, status in {"00": "ontbreekt", "11": "geheim", "22": "onvergelijkbaar"}.items():
        area = buurt.loc[f"BU9001{int(suffix[0]) // 2}{int(suffix[1]) // 2}{suffix}"]
        assert pd.isna(area["onv"]) and pd.isna(area["onv_verschil"]) and area["onv_status"] == status


def test_area_without_any_figure_keeps_its_row(wereld):
    import duckdb

    from veerkracht import publication

    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        con.execute("delete from fct_reeks where gebiedscode = 'BU90010001' or indicator = 'p_wcorpw'")
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with Edition(candidate) as edition:
        layer = kaartlagen.build_layer(edition, "buurt").set_index("gebiedscode")
    assert layer.loc["BU90010001", "a_inw_status"] == "ontbreekt" and pd.isna(layer.loc["BU90010001", "a_inw"])
    assert set(layer["p_wcorpw_status"]) == {"ontbreekt"} and layer["p_wcorpw"].isna().all()


def test_newest_year_is_one_that_most_areas_have(wereld):
    import duckdb

    from veerkracht import publication

    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        con.execute(
            "update fct_reeks set waarde = null, status = 'ontbreekt' where indicator = 'a_inw' and jaar = 2024 "
            "and gebiedscode not like 'BU9001%'"
        )
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with Edition(candidate) as edition:
        years = newest(edition, "buurt").groupby("indicator")["jaar"].unique().map(list)
    assert years["a_inw"] == [2022] and years["onv"] == [2024]


def test_level_without_outlines_gives_no_layer(vol):
    (vol[1] / "grenzen" / "wijk_2024.parquet").unlink()
    with Edition(vol[1]) as edition:
        assert kaartlagen.build_layer(edition, "wijk") is None


def test_geojson_is_wgs84_with_six_decimals_and_outer_rings_anticlockwise(kandidaat):
    folder = kandidaat / "kaarten" / "geojson"
    assert {f.name for f in folder.iterdir()} == {
        f"{g}_{n}.geojson" for g in world.GEMEENTEN for n in ("buurt", "wijk", "gemeente")
    }
    content = json.loads((folder / "GM9002_buurt.geojson").read_text())
    assert len(content["features"]) == 16 and "crs" not in content
    for feature in content["features"]:
        ring = shapely.geometry.shape(feature["geometry"]).exterior
        assert ring.is_ccw
        for x, y in ring.coords:
            assert 3 < x < 8 and 50 < y < 54 and x == round(x, 6) and y == round(y, 6)


def test_writing_again_does_not_add_to_the_package(vol):
    kaartlagen.write(vol[1])
    assert len(gpd.read_file(vol[1] / "kaarten" / "veerkracht_wijk.gpkg")) == 12


def test_maps_of_the_newest_period_are_in_the_layers_of_buurt_and_wijk(kandidaat):
    with Edition(kandidaat) as edition:
        rows = edition.rows(
            "select niveau, gebiedscode, waarde, laag, hoog, klasse, label, kans, p_hoogste, status from fct_kaart "
            "where kaart_id = '4' and jaar_van = 2014 and jaar_tot = 2024 and indeling = 2024"
        )
        described = mapcolumns.descriptions(edition)
    assert (
        described["kaart_4_waarde"]
        == f"Kaart Ontwikkeling kwetsbare bewoners (2014–2024): {mapcolumns.FIELD_TEXT['waarde']}"
    )
    found = {
        niveau: gpd.read_file(kandidaat / "kaarten" / f"veerkracht_{niveau}.gpkg").set_index("gebiedscode")
        for niveau in ("buurt", "wijk", "gemeente")
    }
    assert not [column for column in found["gemeente"] if column.startswith("kaart_")]
    assert len(rows) == 60
    for row in rows:
        area = found[row["niveau"]].loc[row["gebiedscode"]]
        for field in mapcolumns.FIELDS:
            value = area[f"kaart_4_{field}"]
            assert (row[field] is None and pd.isna(value)) or value == row[field], (row, field, value)


def test_area_without_a_row_on_a_map_says_so_and_own_ids_become_safe_names(vol):
    import duckdb

    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("delete from fct_kaart where gebiedscode = 'BU90010001'")
        for table in ("dim_kaart", "fct_kaart", "dim_periode"):
            for old, new in (("2", "Eigen kaart!"), ("3", "eigen-kaart")):
                con.execute(f"update {table} set kaart_id = ? where kaart_id = ?", [new, old])
    with Edition(vol[1]) as edition:
        layer = kaartlagen.build_layer(edition, "buurt").set_index("gebiedscode")
    assert layer.loc["BU90010001", "kaart_1_status"] == "geen gegevens"
    assert {"kaart_eigen_kaart_waarde", "kaart_eigen_kaart__waarde"} <= set(layer.columns)
