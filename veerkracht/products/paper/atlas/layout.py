"""Sizes of a page, and what stands at its head and foot: title, marks, credits, edition."""

from dataclasses import dataclass

from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.paper import SOFT, Paper
from veerkracht.products.paper.context import Context

MARGIN = 12.0


@dataclass(frozen=True)
class PageLayout:
    """Sizes of a page in mm and of its text in points; a slide has no room for the names that go with numbers."""

    width: float = 420.0
    height: float = 297.0
    panel: float = 96.0
    head: float = 24.0
    foot: float = 9.0
    aid: tuple[float, ...] = (8.5, 8, 7.5, 7)
    signal: float = 8.0
    small: tuple[float, ...] = (6.5, 6, 5.5, 5)
    field: float = 11.0  # height of a cell of the focus map's legend
    numbers: bool = True

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


A3 = PageLayout()
SLIDE = PageLayout(
    width=304.0,
    height=171.0,
    panel=108.0,
    head=19.0,
    foot=5.0,
    aid=(7.5, 7, 6.5, 6, 5.5),
    signal=5.5,
    small=(5, 4.6),
    field=9.0,
    numbers=False,
)


def heading(paper: Paper, layout: PageLayout, title: str, subtitle: str, context: Context) -> None:
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


def footing(paper: Paper, layout: PageLayout, context: Context, name: str, number_of_page: int | None) -> None:
    """Credits at the left, edition and page at the right, small."""
    right = f"{context.editie} · {name}" + (f" · bladzijde {number_of_page}" if number_of_page else "")
    right, size = typeset.fitted(right, layout.width * 0.45, (7, 6, 5.5))
    paper.text(layout.width - MARGIN, MARGIN - 3, right, size, ha="right", color=SOFT)
    room = layout.width - 2 * MARGIN - typeset.width(right, size) - 6
    text, size = typeset.fitted(context.credit_line, room, (7, 6, 5.5, 5))
    paper.text(MARGIN, MARGIN - 3, text, size, color=SOFT)
