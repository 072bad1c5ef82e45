"""Lines of text straight into a PDF of matplotlib: its own `draw_text` shapes every string anew, half of all the time.

The faces have no kerning and no ligatures (`fonts`), so a character is always the same glyph: it is registered once a
file and each line is written as codes. This leans on four names inside the PDF backend of the matplotlib version that
is pinned; where they are not there (another version, another backend) `can_write` says no and `draw_text` does it.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.fonts import Style
from veerkracht.products.paper.cartography.line import TextLine

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase

# file -> (weight, style) -> Face of that file; the file and what hangs on it are matplotlib's own, without types
_books: "WeakKeyDictionary[Any, dict[tuple[str, Style], Face]]" = WeakKeyDictionary()


class Face:
    """The codes of the characters of one face in one PDF file; the file keeps them in parts of 256."""

    def __init__(self, file: Any, weight: str, style: Style):
        from matplotlib.font_manager import FontPath, get_font

        path = str(typeset.font(weight, style).get_file())
        self._file, self._path, self._font = file, FontPath(path, 0), get_font(path)
        self._codes: dict[str, tuple[bytes, bytes]] = {}

    def shown(self, text: str, size: float) -> bytes:
        """Operators that show a text: its characters as codes, with a switch of part wherever the next one asks."""
        known = self._codes
        for char in set(text) - known.keys():
            glyph = self._font.get_char_index(ord(char))
            part, code = self._file._character_tracker.track_glyph(self._font, char, glyph)
            known[char] = self._file.fontName(self._path, part).pdfRepr(), b"%04x" % code
        return b" ".join(
            b"%s %.2f Tf <%s> Tj" % (part, size, b"".join([code for _, code in run]))
            for part, run in groupby((known[char] for char in text), key=itemgetter(0))
        )


def can_write(renderer: "RendererBase") -> bool:
    """Whether this is the PDF backend as it is known here."""
    file = getattr(renderer, "file", None)
    tracker = getattr(file, "_character_tracker", None)
    return hasattr(tracker, "track_glyph") and hasattr(file, "fontName") and hasattr(renderer, "check_gc")


def write(renderer: Any, gc: "GraphicsContextBase", lines: Iterable[TextLine]) -> None:
    """Write lines (in points) in the colour of `gc`."""
    file = renderer.file
    faces = _books.setdefault(file, {})
    renderer.check_gc(gc, gc.get_rgb())
    out = [b"BT"]
    for line in lines:
        key = line.weight, line.style
        face = faces.get(key) or faces.setdefault(key, Face(file, *key))
        out.append(b"1 0 0 1 %.3f %.3f Tm %s" % (line.x, line.y, face.shown(line.text, line.size)))
    out.append(b"ET\n")
    file.write(b"\n".join(out))
