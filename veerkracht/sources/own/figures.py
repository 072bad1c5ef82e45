"""Reader of figures of the user's own (sources `eigen_…`): a CSV with gebiedscode, jaar, waarde and perhaps indicator.

What the figures mean stands in indicatoren.csv of the user's catalogue folder (`tables`). Of a restricted
source an error names row and column, never what stands in a cell.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import pyarrow as pa

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.schemas import WAARNEMINGEN
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.own.tables import OwnTables
from veerkracht.sources.readers import missing
from veerkracht.sources.readers.codes import normalised
from veerkracht.sources.readers.csvtext import csv_rows
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.tables import Feit, feiten, gebieden, usual_feiten
from veerkracht.sources.readers.thousands import ColumnCells, without_points

COLUMNS = ("gebiedscode", "jaar", "waarde")
INDICATOR = "indicator"
_VERWACHT = {
    "gebiedscode": "NL00, of GM, WK of BU met 4, 6 of 8 tekens, zoals BU00340101 (geen getal: Excel laat nullen weg)",
    "waarde": "een getal (decimalen met een komma, liefst zonder punten voor duizendtallen), of leeg",
    INDICATOR: "de naam van een indicator uit indicatoren.csv",
}


@dataclass(frozen=True)
class OwnFigure:
    """One row of the file."""

    row: int
    gebiedscode: str
    jaar: int
    kolom: str
    waarde: str


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Figures as written, without points of thousands; kolom is the indicator, or `waarde` without that column.

    Raises DeliveryError for a missing or unknown column, a code that is none, a year that the release does not have,
    text that is no number, or two figures for one area, year and indicator.
    """
    figures = list(_once(_figures(file, source, release), file))
    if not figures:
        raise DeliveryError(f"{file.name}: geen enkele rij met cijfers onder de kop. Vul het bestand en lever opnieuw.")
    figures = _all_numbers(figures, file, source)
    _all_years(figures, file, release)
    rows = pa.Table.from_pylist([_row(figure, source, release) for figure in figures], schema=WAARNEMINGEN)
    areas = sorted({(figure.gebiedscode, figure.jaar) for figure in figures})
    codes, jaren = (pa.array(column) for column in zip(*areas, strict=True))
    niveaus = pa.array([levels.known().of_code(code) for code, _ in areas])
    named = gebieden(source, release, codes, niveaus, jaar=jaren)
    facts = [Feit("aantal_rijen", len(figures)), *usual_feiten(rows, named)]
    return Delivery(rows, named, feiten(source, release, facts))


def check_columns(own: OwnTables, folders: Mapping[str, list[Path]]) -> None:
    """Every figure of the raw folders of each own source is of an indicator that is described.

    Raises DeliveryError naming source and indicator: such figures would silently stay out of the edition.
    """
    import pyarrow.parquet as pq

    for bron, releases in folders.items():
        known = own.columns(bron)
        for folder in releases:
            found = pq.read_table(folder / "waarnemingen.parquet", columns=["kolom"])["kolom"].unique().to_pylist()
            strange = sorted(set(found) - known)
            if strange == ["waarde"]:
                raise DeliveryError(
                    f"{bron}@{folder.name}: het bestand heeft geen kolom `{INDICATOR}`, maar indicatoren.csv "
                    f"beschrijft er meer voor deze bron ({', '.join(sorted(known))}). Voeg die kolom toe."
                )
            if strange:
                raise DeliveryError(
                    f"{bron}@{folder.name}: indicator {', '.join(strange[:5])} staat niet in indicatoren.csv; "
                    f"beschreven zijn {', '.join(sorted(known))}."
                )


def _figures(file: Path, source: Source, release: Release) -> Iterator[OwnFigure]:
    rows = csv_rows(file)
    header = _header(file, [name.strip().lower() for name in next(rows, (1, []))[1]])
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise DeliveryError(
                f"{file.name}: rij {number} heeft {len(cells)} cellen, verwacht {len(header)}. Is een decimale "
                "komma ook het scheidingsteken?"
            )
        cell = dict(zip(header, (text.strip() for text in cells), strict=True))
        yield _checked(cell, number, file, source, release)


def _header(file: Path, header: list[str]) -> list[str]:
    missing = [name for name in COLUMNS if name not in header]
    strange = [name for name in header if name not in (*COLUMNS, INDICATOR)]
    double = [name for name in header if header.count(name) > 1]
    if missing or strange or double:
        problem = f"ontbreekt {missing[0]}" if missing else f"hoort {(strange or double)[0]!r} niet (nog eens)"
        raise DeliveryError(
            f"{file.name}: in de kop (rij 1) {problem}. Verwacht: {', '.join(COLUMNS)} en eventueel {INDICATOR}."
        )
    return header


def _checked(cell: dict[str, str], number: int, file: Path, source: Source, release: Release) -> OwnFigure:
    def fail(column: str, why: str) -> NoReturn:
        shown = f" {cell[column][:60]!r}" if source.toegang == "open" else ""
        raise DeliveryError(f"{file.name}: rij {number}, kolom {column}:{shown} {why}.")

    code = normalised(cell["gebiedscode"])
    niveau = levels.known().of_code(code)
    if niveau not in (release.niveaus or levels.known().with_figures):
        fail("gebiedscode", f"is geen code die hier mag staan; verwacht: {_VERWACHT['gebiedscode']}")
    if cell["jaar"] not in {str(jaar) for jaar in release.jaren}:
        fail("jaar", f"is geen jaar van release {release.release}: {', '.join(map(str, release.jaren))}")
    if INDICATOR in cell and not cell[INDICATOR]:
        fail(INDICATOR, f"is leeg; verwacht: {_VERWACHT[INDICATOR]}")
    return OwnFigure(number, code, int(cell["jaar"]), cell.get(INDICATOR, "waarde").lower(), cell["waarde"])


def _all_numbers(figures: list[OwnFigure], file: Path, source: Source) -> list[OwnFigure]:
    """The figures without points of thousands. Raises DeliveryError, with row and column, for one that is no number."""
    shown = source.toegang == "open"
    made = []
    for name in dict.fromkeys(figure.kolom for figure in figures):
        of_column = [figure for figure in figures if figure.kolom == name]
        rows = [figure.row for figure in of_column]
        cells = pa.array([figure.waarde for figure in of_column], pa.string())
        column = ColumnCells(file.name, "waarde", rows.__getitem__, shown)
        for figure, text in zip(of_column, without_points(cells, column, strict=True).to_pylist(), strict=True):
            if not _is_figure(text):
                found = f" {figure.waarde[:60]!r}" if shown else ""
                raise DeliveryError(
                    f"{file.name}: rij {figure.row}, kolom waarde:{found} is geen getal; verwacht: "
                    f"{_VERWACHT['waarde']}."
                )
            made.append(replace(figure, waarde=text))
    return sorted(made, key=lambda figure: figure.row)


def _is_figure(text: str) -> bool:
    if missing.reason(text):
        return True
    try:
        return math.isfinite(float(text.replace(",", ".", 1))) and "_" not in text
    except ValueError:
        return False


def _once(figures: Iterator[OwnFigure], file: Path) -> Iterator[OwnFigure]:
    seen: dict[tuple[str, int, str], int] = {}
    for figure in figures:
        first = seen.setdefault((figure.gebiedscode, figure.jaar, figure.kolom), figure.row)
        if first != figure.row:
            raise DeliveryError(
                f"{file.name}: rij {figure.row} heeft hetzelfde gebied, jaar en dezelfde indicator als rij {first}. "
                "Laat er één staan."
            )
        yield figure


def _all_years(figures: list[OwnFigure], file: Path, release: Release) -> None:
    absent = sorted(set(release.jaren) - {figure.jaar for figure in figures})
    if absent:
        raise DeliveryError(
            f"{file.name}: geen enkele rij van {', '.join(map(str, absent))}, terwijl release {release.release} dat "
            "jaar belooft. Pas `jaren` in de catalogus aan, of vul het bestand aan."
        )


def _row(figure: OwnFigure, source: Source, release: Release) -> dict[str, object]:
    return {
        "bron": source.bron,
        "release": release.release,
        "jaar": figure.jaar,
        "niveau": levels.known().of_code(figure.gebiedscode),
        "gebiedscode": figure.gebiedscode,
        "indeling": release.indeling,
        "kolom": figure.kolom,
        "waarde": figure.waarde,
    }


READERS: dict[Layout, Reader] = {Layout("cijfers_csv"): read}
