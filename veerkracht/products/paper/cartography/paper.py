"""A page measured in millimetres, origin lower left: text, lines, boxes and shapes on a bare matplotlib Figure.

No pyplot and no Axes: they cost more than all that is drawn. `scale` enlarges the whole page with its text and lines
(a poster is the same drawing, larger).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.fonts import Style
from veerkracht.products.paper.cartography.line import TextLine

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    from veerkracht.products.paper.cartography.writing import Writing

Colour = str | tuple[float, float, float, float]  # a name or #rrggbb, or red, green, blue, alpha (0–1)
INK, SOFT, LINE, SURFACE, ACCENT = "#1b2733", "#55636f", "#c3ccd4", "#f4f7f9", "#0b5394"
RC: dict[str, Any] = {
    "pdf.fonttype": 42,  # whole characters, so that text can be selected and searched
    "pdf.compression": 3,  # faster than 6, for files a tenth larger
    "text.parse_math": False,  # a name with dollar signs is a name
    "text.usetex": False,
    "hatch.linewidth": 0.6,
    "path.simplify": False,
    "axes.unicode_minus": True,
}


class Paper:
    """One page. `keep` marks what stays on every page of a book; `erase` takes off the rest."""

    def __init__(self, width: float, height: float, scale: float = 1.0):
        import matplotlib as mpl
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        for name, value in RC.items():
            mpl.rcParams[name] = value  # type: ignore[index]  # the stubs ask for literal names
        self.width, self.height, self.scale = width, height, scale
        self.figure = Figure(figsize=(width * scale / 25.4, height * scale / 25.4), facecolor="white")
        self.mm = Affine2D().scale(scale / 25.4) + self.figure.dpi_scale_trans
        self._writings: dict[float, Writing] = {}
        self._kept: set[int] = {id(self.figure.patch)}

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 8,
        *,
        weight: str = "normal",
        style: Style = "normal",
        color: str = INK,
        ha: str = "left",
        zorder: float = 3,
    ) -> None:
        """One line of text by its baseline; `text` is plain, whatever it contains."""
        text = typeset.printable(text)
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[ha]
        left = x - shift * typeset.width(text, size, weight, style) if shift else x
        writing = self._writings.get(zorder) or self._begin(zorder)
        writing.lines.append(TextLine(left, y, text, size, weight, style, color))

    def _begin(self, zorder: float) -> "Writing":
        from veerkracht.products.paper.cartography.writing import Writing

        writing = self._writings[zorder] = Writing(self.mm, self.scale, zorder)
        self.figure.add_artist(writing)
        return writing

    def line(
        self, xs: Sequence[float], ys: Sequence[float], color: str = LINE, width: float = 0.4, **style: Any
    ) -> None:
        """A line through points; `style` as matplotlib's Line2D has it."""
        from matplotlib.lines import Line2D

        artist = Line2D(xs, ys, color=color, linewidth=width * self.scale, transform=self.mm, **style)
        self.figure.add_artist(artist)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        face: Colour = "none",
        edge: Colour = "none",
        **style: Any,
    ) -> None:
        """A rectangle from its lower left corner; `style` as matplotlib's Rectangle has it."""
        from matplotlib.patches import Rectangle

        style["linewidth"] = style.get("linewidth", 0.4) * self.scale
        artist = Rectangle((x, y), width, height, facecolor=face, edgecolor=edge, transform=self.mm, **style)
        self.figure.add_artist(artist)

    def shapes(
        self,
        paths: Sequence["Path"],
        faces: Colour | Sequence[Colour] = "none",
        edges: Colour | Sequence[Colour] = "none",
        width: float = 0.0,
        zorder: float = 1,
        **style: Any,
    ) -> "PathCollection":
        """Shapes as one collection; `faces`: one colour or one a shape; `style` as matplotlib's collections have it."""
        from matplotlib.collections import PathCollection

        usual: dict[str, Any] = {"capstyle": "round", "joinstyle": "round", "zorder": zorder}
        usual["linewidths"] = width * self.scale
        artist = PathCollection(paths, facecolors=faces, edgecolors=edges, **(usual | style))
        artist.set_transform(self.mm)
        self.figure.add_artist(artist)
        return artist

    def boxes(self, rows: np.ndarray, face: Colour, zorder: float) -> None:
        """Many rectangles (x0, y0, x1, y1) as one collection."""
        from matplotlib.collections import PolyCollection

        corners = rows[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)
        artist = PolyCollection(list(corners), facecolors=[face], edgecolors="none", zorder=zorder)
        artist.set_transform(self.mm)
        self.figure.add_artist(artist)

    def hatch(self, signs: str) -> str:
        """A hatch for this enlargement: its lines lie a fixed distance apart, so a poster takes fewer signs."""
        return signs[: max(1, round(len(signs) / self.scale))]

    def keep(self) -> None:
        """What is on the page now stays on all pages; later text gets writings of its own."""
        self._kept = set(map(id, self._artists()))
        self._writings = {}

    def erase(self) -> None:
        """Take off everything that was drawn since `keep`."""
        for artist in self._artists():
            if id(artist) not in self._kept:
                artist.remove()
        self._writings = {}

    def _artists(self) -> list["Artist"]:
        return [*self.figure.artists, *self.figure.patches, *self.figure.lines]

    def add_to(self, pages: "PdfPages") -> None:
        """This page as the next one of a PDF."""
        pages.savefig(self.figure)

    def save(self, target: BinaryIO, kind: str, dpi: float = 300) -> None:
        """This page as a file: pdf or png; without the time of making, so that the same page is the same bytes."""
        if kind == "pdf":
            self.figure.savefig(target, format="pdf", metadata=pdf_facts("") | {"Title": None})
        else:
            self.figure.savefig(target, format=kind, dpi=dpi, metadata={"Software": None})


def pdf_facts(title: str) -> dict[str, str | None]:
    """Document information of a PDF; no time of making."""
    return {"Title": title, "Creator": "veerkracht", "Producer": None, "CreationDate": None}
