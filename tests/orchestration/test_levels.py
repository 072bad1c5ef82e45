"""Levels of a user through `veerkracht refresh`: one that nests, with maps, and one across gemeenten, without."""

import duckdb
import geopandas as gpd
import pytest

from tests.orchestration import own_levels
from tests.orchestration.conftest import veerkracht
from tests.orchestration.eigen import INDICATOR, KAART
from tests.orchestration.own_levels import GEMEENTE, OLD, STADSDELEN
from veerkracht.paths import DataPaths

pytestmark = [pytest.mark.lang, pytest.mark.timeout(2000)]
NAME = INDICATOR["indicator"]


@pytest.fixture(scope="module")
def edition(sample, tmp_path_factory):
    """Folder of an edition of the sample with stadsdelen and postcode areas."""
    base = tmp_path_factory.mktemp("niveaus")
    paths, own = DataPaths(base / "data").ensure(), own_levels.write(base / "eigen", sample)
    done = veerkracht(paths.root, sample / "catalogus", "--catalogus", str(own), "refresh", timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return (paths.publicatie("openbaar") / "actueel").resolve()


def ask(edition, sql: str) -> list[tuple]:
    with duckdb.connect(str(edition / "veerkracht.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_the_levels_stand_in_their_order(edition):
    found = ask(edition, "select niveau from dim_niveau order by volgorde")
    assert [niveau for (niveau,) in found] == ["raster", "buurt", "postcode4", "wijk", "stadsdeel", "gemeente", "land"]


def test_areas_and_parents(edition):
    found = ask(
        edition,
        "select gebiedscode, gebiedsnaam, gemeentecode, heeft_geometrie from dim_gebied "
        "where niveau in ('stadsdeel', 'postcode4') and is_doel order by 1",
    )
    postcodes = [(f"100{n}", None, None, True) for n in range(4)]
    own = zip(STADSDELEN, ("Oost", "West", "Zuid"), strict=True)
    assert found == [*postcodes, *((code, name, GEMEENTE, True) for code, name in own)]
    parents = ask(
        edition,
        "select gebiedscode, oudercode from dim_ouder join dim_gebied using (niveau, gebiedscode, indeling) "
        "where ouderniveau = 'stadsdeel' and is_doel and niveau = 'wijk' and water = 'land'",
    )
    assert dict(parents) == own_levels.in_stadsdeel([wijk for wijk, _ in parents]) and len(parents) > 1
    above = ask(edition, "select distinct ouderniveau from dim_ouder where niveau = 'buurt'")
    assert {niveau for (niveau,) in above} == {"wijk", "stadsdeel", "gemeente", "land"}
    assert ask(edition, "select distinct ouderniveau from dim_ouder where niveau = 'postcode4'") == [("land",)]


def test_figures_of_the_level_itself_and_made_of_buurten(edition):
    found = ask(
        edition,
        f"select niveau, gebiedscode, jaar, methode, waarde from fct_reeks where indicator = '{NAME}' "
        "and waarde is not null and niveau in ('stadsdeel', 'postcode4') order by 2, 3",
    )
    postcodes = [("postcode4", f"100{n}", 2024, "geleverd", 6.5 + n) for n in range(4)]
    moved = [("stadsdeel", code, OLD, "uit_buurten", 5.0) for code in STADSDELEN]
    given = [("stadsdeel", code, 2024, "geleverd", 4.5 + n) for n, code in enumerate(STADSDELEN)]
    assert [(*row[:4], round(row[4], 9)) for row in found] == sorted(postcodes + moved + given, key=lambda r: r[1:3])


def test_maps_have_the_level_that_says_so(edition):
    found = ask(
        edition,
        f"select distinct niveau, gebiedscode, klasse from fct_kaart where kaart_id = '{KAART['kaart_id']}' "
        "and niveau not in ('buurt', 'wijk') order by all",
    )
    assert found == [("stadsdeel", code, klasse) for klasse, code in enumerate(STADSDELEN, 1)]


def test_layers(edition):
    for niveau, codes in (("stadsdeel", [*STADSDELEN]), ("postcode4", [f"100{n}" for n in range(4)])):
        for file in (f"veerkracht_{niveau}.gpkg", f"veerkracht_{niveau}.parquet"):
            path = edition / "kaarten" / file
            layer = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
            assert sorted(layer["gebiedscode"]) == codes and layer[NAME].notna().all()
            assert (f"kaart_{KAART['kaart_id']}_klasse" in layer.columns) == (niveau == "stadsdeel")
