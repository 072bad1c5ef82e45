"""The report: one HTML page a gemeente and an index, with the maps of the edition and the change between any two years.

Made from a candidate or edition. Here the pages are put together; figures, maps and texts come from the other modules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from veerkracht import levels
from veerkracht.commandline import command
from veerkracht.edition.figures import Figures, MapIndicator
from veerkracht.edition.loading import load
from veerkracht.edition.looks import looks
from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Gebied
from veerkracht.edition.story import RANKED, GemeenteFigure, Story
from veerkracht.edition.worded import (
    IndicatorRow,
    boundary_rows,
    indicator_rows,
    largest_changes,
)
from veerkracht.errors import VeerkrachtError
from veerkracht.products.batch import Batch
from veerkracht.products.web.page import render
from veerkracht.products.web.rapport.chart import line_chart
from veerkracht.products.web.rapport.deviations import deviations
from veerkracht.products.web.rapport.mapsection import MapSection


def write(folder: Path, van: int | None = None, tot: int | None = None, out: Path | None = None) -> list[Path]:
    """Write `index.html` and `<gemeentecode>.html` into `out` (default: `rapporten/` of the folder).

    `folder` is a candidate or an edition. Raises VeerkrachtError for years that cannot be compared.
    """
    if not (folder / "veerkracht.duckdb").is_file():
        raise VeerkrachtError(
            f"{folder}: hier staat geen editie (geen veerkracht.duckdb). Draai eerst {command('refresh')}"
        )
    target = out or folder / "rapporten"
    with Edition(folder) as edition:
        pages = _RapportPages(edition, load(edition, van, tot), target, has_front=out is None)
        return [*pages.gemeenten(), pages.index()]


@dataclass(frozen=True)
class Overview:
    """A gemeente in the table of all of them."""

    gebied: Gebied
    cijfers: list[IndicatorRow]
    totalen: list[GemeenteFigure]


class _RapportPages:
    """What the pages share: figures, national spreads and maps, read once."""

    def __init__(self, edition: Edition, figures: Figures, target: Path, has_front: bool):
        self.edition, self.figures, self.target, self.has_front = edition, figures, target, has_front
        self.spread = {niveau: deviations(figures, niveau) for niveau in levels.known().on_maps}
        self.maps, self.story = MapSection(edition, Maps(edition)), Story(edition, (figures.van, figures.tot))
        self.members: dict[str, dict[str, list[Gebied]]] = {}
        for niveau in levels.known().on_maps:
            for area in figures.gebieden.get(niveau, []):
                self.members.setdefault(area.gemeentecode or "", {}).setdefault(niveau, []).append(area)
        self.names = {area.gebiedscode: area.gebiedsnaam for area in figures.gebieden.get(levels.known().ground, [])}

    def gemeenten(self) -> list[Path]:
        areas = {area.gebiedscode: area for area in self.shown()}
        written: list[Path] = []

        def make(codes: list[str]) -> Iterator[str]:
            for code in codes:
                written.append(self._gemeente(areas[code]))
                yield code

        Batch("rapporten", list(areas), lambda code: False).run_here(make)
        return written

    def shown(self) -> list[Gebied]:
        """Gemeenten with any figure of a map indicator, of their own or of their buurten, of those that were chosen."""
        with_value = {
            key[1]
            for key, years in self.figures.waarden.items()
            if any(one.waarde is not None for one in years.values())
        }
        own = {levels.known().parent_code(code, levels.GEMEENTE) for code in with_value} | with_value
        return [area for area in self.chosen() if area.gebiedscode in own]

    def chosen(self) -> list[Gebied]:
        areas = self.figures.gebieden.get(levels.GEMEENTE, [])
        codes = set(self.edition.chosen(area.gebiedscode for area in areas))
        return [area for area in areas if area.gebiedscode in codes]

    def index(self) -> Path:
        shown, figures = self.shown(), self.figures
        chosen = self._in_order(looks().rapport_overzicht)
        rows = [
            Overview(
                gebied=area,
                cijfers=[r for r in indicator_rows(figures, area.gebiedscode) if r.indicator in chosen],
                totalen=self.story.ranked(area.gebiedscode),
            )
            for area in shown
        ]
        absent = [area.gebiedsnaam for area in self.chosen() if area not in shown]
        return self._render(
            "index.html",
            "rapport_index.html",
            rijen=rows,
            gekozen=chosen,
            zonder=absent,
            verhaal=self.story.country(),
            heeft_totalen=self.story.has_totals,
        )

    def _gemeente(self, area: Gebied) -> Path:
        code, figures = area.gebiedscode, self.figures
        members = self.members.get(code, {})
        finest = self._finest_levels(members)
        rows = indicator_rows(figures, code, finest)
        name = area.naam
        charts = (line_chart(figures, code, name, i) for i in self._in_order(looks().rapport_grafieken))
        return self._render(
            f"{code}.html",
            "rapport_gemeente.html",
            gemeente=area,
            rijen=rows,
            gunstig=[r for r in rows if r.oordeel.toon == "gunstig"],
            ongunstig=[r for r in rows if r.oordeel.toon == "ongunstig"],
            gezegd=any(r.oordeel.is_claim for r in rows),
            kaarten=self.maps.of(code),
            verhaal=self.story.of(code),
            eigen=self.story.ranked(code),
            grafieken=list(islice(filter(None, charts), looks().rapport_grafieken_aantal)),
            grootste=largest_changes(figures, members, finest, self.spread),
            grenzen=boundary_rows(figures, code, self.names),
            aantal={niveau: sum(a.water != "water" for a in areas) for niveau, areas in members.items()},
        )

    def _finest_levels(self, members: dict[str, list[Gebied]]) -> dict[str, str]:
        """Of each indicator the finest level at which some area here has a figure."""
        found: dict[str, str] = {}
        for niveau in reversed(levels.known().on_maps):
            for indicator in self.figures.indicatoren:
                if any(
                    self.figures.level(niveau, a.gebiedscode, indicator).waarde is not None
                    for a in members.get(niveau, [])
                ):
                    found[indicator.naam] = niveau
        return found

    def _in_order(self, order: list[str]) -> list[MapIndicator]:
        """Map indicators that stand in `order`, in its order."""
        return sorted((i for i in self.figures.indicatoren if i.naam in order), key=lambda i: order.index(i.naam))

    def _render(self, name: str, template: str, **values: object) -> Path:
        shared: dict[str, object] = {"figures": self.figures, "heeft_voorpagina": self.has_front, "kolommen": RANKED}
        return render(template, self.target / name, self.edition, **shared, **values)
