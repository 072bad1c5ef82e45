"""What all maps of one gemeente share, made once: outlines on paper, boundaries, water, neighbours, places of names."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from veerkracht import levels
from veerkracht.edition.reading import Edition
from veerkracht.products.paper.atlas.names import Names
from veerkracht.products.paper.cartography import furniture, patterns
from veerkracht.products.paper.cartography.shapes import View, coverage, paths, polygons

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.path import Path


class Land:
    """Outlines of the whole edition, read once and cut to a frame by an index."""

    def __init__(self, edition: Edition):
        self._edition, self.doel = edition, edition.about.doel_indeling
        self._levels: dict[tuple[str, int], gpd.GeoDataFrame | None] = {}
        rows = edition.rows(
            "select gebiedscode, indeling, gebiedsnaam, wijkcode, inwoners from dim_gebied where niveau <> 'land'"
        )
        self.areas = {(row["gebiedscode"], row["indeling"]): row for row in rows}

    def level(self, niveau: str, indeling: int) -> "gpd.GeoDataFrame | None":
        """Outlines of a level and vintage, with codes as text and no empty shapes; None when there are none."""
        if (niveau, indeling) not in self._levels:
            areas = self._edition.outlines(niveau, indeling)
            self._levels[niveau, indeling] = None if areas is None else areas[~areas.geometry.is_empty]
        return self._levels[niveau, indeling]

    def of(self, niveau: str, indeling: int, gemeente: str) -> "gpd.GeoDataFrame | None":
        """Areas of one gemeente; nothing abroad."""
        areas = self.level(niveau, indeling)
        if areas is None:
            return None
        part = areas.iloc[self._members(niveau, indeling).get(gemeente, [])]
        return part[part["water"] != "buitenland"]

    def codes(self) -> list[str]:
        """Codes of the gemeenten that have an outline of their own or of their buurten; reads no outlines."""
        from pyarrow.parquet import read_table

        found = set()
        for niveau in levels.known().nesting:
            file = self._edition.folder / "grenzen" / f"{niveau}_{self.doel}.parquet"
            if file.is_file():
                rows = read_table(file, columns=["gemeentecode", "water"]).to_pylist()
                found |= {row["gemeentecode"] for row in rows if row["water"] != "buitenland"}
        return sorted(found)

    def own_outline(self, gemeente: str) -> np.ndarray:
        """The gemeente in metres: its own outline, else those of its areas, without water; empty when there is none."""
        for niveau in (levels.GEMEENTE, *levels.known().nesting):
            areas = self.of(niveau, self.doel, gemeente)
            if areas is not None and len(areas):
                dry = areas[areas["water"] != "water"]
                return (dry if len(dry) else areas).geometry.to_numpy()
        return np.array([])

    def _members(self, niveau: str, indeling: int) -> dict[str, np.ndarray]:
        key = f"_members_{niveau}_{indeling}"
        if key not in self.__dict__:
            self.__dict__[key] = self.level(niveau, indeling).reset_index(drop=True).groupby("gemeentecode").indices
        return self.__dict__[key]

    def within(self, niveau: str, bounds: tuple[float, ...], water: bool = False) -> "gpd.GeoDataFrame | None":
        """Areas of the target vintage that touch a rectangle; with `water` only the water ones."""
        areas = self.level(niveau, self.doel)
        if areas is None:
            return None
        part = areas.iloc[np.sort(areas.sindex.query(shapely.box(*bounds)))]
        return part[part["water"] == "water"] if water else part

    @cached_property
    def outline(self) -> np.ndarray:
        """All gemeenten of the land, coarsely, in metres: for the little map that says where a gemeente lies."""
        areas = self.level(levels.GEMEENTE, self.doel)
        shapes = areas.loc[areas["water"] != "buitenland", "geometry"].to_numpy() if areas is not None else np.array([])
        size = np.ptp(shapely.total_bounds(shapes).reshape(2, 2), axis=0).max() if len(shapes) else 1
        return shapely.coverage_simplify(shapes, size / 400)

    def name(self, code: str, indeling: int) -> str:
        return (self.areas.get((code, indeling)) or {}).get("gebiedsnaam") or code


@dataclass
class Layer:
    """Areas of one level and vintage on paper."""

    codes: list[str]
    shapes: np.ndarray
    wet: np.ndarray  # water
    paths: list["Path"] = field(init=False)
    water: list["Path"] = field(init=False)
    place: dict[str, int] = field(init=False)

    def __post_init__(self):
        self.paths, self.water = paths(self.shapes), paths(self.wet)
        self.place = {code: n for n, code in enumerate(self.codes)}


class Ground:
    """The base map of one gemeente in one frame."""

    def __init__(
        self,
        land: Land,
        gemeente: str,
        frame: tuple[float, float, float, float],
        size: float = 1.0,
        numbers: bool = True,
        at_most: float = float("inf"),
    ):
        self.land, self.gemeente, self.size, self.numbers = land, gemeente, size, numbers
        self.name = land.name(gemeente, land.doel)
        self.own_outline = shapes = land.own_outline(gemeente)
        self.outline_bounds = tuple(shapely.total_bounds(shapes)) if len(shapes) else None
        self.view = View.around(self.outline_bounds, frame, at_most=at_most) if len(shapes) else None
        self._layers: dict[tuple[str, int], Layer | None] = {}

    @cached_property
    def outline(self):
        """The gemeente itself on paper, as one shape."""
        return shapely.union_all(self.view.place(self.own_outline))

    def layer(self, niveau: str, indeling: int) -> Layer | None:
        """Areas on paper, simplified together; None when the edition has no outlines of them."""
        key = niveau, indeling
        if key not in self._layers:
            self._layers[key] = self._read(*key)
        return self._layers[key]

    def _read(self, niveau: str, indeling: int) -> Layer | None:
        areas = self.land.of(niveau, indeling, self.gemeente)
        if areas is None or areas.empty or self.view is None:
            return None
        shapes = coverage(self.view.place(areas.geometry.to_numpy()))
        wet = (areas["water"] == "water").to_numpy()
        codes = areas["gebiedscode"].to_numpy()[~wet].tolist()
        x0, y0, x1, y1 = self.view.frame  # water may reach beyond the frame, which is around the land
        water = [polygons(shape) for shape in shapely.clip_by_rect(shapes[wet], x0, y0, x1, y1)]
        return Layer(codes, shapes[~wet], np.array(water, dtype=object))

    @cached_property
    def neighbours(self) -> list[tuple[str, str, object]]:
        """(name, colour, shape on paper) of the gemeenten around, as far as the frame shows them."""
        found = []
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
    def corner(self) -> tuple[float, ...]:
        """Where scale bar and north arrow stand."""
        return furniture.corner(self.view.frame, self.outline)

    @cached_property
    def names(self) -> Names:
        """Places of all names, computed once for all maps."""
        return Names(self)
