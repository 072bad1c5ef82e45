"""From counts to shares: how a from-area spreads over to-areas, and of what a to-area is made, each by its best method.

Slivers are dropped here; what a share means for a class is in `wijzigingen`.
"""

import numpy as np
import pandas as pd

from veerkracht.areas.counts import METHODEN, Counts
from veerkracht.settings import Settings


def find_links(counts: Counts, settings: Settings) -> pd.DataFrame:
    """Pairs that remain, sorted by van, naar: positions `van` and `naar`, `deel_van` (sums to 1 per from-area),
    `deel_naar` (share of the to-area that comes from it), `methode` of the from-area, counts as in `pairs`.

    From-areas of which less than `overlap_minimum` lies in any to-area have no row: they are lost.
    """
    pairs = counts.pairs
    van, naar = pairs["van"].to_numpy(), pairs["naar"].to_numpy()
    same = pairs["identiek"].to_numpy()
    methode = counts.van_methode(settings)[van]
    value = _pick(pairs, methode)
    deel_van = np.where(same, 1.0, _ratio(value, _pick(counts.van_total, counts.van_methode(settings))[van]))
    naar_methode = counts.naar_methode(settings)[naar]
    naar_total = _pick(counts.naar_total, counts.naar_methode(settings))[naar]
    deel_naar = np.where(same, 1.0, _ratio(_pick(pairs, naar_methode), naar_total))
    van_covered = np.bincount(van, deel_van, len(counts.van))
    sliver = (deel_van < settings.sliver_aandeel) & (deel_naar < settings.sliver_aandeel)
    stays = (deel_van > 0) & ~sliver & (van_covered[van] >= settings.overlap_minimum)
    kept = pairs.assign(
        deel_van=deel_van,
        deel_naar=deel_naar,
        methode=np.where(same, "identiek", np.array(METHODEN, dtype=object)[methode]),
    )[stays]
    total = np.bincount(kept["van"], kept["deel_van"], len(counts.van))
    kept["deel_van"] = kept["deel_van"].to_numpy() / total[kept["van"].to_numpy()]
    return kept.reset_index(drop=True)


def covered(counts: Counts, settings: Settings) -> np.ndarray:
    """Share of each to-area that lies in from-areas, by its best method."""
    pairs = counts.pairs
    methode = counts.naar_methode(settings)
    naar = pairs["naar"].to_numpy()
    share = _ratio(_pick(pairs, methode[naar]), _pick(counts.naar_total, methode)[naar])
    share = np.where(pairs["identiek"], 1.0, share)
    return np.bincount(naar, share, len(counts.naar))


def _pick(frame: pd.DataFrame, methode: np.ndarray) -> np.ndarray:
    """In each row the count of that row's method."""
    return frame[list(METHODEN)].to_numpy()[np.arange(len(frame)), methode]


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
