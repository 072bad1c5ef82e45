"""Pages of the own stock: one of all complexes (`bezit.html`) and one a gemeente with the complexes on its maps."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.errors import VeerkrachtError
from veerkracht.products.web.bezit.classes import Classes
from veerkracht.products.web.bezit.markers import Frame, Mark, largest, marks
from veerkracht.products.web.bezit.placing import Placed
from veerkracht.products.web.page import render
from veerkracht.products.web.rapport.mapsection import MapSection

if TYPE_CHECKING:
    import geopandas as gpd


def write_pages(
    edition: Edition, maps: Maps, classes: Classes, chosen: list[str], out: Path, tell: Callable[[str], None]
) -> list[Path]:
    """Write `bezit_<gemeentecode>.html` for each gemeente with complexes, and `bezit.html`."""
    pages = _BezitPages(edition, maps, classes, chosen, out)
    written = []
    for n, code in enumerate(classes.sheets, 1):
        written.append(pages.gemeente(code))
        tell(f"{n} van {len(classes.sheets)} gemeenten")
    return [*written, pages.index()]


@dataclass(frozen=True)
class _GemeenteCount:
    """What lies in one gemeente."""

    gemeentecode: str
    gemeentenaam: str | None
    complexen: int
    woningen: int

    @classmethod
    def of(cls, code: str, placed: list[Placed]) -> "_GemeenteCount":
        name = placed[0].buurt.gemeentenaam if placed[0].buurt else None
        return cls(code, name, len(placed), sum(one.complex.woningen for one in placed))


class _BezitPages:
    """What the pages share; outlines are read once."""

    def __init__(self, edition: Edition, maps: Maps, classes: Classes, chosen: list[str], out: Path):
        self.edition, self.classes, self.chosen, self.out = edition, classes, chosen, out
        self.section = MapSection(edition, maps)
        self.most = largest(classes.placed)
        self._outlines: dict[tuple[str, int], gpd.GeoDataFrame | None] = {}

    def gemeente(self, code: str) -> Path:
        here = [p for p in self.classes.placed if p.gemeente == code]
        sheets = [s for name in self.chosen if (s := self.classes.sheet(code, name))]
        section = replace(
            self.section.of(code), perioden=[(self.classes.periode, sheets)] if self.classes.periode else []
        )
        drawn = {(s.niveau, s.indeling) for s in sheets if section.tekening(s)}
        return self._render(
            f"bezit_{code}.html",
            "bezit_gemeente.html",
            gemeente=here[0].buurt,
            deel=section,
            vellen=sheets,
            tekens={place: self._marks(here, code, *place) for place in drawn},
            complexen=here,
            totalen={s.kaart.kaart_id: self.classes.totals(s.kaart.kaart_id, code) for s in sheets},
        )

    def index(self) -> Path:
        here: dict[str, list[Placed]] = {}
        for one in self.classes.placed:
            if one.buurt:
                here.setdefault(one.gemeente, []).append(one)
        counts = [_GemeenteCount.of(code, placed) for code, placed in here.items()]
        return self._render(
            "bezit.html",
            "bezit.html",
            gemeenten=sorted(counts, key=lambda row: -row.woningen),
            niet_geplaatst=[p for p in self.classes.placed if not p.buurt],
            kaarten=[(k, self.classes.totals(k.kaart_id)) for k in self.classes.kaarten],
            complexen=self.classes.placed,
        )

    def _marks(self, here: list[Placed], code: str, niveau: str, indeling: int) -> list[Mark]:
        drawn = self._areas(niveau, indeling, code)
        buurten = self._areas(levels.known().ground, self.edition.about.doel_indeling, code)
        return marks(here, buurten, Frame(drawn), self.most)

    def _areas(self, niveau: str, indeling: int, code: str) -> "gpd.GeoDataFrame":
        if (niveau, indeling) not in self._outlines:
            self._outlines[niveau, indeling] = self.edition.outlines(niveau, indeling)
        areas = self._outlines[niveau, indeling]
        if areas is None:
            raise VeerkrachtError(f"Deze editie heeft geen grenzen per {niveau} van {indeling}.")
        return areas[areas["gemeentecode"] == code]

    def _render(self, name: str, template: str, **values: object) -> Path:
        shared = {"klassen": self.classes.of, "redenen": self.classes.reasons, "periode": self.classes.periode}
        return render(template, self.out / name, self.edition, **shared, **values)
