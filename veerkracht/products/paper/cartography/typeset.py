"""Text on paper: what the fonts can show, how wide it is, and how it breaks into lines.

DejaVu Sans comes with matplotlib, so a page looks the same on every machine.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

    from veerkracht.products.paper.cartography.fonts import Style

FAMILY = "DejaVu Sans"
POINT = 25.4 / 72  # mm
LEADING = 1.28  # line height, in sizes
UNKNOWN = "□"
ELLIPSIS = "…"
_MEASURE = 100.0  # size at which widths are measured


@cache
def font(weight: str = "normal", style: "Style" = "normal") -> "FontProperties":
    """Font properties of a face, size apart."""
    from matplotlib.font_manager import FontProperties

    from veerkracht.products.paper.cartography.fonts import slim

    return FontProperties(fname=slim(FAMILY, weight, style))


@cache
def sized(weight: str, style: "Style", size: float) -> "FontProperties":
    """The face at a size in points."""
    face = font(weight, style).copy()
    face.set_size(size)
    return face


@cache
def _face(weight: str, style: "Style") -> "FT2Font":
    from matplotlib.font_manager import findfont, get_font

    return get_font(findfont(font(weight, style)))


@cache
def _advance(char: str, weight: str, style: "Style") -> float:
    """Width of a character in sizes; `face` is scaled once, at 72 dots an inch a point is a pixel."""
    from matplotlib.ft2font import LoadFlags

    face = _face(weight, style)
    face.set_size(_MEASURE, 72)
    return face.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _MEASURE


@cache
def _known() -> frozenset[int]:
    """Characters that regular and bold can both show."""
    return frozenset(_face("normal", "normal").get_charmap()) & frozenset(_face("bold", "normal").get_charmap())


def printable(text: object) -> str:
    """Text as `_printable` makes it; most texts of a page stand on every page."""
    return _printable(str(text))


@lru_cache(8192)
def _printable(text: str) -> str:
    """Text as one line of characters that the fonts have; a box for what they lack, nothing for what is invisible."""
    out = []
    for char in text:
        kind = unicodedata.category(char)
        if char.isspace() or kind == "Cc":
            out.append(" ")
        elif kind in ("Cf", "Cs", "Co", "Cn") or char in "︀️":
            continue
        else:
            out.append(char if ord(char) in _known() else UNKNOWN)
    return " ".join("".join(out).split())


def width(text: str, size: float, weight: str = "normal", style: "Style" = "normal") -> float:
    """Width in mm of one line at a size in points (kerning aside: never too narrow by more than a hair)."""
    return sum(_advance(char, weight, style) for char in text) * size * POINT


def line_height(size: float) -> float:
    """Distance of two lines in mm."""
    return size * POINT * LEADING


def wrap(text: str, room: float, size: float, weight: str = "normal") -> list[str]:
    """Lines no wider than `room` mm; a word that is wider than the room is cut into pieces."""
    return list(_wrapped(printable(text), room, size, weight))


@lru_cache(8192)
def _wrapped(text: str, room: float, size: float, weight: str) -> tuple[str, ...]:
    lines, line = [], ""
    for word in _words(text.split(" "), room, size, weight):
        trial = f"{line} {word}" if line else word
        if line and width(trial, size, weight) > room:
            lines.append(line)
            line = word
        else:
            line = trial
    return (*lines, line) if line else tuple(lines)


def _words(words: Iterable[str], room: float, size: float, weight: str) -> Iterable[str]:
    for word in words:
        while len(word) > 1 and width(word, size, weight) > room:
            cut = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or width(word[:n], size, weight) <= room))
            yield word[:cut]
            word = word[cut:]
        yield word


def shortened(text: str, room: float, size: float, weight: str = "normal") -> str:
    """One line that fits `room` mm, cut with an ellipsis where it must be."""
    text = printable(text)
    if width(text, size, weight) <= room:
        return text
    while text and width(text + ELLIPSIS, size, weight) > room:
        text = text[:-1].rstrip()
    return text + ELLIPSIS


def fitted(text: str, room: float, sizes: Iterable[float], weight: str = "normal") -> tuple[str, float]:
    """The text at the first size at which it fits on one line; at the last one shortened if it must be."""
    text, size = printable(text), 0.0
    for size in sizes:
        if width(text, size, weight) <= room:
            return text, size
    return shortened(text, room, size, weight), size
