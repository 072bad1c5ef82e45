"""Groningen 2017 → 2019 as published: three buurten moved under their code, the others were only drawn coarser."""

import csv

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.veerkracht.areas.wereld import SETTINGS, changes
from tests.veerkracht.sources.lezen import read
from veerkracht.areas.gewichten import build_gewichten
from veerkracht.areas.grenzen import build_grenzen
from veerkracht.sources.catalogue.model import Release, Source

pytestmark = pytest.mark.real
MOVED = {"verlegd", "gesplitst", "samengevoegd"}
BRON = Source(
    bron="cbs_grenzen",
    titel="x",
    uitgever="CBS",
    licentie="CC BY 4.0",
    toegang="open",
    landingspagina="https://example.org",
    reeks="nieuwste_per_jaar",
)


@pytest.fixture(params=["epsg4326", "epsg3857"])
def groningen(paths, real_data, request) -> pd.DataFrame:
    pairs = []
    for file, jaar, layout, product in (
        (f"cbs_wijkenbuurten/groningen_2017/{request.param}/buurt2017.zip", 2017, "shapefile_zip", "gedetailleerd"),
        ("cbs_gebiedsindelingen/buurt_gegeneraliseerd_2019.gpkg", 2019, "gpkg", "gegeneraliseerd"),
    ):
        release = Release(release=f"{jaar}@x", jaren=(jaar,), url="x", indeling=jaar, layout=layout, product=product)
        folder = paths.raw("open", "cbs_grenzen", release.release)
        folder.mkdir(parents=True)
        delivery = read(real_data / file, BRON, release)
        for name, frame in delivery.bijlagen.items():
            frame.to_parquet(folder / f"{name}.parquet")
        pairs.append(("cbs_grenzen", release.release))
    build_grenzen(paths, pairs)
    build_gewichten(paths, SETTINGS)
    return changes(paths, 2017, 2019).set_index("van_code")


def test_the_three_moves_come_out_and_the_rest_is_not_called_moved(groningen, real_data, paths):
    with (real_data / "expectations.csv").open(encoding="utf-8") as file:
        expected = {
            row["area_code"]: float(row["value"])
            for row in csv.DictReader(file)
            if row["indicator"].startswith("IoU of the outlines")
        }
    assert len(expected) == 3
    for code, iou in expected.items():
        assert groningen.loc[code, "iou_zelfde_code"] == pytest.approx(iou, abs=0.03)
        assert groningen.loc[code, "klasse"] in MOVED
    own = groningen[groningen.index.notna()]
    assert len(own) == 108 and own["iou_zelfde_code"].notna().all()
    assert float(own["iou_zelfde_code"].median()) == pytest.approx(0.92, abs=0.01)
    moved = own[own["klasse"].isin(MOVED)]
    # Besides the three only neighbours that took their ground, and nowhere near the middle of the distribution.
    assert len(moved) <= 10 and moved["iou_zelfde_code"].max() < 0.91
    assert (own["klasse"] == "ongewijzigd").sum() > 54
    _whole_country_adds_up(paths)


def _whole_country_adds_up(paths) -> None:
    lists = {
        niveau: pq.read_table(paths.gebiedenlijst / f"{niveau}_2019.parquet")
        for niveau in ("buurt", "wijk", "gemeente")
    }
    assert {niveau: table.num_rows for niveau, table in lists.items()} == {
        "buurt": 13_594,
        "wijk": 3_164,
        "gemeente": 355,
    }
    areas = {niveau: sum(table["oppervlakte_ha"].to_pylist()) for niveau, table in lists.items()}
    assert areas["gemeente"] == pytest.approx(areas["buurt"], rel=2e-3)  # some buurten overlap
    assert areas["wijk"] == pytest.approx(areas["buurt"], rel=2e-3)
