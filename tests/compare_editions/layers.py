"""Map layers beside each other: attributes as tables, outlines vertex by vertex, styles, CRS and the viewer's tiles."""

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pmtiles.reader
import pyarrow.parquet as pq
import pyogrio
import shapely

from .difference import COORDINATE, Difference
from .tables import Table, compare_parquet, compare_tables, only_in_one, session
from .texts import compare_trees

EXAMPLES = 3
ABOUT_LAYERS = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "layer_styles")
CODE = "gebiedscode"


def compare_geoparquet(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    """A Parquet file, with or without outlines."""
    yield from compare_parquet(old, new, thing)
    if all(b"geo" in (pq.read_schema(file).metadata or {}) for file in (old, new)):
        frames = [gpd.read_parquet(file, columns=[CODE, "geometry"]) for file in (old, new)]
        yield from compare_outlines(frames[0], frames[1], thing)


def compare_geopackage(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    """Every layer, and the tables in which a GeoPackage tells about them."""
    yield from compare_trees(_about(old), _about(new), thing, COORDINATE)
    names = [set(pyogrio.list_layers(file)[:, 0]) - set(ABOUT_LAYERS) for file in (old, new)]
    yield from only_in_one(thing, names[0], names[1], "layer")
    for layer in sorted(names[0] & names[1]):
        attributes = [pyogrio.read_arrow(file, layer=layer, read_geometry=False)[1] for file in (old, new)]
        with session() as con:
            con.register("oud", attributes[0])
            con.register("nieuw", attributes[1])
            yield from compare_tables(con, Table(f"{thing}/{layer}", "oud", "nieuw"))
        frames = [gpd.read_file(file, layer=layer, columns=[CODE]) for file in (old, new)]
        yield from compare_outlines(frames[0], frames[1], f"{thing}/{layer}")


def compare_outlines(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, thing: str) -> Iterator[Difference]:
    """Outlines of the areas that both have, in whatever order their rings stand."""
    if old.crs != new.crs:
        yield Difference(f"{thing}/crs", f"{old.crs and old.crs.to_string()} -> {new.crs and new.crs.to_string()}")
    old, new = (frame.set_index(CODE).geometry for frame in (old, new))
    if not (old.index.is_unique and new.index.is_unique):
        old, new = (rows[~rows.index.duplicated()] for rows in (old, new))
    shared = old.index.intersection(new.index)
    before, after = old[shared].to_numpy(), new[shared].to_numpy()
    odd = np.flatnonzero(
        ~shapely.equals_exact(before, after, COORDINATE, normalize=True) & ~(_absent(before) & _absent(after))
    )
    if odd.size:
        examples = tuple(f"{shared[place]}: {_deviation(before[place], after[place])}" for place in odd[:EXAMPLES])
        yield Difference(f"{thing}/geometry", f"{odd.size} outlines differ", examples)


def compare_tiles(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    """Header, metadata and every tile, unpacked."""
    (about, tiles), (about_new, tiles_new) = _tiles(old), _tiles(new)
    yield from compare_trees(about, about_new, thing, COORDINATE)
    yield from only_in_one(thing, set(tiles), set(tiles_new), "tile")
    odd = [name for name in sorted(tiles.keys() & tiles_new.keys()) if tiles[name] != tiles_new[name]]
    if odd:
        examples = tuple(f"{name}: {len(tiles[name])} bytes -> {len(tiles_new[name])}" for name in odd[:EXAMPLES])
        yield Difference(f"{thing}/tiles", f"{len(odd)} of {len(tiles)} tiles differ", examples)


def _about(file: Path) -> dict[str, list[dict[str, object]]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as con:
        con.row_factory = sqlite3.Row
        present = {row["name"] for row in con.execute("select name from sqlite_master where type = 'table'")}
        tables = [name for name in ABOUT_LAYERS if name in present]
        return {name: [dict(row) for row in con.execute(f"select * from {name}")] for name in tables}


def _absent(outlines: np.ndarray) -> np.ndarray:
    return shapely.is_missing(outlines)


def _deviation(old: shapely.Geometry | None, new: shapely.Geometry | None) -> str:
    if old is None or new is None:
        return "absent in one"
    counts = shapely.get_num_coordinates([old, new])
    apart = shapely.hausdorff_distance(old, new)
    return f"{counts[0]} -> {counts[1]} vertices, {apart:.3g} apart, area {old.area:.9g} -> {new.area:.9g}"


def _tiles(file: Path) -> tuple[dict[str, object], dict[str, bytes]]:
    """(header without the places of things and metadata, tiles by z/x/y)."""
    with file.open("rb") as opened:
        source = pmtiles.reader.MmapSource(opened)
        reader = pmtiles.reader.Reader(source)
        header = {key: str(value) for key, value in reader.header().items() if not key.endswith(("_offset", "_length"))}
        tiles = {"/".join(map(str, place)): _unpacked(data) for place, data in pmtiles.reader.all_tiles(source)}
        return {"header": header, "metadata": reader.metadata()}, tiles


def _unpacked(tile: bytes) -> bytes:
    return gzip.decompress(tile) if tile.startswith(b"\x1f\x8b") else tile
