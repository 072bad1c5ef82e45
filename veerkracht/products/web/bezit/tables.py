"""The tables for asset management: per complex, per class of each map, and what could not be placed; CSV and XLSX."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.products.safecsv import write_csv
from veerkracht.products.web.bezit.classes import Classes

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cells = dict[str, object]  # cells of a row by column
FIXED = (
    "rij", "complex", "label", "woningen", "onderhoudsjaar", "buurtcode", "buurt", "wijkcode", "gemeentecode",
    "gemeente", "geplaatst_via", "opmerking", "redenen_gesprek",
)  # fmt: skip
PER_MAP = ("klasse", "kans", "reden")
PER_CLASS = ("kaart", "titel", "klasse", "label", "complexen", "woningen", "deel")
NOT_PLACED = ("rij", "complex", "label", "woningen", "onderhoudsjaar", "opmerking")


def per_complex(classes: Classes) -> tuple[list[str], list[Cells]]:
    """Columns and rows: one row a complex in the order of the file, three columns a map."""
    columns = [
        *FIXED,
        *(f"{k.kaart_id}_{part}" for k in classes.kaarten for part in PER_MAP),
    ]
    rows = []
    for one in classes.placed:
        area = one.buurt
        row: Cells = {
            "rij": one.complex.rij,
            "complex": one.complex.complex,
            "label": one.complex.label,
            "woningen": one.complex.woningen,
            "onderhoudsjaar": one.complex.onderhoudsjaar,
            "buurtcode": area and area.gebiedscode,
            "buurt": area and area.gebiedsnaam,
            "wijkcode": area and area.wijkcode,
            "gemeentecode": area and area.gemeentecode,
            "gemeente": area and area.gemeentenaam,
            "geplaatst_via": one.via or "niet geplaatst",
            "opmerking": one.opmerking,
            "redenen_gesprek": classes.reasons.get(area.gebiedscode, "") if area else "",
        }
        for kaart_id, on in classes.of[one.complex.rij].items():
            row |= {
                f"{kaart_id}_klasse": on.label,
                f"{kaart_id}_kans": on.kans,
                f"{kaart_id}_reden": on.reden,
            }
        rows.append(row)
    return columns, rows


def per_class(classes: Classes) -> list[Cells]:
    """One row a class of each map, those without a class too; the dwellings of a map sum to the whole file."""
    return [
        {"kaart": kaart.kaart_id, "titel": kaart.titel, **asdict(total)}
        for kaart in classes.kaarten
        for total in classes.totals(kaart.kaart_id)
    ]


def write_tables(classes: Classes, out: Path, explanation: list[str]) -> list[Path]:
    """Write `bezit_per_complex.csv`, `bezit_per_klasse.csv`, `bezit_niet_geplaatst.csv` and all as `bezit.xlsx`."""
    columns, rows = per_complex(classes)
    totals, absent = per_class(classes), [row for row in rows if not row["buurtcode"]]
    sheets: dict[str, tuple[Sequence[str], list[Cells]]] = {
        "per_complex": (columns, rows),
        "per_klasse": (PER_CLASS, totals),
        "niet_geplaatst": (NOT_PLACED, absent),
    }
    written = [
        write_csv(out / f"bezit_{name}.csv", names, _decimal_comma(part)) for name, (names, part) in sheets.items()
    ]
    return [*written, _workbook(out / "bezit.xlsx", sheets, explanation)]


def _decimal_comma(rows: list[Cells]) -> list[Cells]:
    """Fractions as Dutch spreadsheets read them from a file parted by semicolons."""
    return [
        {name: f"{v:.4f}".replace(".", ",") if isinstance(v, float) else v for name, v in row.items()} for row in rows
    ]


def _workbook(file: Path, sheets: dict[str, tuple[Sequence[str], list[Cells]]], explanation: list[str]) -> Path:
    import xlsxwriter

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, safe) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#E8EDF2", "border": 1})
        share = workbook.add_format({"num_format": "0.0%"})
        for name, (columns, rows) in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            sheet.set_column(0, len(columns) - 1, 16)
            sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
            for at, column in enumerate(columns):
                sheet.write_string(0, at, column, bold)
            for n, row in enumerate(rows, 1):
                for at, column in enumerate(columns):
                    _cell(sheet, n, at, row.get(column), share if column == "deel" else None)
        sheet = workbook.add_worksheet("uitleg")
        sheet.set_column(0, 0, 120)
        for n, text in enumerate(explanation):
            sheet.write_string(n, 0, text)
    return file


def _cell(sheet: "Worksheet", row: int, column: int, value: object, number: object) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, number)
    elif value:
        sheet.write_string(row, column, str(value))
