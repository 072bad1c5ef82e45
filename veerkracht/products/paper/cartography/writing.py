"""All lines of text of a page as one artist.

matplotlib's Text measures and aligns every string each time it is drawn, which costs more than writing it; here places
are known already, so each line goes straight to the renderer. The text stays text in a PDF.
"""

from typing import TYPE_CHECKING

from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import to_rgba

from veerkracht.products.paper.cartography import pdftext, typeset
from veerkracht.products.paper.cartography.line import TextLine

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.transforms import Transform


class Writing(Artist):
    """Lines of text in millimetres; `mm` makes points of them."""

    def __init__(self, mm: "Transform", scale: float, zorder: float):
        super().__init__()
        self.lines: list[TextLine] = []
        self.set_transform(mm)
        self.set_zorder(zorder)
        self._scale = scale

    @allow_rasterization
    def draw(self, renderer: "RendererBase") -> None:
        """Write every line."""
        if not self.lines or not self.get_visible():
            return
        places = self.get_transform().transform([line[:2] for line in self.lines])
        gc = renderer.new_gc()
        colours: dict[str, list[TextLine]] = {}
        for (x, y), line in zip(places, self.lines, strict=True):
            placed = line._replace(x=x, y=y, size=round(line.size * self._scale, 2))
            colours.setdefault(line.colour, []).append(placed)
        by_codes = pdftext.can_write(renderer)
        for colour, lines in colours.items():
            gc.set_foreground(to_rgba(colour), isRGBA=True)
            (pdftext.write if by_codes else _one_by_one)(renderer, gc, lines)
        gc.restore()


def _one_by_one(renderer: "RendererBase", gc: "GraphicsContextBase", lines: list[TextLine]) -> None:
    """The way of every backend."""
    height = renderer.get_canvas_width_height()[1] if renderer.flipy() else None
    for line in lines:
        face = typeset.sized(line.weight, line.style, line.size)
        renderer.draw_text(gc, line.x, line.y if height is None else height - line.y, line.text, face, 0)
