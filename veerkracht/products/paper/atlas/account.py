"""`Verantwoording`: on what the maps stand: years, classes, counts, sources with releases, boundaries, edition."""

from veerkracht.edition.maps import Sheet
from veerkracht.edition.words import NOT_ABROAD
from veerkracht.products.paper.atlas.explain import period
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import MARGIN, PageLayout, footing, heading
from veerkracht.products.paper.atlas.reading import references
from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.column import TextColumn
from veerkracht.products.paper.cartography.paper import SOFT, Paper
from veerkracht.products.paper.printing import Printing

TEXT = 9
MEANT = {NOT_ABROAD: ": deze editie bevat gegevens die niet openbaar zijn; geef haar niet door."}
TOLD = (
    "inwoners_minimum",
    "klassen_minimum",
    "relatief_minimum",
    "gewicht_minimum",
    "duidelijk_vanaf",
    "waarschijnlijk_vanaf",
    "delta_aandeel",
    "registratie_zeker",
)


def page(
    paper: Paper, layout: PageLayout, printing: Printing, ground: Ground, sheets: list[Sheet], number: int
) -> None:
    """The maps on the left, sources and boundaries on the right."""
    heading(paper, layout, "Verantwoording", f"Waar de kaarten van {ground.name} op staan", printing.context)
    footing(paper, layout, printing.context, ground.name, number)
    wide = (layout.width - 2 * MARGIN - 14) / 2
    top, bottom = layout.height - MARGIN - 24, MARGIN + layout.foot
    left, right = TextColumn(paper, MARGIN, top, wide, bottom), TextColumn(paper, MARGIN + wide + 14, top, wide, bottom)
    _maps(left, sheets)
    _sources(right, printing, sheets)


def _maps(column: TextColumn, sheets: list[Sheet]) -> None:
    column.heading("De kaarten", 13)
    texts = [_about(sheet) for sheet in sheets]
    size = next((s for s in (10, 9, 8, 7, 6) if _height(column, texts, s) < column.room), 5.2)
    for sheet, text in zip(sheets, texts, strict=True):
        column.paragraph(f"{sheet.titel}", size, weight="bold", gap=0.2)
        column.paragraph(text, size, color=SOFT, gap=1.8)


def _height(column: TextColumn, texts: list[str], size: float) -> float:
    return column.height(texts, size, 2.0) + len(texts) * typeset.line_height(size)


def _about(sheet: Sheet) -> str:
    over = sheet.over
    if sheet.reden:
        return f"{period(sheet)}. Niet gemaakt: {sheet.reden}"
    parts = [
        f"{period(sheet)}, per {sheet.niveau}, grenzen van {sheet.indeling}; {sheet.getoond} van "
        f"{len(sheet.gebieden)} gebieden met een klasse",
        f"klassen: {over.klassengrond}" if over.klassengrond else "",
        f"kwetsbaarheid op: {over.onderdelen}" if over.onderdelen else "",
        f"bronnen: {sheet.bronnen}" if sheet.bronnen else "",
    ]
    return "; ".join(part for part in parts if part) + "."


def _sources(column: TextColumn, printing: Printing, sheets: list[Sheet]) -> None:
    context, doel = printing.context, printing.land.doel
    column.heading("Bronnen van deze editie", 13)
    texts = [f"{b.brontitel} ({b.uitgever}, {b.licentie}): {b.releases}." for b in context.bronnen]
    size = next((s for s in (10, 9, 8, 7, 6) if column.height(texts, s, 1.2) < 105), 5.2)
    for text in texts:
        column.paragraph(text, size, gap=1.2)
    column.y -= 2
    column.heading("Grenzen en jaren", 11)
    column.paragraph(
        f"Alles staat op de wijk- en buurtindeling van {doel} (CBS/Kadaster), tenzij bij de kaart anders vermeld. "
        "Cijfers van andere indelingen zijn omgerekend; waar dat niet verantwoord kan, staat er geen cijfer.",
        TEXT,
    )
    for text in references(sheets):
        column.paragraph(f"Let op: {text}.", TEXT, weight="bold")
    _thresholds(column, printing)
    column.heading("Wat deze atlas is", 11)
    column.paragraph(
        "Een reconstructie op open data van de manier van kijken van de veerkrachtkaarten, niet de kaart van Aedes. "
        f"{context.editie}. {context.credit_line}.",
        TEXT,
    )
    for mark in context.marks:
        column.paragraph(f"{mark}{MEANT.get(mark, '')}", TEXT, weight="bold")


def _thresholds(column: TextColumn, printing: Printing) -> None:
    """The thresholds that decide which areas get a colour, as the edition tells them."""
    rows = {row.instelling: row for row in printing.edition.instellingen}
    texts = [f"{rows[name].uitleg} Hier: {rows[name].waarde}." for name in TOLD if name in rows]
    if texts:
        column.heading("Drempels", 11)
        size = next((s for s in (TEXT, 8, 7) if column.height(texts, s, 0.8) < column.room - 40), 6)
        for text in texts:
            column.paragraph(text, size, gap=0.8)
        column.y -= 2
