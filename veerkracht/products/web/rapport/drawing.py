"""Outlines of the areas of one gemeente as SVG paths: once a page, used by every map on it.

Vectors, so that maps print sharp and answer a pointer. What colour an area has, is not decided here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

WIDTH = 1000  # units of the drawing; coordinates are whole numbers
TALLEST = 1250
DETAIL = 1100  # simplified to about this many steps across: no difference that a screen shows


@dataclass(frozen=True)
class SvgOutlines:
    """Areas of one level of one gemeente as SVG paths in one drawing."""

    viewbox: str
    eenheid: float  # metres in a unit of the drawing
    paths: dict[str, str]  # gebiedscode -> d
    ids: dict[str, str]  # gebiedscode -> id of the path on the page
    water: frozenset[str]


def outlines(areas: "gpd.GeoDataFrame", prefix: str) -> SvgOutlines | None:
    """Paths of areas (EPSG:28992, shared edges stay shared), scaled to the drawing; None without any area.

    `prefix` begins the ids of the paths, so that two levels can stand on one page.
    """
    import shapely

    areas = areas[(areas["water"] != "buitenland") & ~areas.geometry.is_empty]
    if areas.empty:
        return None
    left, bottom, right, top = areas.total_bounds
    size = max(right - left, top - bottom)
    shapes = shapely.coverage_simplify(areas.geometry.to_numpy(), size / DETAIL)
    scale = min(WIDTH / (right - left), TALLEST / (top - bottom))
    drawn = shapely.transform(shapes, lambda xy: (xy - (left, top)) * (scale, -scale))
    paths = {code: _path(shape) for code, shape in zip(areas["gebiedscode"], drawn, strict=True)}
    width, height = round((right - left) * scale), round((top - bottom) * scale)
    water = frozenset(areas.loc[areas["water"] == "water", "gebiedscode"])
    ids = {code: f"{prefix}{number}" for number, code in enumerate(paths)}
    return SvgOutlines(f"-4 -4 {width + 8} {height + 8}", 1 / scale, paths, ids, water)


def _path(shape: "BaseGeometry") -> str:
    import shapely

    text = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring).round().astype(int)[:-1].tolist()
            kept = [p for i, p in enumerate(points) if p != points[i - 1]]
            if len(kept) > 2:
                text.append("M" + "L".join(f"{x},{y}" for x, y in kept) + "Z")
    return "".join(text)
