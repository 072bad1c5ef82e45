"""A legend in a column: swatches with label, limits and counts; the focus map as a field of three by three."""

from veerkracht.dutch import number
from veerkracht.edition.legend import LegendEntry
from veerkracht.products.paper.cartography import patterns, typeset
from veerkracht.products.paper.cartography.column import TextColumn
from veerkracht.products.paper.cartography.paper import INK, SOFT, Paper

Size = tuple[float, float]  # width and height in mm
SWATCH: Size = (8.0, 4.6)
EDGE = "#6c757d"
SMALL, SMALL_STEP = 6.3, 2.6  # size of what stands below a label, and mm from line to line


def swatch(paper: Paper, x: float, y: float, entry: LegendEntry, colours: dict[str, str], size: Size = SWATCH) -> None:
    """The colour of a class or the pattern of a status."""
    if entry.css in colours:
        paper.box(x, y, *size, face=colours[entry.css], edge=EDGE)
        return
    look = patterns.pattern_of(entry.css)
    patterned(paper, x, y, look, size)


def patterned(paper: Paper, x: float, y: float, look: patterns.Pattern, size: Size = SWATCH) -> None:
    """A rectangle in a pattern."""
    paper.box(x, y, *size, face=look.face)
    if look.hatch:
        paper.box(
            x, y, *size, hatch=paper.hatch(look.hatch), hatchcolor=look.colour, hatch_linewidth=look.width * paper.scale
        )
    paper.box(x, y, *size, edge=EDGE)


def table(column: TextColumn, entries: list[LegendEntry], colours: dict[str, str], size: float = 8) -> list[str]:
    """Rows label, limits and what is expected, here and land; returns the labels as they are told."""
    here, land = column.width - 14, column.width
    column.row([(here, "hier", "right"), (land, "land", "right")], size - 1.5, height=3.6, color=SOFT)
    told = []
    for entry in entries:
        label_room = here - SWATCH[0] - 2 - typeset.width("00000", size)
        told.append(entry.label)
        beside = column.y - SWATCH[1] - 0.4  # the label; what is expected stands below them
        _row(column, entry, label_room, size)
        swatch(column.paper, column.x, beside, entry, colours)
        _counts(column, beside, (here, land), entry, size)
    return told


def _row(column: TextColumn, entry: LegendEntry, room: float, size: float) -> None:
    """The label on one line, or two small ones, with limits and what is expected beneath."""
    lines = typeset.wrap(entry.label, room, size)
    if len(lines) > 1:
        size -= 1
        lines = typeset.wrap(entry.label, room, size)[:2]
    below = [line for text in (entry.grenzen, entry.verwacht) if text for line in typeset.wrap(text, room, SMALL)]
    step = typeset.line_height(size) * 0.95
    height = max(SWATCH[1] + 1.6, len(lines) * step + SMALL_STEP * len(below) + 1.2)
    top = column.y
    column.y -= height
    y = top - 0.35 - step * 0.75
    if len(lines) == 1:
        y = top - 0.4 - SWATCH[1] / 2 - size * typeset.POINT * 0.36
    for line in lines:
        column.paper.text(column.x + SWATCH[0] + 2, y, line, size, color=INK)
        y -= step
    for n, line in enumerate(below):
        column.paper.text(column.x + SWATCH[0] + 2, y + 0.4 - n * SMALL_STEP, line, SMALL, color=SOFT)
    column.y = top - height


def _counts(column: TextColumn, y: float, places: tuple[float, float], entry: LegendEntry, size: float) -> None:
    """Numbers of areas beside a swatch of which `y` is the foot."""
    y += SWATCH[1] / 2 - size * typeset.POINT * 0.36
    column.paper.text(column.x + places[0], y, number(entry.hier), size, ha="right")
    if entry.land is not None:
        column.paper.text(column.x + places[1], y, number(entry.land), size, ha="right", color=SOFT)


def field(
    column: TextColumn, entries: list[LegendEntry], colours: dict[str, str], expected: str = "", high: float = 11.0
) -> list[str]:
    """Nine classes as a field: upwards more vulnerable, to the right more nuisance; counts in the cells.

    `expected`: below it, how many are expected to be in the right cell.
    """
    paper, left = column.paper, column.x + 29
    cell = (min(19.0, (column.width - 29) / 3), high)
    below = " Daaronder: hoeveel van die tussen haakjes er naar verwachting terecht staan." if expected else ""
    column.paragraph(
        f"Hoger is kwetsbaarder, verder naar rechts meer overlast. In de vakken: hier (land).{below}", 7, color=SOFT
    )
    for row, name in zip((2, 1, 0), ("sterk kwetsbaar", "gemiddeld", "weinig kwetsbaar"), strict=True):
        column.y -= cell[1]
        paper.text(left - 2, column.y + high / 2 + 0.7, name, 7.5, ha="right")
        paper.text(left - 2, column.y + high / 2 - 2.7, entries[3 * row].grenzen, 5.8, ha="right", color=SOFT)
        for place in range(3):
            entry, x = entries[3 * row + place], left + place * cell[0]
            paper.box(x, column.y, *cell, face=colours[entry.css], edge="#ffffff", linewidth=1)
            _in_cell(paper, (x + cell[0] / 2, column.y + high / 2), entry)
    column.y -= 3.6
    for place, name in enumerate(("weinig overlast", "gemiddeld", "veel overlast")):
        middle = left + (place + 0.5) * cell[0]
        paper.text(middle, column.y, name, 6.3, ha="center")
        text, size = typeset.fitted(entries[place].grenzen_2, cell[0] - 0.6, (5.4, 5, 4.6))
        paper.text(middle, column.y - 2.6, text, size, ha="center", color=SOFT)
    column.y -= 6.5
    column.paragraph(expected, 7, color=SOFT)
    return [entry.label for entry in entries]


def _in_cell(paper: Paper, middle: Size, entry: LegendEntry) -> None:
    """Counts in the middle of a cell, and below them how many are expected to be right."""
    text, (x, y) = f"{number(entry.hier)} ({number(entry.land)})", middle
    room = max(typeset.width(text, 7.5), typeset.width(entry.vak, SMALL)) + 2
    down = SMALL_STEP if entry.vak else 0.0
    paper.box(x - room / 2, y - 2.2 - down / 2, room, 4.4 + down, face=(1, 1, 1, 0.8))
    paper.text(x, y - 0.9 + down / 2, text, 7.5, ha="center")
    if entry.vak:
        paper.text(x, y - 0.9 - down / 2 - 0.3, entry.vak, SMALL, ha="center")
