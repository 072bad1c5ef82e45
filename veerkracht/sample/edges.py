"""The edges between vlekken: each stored once with its wiggles, so that neighbours share every vertex.

Midpoint displacement of straight Voronoi edges; which cells there are is for `landschap`.
"""

from dataclasses import dataclass

import numpy as np
import shapely

EDGE_LEVELS = 3  # each Voronoi edge becomes 2**3 segments
GOLF = 0.16  # largest sideways move of a midpoint, as a share of its segment


@dataclass
class Edges:
    """The edges of all cells, each stored once with its wiggles; polygons are put together from them."""

    corners: np.ndarray  # vertices (n, 2), m
    waves: np.ndarray  # (edges, 2**NIVEAUS_RAND - 1, 2) points between the ends of each edge
    owner: np.ndarray  # cell of each directed edge, in ring order
    start: np.ndarray  # first vertex of each directed edge
    edge: np.ndarray  # edge of each directed edge
    forward: np.ndarray  # whether it runs in the stored direction
    ends: np.ndarray  # (edges, 2) vertices
    neighbours: np.ndarray  # (n, 2) cells on both sides of an inner edge

    @classmethod
    def from_cells(cls, cells: np.ndarray, rng: np.random.Generator) -> "Edges":
        """Take Voronoi cells apart into shared edges and displace their midpoints; no cell becomes invalid."""
        xy, cell = shapely.get_coordinates(cells, return_index=True)
        mm = np.rint(xy * 1000).astype(np.int64)
        unique, corner = np.unique(mm[:, 0] * 10**10 + mm[:, 1], return_inverse=True)
        corners = np.stack([unique // 10**10, unique % 10**10], axis=1) / 1000.0
        same = (cell[1:] == cell[:-1]) & (corner[1:] != corner[:-1])
        start, end, owner = corner[:-1][same], corner[1:][same], cell[:-1][same]
        key = np.minimum(start, end) * len(corners) + np.maximum(start, end)
        pair, edge = np.unique(key, return_inverse=True)
        ends = np.stack([pair // len(corners), pair % len(corners)], axis=1)
        order = np.argsort(edge, kind="stable")
        twice = edge[order][1:] == edge[order][:-1]
        neighbours = np.stack([owner[order][:-1][twice], owner[order][1:][twice]], axis=1)
        found = cls(corners, np.empty(0), owner, start, edge, start < end, ends, neighbours)
        found.waves = found._wave(rng.uniform(-GOLF, GOLF, (len(ends), 2**EDGE_LEVELS - 1)))
        return found._without_crossings()

    def _wave(self, sideways: np.ndarray) -> np.ndarray:
        """Midpoint displacement: each midpoint moves sideways by a share of its segment."""
        n = 2**EDGE_LEVELS
        points = np.empty((len(self.ends), n + 1, 2))
        points[:, 0], points[:, n] = self.corners[self.ends[:, 0]], self.corners[self.ends[:, 1]]
        step, used = n, 0
        while step > 1:
            for i in range(step // 2, n, step):
                a, b = points[:, i - step // 2], points[:, i + step // 2]
                across = np.stack([-(b - a)[:, 1], (b - a)[:, 0]], axis=1)
                points[:, i] = (a + b) / 2 + across * sideways[:, used, None]
                used += 1
            step //= 2
        return np.round(points[:, 1:n], 3)

    def _without_crossings(self) -> "Edges":
        """Straighten the edges of cells whose wiggles cross."""
        while (wrong := ~shapely.is_valid(self.polygons())).any():
            self.straighten(np.unique(self.edge[wrong[self.owner]]))
        return self

    def straighten(self, edges: np.ndarray) -> None:
        """Draw these edges as straight lines."""
        share = np.arange(1, 2**EDGE_LEVELS)[:, None] / 2**EDGE_LEVELS
        a, b = self.corners[self.ends[edges, 0]][:, None], self.corners[self.ends[edges, 1]][:, None]
        self.waves[edges] = np.round(a + (b - a) * share, 3)

    def polygons(self) -> np.ndarray:
        """One polygon a cell, in the order of the cells."""
        waves = np.where(self.forward[:, None, None], self.waves[self.edge], self.waves[self.edge][:, ::-1])
        points = np.concatenate([self.corners[self.start][:, None], waves], axis=1)
        rings = shapely.linearrings(points.reshape(-1, 2), indices=np.repeat(self.owner, points.shape[1]))
        return shapely.polygons(rings)

    def keep_only(self, keep: np.ndarray) -> "Edges":
        """The same edges with only the kept cells, renumbered."""
        kept = keep[self.owner]
        number = np.cumsum(keep) - 1
        neighbours = self.neighbours[keep[self.neighbours].all(axis=1)]
        return Edges(
            self.corners, self.waves.copy(), number[self.owner[kept]], self.start[kept], self.edge[kept],
            self.forward[kept], self.ends, number[neighbours],
        )  # fmt: skip
