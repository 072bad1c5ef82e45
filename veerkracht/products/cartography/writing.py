"""All lines of text of a page as one artist.

matplotlib's Text measures and aligns every string each time it is drawn, which costs more than writing it; here places
are known already, so each line goes straight to the renderer. The text stays text in a PDF.
"""

from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import to_rgba

from veerkracht.products.cartography import typeset


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
        flip = renderer.get_canvas_width_height()[1] if renderer.flipy() else None
        gc = renderer.new_gc()
        for (x, y), (_, _, text, size, weight, style, colour) in zip(places, self.lines, strict=True):
            gc.set_foreground(to_rgba(colour), isRGBA=True)
            face = typeset.sized(weight, style, round(size * self._scale, 2))
            renderer.draw_text(gc, x, y if flip is None else flip - y, text, face, 0)
        gc.restore()
