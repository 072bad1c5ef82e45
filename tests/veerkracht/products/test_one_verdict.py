"""One change, one verdict: every kind of output says of an area what the mart says, and nothing says it another way."""

import csv
import json
import re
import shutil
import subprocess
import zipfile
from ast import Constant, Expr, parse, walk
from html import unescape
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from tests.contracts import described, is_mart
from tests.dbt_project.world import PROJECT
from tests.veerkracht.products import mapworld, world
from tests.veerkracht.products.web.test_gemeentepagina import contents
from tests.veerkracht.products.web.test_rapport import Page
from veerkracht.edition.looks import looks
from veerkracht.edition.mapcolumns import maps_of
from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.products.paper.atlas.explain import explanation
from veerkracht.products.paper.atlas.layout import SLIDE
from veerkracht.products.paper.atlas.pages import write_atlas
from veerkracht.products.paper.cartography.paper import Paper
from veerkracht.products.paper.printing import Printing
from veerkracht.products.table import werkboek
from veerkracht.products.table.werkboek import workbook
from veerkracht.products.web import bezit, edities, gemeentepagina, vergelijking, viewer
from veerkracht.products.web.viewer import tiles

CODE = "GM9001"
PACKAGE = Path(gemeentepagina.__file__).parents[3]
NEWEST = "2014–2024"
# words of verdicts that were, and of a hatch for doubt; none may come back in anything that users read
OLD = re.compile(
    r"verbeterd|verslechterd|\baantoonba|weinig verandering|gelijk gebleven|stabiel|arcer|gearceerd|wisselend|"
    r"geen_meetbaar|geen_aantoonbaar|is_onzeker|zekerheid: \w+ \(|zoals verwacht|beide gestegen",
    re.IGNORECASE,
)
# what "niet te zeggen" is not: that nothing changed
UNCHANGED = re.compile(
    r"\bstabiel|weinig veranderd?|gelijk (gebleven|aan landelijk)|ble(ef|ven) gelijk|\bonveranderd|niet veranderd\b|"
    r"geen (aantoonbare |meetbare )?verandering\b|hetzelfde gebleven",
    re.IGNORECASE,
)
QUESTION = re.compile(r"de veerkracht verbeterd( of verslechterd)?\?")  # the article's, not ours

Said = tuple[str, str, str, str]  # kaart_id, gebiedscode, periode, label


@pytest.fixture(scope="module")
def editie(kandidaat, tmp_path_factory):
    """A candidate with every kind of output; beside it in `los` what is made outside an edition."""
    folder = shutil.copytree(kandidaat, tmp_path_factory.mktemp("oordeel") / "kandidaat")
    (folder / "veerkracht.duckdb").chmod(0o644)
    gemeentepagina.write(folder, [CODE])
    for product in (viewer, werkboek, edities):
        product.write(folder)
    loose = folder.parent / "los"
    loose.mkdir()
    with Edition(folder) as edition:
        (folder / "atlas").mkdir()
        write_atlas(Printing.open(edition), CODE, folder / "atlas" / f"{CODE}.pdf")
        buurten = edition.values("select gebiedscode from dim_gebied where niveau = 'buurt' and is_doel order by 1")
    vergelijking.write(folder, [CODE, mapworld.GREY], loose)
    stock = loose / "voorraad.csv"
    stock.write_text("complex;buurtcode;woningen\n" + "".join(f"c{n};{code};10\n" for n, code in enumerate(buurten)))
    bezit.write(folder, stock, loose / "bezit", adressen=[], data_folder=folder.parent / "data")
    return folder


@pytest.fixture(scope="module")
def marts(editie) -> set[Said]:
    """What the mart says of every area with a class."""
    with Edition(editie) as edition:
        rows = edition.rows("select * from fct_kaart where klasse is not null")
    return {(r["kaart_id"], r["gebiedscode"], f"{r['jaar_van']}–{r['jaar_tot']}", r["label"]) for r in rows}


def _labels(kaart_id: str) -> list[str]:
    return next(row["labels"] for row in mapworld.seed_rows() if row["kaart_id"] == kaart_id).split(";")


def _label(kaart_id: str, text: str) -> str | None:
    """The class that a sentence begins with; None for the name of a status."""
    found = [label for label in _labels(kaart_id) if text.startswith(f"{label}. ")]
    return max(found, key=len, default=None)


def _pages(editie: Path) -> set[Said]:
    """Titles of the shapes in the report of a gemeente."""
    with Edition(editie) as edition:
        rows = edition.rows("select gebiedscode, gebiedsnaam as naam from dim_gebied where is_doel")
        periods = [f"{van}–{tot}" for van, tot in Maps(edition).perioden]
    codes, found = {row["naam"]: row["gebiedscode"] for row in rows}, set()
    html = (editie / "rapporten" / f"{CODE}.html").read_text(encoding="utf-8")
    for number, period, body in re.findall(r'<figure class="blad m(\d+)-(\d+)-\w+">(.*?)</figure>', html, re.DOTALL):
        kaart_id = mapworld.kaarten()[int(number) - 1]
        for title in re.findall(r"<title>(.*?)</title>", body):
            name, _, told = unescape(title).partition(": ")
            if label := _label(kaart_id, f"{told} "):
                found.add((kaart_id, codes[name], periods[int(period)], label))
    return found


def _shared_page(editie: Path) -> set[Said]:
    """Signs of the areas on the page of a gemeente, by its legend."""
    data, found = contents((editie / "paginas" / f"{CODE}.html").read_text(encoding="utf-8")), set()
    for kaart in data["kaarten"]:
        for stand in kaart["standen"]:
            labels = {entry["css"]: entry["label"] for entry in stand["legenda"]}
            end = stand["moment"].split("–")[-1]
            if stand["reden"] or f"2014–{end}" not in (NEWEST, "2014–2022"):
                continue  # other years of a level are in no mart of the maps
            for code, sign in zip(data["plaatsen"][stand["plaats"]]["code"], stand["tekens"], strict=True):
                if sign.isdigit():
                    found.add((kaart["id"], code, f"2014–{end}", labels[f"k{sign}"]))
    return found


def _viewer(editie: Path) -> set[Said]:
    """Words of the areas of a gemeente in the viewer."""
    own = json.loads((editie / "viewer" / "gegevens" / f"{CODE}.json").read_text())
    return {
        (key.split("|")[0], code, key.split("|")[1].replace("-", "–"), label)
        for key, vel in own["vellen"].items()
        for code, text in vel.get("gebieden", {}).items()
        if (label := _label(key.split("|")[0], f"{text} "))
    }


def _tiles(editie: Path) -> set[Said]:
    """Classes in the tiles, by the legend of the viewer."""
    country, found = json.loads((editie / "viewer" / "gegevens" / "kaarten.json").read_text()), set()
    for key, vel in country["vellen"].items():
        kaart_id, _, period = key.partition("|")
        for place in vel["plaatsen"]:
            frame = pyogrio.read_dataframe(
                editie / "viewer" / tiles.AREAS, layer=place["laag"], ZOOM_LEVEL="11", read_geometry=False
            )
            labels = {entry["klasse"]: entry["label"] for entry in place["klassen"]}
            known = frame[frame[f"{vel['begin']}_klasse"].notna()]
            for code, klasse in zip(known["gebiedscode"], known[f"{vel['begin']}_klasse"], strict=True):
                found.add((kaart_id, code, period.replace("-", "–"), labels[int(klasse)]))
    return found


def _layers(frame: pd.DataFrame, editie: Path) -> set[Said]:
    with Edition(editie) as edition:
        columns = maps_of(edition)
    return {
        (one.kaart.kaart_id, code, f"{one.jaar_van}–{one.jaar_tot}", label)
        for one in columns
        for code, label in zip(frame["gebiedscode"], frame[f"{one.kolom}_label"], strict=True)
        if isinstance(label, str)
    }


def _geopackage(editie: Path) -> set[Said]:
    return _layers(gpd.read_file(editie / "kaarten" / "veerkracht_buurt.gpkg", layer="buurt"), editie)


def _geoparquet(editie: Path) -> set[Said]:
    return _layers(gpd.read_parquet(editie / "kaarten" / "veerkracht_wijk.parquet"), editie)


def _geojson(editie: Path) -> set[Said]:
    return _layers(gpd.read_file(editie / "kaarten" / "geojson" / f"{CODE}_buurt.geojson"), editie)


def _styles(editie: Path) -> set[Said]:
    """Classes of the areas in the layer, by the labels of the styles beside it."""
    file, found = editie / "kaarten" / "veerkracht_buurt.gpkg", set()
    areas, styles = gpd.read_file(file, layer="buurt"), pyogrio.read_dataframe(file, layer="layer_styles")
    for name, text in zip(styles["styleName"], styles["styleQML"], strict=True):
        kaart_id = name.partition(".")[0]
        labels = {value: unescape(label) for value, label in re.findall(r'<category value="(\d+)" label="(.*?)"', text)}
        for code, klasse in zip(areas["gebiedscode"], areas[f"kaart_{kaart_id}_klasse"], strict=True):
            if klasse == klasse:
                found.add((kaart_id, code, NEWEST, labels[str(int(klasse))]))
    return found


def _workbook(editie: Path) -> set[Said]:
    rows = _table(editie, "Kaarten")
    return {(r["Kaart"].partition(".")[0], r["Code"], r["Periode"], r["Klasse"]) for r in rows if r["Klasse"]}


def _table(editie: Path, name: str) -> list[dict]:
    sheet = openpyxl.load_workbook(editie / "werkboeken" / f"{CODE}.xlsx", read_only=True)[name]
    head, *rows = list(sheet.iter_rows(min_row=workbook.HEAD_ROW + 1, values_only=True))
    return [dict(zip(head, row, strict=False)) for row in rows]


def _stock(editie: Path) -> set[Said]:
    """Classes of the own dwellings; where a map stands on wijken, the class is of the wijk."""
    with (editie.parent / "los" / "bezit" / "bezit_per_complex.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    with Edition(editie) as edition:
        sheets = {c: dict(Maps(edition).of(c))[2014, 2024] for c in world.GEMEENTEN}
    found = set()
    for row in rows:
        for sheet in sheets[row["gemeentecode"]]:
            kaart_id = sheet.kaart.kaart_id
            if row[f"{kaart_id}_klasse"] in _labels(kaart_id):
                found.add((kaart_id, row[f"{sheet.niveau}code"], NEWEST, row[f"{kaart_id}_klasse"]))
    return found


READERS = {
    "rapport": _pages,
    "bladzijde": _shared_page,
    "viewer": _viewer,
    "tegels": _tiles,
    "geopackage": _geopackage,
    "geoparquet": _geoparquet,
    "geojson": _geojson,
    "stijlen": _styles,
    "werkboek": _workbook,
    "bezit": _stock,
}


@pytest.mark.parametrize("output", READERS)
def test_every_output_has_the_verdicts_of_the_mart(editie, marts, output):
    said = READERS[output](editie)
    assert len(said) > 60 and said <= marts
    # all kinds of map, and areas of which nothing can be said too
    kinds = {kaart_id for kaart_id, *_ in said}
    assert {"2", "3", "7", "10"} <= kinds and any(label == "niet te zeggen" for *_, label in said)


def test_changes_of_indicators_have_the_verdicts_of_the_mart(editie):
    with Edition(editie) as edition:
        rows = edition.rows(
            "select * from fct_verandering where jaar_van = 2014 and jaar_tot = 2024 and indeling = 2024 "
            "and niveau <> 'land'"
        )
        labels = {row.indicator: row.label for row in edition.map_indicators}
    wanted = {(row["gebiedscode"], labels[row["indicator"]]): row["oordeel"] for row in rows}
    said = {(row["Code"], row["Cijfer"]): row["Oordeel"] for row in _table(editie, "Verandering")}
    assert len(said) > 60 and said == {key: wanted[key] for key in said}
    names = {label: name for name, label in labels.items()}
    for niveau in ("buurt", "gemeente"):
        layer = gpd.read_parquet(editie / "kaarten" / f"veerkracht_{niveau}.parquet").set_index("gebiedscode")
        for (code, label), verdict in wanted.items():
            if code in layer.index:
                assert layer.loc[code, f"{names[label]}_oordeel"] == verdict
    page = (editie / "rapporten" / f"{CODE}.html").read_text(encoding="utf-8")
    table = " ".join(Page(page.split('id="cijfers"')[1].split("<table>")[1].split("</table>")[0]).text)
    assert all(str(looks().of(wanted[CODE, label])) in table for label in names)


def test_a_question_has_the_verdict_of_the_mart_in_report_and_comparison(editie):
    with Edition(editie) as edition:
        (verdict,) = edition.values(
            "select oordeel from mrt_uitspraak where gebiedscode = ? and jaar_tot = 2024 and vraag = 'veiligheid'",
            [CODE],
        )
    for page in (editie / "rapporten" / f"{CODE}.html", editie.parent / "los" / "vergelijking.html"):
        assert str(looks().of(verdict)) in " ".join(Page(page.read_text(encoding="utf-8")).text)


def test_legends_on_paper_and_slides_are_those_of_the_mart(printing):
    for sheet in printing.sheets(CODE):
        paper = Paper(SLIDE.width, SLIDE.height)
        told, _ = explanation(paper, SLIDE, None, sheet, printing.colours.get(sheet.css, {}))
        assert told == ([] if sheet.reden else [entry.label for entry in sheet.legenda])
        assert sheet.reden or set(_labels(sheet.kaart.kaart_id)) <= set(told)


def _texts(editie: Path):
    """(name, text) of everything that a user may read in an edition and beside it, but for the marts themselves."""
    for file in sorted([*editie.rglob("*"), *(editie.parent / "los").rglob("*")]):
        if file.suffix in (".html", ".json", ".geojson", ".csv", ".js", ".css") and "vendor" not in file.parts:
            yield file.name, file.read_text(encoding="utf-8")
        elif file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as packed:
                yield (
                    file.name,
                    " ".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")),
                )
        elif file.suffix == ".gpkg":
            frame = pyogrio.read_dataframe(file, layer=file.stem.removeprefix("veerkracht_"), read_geometry=False)
            yield file.name, f"{list(frame.columns)} {frame.select_dtypes('object').to_csv()}"
            if "layer_styles" in dict(pyogrio.list_layers(file)):
                yield file.name, pyogrio.read_dataframe(file, layer="layer_styles").to_csv()
        elif file.suffix == ".pdf" and shutil.which("pdftotext"):
            done = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
            yield file.name, " ".join(done.stdout.split())


def test_no_output_holds_a_word_of_before(editie):
    read = {}
    for name, text in _texts(editie):
        ours = QUESTION.sub("", text)
        found = OLD.search(ours)
        read[name] = ours[max(0, found.start() - 60) : found.end() + 40] if found else None
    assert {"rapporten", "paginas"} <= {folder.name for folder in editie.iterdir()} and len(read) > 25
    assert {name: words for name, words in read.items() if words} == {}


def _strings(file: Path) -> list[str]:
    """Texts of a module that are no docstrings."""
    tree = parse(file.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in walk(tree) if isinstance(node, Expr)}
    return [n.value for n in walk(tree) if isinstance(n, Constant) and isinstance(n.value, str) and id(n) not in prose]


def _sources():
    """(name, text) of every text that can reach a user: modules, templates, scripts, seeds, words of the marts."""
    for room in ("edition", "products", "publication"):
        for file in sorted((PACKAGE / room).rglob("*")):
            if file.suffix == ".py":
                yield file.name, "\n".join(_strings(file))
            elif file.suffix in (".html", ".js", ".css", ".yaml"):
                yield file.name, file.read_text(encoding="utf-8")
    for file in sorted((PROJECT / "seeds").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        # the case of a sentence is a key of ours
        yield file.name, "\n".join(text or "" for row in rows for name, text in row.items() if name != "geval")
    for name, model in described().items():
        told = [model.get("description", ""), *(c.get("description", "") for c in model.get("columns", []))]
        yield name, "\n".join(told)


@pytest.mark.parametrize("pattern", [OLD, UNCHANGED], ids=["words of before", "called unchanged"])
def test_no_text_calls_it_otherwise(pattern):
    found = {}
    for name, text in _sources():
        ours = QUESTION.sub("", text)
        if hit := pattern.search(ours):
            found[name] = ours[max(0, hit.start() - 60) : hit.end() + 40]
    assert found == {}


def test_every_label_and_verdict_of_the_marts_has_a_look():
    labels = {label for row in mapworld.seed_rows() if row["klassen"] == "kans" for label in _labels(row["kaart_id"])}
    rules = [
        values
        for name, model in described().items()
        if is_mart(name)
        for column in model.get("columns", [])
        if column["name"] == "oordeel"
        for test in column.get("data_tests", [])
        for values in (test.get("accepted_values", {}).get("arguments", {}).get("values", []),)
    ]
    verdicts = {value for values in rules for value in values}
    assert len(verdicts) > 20 and labels | verdicts <= set(looks().oordeel)


def test_grey_looks_like_no_kind_of_no_value(editie):
    """What cannot be said is a plain grey; every kind of no-value has a pattern."""
    css = (PACKAGE / "products" / "web" / "sjablonen" / "stijl.css").read_text()
    fills = re.findall(r"\.z-[\w]+ \{ fill: (.*?); \}", css) + re.findall(r'\[class\^="z-"\] \{ fill: (.*?); \}', css)
    assert len(fills) == len(set(fills)) == 6 and all(fill.startswith("url(#p-") for fill in fills)
    page = (editie / "rapporten" / f"{CODE}.html").read_text(encoding="utf-8")
    patterns = dict(re.findall(r'<pattern id="(p-\w+)".*?>(.*?)</pattern>', page))
    assert set(patterns) == {fill.removeprefix("url(#").removesuffix(")") for fill in fills}
    assert all(re.search("<circle|<path|<rect.*<rect", drawn) for drawn in patterns.values())
