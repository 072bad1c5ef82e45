"""The atlas of one gemeente: cover, one map a page, the change, how to read it, the account; as one PDF file."""

from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.edition.maps import Sheet
from veerkracht.files import replacing
from veerkracht.products.paper.atlas import account, change, cover, namelist, reading
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import A3, PageLayout
from veerkracht.products.paper.atlas.mapframe import base
from veerkracht.products.paper.atlas.sheetpage import PageContent, sheet_page
from veerkracht.products.paper.cartography.paper import Paper, pdf_facts
from veerkracht.products.paper.printing import Printing

if TYPE_CHECKING:
    from matplotlib.backends.backend_pdf import PdfPages


def write_atlas(printing: Printing, gemeente: str, target: Path, layout: PageLayout = A3) -> list[PageContent]:
    """Write the atlas of a gemeente; `target` appears when it is whole. Returns what is on each map page."""
    from matplotlib.backends.backend_pdf import PdfPages

    ground, sheets = Ground(printing.land, gemeente, layout.frame), printing.sheets(gemeente)
    with replacing(target) as part, PdfPages(part, metadata=pdf_facts(f"Veerkrachtatlas {ground.name}")) as pages:
        front = Paper(layout.width, layout.height)
        cover.page(front, layout, printing, ground, sheets)
        front.add_to(pages)
        drawn = add_maps(printing, layout, ground, sheets, pages)
        _last_pages(printing, layout, ground, sheets, drawn, pages)
    return drawn


def add_maps(
    printing: Printing, layout: PageLayout, ground: Ground, sheets: list[Sheet], pages: "PdfPages"
) -> list[PageContent]:
    """One page a map; what they share is put on the paper once and stays there."""
    paper, drawn = Paper(layout.width, layout.height), []
    base(paper, ground)
    paper.keep()
    for number, sheet in enumerate(sheets, 2):
        colours = printing.colours.get(sheet.css, {})
        drawn.append(sheet_page(paper, layout, ground, sheet, colours, printing.context, number))
        paper.add_to(pages)
        paper.erase()
    return drawn


def _last_pages(
    printing: Printing,
    layout: PageLayout,
    ground: Ground,
    sheets: list[Sheet],
    drawn: list[PageContent],
    pages: "PdfPages",
) -> None:
    paper, number = Paper(layout.width, layout.height), len(sheets) + 2
    steps = [change.page, reading.page, account.page]
    steps += [namelist.page] if not all(one.numbers_named for one in drawn) else []
    for step in steps:
        step(paper, layout, printing, ground, sheets, number)
        paper.add_to(pages)
        paper.erase()
        number += 1
