"""Restricted deliveries (Woonzorgwijzer, CBS microdata) in our import contract, as CSV or XLSX: one row a figure.

The rules a row must keep are in `contract_rules`, the empty form in `contract_template`. An error here names row and
column and never what stands in a cell, since it may end in a log that others read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from veerkracht import schemas
from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers.contract_rules import (
    COLUMNS,
    DESCRIPTION,
    SHEET,
    ContractFigure,
    DeliveredRow,
    check_row,
    column_name,
    counts,
)
from veerkracht.sources.readers.csvtext import csv_rows
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import XLS, ZIP, Layout
from veerkracht.sources.readers.tables import Feit, feiten, gebieden

GEHEIM = "geheim"  # what a suppressed figure reads as further on


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Figures as columns `<kenmerk>|<populatie>|teller`, `…|noemer` (numbers) and `…|aandeel` (%, 0-100), of a version
    of its own with `|<versie>` behind it and of another soort than its source gives with `|<soort>`; what the delivery
    says of its kenmerken as bijlage `kenmerken`.

    A suppressed figure has `geheim` as teller and aandeel; an aandeel that was left empty follows from both counts.
    Raises DeliveryError for the first row that breaks the contract, naming row and column only.
    """
    checked = list(_checked(file, source, release))
    figures = _with_versions(checked, source, release)
    if not figures:
        raise DeliveryError(
            f"{file.name}: geen enkele rij met cijfers onder de kop. Vul het sjabloon en lever opnieuw."
        )
    return Delivery(
        waarnemingen=_waarnemingen(source, release, figures),
        gebieden=_gebieden(source, release, figures),
        feiten=feiten(source, release, _feiten(figures)),
        bijlagen={"kenmerken": _kenmerken(figures)},
    )


def _checked(file: Path, source: Source, release: Release) -> Iterator[ContractFigure]:
    seen: dict[tuple[str, int, int, str, str], int] = {}
    told: dict[tuple[str, str, int], tuple[str, int]] = {}
    for row in _rows(file):
        figure = check_row(row, file.name, source, release)
        for column, text in figure.described.items():
            first, number = told.setdefault(_about(figure, column), (text, row.number))
            if text != first:
                raise DeliveryError(
                    f"{file.name}: rij {row.number}, kolom {column}: zegt iets anders van dit kenmerk dan rij "
                    f"{number}. Verwacht: overal hetzelfde, of leeg."
                )
        if figure.key in seen:
            raise DeliveryError(
                f"{file.name}: rij {row.number} heeft dezelfde gebiedscode, indeling_jaar, peiljaar, populatie en "
                f"kenmerk als rij {seen[figure.key]}. Laat er één staan."
            )
        seen[figure.key] = row.number
        yield figure
    _check_labels(told, file.name, source)


def _check_labels(told: dict[tuple[str, str, int], tuple[str, int]], called: str, source: Source) -> None:
    """Which soort a kenmerk is any row may say, so that its label is judged behind the last."""
    for (kenmerk, column, _), (text, number) in told.items():
        soort, _ = told.get((kenmerk, "soort", 0), (source.soort, 0))
        if column == "label" and soort == "modelschatting" and counts(text):
            raise DeliveryError(
                f"{called}: rij {number}, kolom label: spreekt van tellen, maar dit kenmerk is een verwachting van een "
                "model. Schrijf alleen wat het kenmerk is, zonder aantal of telling, zoals: Dementie."
            )


def _about(figure: ContractFigure, column: str) -> tuple[str, str, int]:
    """Of what a cell of the description speaks: of the whole kenmerk, a version of its peiljaar."""
    return figure.kenmerk, column, figure.peiljaar if column == "versie" else 0


def _with_versions(figures: list[ContractFigure], source: Source, release: Release) -> list[ContractFigure]:
    """The figures with all that any row says of their kenmerk. An estimate always has a version: without one that of
    its release, since nobody can tell whether another delivery comes out of the same model."""
    told = {_about(one, column): text for one in figures for column, text in one.described.items()}
    made = []
    for one in figures:
        said = {column: told[_about(one, column)] for column in DESCRIPTION if _about(one, column) in told}
        soort = said.setdefault("soort", source.soort)
        if soort == "modelschatting":
            said.setdefault("versie", release.release)
        made.append(replace(one, described=said))
    return made


def _rows(file: Path) -> Iterator[DeliveredRow]:
    """Rows below the header, as cells by column name; wholly empty rows are passed over."""
    numbered: Iterator[tuple[int, Sequence[object]]]
    numbered = _xlsx_rows(file) if file.suffix.lower() in (".xlsx", ".xls") else csv_rows(file)
    first = next(numbered, None)
    if first is None:
        raise DeliveryError(f"{file.name}: het bestand is leeg. Verwacht: een kop met {', '.join(COLUMNS)}.")
    rest = list(numbered)
    header = _header(file, first[1], rest)
    for number, cells in rest:
        if any(_text(cell) for cell in cells):
            if len(cells) > len(header) and any(_text(cell) for cell in cells[len(header) :]):
                raise DeliveryError(f"{file.name}: rij {number} heeft meer cellen dan de kop kolommen heeft.")
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield DeliveredRow(number, dict(zip(header, padded, strict=False)))


def _header(file: Path, cells: Sequence[object], rest: list[tuple[int, Sequence[object]]]) -> list[str]:
    """Column names of row 1, checked to be exactly the contract's, in any order."""
    names = [_text(cell).lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        lower = next((n for n, row in rest[:20] if {_text(c).lower() for c in row} >= set(COLUMNS)), None)
        if lower:
            raise DeliveryError(
                f"{file.name}: de kop staat in rij {lower}, verwacht in rij 1. Verwijder de rijen (titel) erboven."
            )
        raise DeliveryError(f"{file.name}: in de kop (rij 1) ontbreekt: {', '.join(missing)}. Gebruik het sjabloon.")
    known = COLUMNS | DESCRIPTION
    strange = [position for position, name in enumerate(names, 1) if name not in known]
    double = [name for name in known if names.count(name) > 1]
    if strange or double:
        what = (
            f"kolom nummer {strange[0]} hoort niet bij het contract"
            if strange
            else f"kolom {double[0]} staat er dubbel"
        )
        raise DeliveryError(f"{file.name}: {what}. Verwijder die kolom; verwacht zijn: {', '.join(known)}.")
    return names


def _xlsx_rows(file: Path) -> Iterator[tuple[int, Sequence[object]]]:
    from python_calamine import CalamineError, load_workbook

    try:
        workbook = load_workbook(file)
    except (CalamineError, OSError):
        raise DeliveryError(f"{file.name}: dit is geen leesbaar Excel-bestand (.xlsx).") from None
    names = workbook.sheet_names
    if SHEET not in names and len(names) != 1:
        raise DeliveryError(f"{file.name}: geen blad '{SHEET}' onder {len(names)} bladen. Gebruik het sjabloon.")
    sheet = workbook.get_sheet_by_name(SHEET if SHEET in names else names[0])
    yield from enumerate(sheet.to_python(skip_empty_area=False), 1)


def _text(cell: object) -> str:
    return str(cell).strip() if cell is not None else ""


def _waarnemingen(source: Source, release: Release, figures: list[ContractFigure]) -> pa.Table:
    rows = [
        {
            "bron": source.bron,
            "release": release.release,
            "jaar": c.peiljaar,
            "niveau": c.niveau,
            "gebiedscode": c.gebiedscode,
            "indeling": c.indeling,
            "kolom": column_name(source, c.kenmerk, c.populatie, maat, c.described.get("versie"), c.described["soort"]),
            "waarde": value,
            "eenheid": "%" if maat == "aandeel" else "aantal",
        }
        for c in figures
        for maat, value in (
            ("teller", GEHEIM if c.onderdrukt else c.teller),
            ("noemer", c.noemer or GEHEIM),
            ("aandeel", GEHEIM if c.onderdrukt else c.share),
        )
        if value
    ]
    return pa.Table.from_pylist(rows, schema=schemas.WAARNEMINGEN)


def _kenmerken(figures: list[ContractFigure]) -> pa.Table:
    """KENMERKEN: what is said of each kenmerk, per populatie and versie."""
    found: dict[tuple[str, str, str | None], list[ContractFigure]] = {}
    for one in figures:
        found.setdefault((one.kenmerk, one.populatie, one.described.get("versie")), []).append(one)
    rows = [
        {"kenmerk": kenmerk, "populatie": populatie, "rijen": len(rows), "jaar_tot": max(c.peiljaar for c in rows)}
        | rows[0].described
        for (kenmerk, populatie, _), rows in found.items()
    ]
    return pa.Table.from_pylist(rows, schema=schemas.KENMERKEN)


def _gebieden(source: Source, release: Release, figures: list[ContractFigure]) -> pa.Table:
    areas = sorted({(c.gebiedscode, c.niveau, c.peiljaar, c.indeling) for c in figures})
    codes, niveaus, jaren, indelingen = (pa.array(column) for column in zip(*areas, strict=True))
    return gebieden(source, release, codes, niveaus, jaar=jaren, indeling=indelingen)


def _feiten(figures: list[ContractFigure]) -> Iterator[Feit]:
    yield Feit("aantal_rijen", len(figures))
    for niveau in dict.fromkeys(c.niveau for c in figures):
        of_level = [c for c in figures if c.niveau == niveau]
        yield Feit("aantal_rijen", len(of_level), niveau)
        yield Feit("aantal_onderdrukt", sum(c.onderdrukt for c in of_level), niveau)


READERS: dict[Layout, Reader] = {
    Layout("contract_csv"): read,
    Layout("contract_xlsx", "een Excel-werkboek", (ZIP, XLS)): read,
}
