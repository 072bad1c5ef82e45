"""A page with one map: the map in its frame on the left, legend and all that must be said in a column beside it."""

from dataclasses import dataclass

from veerkracht.edition.maps import Sheet
from veerkracht.products.paper.atlas.explain import explanation, period
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import PageLayout, footing, heading
from veerkracht.products.paper.atlas.mapframe import areas, boundaries, names, notice
from veerkracht.products.paper.cartography.paper import Paper
from veerkracht.products.paper.context import Context


@dataclass(frozen=True)
class PageContent:
    """What is on a page, for who wants to check it."""

    coloured: int
    patterned: int
    labels: int
    legend: list[str]
    numbers_named: bool


def sheet_page(
    paper: Paper,
    layout: PageLayout,
    ground: Ground,
    sheet: Sheet,
    colours: dict[str, str],
    context: Context,
    page: int | None = None,
) -> PageContent:
    """The map of a sheet with its column of explanation, on paper that already has the base."""
    heading(paper, layout, sheet.titel, f"{ground.name} · {period(sheet)}, per {sheet.niveau}", context)
    footing(paper, layout, context, ground.name, page)
    layer = ground.layer(sheet.niveau, sheet.indeling)
    counts = areas(paper, layer, sheet, colours)
    boundaries(paper, ground, layer, sheet.indeling)
    reason = sheet.reden or ("" if layer else f"deze editie heeft geen grenzen per {sheet.niveau}.")
    taken = notice(paper, ground, reason) if reason else None
    names(paper, ground, sheet.niveau, taken)
    told, named = explanation(paper, layout, ground, sheet, colours)
    return PageContent(*counts, len(ground.names.of(sheet.niveau)), told, named)
