"""The atlas of one gemeente: cover, one map a page, the change, how to read it, the account; as one PDF file."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.edition.figures import Figures
from veerkracht.edition.maps import Maps, Sheet
from veerkracht.edition.reading import Edition
from veerkracht.edition.story import Story
from veerkracht.files import replacing
from veerkracht.products.paper.atlas import account, change, cover, reading, register
from veerkracht.products.paper.atlas.context import Context
from veerkracht.products.paper.atlas.ground import Ground, Land
from veerkracht.products.paper.atlas.layout import A3, Layout
from veerkracht.products.paper.atlas.mapframe import base
from veerkracht.products.paper.atlas.sheetpage import Drawn, sheet_page
from veerkracht.products.paper.cartography.paper import Paper, pdf_facts

if TYPE_CHECKING:
    from matplotlib.backends.backend_pdf import PdfPages


@dataclass
class Library:
    """What all atlases of an edition share, read once."""

    edition: Edition
    maps: Maps
    land: Land
    context: Context
    story: Story
    colours: dict[str, dict[str, str]]  # css of a sheet -> css of a class -> colour
    given: Figures | None = None  # figures that another process read

    @classmethod
    def open(cls, edition: Edition, given: Figures | None = None) -> "Library":
        maps, colours = Maps(edition), {}
        for sheet, entry, value in maps.colours():
            colours.setdefault(sheet, {})[entry] = value
        return cls(edition, maps, Land(edition), Context.read(edition), Story(edition), colours, given)

    @cached_property
    def figures(self) -> Figures | None:
        """Figures for the page of the change; reading those of a country takes a gigabyte for a moment."""
        return self.given or change.figures(self.edition)

    def gemeenten(self) -> list[str]:
        """Codes of all gemeenten with maps and an outline, in order."""
        if not self.maps.perioden:
            return []
        rows = self.edition.rows("select distinct gemeentecode as code from fct_kaart order by 1")
        drawn = {r["code"] for r in rows if r["code"]} & set(self.land.codes())
        return sorted(code for code in drawn if code.startswith("GM") and code[2:].isalnum())

    def sheets(self, gemeente: str) -> list[Sheet]:
        """All maps of the newest period, the own ones last."""
        periods = self.maps.of(gemeente)
        return periods[0][1] if periods else []


def write_book(library: Library, gemeente: str, target: Path, layout: Layout = A3) -> list[Drawn]:
    """Write the atlas of a gemeente; `target` appears when it is whole. Returns what is on each map page."""
    from matplotlib.backends.backend_pdf import PdfPages

    ground, sheets = Ground(library.land, gemeente, layout.frame), library.sheets(gemeente)
    with replacing(target) as part, PdfPages(part, metadata=pdf_facts(f"Veerkrachtatlas {ground.name}")) as pages:
        front = Paper(layout.width, layout.height)
        cover.page(front, layout, library, ground, sheets)
        front.add_to(pages)
        drawn = add_maps(library, layout, ground, sheets, pages)
        _last_pages(library, layout, ground, sheets, drawn, pages)
    return drawn


def add_maps(library: Library, layout: Layout, ground: Ground, sheets: list[Sheet], pages: "PdfPages") -> list[Drawn]:
    """One page a map; what they share is put on the paper once and stays there."""
    paper, drawn = Paper(layout.width, layout.height), []
    base(paper, ground)
    paper.keep()
    for number, sheet in enumerate(sheets, 2):
        colours = library.colours.get(sheet.css, {})
        drawn.append(sheet_page(paper, layout, ground, sheet, colours, library.context, number))
        paper.add_to(pages)
        paper.erase()
    return drawn


def _last_pages(library: Library, layout: Layout, ground: Ground, sheets: list, drawn: list, pages: "PdfPages") -> None:
    paper, number = Paper(layout.width, layout.height), len(sheets) + 2
    steps = [change.page, reading.page, account.page]
    steps += [register.page] if not all(one.numbers_named for one in drawn) else []
    for step in steps:
        step(paper, layout, library, ground, sheets, number)
        paper.add_to(pages)
        paper.erase()
        number += 1
