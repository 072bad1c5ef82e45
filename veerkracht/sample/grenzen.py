"""Boundary files of three vintages, each in the attributes and container of its period."""

import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from veerkracht.sample.cijfers import sums_of
from veerkracht.sample.files import write_gpkg, write_shapezip
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.landschap import BUITENLAND, WATER, Landschap

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CRS = 28992
GEEN_GELDIGE_RING = 3  # row in the shapefile of 2014 whose ring runs out and back, as drawings sometimes do


@dataclass(frozen=True)
class Vlakken:
    """All areas of one level of a vintage with their outline; water and abroad after the land."""

    codes: list[str]
    namen: list[str]
    wijk: list[str]
    gemeente: list[str]
    gemeentenaam: list[str]
    water: list[str]  # NEE, JA, B
    ind_wbi: list[int]
    inwoners: list[int]
    vorm: np.ndarray


def make_vlakken(land: Landschap, i: Indeling, vormen: np.ndarray, inwoners: np.ndarray) -> dict[str, Vlakken]:
    """Outlines of buurten, wijken and gemeenten; `vormen` are the vlekken of that time, `inwoners` persons per vlek."""
    vorm = _unite(vormen, i.buurt_of_vlek, len(i.buurten))
    wijk = _unite(vorm, i.wijk_of_buurt, len(i.wijken))
    aantal = [5 * round(n / 5) for n in sums_of(inwoners, i)]
    n_gm, n_wk = len(i.gemeenten), len(i.wijken)
    wet = _waters(land, i, vormen)
    buurten = _Land(
        i.buurten, i.buurtnamen, i.wijken[i.wijk_of_buurt], i.gemeente_of_buurt, i.ind_buurt,
        aantal[1 + n_gm + n_wk :], vorm,
    )  # fmt: skip
    wijken = _Land(
        i.wijken, i.wijknamen, i.wijken, i.gemeente_of_wijk, i.ind_wijk, aantal[1 + n_gm : 1 + n_gm + n_wk], wijk
    )
    gemeenten = _Land(
        i.gemeenten, i.gemeentenamen, i.gemeenten, np.arange(n_gm), np.ones(n_gm, int), aantal[1 : 1 + n_gm],
        _unite(wijk, i.gemeente_of_wijk, n_gm),
    )  # fmt: skip
    return {
        "buurt": _with_water(buurten, i, "BU{}9997", wet),
        "wijk": _with_water(wijken, i, "WK{}99", wet),
        "gemeente": _with_water(gemeenten, i, "GM{}", wet),
    }


@dataclass(frozen=True)
class _Land:
    """The land areas of one level, one position an area; `gemeente` is its row among the gemeenten."""

    codes: np.ndarray
    namen: list[str]
    wijk: np.ndarray
    gemeente: np.ndarray
    ind_wbi: np.ndarray
    inwoners: list[int]
    vorm: np.ndarray


@dataclass(frozen=True)
class _Wet:
    """Water per gemeente that has any, by its row among the gemeenten, and all that lies abroad."""

    gemeenten: list[int]
    vorm: np.ndarray
    buitenland: shapely.Geometry


def _with_water(land: _Land, i: Indeling, pattern: str, wet: _Wet) -> Vlakken:
    naam, short = i.gemeentenamen, [str(i.gemeenten[k])[2:] for k in wet.gemeenten]
    extra = [*(pattern.format(g4) for g4 in short), pattern.format("0998")]
    return Vlakken(
        [*map(str, land.codes), *extra],
        [*land.namen, *(f"Water van {naam[n]}" for n in wet.gemeenten), "Buitenland"],
        [*map(str, land.wijk), *(f"WK{g4}99" for g4 in short), "WK099899"],
        [*(str(i.gemeenten[n]) for n in land.gemeente), *(f"GM{g4}" for g4 in short), "GM0998"],
        [*(naam[n] for n in land.gemeente), *(naam[n] for n in wet.gemeenten), "Buitenland"],
        [*["NEE"] * len(land.codes), *["JA"] * len(short), "B"],
        [*map(int, land.ind_wbi), *[1] * len(extra)],
        [*map(int, land.inwoners), *[0] * len(extra)],
        np.concatenate([land.vorm, wet.vorm, [wet.buitenland]]),
    )


def _unite(vormen: np.ndarray, groep: np.ndarray, aantal: int) -> np.ndarray:
    orde = np.argsort(groep, kind="stable")
    grenzen = np.searchsorted(groep[orde], np.arange(aantal + 1))
    members = [vormen[orde[a:b]] for a, b in itertools.pairwise(grenzen)]
    return np.array([shapely.coverage_union_all(deel) if len(deel) > 1 else deel[0] for deel in members], object)


def _waters(land: Landschap, i: Indeling, vormen: np.ndarray) -> _Wet:
    nat = land.soort == WATER
    gemeenten = [int(g) for g in np.unique(i.gemeente_of_water[nat])]
    delen = [shapely.union_all(vormen[nat & (i.gemeente_of_water == g)]) for g in gemeenten]
    return _Wet(gemeenten, np.array(delen, object), shapely.union_all(vormen[land.soort == BUITENLAND]))


def write_2014(file: Path, v: dict[str, Vlakken]) -> Path:
    """Zipped shapefiles with the short upper-case names of that time; unknown is -99999999."""
    namen = {"buurt": "buurt_2014", "wijk": "wijk_2014", "gemeente": "gem_2014"}
    v = v | {"buurt": replace(v["buurt"], vorm=_with_spike(v["buurt"].vorm, GEEN_GELDIGE_RING))}
    return write_shapezip(file, {namen[niveau]: _old_frame(niveau, deel) for niveau, deel in v.items()})


def write_2019(file: Path, v: dict[str, Vlakken]) -> Path:
    """GeoPackage with the names of PDOK in its first years; unknown is -99999999."""
    namen = {"buurt": "buurten", "wijk": "wijken", "gemeente": "gemeenten"}
    return write_gpkg(file, {namen[n]: _new_frame(n, d, "ind_wbi", -99999999) for n, d in v.items()})


def write_2024(file: Path, v: dict[str, Vlakken]) -> Path:
    """GeoPackage with the names since 2021; unknown is -99997, not yet published -99995."""
    namen = {"buurt": "buurten", "wijk": "wijken", "gemeente": "gemeenten"}
    ind = "indelingswijziging_wijken_en_buurten"
    layers = {n: _new_frame(n, d, ind, -99997).assign(aantal_huishoudens=-99995) for n, d in v.items()}
    return write_gpkg(file, {namen[n]: laag for n, laag in layers.items()})


def _with_spike(vormen: np.ndarray, row: int) -> np.ndarray:
    """The same outlines, one with a spike without surface: invalid until repaired."""
    ring = shapely.get_coordinates(shapely.get_exterior_ring(vormen[row]))
    found = vormen.copy()
    found[row] = shapely.polygons(np.insert(ring, 3, [ring[2] + [7.0, 13.0], ring[2]], axis=0))
    return found


def _old_frame(niveau: str, v: Vlakken) -> "GeoDataFrame":
    import geopandas as gpd

    kolommen = {"buurt": ("BU_CODE", "BU_NAAM", v.wijk), "wijk": ("WK_CODE", "WK_NAAM", None), "gemeente": None}[niveau]
    data: dict[str, object] = {}
    if kolommen:
        data[kolommen[0]], data[kolommen[1]] = v.codes, v.namen
        if kolommen[2]:
            data["WK_CODE"] = kolommen[2]
    data |= {"GM_CODE": v.gemeente, "GM_NAAM": v.gemeentenaam}
    if niveau != "gemeente":
        data["IND_WBI"] = np.array(v.ind_wbi, np.int32)
    data |= {"WATER": v.water, "AANT_INW": _printed_inwoners(v, -99999999)}
    return gpd.GeoDataFrame(data, geometry=v.vorm, crs=CRS)


def _new_frame(niveau: str, v: Vlakken, ind: str, onbekend: int) -> "GeoDataFrame":
    import geopandas as gpd

    data: dict[str, object] = {}
    if niveau == "buurt":
        data |= {"buurtcode": v.codes, "buurtnaam": v.namen, "wijkcode": v.wijk}
    if niveau == "wijk":
        data |= {"wijkcode": v.codes, "wijknaam": v.namen}
    data |= {"gemeentecode": v.gemeente, "gemeentenaam": v.gemeentenaam, "water": v.water}
    if niveau != "gemeente":
        data[ind] = np.array(v.ind_wbi, np.int32)
    data["aantal_inwoners"] = _printed_inwoners(v, onbekend)
    return gpd.GeoDataFrame(data, geometry=_multi(v.vorm), crs=CRS)


def _printed_inwoners(v: Vlakken, onbekend: int) -> np.ndarray:
    return np.where(np.array(v.water) == "NEE", v.inwoners, onbekend).astype(np.int32)


def _multi(vormen: np.ndarray) -> np.ndarray:
    """The layers of CBS are MultiPolygon throughout."""
    delen, van = shapely.get_parts(vormen, return_index=True)
    return shapely.multipolygons(delen, indices=van)
