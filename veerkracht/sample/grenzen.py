"""Boundary files of three vintages, each in the attributes and container of its period."""

import itertools
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from veerkracht.sample.bestand import schrijf_gpkg, schrijf_shapezip
from veerkracht.sample.cijfers import som
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.landschap import BUITENLAND, WATER, Landschap

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


def vlakken(land: Landschap, i: Indeling, vormen: np.ndarray, inwoners: np.ndarray) -> dict[str, Vlakken]:
    """Outlines of buurten, wijken and gemeenten; `vormen` are the vlekken of that time, `inwoners` persons per vlek."""
    vorm = _verenigd(vormen, i.buurt_van_vlek, len(i.buurten))
    wijk = _verenigd(vorm, i.wijk_van_buurt, len(i.wijken))
    aantal = [5 * round(n / 5) for n in som(inwoners, i)]
    n_gm, n_wk = len(i.gemeenten), len(i.wijken)
    g_buurt, g_wijk = i.gemeente_van_buurt, i.gemeente_van_wijk
    nat, nat_vorm = _water(land, i, vormen)
    gm_vorm = _verenigd(wijk, g_wijk, n_gm)
    buiten = shapely.union_all(vormen[land.soort == BUITENLAND])
    naam = i.gemeentenamen
    return {
        "buurt": _met_water(
            (i.buurten, i.buurtnamen, i.wijken[i.wijk_van_buurt], g_buurt, i.ind_buurt,
             aantal[1 + n_gm + n_wk :], vorm),
            i, naam, "BU{}9997", nat, nat_vorm, buiten,
        ),
        "wijk": _met_water(
            (i.wijken, i.wijknamen, i.wijken, g_wijk, i.ind_wijk, aantal[1 + n_gm : 1 + n_gm + n_wk], wijk),
            i, naam, "WK{}99", nat, nat_vorm, buiten,
        ),
        "gemeente": _met_water(
            (i.gemeenten, naam, i.gemeenten, np.arange(n_gm), np.ones(n_gm, int), aantal[1 : 1 + n_gm], gm_vorm),
            i, naam, "GM{}", nat, nat_vorm, buiten,
        ),
    }  # fmt: skip


def _met_water(deel, i: Indeling, naam, patroon: str, nat, nat_vorm, buiten) -> Vlakken:
    codes, namen, wijk, g, ind, inwoners, vorm = deel
    nat_g = [str(i.gemeenten[k])[2:] for k in nat]
    extra = [*(patroon.format(g4) for g4 in nat_g), patroon.format("0998")]
    k = len(extra)
    return Vlakken(
        [*map(str, codes), *extra],
        [*namen, *(f"Water van {naam[n]}" for n in nat), "Buitenland"],
        [*map(str, wijk), *(f"WK{g4}99" for g4 in nat_g), "WK099899"],
        [*(str(i.gemeenten[n]) for n in g), *(f"GM{g4}" for g4 in nat_g), "GM0998"],
        [*(naam[n] for n in g), *(naam[n] for n in nat), "Buitenland"],
        [*["NEE"] * len(codes), *["JA"] * len(nat), "B"],
        [*map(int, ind), *[1] * k],
        [*map(int, inwoners), *[0] * k],
        np.concatenate([vorm, nat_vorm, [buiten]]),
    )


def _verenigd(vormen: np.ndarray, groep: np.ndarray, aantal: int) -> np.ndarray:
    orde = np.argsort(groep, kind="stable")
    grenzen = np.searchsorted(groep[orde], np.arange(aantal + 1))
    leden = [vormen[orde[a:b]] for a, b in itertools.pairwise(grenzen)]
    return np.array([shapely.coverage_union_all(deel) if len(deel) > 1 else deel[0] for deel in leden], object)


def _water(land: Landschap, i: Indeling, vormen: np.ndarray) -> tuple[list[int], np.ndarray]:
    nat = land.soort == WATER
    gemeenten = [int(g) for g in np.unique(i.gemeente_van_water[nat])]
    delen = [shapely.union_all(vormen[nat & (i.gemeente_van_water == g)]) for g in gemeenten]
    return gemeenten, np.array(delen, object)


def schrijf_2014(pad: Path, v: dict[str, Vlakken]) -> Path:
    """Zipped shapefiles with the short upper-case names of that time; unknown is -99999999."""
    namen = {"buurt": "buurt_2014", "wijk": "wijk_2014", "gemeente": "gem_2014"}
    v = v | {"buurt": replace(v["buurt"], vorm=_met_uitsteeksel(v["buurt"].vorm, GEEN_GELDIGE_RING))}
    return schrijf_shapezip(pad, {namen[niveau]: _frame_oud(niveau, deel) for niveau, deel in v.items()})


def schrijf_2019(pad: Path, v: dict[str, Vlakken]) -> Path:
    """GeoPackage with the names of PDOK in its first years; unknown is -99999999."""
    namen = {"buurt": "buurten", "wijk": "wijken", "gemeente": "gemeenten"}
    return schrijf_gpkg(pad, {namen[n]: _frame_nieuw(n, d, "ind_wbi", -99999999) for n, d in v.items()})


def schrijf_2024(pad: Path, v: dict[str, Vlakken]) -> Path:
    """GeoPackage with the names since 2021; unknown is -99997, not yet published -99995."""
    namen = {"buurt": "buurten", "wijk": "wijken", "gemeente": "gemeenten"}
    ind = "indelingswijziging_wijken_en_buurten"
    lagen = {n: _frame_nieuw(n, d, ind, -99997).assign(aantal_huishoudens=-99995) for n, d in v.items()}
    return schrijf_gpkg(pad, {namen[n]: laag for n, laag in lagen.items()})


def _met_uitsteeksel(vormen: np.ndarray, rij: int) -> np.ndarray:
    """The same outlines, one with a spike without surface: invalid until repaired."""
    ring = shapely.get_coordinates(shapely.get_exterior_ring(vormen[rij]))
    uit = vormen.copy()
    uit[rij] = shapely.polygons(np.insert(ring, 3, [ring[2] + [7.0, 13.0], ring[2]], axis=0))
    return uit


def _frame_oud(niveau: str, v: Vlakken):
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
    data |= {"WATER": v.water, "AANT_INW": _inwoners(v, -99999999)}
    return gpd.GeoDataFrame(data, geometry=v.vorm, crs=CRS)


def _frame_nieuw(niveau: str, v: Vlakken, ind: str, onbekend: int):
    import geopandas as gpd

    data: dict[str, object] = {}
    if niveau == "buurt":
        data |= {"buurtcode": v.codes, "buurtnaam": v.namen, "wijkcode": v.wijk}
    if niveau == "wijk":
        data |= {"wijkcode": v.codes, "wijknaam": v.namen}
    data |= {"gemeentecode": v.gemeente, "gemeentenaam": v.gemeentenaam, "water": v.water}
    if niveau != "gemeente":
        data[ind] = np.array(v.ind_wbi, np.int32)
    data["aantal_inwoners"] = _inwoners(v, onbekend)
    return gpd.GeoDataFrame(data, geometry=_multi(v.vorm), crs=CRS)


def _inwoners(v: Vlakken, onbekend: int) -> np.ndarray:
    return np.where(np.array(v.water) == "NEE", v.inwoners, onbekend).astype(np.int32)


def _multi(vormen: np.ndarray) -> np.ndarray:
    """The layers of CBS are MultiPolygon throughout."""
    delen, van = shapely.get_parts(vormen, return_index=True)
    return shapely.multipolygons(delen, indices=van)
