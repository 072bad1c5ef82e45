"""How sure a level is: the chance that an area belongs to its class, and to the class that asks most (method.md §6).

The model of a change, on levels: what noise, rounding, conversion and the prediction of missing parts allow, given how
the index is made and the limits of the classes. What other choices would do stands in `certainty`. Writes `stand`.
"""

from typing import TYPE_CHECKING

import numpy as np

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.statistics import klassen
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.klassen.levels import levels as published
from veerkracht.statistics.klassen.maps import MeasuredMaps
from veerkracht.statistics.stand.chances import Chances, chances
from veerkracht.statistics.stand.levels import Level, Standen
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 3


def write(world: StatWorld) -> None:
    """Write `stand`: a row per map of level whose kind tells chances and area with a class."""
    import pandas as pd

    maps, shown = MeasuredMaps(world), {one.scope: one for one in published(world)}
    found = []
    for scope, levels in Standen(world).scopes():
        world.tell(f"zekerheid van de stand: {scope.niveau} {scope.jaar_van}-{scope.jaar_tot}")
        for kaart in maps.of(scope):
            told = of_map(kaart, levels, shown[scope], world)
            if told is not None:
                found.append(_frame(kaart, scope, *told))
    world.save("stand", pd.concat(found, ignore_index=True) if found else [])


def of_map(
    kaart: MeasuredKaart, levels: dict[str, Level], shown: klassen.LevelFigures, world: StatWorld
) -> tuple[np.ndarray, Chances] | None:
    """Codes of the areas with the chances of each; None where its kind tells none or a measure is missing.

    `shown`: the figures of all areas on the map, by which its limits are those that are published. Where the noise of a
    measure is understated no chance is as large as what is called sure (method.md §4.1.5).
    """
    if not kaart.kind.has_chances or not set(kaart.maten) <= levels.keys():
        return None
    codes = shown.codes[shown.shown(kaart.maten)]
    for maat in kaart.maten:
        codes = codes[np.isin(codes, levels[maat].codes)]
    if len(codes) < world.settings.kaart_gebieden_minimum:
        return None
    found = []
    for maat, turned, limits in zip(kaart.maten, kaart.kind.turned, klassen.limits_of(kaart, shown), strict=True):
        level = levels[maat].only(codes)
        found.append(chances(level.turned() if turned else level, limits[0], world.settings))
    told = Chances(*(np.prod([getattr(one, name) for one in found], axis=0) for name in ("own", "most")))
    understated = any(levels[maat].understated for maat in kaart.maten)
    return codes, told.below(world.settings.duidelijk_vanaf) if understated else told


def _frame(kaart: MeasuredKaart, scope: Scope, codes: np.ndarray, told: Chances) -> "pd.DataFrame":
    import pandas as pd

    figures = {"p_klasse": np.round(told.own, DECIMALS), "p_hoogste": np.round(told.most, DECIMALS)}
    return pd.DataFrame(scope._asdict() | {"kaart_id": kaart.kaart_id, "gebiedscode": codes} | figures)
