"""The Kerncijfers in their five layouts: the same world comes out of each."""

import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht import schemas

BRON = lev.bron()
STATLINE = lev.STATLINE_KOP[5:]
V4 = [code for code, *_ in lev.METINGEN]
VERWACHT = {
    (gebied[0], i): "" if cijfer is None else str(cijfer)
    for gebied in lev.GEBIEDEN
    for i, cijfer in enumerate(gebied[4:])
}


def lever(layout, pad):
    """A file of the layout, and its columns in the order of the figures."""
    werkboek = {"KWB2024": lev.werkboek_rijen(), "Toelichting": [["Toelichting"], ["a_inw: aantal inwoners"]]}
    return {
        "v4_zip": lambda: (lev.zip_met(pad / "85984NED.zip", lev.v4_leden()), V4),
        "v4_odata": lambda: (lev.v4_paginas(pad / "paginas.zip"), V4),
        "v3_odata": lambda: (lev.v3_paginas(pad / "paginas.zip"), lev.V3_SLEUTELS),
        "werkboek": lambda: (lev.xlsx(pad / "kwb-2024.xlsx", werkboek), ["a_inw", "p_wcorpw", "g_hhgro"]),
        "statline_csv": lambda: (lev.statline(pad / "Kerncijfers_wijken_en_buurten_2024.csv"), STATLINE),
    }[layout]()


LAYOUTS = ("v4_zip", "v4_odata", "v3_odata", "werkboek", "statline_csv")


@pytest.fixture(params=LAYOUTS)
def gelezen(request, tmp_path):
    bestand, kolommen = lever(request.param, tmp_path)
    return request.param, read(bestand, BRON, lev.release(request.param, tabel="85984NED")), kolommen


def test_same_figures_from_every_layout(gelezen):
    layout, delivery, kolommen = gelezen
    ontbreekt = {"v3_odata": "", "werkboek": ".", "statline_csv": "."}.get(layout)
    verwacht = {sleutel: cijfer or ontbreekt for sleutel, cijfer in VERWACHT.items() if cijfer or ontbreekt is not None}
    assert lev.cijfers(delivery, *kolommen) == verwacht


def test_schemas_levels_and_vintage(gelezen):
    _, delivery, _ = gelezen
    assert delivery.waarnemingen.schema == schemas.WAARNEMINGEN
    assert delivery.gebieden.schema == schemas.GEBIEDEN
    assert delivery.feiten.schema == schemas.FEITEN
    niveaus = {rij["gebiedscode"]: rij["niveau"] for rij in delivery.waarnemingen.to_pylist()}
    assert niveaus == {code: woord.lower() for code, _, woord, *_ in lev.GEBIEDEN}
    assert {(rij["jaar"], rij["indeling"]) for rij in delivery.waarnemingen.to_pylist()} == {(2024, 2024)}


def test_areas_have_their_names_and_marks(gelezen):
    layout, delivery, _ = gelezen
    gebieden = {rij["gebiedscode"]: rij for rij in delivery.gebieden.to_pylist()}
    assert {code: rij["gebiedsnaam"] for code, rij in gebieden.items()} == {
        code: naam for code, naam, *_ in lev.GEBIEDEN
    }
    if layout != "v4_odata":  # these pages have no attribute measures
        assert {rij["gemeentenaam"] for rij in gebieden.values()} == {"Almere"}
        assert gebieden["BU00340101"]["ind_wbi"] == "3"
        assert gebieden["NL00"]["ind_wbi"] is None
        assert lev.feit(delivery, "ind_wbi_3") == 1


def test_counts_of_what_was_delivered(gelezen):
    layout, delivery, _ = gelezen
    assert lev.feit(delivery, "aantal_gebieden", "buurt") == 2
    assert lev.feit(delivery, "aantal_gebieden", "land") == 1
    assert lev.feit(delivery, "aantal_waarnemingen") == delivery.waarnemingen.num_rows
    if layout.startswith("v4"):
        assert lev.feit(delivery, "aantal_observaties") == {"v4_zip": 28, "v4_odata": 13}[layout]
    else:
        assert lev.feit(delivery, "aantal_rijen") == 5
        assert lev.feit(delivery, "ontbreekt_leeg" if layout == "v3_odata" else "ontbreekt_.") == 2


def test_titles_and_units_ride_along(gelezen):
    layout, delivery, kolommen = gelezen
    gevonden = {(rij["kolom"], rij["titel"], rij["eenheid"]) for rij in delivery.waarnemingen.to_pylist()}
    met_titel = layout in ("v4_zip", "v4_odata", "v3_odata")
    verwacht = {
        (kolom, titel if met_titel else None, eenheid if met_titel else None)
        for kolom, (_, titel, eenheid, _) in zip(kolommen, lev.METINGEN, strict=True)
    }
    assert gevonden == verwacht


def test_values_keep_their_text(tmp_path):
    pad = lev.xls(tmp_path / "kwb-2018.xls", {"KWB2018": lev.werkboek_rijen()})
    delivery = read(pad, BRON, lev.release("werkboek", 2018))
    waarden = {(rij["gebiedscode"], rij["kolom"]): rij["waarde"] for rij in delivery.waarnemingen.to_pylist()}
    assert waarden["GM0034", "a_inw"] == "5000"  # a number in the sheet, no 5000.0
    assert waarden["GM0034", "g_hhgro"] == "1,8"  # text with a comma stays text with a comma
    assert waarden["BU0034AF02", "p_wcorpw"] == "       ."
    assert waarden["BU0034AF02", "a_inw"] == "0"  # none live there, which is known


def test_empty_columns_are_named(tmp_path):
    rijen = lev.werkboek_rijen()
    rijen = [[*rij, "a_jz_tn" if i == 0 else "."] for i, rij in enumerate(rijen)]
    delivery = read(lev.xlsx(tmp_path / "kwb-2024.xlsx", {"KWB2024": rijen}), BRON, lev.release("werkboek"))
    leeg = next(rij for rij in delivery.feiten.to_pylist() if rij["feit"] == "lege_kolommen")
    assert (leeg["waarde"], leeg["toelichting"]) == (1, "a_jz_tn")


def test_reason_of_a_missing_v4_figure_is_kept(tmp_path):
    leden = lev.v4_leden()
    regels = leden["Observations.csv"] + "99;A047047;BU0034AF02;;;Confidential\r\n"
    delivery = read(lev.zip_met(tmp_path / "x.zip", leden | {"Observations.csv": regels}), BRON, lev.release("v4_zip"))
    assert lev.cijfers(delivery)["BU0034AF02", "A047047"] == "Confidential"


def test_several_years_in_one_table(tmp_path):
    regels = lev.v4_leden()["Observations.csv"].splitlines()
    per_jaar = [f"{regel};{jaar}JJ00" for jaar in (2009, 2010) for regel in regels[1:]]
    leden = lev.v4_leden() | {"Observations.csv": "\n".join([f"{regels[0]};Perioden", *per_jaar])}
    leden["Properties.csv"] = "Identifier;Title;TemporalCoverage\n70904NED;Kerncijfers;2009-2012\n"
    pad = lev.zip_met(tmp_path / "70904NED.zip", leden)
    delivery = read(pad, BRON, lev.release("v4_zip", jaren=(2009, 2010), tabel="70904NED"))
    assert set(delivery.waarnemingen["jaar"].to_pylist()) == {2009, 2010}
    assert delivery.gebieden.num_rows == 2 * len(lev.GEBIEDEN)
