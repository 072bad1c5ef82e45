"""Own housing stock: reading, placing, sums per class, and that nothing of it stays behind."""

import csv
import re
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tests.veerkracht.products.world import inputs, listing
from veerkracht.edition.reading import Edition
from veerkracht.errors import DeliveryError, VeerkrachtError
from veerkracht.products.safecsv import as_text
from veerkracht.products.web import bezit
from veerkracht.products.web.bezit.checking import ComplexPlace, read_stock
from veerkracht.products.web.bezit.example import write_example

EVIL = "</script><img onerror=alert(1)>"
HEADER = "complex;postcode;huisnummer;x;y;lon;lat;buurtcode;woningen;label;onderhoudsjaar"


@pytest.fixture(scope="module")
def places(kandidaat_module):
    """Of the world: (buurtcode, x, y) of buurten with outlines on the target vintage."""
    with Edition(kandidaat_module) as edition:
        shapes = edition.outlines("buurt")
        shapes = shapes[shapes["water"] != "buitenland"]
        points = shapes.geometry.representative_point()
    return [(c, p.x, p.y) for c, p in zip(shapes["gebiedscode"], points, strict=True)]


@pytest.fixture(scope="module")
def kandidaat_module(request):
    return request.getfixturevalue("_made")[1]


@pytest.fixture
def adressen(places, tmp_path):
    """Addresses of two vintages; in the old one the same address lies in another buurt."""
    rows = {2024: places[0][0], 2019: places[1][0]}
    table = pa.table(
        {
            "indeling": pa.array(list(rows), pa.int16()),
            "postcode": ["1000AA", "1000AA"],
            "huisnummer": pa.array([12, 12], pa.int32()),
            "buurtcode": list(rows.values()),
        }
    )
    pq.write_table(table, tmp_path / "adressen.parquet")
    return [tmp_path / "adressen.parquet"]


@pytest.fixture
def leg(kandidaat, adressen, tmp_path):
    """`leg(*lines)` writes a file and lays it on the maps; gives the result and the folder."""

    def lay(*lines: str, **options):
        file = tmp_path / "stock.csv"
        file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
        uit = options.pop("out", tmp_path / "uit")
        options = {"adressen": adressen, "data_folder": tmp_path / "data"} | options
        return bezit.write(kandidaat, file, uit, **options), uit

    return lay


def table(file: Path) -> list[dict]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_each_way_of_telling_a_place_leads_to_its_buurt(leg, places):
    _, x, y = places[2]
    from pyproj import Transformer

    lon, lat = Transformer.from_crs(28992, 4326, always_xy=True).transform(*places[3][1:])
    _, uit = leg(
        "A;1000 aa;12-48;;;;;;10;;",
        f"B;;;{x};{y};;;;20;;",
        f"C;;;;;{lon};{lat};;30;;".replace(".", ","),
        f"D;;;;;;;{places[4][0]};40;;2031",
    )
    rows = table(uit / "bezit_per_complex.csv")
    assert [row["buurtcode"] for row in rows] == [places[n][0] for n in (0, 2, 3, 4)]
    assert [row["geplaatst_via"] for row in rows] == ["adres", "coördinaten", "coördinaten", "buurtcode"]
    assert rows[3]["onderhoudsjaar"] == "2031"


def test_classes_are_those_of_the_edition_and_sum_to_all_dwellings(leg, places, kandidaat):
    lines = [f"C{n};;;;;;;{code};{n + 1};;" for n, (code, _, _) in enumerate(places)]
    _, uit = leg(*lines, "weg;9999ZZ;1;;;;;;500;;")
    rows, totals = table(uit / "bezit_per_complex.csv"), table(uit / "bezit_per_klasse.csv")
    with Edition(kandidaat) as edition:
        known = edition.rows(
            "select gebiedscode, kaart_id, label from fct_kaart where niveau = 'buurt' and klasse is not null "
            "and jaar_tot = 2024 and kaart_id in ('1', '3')"
        )
    wanted = {(row["gebiedscode"], row["kaart_id"]): row["label"] for row in known}
    assert wanted
    by_code = {row["buurtcode"]: row for row in rows if row["buurtcode"]}
    assert {key: by_code[key[0]][f"{key[1]}_klasse"] for key in wanted} == wanted
    for kaart in {row["kaart"] for row in totals}:
        of_map = [row for row in totals if row["kaart"] == kaart]
        assert sum(int(row["woningen"]) for row in of_map) == sum(n + 1 for n in range(len(places))) + 500
        assert [row["woningen"] for row in of_map if row["label"] == "niet geplaatst"] == ["500"]


def test_unknown_places_are_counted_and_listed(leg):
    result, uit = leg("A;9999ZZ;1;;;;;;10;;", "B;;;;;;;BU99999999;7;;", "C;1000AA;;;;;;;3;;", "D;1000AA;12;;;;;;1;;")
    assert [one.complex.complex for one in result.absent] == ["A", "B", "C"]
    assert [row["complex"] for row in table(uit / "bezit_niet_geplaatst.csv")] == ["A", "B", "C"]
    page = (uit / "bezit.html").read_text()
    assert "3 complexen met 20 woningen konden niet worden geplaatst" in page and "9999ZZ 1 is niet bekend" in page


def test_ways_that_disagree_are_told(leg, places):
    _, uit = leg(f"A;1000AA;12;;;;;{places[5][0]};10;;", f"B;9999ZZ;1;;;;;{places[5][0]};10;;")
    first, second = table(uit / "bezit_per_complex.csv")
    assert first["buurtcode"] == places[0][0] and places[5][0] in first["opmerking"]
    assert second["buurtcode"] == places[5][0] and "niet bekend" in second["opmerking"]


def test_marks_lie_in_the_drawing_and_within_their_buurt(leg, places):
    code, x, y = places[2]
    _, uit = leg(f"B;;;{x};{y};;;;20;{EVIL};", kaarten=["3"])
    page = (uit / f"bezit_GM{code[2:6]}.html").read_text()
    left, top, width, height = map(float, re.search(r'class="kaart"[^>]*viewBox="([^"]+)"', page)[1].split())
    cx, cy = map(int, re.search(r'class="eigen" cx="(-?\d+)" cy="(-?\d+)"', page).groups())
    assert left <= cx <= left + width and top <= cy <= top + height
    path = next(d for title, d in _paths(page) if title.startswith(_name(page, code)))
    points = [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?\d+,-?\d+", path)]
    assert min(p[0] for p in points) <= cx <= max(p[0] for p in points)
    assert min(p[1] for p in points) <= cy <= max(p[1] for p in points)
    assert page.count('class="eigen"') == 1 and EVIL not in page and "&lt;img onerror" in page


def _paths(page: str):
    shapes = dict(re.findall(r'<path id="([^"]+)" d="([^"]+)"', page))
    return [(title, shapes[i]) for i, title in re.findall(r'<use href="#([^"]+)" class="[^"]+"><title>([^<]+)', page)]


def _name(page: str, code: str) -> str:
    return re.search(r'<th scope="row">B.*?</th><td>([^<]+)', page, re.S)[1]


def test_pages_ask_nothing_of_the_network_and_carry_what_each_product_carries(leg, places):
    _, uit = leg(f"A;;;;;;;{places[4][0]};40;;")
    for file in uit.glob("*.html"):
        page = file.read_text()
        assert "default-src 'none'" in page and "Reconstructie op open data, niet de kaart van Aedes" in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    sheet = openpyxl.load_workbook(uit / "bezit.xlsx")["uitleg"]
    told = " ".join(row[0].value for row in sheet.iter_rows())
    assert "niet de kaart van Aedes" in told and "indeling van 2024" in told


def test_text_stays_text_in_tables(leg, places):
    code = places[4][0]
    _, uit = leg(f"A;;;;;;;{code};40;@cmd|calc;", f"+B;;;;;;;{code};1;-2;")
    rows = table(uit / "bezit_per_complex.csv")
    assert rows[0]["label"] == "'@cmd|calc" and rows[1]["complex"] == "'+B" and rows[1]["label"] == "'-2"
    sheet = openpyxl.load_workbook(uit / "bezit.xlsx")["per_complex"]
    assert [cell.value for cell in sheet["C"]][1:] == ["@cmd|calc", "-2"] and sheet["D"][1].value == 40
    assert "<f>" not in zipfile.ZipFile(uit / "bezit.xlsx").read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("cell", "shown"), [("=1+1", "'=1+1"), ("−3", "'−3"), (" =x", "' =x"), (-3, -3), ("a=b", "a=b")]
)
def test_as_text(cell, shown):
    assert as_text(cell) == shown


@pytest.mark.parametrize(
    ("line", "where", "why"),
    [
        ("A;1000AA;12;;;;;;-4;;", "rij 2, kolom woningen", "negatief"),
        ("A;1000AA;12;;;;;;1.200;;", "rij 2, kolom woningen", "geen heel getal"),
        ("A;1000AA;12;;;;;;;;", "rij 2, kolom woningen", "geen heel getal"),
        ("A;;;900000;463000;;;;4;;", "rij 2, kolom x", "buiten Nederland"),
        ("A;;;463000;155000;;;;4;;", "rij 2, kolom x", "verwisseld"),
        ("A;;;5.3;52.1;;;;4;;", "rij 2, kolom x", "lon en lat"),
        ("A;;;;;52.1;5.3;;4;;", "rij 2, kolom lon", "verwisseld"),
        ("A;;;nan;463000;;;;4;;", "rij 2, kolom x", "geen getal"),
        ("A;10AA;12;;;;;;4;;", "rij 2, kolom postcode", "geen postcode"),
        ("A;1000AA;boven;;;;;;4;;", "rij 2, kolom huisnummer", "huisnummer"),
        ("A;;;;;;;Centrum;4;;", "rij 2, kolom buurtcode", "geen buurtcode"),
        ("A;1000AA;12;;;;;;4;;straks", "rij 2, kolom onderhoudsjaar", "geen jaartal"),
        ("A;1000AA;12;;;;;;=2+2;;", "rij 2, kolom woningen", "formule"),
        ("A;1000AA;12;;;;;;4;;\nA;1000AA;12;;;;;;4;;", "rij 3, kolom complex", "staat ook in rij 2"),
    ],
)
def test_wrong_cells_are_told_with_row_and_column_and_nothing_is_written(leg, tmp_path, line, where, why):
    with pytest.raises(DeliveryError) as error:
        leg(line)
    assert where in str(error.value) and why in str(error.value)
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("postcode;huisnummer;aantal_woningen\n1000AA;1;2", "Bedoelde u `aantal_woningen`?"),
        ("post_code;huisnummer;woningen\n1000AA;1;2", "Is `post_code` bedoeld als `postcode`?"),
        ("woningen;woningen;buurtcode\n1;1;BU00000000", "meer dan één keer"),
        ("woningen;buurtcode\n1;BU00000000;3", "rij 2 heeft meer cellen"),
        ("woningen;buurtcode\n", "geen enkele rij"),
        ("", "is leeg"),
    ],
)
def test_wrong_files_are_told(tmp_path, content, why):
    file = tmp_path / "a.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DeliveryError, match=re.escape(why)):
        read_stock(file)


def test_other_encodings_are_refused(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("woningen;buurtcode;label\n1;BU00000000;Pré".encode("latin-1"))
    with pytest.raises(DeliveryError, match="geen UTF-8"):
        read_stock(file)
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"geen werkboek")
    with pytest.raises(DeliveryError, match="geen leesbaar werkboek"):
        read_stock(file)


def test_formulas_in_a_workbook_are_refused_but_only_on_the_sheet_that_is_read(tmp_path):
    file = tmp_path / "a.xlsx"
    for formula in (True, False):
        with xlsxwriter.Workbook(file) as workbook:
            workbook.add_worksheet("dashboard").write_formula(0, 0, "=1+1")
            sheet = workbook.add_worksheet("stock")
            sheet.write_row(0, 0, ["buurtcode", "Woningen"])
            sheet.write_string(1, 0, "BU00000000")
            sheet.write_formula(1, 1, "=2+2") if formula else sheet.write_number(1, 1, 4)
        if formula:
            with pytest.raises(DeliveryError, match="formule: rij 2, kolom Woningen"):
                read_stock(file)
    assert [one.woningen for one in read_stock(file)[0]] == [4]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_example_can_be_read(tmp_path, suffix):
    stock, unused = read_stock(write_example(tmp_path / f"a{suffix}"))
    assert [one.woningen for one in stock] == [37, 120, 18, 64] and not unused
    assert stock[0].plaats == ComplexPlace(postcode="1234AB", huisnummer=12)


def test_nothing_is_written_into_the_data_folder_or_an_edition(vol, tmp_path, adressen, places):
    paths, candidate = vol
    file = tmp_path / "a.csv"
    file.write_text(f"buurtcode;woningen\n{places[4][0]};3")
    before = listing(paths.root)
    elsewhere = tmp_path / "kopie"
    elsewhere.mkdir()
    (elsewhere / "MANIFEST.json").write_text("{}")
    (tmp_path / "link").symlink_to(paths.root)
    for uit in (paths.root / "uit", candidate, tmp_path / "link" / "uit", elsewhere / "uit"):
        with pytest.raises(VeerkrachtError, match="niet in de datamap of een editie"):
            bezit.write(candidate, file, uit, adressen=adressen, data_folder=paths.root)
    bezit.write(candidate, file, tmp_path / "uit", adressen=adressen, data_folder=paths.root)
    assert listing(paths.root) == before


def test_the_users_own_file_is_not_overwritten(kandidaat, tmp_path, adressen):
    file = tmp_path / "bezit_per_complex.csv"
    file.write_text("buurtcode;woningen\nBU00000000;3")
    with pytest.raises(VeerkrachtError, match="andere map"):
        bezit.write(kandidaat, file, tmp_path, adressen=adressen, data_folder=tmp_path / "data")


def test_absent_addresses_are_told_with_what_to_do(leg, places):
    with pytest.raises(VeerkrachtError, match=r"veerkracht .*fetch cbs_adressen"):
        leg("A;1000AA;12;;;;;;4;;", adressen=[])
    result, _ = leg("A;1000AA;12;;;;;;4;;", f"B;;;;;;;{places[4][0]};4;;", adressen=[])
    assert "geen adressen van deze indeling" in result.absent[0].opmerking


def test_unknown_map_and_unused_columns_are_told(leg, places, tmp_path):
    with pytest.raises(VeerkrachtError, match="Kaart `99` is er niet"):
        leg(f"A;;;;;;;{places[4][0]};4;;", kaarten=["99"])
    file = tmp_path / "b.csv"
    file.write_text(f"buurtcode;woningen;onderhoud_jaar\n{places[4][0]};3;2031")
    assert read_stock(file)[1] == ["`onderhoud_jaar`. Bedoelde u `onderhoudsjaar`?"]


def test_the_command_tells_what_was_not_placed(vol, tmp_path, places, monkeypatch):
    from typer.testing import CliRunner

    from orchestration.cli import app
    from tests.veerkracht.products.conftest import publish

    paths, candidate = vol
    publish(candidate, paths, inputs(), 10)
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    file = tmp_path / "a.csv"
    file.write_text(f"complex,buurtcode,woningen\nA,{places[4][0]},3\n[b]B,BU00000000,4")
    told = CliRunner().invoke(app, ["bezit", str(file), "--uit", str(tmp_path / "uit"), "--kaart", "3"])
    assert told.exit_code == 0 and "1 van 2 complexen geplaatst" in told.output
    assert "Niet geplaatst: 1 complexen met 4 woningen" in told.output and "rij 3, [b]B: buurtcode" in told.output
    assert (tmp_path / "uit" / "bezit.html").is_file()
    leden = CliRunner().invoke(app, ["bezit", str(file), "--uit", str(tmp_path / "uit"), "--publiek", "leden"])
    assert leden.exit_code == 1 and "Er is nog geen editie (leden)" in str(leden.exception)
