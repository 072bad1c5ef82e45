"""The column beside a map: legend, counts, reading aid, names of numbers, the signal sentence and the small print."""

from veerkracht import levels
from veerkracht.dutch import number
from veerkracht.edition.maps import Sheet
from veerkracht.edition.words import SIGNAL
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import MARGIN, PageLayout
from veerkracht.products.paper.cartography import legendbox
from veerkracht.products.paper.cartography.column import TextColumn
from veerkracht.products.paper.cartography.paper import Paper


def explanation(
    paper: Paper, layout: PageLayout, ground: Ground | None, sheet: Sheet, colours: dict[str, str]
) -> tuple[list[str], bool]:
    """Legend, counts, reading aid and small print; returns the legend as told, and if all numbers are named here.

    `ground` gives the numbers their names; a layout without numbers asks for none.
    """
    x, bottom = layout.width - MARGIN - layout.panel, MARGIN + layout.foot
    column = TextColumn(paper, x, layout.height - MARGIN - layout.head + 4, layout.panel, bottom)
    told: list[str] = []
    if not sheet.reden:
        column.heading("Legenda")
        rest = sheet.legenda
        if sheet.is_veld:
            cells = [e for e in rest if e.css in colours]
            told = legendbox.field(column, cells, colours, sheet.veldtekst, layout.field)
            rest = [e for e in rest if e.css not in colours]
        if rest:
            told += legendbox.table(column, rest, colours)
        column.y -= 3
    if sheet.grijs:
        column.paragraph(sheet.grijs, 8, weight="bold")
    return told, _below(column, layout, ground, sheet)


def _below(column: TextColumn, layout: PageLayout, ground: Ground | None, sheet: Sheet) -> bool:
    """Reading aid; at the foot the signal sentence and the small print; between them the names of numbers, if they fit.

    What must be there goes first: the small print keeps its room, the reading aid shrinks.
    """
    texts, sizes = [text for text in fine_print(sheet) if text], layout.small
    size = next((s for s in sizes if column.height(texts, s, 0.8) < column.room * 0.5), sizes[-1])
    needed = column.height(texts, size, 0.8) + column.height([SIGNAL], layout.signal, 3)
    aid = sheet.leeshulp
    large = next((s for s in layout.aid if column.height([aid], s, 3) < column.room - needed), layout.aid[-1])
    column.paragraph(aid, large, gap=3, room=column.room - needed)
    named = _numbers(column, ground, sheet, column.room - needed) if layout.numbers and ground else True
    column.y = min(column.y, column.bottom + needed)
    column.rule(1.5)
    column.paragraph(SIGNAL, layout.signal, gap=1.5)
    column.small_print(texts, tuple(s for s in sizes if s <= size))
    return named


def _numbers(column: TextColumn, ground: Ground, sheet: Sheet, room: float) -> bool:
    """Names that go with the numbers, where there is room for all; true when none is left unnamed."""
    if not ground.names.numbers or sheet.niveau != levels.known().ground:
        return True
    text = "Nummers op de kaart: " + "; ".join(f"{n} {name}" for n, name in ground.names.numbers) + "."
    fits = column.height([text], 6, 2) < room
    column.paragraph(text if fits else "Namen bij de nummers: in het register van de atlas.", 6, gap=2, room=room)
    return fits


def fine_print(sheet: Sheet) -> list[str]:
    """On what the map stands: counts, classes, reference, boundaries, components, sources."""
    parts = sheet.over.onderdelen
    return [
        shown(sheet),
        f"Klassen: {sheet.over.klassengrond}." if sheet.over.klassengrond and not sheet.reden else "",
        _referred(sheet),
        f"Grenzen: indeling van {sheet.indeling} (CBS/Kadaster).",
        f"Kwetsbaarheid staat hier op: {parts}." if parts else "",
        f"Bronnen: {sheet.bronnen}." if sheet.bronnen else "",
    ]


def shown(sheet: Sheet) -> str:
    """Number of areas with and without a class, here and in the land."""
    if sheet.reden:
        return ""
    plural = levels.known()[sheet.niveau].meervoud
    text = f"{sheet.getoond} van {len(sheet.gebieden)} {plural} hier met een klasse"
    if sheet.over.n_getoond is not None:
        text += f"; in het land {number(sheet.over.n_getoond)} met en {number(sheet.over.n_niet_getoond)} zonder"
    return text + "."


def _referred(sheet: Sheet) -> str:
    return f"Let op: {sheet.over.referentie}." if sheet.over.referentie else ""


def period(sheet: Sheet) -> str:
    """The year of a state or the years of a change, with what was really measured."""
    is_state = sheet.kaart.is_niveau
    years = f"{sheet.jaar_tot}" if is_state else f"{sheet.jaar_van}–{sheet.jaar_tot}"
    return years + (f" (gemeten: {sheet.gemeten})" if sheet.gemeten else "")
