"""How the outlines of two vintages overlap: the pieces that a from-area shares with each to-area.

Pure geometry on arrays of valid polygons in EPSG:28992; knows no people, no files, and codes only as names.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

THREADS = 2


@dataclass(frozen=True)
class Pieces:
    """Intersections: `van` and `naar` are positions, `oppervlakte` m², `polygons` the polygon; sorted by van, naar."""

    van: np.ndarray
    naar: np.ndarray
    oppervlakte: np.ndarray
    polygons: np.ndarray
    identiek: np.ndarray

    def take(self, keep: np.ndarray) -> "Pieces":
        """The pieces of a mask or of positions."""
        return Pieces(self.van[keep], self.naar[keep], self.oppervlakte[keep], self.polygons[keep], self.identiek[keep])


def overlap(
    van: np.ndarray, naar: np.ndarray, sliver: float, names: tuple[np.ndarray, np.ndarray] | None = None
) -> Pieces:
    """Pieces of the from-polygons in the to-polygons, without those below the share `sliver` of both their areas.

    Within one vintage the polygons are taken not to overlap each other. Equal polygons are found by their normalised
    bytes: of several the one of the same name in `names`. Of the rest each polygon is cut with its likely successor
    first, and with the others only where what then remains could be more than a sliver.
    """
    import shapely

    same_van, same_naar = equal_pairs(van, naar, names)
    rest_van = np.setdiff1d(np.arange(len(van)), same_van)
    rest_naar = np.setdiff1d(np.arange(len(naar)), same_naar)
    i, j = _candidates(van[rest_van], naar[rest_naar])
    cut = _cut(van, naar, rest_van[i], rest_naar[j], sliver)
    polygons = np.concatenate([van[same_van], cut.polygons])
    pieces = Pieces(
        np.concatenate([same_van, cut.van]),
        np.concatenate([same_naar, cut.naar]),
        np.concatenate([shapely.area(van[same_van]), cut.oppervlakte]),
        polygons,
        np.arange(len(polygons)) < len(same_van),
    )
    return pieces.take(np.lexsort([pieces.naar, pieces.van]))


def equal_pairs(
    van: np.ndarray, naar: np.ndarray, names: tuple[np.ndarray, np.ndarray] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of polygons that are the same ring for ring, whatever their starting point.

    Of several to-polygons the one that has the name of the from-polygon is taken, else the last. Most are the same byte
    for byte; only the others are normalised, which costs more than all the rest.
    """
    van_name, naar_name = names or (np.arange(len(van)), np.arange(len(naar)))
    i, j = _same_bytes(van, naar, van_name, naar_name)
    rest_van, rest_naar = np.setdiff1d(np.arange(len(van)), i), np.setdiff1d(np.arange(len(naar)), j)
    k, m = _same_bytes(_normal(van[rest_van]), _normal(naar[rest_naar]), van_name[rest_van], naar_name[rest_naar])
    return np.concatenate([i, rest_van[k]]), np.concatenate([j, rest_naar[m]])


def _same_bytes(
    van: np.ndarray, naar: np.ndarray, van_name: np.ndarray, naar_name: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    import shapely

    shapes = shapely.to_wkb(naar).tolist()
    anywhere = {shape: position for position, shape in enumerate(shapes)}
    named = {key: position for position, key in enumerate(zip(shapes, naar_name.tolist(), strict=True))}
    keys = zip(shapely.to_wkb(van).tolist(), van_name.tolist(), strict=True)
    found = np.array([named.get(key, anywhere.get(key[0], -1)) for key in keys], dtype=np.int64)
    i = np.flatnonzero(found >= 0)
    return i, found[i]


def _normal(polygons: np.ndarray) -> np.ndarray:
    import shapely

    single = shapely.get_num_geometries(polygons) == 1
    return shapely.normalize(np.where(single, shapely.get_geometry(polygons, 0), polygons))


def _candidates(van: np.ndarray, naar: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import shapely

    if not len(van) or not len(naar):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return tuple(shapely.STRtree(naar).query(van))


def _cut(van: np.ndarray, naar: np.ndarray, i: np.ndarray, j: np.ndarray, sliver: float) -> Pieces:
    """Cut the candidates, the likeliest of each from-polygon first; slivers are left out."""
    import shapely

    a, b = shapely.area(van), shapely.area(naar)
    likeliest = _likeliest(van, naar, i, j)
    polygons = np.full(len(i), None, dtype=object)
    polygons[likeliest] = intersect(van[i[likeliest]], naar[j[likeliest]])
    oppervlakte = np.nan_to_num(shapely.area(polygons))
    over_a = a - np.bincount(i, oppervlakte, len(van))
    over_b = b - np.bincount(j, oppervlakte, len(naar))
    room = np.minimum(over_a[i], over_b[j])  # no other piece can be larger than what both still have
    possible = ~likeliest & ((room >= sliver * a[i]) | (room >= sliver * b[j])) & (room > 0)
    polygons[possible] = intersect(van[i[possible]], naar[j[possible]])
    oppervlakte = np.nan_to_num(shapely.area(polygons))
    stays = (oppervlakte > 0) & ((oppervlakte >= sliver * a[i]) | (oppervlakte >= sliver * b[j]))
    return Pieces(i, j, oppervlakte, polygons, np.zeros(len(i), dtype=bool)).take(stays)


def _likeliest(van: np.ndarray, naar: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Mask of one candidate a from-polygon: the one whose bounding box agrees best with its own."""
    import shapely

    p, q = shapely.bounds(van)[i], shapely.bounds(naar)[j]
    wide = np.minimum(p[:, 2:], q[:, 2:]) - np.maximum(p[:, :2], q[:, :2])
    size = (p[:, 2:] - p[:, :2]).prod(axis=1) + (q[:, 2:] - q[:, :2]).prod(axis=1)
    likeness = wide.prod(axis=1) / np.maximum(size, 1e-9)
    order = np.lexsort([j, -likeness, i])
    first = np.ones(len(order), dtype=bool)
    first[1:] = i[order][1:] != i[order][:-1]
    mask = np.zeros(len(i), dtype=bool)
    mask[order[first]] = True
    return mask


def intersect(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Intersections pair by pair, in threads: shapely lets go of the interpreter. Never hand it prepared geometries."""
    return in_threads("intersection", left, right)


def in_threads(operation: str, *arrays: np.ndarray) -> np.ndarray:
    """A vectorised shapely operation in blocks over `THREADS` threads, in the order of the input."""
    import shapely

    function = getattr(shapely, operation)
    if len(arrays[0]) < 200:
        return function(*arrays)
    blocks = zip(*(np.array_split(array, THREADS * 4) for array in arrays), strict=True)
    with ThreadPoolExecutor(THREADS) as pool:
        return np.concatenate(list(pool.map(lambda block: function(*block), blocks)))
