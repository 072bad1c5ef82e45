"""Reader of the Leefbaarometer 3.0 zip: scores per buurt, wijk, gemeente and 100 m cell, all years of the release.

Files of development and of PC4 are passed over and counted. Version 2.0 is another model and refused. Cells of the
grid do not go with the other figures but as `raster`, wide as published: nothing further on uses twenty million rows.
"""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.levels import RASTER
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.leefbaarometer.version_2 import weiger_versie_2
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import codes_en_niveaus, controleer_dubbel
from veerkracht.sources.readers.csvtext import kop_van, lees_csv
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout, zip_layout
from veerkracht.sources.readers.members import leden
from veerkracht.sources.readers.periods import controleer_jaren, jaren_van_kolom
from veerkracht.sources.readers.zipsafe import open_member

DIMENSIES = ("fys", "onv", "soc", "vrz", "won")
SCORES = ("lbm", "afw", *DIMENSIES)
_CODEKOLOM = {"bu_code": "buurt", "wk_code": "wijk", "gm_code": "gemeente", "grid_id": RASTER, "pc4": "postcode4"}


@dataclass(frozen=True)
class Bestand:
    """One CSV of scores in the zip, all columns as text; the header is row 1."""

    naam: str
    niveau: str
    codekolom: str
    tabel: pa.Table


def read(bestand: Path, bron: Source, release: Release) -> Delivery:
    """Scores as published (`NA` where missing) of every level in the zip.

    Raises DeliveryError for version 2.0, for a missing column, other years than the release has, a level that the
    catalogue promises and is not there, an area that stands twice in a year, or a code of another level.
    """
    if bestand.suffix.lower() in (".xlsx", ".xls"):
        weiger_versie_2(bestand)
    bestanden, overgeslagen = _bestanden(bestand)
    _controleer_niveaus(bestand, bestanden, release)
    jaren = sorted({int(jaar) for item in bestanden for jaar in pc.unique(_jaar(item)).to_pylist()})
    controleer_jaren(jaren, release, bestand.name)
    delen = [_deel(item, bron, release) for item in bestanden if item.niveau != RASTER]
    rows, areas = (_samen(tabellen) for tabellen in zip(*((deel[0], deel[1]) for deel in delen), strict=True))
    items = [item for deel in delen for item in deel[2]] + tables.gewone_feiten(rows, areas)
    items.append(tables.Feit("bestanden_overgeslagen", len(overgeslagen), toelichting=", ".join(overgeslagen) or None))
    raster = [_raster(item, bron, release) for item in bestanden if item.niveau == RASTER]
    items += [tables.Feit("aantal_rijen", table.num_rows, RASTER) for table in raster]
    bijlagen = {RASTER: pa.concat_tables(raster)} if raster else {}
    return Delivery(rows, areas, tables.feiten(bron, release, items), bijlagen)


def _bestanden(zip_: Path) -> tuple[list[Bestand], list[str]]:
    """The CSV files with scores per area and year, told by their columns, and the names of the others."""
    scores, overgeslagen = [], []
    for naam in sorted(leden(zip_)):
        kort = Path(naam).name
        if kort.lower().endswith((".xlsx", ".xls")):
            weiger_versie_2(zip_, naam)
        elif kort.lower().endswith(".csv"):
            with open_member(zip_, naam) as stream:
                kop = kop_van(stream.readline(), ",")
            weiger_versie_2(zip_, naam, kop)
            codekolom = next((kolom for kolom in kop if kolom.lower() in _CODEKOLOM), None)
            if "ontwikkeling" in kort.lower() or not codekolom or _CODEKOLOM[codekolom.lower()] not in levels.known():
                overgeslagen.append(kort)
                continue
            for kolom in ("jaar", *SCORES):
                tables.kies_kolom(kort, kop, kolom)
            niveau = _CODEKOLOM[codekolom.lower()]
            nodig = [codekolom, "jaar", *SCORES] if niveau == RASTER else None
            with open_member(zip_, naam) as stream:
                scores.append(Bestand(kort, niveau, codekolom, lees_csv(stream, kort, ",", alleen=nodig)))
    if not any(item.niveau != RASTER for item in scores):
        raise DeliveryError(
            f"{zip_.name}: geen CSV met scores per buurt, wijk of gemeente; gezien: "
            f"{', '.join(overgeslagen) or 'geen CSV'}. Verwacht: 'Leefbaarometer-scores buurten ….csv' (3.0)."
        )
    return scores, overgeslagen


def _controleer_niveaus(zip_: Path, bestanden: list[Bestand], release: Release) -> None:
    ontbreekt = set(release.niveaus) - {item.niveau for item in bestanden}
    if ontbreekt:
        raise DeliveryError(
            f"{zip_.name}: geen scores per {' en '.join(sorted(ontbreekt))}, die de catalogus bij "
            f"{release.release} belooft; gevonden: {', '.join(item.naam for item in bestanden)}."
        )


def _jaar(item: Bestand) -> pa.Array:
    return jaren_van_kolom(item.tabel["jaar"], "jaar", item.naam)


def _deel(item: Bestand, bron: Source, release: Release) -> tuple[pa.Table, pa.Table, list[tables.Feit]]:
    """Figures, areas and facts of one level."""
    rij = lambda i: i + 2  # noqa: E731 - record to row, below the header
    codes, niveaus = codes_en_niveaus(item.tabel[item.codekolom], item.codekolom, item.naam, rij)
    ander = [niveau for niveau in niveaus.dictionary.to_pylist() if niveau != item.niveau]
    if ander:
        raise DeliveryError(f"{item.naam}: kolom {item.codekolom!r} bevat codes van niveau {ander[0]}.")
    jaar = _jaar(item)
    controleer_dubbel(codes, item.naam, rij, jaar)
    naamkolom = item.codekolom.replace("code", "naam")
    namen = {"gebiedsnaam": item.tabel[naamkolom]} if naamkolom in item.tabel.column_names else {}
    rows = tables.smelt(bron, release, codes, niveaus, jaar, {kolom: item.tabel[kolom] for kolom in SCORES})
    areas = tables.gebieden(bron, release, codes, niveaus, jaar=jaar, **namen)
    return rows, areas, _feiten(item, jaar)


def _feiten(item: Bestand, jaar: pa.Array) -> list[tables.Feit]:
    """Rows and filled scores, and the two equations that hold in a sound release."""
    score = {kolom: _getallen(item.tabel[kolom]) for kolom in SCORES}
    feit = lambda naam, waarde, uitleg=None: tables.Feit(naam, waarde, item.niveau, uitleg)  # noqa: E731
    items = [
        feit("aantal_rijen", item.tabel.num_rows, item.naam),
        feit("aantal_kolommen", item.tabel.num_columns),
    ]
    for row in sorted(pc.value_counts(jaar).to_pylist(), key=lambda row: row["values"]):
        items.append(feit(f"aantal_rijen_{row['values']}", row["counts"]))
    for kolom in SCORES:
        gevuld = jaar.filter(pc.is_valid(score[kolom]))
        met = ", ".join(map(str, sorted(pc.unique(gevuld).to_pylist())))
        items.append(feit(f"gevuld_{kolom}", len(gevuld), f"jaren: {met or 'geen'}"))
    som = score[DIMENSIES[0]]
    for kolom in DIMENSIES[1:]:
        som = pc.add(som, score[kolom])
    items.append(feit("afw_min_som_dimensies_grootste", pc.max(pc.abs(pc.subtract(score["afw"], som))).as_py()))
    verschil = pc.min_max(pc.subtract(score["lbm"], score["afw"])).as_py()
    items.append(feit("lbm_min_afw_kleinste", verschil["min"]))
    items.append(feit("lbm_min_afw_grootste", verschil["max"]))
    return items


def _getallen(tekst: pa.ChunkedArray) -> pa.Array:
    """Scores as numbers, for counting only; what is no number is null."""
    array = tekst.combine_chunks()
    leeg = pc.invert(pc.match_substring_regex(array, r"^\s*-?[0-9.]+([eE][-+]?[0-9]+)?\s*$"))
    return pc.utf8_trim_whitespace(pc.if_else(leeg, pa.scalar(None, pa.string()), array)).cast(pa.float64())


def _raster(item: Bestand, bron: Source, release: Release) -> pa.Table:
    """Cells as they are: one row a cell and year, scores as text."""
    n, jaar = item.tabel.num_rows, _jaar(item)
    controleer_dubbel(item.tabel[item.codekolom].combine_chunks(), item.naam, lambda i: i + 2, jaar)
    vast = {"bron": bron.bron, "release": release.release, "niveau": RASTER}
    type_ = pa.dictionary(pa.int32(), pa.string())
    return pa.table(
        {naam: tables.constant(waarde, n, type_) for naam, waarde in vast.items()}
        | {"jaar": jaar, "gebiedscode": item.tabel[item.codekolom]}
        | {"indeling": tables.constant(release.indeling, n, pa.int16())}
        | {kolom: item.tabel[kolom] for kolom in SCORES}
    )


def _samen(tabellen) -> pa.Table:
    return pa.concat_tables(tabellen).unify_dictionaries()


READERS: dict[Layout, Reader] = {zip_layout("lbm3_zip"): read}
