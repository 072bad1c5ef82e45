"""What two vintages of one level have in common, in addresses, inhabitants and square metres, and the best of these.

Counts only: weights are made of them in `gewichten`, classes in `wijzigingen`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht import levels
from veerkracht.areas.drawing import Precision, measure_precision
from veerkracht.areas.gebieden import Gebieden
from veerkracht.areas.overlap import Pieces, overlap
from veerkracht.areas.people import Reach, Vierkanten, inwoners_of, near
from veerkracht.settings import Settings

METHODEN = ("adressen", "inwoners", "oppervlakte")  # best first


@dataclass(frozen=True)
class Counts:
    """Counts of pairs and of whole areas; arrays by method, `pairs` with positions van and naar in the areas."""

    van: Gebieden
    naar: Gebieden
    pairs: pd.DataFrame  # van, naar, adressen, inwoners, oppervlakte, identiek; sorted by van, naar
    van_total: pd.DataFrame  # one row a from-area: adressen, inwoners, oppervlakte
    naar_total: pd.DataFrame
    pieces: Pieces
    precision: Precision
    vierkanten: Vierkanten | None

    def van_methode(self, settings: Settings) -> np.ndarray:
        """Best method of each from-area, as position in METHODEN."""
        return _best_method(self.van_total, settings)

    def naar_methode(self, settings: Settings) -> np.ndarray:
        """Best method of each to-area."""
        return _best_method(self.naar_total, settings)


@dataclass(frozen=True)
class SharedAdressen:
    """Addresses that two vintages have in common: per pair (van, naar, adressen), and per area of either."""

    pairs: pd.DataFrame
    van: np.ndarray
    naar: np.ndarray


def count_shared(
    van: Gebieden, naar: Gebieden, settings: Settings, adressen: pd.DataFrame | None, vierkanten: Vierkanten | None
) -> Counts:
    """Count what each from-area has in common with each to-area.

    `adressen` is the frame of `people.common_adressen`; a method without input counts zero everywhere.
    """
    pieces = overlap(van.polygons, naar.polygons, settings.sliver_aandeel, (van.code, naar.code))
    precision = measure_precision(van, naar, pieces, settings)
    pieces = _without_thin(pieces, van, naar, precision)
    van_total = pd.DataFrame({"oppervlakte": van.oppervlakte, "inwoners": 0.0, "adressen": 0.0})
    naar_total = pd.DataFrame({"oppervlakte": naar.oppervlakte, "inwoners": 0.0, "adressen": 0.0})
    pairs = pd.DataFrame(
        {
            "van": pieces.van,
            "naar": pieces.naar,
            "oppervlakte": pieces.oppervlakte,
            "inwoners": 0.0,
            "identiek": pieces.identiek,
        }
    )
    if vierkanten is not None and len(pieces.van):
        reach = Reach(vierkanten, settings.dekking_minimum)
        vierkanten = _where_it_counts(vierkanten, van, naar, pieces)
        inwoners = inwoners_of(vierkanten, van.polygons, naar.polygons, pieces.polygons)
        pairs["inwoners"] = inwoners.pieces
        van_total["inwoners"] = np.where(reach.holds(van.polygons), inwoners.van, 0.0)
        naar_total["inwoners"] = np.where(reach.holds(naar.polygons), inwoners.naar, 0.0)
    counted = _count_adressen(van, naar, adressen)
    if counted is not None:
        van_total["adressen"], naar_total["adressen"] = counted.van, counted.naar
        pairs = pairs.merge(counted.pairs, on=["van", "naar"], how="outer")
    else:
        pairs["adressen"] = 0.0
    pairs["identiek"] = pairs["identiek"].eq(True)
    pairs = _without_corrections(pairs)
    pairs = pairs.fillna({"oppervlakte": 0.0, "inwoners": 0.0, "adressen": 0.0})
    pairs = pairs.sort_values(["van", "naar"], ignore_index=True)
    return Counts(van, naar, pairs, van_total, naar_total, pieces, precision, vierkanten)


def _where_it_counts(vierkanten: Vierkanten, van: Gebieden, naar: Gebieden, pieces: Pieces) -> Vierkanten:
    """Only squares at areas that are not the same in both: the others have one piece that takes all."""
    changed_van = np.setdiff1d(np.arange(len(van)), pieces.van[pieces.identiek])
    changed_naar = np.setdiff1d(np.arange(len(naar)), pieces.naar[pieces.identiek])
    return near(vierkanten, np.concatenate([van.polygons[changed_van], naar.polygons[changed_naar]]))


def _without_thin(pieces: Pieces, van: Gebieden, naar: Gebieden, precision: Precision) -> Pieces:
    """A piece that is nowhere wider than the band of doubt is a difference in drawing.

    The largest piece of an area always stays, so that narrow areas do not vanish.
    """
    import shapely

    half = precision.between(pieces.van, pieces.naar)
    unlike = ~pieces.identiek & (half > 0)
    if not unlike.any():
        return pieces
    largest_van, largest_naar = np.zeros(len(van)), np.zeros(len(naar))
    np.maximum.at(largest_van, pieces.van, pieces.oppervlakte)
    np.maximum.at(largest_naar, pieces.naar, pieces.oppervlakte)
    main = (pieces.oppervlakte == largest_van[pieces.van]) | (pieces.oppervlakte == largest_naar[pieces.naar])
    tested = np.flatnonzero(unlike & ~main)
    thin = shapely.is_empty(shapely.buffer(pieces.polygons[tested], -half[tested], quad_segs=2))
    keep = np.ones(len(pieces.van), dtype=bool)
    keep[tested[thin]] = False
    return pieces.take(keep)


def _count_adressen(van: Gebieden, naar: Gebieden, adressen: pd.DataFrame | None) -> SharedAdressen | None:
    """Addresses per pair of positions, and per area all it has in common with the other table, outlines or not."""
    table = levels.known()
    if adressen is None or not len(adressen) or van.niveau not in (table.ground, *table.coded(table.ground)):
        return None
    i = _positions(van, codes_of_niveau(adressen["van_code"], van.niveau))
    j = _positions(naar, codes_of_niveau(adressen["naar_code"], naar.niveau))
    count = adressen["adressen"].to_numpy()
    van_total = np.bincount(i[i >= 0], count[i >= 0], len(van))
    naar_total = np.bincount(j[j >= 0], count[j >= 0], len(naar))
    both = (i >= 0) & (j >= 0)
    pair = pd.DataFrame({"van": i[both], "naar": j[both], "adressen": count[both]})
    return SharedAdressen(pair.groupby(["van", "naar"], as_index=False).sum(), van_total, naar_total)


def _without_corrections(pairs: pd.DataFrame) -> pd.DataFrame:
    """Where the outline stayed the same, an address that went elsewhere was put right, not moved."""
    same = pairs[pairs["identiek"]]
    touched = pairs["van"].isin(same["van"]) | pairs["naar"].isin(same["naar"])
    return pairs[pairs["identiek"] | ~touched]


def codes_of_niveau(buurtcodes: pd.Series, niveau: str) -> pd.Series:
    """Codes of buurten as codes of the wijk or gemeente they lie in."""
    row = levels.known()[niveau]
    return row.voorvoegsel + buurtcodes.str[row.own_part]


def _positions(gebieden: Gebieden, codes: pd.Series) -> np.ndarray:
    return pd.Index(gebieden.code).get_indexer(codes.to_numpy(dtype=object))


def _best_method(total: pd.DataFrame, settings: Settings) -> np.ndarray:
    adressen = (total["adressen"] >= settings.adressen_minimum).to_numpy()
    # 1 at the least: an area without known people has no people to weigh by.
    inwoners = (total["inwoners"] >= max(settings.inwoners_minimum, 1)).to_numpy()
    return np.where(adressen, 0, np.where(inwoners, 1, 2))
