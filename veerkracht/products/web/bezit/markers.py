"""Marks of complexes in the drawing of a gemeente: a circle at its place, a square in the middle of its buurt.

The size of a mark says how many dwellings; the largest of the file has the largest mark.
"""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from veerkracht.dutch import number
from veerkracht.products.web.bezit.placing import Placed
from veerkracht.products.web.rapport.drawing import TALLEST, WIDTH

if TYPE_CHECKING:
    import geopandas as gpd

SMALLEST, LARGEST = 5.0, 20.0
SHOWN_NAMES = 6


@dataclass(frozen=True)
class Mark:
    """One mark, in units of the drawing; `exact` when it stands where the complex is."""

    x: int
    y: int
    r: float
    exact: bool
    tekst: str


class Frame:
    """Metres (EPSG:28992) to units of the drawing that `report.drawing.outlines` makes of the same areas."""

    def __init__(self, areas: "gpd.GeoDataFrame"):
        shown = areas[(areas["water"] != "buitenland") & ~areas.geometry.is_empty]
        left, bottom, right, top = shown.total_bounds
        self.left, self.top = left, top
        self.scale = min(WIDTH / (right - left), TALLEST / (top - bottom))

    def at(self, x: float, y: float) -> tuple[int, int]:
        return round((x - self.left) * self.scale), round((self.top - y) * self.scale)


def marks(placed: list[Placed], buurten: "gpd.GeoDataFrame", frame: Frame, most: int) -> list[Mark]:
    """Marks of the complexes of one gemeente, large ones first so that small ones stay visible.

    `buurten`: outlines of its buurten; `most`: dwellings of the largest mark anywhere.
    """
    exact = [([p], p.xy) for p in placed if p.xy and p.via == "coördinaten"]
    middles = {
        code: (point.x, point.y)
        for code, point in zip(buurten["gebiedscode"], buurten.geometry.representative_point(), strict=True)
    }
    grouped: dict[str, list[Placed]] = {}
    for one in placed:
        if one.via != "coördinaten" and one.buurt and one.buurt.gebiedscode in middles:
            grouped.setdefault(one.buurt.gebiedscode, []).append(one)
    rest = [(part, middles[code]) for code, part in grouped.items()]
    found = [(*frame.at(*xy), part, len(part) == 1 and part[0].via == "coördinaten") for part, xy in [*exact, *rest]]
    made = [Mark(x, y, _radius(part, most), is_exact, _text(part)) for x, y, part, is_exact in found]
    return sorted(made, key=lambda mark: -mark.r)


def largest(placed: list[Placed]) -> int:
    """Dwellings of the largest mark: of a complex at its place, or of all others in a buurt together."""
    sums: dict[object, int] = {}
    for one in placed:
        if one.buurt:
            key = one.complex.rij if one.via == "coördinaten" else one.buurt.gebiedscode
            sums[key] = sums.get(key, 0) + one.complex.woningen
    return max(sums.values(), default=0)


def _radius(part: list[Placed], most: int) -> float:
    dwellings = sum(p.complex.woningen for p in part)
    return round(max(SMALLEST, LARGEST * sqrt(dwellings / most)), 1) if most else SMALLEST


def _text(part: list[Placed]) -> str:
    names = [p.complex.label or p.complex.complex for p in part]
    more = f" en nog {len(names) - SHOWN_NAMES}" if len(names) > SHOWN_NAMES else ""
    years = sorted({p.complex.onderhoudsjaar for p in part if p.complex.onderhoudsjaar})
    when = f"; onderhoud gepland: {', '.join(map(str, years))}" if years else ""
    dwellings = number(sum(p.complex.woningen for p in part))
    buurt = part[0].buurt.naam if part[0].buurt else ""
    return f"{', '.join(names[:SHOWN_NAMES])}{more}: {dwellings} woningen in {buurt}{when}"
