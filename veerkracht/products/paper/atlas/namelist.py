"""The list of names that go with the numbers on the maps, where they did not fit beside every map."""

from veerkracht.edition.maps import Sheet
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import MARGIN, PageLayout, footing, heading
from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.paper import Paper
from veerkracht.products.paper.printing import Printing

SIZES = ((9, 4), (8, 5), (7, 6), (6, 7), (5, 8))  # points, columns


def page(paper: Paper, layout: PageLayout, printing: Printing, ground: Ground, _: list[Sheet], number: int) -> None:
    """All numbers with their names in columns, as large as the page allows."""
    heading(paper, layout, "Register", f"Namen bij de nummers op de kaarten van {ground.name}", printing.context)
    footing(paper, layout, printing.context, ground.name, number)
    rows, room = ground.names.numbers, layout.height - 2 * MARGIN - layout.foot - 24
    size, columns = next((pair for pair in SIZES if len(rows) <= pair[1] * int(room / _step(pair[0]))), SIZES[-1])
    wide, deep = (layout.width - 2 * MARGIN) / columns, int(room / _step(size))
    for place, (key, name) in enumerate(rows[: columns * deep]):
        x, y = MARGIN + place // deep * wide, layout.height - MARGIN - 24 - (place % deep + 1) * _step(size)
        paper.text(x + 7, y, str(key), size, weight="bold", ha="right")
        paper.text(x + 9, y, typeset.shortened(name, wide - 12, size), size)


def _step(size: float) -> float:
    return typeset.line_height(size) * 1.1
