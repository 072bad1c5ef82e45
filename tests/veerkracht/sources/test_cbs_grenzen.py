"""Boundary files of every layout and period become the same outlines; what cannot be trusted is refused by name."""

import json
import sqlite3
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from tests.veerkracht.sources.lezen import read
from veerkracht.errors import BoundaryError, CatalogueError, DeliveryError
from veerkracht.schemas import FEITEN, GEBIEDEN, GRENZEN_COLUMNS, WAARNEMINGEN
from veerkracht.sources.catalogue.model import Release, Source

BRON = Source(
    bron="cbs_grenzen",
    titel="Wijk- en buurtkaart",
    uitgever="CBS",
    licentie="CC BY 4.0",
    toegang="open",
    landingspagina="https://example.org",
    reeks="nieuwste_per_jaar",
)
X, Y = 160_000.0, 470_000.0


def release(layout: str, **kwargs) -> Release:
    fields = {"release": "2019@proef", "jaren": (2019,), "url": "x", "indeling": 2019, "layout": layout}
    return Release(**(fields | kwargs))


def buurten(n: int = 3, **extra) -> gpd.GeoDataFrame:
    """A row of squares of 1 km, with the attribute names of before 2021."""
    columns = {
        "BU_CODE": [f"BU0363{i:04d}" for i in range(n)],
        "BU_NAAM": [f"Buurt {i}" for i in range(n)],
        "WK_CODE": ["WK036300"] * n,
        "GM_CODE": ["GM0363"] * n,
        "GM_NAAM": ["Amsterdam"] * n,
        "IND_WBI": [1] * n,
        "WATER": ["NEE"] * n,
        "AANT_INW": [100 + i for i in range(n)],
        "GEM_HH_GR": [2.5] * n,
    }
    columns |= extra
    geometry = [box(X + 1000 * i, Y, X + 1000 * (i + 1), Y + 1000) for i in range(n)]
    return gpd.GeoDataFrame(columns, geometry=columns.pop("geometry", geometry), crs=28992)


def gpkg(folder: Path, **layers: gpd.GeoDataFrame) -> Path:
    file = folder / "grenzen.gpkg"
    for name, frame in layers.items():
        frame.to_file(file, layer=name, driver="GPKG")
    return file


def zipped(folder: Path, name: str, *members: Path) -> Path:
    file = folder / name
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.write(member, member.name)
    return file


def shapefile(folder: Path, stem: str, frame: gpd.GeoDataFrame, **kwargs) -> list[Path]:
    frame.to_file(folder / f"{stem}.shp", **kwargs)
    return sorted(folder.glob(f"{stem}.*"))


def cell(delivery, code: str, column: str) -> str:
    table = delivery.waarnemingen.to_pandas()
    return table[(table["gebiedscode"] == code) & (table["kolom"] == column)]["waarde"].item()


def feiten(delivery) -> dict:
    return {(row["feit"], row["niveau"]): row["waarde"] for row in delivery.feiten.to_pylist()}


def evidence(delivery) -> str:
    return next(row["toelichting"] for row in delivery.feiten.to_pylist() if row["feit"] == "crs")


def test_gpkg_gives_outlines_figures_areas_and_facts_in_the_shared_schemas(tmp_path):
    delivery = read(gpkg(tmp_path, buurten=buurten()), BRON, release("gpkg"))
    assert delivery.waarnemingen.schema.equals(WAARNEMINGEN)
    assert delivery.gebieden.schema.equals(GEBIEDEN)
    assert delivery.feiten.schema.equals(FEITEN)
    frame = delivery.bijlagen["grenzen_buurt"]
    assert tuple(frame.columns) == GRENZEN_COLUMNS and frame.crs.to_epsg() == 28992
    assert frame["wijkcode"].tolist() == ["WK036300"] * 3 and frame["oppervlakte_ha"].tolist() == [100.0] * 3
    assert frame["product"].tolist() == ["gedetailleerd"] * 3
    assert delivery.gebieden["gebiedsnaam"].to_pylist() == ["Buurt 0", "Buurt 1", "Buurt 2"]
    assert delivery.gebieden["ind_wbi"].to_pylist() == ["1"] * 3
    assert feiten(delivery)[("aantal_rijen", "buurt")] == 3


def test_figures_are_text_as_published_and_nothing_but_figures(tmp_path):
    frame = buurten(AANT_INW=[100, None, -99999999], GEM_HH_GR=[2.5, 2.0, None])
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert set(delivery.waarnemingen["kolom"].to_pylist()) == {"AANT_INW", "GEM_HH_GR"}
    assert [cell(delivery, f"BU0363000{i}", "AANT_INW") for i in range(3)] == ["100", "", "-99999999"]
    assert [cell(delivery, f"BU0363000{i}", "GEM_HH_GR") for i in range(3)] == ["2.5", "2", ""]
    assert feiten(delivery)[("code_-99999999", "buurt")] == 1


def test_every_level_is_a_layer_and_other_layers_are_passed_over(tmp_path):
    wijken = buurten(1).drop(columns=["BU_CODE", "BU_NAAM"]).assign(WK_NAAM="Centrum")
    gemeenten = buurten(1).drop(columns=["BU_CODE", "BU_NAAM", "WK_CODE"])
    anders = buurten(1)[["AANT_INW", "geometry"]]
    file = gpkg(tmp_path, buurten=buurten(), wijken=wijken, gemeenten=gemeenten, landsdelen=anders)
    delivery = read(file, BRON, release("gpkg"))
    assert set(delivery.bijlagen) == {"grenzen_buurt", "grenzen_wijk", "grenzen_gemeente"}
    gemeente = delivery.bijlagen["grenzen_gemeente"].iloc[0]
    assert (gemeente["gebiedsnaam"], gemeente["gemeentenaam"]) == ("Amsterdam", "Amsterdam")
    only = read(file, BRON, release("gpkg", niveaus=("wijk",)))
    assert set(only.bijlagen) == {"grenzen_wijk"}


def test_names_since_2021(tmp_path):
    since = buurten().rename(
        columns={
            "BU_CODE": "buurtcode",
            "BU_NAAM": "buurtnaam",
            "WK_CODE": "wijkcode",
            "GM_CODE": "gemeentecode",
            "GM_NAAM": "gemeentenaam",
            "IND_WBI": "indelingswijziging_wijken_en_buurten",
            "WATER": "water",
            "AANT_INW": "aantal_inwoners",
        }
    )
    delivery = read(gpkg(tmp_path, buurten=since), BRON, release("gpkg"))
    assert cell(delivery, "BU03630001", "aantal_inwoners") == "101"
    assert delivery.gebieden["ind_wbi"].to_pylist() == ["1"] * 3


def test_generalised_layer_takes_its_level_from_the_code_and_its_year_from_jrstatcode(tmp_path):
    stat = gpd.GeoDataFrame(
        {
            "statcode": ["BU03630000", "BU0363AF08"],
            "statnaam": ["Een", None],
            "jrstatcode": ["2019BU03630000", "2019BU0363AF08"],
            "rubriek": ["buurt", "buurt"],
        },
        geometry=buurten(2).geometry.to_numpy(),
        crs=28992,
    )
    file = gpkg(tmp_path, buurt_gegeneraliseerd=stat, buurt_niet_gegeneraliseerd=stat)
    delivery = read(file, BRON, release("gpkg", product="gegeneraliseerd"))
    frame = delivery.bijlagen["grenzen_buurt"]
    assert frame["gebiedscode"].tolist() == ["BU03630000", "BU0363AF08"]
    assert frame["wijkcode"].tolist() == ["WK036300", "WK0363AF"]
    assert delivery.waarnemingen.num_rows == 0
    assert feiten(delivery)[("aantal_met_naam", "buurt")] == 1
    with pytest.raises(DeliveryError, match=r"lagen 'buurt_gegeneraliseerd' en 'buurt_niet_gegeneraliseerd'.*product"):
        read(file, BRON, release("gpkg"))
    with pytest.raises(DeliveryError, match=r"jrstatcode zegt 2019.*indeling 2020"):
        read(file, BRON, release("gpkg", product="gegeneraliseerd", release="2020@x", jaren=(2020,), indeling=2020))


def test_zipped_shapefile_with_two_layers_and_names_in_either_character_set(tmp_path):
    for encoding in ("CP1252", "UTF-8"):
        folder = tmp_path / encoding
        folder.mkdir()
        members = shapefile(folder, "buurt_2019", buurten(BU_NAAM=["Súdwest", "b", "c"]), encoding=encoding)
        members += shapefile(folder, "gem_2019", buurten(1).drop(columns=["BU_CODE", "BU_NAAM", "WK_CODE"]))
        bare = [member for member in members if member.suffix != ".cpg"]
        delivery = read(zipped(folder, "kaart.zip", *bare), BRON, release("shapefile_zip"))
        assert set(delivery.bijlagen) == {"grenzen_buurt", "grenzen_gemeente"}
        assert delivery.bijlagen["grenzen_buurt"]["gebiedsnaam"].iloc[0] == "Súdwest"
        assert cell(delivery, "BU03630002", "AANT_INW") == "102"


def test_geojson_ogc_pages_and_gpkg_give_the_same_outlines(tmp_path):
    in_4326 = buurten().to_crs(4326)
    geojson = tmp_path / "buurten.geojson"
    in_4326.to_file(geojson, driver="GeoJSON")
    pages = []
    for number, part in enumerate((in_4326.iloc[:2], in_4326.iloc[2:]), start=1):
        page = json.loads(part.to_json()) | {"links": [{"rel": "next", "href": "https://example.org"}]}
        pages.append(tmp_path / f"pagina-{number:05d}.json")
        pages[-1].write_text(json.dumps(page))
    expected = read(gpkg(tmp_path, buurten=buurten()), BRON, release("gpkg"))
    for delivery in (
        read(geojson, BRON, release("geojson")),
        read(zipped(tmp_path, "paginas.zip", *pages), BRON, release("ogc_api")),
    ):
        frame, other = delivery.bijlagen["grenzen_buurt"], expected.bijlagen["grenzen_buurt"]
        assert frame["gebiedscode"].tolist() == other["gebiedscode"].tolist()
        assert shapely.hausdorff_distance(frame.geometry.to_numpy(), other.geometry.to_numpy()).max() < 0.01
        assert cell(delivery, "BU03630002", "AANT_INW") == "102"


def test_attribute_table_alone_gives_figures_without_outlines(tmp_path):
    pyogrio.write_dataframe(
        pd.DataFrame(buurten().drop(columns="geometry")), tmp_path / "buurt.dbf", driver="ESRI Shapefile"
    )
    delivery = read(zipped(tmp_path, "buurt.zip", tmp_path / "buurt.dbf"), BRON, release("dbf_zip"))
    assert delivery.bijlagen == {}
    assert cell(delivery, "BU03630001", "AANT_INW") == "101"


@pytest.mark.parametrize("declared", [28992, 4326, 3857])
def test_declared_crs_is_taken_or_transformed(tmp_path, declared):
    delivery = read(gpkg(tmp_path, buurten=buurten().to_crs(declared)), BRON, release("gpkg"))
    bounds = delivery.bijlagen["grenzen_buurt"].total_bounds
    assert np.allclose(bounds, [X, Y, X + 3000, Y + 1000], atol=0.01)
    assert f"EPSG:{declared}" in evidence(delivery)


WRONG = [(true, declared) for true in (28992, 4326, 3857) for declared in (None, 3857, 4326, 28992) if declared != true]


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(("true", "declared"), WRONG)
def test_absent_or_wrong_declaration_is_repaired_by_the_coordinates(tmp_path, true, declared):
    frame = buurten().to_crs(true).set_crs(declared, allow_override=True)
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert np.allclose(delivery.bijlagen["grenzen_buurt"].total_bounds, [X, Y, X + 3000, Y + 1000], atol=0.01)
    assert "hersteld" in evidence(delivery) and f"EPSG:{true}" in evidence(delivery)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_coordinates_that_prove_nothing_are_refused_with_the_evidence(tmp_path):
    geometry = [box(10 + i, 10, 11 + i, 11) for i in range(3)]
    frame = buurten(geometry=geometry).set_crs(None, allow_override=True)
    with pytest.raises(
        BoundaryError, match=r"grenzen.gpkg.*geen CRS verklaard.*x 10–13, y 10–11.*EPSG:28992 x 0–300000"
    ):
        read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_the_catalogue_may_not_contradict_the_coordinates(tmp_path):
    frame = buurten().set_crs(None, allow_override=True)
    with pytest.raises(BoundaryError, match=r"de catalogus zegt EPSG:4326"):
        read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg", crs=4326))
    ok = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg", crs=28992))
    assert "de catalogus zegt EPSG:28992" in evidence(ok)


def test_swapped_axes_are_named(tmp_path):
    geometry = [shapely.transform(shape, lambda p: p[:, ::-1]) for shape in buurten().to_crs(4326).geometry]
    with pytest.raises(BoundaryError, match="omgewisseld zou EPSG:4326 passen"):
        read(
            gpkg(tmp_path, buurten=buurten(geometry=geometry).set_crs(4326, allow_override=True)), BRON, release("gpkg")
        )


def test_invalid_rings_are_kept_and_counted(tmp_path):
    bow_tie = Polygon([(X, Y), (X + 1000, Y + 1000), (X + 1000, Y), (X, Y + 1000)])
    frame = buurten(geometry=[bow_tie, *buurten().geometry[1:]])
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert feiten(delivery)[("ongeldige_geometrie", "buurt")] == 1
    assert not delivery.bijlagen["grenzen_buurt"].geometry.iloc[0].is_valid


@pytest.mark.parametrize("nowhere", [np.nan, np.inf])
@pytest.mark.parametrize("crs", [28992, 4326])
def test_a_corner_without_a_place_costs_its_own_outline_and_no_other(tmp_path, nowhere, crs):
    frame = buurten().to_crs(crs)
    x, y = frame.geometry[0].exterior.coords[0]
    broken = Polygon([(x, y), (nowhere, y), (x, y + 1), (x, y)])
    frame = frame.set_geometry([broken, *frame.geometry[1:]])
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert delivery.bijlagen["grenzen_buurt"]["gebiedscode"].tolist() == ["BU03630001", "BU03630002"]
    assert feiten(delivery)[("lege_geometrie", "buurt")] == 1


@pytest.mark.parametrize("make", [shapely.centroid, shapely.boundary, lambda _: Polygon(), lambda _: None])
def test_an_area_without_ground_costs_its_own_outline_and_no_other(tmp_path, make):
    frame = buurten()
    frame = frame.set_geometry([make(frame.geometry[0]), *frame.geometry[1:]], crs=28992)
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert delivery.bijlagen["grenzen_buurt"]["gebiedscode"].tolist() == ["BU03630001", "BU03630002"]
    assert feiten(delivery)[("lege_geometrie", "buurt")] == 1


def test_water_and_abroad_are_told_apart_and_an_unknown_mark_is_refused(tmp_path):
    frame = buurten(WATER=["NEE", "JA", "B"])
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert delivery.bijlagen["grenzen_buurt"]["water"].tolist() == ["land", "water", "buitenland"]
    assert feiten(delivery)[("rijen_water", "buurt")] == 1
    abroad = buurten(BU_CODE=["BU09980000", "BU03630001", "BU03630002"])
    (tmp_path / "b").mkdir()
    delivery = read(gpkg(tmp_path / "b", buurten=abroad), BRON, release("gpkg"))
    assert delivery.bijlagen["grenzen_buurt"].set_index("gebiedscode")["water"]["BU09980000"] == "buitenland"
    assert feiten(delivery)[("aantal_gebieden", "buurt")] == 2
    (tmp_path / "c").mkdir()
    with pytest.raises(DeliveryError, match=r"rij 2: kenmerk water is 'MISSCHIEN'; verwacht NEE, JA, B.*`uit: reden`"):
        read(gpkg(tmp_path / "c", buurten=buurten(WATER=["NEE", "MISSCHIEN", ""])), BRON, release("gpkg"))


@pytest.mark.parametrize("mark", ["MISSCHIEN", ""])
def test_one_unknown_mark_of_water_costs_its_own_outline_and_no_other(tmp_path, mark):
    delivery = read(gpkg(tmp_path, buurten=buurten(WATER=["NEE", mark, "NEE"])), BRON, release("gpkg"))
    assert delivery.bijlagen["grenzen_buurt"]["gebiedscode"].tolist() == ["BU03630000", "BU03630002"]
    assert feiten(delivery)[("onbekend_kenmerk_water", "buurt")] == 1
    assert delivery.gebieden.num_rows == 3


@pytest.mark.parametrize("crs", [28992, 4326])
def test_one_outline_far_away_costs_itself_alone(tmp_path, crs):
    frame = buurten().to_crs(crs)
    far = shapely.transform(frame.geometry[1], lambda points: points - ([8_000_000, 0] if crs == 28992 else [40, 0]))
    frame = frame.set_geometry([frame.geometry[0], far, frame.geometry[2]], crs=crs)
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert delivery.bijlagen["grenzen_buurt"]["gebiedscode"].tolist() == ["BU03630000", "BU03630002"]
    assert feiten(delivery)[("verre_geometrie", "buurt")] == 1


def test_land_and_water_of_one_code_are_two_outlines_and_one_area(tmp_path):
    frame = buurten(
        BU_CODE=["BU03630000", "BU03630000", "BU03630001"], WATER=["JA", "NEE", "NEE"], AANT_INW=[-99999999, 7, 8]
    )
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    outlines = delivery.bijlagen["grenzen_buurt"]
    assert list(zip(outlines["gebiedscode"], outlines["water"], strict=True))[:2] == [
        ("BU03630000", "land"),
        ("BU03630000", "water"),
    ]
    assert cell(delivery, "BU03630000", "AANT_INW") == "7"
    assert delivery.gebieden.num_rows == 2
    assert feiten(delivery)[("waterdeel_naast_land", "buurt")] == 1
    assert feiten(delivery)[("code_-99999999", "buurt")] == 1


def test_equal_rows_with_other_outlines_are_parts_of_one_area(tmp_path):
    equal = {"BU_CODE": ["BU03630000", "BU03630000", "BU03630002"], "BU_NAAM": ["a", "a", "c"], "AANT_INW": [5, 5, 6]}
    delivery = read(gpkg(tmp_path, buurten=buurten(**equal)), BRON, release("gpkg"))
    frame = delivery.bijlagen["grenzen_buurt"]
    assert len(frame) == 2 and isinstance(frame.geometry.iloc[0], MultiPolygon)
    assert frame["oppervlakte_ha"].iloc[0] == pytest.approx(200)
    assert feiten(delivery)[("samengevoegde_delen", "buurt")] == 1


def test_an_area_that_stands_there_twice_is_refused(tmp_path):
    twice = {"BU_CODE": ["BU03630000", "BU03630000", "BU03630002"]}
    with pytest.raises(
        BoundaryError, match=r"BU03630000 staat er 2 keer in \(rijen 1, 2\).*verschillen in BU_NAAM, AANT_INW"
    ):
        read(gpkg(tmp_path, buurten=buurten(**twice)), BRON, release("gpkg"))
    (tmp_path / "b").mkdir()
    same = buurten(
        2, BU_CODE=["BU03630000"] * 2, BU_NAAM=["a"] * 2, AANT_INW=[1] * 2, geometry=[box(X, Y, X + 9, Y + 9)] * 2
    )
    with pytest.raises(BoundaryError, match=r"overlappen 81 m²"):
        read(gpkg(tmp_path / "b", buurten=same), BRON, release("gpkg"))


def test_a_missing_code_column_names_what_comes_nearest(tmp_path):
    with pytest.raises(DeliveryError, match=r"laag buurten.*'BU_CODE' of 'buurtcode' ontbreekt.*BUCODE"):
        read(gpkg(tmp_path, buurten=buurten().rename(columns={"BU_CODE": "BUCODE"})), BRON, release("gpkg"))
    (tmp_path / "b").mkdir()
    bare = buurten()[["AANT_INW", "geometry"]].rename(columns={"AANT_INW": "gemeente_code"})
    with pytest.raises(DeliveryError, match=r"lagen iets.*ontbreekt.*gemeente_code"):
        read(gpkg(tmp_path / "b", iets=bare), BRON, release("gpkg"))
    with pytest.raises(DeliveryError, match=r"Gezocht: wijk"):
        (tmp_path / "c").mkdir()
        read(gpkg(tmp_path / "c", buurten=buurten()), BRON, release("gpkg", niveaus=("buurt", "wijk")))


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ([340101, 340102, 340103], r"rij 1, kolom BU_CODE: '340101'.*wellicht BU00340101"),
        (["BU03630000", "", "BU03630002"], r"rij 2, kolom BU_CODE: None is geen code van een buurt"),
        (["BU03630000", "WK036300", "BU03630002"], r"rij 2, kolom BU_CODE: 'WK036300'"),
    ],
)
def test_codes_that_are_no_codes_are_refused_with_row_and_column(tmp_path, codes, text):
    with pytest.raises(DeliveryError, match=text):
        read(gpkg(tmp_path, buurten=buurten(BU_CODE=codes)), BRON, release("gpkg"))


def test_files_that_are_no_boundary_files(tmp_path):
    empty = tmp_path / "leeg.gpkg"
    empty.touch()
    with pytest.raises(DeliveryError, match=r"leeg\.gpkg: het bestand is leeg"):
        read(empty, BRON, release("gpkg"))
    html = tmp_path / "fout.gpkg"
    html.write_text("<html>storing</html>")
    with pytest.raises(DeliveryError, match=r"fout.gpkg.*niet te openen"):
        read(html, BRON, release("gpkg"))
    with pytest.raises(DeliveryError, match="geen zipbestand"):
        read(html, BRON, release("shapefile_zip"))
    with pytest.raises(DeliveryError, match=r"geen bestand op \.shp; gezien: fout.gpkg"):
        read(zipped(tmp_path, "fout.zip", html), BRON, release("shapefile_zip"))
    inner = zipped(tmp_path, "binnen.zip", html)
    with pytest.raises(DeliveryError, match=r"gezien: binnen\.zip.*Pak de zip die erin zit eerst uit"):
        read(zipped(tmp_path, "buiten.zip", inner), BRON, release("gpkg"))
    with pytest.raises(CatalogueError, match="layout `werkboek` past niet bij bron `cbs_grenzen`: gpkg"):
        read(html, BRON, release("werkboek"))
    none = buurten().iloc[:0]
    with pytest.raises(DeliveryError, match="bevat geen gebieden"):
        read(gpkg(tmp_path, buurten=none), BRON, release("gpkg"))


REAL = "cbs_wijkenbuurten/groningen_2017/{}/buurt2017.zip"


@pytest.mark.real
@pytest.mark.parametrize("crs", ["epsg4326", "epsg3857"])
def test_groningen_2017(real_data, crs):
    delivery = read(
        real_data / REAL.format(crs), BRON, release("shapefile_zip", release="2017@g", jaren=(2017,), indeling=2017)
    )
    facts = feiten(delivery)
    assert facts[("aantal_gebieden", "buurt")] == 108 and facts[("code_-99999999", "buurt")] == 516
    assert cell(delivery, "BU00140000", "AANT_INW") == "4440"


@pytest.mark.real
def test_groningen_2017_is_the_same_in_either_crs(real_data):
    frames = [
        read(
            real_data / REAL.format(crs), BRON, release("shapefile_zip", release="2017@g", jaren=(2017,), indeling=2017)
        )
        .bijlagen["grenzen_buurt"]
        .geometry.to_numpy()
        for crs in ("epsg4326", "epsg3857")
    ]
    assert shapely.hausdorff_distance(*frames).max() < 0.01


@pytest.mark.real
def test_buurten_2019_hengelo_2018_gemeenten_and_wijken_2016(real_data):
    file = real_data / "cbs_gebiedsindelingen/buurt_gegeneraliseerd_2019.gpkg"
    facts = feiten(read(file, BRON, release("gpkg", product="gegeneraliseerd")))
    assert facts[("aantal_rijen", "buurt")] == 13_594 and facts[("ongeldige_geometrie", "buurt")] == 21
    assert facts[("aantal_gemeenten", "buurt")] == 355 and facts[("aantal_met_naam", "buurt")] == 7_144
    file = real_data / "cbs_wijkenbuurten/hengelo_2018/wijkenbuurten_2018_hengelo.gpkg"
    hengelo = read(file, BRON, release("gpkg", release="2018@h", jaren=(2018,), indeling=2018))
    assert feiten(hengelo)[("code_-99999999", "buurt")] == 963
    assert cell(hengelo, "BU01640604", "perc_huurwoningen_in_bezit_woningcorporaties") == "50"
    for jaar, count in ((2017, 388), (2018, 380), (2019, 355)):
        file = real_data / f"cbs_wijkenbuurten/gemeenten/gemeenten_{jaar}.gpkg"
        item = read(file, BRON, release("gpkg", release=f"{jaar}@g", jaren=(jaar,), indeling=jaar))
        assert feiten(item)[("aantal_gebieden", "gemeente")] == count
    wijken = read(
        real_data / "cbs_kerncijfers/wijk_2016.zip",
        BRON,
        release("dbf_zip", release="2016@w", jaren=(2016,), indeling=2016),
    )
    table = wijken.waarnemingen.to_pandas()
    inwoners = pd.to_numeric(table[table["kolom"] == "AANT_INW"]["waarde"])
    assert len(inwoners) == 2_981 and inwoners[inwoners > -99_990].sum() == 16_974_935


def key_file(folder: Path, *rows: str, header: str = "BUURTCODE_CBS_2015,BUURTCODE_CBS_2022,geometrie") -> Path:
    file = folder / "buurten.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def test_a_key_of_a_gemeente_gives_its_pairs_once_and_no_figures(tmp_path):
    rows = ["BU03630000,BU0363AE01,x", "BU03630001,BU0363AE01,x", "BU03630001,BU0363AE01,y"]
    key = release("sleutel_csv", release="2022@sleutel", jaren=(2022,), indeling=2022)
    delivery = read(key_file(tmp_path, *rows), BRON, key)
    facts = {row["feit"]: row["waarde"] for row in delivery.feiten.to_pylist()}
    assert facts == {"aantal_rijen": 3, "aantal_paren": 2, "aantal_codes_2015": 2, "aantal_codes_2022": 1}
    assert delivery.waarnemingen.num_rows == delivery.gebieden.num_rows == 0
    pairs = [tuple(row.values()) for row in delivery.bijlagen["sleutel"].to_pylist()]
    assert pairs == [(2015, 2022, "BU03630000", "BU0363AE01"), (2015, 2022, "BU03630001", "BU0363AE01")]


def test_a_key_of_another_vintage_or_with_a_broken_code_is_refused(tmp_path):
    other = release("sleutel_csv", release="2024@sleutel", jaren=(2024,), indeling=2024)
    with pytest.raises(DeliveryError, match="nieuwste van 2024; gezien: BUURTCODE_CBS_2015, BUURTCODE_CBS_2022"):
        read(key_file(tmp_path, "BU03630000,BU0363AE01,x"), BRON, other)
    key = release("sleutel_csv", release="2022@sleutel", jaren=(2022,), indeling=2022)
    with pytest.raises(DeliveryError, match="rij 3, kolom BUURTCODE_CBS_2015: '3630001' is geen buurtcode"):
        read(key_file(tmp_path, "BU03630000,BU0363AE01,x", "3630001,BU0363AE02,x"), BRON, key)


# --- arcs, and files of another year ---


def circle(x: float, y: float, radius: float) -> bytes:
    """A MultiSurface of one CurvePolygon whose side is a CircularString, as WKB: what shapely cannot write."""
    points = [(x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius), (x - radius, y)]
    side = struct.pack("<BII", 1, 8, len(points)) + b"".join(struct.pack("<dd", *point) for point in points)
    return struct.pack("<BII", 1, 12, 1) + struct.pack("<BII", 1, 10, 1) + side


@pytest.mark.parametrize("declared", ["MULTIPOLYGON", "MULTISURFACE", "GEOMETRY"])
def test_arcs_become_lines(tmp_path, declared):
    file = tmp_path / "grenzen.gpkg"
    frame = buurten(2)
    geometry = np.array([shapely.to_wkb(frame.geometry.iloc[0]), circle(X + 2500, Y + 500, 500)], dtype=object)
    names = ["BU_CODE", "BU_NAAM", "WATER"]
    data = [frame[name].to_numpy(object) for name in names]
    kind = {"driver": "GPKG", "geometry_type": "MultiPolygon", "crs": "EPSG:28992", "layer": "buurten"}
    pyogrio.raw.write(file, geometry, data, np.array(names), promote_to_multi=False, **kind)
    with sqlite3.connect(file) as database:  # what the file says of itself, which its rows may contradict
        database.execute("update gpkg_geometry_columns set geometry_type_name = ?", (declared,))
    found = read(file, BRON, release("gpkg")).bijlagen["grenzen_buurt"]
    assert found["oppervlakte_ha"].to_list() == pytest.approx([100, np.pi * 25], rel=0.002)


@pytest.mark.parametrize(
    ("layer", "fields", "text"),
    [
        ("buurten_2018", {}, "de naam 'buurten_2018' zegt 2018, maar release 2019@proef"),
        ("buurten", {"jaarcode": [2018] * 3}, "kolom jaarcode zegt 2018"),
        ("buurten", {"BU_CODE": ["BU0363AF01", "BU0363AF02", "BU03630003"]}, "BU0363AF01 heeft letters"),
        ("buurten", {"BU_CODE": ["BU19920001", "BU19920002", "BU19920003"]}, "gemeente GM1992 bestaat pas vanaf 2023"),
        ("buurten", {"BU_CODE": ["BU00050001", "BU00050002", "BU00050003"]}, "gemeente GM0005 bestond tot en met 2018"),
    ],
)
def test_outlines_of_another_year_are_found(tmp_path, layer, fields, text):
    frame = buurten(**fields).drop(columns=["WK_CODE", "GM_CODE"])
    with pytest.raises(DeliveryError, match=text) as error:
        read(gpkg(tmp_path, **{layer: frame}), BRON, release("gpkg"))
    assert "Leg het onder een release met zijn eigen jaar" in str(error.value)


def test_a_year_that_the_file_proves_goes_before_its_name(tmp_path):
    frame = buurten(jaarcode=[2019] * 3)
    assert read(gpkg(tmp_path, buurten_2018=frame), BRON, release("gpkg")).gebieden.num_rows == 3


def test_attributes_with_the_year_behind_their_name(tmp_path):
    frame = buurten().rename(columns={"BU_CODE": "BU_CODE_2019", "BU_NAAM": "bu_naam_2019"})
    delivery = read(gpkg(tmp_path, buurten=frame), BRON, release("gpkg"))
    assert delivery.gebieden["gebiedsnaam"].to_pylist() == ["Buurt 0", "Buurt 1", "Buurt 2"]


def test_topojson_is_told(tmp_path):
    (tmp_path / "x.json").write_text('{"type": "Topology", "objects": {}, "arcs": []}')
    with pytest.raises(DeliveryError, match=r"dit is TopoJSON.*als GeoPackage of GeoJSON"):
        read(tmp_path / "x.json", BRON, release("geojson"))
