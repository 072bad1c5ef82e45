"""The little map that says where gemeenten lie in the land."""

import numpy as np
import shapely

from veerkracht.products.paper.atlas.land import LandOutlines
from veerkracht.products.paper.cartography.paper import ACCENT, Paper
from veerkracht.products.paper.cartography.shapes import View, paths


def locator(paper: Paper, land: LandOutlines, gemeenten: list[str], frame: tuple[float, float, float, float]) -> bool:
    """All gemeenten of the edition in `frame` (x, y, width, height), these in colour; False without any outline."""
    if not len(land.outline):
        return False
    view = View.around(tuple(shapely.total_bounds(land.outline)), frame, air=0.02)
    paper.shapes(paths(view.place(land.outline)), faces=["#dfe3e7"], edges="#ffffff", width=0.25)
    own = np.concatenate([land.own_outline(code) for code in gemeenten])
    paper.shapes(paths(view.place(own)), faces=[ACCENT], edges=ACCENT, width=0.8, zorder=1.5)
    return True
