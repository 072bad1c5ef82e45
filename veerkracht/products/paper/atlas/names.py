"""Places of all names on the maps of one gemeente: wijken, buurten, numbers for what does not fit, neighbours."""

import re
from typing import TYPE_CHECKING

import shapely

from veerkracht.products.paper.cartography import labels

if TYPE_CHECKING:
    from veerkracht.products.paper.atlas.ground import Ground, Land

KINDS = {
    "wijk": labels.Kind((8.5, 7.5, 6.5), bold="bold", color="#12355b", inside=0.7),
    "buurt": labels.Kind((6.6, 5.8, 5.2)),
    "nummer": labels.Kind((5.6, 4.8), bold="bold", inside=0.55),
    "buurgemeente": labels.Kind((10, 8, 7), style="italic", color="#7b858e", inside=0.97),
}
NEIGHBOUR_SHARE = 0.002  # of the frame that a neighbour must fill to be named
_PREFIX = re.compile(r"^(Wijk|Buurt)\s+(\d+\s+)?(?=\S)")


class Names:
    """Labels of wijken, buurten and neighbours; buurten whose name fits nowhere get a number."""

    def __init__(self, ground: "Ground"):
        self.ground, land = ground, ground.land
        kinds = {
            name: labels.Kind(
                tuple(s * ground.size for s in kind.sizes), kind.bold, kind.style, kind.color, kind.inside
            )
            for name, kind in KINDS.items()
        }
        self.kinds = kinds
        places = labels.Places(ground.view.frame, [ground.corner])
        self.labels, left = labels.place(self._wanted(land), {k: kinds[k] for k in ("wijk", "buurt")}, places)
        left = left if ground.numbers else []
        numbered = sorted(
            (n for n in left if n.kind == "buurt"), key=lambda n: (-round(n.shape.centroid.y / 8), n.shape.centroid.x)
        )
        numbers = [labels.Name(n.key, str(i), n.shape, n.weight, "nummer") for i, n in enumerate(numbered, 1)]
        self.numbers = [(int(n.text), short(land.name(n.key, land.doel))) for n in numbers]
        placed, self.nowhere = labels.place(numbers, {"nummer": kinds["nummer"]}, places)
        around = [
            labels.Name(name, name, shape, shapely.area(shape), "buurgemeente")
            for name, _, shape in ground.neighbours
            if shapely.area(shape) > NEIGHBOUR_SHARE * ground.view.width * ground.view.height
        ]
        beside, _ = labels.place(around, {"buurgemeente": kinds["buurgemeente"]}, places)
        self.labels += placed + beside

    def _wanted(self, land: "Land") -> list[labels.Name]:
        """Wijken of two buurten or more, and all buurten, by inhabitants."""
        found = []
        buurten = self.ground.layer("buurt", land.doel)
        members = [land.areas.get((code, land.doel), {}).get("wijkcode") for code in buurten.codes] if buurten else []
        for niveau in ("wijk", "buurt"):
            layer = self.ground.layer(niveau, land.doel)
            for code, shape in zip(layer.codes, layer.shapes, strict=True) if layer else ():
                about = land.areas.get((code, land.doel), {})
                if niveau == "buurt" or members.count(code) != 1:
                    name = short(about.get("gebiedsnaam") or code)
                    found.append(labels.Name(code, name, shape, about.get("inwoners") or 0, niveau))
        return found

    def of(self, niveau: str) -> list[labels.Label]:
        """The labels of a map of this level; a map of wijken has no names of buurten."""
        skip = () if niveau == "buurt" else ("buurt", "nummer")
        return [label for label in self.labels if label.kind not in skip]


def short(name: str) -> str:
    """`Wijk 03 Oost` is called Oost on a map; `Wijk 5` keeps its name."""
    bare = _PREFIX.sub("", name)
    return bare if any(char.isalpha() for char in bare) else name
