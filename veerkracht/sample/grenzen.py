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
class SampleOutlines:
    """All areas of one level of a vintage with their outline; water and abroad after the land."""

    codes: list[str]
    names: list[str]
    wijk: list[str]
    gemeente: list[str]
    gemeentenaam: list[str]
    water: list[str]  # NEE, JA, B
    ind_wbi: list[int]
    inwoners: list[int]
    shape: np.ndarray


def make_outlines(land: Landschap, i: Indeling, shapes: np.ndarray, inwoners: np.ndarray) -> dict[str, SampleOutlines]:
    """Outlines of buurten, wijken and gemeenten; `shapes` are the vlekken of that time, `inwoners` persons per vlek."""
    shape = _unite(shapes, i.buurt_of_vlek, len(i.buurten))
    wijk = _unite(shape, i.wijk_of_buurt, len(i.wijken))
    counts = [5 * round(n / 5) for n in sums_of(inwoners, i)]
    n_gm, n_wk = len(i.gemeenten), len(i.wijken)
    wet = _waters(land, i, shapes)
    buurten = _Land(
        i.buurten, i.buurtnamen, i.wijken[i.wijk_of_buurt], i.gemeente_of_buurt, i.ind_buurt,
        counts[1 + n_gm + n_wk :], shape,
    )  # fmt: skip
    wijken = _Land(
        i.wijken, i.wijknamen, i.wijken, i.gemeente_of_wijk, i.ind_wijk, counts[1 + n_gm : 1 + n_gm + n_wk], wijk
    )
    gemeenten = _Land(
        i.gemeenten, i.gemeentenamen, i.gemeenten, np.arange(n_gm), np.ones(n_gm, int), counts[1 : 1 + n_gm],
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
    names: list[str]
    wijk: np.ndarray
    gemeente: np.ndarray
    ind_wbi: np.ndarray
    inwoners: list[int]
    shape: np.ndarray


@dataclass(frozen=True)
class _Wet:
    """Water per gemeente that has any, by its row among the gemeenten, and all that lies abroad."""

    gemeenten: list[int]
    shape: np.ndarray
    buitenland: shapely.Geometry


def _with_water(land: _Land, i: Indeling, pattern: str, wet: _Wet) -> SampleOutlines:
    names, short = i.gemeentenamen, [str(i.gemeenten[k])[2:] for k in wet.gemeenten]
    extra = [*(pattern.format(g4) for g4 in short), pattern.format("0998")]
    return SampleOutlines(
        [*map(str, land.codes), *extra],
        [*land.names, *(f"Water van {names[n]}" for n in wet.gemeenten), "Buitenland"],
        [*map(str, land.wijk), *(f"WK{g4}99" for g4 in short), "WK099899"],
        [*(str(i.gemeenten[n]) for n in land.gemeente), *(f"GM{g4}" for g4 in short), "GM0998"],
        [*(names[n] for n in land.gemeente), *(names[n] for n in wet.gemeenten), "Buitenland"],
        [*["NEE"] * len(land.codes), *["JA"] * len(short), "B"],
        [*map(int, land.ind_wbi), *[1] * len(extra)],
        [*map(int, land.inwoners), *[0] * len(extra)],
        np.concatenate([land.shape, wet.shape, [wet.buitenland]]),
    )


def _unite(shapes: np.ndarray, group: np.ndarray, count: int) -> np.ndarray:
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(count + 1))
    members = [shapes[order[a:b]] for a, b in itertools.pairwise(bounds)]
    return np.array([shapely.coverage_union_all(part) if len(part) > 1 else part[0] for part in members], object)


def _waters(land: Landschap, i: Indeling, shapes: np.ndarray) -> _Wet:
    is_water = land.soort == WATER
    gemeenten = [int(g) for g in np.unique(i.gemeente_of_water[is_water])]
    parts = [shapely.union_all(shapes[is_water & (i.gemeente_of_water == g)]) for g in gemeenten]
    return _Wet(gemeenten, np.array(parts, object), shapely.union_all(shapes[land.soort == BUITENLAND]))


def write_2014(file: Path, v: dict[str, SampleOutlines], jaar: int = 2014) -> Path:
    """Zipped shapefiles with the short upper-case names of that time; unknown is -99999999."""
    names = {"buurt": f"buurt_{jaar}", "wijk": f"wijk_{jaar}", "gemeente": f"gem_{jaar}"}
    v = v | {"buurt": replace(v["buurt"], shape=_with_spike(v["buurt"].shape, GEEN_GELDIGE_RING))}
    return write_shapezip(file, {names[niveau]: _old_frame(niveau, areas) for niveau, areas in v.items()})


def write_2019(file: Path, v: dict[str, SampleOutlines]) -> Path:
    """GeoPackage with the names of PDOK in its first years; unknown is -99999999."""
    names = {"buurt": "buurten", "wijk": "wijken", "gemeente": "gemeenten"}
    return write_gpkg(file, {names[n]: _new_frame(n, d, "ind_wbi", -99999999) for n, d in v.items()})


def write_2024(file: Path, v: dict[str, SampleOutlines]) -> Path:
    """GeoPackage with the names since 2021; unknown is -99997, not yet published -99995."""
    names = {"buurt": "buurten", "wijk": "wijken", "gemeente": "gemeenten"}
    ind = "indelingswijziging_wijken_en_buurten"
    layers = {n: _new_frame(n, d, ind, -99997).assign(aantal_huishoudens=-99995) for n, d in v.items()}
    return write_gpkg(file, {names[n]: layer for n, layer in layers.items()})


def _with_spike(shapes: np.ndarray, row: int) -> np.ndarray:
    """The same outlines, one with a spike without surface: invalid until repaired."""
    ring = shapely.get_coordinates(shapely.get_exterior_ring(shapes[row]))
    found = shapes.copy()
    found[row] = shapely.polygons(np.insert(ring, 3, [ring[2] + [7.0, 13.0], ring[2]], axis=0))
    return found


def _old_frame(niveau: str, v: SampleOutlines) -> "GeoDataFrame":
    import geopandas as gpd

    columns = {"buurt": ("BU_CODE", "BU_NAAM", v.wijk), "wijk": ("WK_CODE", "WK_NAAM", None), "gemeente": None}[niveau]
    data: dict[str, object] = {}
    if columns:
        data[columns[0]], data[columns[1]] = v.codes, v.names
        if columns[2]:
            data["WK_CODE"] = columns[2]
    data |= {"GM_CODE": v.gemeente, "GM_NAAM": v.gemeentenaam}
    if niveau != "gemeente":
        data["IND_WBI"] = np.array(v.ind_wbi, np.int32)
    data |= {"WATER": v.water, "AANT_INW": _printed_inwoners(v, -99999999)}
    return gpd.GeoDataFrame(data, geometry=v.shape, crs=CRS)


def _new_frame(niveau: str, v: SampleOutlines, ind: str, unknown: int) -> "GeoDataFrame":
    import geopandas as gpd

    data: dict[str, object] = {}
    if niveau == "buurt":
        data |= {"buurtcode": v.codes, "buurtnaam": v.names, "wijkcode": v.wijk}
    if niveau == "wijk":
        data |= {"wijkcode": v.codes, "wijknaam": v.names}
    data |= {"gemeentecode": v.gemeente, "gemeentenaam": v.gemeentenaam, "water": v.water}
    if niveau != "gemeente":
        data[ind] = np.array(v.ind_wbi, np.int32)
    data["aantal_inwoners"] = _printed_inwoners(v, unknown)
    return gpd.GeoDataFrame(data, geometry=_multi(v.shape), crs=CRS)


def _printed_inwoners(v: SampleOutlines, unknown: int) -> np.ndarray:
    return np.where(np.array(v.water) == "NEE", v.inwoners, unknown).astype(np.int32)


def _multi(shapes: np.ndarray) -> np.ndarray:
    """The layers of CBS are MultiPolygon throughout."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    return shapely.multipolygons(parts, indices=owner)
