"""Outlines of one layer as a GeoDataFrame in EPSG:28992: coordinates moved, parts of one area put together.

Rings stay as published; nothing is made valid here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from veerkracht.errors import BoundaryError
from veerkracht.schemas import GRENZEN_COLUMNS
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.cbs_grenzen.gebieden import Gebieden
from veerkracht.sources.readers.crs import RD, decide, to_rd
from veerkracht.sources.readers.layers import Content
from veerkracht.sources.readers.tables import Feit

if TYPE_CHECKING:
    import geopandas
    import shapely


@dataclass(frozen=True)
class _Group:
    """Rows of one code and kind of water."""

    eerste: int
    rijen: tuple[int, ...]


def grenzen_frame(
    called: str, inhoud: Content, gebieden: Gebieden, source: Source, release: Release
) -> "tuple[geopandas.GeoDataFrame, list[Feit]]":
    """GeoDataFrame (GRENZEN_COLUMNS) with one row an area and kind of water, and what was counted.

    Raises BoundaryError when no CRS explains the coordinates or an area occurs twice.
    """
    import geopandas
    import pandas
    import shapely

    outlines = inhoud.outlines
    assert outlines is not None  # asked by the caller
    leeg = shapely.is_missing(outlines) | shapely.is_empty(outlines)
    if leeg.all():
        raise BoundaryError(f"{called}: geen enkel gebied heeft een omtrek. Is dit alleen de attributentabel (dbf)?")
    besluit = decide(called, inhoud.crs, shapely.total_bounds(outlines[~leeg]), release.crs)
    ongeldig = int((~shapely.is_valid(outlines[~leeg])).sum())
    in_rd = outlines if besluit.crs == RD else shapely.transform(outlines, lambda punten: to_rd(punten, besluit.crs))
    groepen = _groups(gebieden, np.flatnonzero(~leeg))
    samen = [_together(called, groep, gebieden, inhoud, in_rd) for groep in groepen]
    eerste = [groep.eerste for groep in groepen]
    tekst = pandas.StringDtype(na_value=np.nan)
    frame = geopandas.GeoDataFrame(
        {
            "niveau": pandas.array([gebieden.niveau] * len(eerste), dtype=tekst),
            "gebiedscode": pandas.array([gebieden.code[i] for i in eerste], dtype=tekst),
            "gebiedsnaam": pandas.array([gebieden.naam[i] for i in eerste], dtype=tekst),
            "wijkcode": pandas.array([gebieden.wijkcode[i] for i in eerste], dtype=tekst),
            "gemeentecode": pandas.array([gebieden.gemeentecode[i] for i in eerste], dtype=tekst),
            "gemeentenaam": pandas.array([gebieden.gemeentenaam[i] for i in eerste], dtype=tekst),
            "indeling": np.full(len(eerste), release.indeling, dtype=np.int16),
            "water": pandas.array([gebieden.water[i] for i in eerste], dtype=tekst),
            "ind_wbi": pandas.array([gebieden.wbi[i] for i in eerste], dtype=tekst),
            "product": pandas.array([release.product or "gedetailleerd"] * len(eerste), dtype=tekst),
            "bron": pandas.array([source.bron] * len(eerste), dtype=tekst),
            "release": pandas.array([release.release] * len(eerste), dtype=tekst),
            "oppervlakte_ha": shapely.area(np.array(samen)) / 10_000,
            "geometry": samen,
        },
        crs=RD,
    )[list(GRENZEN_COLUMNS)]
    feiten = [Feit("crs", toelichting=besluit.bewijs), Feit("ongeldige_geometrie", ongeldig)]
    feiten += [Feit("lege_geometrie", int(leeg.sum()))] if leeg.any() else []
    delen = sum(len(groep.rijen) - 1 for groep in groepen)
    feiten += [Feit("samengevoegde_delen", delen, toelichting="rijen die deel zijn van een gebied")] if delen else []
    naast = len(groepen) - len(set(frame["gebiedscode"]))
    feiten += (
        [Feit("waterdeel_naast_land", naast, toelichting="gebieden met een rij voor land en een voor water")]
        if naast
        else []
    )
    return frame, feiten


def _groups(gebieden: Gebieden, rijen: np.ndarray) -> list[_Group]:
    per: dict[tuple[str, str], list[int]] = {}
    for i in rijen.tolist():
        per.setdefault((gebieden.code[i], gebieden.water[i]), []).append(i)
    return [_Group(group[0], tuple(group)) for _, group in sorted(per.items())]


def _together(
    called: str, groep: _Group, gebieden: Gebieden, inhoud: Content, outlines: np.ndarray
) -> "shapely.Geometry":
    """The outline of a group. Parts must say the same and may not overlap, else the code stands there twice."""
    import shapely

    if len(groep.rijen) == 1:
        return outlines[groep.eerste]
    rijen = inhoud.attributes.take(list(groep.rijen))
    verschil = [
        naam for naam in rijen.column_names if naam.lower() not in _TELT_NIET and len(set(rijen[naam].to_pylist())) > 1
    ]
    parts = shapely.make_valid(outlines[list(groep.rijen)])
    overlap = float(shapely.area(parts).sum() - shapely.area(shapely.union_all(parts)))
    if verschil or overlap > 1.0:
        reden = f"verschillen in {', '.join(verschil[:4])}" if verschil else f"overlappen {overlap:,.0f} m²"
        raise BoundaryError(
            f"{called}: gebied {gebieden.code[groep.eerste]} staat er {len(groep.rijen)} keer in (rijen "
            f"{', '.join(str(i + 1) for i in groep.rijen[:5])}) en de rijen {reden}. Verwacht: één rij per gebied, of "
            "delen die elkaar niet overlappen. Haal het bestand opnieuw op of vraag de uitgever."
        )
    polygons = [part for i in groep.rijen for part in shapely.get_parts(outlines[i])]
    return shapely.multipolygons([part for part in polygons if part.geom_type == "Polygon"])


_TELT_NIET = frozenset(
    {"fid", "gid", "id", "ogc_fid", "objectid", "shape_leng", "shape_length", "shape_area", "gml_id"}
)
