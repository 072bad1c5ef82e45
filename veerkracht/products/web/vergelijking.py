"""Gemeenten side by side, on one page and on paper: the same national classes, their ranks, maps in small multiples."""

from dataclasses import dataclass, replace
from pathlib import Path

from veerkracht.edition.maps import Sheet
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Gebied
from veerkracht.edition.story import RANKED
from veerkracht.errors import VeerkrachtError
from veerkracht.products.paper.printing import Printing
from veerkracht.products.paper.vergelijking.overview import answered
from veerkracht.products.paper.vergelijking.pages import write_comparison
from veerkracht.products.web.page import render
from veerkracht.products.web.rapport.drawing import SvgOutlines
from veerkracht.products.web.rapport.mapsection import MapSection

MOST = 40  # gemeenten on one page; more no longer fit a screen or a printer
DIFFERS = "grenzen verschillen per niveau"
NAME, BOOK = "vergelijking.html", "vergelijking.pdf"


@dataclass(frozen=True)
class Small:
    """One map of one gemeente: its sheet, and its outlines unless it cannot be drawn."""

    gemeente: Gebied
    blad: Sheet
    tekening: SvgOutlines | None


@dataclass
class Counted:
    """An entry of a legend with its areas in each gemeente."""

    css: str
    label: str
    grenzen: str
    verwacht: str  # of the country
    hier: list[int]


def write(editie: Path, gemeenten: list[str], out: Path, title: str | None = None) -> list[Path]:
    """Write `vergelijking.html` and `.pdf` of gemeenten (codes of the target vintage, in this order) to `out`.

    Raises VeerkrachtError for less than two gemeenten, an unknown one, or an edition without maps.
    """
    codes = list(dict.fromkeys(gemeenten))
    if not 2 <= len(codes) <= MOST:
        raise VeerkrachtError(f"Vergelijken gaat met 2 tot {MOST} gemeenten; gegeven: {len(codes)}.")
    with Edition(editie) as edition:
        chosen = _gemeenten(edition, codes)
        printing = Printing.open(edition)
        maps, story = printing.maps, printing.story
        if not maps.perioden:
            raise VeerkrachtError("Deze editie bevat geen kaarten; er is niets te vergelijken.")
        section, title = MapSection(edition, maps), title or _title(chosen)
        rows = _on_one_scale(_per_map(section, chosen, maps.perioden[0]))
        drawings = [small.tekening for row in rows for small in row if small.tekening]
        used = {small.blad.css for row in rows for small in row}
        page = render(
            NAME,
            out / NAME,
            edition,
            titel=title,
            gemeenten=chosen,
            cijfers=[story.ranked(area.gebiedscode) for area in chosen],
            kolommen=RANKED,
            vragen=answered(story, chosen),
            heeft_totalen=story.has_totals,
            kaarten=[(row, _counts(row)) for row in rows],
            tekeningen=dict(enumerate({id(d): d for d in drawings}.values())),
            deel={"kleuren": [rule for rule in section.colours if rule[0] in used]},
            periode=maps.perioden[0],
        )
        sheets = [[small.blad for small in row] for row in rows]
        return [page, write_comparison(printing, chosen, sheets, title, out / BOOK)]


def _gemeenten(edition: Edition, codes: list[str]) -> list[Gebied]:
    sql = "select * from dim_gebied where niveau = 'gemeente' and indeling = ? and list_contains(?, gebiedscode)"
    known = {row.gebiedscode: row for row in edition.records(Gebied, sql, [edition.about.doel_indeling, codes])}
    absent = [code for code in codes if code not in known]
    if absent:
        raise VeerkrachtError(f"Deze editie heeft geen gemeente {', '.join(absent)}.")
    return [known[code] for code in codes]


def _per_map(section: MapSection, chosen: list[Gebied], period: tuple[int, int]) -> list[list[Small]]:
    """Per map of a period the gemeenten side by side; each gemeente's outlines are on the page once."""
    columns = []
    for area in chosen:
        made = section.of(area.gebiedscode)
        own = {place: _own(drawing, area.gebiedscode) for place, drawing in made.tekeningen.items()}
        sheets = dict(made.perioden).get(period, [])
        columns.append([Small(area, s, None if s.reden else own.get((s.niveau, s.indeling))) for s in sheets])
    return [list(row) for row in zip(*columns, strict=True)]


def _own(drawing: SvgOutlines, gemeente: str) -> SvgOutlines:
    """The same outlines with ids that no other gemeente on the page has."""
    return replace(drawing, ids={code: f"{gemeente}-{name}" for code, name in drawing.ids.items()})


def _on_one_scale(rows: list[list[Small]]) -> list[list[Small]]:
    """The same maps, each in a drawing of as many metres as the widest and the highest one need."""
    drawn = [small.tekening for row in rows for small in row if small.tekening]
    sizes = [[float(part) * d.eenheid for part in d.viewbox.split()[2:]] for d in drawn]
    width, height = (max(side) for side in zip(*sizes, strict=True)) if sizes else (0.0, 0.0)
    widened = {id(d): _widened(d, width, height) for d in drawn}
    return [[replace(small, tekening=widened.get(id(small.tekening))) for small in row] for row in rows]


def _widened(drawing: SvgOutlines, width: float, height: float) -> SvgOutlines:
    """The drawing in the middle of a box of `width` by `height` metres."""
    left, top, wide, high = map(float, drawing.viewbox.split())
    room, tall = width / drawing.eenheid, height / drawing.eenheid
    box = (left - (room - wide) / 2, top - (tall - high) / 2, room, tall)
    return replace(drawing, viewbox=" ".join(f"{side:.0f}" for side in box))


def _counts(row: list[Small]) -> list[Counted]:
    """Per entry of the legend: how many areas of each gemeente have it; levels may differ between gemeenten."""
    found: dict[str, Counted] = {}
    for at, small in enumerate(row):
        for entry in small.blad.legenda:
            limits = "; ".join(filter(None, (entry.grenzen, entry.grenzen_2)))
            new = Counted(entry.css, entry.label, limits, entry.verwacht, [0] * len(row))
            line = found.setdefault(entry.label, new)
            line.hier[at] += entry.hier
            line.grenzen = limits if line.grenzen == limits else DIFFERS
            line.verwacht = entry.verwacht if line.verwacht == entry.verwacht else ""  # of several levels: none
    return sorted(found.values(), key=lambda line: (not line.css.startswith("k"), line.css))


def _title(chosen: list[Gebied]) -> str:
    names = [area.naam for area in chosen]
    return f"{', '.join(names[:-1])} en {names[-1]}" if len(names) <= 4 else f"{len(names)} gemeenten naast elkaar"
