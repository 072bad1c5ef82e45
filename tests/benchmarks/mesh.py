"""Outlines of a synthetic country for the benchmark of the weights: Voronoi cells with shared wiggly edges."""

import numpy as np

STEP_M, SEGMENTS = 1_550.0, 17


class Mesh:
    """Voronoi cells of a jittered grid whose ridges are wiggly lines that both neighbours share."""

    def __init__(self, cells: int, rng: np.random.Generator):
        from scipy.spatial import Voronoi

        side = int(np.ceil(np.sqrt(cells))) + 4
        grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2).astype(float)
        points = (grid + rng.uniform(-0.35, 0.35, grid.shape)) * STEP_M
        self.rng, self.points = rng, points
        diagram = Voronoi(points)
        inside = ((grid >= 2) & (grid < side - 2)).all(axis=1)
        self.cells = np.flatnonzero(inside)[:cells]
        ridges = np.array(diagram.ridge_vertices)
        finite = (ridges >= 0).all(axis=1)
        self.ends = diagram.vertices[ridges[finite]]
        self.vertex_ids = ridges[finite]
        self.neighbours = diagram.ridge_points[finite]
        self.vertices = diagram.vertices
        self.phase = rng.uniform(-1, 1, (len(self.ends), 4))

    def polygons(self, changed: float = 0.0, noise: float = 0.0) -> np.ndarray:
        """All cells as polygons; `changed` is the share that gets one other edge, `noise` metres per vertex."""
        import shapely

        rng = np.random.default_rng(2)
        bulge = np.zeros(len(self.ends))
        if changed:
            known = np.isin(self.neighbours, self.cells).all(axis=1)
            long_enough = np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=1) > 0.4 * STEP_M
            picked = rng.choice(np.flatnonzero(known & long_enough), int(changed * len(self.cells) / 2), replace=False)
            bulge[picked] = 0.12
        lines = self._lines(bulge)
        if noise:
            # On the few very short ridges less, or their line would cross itself.
            room = np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=1) / SEGMENTS / 4
            lines[:, 1:-1] += rng.uniform(-1, 1, lines[:, 1:-1].shape) * np.minimum(noise, room)[:, None, None]
            least = np.full(len(self.vertices), noise)
            np.minimum.at(least, self.vertex_ids, room[:, None])
            moved = self.vertices + rng.uniform(-1, 1, self.vertices.shape) * least[:, None]
            lines[:, [0, -1]] = moved[self.vertex_ids]
        return shapely.polygons([shapely.linearrings(ring) for ring in self._rings(lines)])

    def _lines(self, bulge: np.ndarray) -> np.ndarray:
        t = np.linspace(0, 1, SEGMENTS + 1)
        start, end = self.ends[:, :1], self.ends[:, 1:]
        along = end - start
        across = along[..., ::-1] * np.array([-1, 1])
        waves = sum(self.phase[:, [k]] * np.sin((k + 1) * np.pi * t) / (k + 1) for k in range(4))
        height = 0.04 * waves + bulge[:, None] * np.sin(np.pi * t)
        return start + along * t[None, :, None] + across * height[..., None]

    def _rings(self, lines: np.ndarray):
        order = np.argsort(self.neighbours.ravel(), kind="stable")
        owner = self.neighbours.ravel()[order]
        first = np.searchsorted(owner, self.cells)
        last = np.searchsorted(owner, self.cells, side="right")
        for cell, a, b in zip(self.cells, first, last, strict=True):
            ridges = order[a:b] // 2
            middle = self.ends[ridges].mean(axis=1) - self.points[cell]
            yield self._ring(lines, ridges[np.argsort(np.arctan2(middle[:, 1], middle[:, 0]))])

    def _ring(self, lines: np.ndarray, ridges: np.ndarray) -> np.ndarray:
        """Walk the ridges in order, each in the direction that continues the one before."""
        parts = []
        for ridge, following in zip(ridges, np.roll(ridges, -1), strict=True):
            forwards = self.vertex_ids[ridge, 1] in self.vertex_ids[following]
            line = lines[ridge] if forwards else lines[ridge][::-1]
            parts.append(line[:-1])
        ring = np.concatenate(parts)
        return np.vstack([ring, ring[:1]])
