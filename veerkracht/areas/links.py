"""From counts to shares: how a from-area spreads over to-areas, and of what a to-area is made, each by its best method.

Slivers are dropped here; what a share means for a class is in `changes`.
"""

import numpy as np
import pandas as pd

from veerkracht.areas.measures import METHODEN, Measures
from veerkracht.settings import Settings


def links(measures: Measures, settings: Settings) -> pd.DataFrame:
    """Pairs that remain, sorted by van, naar: positions `van` and `naar`, `deel_van` (sums to 1 per from-area),
    `deel_naar` (share of the to-area that comes from it), `methode` of the from-area, counts as in `paren`.

    From-areas of which less than `overlap_minimum` lies in any to-area have no row: they are lost.
    """
    paren = measures.paren
    van, naar = paren["van"].to_numpy(), paren["naar"].to_numpy()
    gelijk = paren["identiek"].to_numpy()
    methode = measures.van_methode(settings)[van]
    waarde = _kies(paren, methode)
    deel_van = np.where(
        gelijk, 1.0, _verhouding(waarde, _kies(measures.van_totaal, measures.van_methode(settings))[van])
    )
    methode_naar = measures.naar_methode(settings)[naar]
    totaal_naar = _kies(measures.naar_totaal, measures.naar_methode(settings))[naar]
    deel_naar = np.where(gelijk, 1.0, _verhouding(_kies(paren, methode_naar), totaal_naar))
    gedekt = np.bincount(van, deel_van, len(measures.van))
    sliver = (deel_van < settings.sliver_aandeel) & (deel_naar < settings.sliver_aandeel)
    blijft = (deel_van > 0) & ~sliver & (gedekt[van] >= settings.overlap_minimum)
    gekozen = paren.assign(
        deel_van=deel_van,
        deel_naar=deel_naar,
        methode=np.where(gelijk, "identiek", np.array(METHODEN, dtype=object)[methode]),
    )[blijft]
    som = np.bincount(gekozen["van"], gekozen["deel_van"], len(measures.van))
    gekozen["deel_van"] = gekozen["deel_van"].to_numpy() / som[gekozen["van"].to_numpy()]
    return gekozen.reset_index(drop=True)


def covered(measures: Measures, settings: Settings) -> np.ndarray:
    """Share of each to-area that lies in from-areas, by its best method."""
    paren = measures.paren
    methode = measures.naar_methode(settings)
    naar = paren["naar"].to_numpy()
    deel = _verhouding(_kies(paren, methode[naar]), _kies(measures.naar_totaal, methode)[naar])
    deel = np.where(paren["identiek"], 1.0, deel)
    return np.bincount(naar, deel, len(measures.naar))


def _kies(frame: pd.DataFrame, methode: np.ndarray) -> np.ndarray:
    """In each row the count of that row's method."""
    return frame[list(METHODEN)].to_numpy()[np.arange(len(frame)), methode]


def _verhouding(deel: np.ndarray, geheel: np.ndarray) -> np.ndarray:
    return np.divide(deel, geheel, out=np.zeros(len(deel)), where=geheel > 0)
