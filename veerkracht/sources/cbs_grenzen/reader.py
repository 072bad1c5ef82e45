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
from veerkracht.sources.cbs_grenzen.gebieden import LayerGebieden, gebieden_of
from veerkracht.sources.cbs_grenzen.key import KEY_CSV, read_key
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


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Outlines and figures of one release, in the layouts gpkg, shapefile_zip, geojson, ogc_api and dbf_zip.

    Attachments `grenzen_<niveau>`: GeoDataFrames with GRENZEN_COLUMNS in EPSG:28992,
    one row an area and kind of water. Raises DeliveryError for a file that is not the delivery promised, BoundaryError
    for a CRS that nothing proves and for areas that occur twice.
    """
    with open_layers(file, release) as layers:
        chosen = _choose_layers(file.name, layers, release)
        parts = [_read_niveau(file.name, *choice, source, release) for choice in chosen.values()]
    waarnemingen = pa.concat_tables([part.waarnemingen for part in parts], promote_options="default")
    gebieden = pa.concat_tables([part.gebieden for part in parts])
    feiten = pa.concat_tables([part.feiten for part in parts])
    bijlagen = {name: frame for part in parts for name, frame in part.bijlagen.items()}
    return Delivery(waarnemingen, gebieden, feiten, bijlagen)


def _choose_layers(
    called: str, layers: list[list[Layer]], release: Release
) -> dict[str, tuple[list[Layer], Attributes]]:
    """The layer of each level. Raises DeliveryError when a level is missing or two layers compete for it."""
    with_outlines = release.layout != "dbf_zip"
    chosen: dict[str, tuple[list[Layer], Attributes]] = {}
    for pages in (group for group in layers if group and (group[0].has_outlines or not with_outlines)):
        layer = pages[0]
        columns = recognise(called, layer.name, layer.columns, _statcode(layer))
        if columns is None or not _is_wanted(layer, columns.niveau, release):
            continue
        if columns.niveau in chosen:
            earlier = chosen[columns.niveau][0][0].name
            raise DeliveryError(
                f"{called}: lagen {earlier!r} en {layer.name!r} geven beide {columns.niveau}en. Verwacht één laag per "
                "niveau; geef in de catalogus het product (gedetailleerd of gegeneraliseerd) van de release."
            )
        chosen[columns.niveau] = (pages, columns)
    absent = [niveau for niveau in release.niveaus if niveau not in chosen]
    if absent or not chosen:
        _report_missing(called, layers, absent)
    return dict(sorted(chosen.items()))


def _statcode(layer: Layer) -> str | None:
    column = next((name for name in layer.columns if name.lower() in mapping()["statistisch"]["code"]), None)
    return first_value(layer, column) if column else None


def _is_wanted(layer: Layer, niveau: str, release: Release) -> bool:
    """Gebiedsindelingen hold every level twice, generalised and not: the product of the release chooses."""
    if release.niveaus and niveau not in release.niveaus:
        return False
    name = layer.name.lower()
    if "gegeneraliseerd" not in name or release.product is None:
        return True
    return (release.product == "gedetailleerd") == ("niet_gegeneraliseerd" in name)


def _report_missing(called: str, layers: list[list[Layer]], absent: list[str]) -> None:
    codes = [name for niveau in absent or names_by_niveau() for name in names_by_niveau()[niveau]["code"]]
    codes += mapping()["statistisch"]["code"]
    seen = [name for group in layers for layer in group for name in layer.columns]
    names = ", ".join(sorted({layer.name for group in layers for layer in group})) or "geen"
    message = tables.missing_column(f"{called}, lagen {names}", list(dict.fromkeys(seen)), codes)
    raise DeliveryError(
        f"{message} Gezocht: {', '.join(absent) or levels.enumerated(list(levels.known().drawn), 'of')}."
    )


def _read_niveau(called: str, pages: list[Layer], columns: Attributes, source: Source, release: Release) -> Delivery:
    content = read_layer(pages, called)
    if content.attributes.num_rows == 0:
        raise DeliveryError(f"{called}: laag {pages[0].name} bevat geen gebieden. Haal het bestand opnieuw op.")
    gebieden = gebieden_of(called, content.attributes, columns, release, _names(pages[0], columns, called))
    bijlagen, feiten = {}, _feiten(content, gebieden, pages[0])
    if content.outlines is not None:
        frame, more = grenzen_frame(called, content, gebieden, source, release)
        bijlagen, feiten = {f"grenzen_{columns.niveau}": frame}, feiten + more
    elif len(set(gebieden.code)) < len(gebieden.code):
        double = next(code for code in gebieden.code if gebieden.code.count(code) > 1)
        raise BoundaryError(f"{called}: gebied {double} staat er meer dan één keer in. Verwacht: één rij per gebied.")
    own = gebieden.own_rows()
    table = content.attributes.take(own)
    codes = pa.array([gebieden.code[i] for i in own])
    niveaus = tables.constant(columns.niveau, len(own), pa.dictionary(pa.int32(), pa.string()))
    jaar = release.jaren[0]
    figures = {name: table[name] for name in columns.figures}
    extra = {"gebiedsnaam": gebieden.naam, "gemeentenaam": gebieden.gemeentenaam, "ind_wbi": gebieden.wbi}
    names = {name: pa.array([values[i] for i in own], pa.string()) for name, values in extra.items()}
    return Delivery(
        tables.melt(source, release, codes, niveaus, jaar, figures),
        tables.gebieden(source, release, codes, niveaus, jaar=jaar, **names),
        tables.feiten(source, release, [Feit(f.feit, f.waarde, columns.niveau, f.toelichting) for f in feiten]),
        bijlagen,
    )


def _names(layer: Layer, columns: Attributes, called: str) -> tuple[str, ...]:
    """What may tell the year of a layer: its name, its attributes, its file and the delivery."""
    return layer.name, columns.code, layer.file.name, called


def _feiten(content: Content, gebieden: LayerGebieden, layer: Layer) -> list[Feit]:
    """What was counted in a layer before anything was joined; special codes over all cells."""
    table = content.attributes
    feiten = [
        Feit("aantal_rijen", table.num_rows, toelichting=f"laag {layer.name}"),
        Feit("aantal_kolommen", table.num_columns),
        Feit("aantal_gebieden", len(set(_inland(gebieden.code, gebieden.water))), toelichting="zonder buitenland"),
        Feit("aantal_gemeenten", len(set(_inland(gebieden.gemeentecode, gebieden.water)))),
        Feit("aantal_met_naam", sum(name is not None for name in gebieden.naam)),
    ]
    for code in missing.codes():
        count = sum(column.to_pylist().count(code) for column in table.columns)
        feiten += [Feit(f"code_{code}", count)] if count else []
    for soort in ("water", "buitenland"):
        count = gebieden.water.count(soort)
        feiten += [Feit(f"rijen_{soort}", count)] if count else []
    return feiten


def _inland(codes: Sequence[str | None], water: list[str | None]) -> list[str | None]:
    return [code for code, soort in zip(codes, water, strict=True) if soort != "buitenland"]


READERS: dict[Layout, Reader] = {
    **dict.fromkeys((GPKG, SHAPEFILE_ZIP, GEOJSON, OGC_API, DBF_ZIP), read),
    KEY_CSV: read_key,
}
