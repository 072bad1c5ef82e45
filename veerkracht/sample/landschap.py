"""The ground of the fictitious country: small areas (vlekken) that share wiggly edges; land, water and abroad.

A vlek is the grain in which the sample is simulated; buurten of every vintage are unions of vlekken. No people here.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from veerkracht.sample.edges import Edges

LAND, WATER, BUITENLAND = 0, 1, 2
MIDDLE = np.array([140_000.0, 460_000.0])  # centre of the country, EPSG:28992
KM2_PER_BUURT = 2.35


@dataclass(frozen=True)
class Landschap:
    """All vlekken: outlines before and after a redraw, and the groups of the generated country (vintage 2014)."""

    vlekken: np.ndarray  # polygons, mm precision, neighbours share vertices
    xy: np.ndarray  # centroid of each vlek, m
    soort: np.ndarray  # LAND, WATER, BUITENLAND
    buurt: np.ndarray  # buurt of each vlek, -1 outside the land
    gemeente: np.ndarray  # gemeente of each vlek, also of water
    gemeente_of_buurt: np.ndarray
    buurt_xy: np.ndarray
    gemeente_xy: np.ndarray
    radius: float  # radius of the country, m
    neighbours: np.ndarray  # (n, 2) pairs of vlekken with a common edge
    edges: Edges


def make_landschap(buurten: np.ndarray, per_buurt: int, rng: np.random.Generator) -> Landschap:
    """Grow a country with `buurten[g]` buurten in gemeente g, each of `per_buurt` vlekken; gemeente 0 is the city."""
    radius = float(np.sqrt(KM2_PER_BUURT * 1e6 * buurten.sum() / np.pi))
    coast = _Coast(radius, rng)
    gemeente_xy = _seed_gemeenten(buurten, coast, rng)
    buurt_xy, gemeente_of_buurt = _seed_buurten(buurten, gemeente_xy, coast, rng)
    sea = _seed_sea(coast, rng)
    buurt_xy = _lloyd(np.vstack([buurt_xy, sea]), len(buurt_xy), 2)[: len(buurt_xy)]
    points, buurt = _seed_vlekken(buurt_xy, per_buurt, rng)
    sites = _lloyd(np.vstack([points, sea]), len(points), 1)
    distance, direction = coast.locate(sea)
    soort = np.concatenate([np.full(len(points), LAND), np.where(_is_abroad(direction), BUITENLAND, WATER)])
    outside = np.concatenate([np.zeros(len(points), bool), distance > np.where(_is_abroad(direction), 1.16, 1.07)])
    gemeente = np.concatenate([gemeente_of_buurt[buurt], _nearest(gemeente_xy, sea)])
    lake = np.flatnonzero(_choose_lakes(buurt_xy, gemeente_xy, gemeente_of_buurt)[buurt])
    soort[lake], buurt[lake] = WATER, -1
    edges = Edges.from_cells(_voronoi(sites), rng)
    vlekken = edges.polygons()
    keep = ~outside
    neighbours = edges.neighbours[keep[edges.neighbours].all(axis=1)]
    number = np.cumsum(keep) - 1
    return Landschap(
        vlekken[keep],
        shapely.get_coordinates(shapely.centroid(vlekken[keep])),
        soort[keep],
        np.concatenate([buurt, np.full(len(sea), -1)])[keep],
        gemeente[keep],
        gemeente_of_buurt,
        buurt_xy,
        gemeente_xy,
        radius,
        number[neighbours],
        edges.keep_only(keep),
    )


class _Coast:
    """A wobbly closed coast around the middle of the country."""

    def __init__(self, radius: float, rng: np.random.Generator):
        self.radius = radius
        self.waves = [(k, 0.10 / k * rng.uniform(0.5, 1), rng.uniform(0, 2 * np.pi)) for k in range(2, 9)]

    def locate(self, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distance to the middle as a share of the coast's in that direction, and the direction (radians)."""
        direction = np.arctan2(*(xy - MIDDLE).T[::-1])
        edge = self.radius * (1 + sum(a * np.cos(k * direction + phase) for k, a, phase in self.waves))
        return np.hypot(*(xy - MIDDLE).T) / edge, direction

    def holds(self, xy: np.ndarray) -> np.ndarray:
        return self.locate(xy)[0] < 1

    def scatter(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Uniform points on land."""
        points = np.empty((0, 2))
        while len(points) < count:
            fresh = MIDDLE + rng.uniform(-1.4, 1.4, (2 * count, 2)) * self.radius
            points = np.vstack([points, fresh[self.holds(fresh)]])
        return points[:count]


def _is_abroad(direction: np.ndarray) -> np.ndarray:
    return (direction > -2.3) & (direction < -1.0)


def _nearest(seeds: np.ndarray, points: np.ndarray) -> np.ndarray:
    return shapely.STRtree(shapely.points(seeds)).nearest(shapely.points(points))


def _seed_gemeenten(buurten: np.ndarray, coast: _Coast, rng: np.random.Generator) -> np.ndarray:
    """Seeds of gemeenten, spread evenly; the city takes the seed nearest to the middle."""
    cloud = coast.scatter(120 * len(buurten), rng)
    seeds = cloud[: len(buurten)].copy()
    for _ in range(8):
        nearest = _nearest(seeds, cloud)
        count = np.maximum(np.bincount(nearest, minlength=len(seeds)), 1)
        seeds = np.stack([np.bincount(nearest, cloud[:, i], minlength=len(seeds)) / count for i in (0, 1)], axis=1)
    return seeds[np.argsort(np.hypot(*(seeds - MIDDLE).T), kind="stable")]


def _seed_buurten(
    buurten: np.ndarray, gemeente_xy: np.ndarray, coast: _Coast, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Seeds of buurten: two thirds around one to four kernels of settlement, the rest over the countryside."""
    gemeenten = len(buurten)
    width = 0.5 * np.sqrt(np.pi * coast.radius**2 / gemeenten)
    kernels = gemeente_xy[:, None] + rng.normal(0, 0.45 * width, (gemeenten, 4, 2))
    kernels[:, 0] = gemeente_xy
    points, owner = np.empty((0, 2)), np.empty(0, int)
    lacking = buurten.copy()
    while lacking.any():
        g = np.repeat(np.arange(gemeenten), 6 * lacking)
        kernel = kernels[g, np.minimum(rng.integers(0, 6, len(g)), 3) * (g > 0)]
        in_kernel = rng.random(len(g)) < np.where(g == 0, 0.85, 0.6)
        xy = np.where(in_kernel[:, None], kernel, gemeente_xy[g])
        xy = xy + rng.normal(0, 1, xy.shape) * (np.where(in_kernel, np.where(g == 0, 0.4, 0.2), 0.75) * width)[:, None]
        good = coast.locate(xy)[0] < 0.97
        good &= _nearest(gemeente_xy, xy) == g
        rank = np.zeros(len(g), int)
        rank[good] = _ranks(g[good])
        good &= rank < lacking[g]
        points, owner = np.vstack([points, xy[good]]), np.concatenate([owner, g[good]])
        lacking = buurten - np.bincount(owner, minlength=gemeenten)
    order = np.argsort(owner, kind="stable")
    return points[order], owner[order]


def _ranks(group: np.ndarray) -> np.ndarray:
    """Running number of each element within its group, in order of appearance."""
    order = np.argsort(group, kind="stable")
    begin = np.r_[0, np.flatnonzero(np.diff(group[order])) + 1]
    lengths = np.diff(np.r_[begin, len(group)])
    rank = np.empty(len(group), int)
    rank[order] = np.arange(len(group)) - np.repeat(begin, lengths)
    return rank


def _seed_vlekken(buurt_xy: np.ndarray, per_buurt: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points of vlekken on a loose ring around each seed, inside half the distance to the nearest other seed."""
    points = shapely.points(buurt_xy)
    pairs, distances = shapely.STRtree(points).query_nearest(
        points, exclusive=True, return_distance=True, all_matches=False
    )
    room = np.empty(len(buurt_xy))
    room[pairs[0]] = distances
    buurt = np.repeat(np.arange(len(buurt_xy)), per_buurt)
    direction = rng.uniform(0, 2 * np.pi, len(buurt_xy))[buurt] + np.tile(np.arange(per_buurt), len(buurt_xy)) * (
        2 * np.pi / per_buurt
    )
    direction += rng.uniform(-0.35, 0.35, len(buurt)) * 2 * np.pi / per_buurt
    radius = room[buurt] * rng.uniform(0.16, 0.34, len(buurt))
    return buurt_xy[buurt] + np.stack([np.cos(direction), np.sin(direction)], axis=1) * radius[:, None], buurt


def _seed_sea(coast: _Coast, rng: np.random.Generator) -> np.ndarray:
    """Sites outside the coast: water, abroad, and a guard ring that is dropped so that all kept cells are closed."""
    step = max(700.0, coast.radius / 70)
    as_ = np.arange(-1.75 * coast.radius, 1.75 * coast.radius, step)
    xy = MIDDLE + np.stack(np.meshgrid(as_, as_), axis=-1).reshape(-1, 2)
    xy = xy + rng.uniform(-0.35, 0.35, xy.shape) * step
    distance, _ = coast.locate(xy)
    return xy[(distance > 1.0 + 0.3 * step / coast.radius) & (distance < 1.32)]


def _choose_lakes(buurt_xy: np.ndarray, gemeente_xy: np.ndarray, gemeente: np.ndarray) -> np.ndarray:
    """Which buurten become a lake: in every third gemeente the one farthest from its middle."""
    distance = ((buurt_xy - gemeente_xy[gemeente]) ** 2).sum(axis=1)
    last = np.lexsort((distance, gemeente))
    farthest = last[np.r_[np.flatnonzero(np.diff(gemeente[last])), len(last) - 1]]
    found = np.zeros(len(buurt_xy), bool)
    found[farthest[gemeente[farthest] % 3 == 1]] = True
    return found


def _voronoi(points: np.ndarray) -> np.ndarray:
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), ordered=True))
    assert len(cells) == len(points), "two sites fall together"
    return cells


def _lloyd(points: np.ndarray, free: int, steps: int) -> np.ndarray:
    """Move the first `free` points to the centroid of their cell, some times over."""
    points = points.copy()
    for _ in range(steps):
        points[:free] = shapely.get_coordinates(shapely.centroid(_voronoi(points)[:free]))
    return points
