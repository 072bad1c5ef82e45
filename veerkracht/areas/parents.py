"""Parents that codes do not tell: an area lies where more than half of it lies.

Works on GeoDataFrames in EPSG:28992 with valid polygons; reads and writes no files.
"""

from typing import TYPE_CHECKING

import numpy as np

from veerkracht import levels

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

HALF = 0.5


def add_parents(frames: "dict[str, GeoDataFrame]") -> None:
    """Give the frame of each level a column `<parent>code` for every level whose outlines alone tell what lies in it.

    None where the areas of a level lie in none of that parent, or nobody delivered outlines of it.
    """
    table = levels.known()
    for parent in table.placed:
        for niveau, frame in frames.items():
            codes = np.full(len(frame), None, dtype=object)
            if niveau == parent:
                codes = frame["gebiedscode"].to_numpy(dtype=object)
            elif parent in table.above(niveau) and parent in frames:
                codes = codes_by_place(frame, frames[parent])
            frame[table[parent].column] = codes


def codes_by_place(smaller: "GeoDataFrame", larger: "GeoDataFrame") -> np.ndarray:
    """Of each smaller area the code of the larger one that holds more than half of its ground; else None."""
    import shapely

    inside, around = smaller.geometry.to_numpy(), larger.geometry.to_numpy()
    i, j = shapely.STRtree(around).query(inside, predicate="intersects")
    shared = shapely.area(shapely.intersection(inside[i], around[j])) / shapely.area(inside[i])
    codes = np.full(len(smaller), None, dtype=object)
    most = shared > HALF
    codes[i[most]] = larger["gebiedscode"].to_numpy(dtype=object)[j[most]]
    return codes
