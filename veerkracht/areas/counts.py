"""What two vintages of one level have in common, in addresses, inhabitants and square metres, and the best of these.

Counts only: weights are made of them in `gewichten`, classes in `wijzigingen`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht import levels
from veerkracht.areas.gebieden import Gebieden
from veerkracht.areas.overlap import Pieces, overlap
from veerkracht.areas.people import Reach, Vierkanten, inwoners_of, near
from veerkracht.settings import Settings

METHODEN = ("adressen", "inwoners", "oppervlakte")  # best first


@dataclass(frozen=True)
class Counts:
    """Counts of pairs and of whole areas; arrays by method, `paren` with positions van and naar in the areas."""

    van: Gebieden
    naar: Gebieden
    paren: pd.DataFrame  # van, naar, adressen, inwoners, oppervlakte, identiek; sorted by van, naar
    van_totaal: pd.DataFrame  # one row a from-area: adressen, inwoners, oppervlakte
    naar_totaal: pd.DataFrame
    pieces: Pieces
    vierkanten: Vierkanten | None

    def van_methode(self, settings: Settings) -> np.ndarray:
        """Best method of each from-area, as position in METHODEN."""
        return _best_method(self.van_totaal, settings)

    def naar_methode(self, settings: Settings) -> np.ndarray:
        """Best method of each to-area."""
        return _best_method(self.naar_totaal, settings)


@dataclass(frozen=True)
class Adressen:
    """Addresses that two vintages have in common: per pair (van, naar, adressen), and per area of either."""

    paren: pd.DataFrame
    van: np.ndarray
    naar: np.ndarray


def count_shared(
    van: Gebieden, naar: Gebieden, settings: Settings, adressen: pd.DataFrame | None, vierkanten: Vierkanten | None
) -> Counts:
    """Count what each from-area has in common with each to-area.

    `adressen` is the frame of `people.common_adressen`; a method without input counts zero everywhere.
    """
    pieces = _without_thin(overlap(van.vlak, naar.vlak, settings.sliver_aandeel), van, naar, settings)
    van_totaal = pd.DataFrame({"oppervlakte": van.oppervlakte, "inwoners": 0.0, "adressen": 0.0})
    naar_totaal = pd.DataFrame({"oppervlakte": naar.oppervlakte, "inwoners": 0.0, "adressen": 0.0})
    paren = pd.DataFrame(
        {
            "van": pieces.van,
            "naar": pieces.naar,
            "oppervlakte": pieces.oppervlakte,
            "inwoners": 0.0,
            "identiek": pieces.identiek,
        }
    )
    if vierkanten is not None and len(pieces.van):
        bereik = Reach(vierkanten, settings.dekking_minimum)
        vierkanten = _where_it_counts(vierkanten, van, naar, pieces)
        inwoners = inwoners_of(vierkanten, van.vlak, naar.vlak, pieces.vlak)
        paren["inwoners"] = inwoners.pieces
        van_totaal["inwoners"] = np.where(bereik.holds(van.vlak), inwoners.van, 0.0)
        naar_totaal["inwoners"] = np.where(bereik.holds(naar.vlak), inwoners.naar, 0.0)
    geteld = _count_adressen(van, naar, adressen)
    if geteld is not None:
        van_totaal["adressen"], naar_totaal["adressen"] = geteld.van, geteld.naar
        paren = paren.merge(geteld.paren, on=["van", "naar"], how="outer")
    else:
        paren["adressen"] = 0.0
    paren["identiek"] = paren["identiek"].eq(True)
    paren = _without_corrections(paren)
    paren = paren.fillna({"oppervlakte": 0.0, "inwoners": 0.0, "adressen": 0.0})
    paren = paren.sort_values(["van", "naar"], ignore_index=True)
    return Counts(van, naar, paren, van_totaal, naar_totaal, pieces, vierkanten)


def _where_it_counts(vierkanten: Vierkanten, van: Gebieden, naar: Gebieden, pieces: Pieces) -> Vierkanten:
    """Only squares at areas that are not the same in both: the others have one piece that takes all."""
    anders_van = np.setdiff1d(np.arange(len(van)), pieces.van[pieces.identiek])
    anders_naar = np.setdiff1d(np.arange(len(naar)), pieces.naar[pieces.identiek])
    return near(vierkanten, np.concatenate([van.vlak[anders_van], naar.vlak[anders_naar]]))


def _without_thin(pieces: Pieces, van: Gebieden, naar: Gebieden, settings: Settings) -> Pieces:
    """Between products a piece that is nowhere wider than the band of doubt is a difference in drawing.

    The largest piece of an area always stays, so that narrow areas do not vanish.
    """
    import shapely

    ander = ~pieces.identiek & (van.product[pieces.van] != naar.product[pieces.naar])
    if not ander.any():
        return pieces
    grootste_van, grootste_naar = np.zeros(len(van)), np.zeros(len(naar))
    np.maximum.at(grootste_van, pieces.van, pieces.oppervlakte)
    np.maximum.at(grootste_naar, pieces.naar, pieces.oppervlakte)
    hoofd = (pieces.oppervlakte == grootste_van[pieces.van]) | (pieces.oppervlakte == grootste_naar[pieces.naar])
    toets = np.flatnonzero(ander & ~hoofd)
    dun = shapely.is_empty(shapely.buffer(pieces.vlak[toets], -settings.generalisatiestap_m, quad_segs=2))
    keep = np.ones(len(pieces.van), dtype=bool)
    keep[toets[dun]] = False
    return pieces.take(keep)


def _count_adressen(van: Gebieden, naar: Gebieden, adressen: pd.DataFrame | None) -> Adressen | None:
    """Addresses per pair of positions, and per area all it has in common with the other table, outlines or not."""
    table = levels.known()
    if adressen is None or not len(adressen) or van.niveau not in (table.ground, *table.coded(table.ground)):
        return None
    i = _positions(van, codes_of_niveau(adressen["van_code"], van.niveau))
    j = _positions(naar, codes_of_niveau(adressen["naar_code"], naar.niveau))
    aantal = adressen["adressen"].to_numpy()
    van_totaal = np.bincount(i[i >= 0], aantal[i >= 0], len(van))
    naar_totaal = np.bincount(j[j >= 0], aantal[j >= 0], len(naar))
    beide = (i >= 0) & (j >= 0)
    paar = pd.DataFrame({"van": i[beide], "naar": j[beide], "adressen": aantal[beide]})
    return Adressen(paar.groupby(["van", "naar"], as_index=False).sum(), van_totaal, naar_totaal)


def _without_corrections(paren: pd.DataFrame) -> pd.DataFrame:
    """Where the outline stayed the same, an address that went elsewhere was put right, not moved."""
    gelijk = paren[paren["identiek"]]
    geraakt = paren["van"].isin(gelijk["van"]) | paren["naar"].isin(gelijk["naar"])
    return paren[paren["identiek"] | ~geraakt]


def codes_of_niveau(buurtcodes: pd.Series, niveau: str) -> pd.Series:
    """Codes of buurten as codes of the wijk or gemeente they lie in."""
    row = levels.known()[niveau]
    return row.voorvoegsel + buurtcodes.str[row.own_part]


def _positions(gebieden: Gebieden, codes: pd.Series) -> np.ndarray:
    return pd.Index(gebieden.code).get_indexer(codes.to_numpy(dtype=object))


def _best_method(totaal: pd.DataFrame, settings: Settings) -> np.ndarray:
    adressen = (totaal["adressen"] >= settings.adressen_minimum).to_numpy()
    # 1 at the least: an area without known people has no people to weigh by.
    inwoners = (totaal["inwoners"] >= max(settings.inwoners_minimum, 1)).to_numpy()
    return np.where(adressen, 0, np.where(inwoners, 1, 2))
