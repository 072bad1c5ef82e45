"""Clean outlines per vintage: valid, one row an area, the best release, complete levels, written once."""

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely
from shapely.geometry import Polygon

from tests.veerkracht.areas.wereld import SETTINGS, X, Y, outlines, raw, vak
from veerkracht.areas import indelingen, target_indeling
from veerkracht.areas.grenzen import build_grenzen
from veerkracht.errors import BoundaryError
from veerkracht.schemas import GEBIEDENLIJST, GRENZEN_COLUMNS


def clean(paths, niveau: str, indeling: int = 2019) -> gpd.GeoDataFrame:
    return gpd.read_parquet(paths.grenzen / f"{niveau}_{indeling}.parquet").set_index("gebiedscode", drop=False)


TWO = {"BU00010000": vak(0, 0, 100, 100), "BU00010101": vak(100, 0, 200, 100)}


def test_invalid_outlines_become_valid_polygons_of_the_same_extent(paths):
    bow_tie = Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)])
    spike = Polygon(
        [(X + 200, Y), (X + 300, Y), (X + 300, Y + 100), (X + 300, Y + 400), (X + 300, Y + 100), (X + 200, Y + 100)]
    )
    build_grenzen(paths, raw(paths, outlines(2019, {"BU00010000": bow_tie, "BU00010001": spike})))
    frame = clean(paths, "buurt")
    assert frame.is_valid.all() and set(frame.geom_type) <= {"Polygon", "MultiPolygon"}
    assert frame["oppervlakte_ha"].tolist() == pytest.approx([0.5, 1.0])
    assert tuple(frame.columns) == GRENZEN_COLUMNS and frame.crs.to_epsg() == 28992


def test_an_area_with_land_and_water_keeps_its_land_and_water_stays_water(paths):
    land = outlines(2019, TWO)
    water = outlines(2019, {"BU00010000": vak(0, 100, 100, 900), "BU00019997": vak(0, 900, 100, 999)}, water="water")
    both = gpd.pd.concat([water, land], ignore_index=True)
    build_grenzen(paths, raw(paths, both))
    frame = clean(paths, "buurt")
    assert frame["water"].to_dict() == {"BU00010000": "land", "BU00010101": "land", "BU00019997": "water"}
    assert frame["oppervlakte_ha"]["BU00010000"] == pytest.approx(1.0)
    gemeente = clean(paths, "gemeente")
    assert gemeente["oppervlakte_ha"].tolist() == pytest.approx([2.0])
    assert clean(paths, "wijk")["water"].to_dict() == {"WK000100": "land", "WK000101": "land", "WK000199": "water"}


def test_levels_that_nobody_delivers_are_put_together_from_buurten(paths):
    build_grenzen(paths, raw(paths, outlines(2019, TWO)))
    assert clean(paths, "wijk")["product"].unique().tolist() == ["samengevoegd"]
    gemeente = clean(paths, "gemeente").loc["GM0001"]
    assert gemeente.geometry.equals(vak(0, 0, 200, 100)) and gemeente["niveau"] == "gemeente"


def test_a_level_delivered_in_part_is_completed_and_names_are_shared(paths):
    areas = TWO | {"BU00020000": vak(200, 0, 300, 100)}
    delivered = outlines(2019, {"GM0001": vak(0, 0, 200, 99)}, niveau="gemeente", release="2019@gem")
    build_grenzen(paths, raw(paths, outlines(2019, areas), delivered))
    gemeenten = clean(paths, "gemeente")
    assert gemeenten["product"].to_dict() == {"GM0001": "gedetailleerd", "GM0002": "samengevoegd"}
    buurten = clean(paths, "buurt")
    assert buurten["gemeentenaam"]["BU00010000"] == "naam GM0001"
    assert buurten["gemeentenaam"].isna()["BU00020000"]


def test_the_release_with_most_areas_wins_and_detail_wins_a_tie(paths):
    general = outlines(2019, TWO, release="2019@a", product="gegeneraliseerd")
    detailed = outlines(2019, TWO, release="2019@b")
    build_grenzen(paths, raw(paths, general, detailed))
    assert clean(paths, "buurt")["release"].unique().tolist() == ["2019@b"]
    more = outlines(2019, TWO | {"BU00020000": vak(200, 0, 300, 100)}, release="2019@c", product="gegeneraliseerd")
    build_grenzen(paths, raw(paths, general, detailed, more))
    assert clean(paths, "buurt")["release"].unique().tolist() == ["2019@c"]


def test_partial_releases_of_one_vintage_are_combined_unless_they_share_a_code(paths):
    one = outlines(2019, TWO, release="2019@a")
    two = outlines(2019, {"BU00020000": vak(200, 0, 300, 100)}, release="2019@b")
    three = outlines(2019, {"BU00020000": vak(200, 0, 300, 50)}, release="2019@c")
    build_grenzen(paths, raw(paths, one, two, three))
    frame = clean(paths, "buurt")
    assert frame["release"].to_dict() == {"BU00010000": "2019@a", "BU00010101": "2019@a", "BU00020000": "2019@b"}


def test_of_each_gemeente_the_release_that_has_most_of_it_is_taken(paths):
    """Two deliveries of one vintage overlap, and each lacks gemeenten or buurten that the other has."""
    one = outlines(2019, TWO | {"BU00020000": vak(200, 0, 300, 100)}, release="2019@a")
    clipped = {
        "BU00020000": vak(200, 0, 300, 99),
        "BU00020001": vak(300, 0, 400, 99),
        "BU00030000": vak(400, 0, 500, 99),
    }
    two = outlines(2019, clipped, release="2019@b")
    build_grenzen(paths, raw(paths, one, two))
    found = clean(paths, "buurt")["release"].to_dict()
    assert {code for code, release in found.items() if release == "2019@a"} == set(TWO)
    assert {code for code, release in found.items() if release == "2019@b"} == set(clipped)


def test_a_buurt_that_the_fullest_release_lacks_is_taken_where_its_ground_is_free(paths):
    one = outlines(2019, TWO, release="2019@a")
    others = {"BU00010102": vak(200, 0, 300, 100), "BU00010103": vak(0, 0, 90, 100)}
    build_grenzen(paths, raw(paths, one, outlines(2019, others, release="2019@b")))
    assert set(clean(paths, "buurt").index) == set(TWO) | {"BU00010102"}


@pytest.mark.parametrize("border", [100, 120])
def test_other_gemeenten_on_the_same_ground_are_not_taken_beside_a_fuller_delivery(paths, border):
    """A delivery from before or after a merger: of it only counts what lies elsewhere."""
    fuller = TWO | {"BU00020000": vak(200, 0, 300, 100), "BU00020001": vak(300, 0, 400, 100)}
    others = {"BU00030000": vak(0, 0, border, 100), "BU00030001": vak(border, 0, 200, 100)}
    elsewhere = {"BU00040000": vak(400, 0, 500, 100)}
    other = outlines(2019, others | elsewhere, release="2019@a")
    build_grenzen(paths, raw(paths, outlines(2019, fuller, release="2019@b"), other))
    assert set(clean(paths, "buurt").index) == set(fuller | elsewhere)


def test_the_list_holds_the_same_areas_without_outlines(paths):
    build_grenzen(paths, raw(paths, outlines(2019, TWO)))
    table = pq.read_table(paths.gebiedenlijst / "buurt_2019.parquet")
    assert table.schema.equals(GEBIEDENLIJST)
    assert table["gebiedscode"].to_pylist() == list(TWO)


def test_nothing_is_written_twice_and_the_same_input_gives_the_same_bytes(paths, tmp_path):
    pairs = raw(paths, outlines(2019, TWO))
    written = build_grenzen(paths, pairs)
    first = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in written}
    said: list[str] = []
    assert build_grenzen(paths, pairs, said.append) == written and said == []
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in written} == first
    for file in written:
        file.unlink()
    build_grenzen(paths, pairs)
    assert {file: file.read_bytes() for file in written} == {file: content for file, (_, content) in first.items()}


def test_changed_input_is_seen_and_a_withdrawn_vintage_goes(paths):
    build_grenzen(paths, raw(paths, outlines(2018, TWO), outlines(2019, TWO)))
    assert indelingen(paths) == [2018, 2019]
    pairs = raw(paths, outlines(2019, {"BU00010000": vak(0, 0, 100, 50)}))
    build_grenzen(paths, pairs)
    assert indelingen(paths) == [2019]
    assert clean(paths, "buurt")["oppervlakte_ha"].tolist() == pytest.approx([0.5])
    assert not list(paths.gebiedenlijst.glob("*_2018.parquet"))


def test_target_is_the_newest_with_buurten_or_the_one_that_was_asked(paths):
    with pytest.raises(BoundaryError, match="nog geen omtrekken van buurten"):
        target_indeling(paths, SETTINGS)
    gemeente = outlines(2020, {"GM0001": vak(0, 0, 200, 100)}, niveau="gemeente")
    build_grenzen(paths, raw(paths, outlines(2018, TWO), outlines(2019, TWO), gemeente))
    assert target_indeling(paths, SETTINGS) == 2019
    assert target_indeling(paths, SETTINGS.model_copy(update={"doel_indeling": 2018})) == 2018
    with pytest.raises(BoundaryError, match=r"2020 heeft geen omtrekken van buurten; wel aanwezig: 2018, 2019"):
        target_indeling(paths, SETTINGS.model_copy(update={"doel_indeling": 2020}))


@pytest.mark.parametrize(("newer", "target"), [(19, 2025), (18, 2024)])
def test_a_vintage_of_less_than_95_percent_of_the_land_is_not_the_newest(paths, newer, target):
    every = {f"BU{n:04d}0000": vak(100 * n, 0, 100 * n + 100, 100) for n in range(1, 21)}
    part = dict(list(every.items())[:newer])
    build_grenzen(paths, raw(paths, outlines(2024, every), outlines(2025, part)))
    assert target_indeling(paths, SETTINGS) == target


def test_dissolved_neighbours_leave_no_seam(paths):
    hair = {"BU00010000": vak(0, 0, 100, 100), "BU00010001": vak(100.0004, 0, 200, 100)}
    build_grenzen(paths, raw(paths, outlines(2019, hair)))
    outline = clean(paths, "gemeente").geometry.iloc[0]
    assert shapely.get_num_geometries(outline) == 1 and not outline.interiors
