"""The components of the kwetsbaarheidsindex out of the work database, as composites that can be drawn.

Reads components and predictions once; which area stands where is told by the caller.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from veerkracht.settings import Settings
from veerkracht.statistics.certainty.composite import Composite, Reshape, reshapes
from veerkracht.statistics.certainty.draws import Slots
from veerkracht.statistics.frames import LevelIndeling, LevelYear, parts
from veerkracht.statistics.world import StatWorld

SLOTS = """
    select onderdeel, any_value(themagroep) as themagroep, max(gewicht) as gewicht from tussen.int_onderdeel
    where onderdeel is not null group by onderdeel order by onderdeel
"""
COMPONENTS = """
    select c.niveau, c.indeling, c.jaar, c.onderdeel, c.gebiedscode, c.z, c.inwoners, c.is_bewoond,
        coalesce(j.is_bruikbaar, false) as is_bruikbaar
    from tussen.int_component as c
    left join tussen.int_onderdeel_jaar as j
        on c.niveau = j.niveau and c.indeling = j.indeling and c.jaar = j.jaar and c.onderdeel = j.onderdeel
"""
PREDICTED = """
    select niveau, indeling, jaar, onderdeel, gebiedscode, z_voorspeld from tussen.int_voorspelling
"""


class Composites:
    """Makes the composites of any level and year."""

    def __init__(self, world: StatWorld):
        self._settings: Settings = world.settings
        slots = world.query(SLOTS)
        self.slots = Slots(tuple(slots["onderdeel"]), tuple(slots["themagroep"]), slots["gewicht"].to_numpy(float))
        self._components = dict(parts(world.query(COMPONENTS), LevelIndeling))
        self._predicted = dict(parts(world.query(PREDICTED), LevelYear))

    def level(self, niveau: str, indeling: int, year: int, codes: pd.Index) -> Composite | None:
        """The index of one year over every component that can be told in it."""
        rows = self._components.get(LevelIndeling(niveau, indeling))
        if rows is None:
            return None
        now = rows[(rows["jaar"] == year) & rows["is_bruikbaar"]]
        predicted = self._predicted.get(LevelYear(niveau, indeling, year))
        names = set(now["onderdeel"]) | (set() if predicted is None else set(predicted["onderdeel"]))
        components = {name: now[now["onderdeel"] == name] for name in sorted(names)}
        found = self._composite(components, codes, predicted, self._shapes(rows, components))
        return replace(found, scale=float(self.slots.weights[found.slots].sum()))

    def _shapes(self, rows: pd.DataFrame, components: dict[str, pd.DataFrame]) -> tuple[Reshape, ...]:
        """Other normalisations, from the values of peopled areas; of a part that is all predicted from all years."""
        used = [part if len(part) else rows[rows["onderdeel"] == name] for name, part in components.items()]
        used = [part[part["is_bewoond"]] for part in used]
        weights = self.slots.weights[self._places(components)]
        return reshapes(
            [part["z"].to_numpy(float) for part in used], [part["inwoners"].to_numpy(float) for part in used], weights
        )

    def _places(self, components: dict[str, pd.DataFrame]) -> np.ndarray:
        return np.array([self.slots.names.index(name) for name in components], dtype=int)

    def _composite(
        self,
        components: dict[str, pd.DataFrame],
        codes: pd.Index,
        predicted: pd.DataFrame | None,
        shapes: tuple[Reshape, ...],
    ) -> Composite:
        z = np.full((len(components), len(codes)), np.nan)
        for place, (name, rows) in enumerate(components.items()):
            z[place] = _at(codes, rows, "z")
            if predicted is not None:
                guess = _at(codes, predicted[predicted["onderdeel"] == name], "z_voorspeld")
                z[place] = np.where(np.isnan(z[place]), guess, z[place])
        return Composite(self._places(components), z, shapes, self._settings.winsor_grens)


def _at(codes: pd.Index, rows: pd.DataFrame, column: str) -> np.ndarray:
    """A column in the order of the codes, NaN where there is no row."""
    return rows.set_index("gebiedscode")[column].reindex(codes).to_numpy(float)
