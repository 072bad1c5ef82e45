"""The vector tiles: outlines of every level with the classes of all maps, in one PMTiles file.

Every area stands in every zoom (freestiler drops none; GDAL and tippecanoe drop half of them at low zoom). Attributes
are small numbers that compress: class, code of a status, and of the newest period the value and the chance. Names stand
as points in a file of their own: when a browser must look again at a name, it does not read the areas again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veerkracht import levels
from veerkracht.edition.mapcolumns import maps_of
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Json

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

AREAS, NAMES = "veerkracht.pmtiles", "namen.pmtiles"
MIN_ZOOM, MAX_ZOOM = 5, 11  # at 11 a step of a tile is 3 m: finer than the generalised outlines
NAMES_FROM = (MIN_ZOOM, 9, 11)  # zoom at which names appear, of the largest level, smaller ones, the smallest
DECIMALS = 2  # more than that is not shown, and repeats less
STATUSES = (
    "geen gegevens",
    "te weinig inwoners",
    "afgeschermd",
    "onvergelijkbaar",
    "onvoldoende landelijke dekking",
    "te weinig verschil",
)
OTHER_STATUS = len(STATUSES) + 1

_ROWS = """
select gebiedscode, kaart_id, jaar_van, jaar_tot, waarde, klasse, kans, status
from fct_kaart where niveau = ? and indeling = ?
"""


@dataclass(frozen=True)
class Tiles:
    """The files (areas, names), the layers of areas, the bounds of the country and the list of areas to search in."""

    files: list[Path]
    layers: list[str]
    bounds: list[float]
    gemeenten: list[Json]
    places_to_search: list[list[str | float]]


def has_gemeenten(edition: Edition) -> bool:
    """Whether there is a gemeente to draw: of some editions all that is delivered lies abroad."""
    areas = _areas(edition, levels.GEMEENTE, edition.about.doel_indeling)
    return areas is not None and not areas.empty


def layer_name(edition: Edition, niveau: str, indeling: int) -> str:
    """Name of the layer of a level: the vintage only where it is not the target."""
    return niveau if indeling == edition.about.doel_indeling else f"{niveau}_{indeling}"


def status_code(status: str | None) -> int:
    """The number of a status in the tiles, from 1 on."""
    status = status or STATUSES[0]
    return STATUSES.index(status) + 1 if status in STATUSES else OTHER_STATUS


def prefix(column: str, van: int, tot: int) -> str:
    """Begin of the names of the attributes of one map of one period."""
    return f"{column}_{van}_{tot}"


def write(edition: Edition, folder: Path, places: set[tuple[str, int]]) -> Tiles:
    """Make `veerkracht.pmtiles` and `namen.pmtiles`.

    They hold all levels on the target vintage, and every other (level, vintage) that a map stands on.
    """
    from freestiler import freestile, freestile_layer

    target = edition.about.doel_indeling
    layers, points, shapes = {}, {}, {}
    for niveau, indeling in sorted(places | {(niveau, target) for niveau in levels.known().nesting}):
        areas = _areas(edition, niveau, indeling)
        if areas is None or areas.empty:
            continue
        name = layer_name(edition, niveau, indeling)
        layers[name] = areas.merge(_attributes(edition, niveau, indeling), on="gebiedscode", how="left")
        if indeling == target:
            shapes[niveau] = areas
            points[niveau] = freestile_layer(_points(areas), min_zoom=_names_from(niveau))
    files = [folder / AREAS, folder / NAMES]
    for file, content in zip(files, (layers, points), strict=True):
        freestile(content, file, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, quiet=True)
    gemeenten = [
        {"code": row.gebiedscode, "naam": _called(row), "kader": _rounded(row.geometry.bounds)}
        for row in shapes[levels.GEMEENTE].sort_values("gebiedsnaam").itertuples()
    ]
    bounds = _rounded(shapes[levels.GEMEENTE].total_bounds)
    return Tiles(files, list(layers), bounds, gemeenten, _to_search(shapes))


def _names_from(niveau: str) -> int:
    table = levels.known()
    return NAMES_FROM[0 if niveau == levels.GEMEENTE else 2 if niveau == table.ground else 1]


def _areas(edition: Edition, niveau: str, indeling: int) -> "gpd.GeoDataFrame | None":
    """Outlines in WGS84 with names where the publisher gave them; nothing abroad and nothing empty."""
    shapes = edition.outlines(niveau, indeling)
    if shapes is None:
        return None
    shapes = shapes[(shapes["water"] != "buitenland") & ~shapes.geometry.is_empty & shapes.geometry.notna()]
    kept = ["gebiedscode", "gebiedsnaam", "gemeentecode", "water", "geometry"]
    return shapes[kept].to_crs(4326).reset_index(drop=True)


def _attributes(edition: Edition, niveau: str, indeling: int) -> "pd.DataFrame":
    """Columns of all maps and periods by gebiedscode."""
    import pandas as pd

    columns = {one.kaart.kaart_id: one.kolom for one in maps_of(edition)}
    rows = edition.frame(_ROWS, [niveau, indeling])
    newest = max(zip(rows["jaar_tot"], -rows["jaar_van"], strict=True), default=None)
    parts = [pd.DataFrame({"gebiedscode": rows["gebiedscode"].unique()}).set_index("gebiedscode")]
    keys = (
        rows[["kaart_id", "jaar_van", "jaar_tot"]].drop_duplicates().sort_values(["kaart_id", "jaar_van", "jaar_tot"])
    )
    for kaart_id, van, tot in keys.itertuples(index=False, name=None):
        here = (rows["kaart_id"] == kaart_id) & (rows["jaar_van"] == van) & (rows["jaar_tot"] == tot)
        part = rows[here].set_index("gebiedscode")
        begin = prefix(columns[kaart_id], van, tot)
        parts.append(_classes(part, begin))
        if (tot, -van) == newest:
            parts.append(_values(part, begin))
    return pd.concat(parts, axis=1).rename_axis("gebiedscode").reset_index()


def _classes(part: "pd.DataFrame", begin: str) -> "pd.DataFrame":
    """Class of each area, and the status of those without a class; absent is null."""
    import pandas as pd

    none = part["klasse"].isna()
    return pd.DataFrame(
        {
            f"{begin}_klasse": part["klasse"].astype("Int16"),
            f"{begin}_status": part["status"].map(status_code).where(none).astype("Int16"),
        }
    )


def _values(part: "pd.DataFrame", begin: str) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(
        {
            f"{begin}_waarde": part["waarde"].round(DECIMALS),
            f"{begin}_kans": (100 * part["kans"]).round().astype("Int16"),
        }
    )


def _points(areas: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """A point inside each area of land with its name; large areas first."""
    land = areas[areas["water"] != "water"]
    width = land.geometry.bounds.pipe(lambda b: b["maxx"] - b["minx"])
    points = land[["gebiedscode", "gebiedsnaam"]].assign(groot=(width * 10_000).round().astype("int32"))
    return points.set_geometry(land.representative_point())


def _to_search(shapes: dict[str, "gpd.GeoDataFrame"]) -> list[list[str | float]]:
    """Every wijk and buurt as [code, name, code of the gemeente, west, south, east, north]."""
    return [
        [row.gebiedscode, _called(row), row.gemeentecode, *_rounded(row.geometry.bounds)]
        for niveau in reversed(levels.known().on_maps)
        if niveau in shapes
        for row in shapes[niveau][shapes[niveau]["water"] != "water"].itertuples()
    ]


def _called(row: Any) -> str:
    """The name of an area, its code where it has none (NaN, in a row of a frame)."""
    return row.gebiedsnaam if isinstance(row.gebiedsnaam, str) else row.gebiedscode


def _rounded(bounds: Iterable[float]) -> list[float]:
    return [round(float(value), 4) for value in bounds]
