"""Map layers for GIS users: wide tables with outlines on the target vintage, one layer a level.

GeoPackage and GeoParquet of the whole level in EPSG:28992; GeoJSON per gemeente in WGS84 (RFC 7946). Figures come from
`newest`, maps from `maplayers`, their looks in QGIS from `gisstyles`; a missing figure stays null and its `_status`
says why.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.edition.mapcolumns import NO_ROW, map_columns
from veerkracht.edition.newest import newest
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import IndicatorRecord
from veerkracht.products.gis.dated import dated, newest_day
from veerkracht.products.gis.styles import write_styles

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

FIELDS = {
    "": "waarde",
    "_jaar": "jaar",
    "_status": "status",
    "_verschil": "verschil",
    "_van": "van",
    "_oordeel": "oordeel",
}
FIELD_TEXT = {
    "": "nieuwste waarde",
    "_jaar": "jaar van de nieuwste waarde",
    "_status": "of er een waarde is, en zo niet waarom niet",
    "_verschil": "gemeten verandering van beginjaar tot nieuwste jaar",
    "_van": "beginjaar van de verandering",
    "_oordeel": "wat er van de verandering te zeggen is, in woorden",
}
KEYS = ["gebiedscode", "gebiedsnaam", "wijkcode", "gemeentecode", "gemeentenaam", "indeling", "inwoners", "water"]
NO_VALUE = "ontbreekt"


def write(kandidaat: Path) -> list[Path]:
    """Write `kaarten/veerkracht_<niveau>.{gpkg,parquet}` and `kaarten/geojson/<gemeentecode>_<niveau>.geojson`."""
    folder, written = kandidaat / "kaarten", []
    folder.mkdir(exist_ok=True)
    with Edition(kandidaat) as edition:
        for niveau in levels.known().drawn:
            layer = build_layer(edition, niveau)
            if layer is not None:
                with dated(newest_day(edition)):
                    written += _write_level(layer, folder, niveau)
                    write_styles(edition, folder / f"veerkracht_{niveau}.gpkg", niveau)
                written += _write_geojson(layer, folder / "geojson", niveau)
    return written


def build_layer(edition: Edition, niveau: str) -> "gpd.GeoDataFrame | None":
    """One row an area of the target vintage: KEYS, six columns a map indicator (FIELDS), eight a map, geometry (28992).

    None when the edition has no outlines of this level.
    """
    outlines = edition.outlines(niveau)
    if outlines is None:
        return None
    areas = edition.frame(
        "select gebiedscode, gebiedsnaam, wijkcode, gemeentecode, gemeentenaam, indeling, inwoners, water "
        "from dim_gebied where niveau = ? and indeling = ?",
        [niveau, edition.about.doel_indeling],
    )
    names = [row.indicator for row in edition.map_indicators]
    table = areas.merge(_wide(newest(edition, niveau), names), on="gebiedscode", how="left")
    for name in names:
        table[f"{name}_status"] = table[f"{name}_status"].fillna(NO_VALUE)
    maps = map_columns(edition, niveau)
    drawn = [] if maps is None else list(maps.columns[1:])
    if maps is not None:
        table = table.merge(maps, on="gebiedscode", how="left")
        statuses = [column for column in drawn if column.endswith("_status")]
        table[statuses] = table[statuses].fillna(NO_ROW)
    layer = outlines[["gebiedscode", "geometry"]].merge(table, on="gebiedscode", how="inner")
    columns = [*KEYS, *(name + suffix for name in names for suffix in FIELDS), *drawn, "geometry"]
    return layer[columns].sort_values("gebiedscode", ignore_index=True)


def _wide(long: "pd.DataFrame", names: list[str]) -> "pd.DataFrame":
    """Six columns an indicator, always all of them and of the same type, also where an indicator has no figure."""
    import pandas as pd

    codes = pd.Index(long["gebiedscode"].unique(), name="gebiedscode")
    columns = {}
    for name in names:
        part = long[long["indicator"] == name].set_index("gebiedscode").reindex(codes)
        for suffix, field in FIELDS.items():
            columns[name + suffix] = part[field].astype(pd.api.types.pandas_dtype(_kind(suffix)))
    return pd.DataFrame(columns, index=codes).reset_index()


def _kind(suffix: str) -> str:
    return {"": "float64", "_verschil": "float64", "_jaar": "Int32", "_van": "Int32"}.get(suffix, "str")


def _write_level(layer: "gpd.GeoDataFrame", folder: Path, niveau: str) -> list[Path]:
    package, parquet = folder / f"veerkracht_{niveau}.gpkg", folder / f"veerkracht_{niveau}.parquet"
    package.unlink(missing_ok=True)  # to_file adds to an existing file
    layer.to_file(package, layer=niveau, driver="GPKG", engine="pyogrio", use_arrow=True)
    layer.to_parquet(parquet, compression="zstd", write_covering_bbox=True)
    return [package, parquet]


def _write_geojson(layer: "gpd.GeoDataFrame", folder: Path, niveau: str) -> list[Path]:
    """One file a gemeente, 6 decimals (10 cm), rings in the direction that RFC 7946 asks; nothing abroad."""
    folder.mkdir(exist_ok=True)
    world, written = layer[layer["water"] != "buitenland"].to_crs(4326), []
    for gemeente, part in world.groupby("gemeentecode"):
        if not re.fullmatch(r"GM\w{4,}", str(gemeente)):
            continue
        file = folder / f"{gemeente}_{niveau}.geojson"
        part.to_file(file, driver="GeoJSON", engine="pyogrio", use_arrow=True, RFC7946="YES", COORDINATE_PRECISION=6)
        written.append(file)
    return written


def column_descriptions(indicators: list[IndicatorRecord]) -> dict[str, str]:
    """What each column of an indicator in the layers means, in Dutch: for the dictionary."""
    return {
        row.indicator + suffix: f"{row.label} ({row.eenheid}): {text}"
        for row in indicators
        for suffix, text in FIELD_TEXT.items()
    }
