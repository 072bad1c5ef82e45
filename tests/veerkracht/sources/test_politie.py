"""Registered nuisance of the police: years and months kept as published, only the total, an empty cell is no zero."""

import json

import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError
from veerkracht.sources.intake.ingest import checked
from veerkracht.sources.intake.raw import ordered

BRON = lev.bron("politie_overlast", uitgever="Politie", reeks="een_release_voor_alle_jaren")
TOPIC = "GeregistreerdeOverlast_1"
SOORTEN = {"A1": "Totaal registraties overlast", "B2": "Melding overlast jeugd"}
GEBIEDEN = [
    ("NL00", "Land", "120"),
    ("GM0034", "Gemeente", "9"),
    ("BU00340101", "Buurt", None),
    ("BU0034AF02", "Buurt", "0"),
]
PERIODEN = ("2022JJ00", "2023MM01", "2023MM02")


def rows(perioden=PERIODEN, soorten=SOORTEN) -> list[dict]:
    return [
        {
            "ID": 0,
            "Overlast": f"{soort:<8}",
            "WijkenEnBuurten": f"{code:<10}",
            "Perioden": periode,
            TOPIC: None if value is None else f"{int(value) if soort == 'A1' else 1:8d}",
            "Gemeentenaam_2": f"{'Almere':40}",
            "SoortRegio_3": f"{word:10}",
        }
        for soort in soorten
        for periode in perioden
        for code, word, value in GEBIEDEN
    ]


def pages(path, records=None, soorten=SOORTEN, extra_dimensie=None, table="47024NED"):
    records = rows() if records is None else records
    dimensies = [
        {"Key": k, "Type": "Dimension"} for k in ("Overlast", "Perioden", *([extra_dimensie] if extra_dimensie else []))
    ]
    leden = {
        "pagina-00001.json": json.dumps({"value": records[:7]}),
        "pagina-00002.json": json.dumps({"value": records[7:]}),
        "DataProperties.json": json.dumps(
            {
                "value": [
                    *dimensies,
                    {"Key": TOPIC, "Type": "Topic", "Title": "Geregistreerde overlast", "Unit": "aantal"},
                ]
            }
        ),
        "TableInfos.json": json.dumps({"value": [{"Identifier": table, "Title": "Geregistreerde overlast"}]}),
        "WijkenEnBuurten.json": json.dumps({"value": [{"Key": "BU00340101", "Title": "Centrum"}]}),
    }
    if soorten:
        leden["Overlast.json"] = json.dumps({"value": [{"Key": f"{k:8}", "Title": t} for k, t in soorten.items()]})
    return lev.zip_met(path / "paginas.zip", leden)


def statline(path, als_code=True, perioden=("2022*", "2023 januari", "2023 februari")):
    name = {"NL00": "Nederland", "GM0034": "Almere", "BU00340101": "Centrum", "BU0034AF02": "Oost"}
    header = ["Overlast", "Perioden", "Wijken en buurten", "Regioaanduiding/Soort regio (omschrijving)"]
    lines = [";".join(f'"{k}"' for k in [*header, "Geregistreerde overlast (aantal)"])]
    for soort in SOORTEN.values():
        for periode in perioden:
            for code, word, value in GEBIEDEN:
                gebied = f"{code:10}" if als_code else name[code]
                lines.append(";".join(f'"{c}"' for c in [soort, periode, gebied, word, value or "."]))
    file = path / "overlast.csv"
    file.write_text("\ufeff" + "\n".join([*lines, '"Bron: Politie"', ""]), encoding="utf-8")
    return file


def release(layout="v3_odata", jaren=(2022, 2023)):
    return lev.release(layout, jaren=jaren, indeling=2024, tabel="47024NED")


def gelezen(file, layout="v3_odata"):
    uit = release(layout)
    return ordered(checked(read(file, BRON, uit), file.name, BRON, uit), file.name)


def figures(delivery) -> dict[tuple, str]:
    return {(r["gebiedscode"], r["jaar"], r["kolom"]): r["waarde"].strip() for r in delivery.waarnemingen.to_pylist()}


def test_years_and_months_of_the_total_are_kept_apart(tmp_path):
    delivery = gelezen(pages(tmp_path))
    found = figures(delivery)
    assert len(found) == 3 * 4
    assert found["NL00", 2022, TOPIC] == "120"
    assert found["GM0034", 2023, f"{TOPIC}|MM01"] == found["GM0034", 2023, f"{TOPIC}|MM02"] == "9"
    assert {r["indeling"] for r in delivery.waarnemingen.to_pylist()} == {2024}
    assert delivery.waarnemingen["eenheid"].unique().to_pylist() == ["aantal"]


def test_an_empty_cell_is_no_zero(tmp_path):
    found = figures(gelezen(pages(tmp_path)))
    assert found["BU00340101", 2022, TOPIC] == ""
    assert found["BU0034AF02", 2022, TOPIC] == "0"


def test_each_area_once_a_year_with_its_name(tmp_path):
    gebieden = gelezen(pages(tmp_path)).gebieden.to_pylist()
    assert len(gebieden) == 2 * 4
    assert {g["gebiedsnaam"] for g in gebieden if g["gebiedscode"] == "BU00340101"} == {"Centrum"}


def test_months_are_counted_and_the_newest_is_named(tmp_path):
    feiten = {f["feit"]: f for f in gelezen(pages(tmp_path)).feiten.to_pylist()}
    assert feiten["maanden_2023"]["waarde"] == 2
    assert "maanden_2022" not in feiten
    assert feiten["laatste_maand"]["toelichting"].startswith("2023MM02 ")
    assert feiten["aantal_rijen"]["waarde"] == 24 and feiten["aantal_rijen_gekozen"]["waarde"] == 12


def test_statline_csv_gives_the_same(tmp_path):
    expected = figures(gelezen(pages(tmp_path)))
    titel = "Geregistreerde overlast (aantal)"
    same = {
        (c, j, k.replace(titel, TOPIC)): w
        for (c, j, k), w in figures(gelezen(statline(tmp_path), "statline_csv")).items()
    }
    assert same == {key: value or "." for key, value in expected.items()}


FOUT = [
    ("zonder titels van de soorten", lambda p: pages(p, soorten=None), "welke soort overlast het totaal is"),
    (
        "twee totalen",
        lambda p: pages(p, soorten={"A1": "Totaal registraties", "B2": "Totaal jeugd"}),
        "welke soort overlast het totaal is",
    ),
    ("alleen een deel", lambda p: pages(p, rows(soorten=("B2",))), "welke soort overlast het totaal is"),
    ("dubbel", lambda p: pages(p, rows() + rows()[:1]), "gebied NL00, 2022JJ00 staat er 2 keer in"),
    ("kwartaal", lambda p: pages(p, rows(("2022JJ00", "2023KW01"))), "'2023KW01' is geen jaar of maand"),
    ("maand dertien", lambda p: pages(p, rows(("2022JJ00", "2023MM13"))), "'2023MM13' is geen jaar of maand"),
    ("ander jaar", lambda p: pages(p, rows(("2021JJ00", "2023MM01"))), "gevonden jaren 2021, 2023"),
    ("andere tabel", lambda p: pages(p, table="47018NED"), "dit is tabel 47018NED"),
    (
        "vreemde dimensie",
        lambda p: pages(p, [r | {"Wijze": "x"} for r in rows()], extra_dimensie="Wijze"),
        "onbekende dimensie Wijze",
    ),
    (
        "niet-code",
        lambda p: pages(p, [*rows(), rows()[0] | {"WijkenEnBuurten": "340101"}]),
        "was wellicht BU00340101",
    ),
    ("leeg", lambda p: pages(p, []), "geen enkele rij"),
]


@pytest.mark.parametrize(("make", "message"), [f[1:] for f in FOUT], ids=[f[0] for f in FOUT])
def test_what_is_not_the_delivery_is_refused(tmp_path, make, message):
    with pytest.raises(DeliveryError, match=message):
        read(make(tmp_path), BRON, release())


def test_statline_csv_without_codes_is_refused(tmp_path):
    with pytest.raises(DeliveryError, match=r"'Regioaanduiding/Codering \(code\)' ontbreekt .*'toon code'"):
        read(statline(tmp_path, als_code=False), BRON, release("statline_csv"))


def test_a_year_more_is_left_out_and_its_newest_month_told(tmp_path):
    """December of a listed year is whole where later months are in the delivery, also of a year that is not listed."""
    uit = release(jaren=(2023,))
    delivery = read(pages(tmp_path, rows(("2022JJ00", "2023MM01", "2024MM01"))), BRON, uit)
    assert delivery.waarnemingen["jaar"].unique().to_pylist() == [2023]
    feiten = {row["feit"]: row["waarde"] for row in delivery.feiten.to_pylist()}
    assert feiten["laatste_maand"] == 202401
    assert {"anderejaren_2022", "anderejaren_2024"} <= feiten.keys()
