"""Two restricted deliveries in the import contract, all made up: Woonzorgwijzer (CSV) and microdata (XLSX).

Cells that the contract withholds are withheld here; the rules themselves are of the reader.
"""

from pathlib import Path

import numpy as np

from veerkracht.sample.bestand import csv_bytes
from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.cijfers import som
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.toestand import toestand

KOLOMMEN = (
    "gebiedscode", "indeling_jaar", "peiljaar", "populatie", "kenmerk", "teller", "noemer", "aandeel", "onderdrukt",
    "afronding", "bron", "projectnummer",
)  # fmt: skip
MINIMUM, AFRONDING = 10, 10
# Kenmerk: (height, slope on the hidden field) of the chance that it holds for a person.
WOONZORGWIJZER = {
    "dementie": (-3.6, 0.10),
    "psychische_aandoening": (-2.5, 0.35),
    "mobiliteitsbeperking": (-1.9, 0.20),
    "begeleidingsbehoefte": (-3.0, 0.40),
}
MICRODATA = {
    "licht_verstandelijke_beperking": (-3.3, 0.45),
    "psychische_problemen": (-2.3, 0.35),
    "laag_inkomen": (-1.6, 0.50),
    "kwetsbaar": (-1.1, 0.55),
}


def schrijf_woonzorgwijzer(pad: Path, b: Bewoners, i: Indeling) -> Path:
    """All inhabitants per buurt, 2024, rounded to tens."""
    rijen = _rijen(b, i, 2024, WOONZORGWIJZER, ("alle",), "woonzorgwijzer", "")
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(csv_bytes(KOLOMMEN, rijen, ";"))
    return pad


def schrijf_microdata(pad: Path, b: Bewoners, i: Indeling) -> Path:
    """All inhabitants and tenants of corporations per buurt, 2022, rounded to tens."""
    from datetime import datetime

    import xlsxwriter

    pad.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(pad, {"constant_memory": True}) as boek:
        boek.set_properties({"created": datetime(2026, 1, 2), "author": "voorbeeld van veerkracht, fictief, CC0"})
        blad = boek.add_worksheet("gegevens")
        blad.write_row(0, 0, KOLOMMEN)
        rijen = _rijen(b, i, 2022, MICRODATA, ("alle", "huurders_corporatie"), "cbs_microdata", "0000")
        for n, rij in enumerate(rijen, start=1):
            blad.write_row(n, 0, rij)
    return pad


def _rijen(
    b: Bewoners, i: Indeling, jaar: int, kenmerken: dict, populaties: tuple[str, ...], bron: str, project: str
) -> list[list[object]]:
    stand, v = toestand(b, jaar), b.kwetsbaar(jaar)
    per_woning = np.divide(stand["inw"], stand["woning"], out=np.zeros(b.n), where=stand["woning"] > 0)
    omvang = {"alle": stand["inw"], "huurders_corporatie": np.floor(stand["corporatie"] * per_woning)}
    buurten = slice(1 + len(i.gemeenten) + len(i.wijken), None)
    uit: list[list[object]] = []
    for populatie in populaties:
        noemer = som(omvang[populatie], i)[buurten]
        extra = 0.6 if populatie == "huurders_corporatie" else 0.0
        for kenmerk, (hoogte, helling) in kenmerken.items():
            kans = 1 / (1 + np.exp(-(hoogte + extra + helling * v)))
            teller = som(b.tel(f"{bron}|{kenmerk}", omvang[populatie], kans), i)[buurten]
            for code, t, n in zip(i.buurten, teller, noemer, strict=True):
                if n > 0:
                    cellen = _cellen(int(t), int(n))
                    uit.append([str(code), i.jaar, jaar, populatie, kenmerk, *cellen, AFRONDING, bron, project])
    return uit


def _cellen(teller: int, noemer: int) -> list[object]:
    """teller, noemer, aandeel, onderdrukt: withheld when the true or the rounded cell is too small."""
    t, n = AFRONDING * round(teller / AFRONDING), AFRONDING * round(noemer / AFRONDING)
    if 0 < teller < MINIMUM or noemer - teller < MINIMUM or n - t < MINIMUM or noemer < MINIMUM:
        return ["", n if min(n, noemer) >= MINIMUM else "", "", "ja"]
    return [t, n, round(100 * t / n, 1), "nee"]
