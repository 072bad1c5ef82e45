"""Outlines of one layer as a GeoDataFrame in EPSG:28992: coordinates moved, parts of one area put together.

Rings stay as published; nothing is made valid here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from veerkracht.dutch import number
from veerkracht.errors import BoundaryError
from veerkracht.schemas import GRENZEN_COLUMNS
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.cbs_grenzen.gebieden import LayerGebieden
from veerkracht.sources.readers.crs import RD, decide, lone_strays, to_rd
from veerkracht.sources.readers.layers import Content
from veerkracht.sources.readers.tables import Feit

if TYPE_CHECKING:
    import geopandas
    import shapely


@dataclass(frozen=True)
class _Group:
    """Rows of one code and kind of water."""

    first: int
    rows: tuple[int, ...]


def grenzen_frame(
    called: str, content: Content, gebieden: LayerGebieden, source: Source, release: Release
) -> "tuple[geopandas.GeoDataFrame, list[Feit]]":
    """GeoDataFrame (GRENZEN_COLUMNS) with one row an area and kind of water, and what was counted.

    Raises BoundaryError when no CRS explains the coordinates or an area occurs twice.
    """
    import geopandas
    import pandas
    import shapely

    outlines = content.outlines
    assert outlines is not None  # asked by the caller
    empty = _without_ground(outlines)
    if empty.all():
        raise BoundaryError(
            f"{called}: geen enkel gebied heeft een omtrek met oppervlak. Is dit alleen de attributentabel (dbf), of "
            "een kaart van punten of lijnen? Neem het bestand met de grenzen als vlakken."
        )
    stray = np.zeros(len(outlines), dtype=bool)
    stray[~empty] = lone_strays(shapely.bounds(outlines[~empty]), content.crs, release.crs)
    unmarked = np.array([kind is None for kind in gebieden.water])
    lost = empty | stray | unmarked
    decision = decide(called, content.crs, shapely.total_bounds(outlines[~empty & ~stray]), release.crs)
    invalid = int((~shapely.is_valid(outlines[~lost])).sum())
    in_rd = outlines if decision.crs == RD else shapely.transform(outlines, lambda points: to_rd(points, decision.crs))
    groups = _groups(gebieden, np.flatnonzero(~lost))
    together = [_together(called, group, gebieden, content, in_rd) for group in groups]
    first = [group.first for group in groups]
    text = pandas.StringDtype(na_value=np.nan)
    frame = geopandas.GeoDataFrame(
        {
            "niveau": pandas.array([gebieden.niveau] * len(first), dtype=text),
            "gebiedscode": pandas.array([gebieden.code[i] for i in first], dtype=text),
            "gebiedsnaam": pandas.array([gebieden.naam[i] for i in first], dtype=text),
            "wijkcode": pandas.array([gebieden.wijkcode[i] for i in first], dtype=text),
            "gemeentecode": pandas.array([gebieden.gemeentecode[i] for i in first], dtype=text),
            "gemeentenaam": pandas.array([gebieden.gemeentenaam[i] for i in first], dtype=text),
            "indeling": np.full(len(first), release.indeling, dtype=np.int16),
            "water": pandas.array([gebieden.water[i] for i in first], dtype=text),
            "ind_wbi": pandas.array([gebieden.wbi[i] for i in first], dtype=text),
            "product": pandas.array([release.product or "gedetailleerd"] * len(first), dtype=text),
            "bron": pandas.array([source.bron] * len(first), dtype=text),
            "release": pandas.array([release.release] * len(first), dtype=text),
            "oppervlakte_ha": shapely.area(np.array(together)) / 10_000,
            "geometry": together,
        },
        crs=RD,
    )[list(GRENZEN_COLUMNS)]
    feiten = [Feit("crs", toelichting=decision.proof), Feit("ongeldige_geometrie", invalid)]
    feiten += [Feit("lege_geometrie", int(empty.sum()))] if empty.any() else []
    feiten += _without_outline("verre_geometrie", "omtrek buiten Nederland", stray, gebieden)
    feiten += _without_outline("onbekend_kenmerk_water", "kenmerk water leeg of onbekend", unmarked, gebieden)
    parts = sum(len(group.rows) - 1 for group in groups)
    feiten += [Feit("samengevoegde_delen", parts, toelichting="rijen die deel zijn van een gebied")] if parts else []
    beside = len(groups) - len(set(frame["gebiedscode"]))
    feiten += (
        [Feit("waterdeel_naast_land", beside, toelichting="gebieden met een rij voor land en een voor water")]
        if beside
        else []
    )
    return frame, feiten


def _without_outline(feit: str, why: str, rows: np.ndarray, gebieden: LayerGebieden) -> list[Feit]:
    """What is told of areas that lose their outline; nothing where there are none."""
    codes = [gebieden.code[i] for i in np.flatnonzero(rows)]
    return [Feit(feit, len(codes), toelichting=f"{why}, zonder grens: {', '.join(codes[:10])}")] if codes else []


def _without_ground(outlines: np.ndarray) -> np.ndarray:
    """Which outlines hold no ground: absent, empty, a point or a line, or with a corner without a place (`nan`)."""
    import shapely

    points, owner = shapely.get_coordinates(outlines, return_index=True)
    nowhere = shapely.is_missing(outlines) | shapely.is_empty(outlines)
    nowhere[owner[~np.isfinite(points).all(axis=1)]] = True
    flat = np.flatnonzero(~nowhere & (shapely.area(outlines) == 0))  # or a ring that crosses itself in its middle
    nowhere[flat] = shapely.area(shapely.make_valid(outlines[flat])) == 0
    return nowhere


def _groups(gebieden: LayerGebieden, rows: np.ndarray) -> list[_Group]:
    per: dict[tuple[str, str | None], list[int]] = {}
    for i in rows.tolist():
        per.setdefault((gebieden.code[i], gebieden.water[i]), []).append(i)
    return [_Group(group[0], tuple(group)) for _, group in sorted(per.items())]


def _together(
    called: str, group: _Group, gebieden: LayerGebieden, content: Content, outlines: np.ndarray
) -> "shapely.Geometry":
    """The outline of a group. Parts must say the same and may not overlap, else the code stands there twice."""
    import shapely

    if len(group.rows) == 1:
        return outlines[group.first]
    rows = content.attributes.take(list(group.rows))
    verschil = [
        name for name in rows.column_names if name.lower() not in _COUNTS_NOT and len(set(rows[name].to_pylist())) > 1
    ]
    parts = shapely.make_valid(outlines[list(group.rows)])
    overlap = float(shapely.area(parts).sum() - shapely.area(shapely.union_all(parts)))
    if verschil or overlap > 1.0:
        reden = f"verschillen in {', '.join(verschil[:4])}" if verschil else f"overlappen {number(overlap)} m²"
        raise BoundaryError(
            f"{called}: gebied {gebieden.code[group.first]} staat er {len(group.rows)} keer in (rijen "
            f"{', '.join(str(i + 1) for i in group.rows[:5])}) en de rijen {reden}. Verwacht: één rij per gebied, of "
            "delen die elkaar niet overlappen. Haal het bestand opnieuw op of vraag de uitgever."
        )
    polygons = [part for i in group.rows for part in shapely.get_parts(outlines[i])]
    return shapely.multipolygons([part for part in polygons if part.geom_type == "Polygon"])


_COUNTS_NOT = frozenset(
    {"fid", "gid", "id", "ogc_fid", "objectid", "shape_leng", "shape_length", "shape_area", "gml_id"}
)
