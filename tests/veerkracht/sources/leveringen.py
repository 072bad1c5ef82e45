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


def bron(naam="cbs_kerncijfers", **velden) -> Source:
    vast = {"titel": naam, "uitgever": "CBS", "licentie": "CC BY 4.0", "toegang": "open", "landingspagina": "x"}
    return Source(**(vast | {"bron": naam, "reeks": "nieuwste_per_jaar"} | velden))


def release(layout, jaar=2024, **velden) -> Release:
    jaren = velden.pop("jaren", (jaar,))
    naam = f"{jaren[0]}@proef" if len(jaren) == 1 else f"{jaren[0]}-{jaren[-1]}@proef"
    vast = {"release": naam, "jaren": jaren, "url": "x", "indeling": jaren[-1], "layout": layout}
    return Release(**(vast | velden))


def zip_met(pad: Path, leden: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(pad, "w") as archive:
        for naam, inhoud in leden.items():
            archive.writestr(naam, inhoud)
    return pad


def nl(getal) -> str:
    """A number as CBS writes it, with a decimal comma."""
    return str(getal).replace(".", ",")


def v4_leden(jaar=2024, tabel="85984NED", gebieden=GEBIEDEN) -> dict[str, str]:
    """The members of a v4 bulk zip; a missing figure has no row."""
    regels, nummer = ["Id;Measure;WijkenEnBuurten;Value;StringValue;ValueAttribute"], 0
    for gebied in gebieden:
        cijfers = [(code, nl(gebied[plaats]), "") for code, _, _, plaats in METINGEN if gebied[plaats] is not None]
        teksten = [("GM000C", "", f"{'Almere':40}"), ("IW0001", "", gebied[3]), ("SR0001", "", gebied[2])]
        for code, waarde, tekst in [*cijfers, *teksten]:
            regels.append(f"{nummer};{code};{gebied[0]:10};{waarde};{tekst};None")
            nummer += 1
    kop = "Identifier;MeasureGroupId;Index;Title;Description;DataType;Unit;Decimals;PresentationType"
    attributen = [
        ("GM000C", "Gemeentenaam"),
        ("IW0001", "Indelingswijziging wijken en buurten"),
        ("SR0001", "Soort regio"),
    ]
    metingen = [f"{code};G1;1;{titel};{OMSCHRIJVING};Long;{eenheid};0;Absolute" for code, titel, eenheid, _ in METINGEN]
    metingen += [f"{code};;1;{titel};;String;naam;0;" for code, titel in attributen]
    lijst = [f'{code};;WijkenEnBuurten;1;"{naam}";' for code, naam, *_ in gebieden]
    return {
        "Observations.csv": "\r\n".join(regels) + "\r\n",
        "MeasureCodes.csv": "\ufeff" + "\r\n".join([kop, *metingen]) + "\r\n",
        "WijkenEnBuurtenCodes.csv": "Identifier;DimensionGroupId;DimensionId;Index;Title;Description\n"
        + "\n".join(lijst),
        "Properties.csv": "Identifier;Title;TemporalCoverage;ObservationCount\n"
        f"{tabel};Kerncijfers wijken en buurten {jaar};{jaar};{nummer}\n",
    }


def v4_paginas(pad: Path, jaar=2024, tabel="85984NED") -> Path:
    """The same as archived OData pages of four rows each."""
    waarnemingen = []
    for code, _, _, _, *cijfers in GEBIEDEN:
        for (meting, *_), waarde in zip(METINGEN, cijfers, strict=True):
            if waarde is not None:
                rij = {"Id": len(waarnemingen), "Measure": meting, "ValueAttribute": "None", "Value": waarde}
                waarnemingen.append(rij | {"StringValue": None, "WijkenEnBuurten": f"{code:10}"})
    paginas = [waarnemingen[i : i + 4] for i in range(0, len(waarnemingen), 4)]
    leden = {f"pagina-{i:05d}.json": json.dumps({"value": rijen}) for i, rijen in enumerate(paginas, 1)}
    metingen = [{"Identifier": code, "Title": titel, "Unit": eenheid} for code, titel, eenheid, _ in METINGEN]
    codes = [{"Identifier": code, "Title": naam} for code, naam, *_ in GEBIEDEN]
    leden["MeasureCodes.json"] = json.dumps({"value": metingen})
    leden["WijkenEnBuurtenCodes.json"] = json.dumps({"value": codes})
    leden["Properties.json"] = json.dumps(
        {"Identifier": tabel, "Title": f"Kerncijfers {jaar}", "ObservationCount": len(waarnemingen)}
    )
    return zip_met(pad, leden)


V3_SLEUTELS = ("AantalInwoners_5", "InBezitWoningcorporatie_40", "GemiddeldeHuishoudensgrootte_32")


def v3_rij(nummer, code, woord, wbi, *cijfers) -> dict:
    basis = {"ID": nummer, "WijkenEnBuurten": f"{code:10}", "Gemeentenaam_1": f"{'Almere':40}"}
    regio = {"SoortRegio_2": f"{woord:10}", "Codering_3": f"{code:10}", "IndelingswijzigingWijkenEnBuurten_4": wbi}
    return basis | regio | dict(zip(V3_SLEUTELS, cijfers, strict=True))


def v3_paginas(pad: Path, tabel="85984NED", jaar=2024, gebieden=GEBIEDEN, extra=None) -> Path:
    """TypedDataSet as archived pages of two rows each."""
    rijen = [v3_rij(i, code, woord, wbi, *cijfers) for i, (code, _, woord, wbi, *cijfers) in enumerate(gebieden)]
    leden = {f"pagina-{i // 2 + 1:05d}.json": json.dumps({"value": rijen[i : i + 2]}) for i in range(0, len(rijen), 2)}
    topics = [
        {"Key": sleutel, "Type": "Topic", "Title": titel, "Unit": eenheid}
        for sleutel, (_, titel, eenheid, _) in zip(V3_SLEUTELS, METINGEN, strict=True)
    ]
    dimensies = [{"Key": "WijkenEnBuurten", "Type": "GeoDimension"}, {"Key": None, "Type": "TopicGroup"}]
    leden["DataProperties.json"] = json.dumps({"value": [*dimensies, *topics]})
    leden["TableInfos.json"] = json.dumps({"value": [{"Identifier": tabel, "Title": f"Kerncijfers {jaar}"}]})
    namen = [{"Key": f"{code:10}", "Title": naam} for code, naam, *_ in gebieden]
    leden["WijkenEnBuurten.json"] = json.dumps({"value": namen})
    return zip_met(pad, leden | (extra or {}))


def werkboek_rijen(gebieden=GEBIEDEN) -> list[list]:
    """Rows of a kwb workbook: a blank behind a header, numbers, text with a comma, a padded dot."""
    rijen = [[*KOP, "a_inw", "p_wcorpw ", "g_hhgro"]]
    for code, naam, woord, wbi, inwoners, bezit, grootte in gebieden:
        cellen = [inwoners, "       ." if bezit is None else bezit, "." if grootte is None else nl(grootte)]
        rijen.append([code, code[2:], naam, "Almere", woord, code, wbi, *cellen])
    return rijen


def xlsx(pad: Path, bladen: dict[str, list[list]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(pad)) as boek:
        for naam, rijen in bladen.items():
            blad = boek.add_worksheet(naam)
            for nummer, rij in enumerate(rijen):
                blad.write_row(nummer, 0, rij)
    return pad


def xls(pad: Path, bladen: dict[str, list[list]]) -> Path:
    import xlwt

    boek = xlwt.Workbook()
    for naam, rijen in bladen.items():
        blad = boek.add_sheet(naam)
        for nummer, rij in enumerate(rijen):
            for kolom, cel in enumerate(rij):
                blad.write(nummer, kolom, cel)
    boek.save(str(pad))
    return pad


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


def statline_regels(gebieden=GEBIEDEN) -> list[str]:
    regels = [";".join(f'"{naam}"' for naam in STATLINE_KOP)]
    for code, naam, woord, wbi, *cijfers in gebieden:
        getallen = [f'"{"." if cijfer is None else nl(cijfer)}"' for cijfer in cijfers]
        tekst = [f'"{naam}"', f'"{"Almere":40}"', f'"{woord:10}"', f'"{code:10}"', f'"{wbi}"']
        regels.append(";".join([*tekst, *getallen]))
    return regels


def statline(pad: Path, regels=None) -> Path:
    pad.write_text("\ufeff" + "\r\n".join(regels or statline_regels()) + '\r\n"Bron: CBS"\r\n', "utf-8")
    return pad


def cijfers(delivery, *kolommen, alleen=None) -> dict[tuple[str, str], str]:
    """(area, column) -> trimmed text with a point; `kolommen` renames the columns to the order they are given in."""
    namen, tabel = {kolom: nummer for nummer, kolom in enumerate(kolommen)}, delivery.waarnemingen
    tabel = tabel.filter(pc.equal(tabel["kolom"].cast("string"), alleen)) if alleen else tabel
    return {
        (rij["gebiedscode"], namen[rij["kolom"]] if kolommen else rij["kolom"]): rij["waarde"].strip().replace(",", ".")
        for rij in tabel.to_pylist()
    }


def feit(delivery, naam, niveau=None):
    """The one fact of that name."""
    raak = [rij for rij in delivery.feiten.to_pylist() if (rij["feit"], rij["niveau"]) == (naam, niveau)]
    assert len(raak) == 1, f"{naam} {niveau}: {raak}"
    return raak[0]["waarde"]
