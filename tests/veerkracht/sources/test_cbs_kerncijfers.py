"""The Kerncijfers in their five layouts: the same world comes out of each."""

import json

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


def lever(layout, path):
    """A file of the layout, and its columns in the order of the figures."""
    werkboek = {"KWB2024": lev.workbook_rows(), "Toelichting": [["Toelichting"], ["a_inw: aantal inwoners"]]}
    return {
        "v4_zip": lambda: (lev.zip_met(path / "85984NED.zip", lev.v4_leden()), V4),
        "v4_odata": lambda: (lev.v4_pages(path / "paginas.zip"), V4),
        "v3_odata": lambda: (lev.v3_pages(path / "paginas.zip"), lev.V3_SLEUTELS),
        "werkboek": lambda: (lev.xlsx(path / "kwb-2024.xlsx", werkboek), ["a_inw", "p_wcorpw", "g_hhgro"]),
        "statline_csv": lambda: (lev.statline(path / "Kerncijfers_wijken_en_buurten_2024.csv"), STATLINE),
    }[layout]()


LAYOUTS = ("v4_zip", "v4_odata", "v3_odata", "werkboek", "statline_csv")


@pytest.fixture(params=LAYOUTS)
def gelezen(request, tmp_path):
    file, columns = lever(request.param, tmp_path)
    return request.param, read(file, BRON, lev.release(request.param, tabel="85984NED")), columns


def test_same_figures_from_every_layout(gelezen):
    layout, delivery, columns = gelezen
    absent = {"v3_odata": "", "werkboek": ".", "statline_csv": "."}.get(layout)
    verwacht = {key: figure or absent for key, figure in VERWACHT.items() if figure or absent is not None}
    assert lev.figures(delivery, *columns) == verwacht


def test_schemas_levels_and_vintage(gelezen):
    _, delivery, _ = gelezen
    assert delivery.waarnemingen.schema == schemas.WAARNEMINGEN
    assert delivery.gebieden.schema == schemas.GEBIEDEN
    assert delivery.feiten.schema == schemas.FEITEN
    niveaus = {row["gebiedscode"]: row["niveau"] for row in delivery.waarnemingen.to_pylist()}
    assert niveaus == {code: word.lower() for code, _, word, *_ in lev.GEBIEDEN}
    assert {(row["jaar"], row["indeling"]) for row in delivery.waarnemingen.to_pylist()} == {(2024, 2024)}


def test_areas_have_their_names_and_marks(gelezen):
    layout, delivery, _ = gelezen
    gebieden = {row["gebiedscode"]: row for row in delivery.gebieden.to_pylist()}
    assert {code: row["gebiedsnaam"] for code, row in gebieden.items()} == {
        code: name for code, name, *_ in lev.GEBIEDEN
    }
    if layout != "v4_odata":  # these pages have no attribute measures
        assert {row["gemeentenaam"] for row in gebieden.values()} == {"Almere"}
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
    layout, delivery, columns = gelezen
    found = {(row["kolom"], row["titel"], row["eenheid"]) for row in delivery.waarnemingen.to_pylist()}
    met_titel = layout in ("v4_zip", "v4_odata", "v3_odata")
    verwacht = {
        (column, titel if met_titel else None, eenheid if met_titel else None)
        for column, (_, titel, eenheid, _) in zip(columns, lev.METINGEN, strict=True)
    }
    assert found == verwacht


def test_values_keep_their_text(tmp_path):
    path = lev.xls(tmp_path / "kwb-2018.xls", {"KWB2018": lev.workbook_rows()})
    delivery = read(path, BRON, lev.release("werkboek", 2018))
    values = {(row["gebiedscode"], row["kolom"]): row["waarde"] for row in delivery.waarnemingen.to_pylist()}
    assert values["GM0034", "a_inw"] == "5000"  # a number in the sheet, no 5000.0
    assert values["GM0034", "g_hhgro"] == "1,8"  # text with a comma stays text with a comma
    assert values["BU0034AF02", "p_wcorpw"] == "       ."
    assert values["BU0034AF02", "a_inw"] == "0"  # none live there, which is known


def test_empty_columns_are_named(tmp_path):
    rows = lev.workbook_rows()
    rows = [[*row, "a_jz_tn" if i == 0 else "."] for i, row in enumerate(rows)]
    delivery = read(lev.xlsx(tmp_path / "kwb-2024.xlsx", {"KWB2024": rows}), BRON, lev.release("werkboek"))
    empty = next(row for row in delivery.feiten.to_pylist() if row["feit"] == "lege_kolommen")
    assert (empty["waarde"], empty["toelichting"]) == (1, "a_jz_tn")


def test_reason_of_a_missing_v4_figure_is_kept(tmp_path):
    leden = lev.v4_leden()
    lines = leden["Observations.csv"] + "99;A047047;BU0034AF02;;;Confidential\r\n"
    delivery = read(lev.zip_met(tmp_path / "x.zip", leden | {"Observations.csv": lines}), BRON, lev.release("v4_zip"))
    assert lev.figures(delivery)["BU0034AF02", "A047047"] == "Confidential"


def test_several_years_in_one_table(tmp_path):
    lines = lev.v4_leden()["Observations.csv"].splitlines()
    per_jaar = [f"{line};{jaar}JJ00" for jaar in (2009, 2010) for line in lines[1:]]
    leden = lev.v4_leden() | {"Observations.csv": "\n".join([f"{lines[0]};Perioden", *per_jaar])}
    leden["Properties.csv"] = "Identifier;Title;TemporalCoverage\n70904NED;Kerncijfers;2009-2012\n"
    path = lev.zip_met(tmp_path / "70904NED.zip", leden)
    delivery = read(path, BRON, lev.release("v4_zip", jaren=(2009, 2010), tabel="70904NED"))
    assert set(delivery.waarnemingen["jaar"].to_pylist()) == {2009, 2010}
    assert delivery.gebieden.num_rows == 2 * len(lev.GEBIEDEN)


@pytest.mark.parametrize("kept", ["WijkenEnBuurten", "RegioS"])
def test_the_table_of_2013_calls_its_areas_otherwise(tmp_path, kept):
    """Found in public code: the v4 table 82339NED has RegioS, in its observations and as the name of its code list."""
    leden = lev.v4_leden(2013, "82339NED")
    renamed = {
        name.replace("WijkenEnBuurten", kept): text.replace("WijkenEnBuurten", kept) for name, text in leden.items()
    }
    delivery = read(lev.zip_met(tmp_path / "82339NED.zip", renamed), lev.bron(), lev.release("v4_zip", 2013))
    plain = read(lev.zip_met(tmp_path / "gewoon.zip", leden), lev.bron(), lev.release("v4_zip", 2013))
    assert delivery.waarnemingen.equals(plain.waarnemingen) and delivery.gebieden.equals(plain.gebieden)


def four_years(path, keys=lambda code, jaar: code, area="WijkenEnBuurten"):
    """The table of 2009 to 2012 as the older service answers when it is asked for all years."""
    rows = []
    for jaar in (2009, 2010, 2011, 2012):
        for i, (code, _, word, wbi, *figures) in enumerate(lev.GEBIEDEN):
            row = lev.v3_row(i, code, word, wbi, *figures) | {"Perioden": f"{jaar}JJ00"}
            row = {area if name == "WijkenEnBuurten" else name: cell for name, cell in row.items()}
            rows.append(row | {area: keys(code, jaar), "AantalInwoners_5": jaar})
    leden = {
        "pagina-00001.json": {"value": rows},
        "DataProperties.json": {
            "value": [
                {"Key": area, "Type": "GeoDimension"},
                {"Key": "Perioden", "Type": "TimeDimension"},
                {"Key": "AantalInwoners_5", "Type": "Topic", "Title": "Aantal inwoners", "Unit": "aantal"},
            ]
        },
        "TableInfos.json": {"value": [{"Identifier": "70904ned", "Title": "Kerncijfers wijken en buurten 2009-2012"}]},
    }
    return lev.zip_met(path, {name: json.dumps(content) for name, content in leden.items()})


@pytest.mark.parametrize("area", ["WijkenEnBuurten", "RegioS"])
@pytest.mark.parametrize("keys", [lambda code, jaar: f"{code:10}", lambda code, jaar: f"{jaar}-{code}"])
def test_of_four_years_in_one_table_that_of_the_release_is_read(tmp_path, area, keys):
    """The one service calls the table 70904ned, the other 70904NED; where keys of areas are no codes, Codering is."""
    file = four_years(tmp_path / "paginas.zip", keys, area)
    delivery = read(file, lev.bron(), lev.release("v3_odata", 2011, tabel="70904NED"))
    found = lev.figures(delivery)
    assert {value for (_, column), value in found.items() if column == "AantalInwoners_5"} == {"2011"}
    assert {code for code, _ in found} == {code for code, *_ in lev.GEBIEDEN}
    assert set(delivery.waarnemingen["kolom"].to_pylist()) == set(lev.V3_SLEUTELS)
    told = {row["feit"] for row in delivery.feiten.to_pylist()}
    assert {"anderejaren_2009", "anderejaren_2010", "anderejaren_2012"} <= told
