"""Outlines (EPSG:28992) as matplotlib paths on paper: a view places metres on the page, once for all maps of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import shapely

if TYPE_CHECKING:
    from matplotlib.path import Path

Shape = TypeVar("Shape", "shapely.Geometry", np.ndarray)  # one shape or an array of them
DETAIL = 0.06  # mm; finer than a printer shows


@dataclass(frozen=True)
class View:
    """A frame on the page (mm) and how metres fall into it."""

    x: float
    y: float
    width: float
    height: float
    left: float  # metres at the left of the frame
    bottom: float
    mm_per_m: float

    @classmethod
    def around(
        cls,
        bounds: tuple[float, float, float, float],
        frame: tuple[float, float, float, float],
        air: float = 0.05,
        at_most: float = float("inf"),
    ) -> "View":
        """The view of `frame` (x, y, width, height) that shows `bounds` in its middle with some air around.

        `at_most` mm go into a metre: views that are to be compared share the smallest scale among them.
        """
        x, y, width, height = frame
        left, bottom, right, top = bounds
        wide, high = max(right - left, 1.0), max(top - bottom, 1.0)
        scale = min(at_most, (1 - 2 * air) * min(width / wide, height / high))
        return cls(x, y, width, height, (left + right - width / scale) / 2, (bottom + top - height / scale) / 2, scale)

    @property
    def ground(self) -> tuple[float, float, float, float]:
        """Metres that the frame shows: left, bottom, right, top."""
        return (
            self.left,
            self.bottom,
            self.left + self.width / self.mm_per_m,
            self.bottom + self.height / self.mm_per_m,
        )

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The frame on paper: left, bottom, right, top."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    def place(self, shapes: np.ndarray) -> np.ndarray:
        """Shapes in metres as shapes in millimetres on the page."""
        offset, origin = np.array([self.left, self.bottom]), np.array([self.x, self.y])
        return shapely.transform(shapes, lambda xy: (xy - offset) * self.mm_per_m + origin)

    def moved(self, shapes: Shape, other: "View") -> Shape:
        """Shapes that lie on paper in another view, as they lie in this one."""
        ratio = self.mm_per_m / other.mm_per_m
        origin = np.array([self.x, self.y]) + self.mm_per_m * np.array(
            [other.left - self.left, other.bottom - self.bottom]
        )
        return shapely.transform(shapes, lambda xy: (xy - (other.x, other.y)) * ratio + origin)

    def clipped(self, shapes: np.ndarray) -> np.ndarray:
        """Shapes in metres, only what lies in the frame, on the page; empty where nothing does."""
        return self.place(shapely.clip_by_rect(shapes, *self.ground))


def coverage(shapes: np.ndarray, detail: float = DETAIL) -> np.ndarray:
    """Areas on paper without what nobody can see; shared edges stay shared."""
    return shapely.coverage_simplify(shapes, detail) if len(shapes) else shapes


def paths(shapes: "np.ndarray | Sequence[shapely.Geometry]") -> list["Path"]:
    """One path a shape, holes and islands included."""
    return [_path(shape) for shape in shapely.orient_polygons(shapes)] if len(shapes) else []


def _path(shape: "shapely.Geometry") -> "Path":
    """Rings one after another; holes run the other way, so that they stay open."""
    from matplotlib.path import Path

    rings = [
        r for part in shapely.get_parts(shape) if part.geom_type == "Polygon" for r in (part.exterior, *part.interiors)
    ]
    if not rings:
        return Path(np.empty((0, 2)), np.empty(0, Path.code_type))
    points = [shapely.get_coordinates(ring) for ring in rings]
    codes = np.full(sum(map(len, points)), Path.LINETO, Path.code_type)
    ends = np.cumsum([len(p) for p in points])
    codes[np.concatenate([[0], ends[:-1]])] = Path.MOVETO
    codes[ends - 1] = Path.CLOSEPOLY
    return Path(np.concatenate(points), codes)


def polygons(shape: "shapely.Geometry | np.ndarray") -> "shapely.MultiPolygon":
    """Only the surfaces of what an intersection left."""
    parts = [p for p in shapely.get_parts(shapely.get_parts(shape)) if p.geom_type == "Polygon" and not p.is_empty]
    return shapely.MultiPolygon(parts)
