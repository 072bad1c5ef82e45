"""A page with one map: the map in its frame on the left, legend and all that must be said in a column beside it."""

from dataclasses import dataclass

from veerkracht.products.atlas.context import SIGNAL, Context
from veerkracht.products.atlas.ground import Ground, Layer
from veerkracht.products.cartography import furniture, legendbox, patterns, typeset
from veerkracht.products.cartography.column import Column
from veerkracht.products.cartography.paper import INK, SOFT, Paper
from veerkracht.products.cartography.shapes import paths
from veerkracht.products.maps import Sheet
from veerkracht.products.page import number

MARGIN = 12.0
WIJK_LINE, GEMEENTE_LINE = "#1b2733", "#0b1620"
CANNOT = "Deze kaart kan hier niet worden gemaakt"


@dataclass(frozen=True)
class Layout:
    """Sizes of a page in mm; `details`: with the small print that an atlas has and a slide has no room for."""

    width: float = 420.0
    height: float = 297.0
    panel: float = 96.0
    head: float = 24.0
    foot: float = 9.0
    details: bool = True

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The frame of the map: x, y, width, height."""
        bottom = MARGIN + self.foot
        return (
            MARGIN,
            bottom,
            self.width - 2 * MARGIN - self.panel - 6,
            self.height - bottom - MARGIN - self.head + 4,
        )


A3 = Layout()
SLIDE = Layout(width=280.0, height=157.5, panel=84.0, head=19.0, foot=5.0, details=False)


@dataclass(frozen=True)
class Drawn:
    """What is on a page, for who wants to check it."""

    coloured: int
    patterned: int
    hatched: int
    labels: int
    legend: list[str]
    numbers_named: bool


def heading(paper: Paper, layout: Layout, title: str, subtitle: str, context: Context) -> None:
    """Title and subtitle, and the marks at the right."""
    room = layout.width - 2 * MARGIN
    right = layout.width - MARGIN
    for mark in context.marks:
        wide = typeset.width(mark, 9, "bold") + 5
        paper.box(right - wide, layout.height - MARGIN - 6.5, wide, 7, face="#fff3dc", edge="#7a3b00", linewidth=0.8)
        paper.text(right - wide / 2, layout.height - MARGIN - 4.3, mark, 9, weight="bold", color="#7a3b00", ha="center")
        right -= wide + 3
        room -= wide + 3
    text, size = typeset.fitted(title, room, (21, 18, 15, 12), "bold")
    paper.text(MARGIN, layout.height - MARGIN - 6, text, size, weight="bold")
    text, size = typeset.fitted(subtitle, room, (11.5, 10, 9, 8))
    paper.text(MARGIN, layout.height - MARGIN - 13, text, size, color=SOFT)


def footing(paper: Paper, layout: Layout, context: Context, name: str, number_of_page: int | None) -> None:
    """Credits at the left, edition and page at the right, small."""
    right = f"{context.editie} · {name}" + (f" · bladzijde {number_of_page}" if number_of_page else "")
    right, size = typeset.fitted(right, layout.width * 0.45, (7, 6, 5.5))
    paper.text(layout.width - MARGIN, MARGIN - 3, right, size, ha="right", color=SOFT)
    room = layout.width - 2 * MARGIN - typeset.width(right, size) - 6
    text, size = typeset.fitted(context.credit_line, room, (7, 6, 5.5, 5))
    paper.text(MARGIN, MARGIN - 3, text, size, color=SOFT)


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


def sheet_page(
    paper: Paper,
    layout: Layout,
    ground: Ground,
    sheet: Sheet,
    colours: dict[str, str],
    context: Context,
    page: int | None = None,
) -> Drawn:
    """The map of a sheet with its column of explanation, on paper that already has the base."""
    heading(paper, layout, sheet.titel, f"{ground.name} · {period(sheet)}, per {sheet.niveau}", context)
    footing(paper, layout, context, ground.name, page)
    layer = ground.layer(sheet.niveau, sheet.indeling)
    counts = areas(paper, layer, sheet, colours)
    boundaries(paper, ground, layer, sheet.indeling)
    reason = sheet.reden or ("" if layer else f"deze editie heeft geen grenzen per {sheet.niveau}.")
    names(paper, ground, sheet.niveau)
    if reason:
        notice(paper, ground, reason)
    told, named = explanation(paper, layout, ground, sheet, colours)
    return Drawn(*counts, len(ground.names.of(sheet.niveau)), told, named)


def period(sheet: Sheet) -> str:
    """The year of a state or the years of a change, with what was really measured."""
    is_state = sheet.kaart["soort"] in ("niveau", "focus")
    years = f"{sheet.jaar_tot}" if is_state else f"{sheet.jaar_van}–{sheet.jaar_tot}"
    return years + (f" (gemeten: {sheet.gemeten})" if sheet.gemeten else "")


def areas(paper: Paper, layer: Layer | None, sheet: Sheet, colours: dict[str, str]) -> tuple[int, int, int]:
    """Colour every area by its class, pattern the others, hatch the uncertain; returns how many of each."""
    if layer is None:
        return 0, 0, 0
    edge = {"edges": patterns.INSIDE, "width": 0.3}
    rows = [row for row in sheet.gebieden if row["gebiedscode"] in layer.place]
    drawn = {row["gebiedscode"] for row in rows}
    paper.shapes([p for c, p in zip(layer.codes, layer.paths, strict=True) if c not in drawn], ["#ffffff"], **edge)
    classed = [row for row in rows if row["klasse"] is not None]
    paper.shapes(_paths(layer, classed), [colours[row["css"]] for row in classed], **edge).set_gid("klassen")
    without = [row for row in rows if row["klasse"] is None]
    for css in sorted({row["css"] for row in without}):
        look, part = patterns.pattern_of(css), _paths(layer, [row for row in without if row["css"] == css])
        paper.shapes(part, [look.face], **edge)
        if look.hatch:
            _hatch(paper, part, look.hatch, look.colour, look.width, 1.2)
            paper.shapes(part, **edge, zorder=1.3)
    doubtful = [row for row in classed if row["is_onzeker"]]
    for colour, width, order in (("#ffffff", 1.3, 1.4), ("#3a454f", 0.5, 1.45)):
        _hatch(paper, _paths(layer, doubtful), patterns.UNCERTAIN_HATCH, colour, width, order)
    return len(classed), len(without), len(doubtful)


def _paths(layer: Layer, rows: list[dict]) -> list:
    return [layer.paths[layer.place[row["gebiedscode"]]] for row in rows]


def _hatch(paper: Paper, shapes: list, hatch: str, colour: str, width: float, zorder: float) -> None:
    if shapes:
        made = paper.shapes(shapes, zorder=zorder, hatch=hatch, hatchcolors=colour)
        made.set_hatch_linewidth(width * paper.scale)


def boundaries(paper: Paper, ground: Ground, layer: Layer | None, indeling: int) -> None:
    """Own water, then boundaries of wijken over the buurten, then that of the gemeente."""
    if layer and layer.water:
        paper.shapes(layer.water, faces=[patterns.WATER], edges="none", zorder=0.9)
    wijken = ground.layer("wijk", indeling)
    if wijken:
        paper.shapes(wijken.paths, edges=WIJK_LINE, width=0.9, zorder=1.6)
    paper.shapes(paths([ground.outline]), edges=GEMEENTE_LINE, width=1.5, zorder=1.7)


def names(paper: Paper, ground: Ground, niveau: str) -> None:
    """The names at their places, each on a veil so that it reads on dark colours too."""
    import numpy as np

    shown = ground.names.of(niveau)
    veiled = [label.box for label in shown if label.kind != "buurgemeente"]
    if veiled:
        paper.boxes(np.array(veiled), face=(1, 1, 1, 0.66), zorder=4)
    for label in shown:
        kind, step = ground.names.kinds[label.kind], typeset.line_height(label.size)
        y = label.y + (len(label.lines) - 1) * step / 2 - label.size * typeset.POINT * 0.36
        for line in label.lines:
            look = {"weight": kind.bold, "style": kind.style, "color": kind.color}
            paper.text(label.x, y, line, label.size, ha="center", zorder=5, **look)
            y -= step


def notice(paper: Paper, ground: Ground, reason: str) -> None:
    """Why there are no colours, across the map."""
    view, width = ground.view, min(170.0, ground.view.width - 20)
    lines = typeset.wrap(f"{CANNOT}: {reason}", width - 12, 11)[:6]
    height = len(lines) * typeset.line_height(11) + 8
    x, y = view.x + (view.width - width) / 2, view.y + (view.height - height) / 2
    paper.box(x, y, width, height, face="#ffffff", edge=INK, linewidth=0.8, zorder=9)
    for n, line in enumerate(lines, 1):
        paper.text(x + 6, y + height - 3 - n * typeset.line_height(11), line, 11, zorder=10)


def explanation(
    paper: Paper, layout: Layout, ground: Ground, sheet: Sheet, colours: dict[str, str]
) -> tuple[list[str], bool]:
    """Legend, counts, reading aid and small print; returns the legend as told, and if all numbers are named here."""
    x, bottom = layout.width - MARGIN - layout.panel, MARGIN + layout.foot
    column = Column(paper, x, layout.height - MARGIN - layout.head + 4, layout.panel, bottom)
    told: list[str] = []
    if not sheet.reden:
        column.heading("Legenda")
        rest = sheet.legenda
        if sheet.is_veld:
            told = legendbox.field(column, [e for e in rest if e.css in colours], colours)
            rest = [e for e in rest if e.css not in colours]
        if rest or sheet.onzeker:
            told += legendbox.table(column, rest, colours, sheet.onzeker)
        column.y -= 3
    if sheet.is_vooral_onzeker:
        text = f"Bij {sheet.onzeker} van de {sheet.getoond} gebieden is de klasse wisselend."
        column.paragraph(f"{text} Lees deze kaart als geheel, niet per gebied.", 8, weight="bold")
    column.paragraph(sheet.kaart["leeshulp"] or "", 8.5 if layout.details else 7.5, gap=3)
    if not layout.details:
        column.small_print([shown(sheet), f"Grenzen: indeling van {sheet.indeling}.", _referred(sheet), SIGNAL])
        return told, False
    return told, _below(column, ground, sheet)


def _below(column: Column, ground: Ground, sheet: Sheet) -> bool:
    """The signal sentence and the small print at the foot of the column; names of numbers where room is left."""
    texts = fine_print(sheet)
    size = next((s for s in (6.5, 6, 5.5, 5) if column.height(texts, s, 0.8) < column.room * 0.6), 5)
    signal = column.height([SIGNAL], 8, 4)
    needed = column.height(texts, size, 0.8) + signal
    numbers = "Nummers op de kaart: " + "; ".join(f"{n} {name}" for n, name in ground.names.numbers) + "."
    has_numbers = bool(ground.names.numbers) and sheet.niveau == "buurt"
    fits = column.height([numbers], 6, 2) < column.room - needed
    if has_numbers:
        column.paragraph(numbers if fits else "Namen bij de nummers: zie het register achterin.", 6, gap=2)
    column.y = min(column.y, column.bottom + needed)
    column.rule(1.5)
    column.paragraph(SIGNAL, 8, weight="normal", gap=1.5)
    column.small_print(texts, tuple(s for s in (size, 5.5, 5) if s <= size))
    return fits or not has_numbers


def fine_print(sheet: Sheet) -> list[str]:
    """On what the map stands: counts, classes, reference, boundaries, components, sources."""
    parts = sheet.over.get("onderdelen")
    return [
        shown(sheet),
        f"Klassen: {sheet.over['klassengrond']}." if sheet.over.get("klassengrond") and not sheet.reden else "",
        _referred(sheet),
        f"Grenzen: indeling van {sheet.indeling} (CBS/Kadaster).",
        f"Kwetsbaarheid staat hier op: {parts}." if parts else "",
        f"Bronnen: {sheet.bronnen}." if sheet.bronnen else "",
    ]


def shown(sheet: Sheet) -> str:
    """Number of areas with and without a class, here and in the land."""
    if sheet.reden:
        return ""
    plural = {"buurt": "buurten", "wijk": "wijken"}.get(sheet.niveau, "gebieden")
    text = f"{sheet.getoond} van {len(sheet.gebieden)} {plural} hier met een klasse"
    if sheet.over:
        text += f"; in het land {number(sheet.over['n_getoond'])} met en {number(sheet.over['n_niet_getoond'])} zonder"
    return text + "."


def _referred(sheet: Sheet) -> str:
    return f"Let op: {sheet.over['referentie']}." if sheet.over.get("referentie") else ""
