"""The first page on paper: the answers to the questions per gemeente, the ranks, and where the gemeenten lie.

Of many gemeenten the two tables stand on a page each.
"""

from collections.abc import Callable

from veerkracht.dutch import number, signed
from veerkracht.edition.looks import looks
from veerkracht.edition.records import Gebied
from veerkracht.edition.story import RANKED, GemeenteFigure, Story
from veerkracht.edition.words import SIGNAL_ALL
from veerkracht.products.paper.atlas.layout import MARGIN, PageLayout, footing, heading
from veerkracht.products.paper.atlas.locator import locator
from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.column import TextColumn
from veerkracht.products.paper.cartography.paper import SOFT, Paper
from veerkracht.products.paper.printing import Printing

# writes a table of gemeenten into a column, with this height of a row in mm
PrintTable = Callable[[TextColumn, list[Gebied], Printing, float], None]
NAME, PEOPLE = 62.0, 22.0  # mm of a table for the name and the number of inhabitants
COUNTRY = (52.0, 60.0)  # mm, the map of the land
TOGETHER = 25  # gemeenten up to which both tables go on one page
HEADING, TALLEST = 35.0, 6.0  # mm that the heads of a table take, and a row at most


def parts(printing: Printing, gemeenten: list[Gebied]) -> list[list[PrintTable]]:
    """The tables of each page: all on one, or of many gemeenten one a page."""
    tables: list[PrintTable] = [_answers] if answered(printing.story, gemeenten) else []
    tables += [_ranks] if printing.story.has_totals else []
    return [tables] if len(gemeenten) <= TOGETHER or len(tables) < 2 else [[table] for table in tables]


def page(
    paper: Paper,
    layout: PageLayout,
    printing: Printing,
    gemeenten: list[Gebied],
    title: str,
    place: int,
    tables: list[PrintTable],
) -> None:
    """Page number `place`: tables one below the other, and at the right where the gemeenten lie in the land."""
    van, tot = printing.maps.perioden[0]
    heading(paper, layout, title, f"Dezelfde landelijke klassen, over {van}–{tot}", printing.context)
    footing(paper, layout, printing.context, title, place)
    width = layout.width - 2 * MARGIN - COUNTRY[0] - 10
    column = TextColumn(paper, MARGIN, layout.height - MARGIN - layout.head, width, MARGIN + layout.foot + 8)
    rows = max(1, len(tables) * len(gemeenten))
    step = min(TALLEST, (column.room - HEADING * len(tables)) / rows)
    for table in tables:
        table(column, gemeenten, printing, step)
    column.y = min(column.y, column.bottom + 6)
    column.small_print([SIGNAL_ALL], (9, 8))
    x, y = layout.width - MARGIN - COUNTRY[0], layout.height - MARGIN - layout.head - COUNTRY[1]
    if locator(paper, printing.land, [area.gebiedscode for area in gemeenten], (x, y, *COUNTRY)):
        paper.text(x, y - 4, "Ligging in het land", 8, color=SOFT)


def answered(story: Story, gemeenten: list[Gebied]) -> dict[str, list[str]]:
    """Each question with the verdict in words of every gemeente (rows of dim_gebied); empty where none is answered."""
    rows = [story.of(area.gebiedscode).uitspraken for area in gemeenten]
    titles = {row.vraag: row.titel for own in rows for row in own}
    told = [{row.vraag: row.oordeel for row in own} for own in rows]
    return {title: [str(looks().of(own.get(vraag))) for own in told] for vraag, title in titles.items()}


def _answers(column: TextColumn, gemeenten: list[Gebied], printing: Printing, step: float) -> None:
    questions = answered(printing.story, gemeenten)
    column.heading("Wat is er van te zeggen?", 13, gap=1)
    _table_head(column, 0.0, list(questions), "left")
    for area, *words in zip(gemeenten, *questions.values(), strict=True):
        _row(column, area, [], words, "left", step)
    column.y -= 6


def _ranks(column: TextColumn, gemeenten: list[Gebied], printing: Printing, step: float) -> None:
    column.heading("Rangorde", 13, gap=1)
    column.paragraph(
        "Gemiddelden van de buurten en tussen haakjes de plaats onder alle gemeenten van deze editie; "
        "1 is de hoogste waarde. Een verandering van overlast en veerkracht is onze schatting voor de gemeente als "
        "geheel; een plaats staat er alleen waar te zeggen is welke kant het op ging.", 8, color=SOFT,
    )  # fmt: skip
    _table_head(column, PEOPLE, [head for _, _, head in RANKED], "right")
    for area in gemeenten:
        cells = [_cell(one) for one in printing.story.ranked(area.gebiedscode)]
        _row(column, area, [number(area.inwoners)], cells, "right", step)


def _cell(cell: GemeenteFigure) -> str:
    if cell.waarde is None:
        return number(None)
    text = (signed if cell.is_verschil else number)(cell.waarde, cell.decimalen) + cell.eenheid
    return f"{text} ({cell.rang})" if cell.rang else text


def _places(column: TextColumn, begin: float, count: int, align: str) -> tuple[list[float], float]:
    """Where `count` cells stand in the width right of the name, and how wide each is."""
    wide = (column.width - NAME - begin) / max(count, 1)
    return [NAME + begin + wide * (n + (align == "right")) for n in range(count)], wide - 3


def _table_head(column: TextColumn, begin: float, heads: list[str], align: str) -> None:
    """Heads of one to three lines, their last lines level."""
    places, wide = _places(column, begin, len(heads), align)
    lines = [typeset.wrap(head, wide, 7.5, "bold")[:3] for head in heads]
    for n in range(3, 0, -1):
        cells = [(x, part[-n], align) for x, part in zip(places, lines, strict=True) if len(part) >= n]
        cells += [(NAME + begin, "Inwoners", "right")] if begin and n == 1 else []
        if cells:
            column.row(cells, 7.5, weight="bold")
    column.y -= 1
    column.rule(0.5)


def _row(column: TextColumn, area: Gebied, before: list[str], cells: list[str], align: str, step: float) -> None:
    places, wide = _places(column, PEOPLE if before else 0.0, len(cells), align)
    size = min(9.0, step / typeset.POINT / 1.25)
    name = typeset.shortened(area.naam, NAME - 4, size)
    texts = [(x, typeset.shortened(text, wide, size), align) for x, text in zip(places, cells, strict=True)]
    people = [(NAME + PEOPLE, text, "right") for text in before]
    column.row([(0, name, "left"), *people, *texts], size, height=step)
