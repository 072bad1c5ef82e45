"""RIVM's health figures: adults and the estimate only, the years of the release, in four layouts."""

import json

import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError

BRON = lev.bron("rivm_gezondheid", uitgever="RIVM", reeks="een_release_voor_alle_jaren")
TOPICS = ("ErvarenGezondheidGoedZeerGoed_4", "HoogRisicoOpAngstOfDepressie_25")
GEBIEDEN = [("NL01", "Land", "76.1", "6.0"), ("GM0034", "Gemeente", "76.5", "3.6"), ("BU00340101", "Buurt", "", ".")]
JAREN = (2012, 2016)


def rijen(jaren=JAREN, leeftijden=("20300", "53115"), marges=("MW00000", "MOG0095")) -> list[dict]:
    """Records of UntypedDataSet; each dimension has a value besides the one to read."""
    gemaakt = []
    for jaar in jaren:
        for leeftijd in leeftijden:
            for marge in marges:
                for code, woord, *cijfers in GEBIEDEN:
                    basis = {"ID": len(gemaakt), "Leeftijd": leeftijd, "Marges": marge, "WijkenEnBuurten": f"{code:10}"}
                    regio = {
                        "Gemeentenaam_1": f"{'Almere':40}",
                        "SoortRegio_2": f"{woord:10}",
                        "Codering_3": f"{code:20}",
                    }
                    getallen = {
                        topic: f"{cijfer:>8}" if cijfer else "" for topic, cijfer in zip(TOPICS, cijfers, strict=True)
                    }
                    gemaakt.append(basis | {"Perioden": f"{jaar}JJ00"} | regio | getallen)
    return gemaakt


def werkboek(pad, records=None, blad="50090NED_UntypedDataSet_1305202", naam="export.xlsx"):
    records = records or rijen()
    cellen = [[int(cel) if kop == "Leeftijd" else cel for kop, cel in record.items()] for record in records]
    return lev.xlsx(pad / naam, {blad: [list(records[0]), *cellen]})


def paginas(pad, records=None):
    records = records or rijen()
    topics = [{"Key": topic, "Type": "Topic", "Title": f"Titel van {topic}", "Unit": "%"} for topic in TOPICS]
    dimensies = [{"Key": sleutel, "Type": "Dimension"} for sleutel in ("Leeftijd", "Marges")]
    leden = {
        "pagina-00001.json": json.dumps({"value": records[:5]}),
        "pagina-00002.json": json.dumps({"value": records[5:]}),
        "DataProperties.json": json.dumps({"value": [*dimensies, *topics]}),
        "TableInfos.json": json.dumps({"value": [{"Identifier": "50090NED", "Title": "Gezondheid"}]}),
    }
    return lev.zip_met(pad / "paginas.zip", leden)


def statline(pad):
    kop = ["Leeftijd", "Marges", "Wijken en buurten", "Perioden", "Regioaanduiding/Codering (code)"]
    kop += ["Regioaanduiding/Soort regio (omschrijving)", *TOPICS]
    regels = [";".join(f'"{naam}"' for naam in kop)]
    for r in rijen():
        leeftijd = "18 jaar of ouder" if r["Leeftijd"] == "20300" else "18 tot 65 jaar"
        marge = "Waarde" if r["Marges"] == "MW00000" else "Ondergrens 95%-interval"
        vast = [leeftijd, marge, "naam", r["Perioden"][:4], r["WijkenEnBuurten"], r["SoortRegio_2"]]
        regels.append(";".join(f'"{cel}"' for cel in [*vast, *(r[topic] for topic in TOPICS)]))
    return lev.statline(pad / "gezondheid.csv", regels)


def v4(pad):
    kop = "Id;Measure;Leeftijd;Marges;WijkenEnBuurten;Perioden;Value;StringValue;ValueAttribute"
    regels = [
        f"{i};{topic};{r['Leeftijd']};{r['Marges']};{r['WijkenEnBuurten']};{r['Perioden']};{r[topic].strip()};;None"
        for i, r in enumerate(rijen())
        for topic in TOPICS
    ]
    lijst = "\n".join(f"{topic};Titel van {topic};%" for topic in TOPICS)
    leden = {
        "Observations.csv": "\n".join([kop, *regels]),
        "MeasureCodes.csv": f"Identifier;Title;Unit\n{lijst}\n",
        "WijkenEnBuurtenCodes.csv": "Identifier;Title\nNL01;Nederland\n",
        "Properties.csv": "Identifier;Title\n50090NED;Gezondheid per wijk en buurt\n",
    }
    return lev.zip_met(pad / "50090NED.zip", leden)


LAYOUTS = {"werkboek": werkboek, "v3_odata": paginas, "statline_csv": statline, "v4_zip": v4}


def release(layout, jaren=JAREN, **velden):
    return lev.release(layout, jaren=jaren, indeling=2020, tabel="50090NED", **velden)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_adults_and_the_estimate_of_every_year(layout, tmp_path):
    delivery = read(LAYOUTS[layout](tmp_path), BRON, release(layout))
    gevonden = {
        (r["gebiedscode"], r["jaar"], r["kolom"]): r["waarde"].strip() for r in delivery.waarnemingen.to_pylist()
    }
    assert gevonden == {
        ("NL00" if code == "NL01" else code, jaar, topic): cijfer
        for jaar in JAREN
        for code, _, *cijfers in GEBIEDEN
        for topic, cijfer in zip(TOPICS, cijfers, strict=True)
    }
    assert {r["niveau"] for r in delivery.gebieden.to_pylist()} == {"land", "gemeente", "buurt"}
    assert {r["indeling"] for r in delivery.waarnemingen.to_pylist()} == {2020}
    namen = {r["gebiedsnaam"] for r in delivery.gebieden.to_pylist() if r["gebiedscode"] == "NL00"}
    assert namen == {{"v4_zip": "Nederland", "statline_csv": "naam"}.get(layout, "Almere")}


def test_rows_in_the_file_and_rows_chosen(tmp_path):
    delivery = read(werkboek(tmp_path), BRON, release("werkboek"))
    assert lev.feit(delivery, "aantal_rijen") == 24
    assert lev.feit(delivery, "aantal_rijen_gekozen") == 6
    assert lev.feit(delivery, "ontbreekt_leeg") == 2
    assert lev.feit(delivery, "ontbreekt_.") == 2


def test_titles_ride_along_where_the_delivery_has_them(tmp_path):
    (titel,) = {r["titel"] for r in read(paginas(tmp_path), BRON, release("v3_odata")).waarnemingen.to_pylist()} - {
        f"Titel van {TOPICS[0]}"
    }
    assert titel == f"Titel van {TOPICS[1]}"
    assert {r["titel"] for r in read(werkboek(tmp_path), BRON, release("werkboek")).waarnemingen.to_pylist()} == {None}


def weigering(pad, layout="werkboek", **velden) -> str:
    with pytest.raises(DeliveryError) as error:
        read(pad, BRON, release(layout, **velden))
    return str(error.value)


def test_other_years_than_the_release_has(tmp_path):
    fout = weigering(werkboek(tmp_path), jaren=(2012,))
    assert "gevonden jaren 2012, 2016, maar release 2012@proef belooft 2012" in fout


def test_a_year_too_few(tmp_path):
    assert "gevonden jaren 2012, maar" in weigering(werkboek(tmp_path, rijen((2012,))))


def test_period_that_is_no_year(tmp_path):
    records = [record | {"Perioden": "2012MM01"} for record in rijen()]
    assert "kolom 'Perioden': '2012MM01' is geen jaar" in weigering(werkboek(tmp_path, records))


def test_sheet_of_another_table(tmp_path):
    fout = weigering(werkboek(tmp_path, blad="50120NED_UntypedDataSet_1"))
    assert "het blad is van tabel 50120NED, maar release 2012-2016@proef is tabel 50090NED" in fout


def test_no_row_for_adults(tmp_path):
    fout = weigering(werkboek(tmp_path, rijen(leeftijden=("53115", "80200"))))
    assert "geen rij met 20300 of 18 jaar of ouder" in fout
    assert "in kolom 'Leeftijd'; gezien: 53115, 80200" in fout


def test_no_row_of_estimates(tmp_path):
    assert "geen rij met MW00000" in weigering(werkboek(tmp_path, rijen(marges=("MOG0095",))))


def test_dimension_column_gone(tmp_path):
    records = [{("Leeftijden" if kop == "Leeftijd" else kop): cel for kop, cel in record.items()} for record in rijen()]
    fout = weigering(werkboek(tmp_path, records))
    assert "de verplichte kolom 'Leeftijd' ontbreekt" in fout
    assert "het meest lijken: Leeftijden" in fout


def test_a_dimension_more(tmp_path):
    records = [record | {"Geslacht": "T001038"} for record in rijen()]
    leden = {
        "pagina-00001.json": json.dumps({"value": records}),
        "DataProperties.json": json.dumps({"value": [{"Key": "Geslacht", "Type": "Dimension"}]}),
    }
    assert "onbekende dimensie Geslacht" in weigering(lev.zip_met(tmp_path / "p.zip", leden), "v3_odata")
