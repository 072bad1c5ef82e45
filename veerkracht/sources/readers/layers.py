"""Opens boundary files of every layout: layers with their attributes as text and their outlines as published.

Says nothing about what an attribute means (the reader of boundaries) or in which coordinates it stands (`crs`).
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.readers import zipsafe
from veerkracht.sources.readers.layout import SQLITE, ZIP, Layout, Paging, zip_layout

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
class Laag:
    """One layer: where it stands, and what its schema says before a feature is read."""

    bestand: Path
    naam: str
    kolommen: tuple[str, ...]
    heeft_vlakken: bool


@dataclass(frozen=True)
class Inhoud:
    """A layer that was read: attributes as published text (null where absent), polygons (None without outlines)."""

    attributen: pa.Table
    vlakken: np.ndarray | None
    crs: str | None


@contextmanager
def open_lagen(bestand: Path, release: Release) -> Iterator[list[list[Laag]]]:
    """All layers of a delivery; the pages of an OGC API make one layer, hence a list of lists.

    Raises DeliveryError when the file cannot be opened or holds nothing of the promised layout.
    """
    with TemporaryDirectory(prefix="grenzen-") as folder:
        files = _bestanden(bestand, release, Path(folder))
        lagen = [[laag] for file in files for laag in _lagen_van(file, bestand.name)]
        if release.layout == OGC_API.name:
            lagen = [[laag for group in lagen for laag in group]]
        yield lagen


def _bestanden(bestand: Path, release: Release, folder: Path) -> list[Path]:
    suffix = SUFFIX[release.layout]
    if bestand.stat().st_size == 0:
        raise DeliveryError(f"{bestand.name}: het bestand is leeg. Haal het opnieuw op.")
    if not zipfile.is_zipfile(bestand):
        if release.layout in (SHAPEFILE_ZIP.name, OGC_API.name, DBF_ZIP.name):
            raise DeliveryError(f"{bestand.name}: geen zipbestand, terwijl layout {release.layout} er een belooft.")
        return [bestand]
    zipsafe.extract(bestand, folder, release.max_bytes)
    found = sorted(path for path in folder.rglob("*") if path.name.lower().endswith(suffix) and path.is_file())
    if not found:
        seen = ", ".join(sorted(path.name for path in folder.rglob("*") if path.is_file())[:12])
        raise DeliveryError(
            f"{bestand.name}: de zip bevat geen bestand op {suffix}; gezien: {seen or 'niets'}. "
            f"Verwacht layout {release.layout}."
        )
    return found


def _lagen_van(file: Path, bestand: str) -> list[Laag]:
    import pyogrio

    try:
        lagen = []
        for naam in pyogrio.list_layers(file)[:, 0]:
            info = pyogrio.read_info(file, layer=naam)
            vlakken = "Polygon" in (info["geometry_type"] or "") or info["geometry_type"] in (
                "Unknown",
                "GeometryCollection",
            )
            lagen.append(Laag(file, str(naam), tuple(map(str, info["fields"])), vlakken))
        return lagen
    except pyogrio.errors.DataSourceError as error:
        raise DeliveryError(
            f"{bestand}: {file.name} is niet te openen als kaartbestand ({error}). "
            "Is de download heel, en staat de layout goed in de catalogus?"
        ) from error


def lees(paginas: list[Laag], bestand: str) -> Inhoud:
    """Read one layer (all its pages). Raises DeliveryError when a feature cannot be read."""
    delen = [_lees_een(pagina, bestand) for pagina in paginas]
    if len(delen) == 1:
        return delen[0]
    attributen = pa.concat_tables([deel.attributen for deel in delen], promote_options="default")
    vlakken = None if delen[0].vlakken is None else np.concatenate([deel.vlakken for deel in delen])
    return Inhoud(attributen, vlakken, delen[0].crs)


def eerste_waarde(laag: Laag, kolom: str) -> str | None:
    """First value of a column, without reading the layer."""
    import pyogrio

    _, table = pyogrio.read_arrow(laag.bestand, layer=laag.naam, columns=[kolom], read_geometry=False, max_features=1)
    return table[kolom][0].as_py() if table.num_rows else None


def _lees_een(laag: Laag, bestand: str) -> Inhoud:
    import pyogrio
    import shapely

    kind = {"encoding": dbf_codering(laag.bestand)} if laag.bestand.suffix.lower() in (".dbf", ".shp") else {}
    try:
        meta, table = pyogrio.read_arrow(laag.bestand, layer=laag.naam, datetime_as_string=True, **kind)
        kolommen = list(map(str, meta["fields"]))
        vlakken = None
        if laag.heeft_vlakken:
            geometrie = meta["geometry_name"] or "wkb_geometry"
            vlakken = shapely.from_wkb(table[geometrie].to_numpy(zero_copy_only=False))
            vlakken = shapely.force_2d(vlakken)
    except (
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        shapely.errors.GEOSException,
        pa.ArrowException,
    ) as error:
        raise DeliveryError(f"{bestand}: laag {laag.naam} is niet te lezen: {error}") from error
    attributen = pa.table([als_tekst(table[kolom]) for kolom in kolommen], names=kolommen)
    return Inhoud(attributen, vlakken, meta["crs"])


def als_tekst(kolom: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as the publisher would print it: whole numbers without a decimal point, nulls stay null."""
    if pa.types.is_floating(kolom.type):
        return pa.chunked_array([[_getal(value) for value in kolom.to_pylist()]], pa.string())
    if pa.types.is_string(kolom.type) or pa.types.is_large_string(kolom.type):
        return kolom.cast(pa.string())
    if pa.types.is_binary(kolom.type) or pa.types.is_nested(kolom.type):
        return pa.chunked_array([[None if value is None else str(value) for value in kolom.to_pylist()]], pa.string())
    return kolom.cast(pa.string())


def _getal(value: float | None) -> str | None:
    if value is None or value != value:
        return None
    return str(int(value)) if value.is_integer() else repr(value)


def dbf_codering(bestand: Path) -> str | None:
    """Character set of a dbf: its `.cpg` where there is one, UTF-8 where all bytes are, else the CP1252 of CBS."""
    stam = bestand.with_suffix("")
    if any(stam.with_suffix(suffix).exists() for suffix in (".cpg", ".CPG")):
        return None
    dbf = next((path for path in (stam.with_suffix(".dbf"), stam.with_suffix(".DBF")) if path.exists()), None)
    if dbf is None:
        return None
    raw = dbf.read_bytes()
    records = raw[int.from_bytes(raw[8:10], "little") :]
    try:
        records.decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"
