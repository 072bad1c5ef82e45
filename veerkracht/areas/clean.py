"""Makes outlines usable: valid polygons, one row an area, levels above put together from what lies below.

Works on GeoDataFrames with GRENZEN_COLUMNS in EPSG:28992; reads and writes no files.
"""

from typing import TYPE_CHECKING

import numpy as np

from veerkracht import levels

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry


def clean(frame: "GeoDataFrame") -> "GeoDataFrame":
    """One valid row an area, sorted by code. An area with land and water keeps its land; without polygon it goes."""
    import shapely

    order = frame["water"].map({"land": 0, "buitenland": 1, "water": 2})
    frame = frame.assign(_volgorde=order).sort_values(["gebiedscode", "_volgorde"], kind="stable")
    frame = frame.drop_duplicates("gebiedscode").drop(columns="_volgorde").reset_index(drop=True)
    geometry = polygons_only(shapely.make_valid(frame.geometry.to_numpy()))
    frame = frame.set_geometry(geometry, crs=frame.crs)
    frame["oppervlakte_ha"] = shapely.area(geometry) / 10_000
    return frame[frame["oppervlakte_ha"] > 0].reset_index(drop=True)


def polygons_only(geometry: np.ndarray) -> np.ndarray:
    """The polygons of each geometry; lines and points that repairing leaves behind are dropped."""
    import shapely

    kinds = shapely.get_type_id(geometry)
    result = geometry.copy()
    for i in np.flatnonzero(~np.isin(kinds, (3, 6))):
        parts = shapely.get_parts(shapely.get_parts(geometry[i]))
        result[i] = shapely.union_all(parts[shapely.get_type_id(parts) == 3])
    return result


def dissolve(buurten: "GeoDataFrame", niveau: str, product: str = "samengevoegd") -> "GeoDataFrame":
    """Outlines of a level that codes of buurten tell (wijk, gemeente), put together from clean outlines of buurten.

    The land of an area counts; an area that has only water becomes water. Names are those the buurten carry.
    """
    import geopandas
    import pandas
    import shapely

    table = levels.known()
    key = table[niveau].column
    soort = buurten["water"].map({"land": 0, "buitenland": 1, "water": 2})
    best = soort.groupby(buurten[key]).transform("min")
    parts = buurten[soort == best].sort_values([key, "gebiedscode"], kind="stable")
    groups = parts.groupby(key, sort=True)
    first = groups.first()
    codes = list(groups.groups)
    geometry = [_union(parts.geometry.to_numpy()[rows]) for _, rows in sorted(groups.indices.items())]
    empty = pandas.Series([None] * len(codes), dtype=buurten["gebiedsnaam"].dtype)
    frame = geopandas.GeoDataFrame(
        {
            "niveau": niveau,
            "gebiedscode": codes,
            "gebiedsnaam": first["gemeentenaam"].to_numpy() if niveau == levels.GEMEENTE else empty,
            **{table[parent].column: empty for parent in table.coded(table.ground)},
            **{table[parent].column: first[table[parent].column].to_numpy() for parent in table.coded(niveau)},
            key: codes,
            "gemeentenaam": first["gemeentenaam"].to_numpy(),
            "indeling": first["indeling"].to_numpy(),
            "water": first["water"].to_numpy(),
            "ind_wbi": empty,
            "product": product,
            "bron": first["bron"].to_numpy(),
            "release": first["release"].to_numpy(),
            "oppervlakte_ha": shapely.area(np.array(geometry, dtype=object)) / 10_000,
            "geometry": geometry,
        },
        crs=buurten.crs,
    )
    return frame[list(buurten.columns)]


def _union(parts: np.ndarray) -> "BaseGeometry":
    """Union of neighbours; borders drawn twice with a hair between them are closed by a snap to 1 mm."""
    import shapely

    return polygons_only(np.array([shapely.union_all(parts, grid_size=0.001)], dtype=object))[0]
