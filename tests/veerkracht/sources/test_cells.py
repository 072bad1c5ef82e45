"""Cells that are no figure: signs alone are missing, what nobody can read is missing too and counted with its place."""

import pyarrow as pa
import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import missing
from veerkracht.sources.readers.thousands import ColumnCells, without_points

BRON = lev.bron()


def facts(delivery) -> dict[str, tuple[float, str]]:
    return {row["feit"]: (row["waarde"], row["toelichting"]) for row in delivery.feiten.to_pylist()}


def werkboek(path, cells: list, name="p_stadsv"):
    """A workbook with one more column, filled from the land on."""
    rows = [[*row, cell] for row, cell in zip(lev.workbook_rows(), [name, *cells], strict=True)]
    return lev.xlsx(path / "bestand.xlsx", {"Blad1": rows})


@pytest.mark.parametrize("sign", [",", ";", "..", "*", "?", "()", " , "])
def test_a_sign_alone_is_a_missing_figure(sign):
    assert missing.reason(sign) == "ontbreekt"


@pytest.mark.parametrize(("text", "reason"), [("–", "niet_van_toepassing"), ("x", "geheim"), (".", "ontbreekt")])
def test_known_signs_keep_their_reason(text, reason):
    assert missing.reason(text) == reason


@pytest.mark.parametrize("text", ["ca. 10", "1.234,5", "2024-03-01 00:00:00", "10%"])
def test_what_is_neither_a_figure_nor_a_reason_is_unreadable(text):
    assert missing.reason(text) is None
    assert missing.unreadable(pa.array([text, "10", "5,0", ".", ","])).to_pylist() == [True, *[False] * 4]


def test_texts_as_numbers():
    texts = ["4.2", " 4,2 ", "4.2e+00", "-5", ".", "NA", "-99997", "-99997.0", "1.2.3", "1.234,5", "", "-"]
    assert missing.numbers(pa.array(texts)).to_pylist() == [4.2, 4.2, 4.2, -5.0, *[None] * 8]


def test_a_column_of_lone_commas_is_read(tmp_path):
    found = facts(read(werkboek(tmp_path, [850, 780, ",", ",", " , "]), BRON, lev.release("werkboek")))
    assert found["ontbreekt_,"][0] == 3
    assert not any(name.startswith("onleesbaar") for name in found)


def test_one_code_in_two_spellings_is_one_fact(tmp_path):
    """Two facts of one name would stop the edition of all."""
    delivery = read(werkboek(tmp_path, [850, -99997, "-99997", "-99997.0", "."]), BRON, lev.release("werkboek"))
    names = [(row["feit"], row["niveau"]) for row in delivery.feiten.to_pylist()]
    assert facts(delivery)["code_-99997"][0] == 3
    assert len(names) == len(set(names))


def test_numbers_and_text_in_one_column_are_figures(tmp_path):
    delivery = read(werkboek(tmp_path, [6.4, "82,0", 5, "5,0", 4.5]), BRON, lev.release("werkboek"))
    assert lev.figures(delivery, alleen="p_stadsv") == {
        ("NL00", "p_stadsv"): "6.4",
        ("GM0034", "p_stadsv"): "82.0",
        ("WK003401", "p_stadsv"): "5",
        ("BU00340101", "p_stadsv"): "5.0",
        ("BU0034AF02", "p_stadsv"): "4.5",
    }


def test_unreadable_cells_are_counted_with_the_first_one_and_its_row(tmp_path):
    found = facts(read(werkboek(tmp_path, [1, 2, "ca. 3", 4, "ca. 5"]), BRON, lev.release("werkboek")))
    assert found["onleesbaar_p_stadsv"] == (
        2,
        "2 van 5 cellen zijn geen getal, zoals 'ca. 3' in rij 4 (WK003401)",
    )


def test_a_cell_that_excel_made_a_date_of_is_unreadable(tmp_path):
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    for row in lev.workbook_rows():
        book.active.append(row)
    book.active["I5"] = datetime.date(2024, 3, 1)
    book.save(tmp_path / "bestand.xlsx")
    found = facts(read(tmp_path / "bestand.xlsx", BRON, lev.release("werkboek")))
    assert found["onleesbaar_p_wcorpw"][0] == 1
    assert "'2024-03-01' in rij 5 (BU00340101)" in found["onleesbaar_p_wcorpw"][1]


def test_unreadable_cells_of_a_statline_csv_are_counted(tmp_path):
    lines = [line.replace('"87"', '"87 à 88"') for line in lev.statline_lines()]
    found = facts(read(lev.statline(tmp_path / "t.csv", lines), BRON, lev.release("statline_csv")))
    assert "'87 à 88' in rij 5 (BU00340101)" in found["onleesbaar_Wonen/In bezit woningcorporatie (%)"][1]


# ---- points of thousands


def points(cells: list[str], strict=True) -> list[str]:
    return without_points(pa.array(cells), ColumnCells("bestand", "kolom", lambda i: i + 2), strict).to_pylist()


@pytest.mark.parametrize(
    ("cells", "figures"),
    [
        (["12.500", "1.250", "980", "."], ["12500", "1250", "980", "."]),
        (["17.590.672", "7.000", "x"], ["17590672", "7000", "x"]),
        (["1.234,5", "2.345,0", "6,9"], ["1234,5", "2345,0", "6,9"]),
        (["-1.250", "-1.000", "-3"], ["-1250", "-1000", "-3"]),
    ],
)
def test_thousands_on_which_a_column_agrees_are_understood(cells, figures):
    assert points(cells) == figures


@pytest.mark.parametrize("cells", [["6.9", "7.105"], ["0.567", "1.250"], ["6,912", "7,105"], ["5", "5,0", "4.5"]])
def test_decimals_stay_decimals(cells):
    assert points(cells) == cells


@pytest.mark.parametrize(
    "cells",
    [
        ["12.500", "13.100"],  # thousands, or decimals in three places
        ["1.250", "1500"],
        ["6.9", "12.500"],
        ["1.234", "1,234"],
        ["1.234.567", "1234567"],
        ["1,250", "980"],
    ],
)
def test_what_could_be_either_is_refused_with_row_and_column(cells):
    with pytest.raises(DeliveryError, match=r"bestand: rij \d, kolom kolom: '[\d.,]+' kan met een teken voor duizend"):
        points(cells)


def test_numbers_of_a_workbook_are_no_thousands(tmp_path):
    """Excel keeps 1.234 as a number: only a text with a point was written by somebody."""
    delivery = read(werkboek(tmp_path, [1.234, 2.345, 980, 4, 5]), BRON, lev.release("werkboek"))
    assert lev.figures(delivery, alleen="p_stadsv")["NL00", "p_stadsv"] == "1.234"
    with pytest.raises(DeliveryError, match=r"rij 2, kolom p_stadsv: '1\.234'"):
        read(werkboek(tmp_path, ["1.234", "2.345", 980, 4, 5]), BRON, lev.release("werkboek"))


def test_a_workbook_with_points_of_thousands_is_understood(tmp_path):
    delivery = read(werkboek(tmp_path, ["17.590.672", "882.633", "7.000", 980, "."]), BRON, lev.release("werkboek"))
    found = lev.figures(delivery, alleen="p_stadsv")
    assert [found[code, "p_stadsv"] for code in ("NL00", "GM0034", "WK003401")] == ["17590672", "882633", "7000"]
