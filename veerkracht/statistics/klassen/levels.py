"""The levels that maps show, per scope, as arrays over its areas."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.frames import Scope, parts
from veerkracht.statistics.world import StatWorld

LEVELS = """
    select niveau, indeling, jaar_van, jaar_tot, maat, gebiedscode, waarde from tussen.int_maat
    where status = 'waarde' and isfinite(waarde)
"""


@dataclass(frozen=True)
class LevelFigures:
    """Figures of a scope: an array a measure over `codes`, which are sorted; NaN where an area has none."""

    scope: Scope
    codes: np.ndarray
    figures: dict[str, np.ndarray]

    def shown(self, maten: tuple[str, ...]) -> np.ndarray:
        """Which areas have a figure of each of these measures."""
        if not set(maten) <= self.figures.keys():
            return np.zeros(len(self.codes), bool)
        return np.all([np.isfinite(self.figures[maat]) for maat in maten], axis=0)


def levels(world: StatWorld) -> Iterator[LevelFigures]:
    """Every scope in which a measure has a figure. Raises ValueError for an area that stands twice."""
    for scope, rows in parts(world.query(LEVELS), Scope):
        table = rows.pivot(index="gebiedscode", columns="maat", values="waarde")
        figures = {str(maat): table[maat].to_numpy(float) for maat in table.columns}
        yield LevelFigures(scope, table.index.to_numpy(str), figures)
