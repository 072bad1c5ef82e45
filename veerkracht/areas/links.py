"""From counts to shares: how a from-area spreads over to-areas, and of what a to-area is made, each by its best method.

Slivers are dropped here; what a share means for a class is in `wijzigingen`.
"""

import numpy as np
import pandas as pd

from veerkracht.areas.counts import METHODEN, Counts
from veerkracht.settings import Settings


def find_links(counts: Counts, settings: Settings) -> pd.DataFrame:
    """Pairs that remain, sorted by van, naar: positions `van` and `naar`, `deel_van` (sums to 1 per from-area),
    `deel_naar` (share of the to-area that comes from it), `methode` of the from-area, counts as in `paren`.

    From-areas of which less than `overlap_minimum` lies in any to-area have no row: they are lost.
    """
    paren = counts.paren
    van, naar = paren["van"].to_numpy(), paren["naar"].to_numpy()
    gelijk = paren["identiek"].to_numpy()
    methode = counts.van_methode(settings)[van]
    waarde = _pick(paren, methode)
    deel_van = np.where(gelijk, 1.0, _ratio(waarde, _pick(counts.van_totaal, counts.van_methode(settings))[van]))
    methode_naar = counts.naar_methode(settings)[naar]
    totaal_naar = _pick(counts.naar_totaal, counts.naar_methode(settings))[naar]
    deel_naar = np.where(gelijk, 1.0, _ratio(_pick(paren, methode_naar), totaal_naar))
    gedekt = np.bincount(van, deel_van, len(counts.van))
    sliver = (deel_van < settings.sliver_aandeel) & (deel_naar < settings.sliver_aandeel)
    blijft = (deel_van > 0) & ~sliver & (gedekt[van] >= settings.overlap_minimum)
    gekozen = paren.assign(
        deel_van=deel_van,
        deel_naar=deel_naar,
        methode=np.where(gelijk, "identiek", np.array(METHODEN, dtype=object)[methode]),
    )[blijft]
    som = np.bincount(gekozen["van"], gekozen["deel_van"], len(counts.van))
    gekozen["deel_van"] = gekozen["deel_van"].to_numpy() / som[gekozen["van"].to_numpy()]
    return gekozen.reset_index(drop=True)


def covered(counts: Counts, settings: Settings) -> np.ndarray:
    """Share of each to-area that lies in from-areas, by its best method."""
    paren = counts.paren
    methode = counts.naar_methode(settings)
    naar = paren["naar"].to_numpy()
    deel = _ratio(_pick(paren, methode[naar]), _pick(counts.naar_totaal, methode)[naar])
    deel = np.where(paren["identiek"], 1.0, deel)
    return np.bincount(naar, deel, len(counts.naar))


def _pick(frame: pd.DataFrame, methode: np.ndarray) -> np.ndarray:
    """In each row the count of that row's method."""
    return frame[list(METHODEN)].to_numpy()[np.arange(len(frame)), methode]


def _ratio(deel: np.ndarray, geheel: np.ndarray) -> np.ndarray:
    return np.divide(deel, geheel, out=np.zeros(len(deel)), where=geheel > 0)
