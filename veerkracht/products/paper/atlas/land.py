"""Outlines of the whole edition, read once: what the maps of all gemeenten are cut from. Places on paper: `ground`."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from veerkracht import levels
from veerkracht.edition.reading import Edition

if TYPE_CHECKING:
    import geopandas as gpd


_AREAS = "select gebiedscode, indeling, gebiedsnaam, wijkcode, inwoners from dim_gebied where niveau <> 'land'"


@dataclass(frozen=True, slots=True)
class AtlasGebied:
    """What maps tell of an area beside its outline."""

    gebiedscode: str
    indeling: int
    gebiedsnaam: str | None
    wijkcode: str | None
    inwoners: float | None


class LandOutlines:
    """Outlines of the whole edition, read once and cut to a frame by an index."""

    def __init__(self, edition: Edition):
        self._edition, self.doel = edition, edition.about.doel_indeling
        self._levels: dict[tuple[str, int], gpd.GeoDataFrame | None] = {}
        self.areas = {(area.gebiedscode, area.indeling): area for area in edition.records(AtlasGebied, _AREAS)}

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
        part = areas.iloc[self._members(niveau, indeling, areas).get(gemeente, [])]
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

    def _members(self, niveau: str, indeling: int, areas: "gpd.GeoDataFrame") -> dict[str, np.ndarray]:
        key = f"_members_{niveau}_{indeling}"
        if key not in self.__dict__:
            self.__dict__[key] = areas.reset_index(drop=True).groupby("gemeentecode").indices
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
        """Name of an area; its code where the edition tells none."""
        area = self.areas.get((code, indeling))
        return (area and area.gebiedsnaam) or code
