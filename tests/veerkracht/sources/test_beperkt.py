"""The restricted contract: what it reads, what it refuses, and that no error tells what stands in a cell."""

import csv

import openpyxl
import pytest

from veerkracht import schemas
from veerkracht.errors import ArchiveError, DeliveryError
from veerkracht.sources.archive.content import check_content
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers.contract import read
from veerkracht.sources.readers.contract_rules import COLUMNS, DESCRIPTION
from veerkracht.sources.readers.contract_template import write_template
from veerkracht.sources.readers.layers import GPKG

BRON = Source(
    bron="cbs_microdata",
    titel="CBS microdata",
    uitgever="CBS",
    licentie="niet verspreiden",
    toegang="beperkt",
    landingspagina="https://www.cbs.nl",
    reeks="nieuwste_per_jaar",
)
RELEASE = Release(
    release="2022@proef",
    jaren=(2022,),
    drop="proef*",
    indeling=2024,
    layout="contract_csv",
    uitzonderingen={"GM0363": 2019},
    bewijs="verzonnen voor deze proef",
)
GOOD = {
    "gebiedscode": "BU00140102",
    "indeling_jaar": "2024",
    "peiljaar": "2022",
    "populatie": "huurders_corporatie",
    "kenmerk": "lvb",
    "teller": "120",
    "noemer": "1570",
    "aandeel": "7,6",
    "onderdrukt": "nee",
    "afronding": "10",
    "bron": "cbs_microdata",
    "projectnummer": "9999",
}
SUPPRESSED = GOOD | {"gebiedscode": "BU00140103", "teller": "", "aandeel": "", "onderdrukt": "ja"}


def as_csv(path, *rows, delimiter=";", encoding="utf-8-sig", head=()):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows(head)
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in rows)
    return path


def into_template(path, *rows, sheet="gegevens"):
    """Fill a written XLSX form the way a person does: numbers as numbers."""
    workbook = openpyxl.load_workbook(path)
    for row in rows:
        workbook[sheet].append([_number(row[column]) for column in COLUMNS])
    workbook.save(path)
    return path


def _number(text):
    try:
        return float(text.replace(",", "."))
    except (ValueError, AttributeError):
        return text or None


def figures(delivery):
    return {(r["gebiedscode"], r["kolom"]): r["waarde"] for r in delivery.waarnemingen.to_pylist()}


EXPECTED = {
    ("BU00140102", "lvb|huurders_corporatie|teller"): "120",
    ("BU00140102", "lvb|huurders_corporatie|noemer"): "1570",
    ("BU00140102", "lvb|huurders_corporatie|aandeel"): "7.6",
    ("BU00140103", "lvb|huurders_corporatie|teller"): "geheim",
    ("BU00140103", "lvb|huurders_corporatie|noemer"): "1570",
    ("BU00140103", "lvb|huurders_corporatie|aandeel"): "geheim",
}


@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_in_every_dialect_reads_the_same(tmp_path, delimiter, encoding):
    delivery = read(as_csv(tmp_path / "a.csv", GOOD, SUPPRESSED, delimiter=delimiter, encoding=encoding), BRON, RELEASE)
    assert figures(delivery) == EXPECTED
    assert delivery.waarnemingen.schema == schemas.WAARNEMINGEN
    assert delivery.gebieden.column("gebiedscode").to_pylist() == ["BU00140102", "BU00140103"]
    facts = {(f["feit"], f["niveau"]): f["waarde"] for f in delivery.feiten.to_pylist()}
    assert facts == {("aantal_rijen", None): 2, ("aantal_rijen", "buurt"): 2, ("aantal_onderdrukt", "buurt"): 1}


def test_filled_in_xlsx_template_reads_back(tmp_path):
    path = write_template("cbs_microdata", tmp_path / "sjabloon.xlsx")
    assert figures(read(into_template(path, GOOD, SUPPRESSED), BRON, RELEASE)) == EXPECTED


def test_filled_in_csv_template_reads_back(tmp_path):
    path = write_template("cbs_microdata", tmp_path / "sjabloon.csv")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerow(GOOD.values())
    assert figures(read(path, BRON, RELEASE)) == {k: v for k, v in EXPECTED.items() if k[0] == "BU00140102"}


def test_template_explains_every_column_and_guards_what_is_typed(tmp_path):
    workbook = openpyxl.load_workbook(write_template("woonzorgwijzer", tmp_path / "s.xlsx"))
    explained = {row[0].value for row in workbook["toelichting"].iter_rows()}
    assert explained >= {*COLUMNS, *DESCRIPTION, "begeleidingsbehoefte"} and "laag_inkomen" not in explained
    rules = {str(v.sqref).split(":")[0]: v for v in workbook["gegevens"].data_validations.dataValidation}
    assert len(rules) == len(COLUMNS) + len(DESCRIPTION)
    assert rules["D2"].formula1 == '"alle,huurders_corporatie"'
    assert rules["K2"].formula1 == '"woonzorgwijzer"'


def test_template_only_for_restricted_sources(tmp_path):
    with pytest.raises(DeliveryError, match="geen sjabloon"):
        write_template("leefbaarometer", tmp_path / "s.xlsx")
    with pytest.raises(DeliveryError, match="eindigt op"):
        write_template("woonzorgwijzer", tmp_path / "s.ods")


def test_exception_of_the_catalogue_decides_the_indeling_of_a_gemeente(tmp_path):
    amsterdam = GOOD | {"gebiedscode": "WK036304", "indeling_jaar": "2019"}
    delivery = read(as_csv(tmp_path / "a.csv", amsterdam), BRON, RELEASE)
    assert set(delivery.waarnemingen.column("indeling").to_pylist()) == {2019}


@pytest.mark.parametrize(
    ("change", "column", "text"),
    [
        ({"teller": "9", "aandeel": ""}, "teller", "ligt tussen 0 en 10"),
        ({"teller": "0", "noemer": "9", "aandeel": ""}, "noemer", "kleiner dan 10"),
        ({"teller": "1561", "aandeel": ""}, "noemer", "min teller is kleiner dan 10"),
        ({"teller": "1580", "aandeel": ""}, "noemer", "min teller is kleiner dan 10"),
        ({"onderdrukt": "ja", "aandeel": ""}, "teller", "moet leeg zijn"),
        ({"onderdrukt": "ja", "teller": ""}, "aandeel", "moet leeg zijn"),
        ({"onderdrukt": "ja", "teller": "", "aandeel": "", "noemer": "4"}, "noemer", "kleiner dan 10"),
        ({"teller": "", "aandeel": ""}, "teller", "is leeg"),
        ({"onderdrukt": "misschien"}, "onderdrukt", "ja of nee"),
        ({"aandeel": "9,1"}, "aandeel", "past niet bij teller en noemer"),
        ({"aandeel": "0,076"}, "aandeel", "past niet bij teller en noemer"),
        ({"aandeel": "7,6 %"}, "aandeel", "percentage"),
        ({"teller": "1.200"}, "teller", "geheel getal"),
        ({"teller": "-4711"}, "teller", "geheel getal"),
        ({"populatie": "eigenaren"}, "populatie", "alle of huurders_corporatie"),
        ({"gebiedscode": "140102"}, "gebiedscode", "is een getal"),
        ({"gebiedscode": "PC9711AB"}, "gebiedscode", "geen code"),
        ({"gebiedscode": "BU001401"}, "gebiedscode", "geen code"),
        ({"indeling_jaar": "2023"}, "indeling_jaar", "verwacht: 2024"),
        ({"peiljaar": "2021"}, "peiljaar", "verwacht: 2022"),
        ({"kenmerk": "LVB (licht)"}, "kenmerk", "kleine letters"),
        ({"afronding": ""}, "afronding", "geheel getal"),
        ({"afronding": "0"}, "afronding", "geheel getal"),
        ({"bron": "woonzorgwijzer"}, "bron", "cbs_microdata"),
        ({"projectnummer": ""}, "projectnummer", "verplicht"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_refused_with_row_and_column_and_never_the_cell(tmp_path, change, column, text, form):
    secret = GOOD | {"gebiedscode": "BU00147777"} | change
    if form == "csv":
        path = as_csv(tmp_path / "a.csv", GOOD, secret)
    else:
        path = into_template(write_template("cbs_microdata", tmp_path / "a.xlsx"), GOOD, secret)
    with pytest.raises(DeliveryError) as caught:
        read(path, BRON, RELEASE)
    message = str(caught.value)
    assert f"rij 3, kolom {column}:" in message
    assert text in message
    assert caught.value.__cause__ is None
    for cell in ("7777", "4711", "1561", "PC9711AB", "eigenaren", "misschien", "LVB"):
        assert cell not in message


def test_rounded_counts_allow_the_share_their_true_values_may_have(tmp_path):
    loose = GOOD | {"aandeel": "8,2"}  # 130/1560 could be 8.3
    read(as_csv(tmp_path / "a.csv", loose), BRON, RELEASE)
    with pytest.raises(DeliveryError, match="past niet"):
        read(as_csv(tmp_path / "b.csv", loose | {"afronding": "1"}), BRON, RELEASE)


def test_duplicate_names_both_rows(tmp_path):
    with pytest.raises(DeliveryError, match=r"rij 3 heeft dezelfde .* als rij 2"):
        read(as_csv(tmp_path / "a.csv", GOOD, GOOD), BRON, RELEASE)


def test_level_that_the_release_does_not_serve(tmp_path):
    with pytest.raises(DeliveryError, match="niveaus van deze release: gemeente"):
        read(as_csv(tmp_path / "a.csv", GOOD), BRON, RELEASE.model_copy(update={"niveaus": ("gemeente",)}))


def test_code_column_as_numbers_in_excel(tmp_path):
    path = write_template("cbs_microdata", tmp_path / "a.xlsx")
    with pytest.raises(DeliveryError, match=r"rij 2, kolom gebiedscode: is een getal.*BU00340101"):
        read(into_template(path, GOOD | {"gebiedscode": "140102"}), BRON, RELEASE)


def test_title_above_the_header(tmp_path):
    path = as_csv(tmp_path / "a.csv", GOOD, head=[["Uitkomsten geheim project"], []])
    with pytest.raises(DeliveryError, match="kop staat in rij 3, verwacht in rij 1") as caught:
        read(path, BRON, RELEASE)
    assert "geheim project" not in str(caught.value)


def test_missing_header_does_not_print_the_first_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(";".join(GOOD.values()), encoding="utf-8")
    with pytest.raises(DeliveryError, match="ontbreekt: gebiedscode") as caught:
        read(path, BRON, RELEASE)
    assert "BU0014" not in str(caught.value)


def test_extra_and_double_columns_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(";".join([*COLUMNS, "naam_bewoner"]), encoding="utf-8")
    with pytest.raises(DeliveryError, match="kolom nummer 13") as caught:
        read(path, BRON, RELEASE)
    assert "bewoner" not in str(caught.value)
    path.write_text(";".join([*COLUMNS, "teller"]), encoding="utf-8")
    with pytest.raises(DeliveryError, match="kolom teller staat er dubbel"):
        read(path, BRON, RELEASE)


def test_more_cells_than_the_header(tmp_path):
    path = as_csv(tmp_path / "a.csv", GOOD)
    path.write_text(path.read_text("utf-8-sig").rstrip() + ";extra\n", encoding="utf-8")
    with pytest.raises(DeliveryError, match="rij 2 heeft meer cellen"):
        read(path, BRON, RELEASE)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_empty_file(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DeliveryError, match="leeg"):
        read(path, BRON, RELEASE)


def test_header_only(tmp_path):
    with pytest.raises(DeliveryError, match="geen enkele rij"):
        read(as_csv(tmp_path / "a.csv"), BRON, RELEASE)
    with pytest.raises(DeliveryError, match="geen enkele rij"):
        read(write_template("cbs_microdata", tmp_path / "a.xlsx"), BRON, RELEASE)


def test_not_utf8_and_not_excel(tmp_path):
    (tmp_path / "a.csv").write_bytes("gebiedscode;ë".encode("cp1252"))
    with pytest.raises(DeliveryError, match="geen UTF-8"):
        read(tmp_path / "a.csv", BRON, RELEASE)
    (tmp_path / "a.xlsx").write_bytes(b"<html>niet ingelogd</html>")
    with pytest.raises(DeliveryError, match="geen leesbaar Excel"):
        read(tmp_path / "a.xlsx", BRON, RELEASE)


def test_formula_is_not_evaluated(tmp_path):
    path = into_template(write_template("cbs_microdata", tmp_path / "a.xlsx"), GOOD | {"teller": "=60*2"})
    with pytest.raises(DeliveryError, match="rij 2, kolom teller: is leeg"):
        read(path, BRON, RELEASE)


@pytest.mark.parametrize("content", [b"Jan Jansen;900101", b"<html><title>Jan Jansen</title></html>"])
def test_a_restricted_delivery_of_the_wrong_kind_shows_nothing_of_itself(tmp_path, content):
    path = tmp_path / "proef.gpkg"
    path.write_bytes(content)
    with pytest.raises(ArchiveError) as error:
        check_content(path, RELEASE, GPKG)
    assert "Jan" not in str(error.value) and "Release `2022@proef`" in str(error.value)
