"""Real pairs of outlines, as published and simplified once more: what moved is found, what was only drawn is not.

Unchanged is here what has one code and name, shares more than 0.9 of its ground, and is marked by nobody as changed.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from tests.veerkracht.areas.wereld import SETTINGS, changes, raw
from tests.veerkracht.sources.lezen import read
from veerkracht.areas.clean import clean
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
FILES = {
    "groningen": ("cbs_wijkenbuurten/groningen_2017/epsg4326/buurt2017.zip", 2017, "shapefile_zip", "gedetailleerd"),
    "groningen_3857": (
        "cbs_wijkenbuurten/groningen_2017/epsg3857/buurt2017.zip", 2017, "shapefile_zip", "gedetailleerd"
    ),
    "hengelo": (
        "cbs_wijkenbuurten/hengelo_2018/wijkenbuurten_2018_hengelo.gpkg", 2018, "gpkg", "gedetailleerd"
    ),
    "land": ("cbs_gebiedsindelingen/buurt_gegeneraliseerd_2019.gpkg", 2019, "gpkg", "gegeneraliseerd"),
    **{
        f"gemeenten_{jaar}": (f"cbs_wijkenbuurten/gemeenten/gemeenten_{jaar}.gpkg", jaar, "gpkg", "vereenvoudigd")
        for jaar in (2017, 2018, 2019)
    },
}  # fmt: skip
SIMPLIFIED = [None, *((metres, together) for metres in (5, 25, 50, 100) for together in (True, False))]


@dataclass(frozen=True)
class Outlines:
    """Outlines of the real files, read once."""

    folder: Path
    frames: dict[str, gpd.GeoDataFrame]

    def of(self, name: str) -> gpd.GeoDataFrame:
        if name not in self.frames:
            file, jaar, layout, product = FILES[name]
            release = Release(
                release=f"{jaar}@x", jaren=(jaar,), url="x", indeling=jaar, layout=layout, product=product
            )
            (frame,) = read(self.folder / file, BRON, release).bijlagen.values()
            self.frames[name] = clean(frame)
        return self.frames[name]

    def around(self, name: str) -> gpd.GeoDataFrame:
        """The buurten of 2019 at and beside those of a gemeente."""
        land, here = self.of("land"), shapely.box(*self.of(name).total_bounds)
        return land[shapely.intersects(land.geometry.to_numpy(), here)].reset_index(drop=True)


@pytest.fixture(scope="module")
def real_outlines(real_data) -> Outlines:
    return Outlines(real_data, {})


def simplify(frame: gpd.GeoDataFrame, how: tuple[int, bool] | None) -> gpd.GeoDataFrame:
    """Simplified by so many metres, all together (neighbours keep one border) or each apart; declared as it was."""
    if how is None:
        return frame
    metres, together = how
    shapes = frame.geometry.to_numpy()
    drawn = shapely.coverage_simplify(shapes, metres) if together else shapely.simplify(shapes, metres)
    return clean(frame.set_geometry(drawn, crs=frame.crs))


def compare(paths, van: gpd.GeoDataFrame, naar: gpd.GeoDataFrame) -> pd.DataFrame:
    """What became of each area, by its code."""
    build_grenzen(paths, raw(paths, van, naar))
    jaren = int(van["indeling"].iloc[0]), int(naar["indeling"].iloc[0])
    build_gewichten(paths, SETTINGS, naar=jaren[1])
    rows = changes(paths, *jaren, van["niveau"].iloc[0])
    return rows[rows["van_code"].notna()].set_index("van_code")


def unchanged(found: pd.DataFrame, van: gpd.GeoDataFrame, naar: gpd.GeoDataFrame) -> pd.Series:
    """Mask of the areas that every witness calls the same."""
    names = [frame.set_index("gebiedscode")["gebiedsnaam"].reindex(found.index) for frame in (van, naar)]
    one_name = (names[0] == names[1]) | names[1].isna()
    return (found.index == found["naar_code"]) & one_name & (found["iou"].astype(float) > 0.9)


@pytest.fixture(scope="module")
def moves(real_data) -> dict[str, float]:
    """The three buurten of Groningen that moved under their code, with the IoU of their outlines."""
    with (real_data / "expectations.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"].startswith("IoU of the outlines")]
    assert len(rows) == 3
    return {row["area_code"]: float(row["value"]) for row in rows}


@pytest.mark.parametrize("drawn", ["groningen", "groningen_3857"])
def test_the_three_moves_come_out_and_the_rest_is_not_called_moved(paths, real_outlines, moves, drawn):
    van, naar = real_outlines.of(drawn), real_outlines.of("land")
    found = compare(paths, van, naar)
    for code, iou in moves.items():
        assert found.loc[code, "iou_zelfde_code"] == pytest.approx(iou, abs=0.03)
        assert found.loc[code, "klasse"] in MOVED
    assert len(found) == 108 and found["iou_zelfde_code"].notna().all()
    assert float(found["iou_zelfde_code"].median()) == pytest.approx(0.92, abs=0.01)
    moved = found[found["klasse"].isin(MOVED)]
    # Besides the three only neighbours that took their ground, and nowhere near the middle of the distribution.
    assert len(moved) <= 7 and moved["iou_zelfde_code"].max() < 0.91
    assert (found["klasse"] == "ongewijzigd").sum() >= 95
    _whole_country_adds_up(paths)


@pytest.mark.parametrize("side", ["van", "naar"])
@pytest.mark.parametrize("how", SIMPLIFIED, ids=str)
def test_groningen_however_simplified(paths, real_outlines, moves, how, side):
    van, naar = real_outlines.of("groningen"), real_outlines.around("groningen")
    van, naar = (simplify(van, how), naar) if side == "van" else (van, simplify(naar, how))
    found = compare(paths, van, naar)
    assert set(found.loc[list(moves), "klasse"]) <= MOVED
    same = found[unchanged(found, van, naar)]
    assert len(same) > 40
    assert (same["klasse"] != "ongewijzigd").sum() <= 2 and not same["klasse"].isin(MOVED).any()
    assert found["klasse"].isin(MOVED).sum() <= 10


def cut(frame: gpd.GeoDataFrame, share: float) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Every fifth area gives that share of its ground, cut off straight on the side where it has most to do with one
    neighbour, to that neighbour; and the codes of those that gave."""
    shapes, busy, gave = frame.geometry.to_numpy().copy(), set[int](), []
    for n in range(0, len(shapes), 5):
        options = []
        for piece in (_end_of(shapes[n], share, side) for side in range(4)):
            shared = shapely.length(shapely.intersection(shapely.boundary(piece), shapely.boundary(shapes)))
            shared[[n, *busy]] = 0
            options.append((shared.max(), int(shared.argmax()), piece))
        length, neighbour, piece = max(options, key=lambda option: option[0])
        if n in busy or not length:
            continue
        shapes[n] = shapely.difference(shapes[n], piece)
        shapes[neighbour] = shapely.union(shapes[neighbour], piece)
        busy |= {n, neighbour}
        gave.append(frame["gebiedscode"].iloc[n])
    return clean(frame.set_geometry(shapes, crs=frame.crs)), gave


def _end_of(shape: shapely.Geometry, share: float, side: int) -> shapely.Geometry:
    """The end of a shape at its west, south, east or north that holds that share of its area."""
    whole = np.array(shape.bounds)
    opposite = (side + 2) % 4
    least, most = 0.0, 1.0
    while most - least > 1e-6:
        bounds, part = whole.copy(), (least + most) / 2
        bounds[opposite] = whole[side] + part * (whole[opposite] - whole[side])
        piece = shapely.intersection(shape, shapely.box(*bounds))
        least, most = (part, most) if piece.area < share * shape.area else (least, part)
    return piece


@pytest.mark.parametrize(
    ("share", "how", "seen"),
    [
        (0.1, None, 17), (0.2, None, 21), (0.4, None, 20),
        (0.1, (100, False), 16), (0.2, (100, False), 19), (0.4, (100, False), 20),
    ],
    ids=str,
)  # fmt: skip
def test_ground_that_was_given_away_is_seen(paths, real_outlines, share, how, seen):
    van, gave = cut(real_outlines.of("groningen"), share)
    found = compare(paths, simplify(van, how), real_outlines.around("groningen"))
    noticed = ~found.loc[gave, "klasse"].isin(["ongewijzigd", "hernummerd"])
    assert len(gave) >= 20 and noticed.sum() >= seen


@pytest.mark.parametrize("side", ["van", "naar"])
@pytest.mark.parametrize("how", SIMPLIFIED, ids=str)
def test_hengelo_however_simplified(paths, real_outlines, how, side):
    """No code or name of its 62 buurten differs; the coarse outlines of 2019 share 0.88 with the detailed ones."""
    van, naar = real_outlines.of("hengelo"), real_outlines.around("hengelo")
    van, naar = (simplify(van, how), naar) if side == "van" else (van, simplify(naar, how))
    found = compare(paths, van, naar)
    assert set(found.loc[unchanged(found, van, naar), "klasse"]) == {"ongewijzigd"}
    assert found["klasse"].isin(MOVED).sum() <= 3


@pytest.mark.parametrize("how", [None, (25, True), (100, False)], ids=str)
@pytest.mark.parametrize(("van", "naar", "merged"), [(2017, 2018, 7), (2018, 2019, 29), (2017, 2019, 36)])
def test_gemeenten_that_merged_and_those_that_stayed(paths, real_outlines, how, van, naar, merged):
    """What is not called unchanged lies at the sea, where the outlines were cut off elsewhere, or gave ground away."""
    before, after = (real_outlines.of(f"gemeenten_{jaar}") for jaar in (van, naar))
    before, after = before[before["water"] == "land"], simplify(after[after["water"] == "land"], how)
    found = compare(paths, before, after)
    assert (found["klasse"] == "samengevoegd").sum() == merged
    same = found[unchanged(found, before, after)]
    assert len(same) > 320 and (same["klasse"] != "ongewijzigd").sum() <= 7


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
    areas = {niveau: np.sum(table["oppervlakte_ha"].to_pylist()) for niveau, table in lists.items()}
    assert areas["gemeente"] == pytest.approx(areas["buurt"], rel=2e-3)  # some buurten overlap
    assert areas["wijk"] == pytest.approx(areas["buurt"], rel=2e-3)
