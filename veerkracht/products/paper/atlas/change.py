"""The page of the change: lines of the main indicators, the gemeente beside the land, and a table of all of them."""

from veerkracht.edition.figures import Figures, MapIndicator
from veerkracht.edition.looks import looks
from veerkracht.edition.maps import Sheet
from veerkracht.edition.worded import IndicatorRow, indicator_rows
from veerkracht.levels import LANDCODE
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import MARGIN, PageLayout, footing, heading
from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.column import TextColumn
from veerkracht.products.paper.cartography.paper import LINE, SOFT, Paper
from veerkracht.products.paper.cartography.trend import TrendLine, trend
from veerkracht.products.paper.printing import Printing

CHARTS = (2, 3)  # columns, rows
CHART_ROOM = 186.0  # mm of the page for the charts
GOOD, BAD = "#17528f", "#a11220"


def page(paper: Paper, layout: PageLayout, printing: Printing, ground: Ground, _: list[Sheet], number: int) -> None:
    """Charts on the left, the table on the right."""
    made = printing.figures
    years = f"van {made.van} tot {made.tot}" if made else ""
    heading(paper, layout, "Wat veranderde", f"{ground.name} naast het land {years}", printing.context)
    footing(paper, layout, printing.context, ground.name, number)
    top = layout.height - MARGIN - 24
    if made is None:
        TextColumn(paper, MARGIN, top, 200).paragraph("In deze editie zijn er geen twee jaren om te vergelijken.", 11)
        return
    _charts(paper, made, ground, top, top - MARGIN - layout.foot)
    left = MARGIN + CHART_ROOM + 10
    _table(TextColumn(paper, left, top, layout.width - MARGIN - left, MARGIN + layout.foot), made, ground.gemeente)


def _charts(paper: Paper, made: Figures, ground: Ground, top: float, height: float) -> None:
    order = looks().rapport_grafieken
    chosen = sorted((i for i in made.indicatoren if i.naam in order), key=lambda i: order.index(i.naam))
    wide, high, place = CHART_ROOM / CHARTS[0], height / CHARTS[1], 0
    for indicator in chosen:
        series = _series(made, ground, indicator)
        if place == CHARTS[0] * CHARTS[1] or len(series[0].points) < 2:
            continue
        x, y = MARGIN + place % CHARTS[0] * wide, top - (place // CHARTS[0] + 1) * high
        trend(paper, (x, y, wide - 8, high - 8), indicator.label, indicator.eenheid, series, indicator.decimalen)
        place += 1
    if not place:
        TextColumn(paper, MARGIN, top, CHART_ROOM).paragraph(
            "Van deze gemeente zijn er geen reeksen van meer jaren.", 9
        )


def _series(made: Figures, ground: Ground, indicator: MapIndicator) -> list[TrendLine]:
    """The gemeente, and the land beside it unless it is a count."""
    colours = looks().lijn
    series = [TrendLine(ground.name, colours.gebied, "-", _points(made, "gemeente", ground.gemeente, indicator))]
    if indicator.soort != "aantal":
        name = "Landelijk*" if indicator.naam in made.land_berekend else "Landelijk"
        series.append(TrendLine(name, colours.land, (0, (3, 2)), _points(made, "land", LANDCODE, indicator)))
    return series


def _points(made: Figures, niveau: str, code: str, indicator: MapIndicator) -> list[tuple[int, float]]:
    years = made.waarden.get((niveau, code, indicator.naam), {})
    return [
        (year, one.waarde)
        for year, one in sorted(years.items())
        if one.waarde is not None and made.van <= year <= made.tot
    ]


def _table(column: TextColumn, made: Figures, code: str) -> None:
    """All map indicators with a figure: both years, difference, verdict, and the difference of the land."""
    rows = [row for row in indicator_rows(made, code) if row.waarde_tot != "–" or row.waarde_van != "–"]
    end = column.width
    places = (end - 106, end - 88, end - 56, end - 53, end)
    column.row(
        [(0, "Indicator (jaren)", "left"), (places[0], "begin", "right"), (places[1], "eind", "right"),
         (places[2], "verschil", "right"), (places[3], "oordeel", "left"), (places[4], "land", "right")], 7, color=SOFT,
    )  # fmt: skip
    column.rule(0.5)
    step = min(9.0, max(3.4, (column.room - 30) / max(len(rows), 1)))
    shown = rows[: int((column.room - 24) / step)]
    for row in shown:
        _line(column, row, places, 8.2 if step > 5 else 6.2, step)
    column.y -= 3
    notes = (
        [f"{len(rows) - len(shown)} indicatoren passen hier niet; zie het rapport."] if len(shown) < len(rows) else []
    )
    notes.append(
        "Geen meetbaar verschil: het verschil past binnen de afronding. Niet te zeggen: de cijfers zijn te onrustig "
        "om te weten welke kant het op ging; dat betekent niet dat er niets veranderde. Heeft een "
        "indicator in een van de jaren geen cijfer, dan staan de dichtstbijzijnde jaren daarbinnen erbij."
    )
    if any(row.schatting or row.land_schatting for row in shown):
        notes.append("Verschil: zoals gemeten. Geschat: de verandering zonder de onrust; daarop berust het oordeel.")
    if made.land_berekend:
        notes.append(
            "Landelijk*: door de bron niet voor het land geleverd; gemiddelde van de gemeenten, gewogen naar inwoners."
        )
    column.small_print(notes, (7, 6.5, 6))


def _measured(column: TextColumn, place: float, measured: str, estimated: str, size: float, step: float) -> None:
    """A difference as measured, with the estimate small below it."""
    up = 0.52 if estimated else 0.3
    column.paper.text(column.x + place, column.y + up * step, measured, size, ha="right")
    if estimated:
        column.paper.text(column.x + place, column.y + 0.14 * step, estimated, size - 2.2, ha="right", color=SOFT)


def _line(column: TextColumn, row: IndicatorRow, places: tuple[float, ...], size: float, step: float) -> None:
    indicator = row.indicator
    years = f"{indicator.van}–{indicator.tot}" if indicator.van else f"{indicator.jaar or ''}"
    unit = f", {indicator.eenheid}" if indicator.eenheid and indicator.eenheid != "aantal" else ""
    name = f"{indicator.label}{unit} ({years})"
    own, land = row.verschil.replace(" procentpunt", ""), row.land.replace(" procentpunt", "")
    column.row([(places[0], row.waarde_van, "right"), (places[1], row.waarde_tot, "right")], size, step)
    for place, measured, estimated in ((places[2], own, row.schatting), (places[4], land, row.land_schatting)):
        _measured(column, place, measured, estimated, size, step)
    lines = typeset.wrap(name, places[0] - 19, size)
    if len(lines) > 1:
        lines = typeset.wrap(name, places[0] - 19, size - 1.2)[:2]
    for n, line in enumerate(reversed(lines)):
        y = column.y + (0.3 if len(lines) == 1 else 0.16 + 0.4 * n) * step
        column.paper.text(column.x, y, line, size if len(lines) == 1 else size - 1.2)
    colour = {"gunstig": GOOD, "ongunstig": BAD}.get(row.oordeel.toon, SOFT)
    word, small = typeset.fitted(str(row.oordeel), 34, (size, size - 1, size - 2))
    column.paper.text(column.x + places[3], column.y + 0.3 * step, word, small, color=colour)
    column.paper.line([column.x, column.x + column.width], [column.y, column.y], color=LINE, width=0.2)
