"""Which areas are neighbours: queen contiguity over land, read from the outlines. Knows geometry, no figures."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Neighbours:
    """Pairs (a, b) of positions, both directions, sorted; `joined`: areas without a neighbour tied to the nearest."""

    start: np.ndarray
    end: np.ndarray
    joined: dict[int, int]


def read_land(file: Path) -> "gpd.GeoDataFrame":
    """Land outlines of a GeoParquet file of `paths.grenzen`, by gebiedscode; water is left out, so it joins nothing."""
    import geopandas as gpd

    areas = gpd.read_parquet(file, columns=["gebiedscode", "water", "geometry"])
    return areas[areas["water"] == "land"].drop_duplicates("gebiedscode").set_index("gebiedscode").sort_index()


def queen(shapes: np.ndarray) -> Neighbours:
    """Outlines that share a border or a corner. One that touches none is joined, both ways, to the nearest outline."""
    import shapely

    tree = shapely.STRtree(shapes)
    start, end = tree.query(shapes, predicate="intersects")
    pairs = {(int(a), int(b)) for a, b in zip(start, end, strict=True) if a != b}
    joined = {}
    for lonely in sorted(set(range(len(shapes))) - {a for a, _ in pairs}):
        if len(shapes) > 1:
            distance = shapely.distance(shapes[lonely], shapes)
            distance[lonely] = np.inf
            joined[lonely] = int(np.argmin(distance))
            pairs |= {(lonely, joined[lonely]), (joined[lonely], lonely)}
    ordered = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return Neighbours(ordered[:, 0], ordered[:, 1], joined)
