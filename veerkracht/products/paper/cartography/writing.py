"""All lines of text of a page as one artist.

matplotlib's Text measures and aligns every string each time it is drawn, which costs more than writing it; here places
are known already, so each line goes straight to the renderer. The text stays text in a PDF.
"""

from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import to_rgba

from veerkracht.products.paper.cartography import pdftext, typeset


class Writing(Artist):
    """`lines`: (x, y, text, size, weight, style, colour), the left of the baseline in millimetres."""

    def __init__(self, mm, scale: float, zorder: float):
        super().__init__()
        self.lines: list[tuple[float, float, str, float, str, str, str]] = []
        self.set_transform(mm)
        self.set_zorder(zorder)
        self._scale = scale

    @allow_rasterization
    def draw(self, renderer) -> None:
        """Write every line."""
        if not self.lines or not self.get_visible():
            return
        places = self.get_transform().transform([line[:2] for line in self.lines])
        gc = renderer.new_gc()
        colours: dict[str, list[tuple]] = {}
        for (x, y), (_, _, text, size, weight, style, colour) in zip(places, self.lines, strict=True):
            colours.setdefault(colour, []).append((x, y, text, round(size * self._scale, 2), weight, style))
        by_codes = pdftext.can_write(renderer)
        for colour, lines in colours.items():
            gc.set_foreground(to_rgba(colour), isRGBA=True)
            (pdftext.write if by_codes else _one_by_one)(renderer, gc, lines)
        gc.restore()


def _one_by_one(renderer, gc, lines: list[tuple]) -> None:
    """The way of every backend."""
    height = renderer.get_canvas_width_height()[1] if renderer.flipy() else None
    for x, y, text, size, weight, style in lines:
        face = typeset.sized(weight, style, size)
        renderer.draw_text(gc, x, y if height is None else height - y, text, face, 0)
