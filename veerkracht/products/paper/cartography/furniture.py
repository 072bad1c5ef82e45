"""Scale bar, north arrow and the corner where they stand."""

from typing import TYPE_CHECKING

from veerkracht.dutch import bare
from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.paper import INK, Paper

if TYPE_CHECKING:
    import shapely

BOX = 52.0, 13.0  # mm
_ROUND = (1, 2, 5)


def bar_length(mm_per_m: float, longest: float = 34.0) -> int:
    """The longest round number of metres that is no longer than `longest` mm."""
    room, best, power = longest / mm_per_m, 1, 1
    while power <= room:
        best = max([best, *(int(step * power) for step in _ROUND if step * power <= room and step * power >= 1)])
        power *= 10
    return best


def corner(
    frame: tuple[float, float, float, float], shape: "shapely.Geometry", box: tuple[float, float] = BOX
) -> tuple[float, float, float, float]:
    """The corner of the frame (x0, y0, x1, y1) where a box hides least of `shape`: its box on paper."""
    import shapely

    x0, y0, x1, y1 = frame
    width, height, air = *box, 2.0
    lefts, bottoms = (x0 + air, x1 - air - width), (y0 + air, y1 - air - height)
    boxes = [(x, y, x + width, y + height) for y in bottoms for x in lefts]
    return min(boxes, key=lambda b: shapely.area(shapely.intersection(shape, shapely.box(*b))))


def scale_and_north(paper: Paper, box: tuple[float, ...], mm_per_m: float, zorder: float = 8) -> None:
    """A scale bar in two colours with its length in words, and an arrow to the north (RD grid)."""
    from matplotlib.path import Path

    x, y, right, top = box
    paper.box(x, y, right - x, top - y, face=(1, 1, 1, 0.85), zorder=zorder)
    length = bar_length(mm_per_m)
    long = length * mm_per_m
    left, base = x + 3, y + 3
    for part in range(4):
        face = INK if part % 2 == 0 else "white"
        paper.box(left + part * long / 4, base, long / 4, 1.3, face=face, edge=INK, linewidth=0.4, zorder=zorder + 1)
    for share in (0, 0.5, 1):
        text = typeset.printable(distance(length * share, length))
        paper.text(left + share * long, base + 2.3, text, 6.5, ha="left" if share == 0 else "center", zorder=zorder + 1)
    middle, low, high = right - 5, y + 1.6, top - 4.2
    arrow = [(middle, high), (middle + 2, low), (middle, low + 1.8), (middle - 2, low), (middle, high)]
    paper.shapes([Path(arrow, closed=True)], faces=[INK], zorder=zorder + 1)
    paper.text(middle, high + 0.7, "N", 7.5, weight="bold", ha="center", zorder=zorder + 1)


def distance(metres: float, longest: float) -> str:
    """Metres, or kilometres where the bar is one kilometre or longer."""
    if longest < 1000:
        return f"{metres:g} m" if metres == longest else f"{metres:g}"
    text = bare(metres / 1000)
    return f"{text} km" if metres == longest else text
