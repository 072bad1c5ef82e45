"""What all maps of one gemeente share, made once: outlines on paper, boundaries, water, neighbours, places of names."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from veerkracht import levels
from veerkracht.products.paper.atlas.land import LandOutlines
from veerkracht.products.paper.atlas.names import Names, short
from veerkracht.products.paper.cartography import furniture, labels, patterns
from veerkracht.products.paper.cartography.shapes import View, coverage, paths, polygons

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.path import Path


@dataclass
class PaperLayer:
    """Areas of one level and vintage on paper."""

    codes: list[str]
    shapes: np.ndarray
    wet: np.ndarray  # water
    paths: list["Path"] = field(init=False)
    water: list["Path"] = field(init=False)
    place: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.paths, self.water = paths(self.shapes), paths(self.wet)
        self.place = {code: n for n, code in enumerate(self.codes)}


class Ground:
    """The base map of one gemeente in one frame."""

    def __init__(
        self,
        land: LandOutlines,
        gemeente: str,
        frame: tuple[float, float, float, float],
        size: float = 1.0,
        numbers: bool = True,
        at_most: float = float("inf"),
    ):
        self.land, self.gemeente, self.size, self.numbers = land, gemeente, size, numbers
        self.name = land.name(gemeente, land.doel)
        self.own_outline = land.own_outline(gemeente)
        self._frame, self._at_most = frame, at_most
        self._layers: dict[tuple[str, int], PaperLayer | None] = {}

    @property
    def has_outline(self) -> bool:
        """Whether the edition has any outline of the gemeente; without it there is no view."""
        return len(self.own_outline) > 0

    @cached_property
    def outline_bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the gemeente in metres; raises ValueError without an outline."""
        if not self.has_outline:
            raise ValueError(f"{self.gemeente} has no outline in this edition")
        left, bottom, right, top = shapely.total_bounds(self.own_outline)
        return left, bottom, right, top

    @cached_property
    def view(self) -> View:
        """How the gemeente lies in the frame; raises ValueError without an outline."""
        return View.around(self.outline_bounds, self._frame, at_most=self._at_most)

    @cached_property
    def outline(self) -> shapely.Geometry:
        """The gemeente itself on paper, as one shape."""
        return shapely.union_all(self.view.place(self.own_outline))

    def layer(self, niveau: str, indeling: int) -> PaperLayer | None:
        """Areas on paper, simplified together; None when the edition has no outlines of them."""
        key = niveau, indeling
        if key not in self._layers:
            self._layers[key] = self._read(*key)
        return self._layers[key]

    def _read(self, niveau: str, indeling: int) -> PaperLayer | None:
        areas = self.land.of(niveau, indeling, self.gemeente)
        if areas is None or areas.empty or not self.has_outline:
            return None
        shapes = coverage(self.view.place(areas.geometry.to_numpy()))
        wet = (areas["water"] == "water").to_numpy()
        codes = areas["gebiedscode"].to_numpy()[~wet].tolist()
        x0, y0, x1, y1 = self.view.frame  # water may reach beyond the frame, which is around the land
        water = [polygons(shape) for shape in shapely.clip_by_rect(shapes[wet], x0, y0, x1, y1)]
        return PaperLayer(codes, shapes[~wet], np.array(water, dtype=object))

    @cached_property
    def neighbours(self) -> list[tuple[str, str, shapely.Geometry]]:
        """(name, colour, shape on paper) of the gemeenten around, as far as the frame shows them."""
        found: list[tuple[str, str, shapely.Geometry]] = []
        areas = self.land.within(levels.GEMEENTE, self.view.ground)
        if areas is None:
            return found
        areas = areas[areas["gebiedscode"] != self.gemeente]
        for code, water, shape in zip(areas["gebiedscode"], areas["water"], self._cut(areas), strict=True):
            if not shape.is_empty:
                colour = patterns.ABROAD if water == "buitenland" else patterns.NEIGHBOUR
                found.append((self.land.name(code, self.land.doel), colour, shape))
        return found

    def _cut(self, areas: "gpd.GeoDataFrame") -> np.ndarray:
        """What the frame shows of areas, on paper."""
        shapes = [polygons(shape) for shape in self.view.clipped(areas.geometry.to_numpy())]
        return coverage(np.array(shapes, dtype=object))

    @cached_property
    def water(self) -> list["Path"]:
        """Water within the frame, of all gemeenten."""
        areas = self.land.within(levels.known().ground, self.view.ground, water=True)
        return paths(self._cut(areas)) if areas is not None and len(areas) else []

    @cached_property
    def corner(self) -> labels.Box:
        """Where scale bar and north arrow stand."""
        return furniture.corner(self.view.frame, self.outline)

    @cached_property
    def names(self) -> Names:
        """Places of all names, computed once for all maps."""
        return Names(self.view, self.corner, self._named_areas(), self._named_neighbours(), self.size, self.numbers)

    def _named_areas(self) -> list[labels.Name]:
        """Wijken of two buurten or more, and all buurten, by inhabitants."""
        found, about, doel = [], self.land.areas, self.land.doel
        buurten = self.layer("buurt", doel)
        members = [about[code, doel].wijkcode for code in buurten.codes if (code, doel) in about] if buurten else []
        for niveau in ("wijk", "buurt"):
            layer = self.layer(niveau, doel)
            for code, shape in zip(layer.codes, layer.shapes, strict=True) if layer else ():
                area = about.get((code, doel))
                people = (area and area.inwoners) or 0
                if niveau == "buurt" or members.count(code) != 1:
                    found.append(labels.Name(code, short(self.land.name(code, doel)), shape, people, niveau))
        return found

    def _named_neighbours(self) -> list[labels.Name]:
        return [
            labels.Name(name, name, shape, shapely.area(shape), "buurgemeente") for name, _, shape in self.neighbours
        ]
