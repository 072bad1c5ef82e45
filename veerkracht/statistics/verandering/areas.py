"""The areas of each level on each boundaries: the gemeente and wijk they lie in, and who lived there in which year."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from veerkracht import levels
from veerkracht.statistics.frames import LevelIndeling, parts
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

AREAS = """
    select niveau, indeling, gebiedscode, coalesce(any_value(gemeentecode), '') as gemeentecode,
        coalesce(any_value(wijkcode), any_value(gemeentecode), '') as wijkcode, max(inwoners) as inwoners,
        count(distinct gemeentecode) as gemeenten
    from main.dim_gebied where water = 'land' and niveau in ({niveaus})
    group by niveau, indeling, gebiedscode order by all
"""
PEOPLE = """
    select niveau, indeling, gebiedscode, jaar, max(inwoners) as inwoners from tussen.int_inwoners_jaar
    where niveau in ({niveaus}) group by niveau, indeling, gebiedscode, jaar
"""
LAND = """
    select jaar, max(inwoners) as inwoners from tussen.int_inwoners_jaar
    where niveau = '{land}' and is_doel group by jaar order by jaar
"""


@dataclass(frozen=True)
class GebiedenInYears:
    """Areas sorted by code; `gemeente` and `wijk` are empty text where not known or not one.

    `inwoners` areas × years, NaN where not known; `years` rising, never empty. `size` is the same for who only asks how
    large an area is (its noise, its weight): where nobody counted on these boundaries, the inhabitants of the area of
    that code on the nearest others. Equal codes prove no equal area: it is no figure, and is not shown.
    """

    codes: np.ndarray
    gemeente: np.ndarray
    wijk: np.ndarray
    years: np.ndarray
    inwoners: np.ndarray
    size: np.ndarray

    def people(self, year: int) -> np.ndarray:
        """Inhabitants of each area in the year nearest to `year`; of two as near the earlier."""
        return self.inwoners[:, int(np.abs(self.years - year).argmin())]

    def weight(self, year: int) -> np.ndarray:
        """Size of each area in the year nearest to `year`."""
        return self.size[:, int(np.abs(self.years - year).argmin())]

    def place(self, codes: np.ndarray) -> np.ndarray:
        """Position of each code, −1 for one that is not here."""
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, at, -1)


@dataclass(frozen=True)
class LandInwoners:
    """Inhabitants of the country per year; empty where not delivered."""

    years: np.ndarray
    inwoners: np.ndarray

    def people(self, year: int) -> float:
        """Of the year nearest to `year`; NaN where nothing is known."""
        return float(self.inwoners[np.abs(self.years - year).argmin()]) if len(self.years) else float("nan")


def gebieden(world: StatWorld) -> dict[LevelIndeling, GebiedenInYears]:
    """Areas of every level of the maps, per indeling."""
    niveaus = levels.sql_list(levels.known().on_maps)
    people = dict(parts(world.query(PEOPLE.format(niveaus=niveaus)), LevelIndeling))
    rows = world.query(AREAS.format(niveaus=niveaus))
    return {key: _gebieden(part, people.get(key), _elsewhere(rows, key)) for key, part in parts(rows, LevelIndeling)}


def _elsewhere(rows: "pd.DataFrame", key: LevelIndeling) -> "pd.Series":
    """Inhabitants by code of a level on other boundaries, the nearest in time first."""
    known = rows[(rows["niveau"] == key.niveau) & (rows["inwoners"] > 0)]
    order = (known["indeling"] - key.indeling).abs().sort_values(kind="stable").index
    return known.loc[order].drop_duplicates("gebiedscode").set_index("gebiedscode")["inwoners"]


def land(world: StatWorld) -> LandInwoners:
    """Inhabitants of the country."""
    rows = world.query(LAND.format(land=levels.LAND))
    return LandInwoners(rows["jaar"].to_numpy(int), rows["inwoners"].to_numpy(float))


def _gebieden(part: "pd.DataFrame", people: "pd.DataFrame | None", elsewhere: "pd.Series") -> GebiedenInYears:
    codes = part["gebiedscode"].to_numpy(str)
    one = (part["gemeenten"] == 1).to_numpy()
    gemeente = np.where(one, part["gemeentecode"].to_numpy(str), "")
    if people is None:
        years, inwoners = np.zeros(1, int), part["inwoners"].to_numpy(float)[:, None]
    else:
        table = people.pivot(index="gebiedscode", columns="jaar", values="inwoners").reindex(codes)
        years, inwoners = table.columns.to_numpy(int), table.to_numpy(float)
        known = part["inwoners"].to_numpy(float)[:, None]
        inwoners = np.where(np.isfinite(inwoners), inwoners, known)
    nearest = elsewhere.reindex(codes).to_numpy(float)[:, None]
    size = np.where(np.isfinite(inwoners), inwoners, nearest)
    return GebiedenInYears(codes, gemeente, part["wijkcode"].to_numpy(str), years, inwoners, size)
