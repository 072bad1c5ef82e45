"""The map itself within its frame: ground, coloured and patterned areas, boundaries, names."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from veerkracht.edition.maps import Sheet
from veerkracht.edition.records import KaartGebied
from veerkracht.products.paper.atlas.ground import Ground, PaperLayer
from veerkracht.products.paper.cartography import furniture, patterns, typeset
from veerkracht.products.paper.cartography.paper import INK, Paper
from veerkracht.products.paper.cartography.shapes import paths

if TYPE_CHECKING:
    from matplotlib.path import Path

WIJK_LINE, GEMEENTE_LINE = "#1b2733", "#0b1620"
CANNOT = "Deze kaart kan hier niet worden gemaakt"


def base(paper: Paper, ground: Ground) -> None:
    """What all maps of the gemeente share: neighbours, water, frame, scale bar and north arrow."""
    view = ground.view
    paper.box(view.x, view.y, view.width, view.height, face=patterns.OUTSIDE, zorder=0.1)
    around = [(colour, shape) for _, colour, shape in ground.neighbours]
    if around:
        shapes = paths([shape for _, shape in around])
        paper.shapes(shapes, faces=[c for c, _ in around], edges="#ffffff", width=0.8, zorder=0.2)
    if ground.water:
        paper.shapes(ground.water, faces=[patterns.WATER], edges="none", zorder=0.3)
    paper.box(view.x, view.y, view.width, view.height, edge="#7b858e", linewidth=0.6, zorder=6)
    furniture.scale_and_north(paper, ground.corner, view.mm_per_m)


def areas(paper: Paper, layer: PaperLayer | None, sheet: Sheet, colours: dict[str, str]) -> tuple[int, int]:
    """Colour every area by its class, pattern the others; returns how many of each."""
    if layer is None:
        return 0, 0
    outlined = partial(paper.shapes, edges=patterns.INSIDE, width=0.3)
    rows = [row for row in sheet.gebieden if row.gebiedscode in layer.place]
    drawn = {row.gebiedscode for row in rows}
    outlined([p for c, p in zip(layer.codes, layer.paths, strict=True) if c not in drawn], ["#ffffff"])
    classed = [row for row in rows if row.klasse is not None]
    outlined(_paths(layer, classed), [colours[row.css] for row in classed]).set_gid("klassen")
    without = [row for row in rows if row.klasse is None]
    for css in sorted({row.css for row in without}):
        look, part = patterns.pattern_of(css), _paths(layer, [row for row in without if row.css == css])
        outlined(part, [look.face])
        if look.hatch:
            _hatch(paper, part, look.hatch, look.colour, look.width, 1.2)
            outlined(part, zorder=1.3)
    return len(classed), len(without)


def _paths(layer: PaperLayer, rows: list[KaartGebied]) -> list["Path"]:
    return [layer.paths[layer.place[row.gebiedscode]] for row in rows]


def _hatch(paper: Paper, shapes: list["Path"], hatch: str, colour: str, width: float, zorder: float) -> None:
    if shapes:
        made = paper.shapes(shapes, zorder=zorder, hatch=paper.hatch(hatch), hatchcolors=colour)
        made.set_hatch_linewidth(width * paper.scale)


def boundaries(paper: Paper, ground: Ground, layer: PaperLayer | None, indeling: int) -> None:
    """Own water, then boundaries of wijken over the buurten, then that of the gemeente."""
    if layer and layer.water:
        paper.shapes(layer.water, faces=[patterns.WATER], edges="none", zorder=0.9)
    wijken = ground.layer("wijk", indeling)
    if wijken:
        paper.shapes(wijken.paths, edges=WIJK_LINE, width=0.9, zorder=1.6)
    paper.shapes(paths([ground.outline]), edges=GEMEENTE_LINE, width=1.5, zorder=1.7)


def names(paper: Paper, ground: Ground, niveau: str, taken: tuple[float, ...] | None = None) -> None:
    """The names at their places, each on a veil so that it reads on dark colours too; none on the box `taken`."""
    shown = [label for label in ground.names.of(niveau) if taken is None or not _touch(label.box, taken)]
    veiled = [label.box for label in shown if label.kind != "buurgemeente"]
    if veiled:
        paper.boxes(np.array(veiled), face=(1, 1, 1, 0.66), zorder=4)
    for label in shown:
        kind, step = ground.names.kinds[label.kind], typeset.line_height(label.size)
        write = partial(paper.text, weight=kind.bold, style=kind.style, color=kind.color, ha="center", zorder=5)
        y = label.y + (len(label.lines) - 1) * step / 2 - label.size * typeset.POINT * 0.36
        for line in label.lines:
            write(label.x, y, line, label.size)
            y -= step


def _touch(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    """Whether two boxes (x0, y0, x1, y1) have anything in common."""
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def notice(paper: Paper, ground: Ground, reason: str) -> tuple[float, ...]:
    """Why there are no colours, across the map; returns the box (x0, y0, x1, y1) that it takes."""
    view, width = ground.view, min(170.0, ground.view.width - 20)
    lines = typeset.wrap(f"{CANNOT}: {reason}", width - 12, 11)[:6]
    height = len(lines) * typeset.line_height(11) + 8
    x, y = view.x + (view.width - width) / 2, view.y + (view.height - height) / 2
    paper.box(x, y, width, height, face="#ffffff", edge=INK, linewidth=0.8, zorder=9)
    for n, line in enumerate(lines, 1):
        paper.text(x + 6, y + height - 3 - n * typeset.line_height(11), line, 11, zorder=10)
    return x, y, x + width, y + height
