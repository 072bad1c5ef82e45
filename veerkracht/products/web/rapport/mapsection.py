"""The maps on the page of a gemeente: sheets of the edition with the outlines to draw them in and their colours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from veerkracht.edition.maps import Maps, Sheet
from veerkracht.edition.reading import Edition
from veerkracht.products.web.rapport.drawing import SvgOutlines, outlines

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Section:
    """Maps per period, the outlines they use once each, and the rules of their colours."""

    perioden: list[tuple[tuple[int, int], list[Sheet]]]
    tekeningen: dict[tuple[str, int], SvgOutlines]
    kleuren: list[tuple[str, str, str]]  # css of the sheet, css of the class, colour

    def tekening(self, sheet: Sheet) -> SvgOutlines | None:
        """Outlines for a sheet; None when the edition has none of that level and vintage."""
        return self.tekeningen.get((sheet.niveau, sheet.indeling))


class MapSection:
    """Makes the section of each gemeente; reads every file of outlines once."""

    def __init__(self, edition: Edition, maps: Maps):
        self.edition, self.maps = edition, maps
        self.colours = maps.colours()
        self._parts: dict[tuple[str, int], dict[str, gpd.GeoDataFrame]] = {}

    def of(self, gemeente: str) -> Section:
        perioden = self.maps.of(gemeente)
        sheets = [sheet for _, made in perioden for sheet in made]
        places = sorted({(sheet.niveau, sheet.indeling) for sheet in sheets if not sheet.reden})
        drawings = {place: self._drawing(place, gemeente) for place in places}
        used = {sheet.css for sheet in sheets}
        return Section(
            perioden,
            {place: drawing for place, drawing in drawings.items() if drawing},
            [rule for rule in self.colours if rule[0] in used],
        )

    def _drawing(self, place: tuple[str, int], gemeente: str) -> SvgOutlines | None:
        niveau, indeling = place
        if place not in self._parts:
            shapes = self.edition.outlines(niveau, indeling)
            self._parts[place] = {} if shapes is None else dict(list(shapes.groupby("gemeentecode")))
        part = self._parts[place].get(gemeente)
        return None if part is None else outlines(part, f"{niveau}{indeling % 100:02d}-")
