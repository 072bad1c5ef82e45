"""RIVM health estimates of adults in the layout of table 50150NED: pages of UntypedDataSet, an export of one year."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.cijfers import PublicationRows, order_gebieden, sums_of
from veerkracht.sample.files import write_zip
from veerkracht.sample.indelingen import Indeling

TABLE = "50150NED"
JAREN = (2012, 2016, 2020, 2022, 2024)
PER_PAGE = 10_000
_VAST = ("ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden", "Gemeentenaam_1", "SoortRegio_2", "Codering_3")


@dataclass(frozen=True)
class Onderwerp:
    """A question, its share in logits (height, slope on the hidden field), and the years in which it was not asked."""

    titel: str
    height: float
    slope: float
    not_in: tuple[int, ...] = ()


ONDERWERPEN = {
    "ErvarenGezondheidGoedZeerGoed_4": Onderwerp("Ervaren gezondheid (goed/zeer goed)", 1.20, -0.26),
    "VoldoetAanBeweegrichtlijn_5": Onderwerp("Voldoet aan beweegrichtlijn", 0.02, -0.14, (2012,)),
    "WekelijkseSporters_6": Onderwerp("Wekelijkse sporters", 0.05, -0.25, (2012,)),
    "ErnstigOvergewicht_10": Onderwerp("Ernstig overgewicht", -1.85, 0.20),
    "Roker_11": Onderwerp("Roker", -1.45, 0.22),
    "EenOfMeerLangdurigeAandoeningen_16": Onderwerp("Een of meer langdurige aandoeningen", -0.72, 0.06, (2012,)),
    "MatigHoogRisicoOpAngstOfDepressie_24": Onderwerp("Matig of hoog risico op angst of depressie", -0.30, 0.20),
    "HoogRisicoOpAngstOfDepressie_25": Onderwerp("Hoog risico op angst of depressie", -2.65, 0.38),
    "HeelVeelStressInAfgelopen4Weken_26": Onderwerp(
        "(Heel) veel stress in afgelopen 4 weken", -1.65, 0.15, (2012, 2016)
    ),
    "MatigVeelRegieOverEigenLeven_27": Onderwerp("Matig of veel regie over eigen leven", 2.20, -0.25, (2012,)),
    "Eenzaam_28": Onderwerp("Eenzaam", -0.25, 0.14),
    "ErnstigZeerErnstigEenzaam_29": Onderwerp("Ernstig of zeer ernstig eenzaam", -2.30, 0.28),
    "Mantelzorger_32": Onderwerp("Mantelzorger", -1.80, 0.02),
    "Vrijwilligerswerk_33": Onderwerp("Vrijwilligerswerk", -0.90, -0.20),
    "ErnstigeGeluidhinderDoorBuren_37": Onderwerp("Ernstige geluidhinder door buren", -2.55, 0.25),
    "MoeiteMetRondkomen_38": Onderwerp("Moeite met rondkomen", -1.50, 0.42),
}


def chances(b: Bewoners, onderwerp: str, jaar: int) -> np.ndarray:
    """Chance in percent that a question holds for an inhabitant, per vlek."""
    asked, time = ONDERWERPEN[onderwerp], b.national_time(jaar, b.plan.veld_beweegt) - 2
    return 100 / (1 + np.exp(-(asked.height + asked.slope * b.field_of(jaar) + 0.008 * time)))


def _estimates(b: Bewoners, i: Indeling, jaar: int) -> tuple[PublicationRows, dict[str, list[str | None]]]:
    """Estimates in percent as padded text, None where nobody lives or the topic was not asked."""
    rows, inwoners = order_gebieden(i, i.jaar), b.inwoners(jaar)
    counts = sums_of(inwoners, i)[rows.bron]
    found: dict[str, list[str | None]] = {}
    for name, asked in ONDERWERPEN.items():
        with np.errstate(invalid="ignore", divide="ignore"):
            schatting = sums_of(chances(b, name, jaar) * inwoners, i)[rows.bron] / counts
        blank = (counts < 10) | (jaar in asked.not_in)
        found[name] = [None if gone else f"{x:8.1f}" for x, gone in zip(schatting, blank, strict=True)]
    return rows, found


def _records(b: Bewoners, i: Indeling, jaren: tuple[int, ...]) -> list[dict[str, object]]:
    """Rows of UntypedDataSet; the land is NL01 here."""
    found: list[dict[str, object]] = []
    for jaar in jaren:
        rows, values = _estimates(b, i, jaar)
        for n, code in enumerate(rows.codes):
            code = "NL01" if code == "NL00" else str(code)
            fixed = (
                len(found), "20300", "MW00000", f"{code:<10}", f"{jaar}JJ00", f"{rows.gemeentenamen[n]:<40}",
                f"{rows.soorten[n]:<10}", f"{code:<20}",
            )  # fmt: skip
            found.append(dict(zip(_VAST, fixed, strict=True)) | {name: w[n] for name, w in values.items()})
    return found


def write_pages(file: Path, b: Bewoners, i: Indeling, table: str = TABLE, jaren: tuple[int, ...] = JAREN) -> Path:
    """All years as archived pages of the v3 service."""
    rows = _records(b, i, jaren)
    pages = [rows[k : k + PER_PAGE] for k in range(0, len(rows), PER_PAGE)]
    members = {f"pagina-{n:05d}.json": _json({"value": page}) for n, page in enumerate(pages, start=1)}
    areas = order_gebieden(i, i.jaar)
    titles = [
        {"Key": f"{'NL01' if code == 'NL00' else code:<10}", "Title": name}
        for code, name in zip(areas.codes, areas.names, strict=True)
    ]
    members["DataProperties.json"] = _json({"value": _properties()})
    members["TableInfos.json"] = _json({"value": [{"Identifier": table, "Title": "Gezondheid per wijk en buurt"}]})
    members["WijkenEnBuurten.json"] = _json({"value": titles})
    return write_zip(file, members)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _properties() -> list[dict[str, str]]:
    dimensions = {"Leeftijd": "Dimension", "Marges": "Dimension", "WijkenEnBuurten": "GeoDimension"}
    dimensions["Perioden"] = "TimeDimension"
    found = [{"Key": name, "Type": soort, "Title": name, "Unit": ""} for name, soort in dimensions.items()]
    found += [{"Key": name, "Type": "Topic", "Title": name, "Unit": ""} for name in _VAST[5:]]
    return found + [{"Key": k, "Type": "Topic", "Title": asked.titel, "Unit": "%"} for k, asked in ONDERWERPEN.items()]


def write_workbook(file: Path, b: Bewoners, i: Indeling, jaar: int) -> Path:
    """One year as the export that people keep: figures as padded text, empty cells where there is none."""
    from datetime import datetime

    import xlsxwriter

    file.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 2), "author": "voorbeeld van veerkracht, fictief, CC0"})
        sheet = book.add_worksheet(f"{TABLE}_UntypedDataSet")
        sheet.write_row(0, 0, [*_VAST, *ONDERWERPEN])
        for n, row in enumerate(_records(b, i, (jaar,)), start=1):
            row["Leeftijd"] = int(str(row["Leeftijd"]))
            sheet.write_row(n, 0, ["" if cell is None else cell for cell in row.values()])
    return file
