"""Reader of the Leefbaarometer 3.0 zip: scores per buurt, wijk, gemeente and 100 m cell, all years of the release.

Files of development and of PC4 are passed over and counted. Version 2.0 is another model and refused. Cells of the
grid do not go with the other figures but as `raster`, wide as published: nothing further on uses twenty million rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.levels import RASTER
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.leefbaarometer.version_2 import refuse_version_2
from veerkracht.sources.readers import missing, tables
from veerkracht.sources.readers.codes import check_once, codes_and_niveaus
from veerkracht.sources.readers.csvtext import header_names, read_csv, separator_of
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout, zip_layout
from veerkracht.sources.readers.members import member_names, unpacked
from veerkracht.sources.readers.periods import listed_years, years_of_column
from veerkracht.sources.readers.zipsafe import open_member

_OTHERWISE = "Neem de zip met open data van leefbaarometer.nl, zoals zij is."
DIMENSIES = ("fys", "onv", "soc", "vrz", "won")
SCORES = ("lbm", "afw", *DIMENSIES)
_CODE_COLUMN = {"bu_code": "buurt", "wk_code": "wijk", "gm_code": "gemeente", "grid_id": RASTER, "pc4": "postcode4"}


@dataclass(frozen=True)
class ScoreFile:
    """One CSV of scores in the zip, all columns as text; the header is row 1."""

    name: str
    niveau: str
    code_column: str
    table: pa.Table


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Scores as published (`NA` where missing) of every level in the zip.

    Raises DeliveryError for version 2.0, for a missing column, other years than the release has, a level that the
    catalogue promises and is not there, an area that stands twice in a year, or a code of another level.
    """
    if file.suffix.lower() in (".xlsx", ".xls"):
        refuse_version_2(file)
    files, skipped = _files(file)
    _check_niveaus(file, files, release)
    listed = listed_years(np.concatenate([_jaar(item).to_numpy() for item in files]), release, file.name)
    files = [_of_years(item, release) for item in files]
    parts = [_part(item, source, release) for item in files if item.niveau != RASTER]
    rows, areas = (_together(level) for level in zip(*((part[0], part[1]) for part in parts), strict=True))
    items = [item for part in parts for item in part[2]] + tables.usual_feiten(rows, areas)
    items += listed.feiten(release)
    items.append(tables.Feit("bestanden_overgeslagen", len(skipped), toelichting=", ".join(skipped) or None))
    raster = [_raster(item, source, release) for item in files if item.niveau == RASTER]
    items += [tables.Feit("aantal_rijen", table.num_rows, RASTER) for table in raster]
    bijlagen = {RASTER: pa.concat_tables(raster)} if raster else {}
    return Delivery(rows, areas, tables.feiten(source, release, items), bijlagen)


def _files(file: Path) -> tuple[list[ScoreFile], list[str]]:
    """The CSV files with scores per area and year, told by their columns, and the names of the others."""
    scores, skipped = [], []
    for name in sorted(member_names(file)):
        short = Path(name).name
        if short.lower().endswith((".xlsx", ".xls")):
            refuse_version_2(file, name)
        elif short.lower().endswith(".csv"):
            with open_member(file, name) as stream:
                line = stream.readline()
            separator = separator_of(line.decode("utf-8-sig", "replace"))
            header = header_names(line, separator)
            refuse_version_2(file, name, header)
            code_column = next((column for column in header if column.lower() in _CODE_COLUMN), None)
            if (
                "ontwikkeling" in short.lower()
                or not code_column
                or _CODE_COLUMN[code_column.lower()] not in levels.known()
            ):
                skipped.append(short)
                continue
            lower = [column.lower() for column in header]
            for column in ("jaar", *SCORES):
                tables.choose_column(short, lower, column, todo=_OTHERWISE)
            niveau = _CODE_COLUMN[code_column.lower()]
            needed = [header[lower.index(name)] for name in (code_column.lower(), "jaar", *SCORES)]
            with open_member(file, name) as stream:
                table = read_csv(stream, short, separator, only=needed if niveau == RASTER else None)
            table = table.rename_columns(
                [column.lower() if column != code_column else column for column in table.column_names]
            )
            scores.append(ScoreFile(short, niveau, code_column, table))
    if not any(item.niveau != RASTER for item in scores):
        raise DeliveryError(
            f"{file.name}: geen CSV met scores per buurt, wijk of gemeente; gezien: "
            f"{', '.join(skipped)[:200] or 'geen CSV'}. Verwacht: 'Leefbaarometer-scores buurten ….csv' (3.0). "
            f"{unpacked(member_names(file))}Neem de zip met open data van leefbaarometer.nl, zoals zij is; "
            "ontwikkelingen en postcodes worden niet gelezen."
        )
    return scores, skipped


def _check_niveaus(file: Path, files: list[ScoreFile], release: Release) -> None:
    absent = set(release.niveaus) - {item.niveau for item in files}
    if absent:
        raise DeliveryError(
            f"{file.name}: geen scores per {' en '.join(sorted(absent))}, die de catalogus bij "
            f"{release.release} belooft; gevonden: {', '.join(item.name for item in files)}."
        )


def _jaar(item: ScoreFile) -> pa.Array:
    return years_of_column(item.table["jaar"], "jaar", item.name)


def _of_years(item: ScoreFile, release: Release) -> ScoreFile:
    """Only the rows of years that the release lists."""
    kept = np.isin(_jaar(item).to_numpy(), release.jaren)
    return item if kept.all() else replace(item, table=item.table.filter(kept))


def _part(item: ScoreFile, source: Source, release: Release) -> tuple[pa.Table, pa.Table, list[tables.Feit]]:
    """Figures, areas and facts of one level."""
    row_of = lambda i: i + 2  # noqa: E731 - record to row, below the header
    codes, niveaus = codes_and_niveaus(item.table[item.code_column], item.code_column, item.name, row_of)
    others = [niveau for niveau in niveaus.dictionary.to_pylist() if niveau != item.niveau]
    if others:
        raise DeliveryError(
            f"{item.name}: kolom {item.code_column!r} bevat codes van niveau {others[0]}; verwacht: {item.niveau}. "
            f"{_OTHERWISE}"
        )
    jaar = _jaar(item)
    check_once(codes, item.name, row_of, jaar)
    name_column = item.code_column.replace("code", "naam")
    names = {"gebiedsnaam": item.table[name_column]} if name_column in item.table.column_names else {}
    rows = tables.melt(source, release, codes, niveaus, jaar, {column: item.table[column] for column in SCORES})
    areas = tables.gebieden(source, release, codes, niveaus, jaar=jaar, **names)
    return rows, areas, _feiten(item, jaar)


def _feiten(item: ScoreFile, jaar: pa.Array) -> list[tables.Feit]:
    """Rows and filled scores, and the two equations that hold in a sound release."""
    score = {column: missing.numbers(item.table[column]).combine_chunks() for column in SCORES}
    feit = lambda name, value, explanation=None: tables.Feit(name, value, item.niveau, explanation)  # noqa: E731
    items = [
        feit("aantal_rijen", item.table.num_rows, item.name),
        feit("aantal_kolommen", item.table.num_columns),
    ]
    for row in sorted(pc.value_counts(jaar).to_pylist(), key=lambda row: row["values"]):
        items.append(feit(f"aantal_rijen_{row['values']}", row["counts"]))
    for column in SCORES:
        filled = jaar.filter(pc.is_valid(score[column]))
        years = ", ".join(map(str, sorted(pc.unique(filled).to_pylist())))
        items.append(feit(f"gevuld_{column}", len(filled), f"jaren: {years or 'geen'}"))
    total = score[DIMENSIES[0]]
    for column in DIMENSIES[1:]:
        total = pc.add(total, score[column])
    items.append(feit("afw_min_som_dimensies_grootste", pc.max(pc.abs(pc.subtract(score["afw"], total))).as_py()))
    verschil = pc.min_max(pc.subtract(score["lbm"], score["afw"])).as_py()
    items.append(feit("lbm_min_afw_kleinste", verschil["min"]))
    items.append(feit("lbm_min_afw_grootste", verschil["max"]))
    return items


def _raster(item: ScoreFile, source: Source, release: Release) -> pa.Table:
    """Cells as they are: one row a cell and year, scores as text."""
    n, jaar = item.table.num_rows, _jaar(item)
    check_once(item.table[item.code_column].combine_chunks(), item.name, lambda i: i + 2, jaar)
    fixed = {"bron": source.bron, "release": release.release, "niveau": RASTER}
    type_ = pa.dictionary(pa.int32(), pa.string())
    return pa.table(
        {name: tables.constant(value, n, type_) for name, value in fixed.items()}
        | {"jaar": jaar, "gebiedscode": item.table[item.code_column]}
        | {"indeling": tables.constant(release.indeling, n, pa.int16())}
        | {column: item.table[column] for column in SCORES}
    )


def _together(parts: Iterable[pa.Table]) -> pa.Table:
    return pa.concat_tables(list(parts)).unify_dictionaries()


READERS: dict[Layout, Reader] = {zip_layout("lbm3_zip"): read}
