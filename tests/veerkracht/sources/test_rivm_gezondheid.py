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


def rows(jaren=JAREN, leeftijden=("20300", "53115"), marges=("MW00000", "MOG0095")) -> list[dict]:
    """Records of UntypedDataSet; each dimension has a value besides the one to read."""
    gemaakt = []
    for jaar in jaren:
        for leeftijd in leeftijden:
            for marge in marges:
                for code, word, *figures in GEBIEDEN:
                    basis = {"ID": len(gemaakt), "Leeftijd": leeftijd, "Marges": marge, "WijkenEnBuurten": f"{code:10}"}
                    regio = {
                        "Gemeentenaam_1": f"{'Almere':40}",
                        "SoortRegio_2": f"{word:10}",
                        "Codering_3": f"{code:20}",
                    }
                    getallen = {
                        topic: f"{figure:>8}" if figure else "" for topic, figure in zip(TOPICS, figures, strict=True)
                    }
                    gemaakt.append(basis | {"Perioden": f"{jaar}JJ00"} | regio | getallen)
    return gemaakt


def werkboek(path, records=None, sheet="50090NED_UntypedDataSet_1305202", name="export.xlsx"):
    records = records or rows()
    cells = [[int(cell) if header == "Leeftijd" else cell for header, cell in record.items()] for record in records]
    return lev.xlsx(path / name, {sheet: [list(records[0]), *cells]})


def pages(path, records=None):
    records = records or rows()
    topics = [{"Key": topic, "Type": "Topic", "Title": f"Titel van {topic}", "Unit": "%"} for topic in TOPICS]
    dimensies = [{"Key": key, "Type": "Dimension"} for key in ("Leeftijd", "Marges")]
    leden = {
        "pagina-00001.json": json.dumps({"value": records[:5]}),
        "pagina-00002.json": json.dumps({"value": records[5:]}),
        "DataProperties.json": json.dumps({"value": [*dimensies, *topics]}),
        "TableInfos.json": json.dumps({"value": [{"Identifier": "50090NED", "Title": "Gezondheid"}]}),
    }
    return lev.zip_met(path / "paginas.zip", leden)


def statline(path):
    header = ["Leeftijd", "Marges", "Wijken en buurten", "Perioden", "Regioaanduiding/Codering (code)"]
    header += ["Regioaanduiding/Soort regio (omschrijving)", *TOPICS]
    lines = [";".join(f'"{name}"' for name in header)]
    for r in rows():
        leeftijd = "18 jaar of ouder" if r["Leeftijd"] == "20300" else "18 tot 65 jaar"
        marge = "Waarde" if r["Marges"] == "MW00000" else "Ondergrens 95%-interval"
        vast = [leeftijd, marge, "naam", r["Perioden"][:4], r["WijkenEnBuurten"], r["SoortRegio_2"]]
        lines.append(";".join(f'"{cell}"' for cell in [*vast, *(r[topic] for topic in TOPICS)]))
    return lev.statline(path / "gezondheid.csv", lines)


def v4(path):
    header = "Id;Measure;Leeftijd;Marges;WijkenEnBuurten;Perioden;Value;StringValue;ValueAttribute"
    lines = [
        f"{i};{topic};{r['Leeftijd']};{r['Marges']};{r['WijkenEnBuurten']};{r['Perioden']};{r[topic].strip()};;None"
        for i, r in enumerate(rows())
        for topic in TOPICS
    ]
    listed = "\n".join(f"{topic};Titel van {topic};%" for topic in TOPICS)
    leden = {
        "Observations.csv": "\n".join([header, *lines]),
        "MeasureCodes.csv": f"Identifier;Title;Unit\n{listed}\n",
        "WijkenEnBuurtenCodes.csv": "Identifier;Title\nNL01;Nederland\n",
        "Properties.csv": "Identifier;Title\n50090NED;Gezondheid per wijk en buurt\n",
    }
    return lev.zip_met(path / "50090NED.zip", leden)


LAYOUTS = {"werkboek": werkboek, "v3_odata": pages, "statline_csv": statline, "v4_zip": v4}


def release(layout, jaren=JAREN, **fields):
    return lev.release(layout, jaren=jaren, indeling=2020, tabel="50090NED", **fields)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_adults_and_the_estimate_of_every_year(layout, tmp_path):
    delivery = read(LAYOUTS[layout](tmp_path), BRON, release(layout))
    found = {(r["gebiedscode"], r["jaar"], r["kolom"]): r["waarde"].strip() for r in delivery.waarnemingen.to_pylist()}
    assert found == {
        ("NL00" if code == "NL01" else code, jaar, topic): figure
        for jaar in JAREN
        for code, _, *figures in GEBIEDEN
        for topic, figure in zip(TOPICS, figures, strict=True)
    }
    assert {r["niveau"] for r in delivery.gebieden.to_pylist()} == {"land", "gemeente", "buurt"}
    assert {r["indeling"] for r in delivery.waarnemingen.to_pylist()} == {2020}
    names = {r["gebiedsnaam"] for r in delivery.gebieden.to_pylist() if r["gebiedscode"] == "NL00"}
    assert names == {{"v4_zip": "Nederland", "statline_csv": "naam"}.get(layout, "Almere")}


def test_rows_in_the_file_and_rows_chosen(tmp_path):
    delivery = read(werkboek(tmp_path), BRON, release("werkboek"))
    assert lev.feit(delivery, "aantal_rijen") == 24
    assert lev.feit(delivery, "aantal_rijen_gekozen") == 6
    assert lev.feit(delivery, "ontbreekt_leeg") == 2
    assert lev.feit(delivery, "ontbreekt_.") == 2


def test_titles_ride_along_where_the_delivery_has_them(tmp_path):
    (titel,) = {r["titel"] for r in read(pages(tmp_path), BRON, release("v3_odata")).waarnemingen.to_pylist()} - {
        f"Titel van {TOPICS[0]}"
    }
    assert titel == f"Titel van {TOPICS[1]}"
    assert {r["titel"] for r in read(werkboek(tmp_path), BRON, release("werkboek")).waarnemingen.to_pylist()} == {None}


def weigering(path, layout="werkboek", **fields) -> str:
    with pytest.raises(DeliveryError) as error:
        read(path, BRON, release(layout, **fields))
    return str(error.value)


def test_a_year_more_than_the_release_lists_is_left_out_and_told(tmp_path):
    delivery = read(werkboek(tmp_path), BRON, release("werkboek", jaren=(2012,)))
    assert delivery.waarnemingen["jaar"].unique().to_pylist() == [2012]
    assert delivery.gebieden["jaar"].unique().to_pylist() == [2012]
    told = {row["feit"]: row["toelichting"] for row in delivery.feiten.to_pylist()}
    assert told["anderejaren_2016"].startswith("2016 staat ook in het bestand en is niet gelezen: release 2012@proef")


def test_a_year_too_few(tmp_path):
    assert "gevonden jaren 2012, maar" in weigering(werkboek(tmp_path, rows((2012,))))


def test_period_that_is_no_year(tmp_path):
    records = [record | {"Perioden": "2012MM01"} for record in rows()]
    assert "kolom 'Perioden': '2012MM01' is geen jaar" in weigering(werkboek(tmp_path, records))


def test_sheet_of_another_table(tmp_path):
    error = weigering(werkboek(tmp_path, sheet="50120NED_UntypedDataSet_1"))
    assert "het blad is van tabel 50120NED, maar release 2012-2016@proef is tabel 50090NED" in error


def test_no_row_for_adults(tmp_path):
    error = weigering(werkboek(tmp_path, rows(leeftijden=("53115", "80200"))))
    assert "geen rij met 20300 (18 jaar of ouder) in kolom 'Leeftijd'" in error
    assert (
        "gezien: 53115 (18 tot 65 jaar), 80200 (65 jaar of ouder). Dit bestand gaat over een andere leeftijds" in error
    )
    assert "Kies in StatLine van RIVM bij Leeftijd '18 jaar of ouder'" in error


def test_no_row_of_estimates(tmp_path):
    assert "geen rij met MW00000" in weigering(werkboek(tmp_path, rows(marges=("MOG0095",))))


def test_dimension_column_gone(tmp_path):
    records = [
        {("Leeftijden" if header == "Leeftijd" else header): cell for header, cell in record.items()}
        for record in rows()
    ]
    error = weigering(werkboek(tmp_path, records))
    assert "de verplichte kolom 'Leeftijd' ontbreekt" in error
    assert "het meest lijken: Leeftijden" in error


def test_a_dimension_more(tmp_path):
    records = [record | {"Geslacht": "T001038"} for record in rows()]
    leden = {
        "pagina-00001.json": json.dumps({"value": records}),
        "DataProperties.json": json.dumps({"value": [{"Key": "Geslacht", "Type": "Dimension"}]}),
    }
    assert "onbekende dimensie Geslacht" in weigering(lev.zip_met(tmp_path / "p.zip", leden), "v3_odata")
