"""The comparison of two editions: equal ones are equal, and every kind of change is seen and named."""

import json
import shutil
import sqlite3
import zipfile

import duckdb
import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib import pyplot
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from tests.compare_editions import compare

TABLE = "<table><tbody>\n<tr><td>a</td></tr>\n<tr><td>b</td></tr>\n</tbody></table>"
PAGE = f"<html><body><p>De waarde is 12.5</p>{TABLE}</body></html>"
FIGURES = """
    create or replace table fct as select * from (values
        ('buurt', 'BU1', 2024::smallint, 1.0::double, 'laag'),
        ('buurt', 'BU2', 2024, 1e-3, 'hoog'),
        ('wijk', 'WK1', 2024, null, 'hoog')) t(niveau, gebiedscode, jaar, waarde, label) order by {order};
    comment on column fct.waarde is 'De waarde.'"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small edition with one file of each kind."""
    folder = tmp_path_factory.mktemp("editie") / "oud"
    for room in ("kaarten", "viewer", "kwaliteit", "werkboeken", "atlas"):
        (folder / room).mkdir(parents=True)
    with duckdb.connect(str(folder / "veerkracht.duckdb")) as con:
        con.execute(FIGURES.format(order="gebiedscode"))
    areas = gpd.GeoDataFrame(
        {"gebiedscode": ["BU1", "BU2"], "waarde": [1.0, 2.0]},
        geometry=[shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)],
        crs=28992,
    )
    areas.to_parquet(folder / "kaarten" / "buurt.parquet")
    areas.to_file(folder / "kaarten" / "buurt.gpkg", layer="buurt")
    areas.to_file(folder / "kaarten" / "buurt.geojson", driver="GeoJSON")
    (folder / "index.html").write_text(PAGE)
    (folder / "kwaliteit" / "index.html").write_text(PAGE)
    (folder / "woordenboek.csv").write_text('naam,omschrijving\na,"1,5"\n')
    (folder / "viewer" / "app.js").write_text("const rand = 0.25;\n")
    (folder / "MANIFEST.json").write_text(json.dumps({"editie": "2026-01-01.1", "rijen": {"fct": 3}}))
    figure = pyplot.figure()
    figure.add_axes((0, 0, 1, 1), facecolor="#ff0000")
    figure.savefig(folder / "atlas" / "GM1.pdf", metadata={"CreationDate": None})
    pyplot.close(figure)
    _workbook(folder / "werkboeken" / "GM1.xlsx", "12")
    _tiles(folder / "viewer" / "veerkracht.pmtiles", b"tegel")
    return folder


def _workbook(file, value):
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", f'<row><c r="A1"><v>1</v></c><c r="B1"><v>{value}</v></c></row>')


def _tiles(file, tile):
    with write(str(file)) as writer:
        writer.write_tile(zxy_to_tileid(0, 0, 0), tile)
        writer.finalize({"tile_type": TileType.MVT, "tile_compression": Compression.NONE}, {"naam": "tegels"})


def _sql(file, statement):
    with duckdb.connect(str(file)) as con:
        con.execute(statement)


def _figures(statement):
    return lambda folder: _sql(folder / "veerkracht.duckdb", statement)


def _written(name, old, new):
    def change(folder):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))

    return change


def _styled(folder):
    with sqlite3.connect(folder / "kaarten" / "buurt.gpkg") as con:
        con.execute("update gpkg_contents set description = 'anders'")


def _layer(name, **changes):
    def change(folder):
        file = folder / "kaarten" / name
        read, write_to = (gpd.read_parquet, "to_parquet") if name.endswith("parquet") else (gpd.read_file, "to_file")
        areas = read(file)
        for column, values in changes.items():
            areas[column] = values(areas) if callable(values) else values
        file.unlink()
        getattr(areas, write_to)(file, **({} if name.endswith("parquet") else {"layer": "buurt"}))

    return change


def _moved(metres):
    return lambda areas: shapely.transform(areas.geometry.to_numpy(), lambda xy: np.add(xy, [metres, 0]))


CHANGES = {
    "value": (_figures("update fct set waarde = 1.00000001 where gebiedscode = 'BU1'"), "veerkracht.duckdb/fct/waarde"),
    "null": (_figures("update fct set waarde = 0 where waarde is null"), "veerkracht.duckdb/fct/waarde"),
    "label": (_figures("update fct set label = 'midden' where gebiedscode = 'BU2'"), "veerkracht.duckdb/fct/label"),
    "row": (_figures("delete from fct where gebiedscode = 'BU2'"), "veerkracht.duckdb/fct"),
    "twin": (_figures("insert into fct select * from fct where gebiedscode = 'BU2'"), "veerkracht.duckdb/fct"),
    "type": (_figures("alter table fct alter waarde type float"), "veerkracht.duckdb/fct/waarde"),
    "column": (_figures("alter table fct drop label"), "veerkracht.duckdb/fct/label"),
    "comment": (_figures("comment on column fct.waarde is 'Anders.'"), "veerkracht.duckdb/comments/comment"),
    "table": (_figures("create table extra as select 1 as a"), "veerkracht.duckdb/extra"),
    "attribute": (_layer("buurt.gpkg", waarde=[1.0, 3.0]), "kaarten/buurt.gpkg/buurt/waarde"),
    "attribute in Parquet": (_layer("buurt.parquet", waarde=[1.0, 3.0]), "kaarten/buurt.parquet/waarde"),
    "outline": (_layer("buurt.gpkg", geometry=_moved(0.001)), "kaarten/buurt.gpkg/buurt/geometry"),
    "outline in Parquet": (_layer("buurt.parquet", geometry=_moved(0.001)), "kaarten/buurt.parquet/geometry"),
    "about a layer": (_styled, "kaarten/buurt.gpkg/gpkg_contents/0/description"),
    "coordinate": (
        _written("kaarten/buurt.geojson", "2000.0", "2000.1"),
        "kaarten/buurt.geojson/features/1/geometry/coordinates/0/*",
    ),
    "number in a text": (_written("index.html", "12.5", "12.6"), "index.html"),
    "rows of a page": (_written("index.html", "<td>b", "<td>c"), "index.html"),
    "row of the page of quality": (_written("kwaliteit/index.html", "<td>b", "<td>c"), "kwaliteit/index.html"),
    "code": (_written("viewer/app.js", "0.25", "0.35"), "viewer/app.js"),
    "CSV": (_written("woordenboek.csv", "1,5", "1,6"), "woordenboek.csv"),
    "JSON": (_written("MANIFEST.json", ": 3", ": 4"), "MANIFEST.json/rijen/fct"),
    "colour on paper": (
        lambda folder: _recoloured(folder / "atlas" / "GM1.pdf"),
        "atlas/GM1.pdf/strokes",
    ),
    "cell": (
        lambda folder: _workbook(folder / "werkboeken" / "GM1.xlsx", "13"),
        "werkboeken/GM1.xlsx/xl/worksheets/sheet1.xml",
    ),
    "tile": (
        lambda folder: _tiles(folder / "viewer" / "veerkracht.pmtiles", b"legel"),
        "viewer/veerkracht.pmtiles/tiles",
    ),
    "file": (lambda folder: (folder / "index.html").unlink(), "index.html"),
}


def _recoloured(file):
    figure = pyplot.figure()
    figure.add_axes((0, 0, 1, 1), facecolor="#ff0100")
    figure.savefig(file, metadata={"CreationDate": None})
    pyplot.close(figure)


@pytest.fixture
def pair(made, tmp_path):
    return made, shutil.copytree(made, tmp_path / "nieuw")


@pytest.mark.parametrize("name", CHANGES)
def test_every_kind_of_change_is_seen_and_named(pair, name):
    old, new = pair
    change, expected = CHANGES[name]
    change(new)
    things = {difference.thing for difference in compare(old, new)}
    assert expected in things or any(thing.startswith(expected.rstrip("*")) for thing in things), things
    assert not list(compare(old, new, tuple(things)))


NOISE = {
    "last digits": _figures("update fct set waarde = waarde * (1 + 3e-16) where gebiedscode = 'BU2'"),
    "order of rows": _figures(FIGURES.format(order="gebiedscode desc")),
    "both": _figures(FIGURES.format(order="gebiedscode desc") + "; update fct set waarde = waarde * (1 + 3e-16)"),
    "outlines moved by a rounding": _layer("buurt.parquet", geometry=_moved(1e-9)),
    "name of the edition": _written("MANIFEST.json", "2026-01-01.1", "2026-01-01.2"),
    "order on the page of quality": _written(
        "kwaliteit/index.html", "<tr><td>a</td></tr>\n<tr><td>b</td></tr>", "<tr><td>b</td></tr>\n<tr><td>a</td></tr>"
    ),
}


@pytest.mark.parametrize("name", NOISE)
def test_what_differs_between_any_two_builds_does_not_count(pair, name):
    old, new = pair
    NOISE[name](new)
    assert not list(compare(old, new))


def test_a_difference_tells_the_row_and_both_values(pair):
    old, new = pair
    _figures("update fct set label = 'midden' where gebiedscode = 'BU2'")(new)
    (difference,) = compare(old, new)
    assert str(difference) == "veerkracht.duckdb/fct/label: differs in 1 rows\n    buurt BU2 2024: hoog -> midden"
