"""How sure a level is: the chance that an area belongs to its class, and to the class that asks most (method.md §6).

The model of a change, on levels: what noise and rounding allow, given the index and the limits of the classes. What the
choices of the index do stands in `certainty`. Writes the file `stand`.
"""

from typing import TYPE_CHECKING

import numpy as np

from veerkracht.statistics.certainty.gather import Allowed
from veerkracht.statistics.certainty.maps import Kaart, N
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.stand.chances import Chances, chances
from veerkracht.statistics.stand.levels import Level, Levels
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 3


def write(world: StatWorld) -> None:
    """Write `stand`: a row per map of level in equal parts and area with a class."""
    import pandas as pd

    allowed, found = Allowed(world), []
    for scope, levels in Levels(world).scopes():
        world.tell(f"zekerheid van de stand: {scope.niveau} {scope.jaar_van}-{scope.jaar_tot}")
        for kaart in allowed.of(scope):
            told = of_map(kaart, levels, world)
            if told is not None:
                found.append(_frame(kaart, scope, *told))
    world.save("stand", pd.concat(found, ignore_index=True) if found else [])


def of_map(kaart: Kaart, levels: dict[str, Level], world: StatWorld) -> tuple[np.ndarray, Chances] | None:
    """Codes of the areas with the chances of each; None where the map is not in equal parts or a measure is missing."""
    if kaart.klassen not in ("kwintiel", "tercielen") or not set(kaart.maten) <= levels.keys():
        return None
    parts = [levels[maat] for maat in kaart.maten]
    codes = parts[0].codes
    for part in parts[1:]:
        codes = codes[np.isin(codes, part.codes)]
    if len(codes) < world.settings.kaart_gebieden_minimum:
        return None
    found = [_of_measure(kaart, maat, levels[maat].only(codes), world) for maat in kaart.maten]
    own = np.prod([one.own for one in found], axis=0)
    return codes, Chances(own, np.prod([one.most for one in found], axis=0))


def _of_measure(kaart: Kaart, maat: str, level: Level, world: StatWorld) -> Chances:
    """On the map of both measures overlast is −onv, so that the highest part asks most."""
    if kaart.soort == "focus" and maat == N:
        level = level.turned()
    return chances(level, kaart.klassen, world.settings)


def _frame(kaart: Kaart, scope: Scope, codes: np.ndarray, told: Chances) -> "pd.DataFrame":
    import pandas as pd

    figures = {"p_klasse": np.round(told.own, DECIMALS), "p_hoogste": np.round(told.most, DECIMALS)}
    return pd.DataFrame(scope._asdict() | {"kaart_id": kaart.kaart_id, "gebiedscode": codes} | figures)
