"""Reader of `cbs_grenzen`: outlines of buurten, wijken and gemeenten, and the figures that ride on their files.

Outlines stay as published (invalid rings too) but stand in EPSG:28992; making them clean is the work of `areas`.
"""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from veerkracht import levels
from veerkracht.errors import BoundaryError, DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.cbs_grenzen.attributes import Attributes, mapping, names_by_niveau, recognise
from veerkracht.sources.cbs_grenzen.gebieden import Gebieden, gebieden_of
from veerkracht.sources.cbs_grenzen.key import SLEUTEL_CSV, read_key
from veerkracht.sources.cbs_grenzen.outlines import grenzen_frame
from veerkracht.sources.readers import missing, tables
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layers import (
    DBF_ZIP,
    GEOJSON,
    GPKG,
    OGC_API,
    SHAPEFILE_ZIP,
    Content,
    Layer,
    first_value,
    open_layers,
    read_layer,
)
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.tables import Feit

VERSIE = 1


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Outlines and figures of one release, in the layouts gpkg, shapefile_zip, geojson, ogc_api and dbf_zip.

    Attachments `grenzen_<niveau>`: GeoDataFrames with GRENZEN_COLUMNS in EPSG:28992,
    one row an area and kind of water. Raises DeliveryError for a file that is not the delivery promised, BoundaryError
    for a CRS that nothing proves and for areas that occur twice.
    """
    with open_layers(file, release) as lagen:
        chosen = _choose_layers(file.name, lagen, release)
        delen = [_read_niveau(file.name, *keus, source, release) for keus in chosen.values()]
    waarnemingen = pa.concat_tables([deel.waarnemingen for deel in delen], promote_options="default")
    gebieden = pa.concat_tables([deel.gebieden for deel in delen])
    feiten = pa.concat_tables([deel.feiten for deel in delen])
    bijlagen = {naam: frame for deel in delen for naam, frame in deel.bijlagen.items()}
    return Delivery(waarnemingen, gebieden, feiten, bijlagen)


def _choose_layers(
    called: str, lagen: list[list[Layer]], release: Release
) -> dict[str, tuple[list[Layer], Attributes]]:
    """The layer of each level. Raises DeliveryError when a level is missing or two layers compete for it."""
    met_vlakken = release.layout != "dbf_zip"
    chosen: dict[str, tuple[list[Layer], Attributes]] = {}
    for paginas in (groep for groep in lagen if groep and (groep[0].has_outlines or not met_vlakken)):
        laag = paginas[0]
        kolommen = recognise(called, laag.naam, laag.kolommen, _statcode(laag))
        if kolommen is None or not _is_wanted(laag, kolommen.niveau, release):
            continue
        if kolommen.niveau in chosen:
            eerder = chosen[kolommen.niveau][0][0].naam
            raise DeliveryError(
                f"{called}: lagen {eerder!r} en {laag.naam!r} geven beide {kolommen.niveau}en. Verwacht één laag per "
                "niveau; geef in de catalogus het product (gedetailleerd of gegeneraliseerd) van de release."
            )
        chosen[kolommen.niveau] = (paginas, kolommen)
    ontbreekt = [niveau for niveau in release.niveaus if niveau not in chosen]
    if ontbreekt or not chosen:
        _report_missing(called, lagen, ontbreekt)
    return dict(sorted(chosen.items()))


def _statcode(laag: Layer) -> str | None:
    kolom = next((naam for naam in laag.kolommen if naam.lower() in mapping()["statistisch"]["code"]), None)
    return first_value(laag, kolom) if kolom else None


def _is_wanted(laag: Layer, niveau: str, release: Release) -> bool:
    """Gebiedsindelingen hold every level twice, generalised and not: the product of the release chooses."""
    if release.niveaus and niveau not in release.niveaus:
        return False
    naam = laag.naam.lower()
    if "gegeneraliseerd" not in naam or release.product is None:
        return True
    return (release.product == "gedetailleerd") == ("niet_gegeneraliseerd" in naam)


def _report_missing(called: str, lagen: list[list[Layer]], ontbreekt: list[str]) -> None:
    codes = [naam for niveau in ontbreekt or names_by_niveau() for naam in names_by_niveau()[niveau]["code"]]
    codes += mapping()["statistisch"]["code"]
    gezien = [naam for groep in lagen for laag in groep for naam in laag.kolommen]
    namen = ", ".join(sorted({laag.naam for groep in lagen for laag in groep})) or "geen"
    tekst = tables.missing_column(f"{called}, lagen {namen}", list(dict.fromkeys(gezien)), codes)
    raise DeliveryError(
        f"{tekst} Gezocht: {', '.join(ontbreekt) or levels.enumerated(list(levels.known().drawn), 'of')}."
    )


def _read_niveau(called: str, paginas: list[Layer], kolommen: Attributes, source: Source, release: Release) -> Delivery:
    inhoud = read_layer(paginas, called)
    if inhoud.attributes.num_rows == 0:
        raise DeliveryError(f"{called}: laag {paginas[0].naam} bevat geen gebieden. Haal het bestand opnieuw op.")
    gebieden = gebieden_of(called, inhoud.attributes, kolommen, release)
    bijlagen, feiten = {}, _feiten(inhoud, gebieden, paginas[0])
    if inhoud.outlines is not None:
        frame, meer = grenzen_frame(called, inhoud, gebieden, source, release)
        bijlagen, feiten = {f"grenzen_{kolommen.niveau}": frame}, feiten + meer
    elif len(set(gebieden.code)) < len(gebieden.code):
        dubbel = next(code for code in gebieden.code if gebieden.code.count(code) > 1)
        raise BoundaryError(f"{called}: gebied {dubbel} staat er meer dan één keer in. Verwacht: één rij per gebied.")
    eigen = gebieden.own_rows()
    tabel = inhoud.attributes.take(eigen)
    codes = pa.array([gebieden.code[i] for i in eigen])
    niveaus = tables.constant(kolommen.niveau, len(eigen), pa.dictionary(pa.int32(), pa.string()))
    jaar = release.jaren[0]
    cijfers = {naam: tabel[naam] for naam in kolommen.cijfers}
    extra = {"gebiedsnaam": gebieden.naam, "gemeentenaam": gebieden.gemeentenaam, "ind_wbi": gebieden.wbi}
    namen = {naam: pa.array([waarden[i] for i in eigen], pa.string()) for naam, waarden in extra.items()}
    return Delivery(
        tables.melt(source, release, codes, niveaus, jaar, cijfers),
        tables.gebieden(source, release, codes, niveaus, jaar=jaar, **namen),
        tables.feiten(source, release, [Feit(f.feit, f.waarde, kolommen.niveau, f.toelichting) for f in feiten]),
        bijlagen,
    )


def _feiten(inhoud: Content, gebieden: Gebieden, laag: Layer) -> list[Feit]:
    """What was counted in a layer before anything was joined; special codes over all cells."""
    tabel = inhoud.attributes
    feiten = [
        Feit("aantal_rijen", tabel.num_rows, toelichting=f"laag {laag.naam}"),
        Feit("aantal_kolommen", tabel.num_columns),
        Feit("aantal_gebieden", len(set(_inland(gebieden.code, gebieden.water))), toelichting="zonder buitenland"),
        Feit("aantal_gemeenten", len(set(_inland(gebieden.gemeentecode, gebieden.water)))),
        Feit("aantal_met_naam", sum(naam is not None for naam in gebieden.naam)),
    ]
    for code in missing.codes():
        aantal = sum(kolom.to_pylist().count(code) for kolom in tabel.columns)
        feiten += [Feit(f"code_{code}", aantal)] if aantal else []
    for soort in ("water", "buitenland"):
        aantal = gebieden.water.count(soort)
        feiten += [Feit(f"rijen_{soort}", aantal)] if aantal else []
    return feiten


def _inland(codes: Sequence[str | None], water: list[str]) -> list[str | None]:
    return [code for code, soort in zip(codes, water, strict=True) if soort != "buitenland"]


READERS: dict[Layout, Reader] = {
    **dict.fromkeys((GPKG, SHAPEFILE_ZIP, GEOJSON, OGC_API, DBF_ZIP), read),
    SLEUTEL_CSV: read_key,
}
