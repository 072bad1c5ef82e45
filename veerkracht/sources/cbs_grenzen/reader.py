"""Reader of `cbs_grenzen`: outlines of buurten, wijken and gemeenten, and the figures that ride on their files.

Outlines stay as published (invalid rings too) but stand in EPSG:28992; making them clean is the work of `areas`.
"""

from pathlib import Path

import pyarrow as pa

from veerkracht import levels
from veerkracht.errors import BoundaryError, DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.cbs_grenzen.attributes import Kolommen, herken, mapping, names_by_niveau
from veerkracht.sources.cbs_grenzen.gebieden import Gebieden, gebieden_van
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
    Inhoud,
    Laag,
    eerste_waarde,
    lees,
    open_lagen,
)
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.tables import Feit

VERSIE = 1


def read(bestand: Path, bron: Source, release: Release) -> Delivery:
    """Outlines and figures of one release, in the layouts gpkg, shapefile_zip, geojson, ogc_api and dbf_zip.

    Attachments `grenzen_<niveau>`: GeoDataFrames with GRENZEN_COLUMNS in EPSG:28992,
    one row an area and kind of water. Raises DeliveryError for a file that is not the delivery promised, BoundaryError
    for a CRS that nothing proves and for areas that occur twice.
    """
    with open_lagen(bestand, release) as lagen:
        gekozen = _kies_lagen(bestand.name, lagen, release)
        delen = [_lees_niveau(bestand.name, *keus, bron, release) for keus in gekozen.values()]
    waarnemingen = pa.concat_tables([deel.waarnemingen for deel in delen], promote_options="default")
    gebieden = pa.concat_tables([deel.gebieden for deel in delen])
    feiten = pa.concat_tables([deel.feiten for deel in delen])
    bijlagen = {naam: frame for deel in delen for naam, frame in deel.bijlagen.items()}
    return Delivery(waarnemingen, gebieden, feiten, bijlagen)


def _kies_lagen(bestand: str, lagen: list[list[Laag]], release: Release) -> dict[str, tuple[list[Laag], Kolommen]]:
    """The layer of each level. Raises DeliveryError when a level is missing or two layers compete for it."""
    met_vlakken = release.layout != "dbf_zip"
    gekozen: dict[str, tuple[list[Laag], Kolommen]] = {}
    for paginas in (groep for groep in lagen if groep and (groep[0].heeft_vlakken or not met_vlakken)):
        laag = paginas[0]
        kolommen = herken(bestand, laag.naam, laag.kolommen, _statcode(laag))
        if kolommen is None or not _gevraagd(laag, kolommen.niveau, release):
            continue
        if kolommen.niveau in gekozen:
            eerder = gekozen[kolommen.niveau][0][0].naam
            raise DeliveryError(
                f"{bestand}: lagen {eerder!r} en {laag.naam!r} geven beide {kolommen.niveau}en. Verwacht één laag per "
                "niveau; geef in de catalogus het product (gedetailleerd of gegeneraliseerd) van de release."
            )
        gekozen[kolommen.niveau] = (paginas, kolommen)
    ontbreekt = [niveau for niveau in release.niveaus if niveau not in gekozen]
    if ontbreekt or not gekozen:
        _meld_ontbrekend(bestand, lagen, ontbreekt)
    return dict(sorted(gekozen.items()))


def _statcode(laag: Laag) -> str | None:
    kolom = next((naam for naam in laag.kolommen if naam.lower() in mapping()["statistisch"]["code"]), None)
    return eerste_waarde(laag, kolom) if kolom else None


def _gevraagd(laag: Laag, niveau: str, release: Release) -> bool:
    """Gebiedsindelingen hold every level twice, generalised and not: the product of the release chooses."""
    if release.niveaus and niveau not in release.niveaus:
        return False
    naam = laag.naam.lower()
    if "gegeneraliseerd" not in naam or release.product is None:
        return True
    return (release.product == "gedetailleerd") == ("niet_gegeneraliseerd" in naam)


def _meld_ontbrekend(bestand: str, lagen: list[list[Laag]], ontbreekt: list[str]) -> None:
    codes = [naam for niveau in ontbreekt or names_by_niveau() for naam in names_by_niveau()[niveau]["code"]]
    codes += mapping()["statistisch"]["code"]
    gezien = [naam for groep in lagen for laag in groep for naam in laag.kolommen]
    namen = ", ".join(sorted({laag.naam for groep in lagen for laag in groep})) or "geen"
    tekst = tables.ontbrekende_kolom(f"{bestand}, lagen {namen}", list(dict.fromkeys(gezien)), codes)
    raise DeliveryError(
        f"{tekst} Gezocht: {', '.join(ontbreekt) or levels.enumerated(list(levels.known().drawn), 'of')}."
    )


def _lees_niveau(bestand: str, paginas: list[Laag], kolommen: Kolommen, bron: Source, release: Release) -> Delivery:
    inhoud = lees(paginas, bestand)
    if inhoud.attributen.num_rows == 0:
        raise DeliveryError(f"{bestand}: laag {paginas[0].naam} bevat geen gebieden. Haal het bestand opnieuw op.")
    gebieden = gebieden_van(bestand, inhoud.attributen, kolommen, release)
    bijlagen, feiten = {}, _feiten(inhoud, gebieden, paginas[0])
    if inhoud.vlakken is not None:
        frame, meer = grenzen_frame(bestand, inhoud, gebieden, bron, release)
        bijlagen, feiten = {f"grenzen_{kolommen.niveau}": frame}, feiten + meer
    elif len(set(gebieden.code)) < len(gebieden.code):
        dubbel = next(code for code in gebieden.code if gebieden.code.count(code) > 1)
        raise BoundaryError(f"{bestand}: gebied {dubbel} staat er meer dan één keer in. Verwacht: één rij per gebied.")
    eigen = gebieden.eigen_rijen()
    tabel = inhoud.attributen.take(eigen)
    codes = pa.array([gebieden.code[i] for i in eigen])
    niveaus = tables.constant(kolommen.niveau, len(eigen), pa.dictionary(pa.int32(), pa.string()))
    jaar = release.jaren[0]
    cijfers = {naam: tabel[naam] for naam in kolommen.cijfers}
    extra = {"gebiedsnaam": gebieden.naam, "gemeentenaam": gebieden.gemeentenaam, "ind_wbi": gebieden.wbi}
    namen = {naam: pa.array([waarden[i] for i in eigen], pa.string()) for naam, waarden in extra.items()}
    return Delivery(
        tables.smelt(bron, release, codes, niveaus, jaar, cijfers),
        tables.gebieden(bron, release, codes, niveaus, jaar=jaar, **namen),
        tables.feiten(bron, release, [Feit(f.feit, f.waarde, kolommen.niveau, f.toelichting) for f in feiten]),
        bijlagen,
    )


def _feiten(inhoud: Inhoud, gebieden: Gebieden, laag: Laag) -> list[Feit]:
    """What was counted in a layer before anything was joined; special codes over all cells."""
    tabel = inhoud.attributen
    feiten = [
        Feit("aantal_rijen", tabel.num_rows, toelichting=f"laag {laag.naam}"),
        Feit("aantal_kolommen", tabel.num_columns),
        Feit("aantal_gebieden", len(set(_binnenland(gebieden.code, gebieden.water))), toelichting="zonder buitenland"),
        Feit("aantal_gemeenten", len(set(_binnenland(gebieden.gemeentecode, gebieden.water)))),
        Feit("aantal_met_naam", sum(naam is not None for naam in gebieden.naam)),
    ]
    for code in missing.codes():
        aantal = sum(kolom.to_pylist().count(code) for kolom in tabel.columns)
        feiten += [Feit(f"code_{code}", aantal)] if aantal else []
    for soort in ("water", "buitenland"):
        aantal = gebieden.water.count(soort)
        feiten += [Feit(f"rijen_{soort}", aantal)] if aantal else []
    return feiten


def _binnenland(codes: list[str], water: list[str]) -> list[str]:
    return [code for code, soort in zip(codes, water, strict=True) if soort != "buitenland"]


READERS: dict[Layout, Reader] = {
    **dict.fromkeys((GPKG, SHAPEFILE_ZIP, GEOJSON, OGC_API, DBF_ZIP), read),
    SLEUTEL_CSV: read_key,
}
