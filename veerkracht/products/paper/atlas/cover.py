"""The cover: which gemeente, over which years, what it comes down to, and where it lies."""

from veerkracht.dutch import number
from veerkracht.edition.maps import Sheet
from veerkracht.edition.records import Aandacht, Uitspraak
from veerkracht.edition.story import BothRoseStory
from veerkracht.edition.words import SIGNAL_ALL
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import MARGIN, PageLayout, footing, heading
from veerkracht.products.paper.atlas.locator import locator
from veerkracht.products.paper.atlas.names import KINDS, short
from veerkracht.products.paper.cartography import labels, patterns, typeset
from veerkracht.products.paper.cartography.column import TextColumn
from veerkracht.products.paper.cartography.paper import ACCENT, INK, SOFT, SURFACE, Paper
from veerkracht.products.paper.cartography.shapes import View, paths
from veerkracht.products.paper.printing import Printing

TEXT = 218.0  # mm of the page for words
LITTLE = (58.0, 66.0)  # mm, the map of the land
SHOWN_ATTENTION = 5


def page(paper: Paper, layout: PageLayout, printing: Printing, ground: Ground, sheets: list[Sheet]) -> None:
    """Words on the left, the gemeente with its wijken on the right, the land in its corner."""
    context = printing.context
    heading(
        paper,
        layout,
        "Veerkrachtatlas",
        "Hoe kwetsbaarheid, overlast en veerkracht zich per buurt ontwikkelen",
        context,
    )
    footing(paper, layout, context, ground.name, 1)
    column = TextColumn(paper, MARGIN, layout.height - MARGIN - 24, TEXT, MARGIN + layout.foot)
    _title(column, ground.name, printing, sheets, ground)
    story = printing.story.of(ground.gemeente)
    _sentences(column, story.uitspraken)
    _together(column, story.verwacht, story.samenloop)
    _attention(column, story.aandacht[:SHOWN_ATTENTION])
    column.y = min(column.y, column.bottom + 11)
    column.small_print([SIGNAL_ALL], (9, 8))
    _overview(paper, layout, ground)


def _title(column: TextColumn, name: str, printing: Printing, sheets: list[Sheet], ground: Ground) -> None:
    lines = typeset.wrap(name, column.width, 34, "bold")
    size = 34 if len(lines) == 1 else 22
    for line in typeset.wrap(name, column.width, size, "bold")[:3]:
        column.paragraph(line, size, weight="bold", color=ACCENT, gap=0)
    column.y -= 2
    facts = printing.land.areas.get((ground.gemeente, printing.land.doel))
    period = f"{sheets[0].jaar_van}–{sheets[0].jaar_tot}" if sheets else ""
    counted = [f"{len(layer.codes)} {word}" for niveau, word in (("wijk", "wijken"), ("buurt", "buurten"))
               if (layer := ground.layer(niveau, printing.land.doel))]  # fmt: skip
    people = [f"{number(facts.inwoners)} inwoners"] if facts and facts.inwoners else []
    column.paragraph(
        " · ".join([period, *people, *counted, f"grenzen van {printing.land.doel}"]), 12, color=SOFT, gap=5
    )


def _sentences(column: TextColumn, sentences: list[Uitspraak]) -> None:
    if not sentences:
        return
    column.heading("In het kort", 13, gap=2)
    told = [(s.titel, s.zin or "") for s in sentences]
    size = next((s for s in (11, 10, 9) if column.height([z for _, z in told], s, 9) < 75), 8.5)
    for title, text in told:
        column.paragraph(title, size, weight="bold", gap=0.4)
        column.paragraph(text, size, gap=2.6)


def _together(column: TextColumn, expected: BothRoseStory | None, rows: list[BothRoseStory]) -> None:
    """Inhabitants by what can be said of both changes as bars, beside the share in the land; those expected above."""
    if not (rows or expected) or column.room < 30:
        return
    column.y -= 1
    column.heading("Waar inwoners wonen", 13, gap=0.5)
    if expected:
        column.paragraph(
            f"{number(expected.eigen.inwoners)} inwoners wonen naar verwachting waar kwetsbaarheid en overlast allebei "
            "toenamen, elk met meer dan de drempel van kaart 7.", 9.5,
        )  # fmt: skip
    if not rows:
        return
    heads: list[tuple[float, str, str]] = [
        (132, "inwoners", "right"),
        (150, "deel", "right"),
        (172, "in het land", "right"),
        (190, "buurten", "right"),
    ]
    column.row(heads, 7.5, color=SOFT)
    for row in rows:
        own, land = row.eigen, row.land
        share = own.aandeel
        text = typeset.shortened(own.categorie, 112, 8.5)
        column.row(
            [(0, text, "left"), (132, number(own.inwoners), "right"), (150, _percent(share), "right"),
             (172, _percent(land.aandeel if land else None), "right"), (190, number(own.buurten), "right")], 8.5,
        )  # fmt: skip
        if share is not None:
            column.paper.box(column.x + 193, column.y + 0.8, 24, 3, face=SURFACE)
            column.paper.box(column.x + 193, column.y + 0.8, 24 * min(share, 1), 3, face=ACCENT)
    column.y -= 1
    column.paragraph("Deel: van inwoners met een cijfer.", 7.5, color=SOFT)
    column.y -= 2


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{number(100 * share)}%"


def _attention(column: TextColumn, rows: list[Aandacht]) -> None:
    """The areas where a conversation may begin, with the first reason."""
    told = [(row, row.redenen) for row in rows if row.redenen]
    if not told or column.room < 45:
        return
    column.heading("Waar het gesprek kan beginnen", 13, gap=1)
    for row, reasons in told:
        if column.room < 24:
            return
        reason = reasons.split("; ")[0]
        column.paragraph(row.gebiedsnaam or row.gebiedscode, 8.5, weight="bold", gap=0.2)
        column.paragraph(reason, 8.5, gap=1.6, room=9)


def _overview(paper: Paper, layout: PageLayout, ground: Ground) -> None:
    """The gemeente with its wijken and their names; the land small beneath it."""
    left, bottom = MARGIN + TEXT + 8, MARGIN + layout.foot + LITTLE[1] + 6
    frame = (left, bottom, layout.width - MARGIN - left, layout.height - MARGIN - 24 - bottom)
    view = View.around(ground.outline_bounds, frame)
    paper.box(*frame, face=SURFACE)
    layer = ground.layer("wijk", ground.land.doel) or ground.layer("buurt", ground.land.doel)
    if layer:
        shapes = view.moved(layer.shapes, ground.view)
        paper.shapes(paths(shapes), faces=["#dde7f0"], edges="#ffffff", width=1.0)
        paper.shapes(paths(view.moved(layer.wet, ground.view)), faces=[patterns.WATER])
        wanted = [
            labels.Name(code, short(ground.land.name(code, ground.land.doel)), shape, shape.area, "wijk")
            for code, shape in zip(layer.codes, shapes, strict=True)
        ]
        x, y, width, height = frame
        placed, _ = labels.place(wanted, {"wijk": KINDS["wijk"]}, labels.Places((x, y, x + width, y + height)))
        for label in placed:
            step = typeset.line_height(label.size)
            base = label.y + (len(label.lines) - 1) * step / 2 - label.size * typeset.POINT * 0.36
            for n, line in enumerate(label.lines):
                paper.text(label.x, base - n * step, line, label.size, weight="bold", color="#12355b", ha="center")
    paper.shapes(paths([view.moved(ground.outline, ground.view)]), edges=INK, width=1.2, zorder=1.5)
    _little(paper, layout, ground)


def _little(paper: Paper, layout: PageLayout, ground: Ground) -> None:
    x, y = layout.width - MARGIN - LITTLE[0], MARGIN + layout.foot
    if locator(paper, ground.land, [ground.gemeente], (x, y, *LITTLE)):
        paper.text(x - 2, y + 2, "Ligging in het land", 8, color=SOFT, ha="right")
