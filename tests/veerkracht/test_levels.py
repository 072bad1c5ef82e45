"""The table of levels: what is in it, what codes tell of their parents, and what a user may add."""

import pytest

from veerkracht import levels
from veerkracht.errors import CatalogueError
from veerkracht.levelrows import COLUMNS

HEAD = ",".join(COLUMNS)
STADSDEEL = "stadsdeel,25,gemeente,stadsdelen,SD####*,ja,ja,ja,ja"
POSTCODE4 = "postcode4,15,,postcodegebieden,####,nee,ja,ja,nee"


@pytest.fixture
def with_rows(tmp_path, monkeypatch):
    """The levels with rows of a user; `;` and capitals in the head as spreadsheets write them may be given."""

    def made(*rows: str, head: str = HEAD) -> levels.Niveaus:
        folder = tmp_path / "eigen"
        folder.mkdir(exist_ok=True)
        (folder / "niveaus.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
        monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(folder))
        return levels.known()

    return made


def test_the_packaged_levels():
    table = levels.known()
    assert table.names == ("raster", "buurt", "wijk", "gemeente", "land")
    assert table.with_figures == ("buurt", "wijk", "gemeente", "land")
    assert table.drawn == table.nesting == ("buurt", "wijk", "gemeente")
    assert (table.on_maps, table.ground, table.parents) == (("buurt", "wijk"), "buurt", ("wijk", "gemeente"))
    assert table.above("buurt") == table.coded("buurt") == ("wijk", "gemeente")
    assert (table.above("gemeente"), table.above("land"), table.above("raster"), table.placed) == ((), (), (), ())
    assert table.examples() == "NL00, GM0000, WK000000 of BU00000000"
    assert levels.sql_list(table.on_maps) == "'buurt', 'wijk'"


@pytest.mark.parametrize(
    ("code", "niveau"),
    [("NL00", "land"), ("NL01", "land"), ("GM0363", "gemeente"), ("WK0363AA", "wijk"), ("BU03630A01", "buurt"),
     ("BU0363", None), ("bu03630001", None), ("0363", None), ("E1234N5678", None), ("", None)],
)  # fmt: skip
def test_a_code_tells_its_level(code, niveau):
    assert levels.known().of_code(code) == niveau


def test_a_code_tells_its_parents():
    table = levels.known()
    wijk, gemeente, land = (table.parent_code("BU0363AB01", level) for level in ("wijk", "gemeente", "land"))
    assert (wijk, gemeente, land) == ("WK0363AB", "GM0363", "NL00")
    assert table.parent_code("WK0363AB", "gemeente") == "GM0363"
    assert table.parent_code("WK0363AB", "wijk") == "WK0363AB"
    assert table.parent_code("GM0363", "wijk") is None
    assert table.parent_code("geen code", "gemeente") is None


def test_a_level_of_the_user_that_nests(with_rows):
    table = with_rows(STADSDEEL)
    assert table.names == ("raster", "buurt", "wijk", "stadsdeel", "gemeente", "land")
    assert table.on_maps == ("buurt", "wijk", "stadsdeel")
    assert table.parents == ("wijk", "stadsdeel", "gemeente")
    assert table.placed == ("stadsdeel",)  # buurten do not say in which one they lie
    assert table.above("stadsdeel") == table.coded("stadsdeel") == ("gemeente",)
    assert table.parent_code("SD0363A", "gemeente") == "GM0363"
    assert table.parent_code("BU0363AB01", "stadsdeel") is None
    assert [row.niveau for row in table.own] == ["stadsdeel"]
    assert table["stadsdeel"].column == "stadsdeelcode"


def test_a_level_of_the_user_that_lies_across_others(with_rows):
    table = with_rows(POSTCODE4)
    assert (table.of_code("1011"), table["postcode4"].voorvoegsel, table["postcode4"].tekens) == ("postcode4", "", 4)
    assert "postcode4" in table.drawn and "postcode4" not in table.nesting
    assert (table.above("postcode4"), table.above("buurt")) == ((), ("wijk", "gemeente"))
    assert table.parent_code("1011", "gemeente") is None
    assert table.parent_code("1011", "land") == "NL00"


def test_without_the_file_of_the_user_the_levels_are_ours_again(with_rows, monkeypatch):
    with_rows(STADSDEEL)
    monkeypatch.delenv("VEERKRACHT_CATALOGUS")
    assert "stadsdeel" not in levels.known() and not levels.known().own


def test_a_file_from_a_spreadsheet(with_rows):
    table = with_rows(STADSDEEL.replace(",", ";"), head=HEAD.replace(",", ";"))
    assert table["stadsdeel"].kaart is True


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("wijk,25,gemeente,wijken,WX####,ja,ja,ja,ja", "rij 2: niveau wijk bestaat al"),
        (STADSDEEL.replace("25", "20"), "volgorde 20 is al van een ander niveau"),
        (STADSDEEL.replace(",gemeente,", ",wijk,"), "ouder wijk is geen groter niveau; verwacht gemeente of land"),
        (STADSDEEL.replace(",gemeente,", ",streek,"), "ouder streek is geen groter niveau"),
        (STADSDEEL.replace("SD####*", "SD**"), "past geen code van de ouder"),
        (STADSDEEL.replace("SD####*", "WK####0#"), "een code als WK000000 kan ook van wijk zijn"),
        (STADSDEEL.replace("SD####*", "sd####"), "kolom codepatroon: 'sd####' kan niet"),
        (STADSDEEL.replace("ja,ja,ja,ja", "ja,ja,nee,ja"), "een niveau op de kaart heeft ook getekend"),
        (STADSDEEL.replace("ja,ja,ja,ja", "ja,ja,ja,misschien"), "kolom kaart: 'misschien' kan niet; verwacht ja of"),
        (STADSDEEL.replace("25", "5"), "een niveau onder de buurt kan geen ouder hebben"),
        ("stadsdeel,25", "rij 2 heeft 2 cellen; verwacht 9"),
        ("Stad's deel,25,gemeente,stadsdelen,SD####,ja,ja,ja,ja", "kolom niveau"),
    ],
)
def test_what_cannot_be_a_level_is_told(with_rows, row, message):
    with pytest.raises(CatalogueError, match="niveaus") as error:
        with_rows(row)
    assert message in str(error.value)


def test_another_head_is_told(with_rows):
    with pytest.raises(CatalogueError, match="de kop is niveau, naam; verwacht niveau, volgorde"):
        with_rows(STADSDEEL, head="niveau,naam")
