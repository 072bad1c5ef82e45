"""How precisely two vintages are drawn beside each other, measured on the areas that both have: the band of doubt.

An outline is simplified by its publisher or by somebody after that, and no file tells how far. What tells it is how
wide the strips are by which areas of the same code differ. Figures behind the constants: docs/methode.md, Grenzen.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht.areas.gebieden import Gebieden
from veerkracht.areas.overlap import Pieces
from veerkracht.settings import Settings

HALF = 0.5  # outlines that share less than this part of their union are no two drawings of one area
PAIRS_MINIMUM = 20  # areas of the same code that tell the precision of a pair of deliveries; fewer: what is declared
SAME_PEN = 2 / 3  # share of them drawn line for line the same from which what differs was moved, not drawn
SAME_LINE_M = 0.01  # mean width of a strip up to which two lines are the same line
BAND_OF_STRIP = (
    2.0  # half of the band, as part of the median of the mean widths: strips are 4 times as wide at their widest
)


@dataclass(frozen=True)
class Precision:
    """Half the width in metres of the band of doubt, by delivery of either vintage; 0: drawn by one pen."""

    van: np.ndarray  # of each from-area the number of its delivery
    naar: np.ndarray
    half: np.ndarray  # deliveries of the from-vintage x of the to-vintage

    def between(self, van: np.ndarray, naar: np.ndarray) -> np.ndarray:
        """Of pairs of areas, by their positions."""
        return self.half[self.van[van], self.naar[naar]]


def measure_precision(van: Gebieden, naar: Gebieden, pieces: Pieces, settings: Settings) -> Precision:
    """The band between each pair of deliveries, from their areas of the same code that share at least half.

    With too few of these the products decide: other products differ by a step of generalising, one product by nothing.
    """
    van_pen, van_first = _pens(van)
    naar_pen, naar_first = _pens(naar)
    declared = van.product[van_first][:, None] != naar.product[naar_first][None, :]
    half = np.where(declared, settings.generalisatiestap_m, 0.0)
    i, j, width = _strips(van, naar, pieces)
    pairs = pd.DataFrame({"van": van_pen[i], "naar": naar_pen[j], "width": width})
    for p, q in pairs[["van", "naar"]].drop_duplicates().itertuples(index=False):
        widths = width[(pairs["van"] == p) & (pairs["naar"] == q)]
        if len(widths) >= PAIRS_MINIMUM:
            half[p, q] = _half_band(widths, declared[p, q], settings)
    return Precision(van_pen, naar_pen, half)


def _half_band(widths: np.ndarray, other_product: bool, settings: Settings) -> float:
    if not other_product and (widths <= SAME_LINE_M).mean() >= SAME_PEN:
        return 0.0
    return max(settings.generalisatiestap_m, BAND_OF_STRIP * float(np.median(widths)))


def _pens(gebieden: Gebieden) -> tuple[np.ndarray, np.ndarray]:
    """Of each area the number of the delivery and product that it was drawn in, and the first area of each."""
    names = pd.Series(gebieden.release).fillna("").astype(str) + "\n" + pd.Series(gebieden.product).astype(str)
    _, first, pen = np.unique(names.to_numpy(dtype=str), return_index=True, return_inverse=True)
    return pen, first


def _strips(van: Gebieden, naar: Gebieden, pieces: Pieces) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of areas of the same code that share at least half, and the mean width of what they do not share."""
    import shapely

    same = van.code[pieces.van] == naar.code[pieces.naar]
    i, j, shared = pieces.van[same], pieces.naar[same], pieces.oppervlakte[same]
    apart = van.oppervlakte[i] + naar.oppervlakte[j] - 2 * shared
    like = shared >= HALF * (shared + apart)
    i, j, apart = i[like], j[like], apart[like]
    length = (shapely.length(van.polygons[i]) + shapely.length(naar.polygons[j])) / 2
    return i, j, np.clip(apart, 0, None) / length
