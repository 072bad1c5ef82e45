"""Files that are not the Kerncijfers they are registered as: each is refused with where, what, and what to do."""

import json

import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError

BRON = lev.bron()


def weigering(path, layout, jaar=2024, **fields) -> str:
    """Text of the refusal."""
    with pytest.raises(DeliveryError) as error:
        read(path, BRON, lev.release(layout, jaar, **fields))
    return str(error.value)


def werkboek(path, rows, name="bestand.xlsx", sheet="Blad1"):
    return lev.xlsx(path / name, {sheet: rows})


def v4(path, **leden):
    """A v4 zip in which some members have another text, or are left out."""
    leden = {f"{name}.csv": text for name, text in leden.items()}
    return lev.zip_met(path / "v4.zip", {name: text for name, text in (lev.v4_leden() | leden).items() if text})


# ---- another year under this key


def test_v4_of_another_table(tmp_path):
    path = lev.zip_met(tmp_path / "84583NED.zip", lev.v4_leden(2019, "84583NED"))
    assert weigering(path, "v4_zip", tabel="85984NED") == (
        "84583NED.zip: dit is tabel 84583NED (Kerncijfers wijken en buurten 2019), maar release 2024@proef is tabel "
        "85984NED. Leg het bestand onder de release van zijn eigen jaar."
    )


def test_v4_of_another_year_without_table_id(tmp_path):
    path = lev.zip_met(tmp_path / "x.zip", lev.v4_leden(2019, ""))
    assert "de tabel gaat over 2019" in weigering(path, "v4_zip")


@pytest.mark.parametrize("layout", ["v4_odata", "v3_odata"])
def test_pages_of_another_table(layout, tmp_path):
    make = {"v4_odata": lev.v4_pages, "v3_odata": lev.v3_pages}[layout]
    path = make(tmp_path / "paginas.zip", table="84583NED", jaar=2019)
    assert "dit is tabel 84583NED" in weigering(path, layout, tabel="85984NED")


def test_workbook_of_another_year_by_its_name(tmp_path):
    error = weigering(werkboek(tmp_path, lev.workbook_rows(), "kwb-2019.xlsx"), "werkboek")
    assert error.startswith("kwb-2019.xlsx: de naam 'kwb-2019' zegt 2019, maar release 2024@proef is van 2024.")


def test_workbook_of_another_year_by_its_sheet(tmp_path):
    assert "de naam 'KWB2019' zegt 2019" in weigering(
        werkboek(tmp_path, lev.workbook_rows(), sheet="KWB2019"), "werkboek"
    )


@pytest.mark.parametrize(
    ("kolom", "jaar", "reden"),
    [
        ("g_wozbag", 2019, "kolom 'g_wozbag' bestaat pas vanaf 2020"),
        ("g_woz", 2020, "kolom 'g_woz' bestaat alleen tot en met 2019"),
        ("a_opl_bvm", 2022, "kolom 'a_opl_bvm' bestaat pas vanaf 2023"),
        ("p_hh_lkk", 2024, "kolom 'p_hh_lkk' bestaat alleen tot en met 2023"),
    ],
)
def test_workbook_of_another_year_by_its_columns(tmp_path, kolom, jaar, reden):
    rows = [[*row, kolom if i == 0 else 1] for i, row in enumerate(lev.workbook_rows())]
    assert reden in weigering(werkboek(tmp_path, rows), "werkboek", jaar)


def test_statline_of_another_year_by_the_inhabitants_of_the_land(tmp_path):
    gebieden = [("NL00", "Nederland", "Land", ".", 17282163, 29, 2.2), *lev.GEBIEDEN[1:]]
    path = lev.statline(tmp_path / "tabel.csv", lev.statline_lines(gebieden))
    assert "17282163 inwoners had Nederland in 2019, maar release 2024@proef is van 2024" in weigering(
        path, "statline_csv"
    )


# ---- codes


def test_codes_as_numbers(tmp_path):
    rows = [[cell if cell != "BU00340101" else 340101 for cell in row] for row in lev.workbook_rows()]
    error = weigering(werkboek(tmp_path, rows), "werkboek")
    assert error.startswith(
        "bestand.xlsx [Blad1]: rij 5, kolom 'gwb_code_10': '340101' is geen gebiedscode: een getal zonder"
    )
    assert "340101 was wellicht BU00340101" in error


def test_codes_of_the_wrong_column(tmp_path):
    rows = [[row[2], *row[1:]] for row in lev.workbook_rows()]
    rows[0][0] = "gwb_code_10"
    error = weigering(werkboek(tmp_path, rows), "werkboek")
    assert "rij 2, kolom 'gwb_code_10': 'Nederland' is geen gebiedscode; verwacht NL00, GM0000" in error


def test_level_that_contradicts_the_code(tmp_path):
    rows = lev.workbook_rows()
    rows[3][4] = "Buurt"
    error = weigering(werkboek(tmp_path, rows), "werkboek")
    assert error.startswith("bestand.xlsx [Blad1]: rij 4: de code hoort bij een wijk, maar kolom 'recs' zegt 'Buurt'.")


def test_area_twice(tmp_path):
    rows = [*lev.workbook_rows(), lev.workbook_rows()[4]]
    error = weigering(werkboek(tmp_path, rows), "werkboek")
    assert "gebied BU00340101 staat er 2 keer in (rijen 5, 7); in totaal is dat bij 1 zo. Verwacht: één keer." in error


# ---- columns, header, cells


def test_column_gone_names_the_nearest(tmp_path):
    rows = lev.workbook_rows()
    rows[0][7] = "a_inwon"
    assert weigering(werkboek(tmp_path, rows), "werkboek") == (
        "bestand.xlsx [Blad1]: de verplichte kolom 'a_inw' ontbreekt in de kop (rij 1); het meest lijken: a_inwon, "
        "ind_wbi. Neem de bulkzip van CBS (datasets.cbs.nl, layout v4_zip) of het werkboek kwb-2024 zoals CBS het "
        "geeft."
    )


def test_code_column_gone(tmp_path):
    rows = [[row[1], row[2], *row[7:]] for row in lev.workbook_rows()]
    error = weigering(werkboek(tmp_path, rows), "werkboek")
    assert "de verplichte kolom 'gwb_code_10' of 'gwb_code' ontbreekt" in error
    assert "gwb_code_8" in error


def test_title_row_above_the_header(tmp_path):
    rows = [["Kerncijfers wijken en buurten 2024"], [], *lev.workbook_rows()]
    assert "[Blad1]: de kop lijkt in rij 3 te staan, verwacht in rij 1" in weigering(
        werkboek(tmp_path, rows), "werkboek"
    )


def test_title_row_above_the_header_of_a_csv(tmp_path):
    path = lev.statline(tmp_path / "tabel.csv", ['"Kerncijfers wijken en buurten"', *lev.statline_lines()])
    assert "tabel.csv: de kop lijkt in rij 2 te staan, verwacht in rij 1" in weigering(path, "statline_csv")


def test_double_column(tmp_path):
    rows = [[*row, row[7]] for row in lev.workbook_rows()]
    assert "kolom 'a_inw' staat meer dan één keer in de kop" in weigering(werkboek(tmp_path, rows), "werkboek")


@pytest.mark.parametrize("layout", ["v4_zip", "v4_odata", "v3_odata", "werkboek", "statline_csv"])
def test_empty_file(layout, tmp_path):
    path = tmp_path / "leeg"
    path.touch()
    assert weigering(path, layout).startswith("leeg: het bestand is leeg")


def test_sheet_without_rows(tmp_path):
    error = weigering(werkboek(tmp_path, lev.workbook_rows()[:1]), "werkboek")
    assert "onder de kop staat geen enkele rij" in error


def test_workbook_without_content(tmp_path):
    assert "het werkboek is leeg" in weigering(werkboek(tmp_path, []), "werkboek")


def test_csv_without_rows(tmp_path):
    path = lev.statline(tmp_path / "tabel.csv", lev.statline_lines()[:1])
    assert "onder de kop staat geen enkele rij" in weigering(path, "statline_csv")


def test_csv_with_a_row_cut_off(tmp_path):
    lines = lev.statline_lines()
    path = lev.statline(tmp_path / "tabel.csv", [*lines[:3], lines[3][:30], *lines[4:]])
    error = weigering(path, "statline_csv")
    assert "is niet te lezen als tekst met ';'" in error
    assert "Verwacht: 8 kolommen in elke rij, in UTF-8" in error


def test_csv_without_codes(tmp_path):
    lines = [line.replace("Codering (code)", "Codes") for line in lev.statline_lines()]
    error = weigering(lev.statline(tmp_path / "tabel.csv", lines), "statline_csv")
    assert "de verplichte kolom 'Regioaanduiding/Codering (code)' ontbreekt" in error
    assert "het meest lijken: Regioaanduiding/Codes" in error


# ---- v4 and v3


def test_v4_member_gone(tmp_path):
    error = weigering(v4(tmp_path, MeasureCodes=""), "v4_zip")
    assert error.startswith(
        "v4.zip: MeasureCodes.csv ontbreekt in het zipbestand; het bevat Observations.csv, Properties.csv"
    )


def test_v4_code_list_without_codes(tmp_path):
    text = lev.v4_leden()["MeasureCodes.csv"].replace("Identifier", "Identifiers", 1)
    error = weigering(v4(tmp_path, MeasureCodes=text), "v4_zip")
    assert "v4.zip/MeasureCodes.csv: de verplichte kolom 'Identifier' ontbreekt" in error


def test_v4_cut_off(tmp_path):
    lines = lev.v4_leden()["Observations.csv"].splitlines()[:-3]
    error = weigering(v4(tmp_path, Observations="\n".join(lines)), "v4_zip")
    assert "25 observaties, maar Properties noemt er 28; het bestand is afgekapt" in error


def test_v4_column_gone(tmp_path):
    text = lev.v4_leden()["Observations.csv"].replace("WijkenEnBuurten;", "WijkEnBuurt;", 1)
    error = weigering(v4(tmp_path, Observations=text), "v4_zip")
    assert "de verplichte kolom 'WijkenEnBuurten' ontbreekt" in error
    assert "het meest lijken: WijkEnBuurt" in error


def test_v4_with_a_dimension_more(tmp_path):
    lines = lev.v4_leden()["Observations.csv"].splitlines()
    text = "\n".join([f"{lines[0]};Geslacht", *(f"{line};T001038" for line in lines[1:])])
    assert "de tabel heeft de onbekende dimensie Geslacht" in weigering(v4(tmp_path, Observations=text), "v4_zip")


def test_v4_measure_without_code_list(tmp_path):
    text = lev.v4_leden()["MeasureCodes.csv"].replace("A047047", "A047048")
    assert "1 meetcodes staan niet in MeasureCodes, zoals 'A047047'" in weigering(
        v4(tmp_path, MeasureCodes=text), "v4_zip"
    )


def test_v4_without_inhabitants_names_the_nearest(tmp_path):
    leden = {name: text.replace("T001036", "T009999") for name, text in lev.v4_leden().items()}
    error = weigering(lev.zip_met(tmp_path / "v4.zip", leden), "v4_zip")
    assert (
        "geen enkele observatie van meetcode T001036 (Aantal inwoners); het meest lijken: T009999 (Aantal inwoners"
        in error
    )


def test_v4_level_that_contradicts_the_code(tmp_path):
    text = lev.v4_leden()["Observations.csv"].replace(";WK003401  ;;Wijk;", ";WK003401  ;;Buurt;")
    error = weigering(v4(tmp_path, Observations=text), "v4_zip")
    assert "rij 19: de code hoort bij een wijk, maar kolom 'Soort regio' zegt 'Buurt'" in error


def test_v4_figure_twice(tmp_path):
    lines = lev.v4_leden()["Observations.csv"] + "99;T001036;BU00340101;1045;;None\r\n"
    error = weigering(v4(tmp_path, Observations=lines), "v4_zip")
    assert "v4.zip/Observations.csv: gebied BU00340101, T001036, 2024 staat er 2 keer in (rijen 20, 30)" in error


def test_v3_area_twice(tmp_path):
    path = lev.v3_pages(tmp_path / "p.zip", gebieden=[*lev.GEBIEDEN, lev.GEBIEDEN[3]])
    assert "gebied BU00340101 staat er 2 keer in (rijen 4, 6)" in weigering(path, "v3_odata")


def test_v3_without_inhabitants(tmp_path, monkeypatch):
    monkeypatch.setattr(lev, "V3_SLEUTELS", ("Aantalinwoner_5", *lev.V3_SLEUTELS[1:]))
    error = weigering(lev.v3_pages(tmp_path / "p.zip"), "v3_odata")
    assert "het meest lijken: Aantalinwoner_5" in error


def test_v3_pages_that_differ(tmp_path):
    extra = {"pagina-00009.json": '{"value": [{"WijkenEnBuurten": "BU00340103", "AantalInwoners_6": 5}]}'}
    error = weigering(lev.v3_pages(tmp_path / "p.zip", extra=extra), "v3_odata")
    assert "bladzijde 4 heeft andere kolommen dan bladzijde 1. Haal de tabel opnieuw op" in error


def test_v3_pages_with_their_keys_in_another_order(tmp_path):
    """Keys of JSON have no order."""
    last = dict(reversed(lev.v3_row(9, "BU00340103", "Buurt", "1", 5, 6, 7).items()))
    extra = {"pagina-00009.json": json.dumps({"value": [last]})}
    delivery = read(lev.v3_pages(tmp_path / "p.zip", extra=extra), BRON, lev.release("v3_odata"))
    assert lev.figures(delivery, alleen=lev.V3_SLEUTELS[0])["BU00340103", lev.V3_SLEUTELS[0]] == "5"


def test_page_that_is_no_json(tmp_path):
    path = lev.v3_pages(tmp_path / "p.zip", extra={"pagina-00009.json": "<html>"})
    assert "p.zip/pagina-00009.json: is geen JSON" in weigering(path, "v3_odata")


def test_no_zip_at_all(tmp_path):
    path = tmp_path / "v4.zip"
    path.write_text("<html>Deze pagina bestaat niet</html>")
    assert weigering(path, "v4_zip").startswith("v4.zip: geen leesbare zip")


def test_no_workbook_at_all(tmp_path):
    path = tmp_path / "kwb-2024.xlsx"
    path.write_text("<html>Deze pagina bestaat niet</html>")
    assert weigering(path, "werkboek").startswith("kwb-2024.xlsx: is geen leesbaar werkboek")


def test_v4_thousands_with_a_point_are_refused_with_row_and_column(tmp_path):
    text = lev.v4_leden()["Observations.csv"].replace(";1040;", ";1.040;")
    error = weigering(v4(tmp_path, Observations=text), "v4_zip")
    row = next(number for number, line in enumerate(text.splitlines(), 1) if ";1.040;" in line)
    assert error.startswith(f"v4.zip/Observations.csv: rij {row}, kolom Value (meetcode T001036): '1.040'")
    assert len(error) <= 500
