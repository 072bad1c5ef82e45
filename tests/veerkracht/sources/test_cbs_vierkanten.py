"""Squares of 100 m in the publishers' three carriers, their special codes, and what is refused."""

import zipfile

import geopandas as gpd
import pytest
import shapely

from tests.veerkracht.sources.lezen import read
from veerkracht import schemas
from veerkracht.errors import BoundaryError, DeliveryError
from veerkracht.sources.catalogue.model import Release, Source

BRON = Source(
    bron="cbs_vierkanten",
    titel="Vierkanten",
    uitgever="CBS",
    licentie="CC BY 4.0",
    toegang="open",
    landingspagina="https://www.cbs.nl",
    reeks="nieuwste_per_jaar",
)
CODES = ["E2269N5800", "E2270N5800", "E2271N5800", "E2272N5800", "E0000N3250"]
INW = ["15", "-99997", "-99998", "nihil", "0"]
EXPECTED = [
    ("E2269N5800", 226900, 580000, 15.0, "waarde"),
    ("E2270N5800", 227000, 580000, None, "geheim"),
    ("E2271N5800", 227100, 580000, None, "ontbreekt"),
    ("E2272N5800", 227200, 580000, None, "ontbreekt"),
    ("E0000N3250", 0, 325000, 0.0, "waarde"),
]


def release(*jaren):
    first, last = jaren[0], jaren[-1]
    name = f"{first}-{last}@vk" if first != last else f"{first}@vk"
    return Release(release=name, jaren=jaren, url="x.zip", indeling=last, layout="vierkant_zip")


def as_csv(path, columns, scheiding=";", encoding="utf-8"):
    lines = [scheiding.join(columns), *(scheiding.join(row) for row in zip(*columns.values(), strict=True))]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("map/cbs_vk100.csv", "\r\n".join(lines).encode(encoding))
    return path


def as_layer(path, columns, suffix, crs=28992, dx=0, declares="what it is"):
    """A layer of squares in a zip, in a CRS that it may declare otherwise."""
    corners = [(int(code[1:5]) * 100 + dx, int(code[6:]) * 100) for code in next(iter(columns.values()))]
    boxes = [shapely.box(x, y, x + 100, y + 100) for x, y in corners]
    folder = path.parent / f"laag{suffix}"
    folder.mkdir()
    frame = gpd.GeoDataFrame(columns, geometry=boxes, crs=28992).to_crs(crs)
    if declares != "what it is":
        frame = frame.set_crs(declares, allow_override=True)
    frame.to_file(folder / f"vk{suffix}")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("leesmij.txt", "uitleg")
        for file in folder.iterdir():
            archive.write(file, f"map/{file.name}")
    return path


def squares(delivery):
    table = delivery.bijlagen["vierkanten"]
    assert table.schema == schemas.VIERKANTEN
    return [tuple(row.values())[1:] for row in table.to_pylist()]


@pytest.mark.parametrize("scheiding", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv(tmp_path, scheiding, encoding):
    path = as_csv(tmp_path / "a.zip", {"crs28992res100m": CODES, "aantal_inwoners": INW, "x": INW}, scheiding, encoding)
    delivery = read(path, BRON, release(2024))
    assert squares(delivery) == EXPECTED
    assert delivery.waarnemingen.num_rows == delivery.gebieden.num_rows == 0


@pytest.mark.parametrize(("suffix", "crs"), [(".gpkg", 28992), (".shp", 28992), (".shp", 4326)])
def test_layers_of_text(tmp_path, suffix, crs):
    path = as_layer(tmp_path / "a.zip", {"C28992R100": CODES[:4], "INW2014": INW[:4]}, suffix, crs)
    assert squares(read(path, BRON, release(2014))) == EXPECTED[:4]


def test_a_loose_geopackage(tmp_path):
    as_layer(tmp_path / "a.zip", {"C28992R100": CODES[:4], "INW2014": INW[:4]}, ".gpkg")
    assert squares(read(tmp_path / "laag.gpkg" / "vk.gpkg", BRON, release(2014))) == EXPECTED[:4]


@pytest.mark.parametrize(("declared", "said"), [(None, 3857), (28992, 3857), (28992, None), (None, None)])
def test_the_crs_of_the_release_counts_where_the_file_declares_none_or_a_wrong_one(tmp_path, declared, said):
    """Coordinates of the web map; where nobody says so they prove it themselves."""
    path = as_layer(tmp_path / "a.zip", {"C28992R100": CODES[:4], "INW2014": INW[:4]}, ".gpkg", 3857, declares=declared)
    assert squares(read(path, BRON, release(2014).model_copy(update={"crs": said}))) == EXPECTED[:4]


def test_outlines_in_a_crs_that_nothing_explains_are_told_as_such(tmp_path):
    path = as_layer(tmp_path / "a.zip", {"C28992R100": CODES[:4], "INW2014": INW[:4]}, ".gpkg", 32631, declares=28992)
    with pytest.raises(BoundaryError, match=r"coördinatenstelsel is niet vast te stellen.*EPSG:28992.*`crs`"):
        read(path, BRON, release(2014))
    assert squares(read(path, BRON, release(2014).model_copy(update={"crs": 32631}))) == EXPECTED[:4]


def test_layer_of_numbers(tmp_path):
    path = as_layer(
        tmp_path / "a.zip", {"crs28992res100m": CODES[:3], "aantal_inwoners": [15, -99997, -99998]}, ".gpkg"
    )
    assert squares(read(path, BRON, release(2024))) == EXPECTED[:3]


def test_only_the_years_of_the_release_and_what_was_counted(tmp_path):
    columns = {"C28992R100": CODES, "INW2013": INW[::-1], "INW2014": INW, "INW2015": ["1"] * 5}
    delivery = read(as_csv(tmp_path / "a.zip", columns), BRON, release(2013, 2014))
    assert {row["jaar"] for row in delivery.bijlagen["vierkanten"].to_pylist()} == {2013, 2014}
    facts = {row["feit"]: row["waarde"] for row in delivery.feiten.to_pylist()}
    assert facts["aantal_rijen"] == 5
    assert facts["som_inwoners_INW2014"] == 15
    assert facts["code_-99998_INW2014"] == facts["code_-99997_INW2013"] == facts["ontbreekt_nihil_INW2014"] == 1
    assert not [name for name in facts if "2015" in name]


@pytest.mark.parametrize(
    ("columns", "jaren", "text"),
    [
        (
            {"crs28992res500m": CODES, "aantal_inwoners": INW},
            (2024,),
            "'crs28992res100m' of .* ontbreekt.*crs28992res500m",
        ),
        ({"C28992R100": CODES, "INW2013": INW}, (2014,), "'INW2014' .*ontbreekt.*INW2013"),
        ({"C28992R100": CODES, "aantal_inwoners": INW}, (2013, 2014), "'INW2013' .*ontbreekt"),
        ({"C28992R100": ["E2269N5800"] * 5, "INW2014": INW}, (2014,), "E2269N5800 staat er dubbel"),
        ({"C28992R100": [*CODES[:4], "E22N58"], "INW2014": INW}, (2014,), "rij 5.*'E22N58' is geen vierkant van 100 m"),
        (
            {"C28992R100": [*CODES[:4], "E9999N5800"], "INW2014": INW},
            (2014,),
            "rij 5.*geen vierkant van 100 m in Nederland",
        ),
        (
            {"C28992R100": CODES, "INW2014": ["veel"] * 5},
            (2014,),
            "rij 1.*INW2014: 'veel' is geen aantal inwoners, evenals 4 andere",
        ),
        ({"C28992R100": [], "INW2014": []}, (2014,), "geen enkel vierkant"),
    ],
)
def test_refused(tmp_path, columns, jaren, text):
    with pytest.raises(DeliveryError, match=text):
        read(as_csv(tmp_path / "a.zip", columns), BRON, release(*jaren))


def test_outlines_elsewhere_than_their_codes(tmp_path):
    path = as_layer(tmp_path / "a.zip", {"C28992R100": CODES[:4], "INW2014": INW[:4]}, ".gpkg", dx=-100)
    with pytest.raises(DeliveryError, match=r"E2269N5800 ligt op \(226800, 580000\) in plaats van \(226900, 580000\)"):
        read(path, BRON, release(2014))


def test_member_that_leads_outside_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../vk.gpkg", b"x")
    with pytest.raises(DeliveryError, match="wijst naar buiten de map"):
        read(tmp_path / "a.zip", BRON, release(2014))


def test_no_table_and_damaged_layer(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("leesmij.pdf", "x")
    with pytest.raises(DeliveryError, match="geen gpkg, shapefile of csv"):
        read(tmp_path / "a.zip", BRON, release(2014))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("vk.gpkg", b"geen geopackage")
    with pytest.raises(DeliveryError, match="kan niet worden gelezen"):
        read(tmp_path / "b.zip", BRON, release(2014))


@pytest.mark.real
def test_real_squares_of_groningen_lie_in_groningen(real_data):
    delivery = read(real_data / "squares" / "vierkant100m2014.zip", BRON, release(2014))
    frame = delivery.bijlagen["vierkanten"].to_pandas()
    assert len(frame) == 3441
    assert frame.x.between(226_000, 245_000).all()
    assert frame.y.between(577_000, 588_000).all()
    assert set(frame.status) == {"waarde", "ontbreekt"}


@pytest.mark.parametrize("column", ["INWONER", "inwoners", "INW2016", "Aantal inwoners", "AANT_INW"])
def test_inhabitants_by_any_spelling(tmp_path, column):
    path = as_csv(tmp_path / "a.zip", {"C28992R100": CODES, column: ["5", "10", "15", "20", "25"]})
    delivery = read(path, BRON, release(2016))
    assert delivery.bijlagen["vierkanten"]["inwoners"].to_pylist() == [5, 10, 15, 20, 25]


def test_a_cell_that_nobody_can_read_is_missing_and_counted(tmp_path):
    path = as_csv(tmp_path / "a.zip", {"C28992R100": CODES, "INW2014": ["5", "10", ",", "ca. 20", "25"]})
    delivery = read(path, BRON, release(2014))
    assert delivery.bijlagen["vierkanten"]["status"].to_pylist() == [
        *("waarde", "waarde", "ontbreekt", "onleesbaar", "waarde"),
    ]
    told = {row["feit"]: row["toelichting"] for row in delivery.feiten.to_pylist()}
    assert told["onleesbaar_INW2014"] == "1 van 4 cellen zijn geen getal, zoals 'ca. 20' in rij 4"


def test_a_comma_before_noughts_is_read_and_a_sign_that_may_part_thousands_never_guessed(tmp_path):
    path = as_csv(tmp_path / "a.zip", {"C28992R100": CODES, "INW2014": ["5,0", "10.00", "1e1", "1.200", "1,200"]})
    delivery = read(path, BRON, release(2014))
    assert delivery.bijlagen["vierkanten"]["inwoners"].to_pylist() == [5, 10, 10, None, None]
    told = {row["feit"]: row["toelichting"] for row in delivery.feiten.to_pylist()}
    assert told["onleesbaar_INW2014"] == "2 van 5 cellen zijn geen getal, zoals '1.200' in rij 4"


def test_a_name_of_another_year(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("CBS_VK100_2016_v2.csv", "C28992R100;INWONER\nE2269N5800;5\n")
    assert read(path, BRON, release(2016)).bijlagen["vierkanten"].num_rows == 1
    with pytest.raises(DeliveryError, match=r"de naam zegt 2016, maar release .* is van 2018"):
        read(path, BRON, release(2018))
