"""Small deliveries in the publishers' layouts, all of one little world: a land, a gemeente, a wijk and two buurten.

The same figures stand in every layout of the Kerncijfers, so that a test can ask whether they come out the same.
"""

import json
import zipfile
from pathlib import Path

import pyarrow.compute as pc

from veerkracht.sources.catalogue.model import Release, Source

KOP = ["gwb_code_10", "gwb_code_8", "regio", "gm_naam", "recs", "gwb_code", "ind_wbi"]
# code, name, level word, ind_wbi, a_inw, p_wcorpw (None = missing), g_hhgro
GEBIEDEN = [
    ("NL00", "Nederland", "Land", ".", 9000, 29, 2.2),
    ("GM0034", "Almere", "Gemeente", "1", 5000, 42, 1.8),
    ("WK003401", "Wijk 01", "Wijk", "1", 3000, 15, 1.4),
    ("BU00340101", "Centrum", "Buurt", "3", 1040, 87, 1.5),
    ("BU0034AF02", "Bedrijven; 'oost'", "Buurt", "2", 0, None, None),
]
METINGEN = [
    ("T001036", "Aantal inwoners", "aantal", 4),
    ("A047047", "In bezit woningcorporatie", "%", 5),
    ("M000114", "Gemiddelde huishoudensgrootte", "aantal", 6),
]
OMSCHRIJVING = '"Personen die op 1 januari\nin het ""BRP"" staan; zie toelichting."'


def bron(name="cbs_kerncijfers", **fields) -> Source:
    vast = {"titel": name, "uitgever": "CBS", "licentie": "CC BY 4.0", "toegang": "open", "landingspagina": "x"}
    return Source(**(vast | {"bron": name, "reeks": "nieuwste_per_jaar"} | fields))


def release(layout, jaar=2024, **fields) -> Release:
    jaren = fields.pop("jaren", (jaar,))
    name = f"{jaren[0]}@proef" if len(jaren) == 1 else f"{jaren[0]}-{jaren[-1]}@proef"
    vast = {"release": name, "jaren": jaren, "url": "x", "indeling": jaren[-1], "layout": layout}
    return Release(**(vast | fields))


def zip_met(path: Path, leden: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in leden.items():
            archive.writestr(name, content)
    return path


def nl(number) -> str:
    """A number as CBS writes it, with a decimal comma."""
    return str(number).replace(".", ",")


def v4_leden(jaar=2024, table="85984NED", gebieden=GEBIEDEN) -> dict[str, str]:
    """The members of a v4 bulk zip; a missing figure has no row."""
    lines, number = ["Id;Measure;WijkenEnBuurten;Value;StringValue;ValueAttribute"], 0
    for gebied in gebieden:
        figures = [(code, nl(gebied[place]), "") for code, _, _, place in METINGEN if gebied[place] is not None]
        texts = [("GM000C", "", f"{'Almere':40}"), ("IW0001", "", gebied[3]), ("SR0001", "", gebied[2])]
        for code, value, text in [*figures, *texts]:
            lines.append(f"{number};{code};{gebied[0]:10};{value};{text};None")
            number += 1
    header = "Identifier;MeasureGroupId;Index;Title;Description;DataType;Unit;Decimals;PresentationType"
    attributen = [
        ("GM000C", "Gemeentenaam"),
        ("IW0001", "Indelingswijziging wijken en buurten"),
        ("SR0001", "Soort regio"),
    ]
    metingen = [f"{code};G1;1;{titel};{OMSCHRIJVING};Long;{eenheid};0;Absolute" for code, titel, eenheid, _ in METINGEN]
    metingen += [f"{code};;1;{titel};;String;naam;0;" for code, titel in attributen]
    listed = [f'{code};;WijkenEnBuurten;1;"{name}";' for code, name, *_ in gebieden]
    return {
        "Observations.csv": "\r\n".join(lines) + "\r\n",
        "MeasureCodes.csv": "\ufeff" + "\r\n".join([header, *metingen]) + "\r\n",
        "WijkenEnBuurtenCodes.csv": "Identifier;DimensionGroupId;DimensionId;Index;Title;Description\n"
        + "\n".join(listed),
        "Properties.csv": "Identifier;Title;TemporalCoverage;ObservationCount\n"
        f"{table};Kerncijfers wijken en buurten {jaar};{jaar};{number}\n",
    }


def v4_pages(path: Path, jaar=2024, table="85984NED") -> Path:
    """The same as archived OData pages of four rows each."""
    waarnemingen = []
    for code, _, _, _, *figures in GEBIEDEN:
        for (meting, *_), value in zip(METINGEN, figures, strict=True):
            if value is not None:
                row = {"Id": len(waarnemingen), "Measure": meting, "ValueAttribute": "None", "Value": value}
                waarnemingen.append(row | {"StringValue": None, "WijkenEnBuurten": f"{code:10}"})
    pages = [waarnemingen[i : i + 4] for i in range(0, len(waarnemingen), 4)]
    leden = {f"pagina-{i:05d}.json": json.dumps({"value": rows}) for i, rows in enumerate(pages, 1)}
    metingen = [{"Identifier": code, "Title": titel, "Unit": eenheid} for code, titel, eenheid, _ in METINGEN]
    codes = [{"Identifier": code, "Title": name} for code, name, *_ in GEBIEDEN]
    leden["MeasureCodes.json"] = json.dumps({"value": metingen})
    leden["WijkenEnBuurtenCodes.json"] = json.dumps({"value": codes})
    leden["Properties.json"] = json.dumps(
        {"Identifier": table, "Title": f"Kerncijfers {jaar}", "ObservationCount": len(waarnemingen)}
    )
    return zip_met(path, leden)


V3_SLEUTELS = ("AantalInwoners_5", "InBezitWoningcorporatie_40", "GemiddeldeHuishoudensgrootte_32")


def v3_row(number, code, word, wbi, *figures) -> dict:
    basis = {"ID": number, "WijkenEnBuurten": f"{code:10}", "Gemeentenaam_1": f"{'Almere':40}"}
    regio = {"SoortRegio_2": f"{word:10}", "Codering_3": f"{code:10}", "IndelingswijzigingWijkenEnBuurten_4": wbi}
    return basis | regio | dict(zip(V3_SLEUTELS, figures, strict=True))


def v3_pages(path: Path, table="85984NED", jaar=2024, gebieden=GEBIEDEN, extra=None) -> Path:
    """TypedDataSet as archived pages of two rows each."""
    rows = [v3_row(i, code, word, wbi, *figures) for i, (code, _, word, wbi, *figures) in enumerate(gebieden)]
    leden = {f"pagina-{i // 2 + 1:05d}.json": json.dumps({"value": rows[i : i + 2]}) for i in range(0, len(rows), 2)}
    topics = [
        {"Key": key, "Type": "Topic", "Title": titel, "Unit": eenheid}
        for key, (_, titel, eenheid, _) in zip(V3_SLEUTELS, METINGEN, strict=True)
    ]
    dimensies = [{"Key": "WijkenEnBuurten", "Type": "GeoDimension"}, {"Key": None, "Type": "TopicGroup"}]
    leden["DataProperties.json"] = json.dumps({"value": [*dimensies, *topics]})
    leden["TableInfos.json"] = json.dumps({"value": [{"Identifier": table, "Title": f"Kerncijfers {jaar}"}]})
    names = [{"Key": f"{code:10}", "Title": name} for code, name, *_ in gebieden]
    leden["WijkenEnBuurten.json"] = json.dumps({"value": names})
    return zip_met(path, leden | (extra or {}))


def workbook_rows(gebieden=GEBIEDEN) -> list[list]:
    """Rows of a kwb workbook: a blank behind a header, numbers, text with a comma, a padded dot."""
    rows = [[*KOP, "a_inw", "p_wcorpw ", "g_hhgro"]]
    for code, name, word, wbi, inwoners, bezit, size in gebieden:
        cells = [inwoners, "       ." if bezit is None else bezit, "." if size is None else nl(size)]
        rows.append([code, code[2:], name, "Almere", word, code, wbi, *cells])
    return rows


def xlsx(path: Path, sheets: dict[str, list[list]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def xls(path: Path, sheets: dict[str, list[list]]) -> Path:
    import xlwt

    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    book.save(str(path))
    return path


STATLINE_KOP = [
    "Wijken en buurten",
    "Regioaanduiding/Gemeentenaam (naam)",
    "Regioaanduiding/Soort regio (omschrijving)",
    "Regioaanduiding/Codering (code)",
    "Regioaanduiding/Indelingswijziging gemeente, wijk, buurt (code)",
    "Bevolking/Aantal inwoners (aantal)",
    "Wonen/In bezit woningcorporatie (%)",
    "Bevolking/Gemiddelde huishoudensgrootte (aantal)",
]


def statline_lines(gebieden=GEBIEDEN) -> list[str]:
    lines = [";".join(f'"{name}"' for name in STATLINE_KOP)]
    for code, name, word, wbi, *figures in gebieden:
        getallen = [f'"{"." if figure is None else nl(figure)}"' for figure in figures]
        text = [f'"{name}"', f'"{"Almere":40}"', f'"{word:10}"', f'"{code:10}"', f'"{wbi}"']
        lines.append(";".join([*text, *getallen]))
    return lines


def statline(path: Path, lines=None) -> Path:
    path.write_text("\ufeff" + "\r\n".join(lines or statline_lines()) + '\r\n"Bron: CBS"\r\n', "utf-8")
    return path


def figures(delivery, *columns, alleen=None) -> dict[tuple[str, str], str]:
    """(area, column) -> trimmed text with a point; `columns` renames the columns to the order they are given in."""
    names, table = {column: number for number, column in enumerate(columns)}, delivery.waarnemingen
    table = table.filter(pc.equal(table["kolom"].cast("string"), alleen)) if alleen else table
    return {
        (row["gebiedscode"], names[row["kolom"]] if columns else row["kolom"]): row["waarde"].strip().replace(",", ".")
        for row in table.to_pylist()
    }


def feit(delivery, name, niveau=None):
    """The one fact of that name."""
    hit = [row for row in delivery.feiten.to_pylist() if (row["feit"], row["niveau"]) == (name, niveau)]
    assert len(hit) == 1, f"{name} {niveau}: {hit}"
    return hit[0]["waarde"]
