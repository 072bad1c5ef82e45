"""The workbook of a gemeente: figures of the marts as numbers, colours of the maps, and text that stays text."""

import os
import shutil
import subprocess
import zipfile
from datetime import datetime
from math import ceil

import duckdb
import openpyxl
import pytest

from tests.veerkracht.products import world
from veerkracht import publication
from veerkracht.edition.reading import Edition
from veerkracht.products.table import werkboek
from veerkracht.products.table.werkboek import workbook

FORMULA = "=cmd|' /C calc'!A0"
RICH = "<r><t>vet</t></r></is></c><c><f>1+1</f></c><r></r>"
ODD = (FORMULA, "https://example.org/buurt", "@plus", "B" * 80, "Buurt 'Noord' / 🏘 \"x\"")


@pytest.fixture(scope="module")
def editie(kandidaat, tmp_path_factory):
    """A candidate with hard names and with workbooks."""
    folder = tmp_path_factory.mktemp("werkboek")
    for name in ("veerkracht.duckdb", "grenzen"):
        source = kandidaat / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "veerkracht.duckdb").chmod(0o644)
    with duckdb.connect(str(folder / "veerkracht.duckdb")) as con:
        codes = con.execute("select distinct gebiedscode from dim_gebied where gebiedscode like 'BU9002%' order by 1")
        for (code,), name in zip(codes.fetchall(), ODD, strict=False):
            con.execute("update dim_gebied set gebiedsnaam = ? where gebiedscode = ?", [name, code])
        con.execute("update fct_reeks set status = 'geheim', waarde = null where gebiedscode = 'BU90010011'")
    werkboek.write(folder)
    return folder


@pytest.fixture(scope="module")
def boek(editie):
    return openpyxl.load_workbook(editie / "werkboeken" / "GM9001.xlsx")


def _table(sheet) -> list[dict]:
    """Rows of a sheet as cells by heading."""
    rows = list(sheet.iter_rows(min_row=workbook.HEAD_ROW + 1))
    return [dict(zip([c.value for c in rows[0]], row, strict=True)) for row in rows[1:]]


def _fill(cell) -> tuple:
    return cell.fill.fill_type, cell.fill.fgColor.rgb, cell.fill.bgColor.rgb


def test_a_file_per_gemeente_with_all_sheets(editie, boek):
    assert sorted(f.name for f in (editie / "werkboeken").iterdir()) == [f"{code}.xlsx" for code in world.GEMEENTEN]
    assert boek.sheetnames == ["Leesmij", "Wonen", "Verandering", "Kaarten", "Legenda", "Redenen", "Definities"]
    for sheet in boek:
        assert sheet.freeze_panes and sheet.auto_filter.ref.startswith(f"A{workbook.HEAD_ROW + 1}:")


def test_every_figure_of_the_gemeente_is_there_as_a_number(editie, boek):
    with Edition(editie) as edition:
        rows = edition.rows(
            "select r.gebiedscode, i.label || ' (' || i.eenheid || ') ' || r.jaar as kop, r.waarde from fct_reeks r "
            "join dim_indicator i using (indicator) join dim_gebied g using (niveau, gebiedscode, indeling) "
            "where g.gemeentecode = 'GM9001' and r.waarde is not null"
        )
    found = {
        (row["Code"].value, head): cell.value
        for row in _table(boek["Wonen"])
        for head, cell in row.items()
        if head not in ("Naam", "Code", "Niveau", "Indeling", "Wijk") and cell.value is not None
    }
    assert len(rows) > 300 and found == {(r["gebiedscode"], r["kop"]): pytest.approx(r["waarde"]) for r in rows}
    assert all(isinstance(value, int | float) for value in found.values())


def test_a_cell_without_a_figure_is_empty_and_its_fill_says_why(boek):
    row = next(r for r in _table(boek["Wonen"]) if r["Code"].value == "BU90010011")
    cells = [cell for head, cell in row.items() if head.startswith("Overlast")]
    keys = {c.value: _fill(c) for c in boek["Leesmij"]["A"] if str(c.value).startswith("Lege cel: ")}
    assert cells and all(c.value is None and _fill(c) == keys["Lege cel: geheim"] for c in cells)
    assert len(set(keys.values())) == len(keys) > 1


def test_classes_have_the_colours_of_the_maps(editie, boek):
    rows = _table(boek["Kaarten"])
    with Edition(editie) as edition:
        wanted = edition.rows(
            "select kaart_id, gebiedscode, jaar_van || '–' || jaar_tot as periode, klasse, label, kleur, waarde, "
            "laag, hoog, kans, p_hoogste from fct_kaart where gemeentecode = 'GM9001' and klasse is not null "
            "and niveau = 'buurt' and kaart_id <> '4'"  # that opens per wijk
        )
    found = {(r["Kaart"].value.partition(".")[0], r["Code"].value, r["Periode"].value): r for r in rows}
    assert len(wanted) > 100
    for row in wanted:
        cell = found[row["kaart_id"], row["gebiedscode"], row["periode"]]
        assert cell["Klasse"].fill.fgColor.rgb == "FF" + row["kleur"].upper().lstrip("#")
        assert (cell["Klasse"].value, cell["Klasse (nummer)"].value) == (row["label"], row["klasse"])
        assert cell["Waarde"].value == row["waarde"] and cell["Kans"].value == row["kans"]
        for head in ("Laag", "Hoog"):
            assert cell[head].value == (row[head.lower()] and pytest.approx(row[head.lower()]))
        assert cell["Kans op het deel dat de meeste aandacht vraagt"].value == row["p_hoogste"]
    without = [r for r in rows if r["Klasse"].value is None]
    assert {"afgeschermd", "onvergelijkbaar"} <= {r["Status"].value for r in without}
    assert all(r["Klasse"].fill.fill_type is None and r["Waarde"].value is None for r in without)


def test_legend_counts_what_the_maps_sheet_holds(boek):
    maps, legend = _table(boek["Kaarten"]), _table(boek["Legenda"])
    for line in (r for r in legend if r["Klasse"].value):
        key = line["Kaart"].value, line["Periode"].value
        own = [r for r in maps if (r["Kaart"].value, r["Periode"].value) == key]
        same = [r for r in own if line["Klasse"].value in (r["Klasse"].value, r["Status"].value)]
        assert line["Gebieden in Voorbeeldstad"].value == len(same)
    missing = next(r for r in legend if r["Kaart"].value.startswith("8."))
    assert "61% van de inwoners" in missing["Hoe te lezen, of waarom de kaart er niet is"].value


def test_change_and_reasons_are_those_of_the_marts(editie, boek):
    changes = {(r["Code"].value, r["Cijfer"].value): r for r in _table(boek["Verandering"])}
    row = changes["BU90010001", "Overlast en onveiligheid"]
    with Edition(editie) as edition:
        fact = edition.rows(
            "select * from fct_verandering where gebiedscode = 'BU90010001' and indicator = 'onv' and jaar_van = 2014 "
            "and jaar_tot = 2024"
        )[0]
        reasons = edition.rows("select * from mrt_aandacht where gemeentecode = 'GM9001'")
    assert (row["Van"].value, row["Tot"].value, row["Verschil"].value) == (2014, 2024, fact["verschil"])
    found = {(r["Code"].value, r["Redenen om te gaan kijken"].value) for r in _table(boek["Redenen"])}
    assert reasons and found == {(r["gebiedscode"], r["redenen"]) for r in reasons}


def test_readme_says_what_must_be_said(boek):
    text = "\n".join(str(c.value) for row in boek["Leesmij"].iter_rows() for c in row if c.value)
    for words in (
        "FICTIEVE VOORBEELDDATA", "niet de kaart van Aedes", "begin van een gesprek", "CC BY 4.0", "CC0",
        "2014-2024@lbm3-2024", "indeling van 2024", "gebieden met een klasse", "2014–2024",
    ):  # fmt: skip
        assert words in text, words
    for sheet in boek:
        assert "FICTIEVE VOORBEELDDATA" in sheet["A2"].value and "Aedes" in sheet.oddFooter.left.text


def test_foreign_text_stays_text(editie):
    file = editie / "werkboeken" / "GM9002.xlsx"
    with zipfile.ZipFile(file) as package:
        for name in (n for n in package.namelist() if n.startswith("xl/worksheets/")):
            content = package.read(name)
            assert b"<f>" not in content and b"<hyperlink" not in content
    with Edition(editie) as edition:
        names = {r["n"] for r in edition.rows("select gebiedsnaam as n from dim_gebied where gemeentecode = 'GM9002'")}
    sheet = openpyxl.load_workbook(file)["Wonen"]
    cells = {c.value: c.data_type for c in sheet["A"][workbook.HEAD_ROW + 1 :]}
    assert set(cells) <= names and set(ODD) <= set(cells) and set(cells.values()) <= {"s", "inlineStr"}


def test_a_formula_as_a_name_is_a_string(editie, tmp_path):
    made = workbook.Workbook(tmp_path / "x.xlsx", "x", ["a & b"], datetime(2026, 1, 1))
    table = made.sheet("a/b:c[d]?", FORMULA, FORMULA, [workbook.Column(FORMULA)], 0)
    table.add([FORMULA])
    table.add(["y" * 40_000])
    table.add([RICH])
    table.close()
    made.sheet("A B C D", "t", "r", [workbook.Column("k")], 0).close()
    made.close()
    back = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert len(back.sheetnames) == 2 and back.worksheets[0]["A4"].value == FORMULA
    assert (
        back.worksheets[0]["A4"].data_type in ("s", "inlineStr")
        and len(back.worksheets[0]["A5"].value) == workbook.LONGEST
    )
    assert back.worksheets[0]["A6"].value == RICH + " "


def test_a_second_run_keeps_what_is_whole_and_makes_what_is_missing(editie):
    folder = editie / "werkboeken"
    kept, gone = folder / "GM9001.xlsx", folder / "GM9003.xlsx"
    before, heard = kept.stat().st_mtime_ns, []
    gone.unlink()
    written = werkboek.write(editie, tell=lambda done, total: heard.append((done, total)))
    assert gone.is_file() and kept.stat().st_mtime_ns == before and heard == [(3, 3)] and len(written) == 3
    os.utime(kept, (1, 1))
    werkboek.write(editie, ["GM9001"])
    assert kept.stat().st_mtime > 1


def test_gemeente_without_figures_has_a_workbook_that_says_so(wereld):
    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        for table in ("fct_reeks", "fct_verandering", "fct_kaart"):
            where = "gemeentecode = 'GM9003'" if table == "fct_kaart" else "gebiedscode like '%9003%'"
            con.execute(f"delete from {table} where {where}")
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    file = werkboek.write(candidate, ["GM9003"])[0]
    sheets = openpyxl.load_workbook(file)
    assert "Wonen" not in sheets.sheetnames and not _table(sheets["Kaarten"])
    assert (
        "geen gebieden of cijfers" in _table(sheets["Legenda"])[0]["Hoe te lezen, of waarom de kaart er niet is"].value
    )


def test_rows_are_high_enough_for_their_wrapped_text(boek):
    wrapped = 0
    for sheet in boek.worksheets:
        for row in sheet.iter_rows(min_row=workbook.HEAD_ROW + 2):
            for cell in row:
                if cell.value and cell.alignment.wrap_text and len(str(cell.value)) > 20:
                    width = sheet.column_dimensions[cell.column_letter].width
                    lines = sum(ceil(len(part) / (1.4 * width)) for part in str(cell.value).splitlines())
                    wrapped += lines > 1
                    assert (sheet.row_dimensions[cell.row].height or workbook.LINE) >= min(
                        lines * workbook.LINE, workbook.TALLEST
                    ), cell
    assert wrapped > 10


@pytest.mark.lang
def test_opens_in_libreoffice(editie, debian, tmp_path):
    office = debian("libreoffice", "libreoffice-calc")
    file = editie / "werkboeken" / "GM9002.xlsx"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profiel"
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", every_sheet,
         "--outdir", str(tmp_path), str(file)],
        capture_output=True, text=True, timeout=200, check=True,
    )  # fmt: skip
    made = sorted(tmp_path.glob("GM9002*.csv"))
    assert len(made) == len(openpyxl.load_workbook(file).sheetnames), done.stderr
    assert any("FICTIEVE VOORBEELDDATA" in f.read_text(encoding="utf-8") for f in made)
