"""An example of the file that a corporation delivers, with one row for each way to say where a complex is."""

import csv
from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.products.web.bezit.reading import COLUMNS

ROWS = (
    {"complex": "1001", "postcode": "1234 AB", "huisnummer": "12-48", "label": "energielabel D"},
    {"complex": "1002", "x": "155000", "y": "463000", "label": "Torenflat"},
    {"complex": "1003", "lon": "5.3876", "lat": "52.1562", "label": "energielabel A"},
    {"complex": "1004", "buurtcode": "BU03630001", "label": "verspreid bezit"},
)
DWELLINGS, YEARS = (37, 120, 18, 64), ("2031", "2028", "", "2030")


def write_example(file: Path) -> Path:
    """Write the example as .csv or .xlsx and give its path back. Raises DeliveryError for another suffix."""
    rows: list[dict[str, str | int]] = [
        {**row, "woningen": n, "onderhoudsjaar": year} for row, n, year in zip(ROWS, DWELLINGS, YEARS, strict=True)
    ]
    table: list[list[str | int]] = [[*COLUMNS], *([row.get(name, "") for name in COLUMNS] for row in rows)]
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise DeliveryError(f"{file.name}: een voorbeeld eindigt op .csv of .xlsx.")
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(table)
        return file
    import xlsxwriter

    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet("complexen")
        sheet.freeze_panes(1, 0)
        for n, cells in enumerate(table):
            for at, cell in enumerate(cells):
                write = sheet.write_number if isinstance(cell, int) else sheet.write_string
                write(n, at, cell)
    return file
