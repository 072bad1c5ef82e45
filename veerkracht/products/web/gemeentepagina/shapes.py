"""Outlines of the areas of one gemeente in whole metres, as small as they can be and still zoom: steps between points.

A ring is a list of whole numbers: the first point, then the step to each next one. Shared edges stay shared.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from shapely.geometry.base import BaseGeometry

DETAIL = 4000  # steps across the gemeente that an outline keeps: sharp until about eight times enlarged

Ring = list[int]


def shapes(areas: "gpd.GeoDataFrame") -> tuple[dict[str, list[Ring]], list[Ring], list[Ring]]:
    """(rings by code of the areas on land, rings of water, outlines of the wijken) of areas in EPSG:28992.

    Coordinates start at the lower left corner of the gemeente.
    """
    import shapely

    areas = areas[(areas["water"] != "buitenland") & ~(areas.geometry.is_empty | areas.geometry.isna())]
    if areas.empty:
        return {}, [], []
    left, bottom, right, top = areas.total_bounds
    simple = shapely.coverage_simplify(areas.geometry.to_numpy(), max(right - left, top - bottom) / DETAIL)
    moved = shapely.transform(simple, lambda xy: xy - (left, bottom))
    is_water = (areas["water"] == "water").to_numpy()
    land = {code: rings(shape) for code, shape in zip(areas["gebiedscode"][~is_water], moved[~is_water], strict=True)}
    water = [ring for shape in moved[is_water] for ring in rings(shape)]
    return land, water, _wijken(moved[~is_water], areas["wijkcode"][~is_water].to_numpy())


def _wijken(land: "np.ndarray", wijken: "np.ndarray") -> list[Ring]:
    """Outlines of the wijken from the areas as drawn, so that both lie on each other; none where there is one wijk."""
    import pandas as pd

    codes, names = pd.factorize(wijken)
    if len(names) < 2 or len(names) == len(land):
        return []
    return [ring for n in range(len(names)) for ring in rings(_union(land[codes == n]))]


def _union(parts: "np.ndarray") -> "BaseGeometry":
    """Areas as one. Where a publisher's outlines do not quite meet (buurten of 2019) on a grid of a metre, slower."""
    import shapely

    try:
        return shapely.coverage_union_all(parts)
    except shapely.errors.GEOSException:
        return shapely.union_all(shapely.make_valid(parts), grid_size=1)


def rings(shape: "BaseGeometry") -> list[Ring]:
    """All rings of a polygon or collection of polygons, as steps."""
    import shapely

    found = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            found += [_steps(ring) for ring in (part.exterior, *part.interiors)]
    return [ring for ring in found if len(ring) >= 6]


def _steps(ring: "BaseGeometry") -> Ring:
    import numpy as np
    import shapely

    points = np.rint(shapely.get_coordinates(ring)).astype(int)
    steps = np.diff(points, axis=0)
    kept = np.vstack([points[:1], steps[(steps != 0).any(axis=1)][:-1]])
    return kept.ravel().tolist()
