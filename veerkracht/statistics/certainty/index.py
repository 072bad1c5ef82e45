"""The components of the kwetsbaarheidsindex out of the work database, as composites that can be drawn.

Reads components and predictions once; which area stands where is told by the caller.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from veerkracht.settings import Settings
from veerkracht.statistics.certainty.composite import Composite, Reshape, Rounding, reshapes
from veerkracht.statistics.certainty.draws import Slots
from veerkracht.statistics.frames import LevelIndeling, LevelYear, parts
from veerkracht.statistics.world import StatWorld

SLOTS = """
    select onderdeel, any_value(themagroep) as themagroep, max(gewicht) as gewicht from tussen.int_onderdeel
    where onderdeel is not null group by onderdeel order by onderdeel
"""
# rounding in deviations of the reference
COMPONENTS = """
    select c.niveau, c.indeling, c.jaar, c.onderdeel, c.indicator, c.gebiedscode, c.z, c.inwoners,
        c.is_bewoond, f.se_afronding / r.sd as afronding, coalesce(j.is_bruikbaar, false) as is_bruikbaar
    from tussen.int_component as c
    inner join main.mrt_referentie as r using (niveau, indeling, indicator)
    left join tussen.int_kaart_reeks as f
        on
            c.niveau = f.niveau and c.indeling = f.indeling and c.jaar = f.jaar and c.indicator = f.indicator
            and c.gebiedscode = f.gebiedscode
    left join tussen.int_onderdeel_jaar as j
        on c.niveau = j.niveau and c.indeling = j.indeling and c.jaar = j.jaar and c.onderdeel = j.onderdeel
"""
PREDICTED = """
    select niveau, indeling, jaar, onderdeel, gebiedscode, z_voorspeld, sd_residu from tussen.int_voorspelling
"""


class Composites:
    """Makes the composites of any level, year and period."""

    def __init__(self, world: StatWorld, even: frozenset[str]):
        """`even`: indicators rounded to the nearest; others are made of counts that are rounded at random."""
        self._settings: Settings = world.settings
        slots = world.query(SLOTS)
        self.slots = Slots(tuple(slots["onderdeel"]), tuple(slots["themagroep"]), slots["gewicht"].to_numpy(float))
        self._even = even
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
        z, residue = np.full((len(components), len(codes)), np.nan), np.zeros((len(components), len(codes)))
        rounding, purposes = [], []
        for place, (name, rows) in enumerate(components.items()):
            z[place], error = (_at(codes, rows, column) for column in ("z", "afronding"))
            year = int(rows["jaar"].iloc[0]) if len(rows) else 0
            is_count = bool(len(rows)) and rows["indicator"].iloc[0] not in self._even
            rounded = Rounding.of(error, is_count, f"afronding|{name}|{year}")
            rounding.append(rounded if rounded.half.any() else None)
            purposes.append(f"voorspelling|{name}")
            if predicted is not None:
                own = predicted[predicted["onderdeel"] == name]
                guess, sd = _at(codes, own, "z_voorspeld"), _at(codes, own, "sd_residu")
                missing = np.isnan(z[place]) & np.isfinite(guess)
                z[place, missing], residue[place, missing] = guess[missing], sd[missing]
        return Composite(
            self._places(components), z, tuple(rounding), residue, tuple(purposes), shapes, self._settings.winsor_grens
        )


def _at(codes: pd.Index, rows: pd.DataFrame, column: str) -> np.ndarray:
    """A column in the order of the codes, NaN where there is no row."""
    return rows.set_index("gebiedscode")[column].reindex(codes).to_numpy(float)
