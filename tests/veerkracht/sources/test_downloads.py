"""Other downloads of the same table, and files that another program saved: read where sure, else told what to take."""

import csv

import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError

KWB = lev.bron()
RIVM = lev.bron("rivm_gezondheid")
LBM = lev.bron("leefbaarometer")
LINES = lev.statline_lines()
TABLE = list(csv.reader(LINES, delimiter=";"))
CODE, FIGURES = 3, slice(5, 8)


def quoted(cells: list[str]) -> str:
    return ";".join(f'"{cell}"' for cell in cells)


def statline(path, lines, jaar=2024, tabel="85984NED", source=KWB):
    return read(lev.statline(path / "t.csv", lines), source, lev.release("statline_csv", jaar, tabel=tabel))


def refused(path, lines, **fields) -> str:
    with pytest.raises(DeliveryError) as error:
        statline(path, lines, **fields)
    assert len(str(error.value)) <= 500
    return str(error.value)


def dotted(line: str) -> str:
    """A header as R makes it."""
    return "".join("." if sign in " /()," else sign for sign in line)


def test_statweb_has_no_codes_at_all(tmp_path):
    above = ['"Kerncijfers wijken en buurten 2015"', '""', '"";"Onderwerp"', '"";"Inkomen|Personen"']
    error = refused(tmp_path, [*above, '"Wijken en buurten";"aantal"', '"Amsterdam";"641700"'], tabel="83220NED")
    assert "export van het oude StatWeb" in error and "https://datasets.cbs.nl/csv/CBS/nl/83220NED" in error
    assert "erwijder" not in error


def test_without_the_codes_the_box_to_tick_is_told(tmp_path):
    names_only = [quoted([cells[0], *cells[FIGURES]]) for cells in TABLE]
    assert "Vink in StatLine bij Onderwerp > Regioaanduiding het vakje Codering aan" in refused(tmp_path, names_only)


def test_areas_as_codes_need_no_column_of_codes(tmp_path):
    lines = [quoted([cells[CODE if n else 0], *cells[FIGURES]]) for n, cells in enumerate(TABLE)]
    assert statline(tmp_path, lines).gebieden["gebiedscode"].to_pylist() == [
        *("BU00340101", "BU0034AF02", "GM0034", "NL00", "WK003401"),
    ]


@pytest.mark.parametrize("sign", [",", ";"])
def test_what_r_saved_again_is_told_in_one_short_message(tmp_path, sign):
    lines = ['"";' + dotted(LINES[0]), *(f'"{n}";{line}' for n, line in enumerate(LINES[1:], 1))]
    error = refused(tmp_path, [line.replace('";"', f'"{sign}"') for line in lines])
    assert "opnieuw opgeslagen door R" in error
    assert ("puntkomma's" if sign == ";" else "komma's") + " tussen de kolommen" in error


@pytest.mark.parametrize("sign", [",", "\t"])
def test_other_signs_between_the_columns_are_read(tmp_path, sign):
    assert statline(tmp_path, [line.replace('";"', f'"{sign}"') for line in LINES]).gebieden.num_rows == 5


def test_the_untyped_dataset_is_read_where_keys_are_known_and_else_told(tmp_path):
    lines = ['"ID";"Leeftijd";"Marges";"WijkenEnBuurten";"Perioden";"ErvarenGezondheid_4"']
    lines += [
        f'"{n}";"20300";"MW00000";"{code}";"2016JJ00";"  60.5"' for n, code in enumerate(("NL01      ", "GM0034"))
    ]
    delivery = statline(tmp_path, lines, jaar=2016, source=RIVM)
    assert lev.figures(delivery) == {(code, "ErvarenGezondheid_4"): "60.5" for code in ("NL00", "GM0034")}
    lines = ['"ID";"WijkenEnBuurten";"SoortRegio_2";"AantalInwoners_5"', '"0";"NL00      ";"Land      ";"   17590672"']
    assert "onbewerkte dataset van StatLine" in refused(tmp_path, lines)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("\n".join(LINES).replace("Almere", "Súdwest").encode("cp1252"), "in rij 2 geen UTF-8"),
        ("\n".join(LINES).encode("utf-16"), "tekst in UTF-16"),
        (b"PK\x03\x04" + bytes(100), "een werkboek of zip"),
    ],
)
def test_a_csv_that_is_no_text_of_statline(tmp_path, content, text):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(DeliveryError, match=text):
        read(path, KWB, lev.release("statline_csv"))


# ---- columns outside their years


def werkboek(path, jaar, **columns):
    rows = [
        [*row, *(name if not n else cell for name, cell in columns.items())]
        for n, row in enumerate(lev.workbook_rows())
    ]
    return read(lev.xlsx(path / "b.xlsx", {"Blad1": rows}), KWB, lev.release("werkboek", jaar))


def told(delivery) -> dict[str, str]:
    return {row["feit"]: row["toelichting"] for row in delivery.feiten.to_pylist()}


def test_an_empty_column_says_nothing_of_the_year(tmp_path):
    assert "buitenjaar_a_opl_lg" not in told(werkboek(tmp_path, 2025, a_opl_lg="       .", p_hh_lkk=","))


def test_a_column_outside_its_years_is_told_where_its_successor_is_there(tmp_path):
    found = told(werkboek(tmp_path, 2024, a_opl_lg=10, a_opl_bvm=10))
    assert "kolom 'a_opl_lg' bestaat alleen tot en met 2022" in found["buitenjaar_a_opl_lg"]
    assert "buitenjaar_g_wodief" in told(werkboek(tmp_path, 2019, g_wodief=3, g_woz=200))


def test_a_column_outside_its_years_without_its_successor_contradicts(tmp_path):
    with pytest.raises(DeliveryError, match="'a_opl_lg' bestaat alleen tot en met 2022, en a_opl_bvm ontbreekt"):
        werkboek(tmp_path, 2024, a_opl_lg=10)


@pytest.mark.parametrize("upper", [str.upper, str.title, lambda name: f" {name} "])
def test_headers_of_a_workbook_in_any_spelling(tmp_path, upper):
    rows = lev.workbook_rows()
    rows[0] = [upper(name) for name in rows[0]]
    assert read(lev.xls(tmp_path / "b.xls", {"Blad1": rows}), KWB, lev.release("werkboek")).gebieden.num_rows == 5


@pytest.mark.parametrize("sign", [".", "-", " "])
def test_columns_of_a_workbook_are_known_whatever_sign_parts_their_name(tmp_path, sign):
    rows = lev.workbook_rows()
    usual = lev.figures(read(lev.xls(tmp_path / "a.xls", {"Blad1": rows}), KWB, lev.release("werkboek")))
    rows[0] = [name.replace("_", sign) for name in rows[0]]
    assert lev.figures(read(lev.xls(tmp_path / "b.xls", {"Blad1": rows}), KWB, lev.release("werkboek"))) == usual


# ---- Leefbaarometer

KOP = "bu_code,jaar,lbm,afw,fys,onv,soc,vrz,won"


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, lambda text: text.replace(",", ";"), lambda text: "\ufeff" + text]
)
def test_scores_in_any_spelling(tmp_path, change):
    path = lev.zip_met(tmp_path / "z.zip", {"scores.csv": change(f"{KOP}\nBU00340101,2022,4,1,0,1,0,0,0\n".upper())})
    if change is str.lower:
        path = lev.zip_met(tmp_path / "z.zip", {"scores.csv": f"{KOP}\nBU00340101,2022,4,1,0,1,0,0,0\n"})
    delivery = read(path, LBM, lev.release("lbm3_zip", 2022))
    assert lev.figures(delivery, alleen="onv") == {("BU00340101", "onv"): "1"}


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (["GBD", "DLBRMTR1214", "DLBVEI1214"], r"ontwikkeling tussen jaren van Leefbaarometer 2\.0"),
        (["pc4_code", "lbm_score", "jaartal"], r"scores per postcode \(kolom pc4_code\)"),
        (["PC6", "lbm"], r"scores per postcode \(kolom PC6\)"),
        (["bu_code", "begin", "eind", "lbm"], "de ontwikkeling tussen jaren .kolommen begin, eind"),
        (["gm_code", "lbm"], "een werkblad; Leefbaarometer 3.0 komt als zipbestand"),
    ],
)
@pytest.mark.parametrize("make", [lev.xls, lev.xlsx])
def test_workbooks_are_refused_each_for_its_own_reason(tmp_path, header, text, make):
    path = make(tmp_path / f"lbm.{make.__name__}", {"Blad1": [header, ["x"] * len(header)]})
    with pytest.raises(DeliveryError, match=text) as error:
        read(path, LBM, lev.release("lbm3_zip", 2022))
    assert len(str(error.value)) <= 500 and "Neem de zip 'open data Leefbaarometer 3.0'" in str(error.value)


def test_a_year_more_in_scores_is_left_out_and_told(tmp_path):
    rows = "".join(f"BU00340101,{jaar},4,1,0,1,0,0,0\n" for jaar in (2022, 2024))
    path = lev.zip_met(tmp_path / "z.zip", {"scores.csv": f"{KOP}\n{rows}"})
    delivery = read(path, LBM, lev.release("lbm3_zip", 2022))
    assert delivery.waarnemingen["jaar"].unique().to_pylist() == [2022]
    assert "anderejaren_2024" in told(delivery)
