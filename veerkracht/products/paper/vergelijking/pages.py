"""The comparison on paper: A3 landscape, a page with ranks and answers, then one map a page in small multiples.

All gemeenten on a page have the same scale and the same national classes; the legend counts them together and a bar
beneath each map shows how its areas divide over the classes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from veerkracht.edition.legend import LegendEntry
from veerkracht.edition.maps import Sheet
from veerkracht.edition.records import Gebied
from veerkracht.files import replacing
from veerkracht.products.paper.atlas.explain import explanation, period
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import A3, PageLayout, footing, heading
from veerkracht.products.paper.atlas.mapframe import CANNOT, areas
from veerkracht.products.paper.cartography import furniture, patterns, typeset
from veerkracht.products.paper.cartography.paper import INK, SOFT, SURFACE, Paper, pdf_facts
from veerkracht.products.paper.cartography.shapes import View, paths
from veerkracht.products.paper.printing import Printing
from veerkracht.products.paper.vergelijking import overview

if TYPE_CHECKING:
    from matplotlib.backends.backend_pdf import PdfPages

LAYOUT = replace(A3, numbers=False)
CAPTION, STRIP = 10.0, 14.0  # mm: under each map its name and bar; under all of them the scale bar
GAP = 4.0


@dataclass(frozen=True)
class Tile:
    """A gemeente in its place on every page of maps; `ground` has no view where the edition has no outlines."""

    name: str
    x: float
    y: float
    width: float
    height: float
    ground: Ground


def write_comparison(
    printing: Printing, gemeenten: list[Gebied], maps: Sequence[Sequence[Sheet]], title: str, target: Path
) -> Path:
    """Write the comparison of gemeenten (rows of dim_gebied); `target` appears when it is whole.

    `maps`: of each map the sheets of the gemeenten, in their order.
    """
    from matplotlib.backends.backend_pdf import PdfPages

    with replacing(target) as part, PdfPages(part, metadata=pdf_facts(f"Vergelijking {title}")) as pages:
        paper, parts = Paper(LAYOUT.width, LAYOUT.height), overview.parts(printing, gemeenten)
        for number, tables in enumerate(parts, 1):
            overview.page(paper, LAYOUT, printing, gemeenten, title, number, tables)
            paper.add_to(pages)
            paper.erase()
        _maps(printing, gemeenten, maps, title, pages, len(parts) + 1)
    return target


def _maps(
    printing: Printing,
    gemeenten: list[Gebied],
    maps: Sequence[Sequence[Sheet]],
    title: str,
    pages: "PdfPages",
    first: int,
) -> None:
    """One map a page, numbered from `first` on."""
    paper, cells = Paper(LAYOUT.width, LAYOUT.height), _cells(printing, gemeenten)
    _frame(paper, cells)
    paper.keep()
    for number, sheets in enumerate(maps, first):
        _map_page(paper, printing, title, cells, sheets, number)
        paper.add_to(pages)
        paper.erase()


def _map_page(
    paper: Paper, printing: Printing, title: str, cells: list[Tile], sheets: Sequence[Sheet], number: int
) -> None:
    together, others = merged(sheets)
    heading(paper, LAYOUT, together.titel, f"{title} · {period(together)}", printing.context)
    footing(paper, LAYOUT, printing.context, title, number)
    for cell, sheet in zip(cells, sheets, strict=True):
        _small(paper, cell, sheet, printing.colours.get(sheet.css, {}))
    if others:
        names = ", ".join(cells[n].name for n in others)
        _beside_scale(paper, f"Met eigen klassegrenzen, dus niet in de legenda geteld: {names}.", 1)
    explanation(paper, LAYOUT, None, together, printing.colours.get(together.css, {}))


def _cells(printing: Printing, gemeenten: list[Gebied]) -> list[Tile]:
    """Places of all gemeenten, in the grid that shows them largest, all on the scale of the one that needs most."""
    land, codes = printing.land, [area.gebiedscode for area in gemeenten]
    bounds = [tuple(shapely.total_bounds(shapes)) for code in codes if len(shapes := land.own_outline(code))]
    grids = possible_grids(len(codes), LAYOUT)
    scales = [min((View.around(b, places[0]).mm_per_m for b in bounds), default=0.0) for places in grids]
    scale = max(scales)
    places = grids[scales.index(scale)]
    return [
        Tile(area.naam, *place, Ground(land, code, place, at_most=scale))
        for area, code, place in zip(gemeenten, codes, places, strict=True)
    ]


def possible_grids(count: int, layout: PageLayout) -> list[list[tuple[float, float, float, float]]]:
    """Frames (x, y, width, height) of `count` small maps for each number of columns that leaves them any height."""
    return [g for columns in range(1, count + 1) if (g := _grid(count, columns, layout))[0][3] > 0]


def _grid(count: int, columns: int, layout: PageLayout) -> list[tuple[float, float, float, float]]:
    """Row by row from the upper left; captions stand below the frames."""
    x, y, width, height = layout.frame
    wide = (width - (columns - 1) * GAP) / columns
    step = (height - STRIP) / ceil(count / columns)
    top = y + height
    return [
        (x + (n % columns) * (wide + GAP), top - (n // columns + 1) * step + CAPTION, wide, step - CAPTION - GAP)
        for n in range(count)
    ]


def _frame(paper: Paper, cells: list[Tile]) -> None:
    """What all pages share: a quiet ground under each map, the names, and one scale bar for all."""
    for cell in cells:
        paper.box(cell.x, cell.y, cell.width, cell.height, face=SURFACE, zorder=0.1)
        name, size = typeset.fitted(cell.name, cell.width, (10, 9, 8, 7, 6), "bold")
        paper.text(cell.x, cell.y - 4, name, size, weight="bold")
    scales = [cell.ground.view.mm_per_m for cell in cells if cell.ground.has_outline]
    if scales:
        x, y, *_ = LAYOUT.frame
        width, height = furniture.BOX
        furniture.scale_and_north(paper, (x, y, x + width, y + height), scales[0])
        _beside_scale(paper, "Alle gemeenten zijn op dezelfde schaal getekend.", 0)


def _beside_scale(paper: Paper, text: str, line: int) -> None:
    """A remark under all maps, to the right of the scale bar."""
    x, y, width, _ = LAYOUT.frame
    left = furniture.BOX[0] + 4
    text, size = typeset.fitted(text, width - left, (8, 7, 6))
    paper.text(x + left, y + 7 - 4 * line, text, size, color=SOFT)


def _small(paper: Paper, cell: Tile, sheet: Sheet, colours: dict[str, str]) -> None:
    """One map: its areas, and beneath them how they divide; or why it is not there."""
    layer = cell.ground.layer(sheet.niveau, sheet.indeling) if cell.ground.has_outline else None
    reason = sheet.reden or ("" if layer else f"deze editie heeft geen grenzen per {sheet.niveau}.")
    if reason or layer is None:
        _reason(paper, cell, reason)
        return
    areas(paper, layer, sheet, colours)
    if layer.water:
        paper.shapes(layer.water, faces=[patterns.WATER], edges="none", zorder=0.9)
    paper.shapes(paths([shapely.union_all(layer.shapes)]), edges=INK, width=0.8, zorder=1.7)
    _bar(paper, cell, sheet, colours)


def _bar(paper: Paper, cell: Tile, sheet: Sheet, colours: dict[str, str]) -> None:
    """The areas with a class as parts of one bar, and how many there are."""
    text = f"{sheet.getoond} van {len(sheet.gebieden)} per {sheet.niveau}"
    text, size = typeset.fitted(text, cell.width * 0.6, (6.5, 6, 5.5, 5))
    paper.text(cell.x + cell.width, cell.y - 8.3, text, size, ha="right", color=SOFT)
    left, room = cell.x, cell.width - typeset.width(text, size) - 3
    for entry in sheet.legenda:
        if entry.css in colours and entry.hier:
            wide = room * entry.hier / sheet.getoond
            paper.box(left, cell.y - 8.8, wide, 2.8, face=colours[entry.css], edge="#ffffff", linewidth=0.2)
            left += wide


def _reason(paper: Paper, cell: Tile, reason: str) -> None:
    size = 8 if cell.width > 60 else 6
    step, top = typeset.line_height(size), cell.y + cell.height - 3
    lines = typeset.wrap(f"{CANNOT}: {reason}", cell.width - 6, size)
    for n, line in enumerate(lines[: max(1, int((cell.height - 4) / step))], 1):
        paper.text(cell.x + 3, top - n * step, line, size, color=SOFT)


def merged(sheets: Sequence[Sheet]) -> tuple[Sheet, list[int]]:
    """The sheets of several gemeenten as one, its legend counted over them; and which of them it says nothing of.

    A legend has the limits of one level and vintage: that on which most of them stand. The others are not in it.
    """
    places = Counter((sheet.niveau, sheet.indeling) for sheet in sheets if not sheet.reden)
    if not places:
        return replace(sheets[0], gebieden=[], legenda=[], reden="geen van de gemeenten heeft deze kaart."), []
    place = places.most_common(1)[0][0]
    drawn = [sheet for sheet in sheets if not sheet.reden and (sheet.niveau, sheet.indeling) == place]
    others = [n for n, sheet in enumerate(sheets) if not sheet.reden and (sheet.niveau, sheet.indeling) != place]
    legend: dict[str, LegendEntry] = {}
    for entry in (entry for sheet in drawn for entry in sheet.legenda):
        so_far = legend.get(entry.css)
        legend[entry.css] = replace(entry, hier=entry.hier + (so_far.hier if so_far else 0))
    order = sorted(legend.values(), key=lambda entry: (not entry.css.startswith("k"), entry.css))
    areas = [row for sheet in drawn for row in sheet.gebieden]
    return replace(drawn[0], gebieden=areas, legenda=order, grijs=""), others
