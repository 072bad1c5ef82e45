"""RIVM health estimates of adults in the layout of table 50150NED: pages of UntypedDataSet, an export of one year."""

import json
from pathlib import Path

import numpy as np

from veerkracht.sample.bestand import schrijf_zip
from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.cijfers import Gebieden, gebieden, som
from veerkracht.sample.indelingen import Indeling

TABEL = "50150NED"
JAREN = (2012, 2016, 2020, 2022, 2024)
PER_PAGINA = 10_000
_VAST = ("ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden", "Gemeentenaam_1", "SoortRegio_2", "Codering_3")
# Topic: (title, height, slope on the hidden field, years in which it was not asked).
ONDERWERPEN: dict[str, tuple[str, float, float, tuple[int, ...]]] = {
    "ErvarenGezondheidGoedZeerGoed_4": ("Ervaren gezondheid (goed/zeer goed)", 1.20, -0.26, ()),
    "VoldoetAanBeweegrichtlijn_5": ("Voldoet aan beweegrichtlijn", 0.02, -0.14, (2012,)),
    "WekelijkseSporters_6": ("Wekelijkse sporters", 0.05, -0.25, (2012,)),
    "ErnstigOvergewicht_10": ("Ernstig overgewicht", -1.85, 0.20, ()),
    "Roker_11": ("Roker", -1.45, 0.22, ()),
    "EenOfMeerLangdurigeAandoeningen_16": ("Een of meer langdurige aandoeningen", -0.72, 0.06, (2012,)),
    "MatigHoogRisicoOpAngstOfDepressie_24": ("Matig of hoog risico op angst of depressie", -0.30, 0.20, ()),
    "HoogRisicoOpAngstOfDepressie_25": ("Hoog risico op angst of depressie", -2.65, 0.38, ()),
    "HeelVeelStressInAfgelopen4Weken_26": ("(Heel) veel stress in afgelopen 4 weken", -1.65, 0.15, (2012, 2016)),
    "MatigVeelRegieOverEigenLeven_27": ("Matig of veel regie over eigen leven", 2.20, -0.25, (2012,)),
    "Eenzaam_28": ("Eenzaam", -0.25, 0.14, ()),
    "ErnstigZeerErnstigEenzaam_29": ("Ernstig of zeer ernstig eenzaam", -2.30, 0.28, ()),
    "Mantelzorger_32": ("Mantelzorger", -1.80, 0.02, ()),
    "Vrijwilligerswerk_33": ("Vrijwilligerswerk", -0.90, -0.20, ()),
    "ErnstigeGeluidhinderDoorBuren_37": ("Ernstige geluidhinder door buren", -2.55, 0.25, ()),
    "MoeiteMetRondkomen_38": ("Moeite met rondkomen", -1.50, 0.42, ()),
}


def _waarden(b: Bewoners, i: Indeling, jaar: int) -> tuple[Gebieden, dict[str, list[str | None]]]:
    """Estimates in percent as padded text, None where nobody lives or the topic was not asked."""
    rijen, v, inwoners = gebieden(i, i.jaar), b.kwetsbaar(jaar), b.inwoners(jaar)
    aantal = som(inwoners, i)[rijen.bron]
    uit: dict[str, list[str | None]] = {}
    for naam, (_, hoogte, helling, niet) in ONDERWERPEN.items():
        kans = 100 / (1 + np.exp(-(hoogte + helling * v + 0.008 * (jaar - 2016))))
        with np.errstate(invalid="ignore", divide="ignore"):
            schatting = som(kans * inwoners, i)[rijen.bron] / aantal
        leeg = (aantal < 10) | (jaar in niet)
        uit[naam] = [None if weg else f"{x:8.1f}" for x, weg in zip(schatting, leeg, strict=True)]
    return rijen, uit


def _records(b: Bewoners, i: Indeling, jaren: tuple[int, ...]) -> list[dict[str, object]]:
    """Rows of UntypedDataSet; the land is NL01 here."""
    uit: list[dict[str, object]] = []
    for jaar in jaren:
        rijen, waarden = _waarden(b, i, jaar)
        for n, code in enumerate(rijen.codes):
            code = "NL01" if code == "NL00" else str(code)
            vast = (
                len(uit), "20300", "MW00000", f"{code:<10}", f"{jaar}JJ00", f"{rijen.gemeentenamen[n]:<40}",
                f"{rijen.soorten[n]:<10}", f"{code:<20}",
            )  # fmt: skip
            uit.append(dict(zip(_VAST, vast, strict=True)) | {naam: w[n] for naam, w in waarden.items()})
    return uit


def schrijf_paginas(pad: Path, b: Bewoners, i: Indeling) -> Path:
    """All years as archived pages of the v3 service."""
    rijen = _records(b, i, JAREN)
    paginas = [rijen[k : k + PER_PAGINA] for k in range(0, len(rijen), PER_PAGINA)]
    leden = {f"pagina-{n:05d}.json": _json({"value": pagina}) for n, pagina in enumerate(paginas, start=1)}
    namen = gebieden(i, i.jaar)
    titels = [
        {"Key": f"{'NL01' if code == 'NL00' else code:<10}", "Title": naam}
        for code, naam in zip(namen.codes, namen.namen, strict=True)
    ]
    leden["DataProperties.json"] = _json({"value": _eigenschappen()})
    leden["TableInfos.json"] = _json({"value": [{"Identifier": TABEL, "Title": "Gezondheid per wijk en buurt"}]})
    leden["WijkenEnBuurten.json"] = _json({"value": titels})
    return schrijf_zip(pad, leden)


def _json(inhoud: object) -> bytes:
    return json.dumps(inhoud, ensure_ascii=False, separators=(",", ":")).encode()


def _eigenschappen() -> list[dict[str, str]]:
    dimensies = {"Leeftijd": "Dimension", "Marges": "Dimension", "WijkenEnBuurten": "GeoDimension"}
    dimensies["Perioden"] = "TimeDimension"
    uit = [{"Key": naam, "Type": soort, "Title": naam, "Unit": ""} for naam, soort in dimensies.items()]
    uit += [{"Key": naam, "Type": "Topic", "Title": naam, "Unit": ""} for naam in _VAST[5:]]
    return uit + [{"Key": k, "Type": "Topic", "Title": deel[0], "Unit": "%"} for k, deel in ONDERWERPEN.items()]


def schrijf_werkboek(pad: Path, b: Bewoners, i: Indeling, jaar: int) -> Path:
    """One year as the export that people keep: figures as padded text, empty cells where there is none."""
    from datetime import datetime

    import xlsxwriter

    pad.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(pad, {"constant_memory": True}) as boek:
        boek.set_properties({"created": datetime(2026, 1, 2), "author": "voorbeeld van veerkracht, fictief, CC0"})
        blad = boek.add_worksheet(f"{TABEL}_UntypedDataSet")
        blad.write_row(0, 0, [*_VAST, *ONDERWERPEN])
        for n, rij in enumerate(_records(b, i, (jaar,)), start=1):
            rij["Leeftijd"] = int(str(rij["Leeftijd"]))
            blad.write_row(n, 0, ["" if cel is None else cel for cel in rij.values()])
    return pad
