"""Places of all names on the maps of one gemeente: wijken, buurten, numbers for what does not fit, neighbours."""

import re

from veerkracht.products.paper.cartography import labels
from veerkracht.products.paper.cartography.shapes import View

KINDS = {
    "wijk": labels.LabelStyle((8.5, 7.5, 6.5), bold="bold", color="#12355b", inside=0.7),
    "buurt": labels.LabelStyle((6.6, 5.8, 5.2)),
    "nummer": labels.LabelStyle((5.6, 4.8), bold="bold", inside=0.55),
    "buurgemeente": labels.LabelStyle((10, 8, 7), style="italic", color="#7b858e", inside=0.97),
}
NEIGHBOUR_SHARE = 0.002  # of the frame that a neighbour must fill to be named
_PREFIX = re.compile(r"^(Wijk|Buurt)\s+(\d+\s+)?(?=\S)")


class Names:
    """Labels of wijken, buurten and neighbours; buurten whose name fits nowhere get a number.

    `areas` are wijken and buurten, `around` the neighbours that the frame of `view` shows, `corner` a place taken.
    """

    def __init__(
        self,
        view: View,
        corner: labels.Box,
        areas: list[labels.Name],
        around: list[labels.Name],
        size: float = 1.0,
        with_numbers: bool = True,
    ):
        self.kinds = kinds = {
            name: labels.LabelStyle(tuple(s * size for s in kind.sizes), kind.bold, kind.style, kind.color, kind.inside)
            for name, kind in KINDS.items()
        }
        places = labels.Places(view.frame, [corner])
        self.labels, left = labels.place(areas, {k: kinds[k] for k in ("wijk", "buurt")}, places)
        numbered = sorted((n for n in left if n.kind == "buurt" and with_numbers), key=_reading_order)
        self.numbers = [(number, name.text) for number, name in enumerate(numbered, 1)]
        numbers = [labels.Name(n.key, str(i), n.shape, n.weight, "nummer") for i, n in enumerate(numbered, 1)]
        placed, self.nowhere = labels.place(numbers, {"nummer": kinds["nummer"]}, places)
        least = NEIGHBOUR_SHARE * view.width * view.height
        shown = [name for name in around if name.weight > least]
        beside, _ = labels.place(shown, {"buurgemeente": kinds["buurgemeente"]}, places)
        self.labels += placed + beside

    def of(self, niveau: str) -> list[labels.Label]:
        """The labels of a map of this level; a map of wijken has no names of buurten."""
        skip = () if niveau == "buurt" else ("buurt", "nummer")
        return [label for label in self.labels if label.kind not in skip]


def _reading_order(name: labels.Name) -> tuple[float, float]:
    """In strips of 8 mm from north to south, in each from west to east; what has no shape comes last."""
    if name.shape is None:
        return float("inf"), 0.0
    middle = name.shape.centroid
    return -round(middle.y / 8), middle.x


def short(name: str) -> str:
    """`Wijk 03 Oost` is called Oost on a map; `Wijk 5` keeps its name."""
    bare = _PREFIX.sub("", name)
    return bare if any(char.isalpha() for char in bare) else name
