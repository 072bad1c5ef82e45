"""Opens boundary files of every layout: layers with their attributes as text and their outlines as published.

Says nothing about what an attribute means (the reader of boundaries) or in which coordinates it stands (`crs`).
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa

from veerkracht.errors import DeliveryError, in_short
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.readers import zipsafe
from veerkracht.sources.readers.layout import SQLITE, ZIP, Layout, Paging, zip_layout
from veerkracht.sources.readers.members import unpacked

GPKG = Layout("gpkg", "een GeoPackage (of een zip daarvan)", (SQLITE, ZIP))
SHAPEFILE_ZIP = zip_layout("shapefile_zip")
GEOJSON = Layout("geojson", "GeoJSON", (b"{",))
OGC_API = zip_layout("ogc_api", Paging())  # paged GeoJSON
DBF_ZIP = zip_layout("dbf_zip")  # attribute table of a boundary file, no outlines
# What files of layers are called, loose or in a zip.
SUFFIX: dict[str, str | tuple[str, ...]] = {
    GPKG.name: ".gpkg",
    SHAPEFILE_ZIP.name: ".shp",
    GEOJSON.name: (".geojson", ".json"),
    OGC_API.name: ".json",
    DBF_ZIP.name: ".dbf",
}


@dataclass(frozen=True)
class Layer:
    """One layer: where it stands, and what its schema says before a feature is read."""

    file: Path
    name: str
    columns: tuple[str, ...]
    has_outlines: bool


@dataclass(frozen=True)
class Content:
    """A layer that was read: attributes as published text (null where absent), polygons (None without outlines)."""

    attributes: pa.Table
    outlines: np.ndarray | None
    crs: str | None


@contextmanager
def open_layers(file: Path, release: Release) -> Iterator[list[list[Layer]]]:
    """All layers of a delivery; the pages of an OGC API make one layer, hence a list of lists.

    Raises DeliveryError when the file cannot be opened or holds nothing of the promised layout.
    """
    with TemporaryDirectory(prefix="grenzen-") as folder:
        files = _files(file, release, Path(folder))
        layers = [[layer] for one in files for layer in _layers_of(one, file.name)]
        if release.layout == OGC_API.name:
            layers = [[layer for group in layers for layer in group]]
        yield layers


def _files(file: Path, release: Release, folder: Path) -> list[Path]:
    suffix = SUFFIX[release.layout]
    if file.stat().st_size == 0:
        raise DeliveryError(f"{file.name}: het bestand is leeg. Haal het opnieuw op.")
    with file.open("rb") as stream:
        if re.search(rb'"type"\s*:\s*"Topology"', stream.read(2000)):
            raise DeliveryError(
                f"{file.name}: dit is TopoJSON, dat lijnen deelt en anders is gebouwd dan GeoJSON. Neem dezelfde kaart "
                "als GeoPackage of GeoJSON, of zet haar om (QGIS: Exporteren > GeoPackage)."
            )
    if not zipfile.is_zipfile(file):
        if release.layout in (SHAPEFILE_ZIP.name, OGC_API.name, DBF_ZIP.name):
            raise DeliveryError(
                f"{file.name}: geen zipbestand, terwijl layout {release.layout} er een belooft. Haal het opnieuw op."
            )
        return [file]
    zipsafe.extract(file, folder, release.max_bytes)
    found = sorted(path for path in folder.rglob("*") if path.name.lower().endswith(suffix) and path.is_file())
    if not found:
        seen = sorted(path.name for path in folder.rglob("*") if path.is_file())
        raise DeliveryError(
            f"{file.name}: de zip bevat geen bestand op {suffix}; gezien: {', '.join(seen)[:200] or 'niets'}. "
            f"Verwacht layout {release.layout}. {unpacked(seen)}Haal het bestand opnieuw op bij de uitgever."
        )
    return found


def _layers_of(file: Path, called: str) -> list[Layer]:
    import pyogrio

    try:
        layers = []
        for name in pyogrio.list_layers(file)[:, 0]:
            info = pyogrio.read_info(file, layer=name)
            kind = info["geometry_type"] or ""
            # CurvePolygon and MultiSurface have arcs for sides
            outlines = any(word in kind for word in ("Polygon", "Surface", "Unknown", "GeometryCollection"))
            layers.append(Layer(file, str(name), tuple(map(str, info["fields"])), outlines))
        return layers
    except pyogrio.errors.DataSourceError as error:
        raise DeliveryError(
            f"{called}: {file.name} is niet te openen als kaartbestand ({in_short(error)}). Is de download heel, en "
            "staat de layout goed in de catalogus? Haal het bestand opnieuw op."
        ) from error


def read_layer(pages: list[Layer], called: str) -> Content:
    """Read one layer (all its pages). Raises DeliveryError when a feature cannot be read."""
    parts = [_read_one(page, called) for page in pages]
    if len(parts) == 1:
        return parts[0]
    attributes = pa.concat_tables([part.attributes for part in parts], promote_options="default")
    outlines = None if parts[0].outlines is None else np.concatenate([part.outlines for part in parts])
    return Content(attributes, outlines, parts[0].crs)


PLAIN = 0x1FFFFFFF  # of the kind in WKB what is left without the flags that some programs put there


def first_value(layer: Layer, column: str) -> str | None:
    """First value of a column, without reading the layer."""
    import pyogrio

    _, table = pyogrio.read_arrow(layer.file, layer=layer.name, columns=[column], read_geometry=False, max_features=1)
    return table[column][0].as_py() if table.num_rows else None


def _read_one(layer: Layer, called: str) -> Content:
    import pyogrio
    import shapely

    kind = {"encoding": dbf_encoding(layer.file)} if layer.file.suffix.lower() in (".dbf", ".shp") else {}
    try:
        meta, table = pyogrio.read_arrow(layer.file, layer=layer.name, datetime_as_string=True, **kind)
        columns = list(map(str, meta["fields"]))
        outlines = None
        if layer.has_outlines:
            geometry = meta["geometry_name"] or "wkb_geometry"
            shapes = table[geometry].to_numpy(zero_copy_only=False)
            outlines = _with_arcs_as_lines(layer, kind) if _has_arcs(shapes) else shapely.from_wkb(shapes)
            outlines = shapely.force_2d(outlines)
    except (
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        shapely.errors.GEOSException,
        pa.ArrowException,
    ) as error:
        raise DeliveryError(
            f"{called}: laag {layer.name} is niet te lezen: {in_short(error)}. Haal het bestand opnieuw op."
        ) from error
    attributes = pa.table([as_text(table[column]) for column in columns], names=columns)
    return Content(attributes, outlines, meta["crs"])


def _has_arcs(shapes: np.ndarray) -> bool:
    """Whether any outline (WKB, None where there is none) is of a kind with arcs: 8 to 12, also in 3D or with M."""
    kinds = {int.from_bytes(one[1:5], "little" if one[0] else "big") & PLAIN for one in shapes if one is not None}
    return any(kind % 1000 in range(8, 13) for kind in kinds)


def _with_arcs_as_lines(layer: Layer, kind: dict[str, str | None]) -> np.ndarray:
    """Outlines of which arcs are made short straight lines by GDAL; shapely knows no arcs."""
    import pyogrio
    import shapely

    _, _, geometry, _ = pyogrio.raw.read(layer.file, layer=layer.name, columns=[], **kind)
    return shapely.from_wkb(geometry)


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as the publisher would print it: whole numbers without a decimal point, nulls stay null."""
    if pa.types.is_floating(column.type):
        return pa.chunked_array([[_number(value) for value in column.to_pylist()]], pa.string())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return column.cast(pa.string())
    if pa.types.is_binary(column.type) or pa.types.is_nested(column.type):
        return pa.chunked_array([[None if value is None else str(value) for value in column.to_pylist()]], pa.string())
    return column.cast(pa.string())


def _number(value: float | None) -> str | None:
    if value is None or value != value:
        return None
    return str(int(value)) if value.is_integer() else repr(value)


def dbf_encoding(file: Path) -> str | None:
    """Character set of a dbf: its `.cpg` where there is one, UTF-8 where all bytes are, else the CP1252 of CBS."""
    stem = file.with_suffix("")
    if any(stem.with_suffix(suffix).exists() for suffix in (".cpg", ".CPG")):
        return None
    dbf = next((path for path in (stem.with_suffix(".dbf"), stem.with_suffix(".DBF")) if path.exists()), None)
    if dbf is None:
        return None
    raw = dbf.read_bytes()
    records = raw[int.from_bytes(raw[8:10], "little") :]
    try:
        records.decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"
