"""Reader of the Leefbaarometer 3.0 zip: scores per buurt, wijk, gemeente and 100 m cell, all years of the release.

Files of development and of PC4 are passed over and counted. Version 2.0 is another model and refused. Cells of the
grid do not go with the other figures but as `raster`, wide as published: nothing further on uses twenty million rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.levels import RASTER
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.leefbaarometer.version_2 import refuse_version_2
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import check_once, codes_and_niveaus
from veerkracht.sources.readers.csvtext import header_names, read_csv
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout, zip_layout
from veerkracht.sources.readers.members import member_names
from veerkracht.sources.readers.periods import check_years, years_of_column
from veerkracht.sources.readers.zipsafe import open_member

DIMENSIES = ("fys", "onv", "soc", "vrz", "won")
SCORES = ("lbm", "afw", *DIMENSIES)
_CODEKOLOM = {"bu_code": "buurt", "wk_code": "wijk", "gm_code": "gemeente", "grid_id": RASTER, "pc4": "postcode4"}


@dataclass(frozen=True)
class ScoreFile:
    """One CSV of scores in the zip, all columns as text; the header is row 1."""

    naam: str
    niveau: str
    codekolom: str
    tabel: pa.Table


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Scores as published (`NA` where missing) of every level in the zip.

    Raises DeliveryError for version 2.0, for a missing column, other years than the release has, a level that the
    catalogue promises and is not there, an area that stands twice in a year, or a code of another level.
    """
    if file.suffix.lower() in (".xlsx", ".xls"):
        refuse_version_2(file)
    bestanden, overgeslagen = _files(file)
    _check_niveaus(file, bestanden, release)
    jaren = sorted({int(jaar) for item in bestanden for jaar in pc.unique(_jaar(item)).to_pylist()})
    check_years(jaren, release, file.name)
    delen = [_part(item, source, release) for item in bestanden if item.niveau != RASTER]
    rows, areas = (_together(tabellen) for tabellen in zip(*((deel[0], deel[1]) for deel in delen), strict=True))
    items = [item for deel in delen for item in deel[2]] + tables.usual_feiten(rows, areas)
    items.append(tables.Feit("bestanden_overgeslagen", len(overgeslagen), toelichting=", ".join(overgeslagen) or None))
    raster = [_raster(item, source, release) for item in bestanden if item.niveau == RASTER]
    items += [tables.Feit("aantal_rijen", table.num_rows, RASTER) for table in raster]
    bijlagen = {RASTER: pa.concat_tables(raster)} if raster else {}
    return Delivery(rows, areas, tables.feiten(source, release, items), bijlagen)


def _files(file: Path) -> tuple[list[ScoreFile], list[str]]:
    """The CSV files with scores per area and year, told by their columns, and the names of the others."""
    scores, overgeslagen = [], []
    for naam in sorted(member_names(file)):
        kort = Path(naam).name
        if kort.lower().endswith((".xlsx", ".xls")):
            refuse_version_2(file, naam)
        elif kort.lower().endswith(".csv"):
            with open_member(file, naam) as stream:
                header = header_names(stream.readline(), ",")
            refuse_version_2(file, naam, header)
            codekolom = next((kolom for kolom in header if kolom.lower() in _CODEKOLOM), None)
            if "ontwikkeling" in kort.lower() or not codekolom or _CODEKOLOM[codekolom.lower()] not in levels.known():
                overgeslagen.append(kort)
                continue
            for kolom in ("jaar", *SCORES):
                tables.choose_column(kort, header, kolom)
            niveau = _CODEKOLOM[codekolom.lower()]
            nodig = [codekolom, "jaar", *SCORES] if niveau == RASTER else None
            with open_member(file, naam) as stream:
                scores.append(ScoreFile(kort, niveau, codekolom, read_csv(stream, kort, ",", only=nodig)))
    if not any(item.niveau != RASTER for item in scores):
        raise DeliveryError(
            f"{file.name}: geen CSV met scores per buurt, wijk of gemeente; gezien: "
            f"{', '.join(overgeslagen) or 'geen CSV'}. Verwacht: 'Leefbaarometer-scores buurten ….csv' (3.0)."
        )
    return scores, overgeslagen


def _check_niveaus(file: Path, bestanden: list[ScoreFile], release: Release) -> None:
    ontbreekt = set(release.niveaus) - {item.niveau for item in bestanden}
    if ontbreekt:
        raise DeliveryError(
            f"{file.name}: geen scores per {' en '.join(sorted(ontbreekt))}, die de catalogus bij "
            f"{release.release} belooft; gevonden: {', '.join(item.naam for item in bestanden)}."
        )


def _jaar(item: ScoreFile) -> pa.Array:
    return years_of_column(item.tabel["jaar"], "jaar", item.naam)


def _part(item: ScoreFile, source: Source, release: Release) -> tuple[pa.Table, pa.Table, list[tables.Feit]]:
    """Figures, areas and facts of one level."""
    row_of = lambda i: i + 2  # noqa: E731 - record to row, below the header
    codes, niveaus = codes_and_niveaus(item.tabel[item.codekolom], item.codekolom, item.naam, row_of)
    ander = [niveau for niveau in niveaus.dictionary.to_pylist() if niveau != item.niveau]
    if ander:
        raise DeliveryError(f"{item.naam}: kolom {item.codekolom!r} bevat codes van niveau {ander[0]}.")
    jaar = _jaar(item)
    check_once(codes, item.naam, row_of, jaar)
    naamkolom = item.codekolom.replace("code", "naam")
    namen = {"gebiedsnaam": item.tabel[naamkolom]} if naamkolom in item.tabel.column_names else {}
    rows = tables.melt(source, release, codes, niveaus, jaar, {kolom: item.tabel[kolom] for kolom in SCORES})
    areas = tables.gebieden(source, release, codes, niveaus, jaar=jaar, **namen)
    return rows, areas, _feiten(item, jaar)


def _feiten(item: ScoreFile, jaar: pa.Array) -> list[tables.Feit]:
    """Rows and filled scores, and the two equations that hold in a sound release."""
    score = {kolom: _numbers(item.tabel[kolom]) for kolom in SCORES}
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


def _numbers(tekst: pa.ChunkedArray) -> pa.Array:
    """Scores as numbers, for counting only; what is no number is null."""
    array = tekst.combine_chunks()
    leeg = pc.invert(pc.match_substring_regex(array, r"^\s*-?[0-9.]+([eE][-+]?[0-9]+)?\s*$"))
    return pc.utf8_trim_whitespace(pc.if_else(leeg, pa.scalar(None, pa.string()), array)).cast(pa.float64())


def _raster(item: ScoreFile, source: Source, release: Release) -> pa.Table:
    """Cells as they are: one row a cell and year, scores as text."""
    n, jaar = item.tabel.num_rows, _jaar(item)
    check_once(item.tabel[item.codekolom].combine_chunks(), item.naam, lambda i: i + 2, jaar)
    vast = {"bron": source.bron, "release": release.release, "niveau": RASTER}
    type_ = pa.dictionary(pa.int32(), pa.string())
    return pa.table(
        {naam: tables.constant(waarde, n, type_) for naam, waarde in vast.items()}
        | {"jaar": jaar, "gebiedscode": item.tabel[item.codekolom]}
        | {"indeling": tables.constant(release.indeling, n, pa.int16())}
        | {kolom: item.tabel[kolom] for kolom in SCORES}
    )


def _together(tabellen: Iterable[pa.Table]) -> pa.Table:
    return pa.concat_tables(list(tabellen)).unify_dictionaries()


READERS: dict[Layout, Reader] = {zip_layout("lbm3_zip"): read}
