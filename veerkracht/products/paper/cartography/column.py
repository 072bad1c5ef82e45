"""A column of text that flows downwards on a page: headings, paragraphs, rows, each below the one before."""

from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.paper import INK, LINE, SOFT, Paper


class TextColumn:
    """`y` is where the next thing begins; `bottom` is where the column ends."""

    def __init__(self, paper: Paper, x: float, top: float, width: float, bottom: float = 0.0):
        self.paper, self.x, self.y, self.width, self.bottom = paper, x, top, width, bottom

    @property
    def room(self) -> float:
        """Height that is left in mm."""
        return self.y - self.bottom

    def heading(self, text: str, size: float = 10, gap: float = 1.5, color: str = INK) -> None:
        self.paragraph(text, size, weight="bold", color=color, gap=gap)

    def paragraph(
        self,
        text: str,
        size: float = 8,
        *,
        weight: str = "normal",
        color: str = INK,
        gap: float = 2.0,
        indent: float = 0.0,
        room: float | None = None,
    ) -> bool:
        """A paragraph; cut off with an ellipsis where the column ends (or after `room` mm). True when all is there."""
        lines = typeset.wrap(text, self.width - indent, size, weight)
        step = typeset.line_height(size)
        fits = max(0, int((min(self.room, room or self.room) + 1e-6) / step))
        whole = len(lines) <= fits
        if not whole:
            lines = lines[:fits]
            if lines:
                rest = self.width - indent - typeset.width(typeset.ELLIPSIS, size, weight)
                lines[-1] = typeset.shortened(lines[-1], rest, size, weight).rstrip(typeset.ELLIPSIS) + typeset.ELLIPSIS
        for line in lines:
            self.y -= step
            self.paper.text(self.x + indent, self.y + 0.25 * step, line, size, weight=weight, color=color)
        self.y -= gap if lines else 0
        return whole

    def small_print(self, texts: list[str], sizes: tuple[float, ...] = (6.5, 6, 5.5, 5), gap: float = 0.8) -> bool:
        """Paragraphs at the first size at which they all fit; at the smallest one cut off. True when all is there."""
        texts = [text for text in texts if text]
        size = next((s for s in sizes if self.height(texts, s, gap) <= self.room), sizes[-1])
        whole = [self.paragraph(text, size, color=SOFT, gap=gap) for text in texts]
        return all(whole)

    def height(self, texts: list[str], size: float, gap: float) -> float:
        """Height in mm of paragraphs at a size."""
        return sum(len(typeset.wrap(text, self.width, size)) * typeset.line_height(size) + gap for text in texts)

    def rule(self, gap: float = 2.0) -> None:
        """A thin line across."""
        self.paper.line([self.x, self.x + self.width], [self.y, self.y], color=LINE)
        self.y -= gap

    def row(
        self,
        cells: list[tuple[float, str, str]],
        size: float = 8,
        height: float | None = None,
        weight: str = "normal",
        color: str = INK,
    ) -> None:
        """One line of cells (place in the column, text, alignment)."""
        step = height or typeset.line_height(size) * 1.15
        self.y -= step
        for place, text, align in cells:
            self.paper.text(self.x + place, self.y + 0.3 * step, text, size, ha=align, weight=weight, color=color)
