"""One line of text with its place and face: what `paper` collects and `writing` writes."""

from typing import NamedTuple

from veerkracht.products.paper.cartography.fonts import Style


class TextLine(NamedTuple):
    """The left of the baseline in millimetres, the text, its size in points, its face and colour."""

    x: float
    y: float
    text: str
    size: float
    weight: str
    style: Style
    colour: str
