"""Places of names on a map: inside their own area, never over one another; the most important names choose first.

Libraries that move labels (adjustText, textalloc) start from points and push names out of their area; here a name must
lie in its area, so each one tries a list of places there and takes the first that is free. Where no name fits, a
number may.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.fonts import Style

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in mm
AIR = 0.35  # mm around the text of a label
INSIDE = 0.8  # share of a label that must lie in its own area
STEPS = (0.0, 0.22, -0.22, 0.42, -0.42)  # places tried, in shares of the area's height and width
MOST_LINES = 3


@dataclass(frozen=True)
class Name:
    """What wants a place: `shape` on paper (mm); a larger `weight` chooses earlier."""

    key: str
    text: str
    shape: "shapely.Geometry | None"
    weight: float
    kind: str = "buurt"


@dataclass(frozen=True)
class LabelStyle:
    """How names of a kind are set: sizes in points, tried from the first."""

    sizes: tuple[float, ...]
    bold: str = "normal"
    style: Style = "normal"
    color: str = "#1b2733"
    inside: float = INSIDE


@dataclass(frozen=True)
class Label:
    """A name with its place: centre, lines, size, and the box (x0, y0, x1, y1) that nothing else may touch."""

    key: str
    kind: str
    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    box: Box


class Places:
    """Boxes that are taken, within a frame (x0, y0, x1, y1)."""

    def __init__(self, frame: Box, taken: Sequence[Box] = ()):
        self.frame, self._count = frame, len(taken)
        self._boxes = np.empty((max(256, 2 * len(taken)), 4))
        self._boxes[: len(taken)] = np.reshape(taken, (-1, 4))

    def is_free(self, box: Box) -> bool:
        x0, y0, x1, y1 = box
        left, bottom, right, top = self.frame
        if x0 < left or y0 < bottom or x1 > right or y1 > top:
            return False
        b = self._boxes[: self._count]
        return not ((b[:, 0] < x1) & (b[:, 2] > x0) & (b[:, 1] < y1) & (b[:, 3] > y0)).any()

    def take(self, box: Box) -> None:
        if self._count == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._count] = box
        self._count += 1


def place(names: list[Name], kinds: dict[str, LabelStyle], places: Places) -> tuple[list[Label], list[Name]]:
    """Labels that found a place, and the names that found none; order of `kinds`, then weight, then key."""
    order = list(kinds)
    placed, left = [], []
    for name in sorted(names, key=lambda n: (order.index(n.kind), -n.weight, n.key)):
        label = _first_free(name, kinds[name.kind], places)
        if label is None:
            left.append(name)
        else:
            places.take(label.box)
            placed.append(label)
    return placed, left


def _first_free(name: Name, kind: LabelStyle, places: Places) -> Label | None:
    if name.shape is None or name.shape.is_empty:
        return None
    spots = _spots(name.shape)
    shapely.prepare(name.shape)
    x0, y0, x1, y1 = name.shape.bounds
    for size in kind.sizes:
        for lines in _settings(name.text, size, kind.bold):
            half_w = max(typeset.width(line, size, kind.bold, kind.style) for line in lines) / 2 + AIR
            half_h = len(lines) * typeset.line_height(size) / 2 + AIR
            if 2 * half_w * kind.inside > x1 - x0 or 2 * half_h * kind.inside > y1 - y0:
                continue
            for x, y in spots:
                box = (x - half_w, y - half_h, x + half_w, y + half_h)
                if places.is_free(box) and _lies_in(box, name.shape, kind.inside):
                    return Label(name.key, name.kind, lines, x, y, size, box)
    return None


def _lies_in(box: Box, shape: "shapely.Geometry", share: float) -> bool:
    rectangle = shapely.box(*box)
    if shapely.contains_properly(shape, rectangle):
        return True
    return shapely.area(shapely.intersection(shape, rectangle)) >= share * shapely.area(rectangle)


def _spots(shape: "shapely.Geometry") -> list[tuple[float, float]]:
    """Places to try: the middle of the largest circle inside, the representative point, and around them."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    x0, y0, x1, y1 = largest.bounds
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, max(0.3, (x1 - x0 + y1 - y0) / 100)))[0]
    around = shapely.get_coordinates(shapely.point_on_surface(largest))[0]
    spots = [(middle[0], middle[1] + dy * (y1 - y0)) for dy in STEPS]
    spots += [(middle[0] + dx * (x1 - x0), middle[1]) for dx in STEPS[1:]]
    return [*spots, (around[0], around[1])]


def _settings(text: str, size: float, bold: str) -> list[tuple[str, ...]]:
    """The name on one line, on two and on three; a very long name is cut off with an ellipsis."""
    text = typeset.printable(text) or typeset.UNKNOWN
    whole = typeset.width(text, size, bold)
    found: list[tuple[str, ...]] = []
    for count in range(1, MOST_LINES + 1):
        longest = max(typeset.width(word, size, bold) for word in text.split(" "))
        lines = tuple(typeset.wrap(text, max(whole / count * 1.18, longest, 9 * size * typeset.POINT), size, bold))
        if len(lines) <= MOST_LINES and lines not in found and max(map(len, lines)) <= 34:
            found.append(lines)
    return found or [(*typeset.wrap(text, 20 * size * typeset.POINT, size, bold)[:2], typeset.ELLIPSIS)]
