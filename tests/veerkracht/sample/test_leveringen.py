"""The restricted deliveries keep the import contract, and withhold what is small."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

KOLOMMEN = [
    "gebiedscode", "indeling_jaar", "peiljaar", "populatie", "kenmerk", "teller", "noemer", "aandeel", "onderdrukt",
    "afronding", "bron", "projectnummer",
]  # fmt: skip

DESCRIPTION = ("label", "thema", "richting", "soort", "versie")


def _csv(voorbeeld):
    text = (voorbeeld / "beperkt/woonzorgwijzer/woonzorgwijzer-2024.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def _xlsx(voorbeeld):
    book = CalamineWorkbook.from_path(voorbeeld / "beperkt/cbs_microdata/microdata-2022.xlsx")
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(("lees", "bron", "peiljaar"), [(_csv, "woonzorgwijzer", 2024), (_xlsx, "cbs_microdata", 2022)])
def test_no_cell_below_ten(voorbeeld, lees, bron, peiljaar):
    header, *rows = lees(voorbeeld)
    assert header == [*KOLOMMEN, *(DESCRIPTION if bron == "woonzorgwijzer" else ())]
    onderdrukt = 0
    for row in (dict(zip(header, row, strict=True)) for row in rows):
        assert row["gebiedscode"].startswith("BU")
        assert (row["bron"], int(row["peiljaar"]), int(row["indeling_jaar"])) == (bron, peiljaar, 2024)
        if row["onderdrukt"] == "ja":
            onderdrukt += 1
            assert row["teller"] == row["aandeel"] == ""
            assert row["noemer"] == "" or int(row["noemer"]) >= 10
        else:
            teller, noemer = int(row["teller"]), int(row["noemer"])
            assert teller == 0 or teller >= 10
            assert noemer - teller >= 10
            assert float(row["aandeel"]) == pytest.approx(100 * teller / noemer, abs=0.051)
    assert 0.02 * len(rows) < onderdrukt < 0.5 * len(rows)


def test_microdata_has_both_populations_and_a_project(voorbeeld):
    header, *rows = _xlsx(voorbeeld)
    assert {row[header.index("populatie")] for row in rows} == {"alle", "huurders_corporatie"}
    assert all(row[header.index("projectnummer")] for row in rows)


def test_one_kenmerk_is_described_by_its_delivery_alone_and_all_come_out_of_one_model(voorbeeld):
    header, *rows = _csv(voorbeeld)
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert {row["kenmerk"] for row in cells if row["label"]} == {"ernstige_eenzaamheid"}
    assert {(row["soort"], row["versie"]) for row in cells} == {("modelschatting", "2025")}
