"""What two vintages of one level have in common, in addresses, inhabitants and square metres, and the best of these.

Counts only: weights are made of them in `weights`, classes in `changes`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht.areas.layer import Layer
from veerkracht.areas.overlap import Pieces, overlap
from veerkracht.areas.people import Reach, Squares, near, people_of
from veerkracht.settings import Settings

METHODEN = ("adressen", "inwoners", "oppervlakte")  # best first


@dataclass(frozen=True)
class Measures:
    """Counts of pairs and of whole areas; arrays by method, `paren` with positions van and naar in the layers."""

    van: Layer
    naar: Layer
    paren: pd.DataFrame  # van, naar, adressen, inwoners, oppervlakte, identiek; sorted by van, naar
    van_totaal: pd.DataFrame  # one row a from-area: adressen, inwoners, oppervlakte
    naar_totaal: pd.DataFrame
    pieces: Pieces
    squares: Squares | None

    def van_methode(self, settings: Settings) -> np.ndarray:
        """Best method of each from-area, as position in METHODEN."""
        return _beste(self.van_totaal, settings)

    def naar_methode(self, settings: Settings) -> np.ndarray:
        """Best method of each to-area."""
        return _beste(self.naar_totaal, settings)


def measure(
    van: Layer, naar: Layer, settings: Settings, adressen: pd.DataFrame | None, squares: Squares | None
) -> Measures:
    """Count what each from-area has in common with each to-area.

    `adressen` is the frame of `people.common_addresses`; a method without input counts zero everywhere.
    """
    pieces = _zonder_dunne(overlap(van.vlak, naar.vlak, settings.sliver_aandeel), van, naar, settings)
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
    if squares is not None and len(pieces.van):
        bereik = Reach(squares, settings.dekking_minimum)
        squares = _waar_het_telt(squares, van, naar, pieces)
        in_van, in_naar, paren["inwoners"] = people_of(squares, van.vlak, naar.vlak, pieces.vlak)
        van_totaal["inwoners"] = np.where(bereik.holds(van.vlak), in_van, 0.0)
        naar_totaal["inwoners"] = np.where(bereik.holds(naar.vlak), in_naar, 0.0)
    geteld = _adressen(van, naar, adressen)
    if geteld is not None:
        paar, van_totaal["adressen"], naar_totaal["adressen"] = geteld
        paren = paren.merge(paar, on=["van", "naar"], how="outer")
    else:
        paren["adressen"] = 0.0
    paren["identiek"] = paren["identiek"].eq(True)
    paren = _zonder_correcties(paren)
    paren = paren.fillna({"oppervlakte": 0.0, "inwoners": 0.0, "adressen": 0.0})
    paren = paren.sort_values(["van", "naar"], ignore_index=True)
    return Measures(van, naar, paren, van_totaal, naar_totaal, pieces, squares)


def _waar_het_telt(squares: Squares, van: Layer, naar: Layer, pieces: Pieces) -> Squares:
    """Only squares at areas that are not the same in both: the others have one piece that takes all."""
    anders_van = np.setdiff1d(np.arange(len(van)), pieces.van[pieces.identiek])
    anders_naar = np.setdiff1d(np.arange(len(naar)), pieces.naar[pieces.identiek])
    return near(squares, np.concatenate([van.vlak[anders_van], naar.vlak[anders_naar]]))


def _zonder_dunne(pieces: Pieces, van: Layer, naar: Layer, settings: Settings) -> Pieces:
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


def _adressen(van: Layer, naar: Layer, adressen: pd.DataFrame | None):
    """Addresses per pair of positions, and per area all it has in common with the other table, outlines or not."""
    if adressen is None or not len(adressen):
        return None
    i = _positie(van, naar_niveau(adressen["van_code"], van.niveau))
    j = _positie(naar, naar_niveau(adressen["naar_code"], naar.niveau))
    aantal = adressen["adressen"].to_numpy()
    van_totaal = np.bincount(i[i >= 0], aantal[i >= 0], len(van))
    naar_totaal = np.bincount(j[j >= 0], aantal[j >= 0], len(naar))
    beide = (i >= 0) & (j >= 0)
    paar = pd.DataFrame({"van": i[beide], "naar": j[beide], "adressen": aantal[beide]})
    return paar.groupby(["van", "naar"], as_index=False).sum(), van_totaal, naar_totaal


def _zonder_correcties(paren: pd.DataFrame) -> pd.DataFrame:
    """Where the outline stayed the same, an address that went elsewhere was put right, not moved."""
    gelijk = paren[paren["identiek"]]
    geraakt = paren["van"].isin(gelijk["van"]) | paren["naar"].isin(gelijk["naar"])
    return paren[paren["identiek"] | ~geraakt]


def naar_niveau(buurtcodes: pd.Series, niveau: str) -> pd.Series:
    """Codes of buurten as codes of the wijk or gemeente they lie in (characters 3–8 and 3–6)."""
    if niveau == "buurt":
        return buurtcodes
    return "WK" + buurtcodes.str[2:8] if niveau == "wijk" else "GM" + buurtcodes.str[2:6]


def _positie(layer: Layer, codes: pd.Series) -> np.ndarray:
    return pd.Index(layer.code).get_indexer(codes.to_numpy(dtype=object))


def _beste(totaal: pd.DataFrame, settings: Settings) -> np.ndarray:
    adressen = (totaal["adressen"] >= settings.adressen_minimum).to_numpy()
    # 1 at the least: an area without known people has no people to weigh by.
    inwoners = (totaal["inwoners"] >= max(settings.inwoners_minimum, 1)).to_numpy()
    return np.where(adressen, 0, np.where(inwoners, 1, 2))
