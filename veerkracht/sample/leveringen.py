"""Two restricted deliveries in the import contract, all made up: Woonzorgwijzer (CSV) and microdata (XLSX).

Cells that the contract withholds are withheld here; the rules themselves are of the reader.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.cijfers import sums_of
from veerkracht.sample.files import csv_bytes
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.toestand import make_sums

COLUMNS = (
    "gebiedscode", "indeling_jaar", "peiljaar", "populatie", "kenmerk", "teller", "noemer", "aandeel", "onderdrukt",
    "afronding", "bron", "projectnummer",
)  # fmt: skip
DESCRIPTION = ("label", "thema", "richting", "soort", "versie")  # columns that a delivery may have besides
MINIMUM, AFRONDING = 10, 10


@dataclass(frozen=True)
class Kans:
    """The chance that a kenmerk holds for a person, in logits: height, and slope on the hidden field."""

    height: float
    slope: float


WOONZORGWIJZER = {
    "dementie": Kans(-3.6, 0.10),
    "psychische_aandoening": Kans(-2.5, 0.35),
    "mobiliteitsbeperking": Kans(-1.9, 0.20),
    "begeleidingsbehoefte": Kans(-3.0, 0.40),
    "ernstige_eenzaamheid": Kans(-2.2, 0.30),
}
# What only the delivery says: of a kenmerk that nobody knows what it is, of all the model that expects them.
EENZAAM = ("Ernstige eenzaamheid", "gezondheid", "lager_is_gunstiger")
MODEL = ("modelschatting", "2025")
MICRODATA = {
    "licht_verstandelijke_beperking": Kans(-3.3, 0.45),
    "psychische_problemen": Kans(-2.3, 0.35),
    "laag_inkomen": Kans(-1.6, 0.50),
    "kwetsbaar": Kans(-1.1, 0.55),
}


def write_woonzorgwijzer(file: Path, b: Bewoners, i: Indeling) -> Path:
    """All inhabitants per buurt, 2024, rounded to tens; with what each kenmerk is."""
    rows = _rows(b, i, 2024, WOONZORGWIJZER, ("alle",), "woonzorgwijzer", "")
    place = COLUMNS.index("kenmerk")
    told = [[*row, *(EENZAAM if row[place] == "ernstige_eenzaamheid" else ("", "", "")), *MODEL] for row in rows]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(csv_bytes((*COLUMNS, *DESCRIPTION), told, ";"))
    return file


def write_microdata(file: Path, b: Bewoners, i: Indeling) -> Path:
    """All inhabitants and tenants of corporations per buurt, 2022, rounded to tens."""
    from datetime import datetime

    import xlsxwriter

    file.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 2), "author": "voorbeeld van veerkracht, fictief, CC0"})
        sheet = book.add_worksheet("gegevens")
        sheet.write_row(0, 0, COLUMNS)
        rows = _rows(b, i, 2022, MICRODATA, ("alle", "huurders_corporatie"), "cbs_microdata", "0000")
        for n, row in enumerate(rows, start=1):
            sheet.write_row(n, 0, row)
    return file


def _rows(
    b: Bewoners,
    i: Indeling,
    jaar: int,
    kenmerken: dict[str, Kans],
    populaties: tuple[str, ...],
    bron: str,
    project: str,
) -> list[list[object]]:
    sums, v = make_sums(b, jaar), b.field_of(jaar)
    per_woning = np.divide(sums["inw"], sums["woning"], out=np.zeros(b.n), where=sums["woning"] > 0)
    sizes = {"alle": sums["inw"], "huurders_corporatie": np.floor(sums["corporatie"] * per_woning)}
    buurten = slice(1 + len(i.gemeenten) + len(i.wijken), None)
    found: list[list[object]] = []
    for populatie in populaties:
        noemer = sums_of(sizes[populatie], i)[buurten]
        extra = 0.6 if populatie == "huurders_corporatie" else 0.0
        for kenmerk, own in kenmerken.items():
            kans = 1 / (1 + np.exp(-(own.height + extra + own.slope * v)))
            teller = sums_of(b.count(f"{bron}|{kenmerk}", sizes[populatie], kans), i)[buurten]
            for code, t, n in zip(i.buurten, teller, noemer, strict=True):
                if n > 0:
                    cells = _cells(int(t), int(n))
                    found.append([str(code), i.jaar, jaar, populatie, kenmerk, *cells, AFRONDING, bron, project])
    return found


def _cells(teller: int, noemer: int) -> list[object]:
    """teller, noemer, aandeel, onderdrukt: withheld when the true or the rounded cell is too small."""
    t, n = AFRONDING * round(teller / AFRONDING), AFRONDING * round(noemer / AFRONDING)
    if 0 < teller < MINIMUM or noemer - teller < MINIMUM or n - t < MINIMUM or noemer < MINIMUM:
        return ["", n if min(n, noemer) >= MINIMUM else "", "", "ja"]
    return [t, n, round(100 * t / n, 1), "nee"]
