"""The restricted deliveries keep the import contract, and withhold what is small."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

KOLOMMEN = [
    "gebiedscode", "indeling_jaar", "peiljaar", "populatie", "kenmerk", "teller", "noemer", "aandeel", "onderdrukt",
    "afronding", "bron", "projectnummer",
]  # fmt: skip


def _csv(voorbeeld):
    tekst = (voorbeeld / "beperkt/woonzorgwijzer/woonzorgwijzer-2024.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(tekst), delimiter=";"))


def _xlsx(voorbeeld):
    boek = CalamineWorkbook.from_path(voorbeeld / "beperkt/cbs_microdata/microdata-2022.xlsx")
    return boek.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(("lees", "bron", "peiljaar"), [(_csv, "woonzorgwijzer", 2024), (_xlsx, "cbs_microdata", 2022)])
def test_no_cell_below_ten(voorbeeld, lees, bron, peiljaar):
    kop, *rijen = lees(voorbeeld)
    assert kop == KOLOMMEN
    onderdrukt = 0
    for rij in (dict(zip(kop, rij, strict=True)) for rij in rijen):
        assert rij["gebiedscode"].startswith("BU")
        assert (rij["bron"], int(rij["peiljaar"]), int(rij["indeling_jaar"])) == (bron, peiljaar, 2024)
        if rij["onderdrukt"] == "ja":
            onderdrukt += 1
            assert rij["teller"] == rij["aandeel"] == ""
            assert rij["noemer"] == "" or int(rij["noemer"]) >= 10
        else:
            teller, noemer = int(rij["teller"]), int(rij["noemer"])
            assert teller == 0 or teller >= 10
            assert noemer - teller >= 10
            assert float(rij["aandeel"]) == pytest.approx(100 * teller / noemer, abs=0.051)
    assert 0.02 * len(rijen) < onderdrukt < 0.5 * len(rijen)


def test_microdata_has_both_populations_and_a_project(voorbeeld):
    kop, *rijen = _xlsx(voorbeeld)
    assert {rij[kop.index("populatie")] for rij in rijen} == {"alle", "huurders_corporatie"}
    assert all(rij[kop.index("projectnummer")] for rij in rijen)
