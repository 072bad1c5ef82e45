"""Styles in the GeoPackages: one a map, with the colours of the marts, readable by QGIS."""

import json
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest

from tests.veerkracht.products import mapworld
from veerkracht.edition.mapcolumns import MapColumns
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Kaart, LegendaRecord
from veerkracht.products.gis import kaartlagen, styles

SCRIPT = Path(__file__).with_name("qgis_script.py")
SE, OGC = "{http://www.opengis.net/se}", "{http://www.opengis.net/ogc}"
EVIL = '"><evil a="'


@pytest.fixture(scope="module")
def pakket(kandidaat, tmp_path_factory):
    """The layer of buurten with its styles, in a package of its own."""
    file = tmp_path_factory.mktemp("gis") / "veerkracht_buurt.gpkg"
    with Edition(kandidaat) as edition:
        layer = kaartlagen.build_layer(edition, "buurt")
        layer.to_file(file, layer="buurt", driver="GPKG", engine="pyogrio", use_arrow=True)
        assert styles.write_styles(edition, file, "buurt") == len(mapworld.kaarten())
    return file


@pytest.fixture(scope="module")
def stijlen(pakket):
    return pyogrio.read_dataframe(pakket, layer="layer_styles").set_index("styleName")


def _colours(kandidaat, kaart_id: str) -> dict[str, str]:
    with Edition(kandidaat) as edition:
        rows = edition.rows(
            "select klasse, kleur from fct_legenda where kaart_id = ? and niveau = 'buurt' and jaar_van = 2014 "
            "and jaar_tot = 2024 and indeling = 2024 and klasse is not null",
            [kaart_id],
        )
    return {str(row["klasse"]): row["kleur"].lower() for row in rows}


def _drawn(qml: str) -> dict[str, str]:
    """category value -> colour of its fill."""
    root = ET.fromstring(qml.partition("\n")[2])
    fills = {}
    for symbol in root.iter("symbol"):
        text = next(p.get("v") for p in symbol.find("layer").iter("prop") if p.get("k") == "color")
        fills[symbol.get("name")] = "#" + "".join(f"{int(part):02x}" for part in text.split(",")[:3])
    return {c.get("value"): fills[c.get("symbol")] for c in root.iter("category")}


def test_layers_write_the_styles_beside_the_areas(kandidaat):
    for niveau, names in {"buurt": {"buurt", "layer_styles"}, "gemeente": {"gemeente"}}.items():
        found = pyogrio.list_layers(kandidaat / "kaarten" / f"veerkracht_{niveau}.gpkg")
        assert {name for name, _ in found} == names
    assert len(gpd.read_file(kandidaat / "kaarten" / "veerkracht_buurt.gpkg")) == 48  # the first layer is the areas


def test_a_style_per_map_of_which_the_focus_map_is_the_default(stijlen):
    assert len(stijlen) == len(mapworld.kaarten()) and list(stijlen.index[stijlen["useAsDefault"].astype(bool)]) == [
        "10. Focuskaart"
    ]
    assert set(stijlen["f_table_name"]) == {"buurt"} and set(stijlen["f_geometry_column"]) == {"geom"}
    assert all("niet de kaart van Aedes" in text for text in stijlen["description"])


def test_classes_have_the_colours_of_the_marts_and_kinds_of_no_value_are_apart(kandidaat, stijlen):
    for kaart_id in ("1", "4", "10"):
        row = stijlen[stijlen.index.str.startswith(f"{kaart_id}. ")].iloc[0]
        drawn, wanted = _drawn(row["styleQML"]), _colours(kandidaat, kaart_id)
        assert wanted and {k: v for k, v in drawn.items() if k.isdigit()} == wanted
        assert set(styles.WITHOUT) <= set(drawn)
    looks = list(styles.WITHOUT.values())
    assert len(set(looks)) == len(looks)


def test_every_area_falls_in_a_category(pakket, stijlen):
    areas = gpd.read_file(pakket, layer="buurt")
    for number, (_, row) in enumerate(stijlen.iterrows(), 1):
        classes = areas[f"kaart_{number}_klasse"].map(lambda k: None if k != k else str(int(k)))
        assert set(classes.where(classes.notna(), areas[f"kaart_{number}_status"])) <= set(_drawn(row["styleQML"]))


def _line(klasse, label, kleur):
    return LegendaRecord("3", "buurt", 2024, 2014, 2024, klasse, label, kleur, None, None, None, None, 0, None, None)


def test_only_what_has_no_value_has_a_pattern(stijlen):
    for text in stijlen["styleQML"]:
        root = ET.fromstring(text.partition("\n")[2])
        looks = {symbol.get("name"): symbol.findall("layer") for symbol in root.iter("symbol")}
        for category in root.iter("category"):
            (layer,) = looks[category.get("symbol")]
            style = next(prop.get("v") for prop in layer.iter("prop") if prop.get("k") == "style")
            assert (style == "solid") == (category.get("value").isdigit() or category.get("value") == "water")


def test_sld_has_the_same_rules(kandidaat, stijlen):
    row = stijlen.loc["1. Aandeel corporatiebezit"]
    rules = list(ET.fromstring(row["styleSLD"]).iter(f"{SE}Rule"))
    found = {r.find(f".//{OGC}Literal").text: r.find(f".//{SE}Fill/{SE}SvgParameter") for r in rules}
    fills = {value: fill.text.lower() for value, fill in found.items() if fill is not None}
    marks = [r.find(f".//{SE}WellKnownName").text for r in rules if not r.find(f".//{OGC}Literal").text.isdigit()]
    assert len(set(marks)) == len(marks) == len(styles.WITHOUT)
    assert {k: v for k, v in fills.items() if k.isdigit()} == _colours(kandidaat, "1")
    names = {r.find(f".//{OGC}Literal").text: r.find(f".//{OGC}PropertyName").text for r in rules}
    assert names["1"] == "kaart_1_klasse" and names["afgeschermd"] == "kaart_1_status"


def test_labels_from_outside_stay_text():
    kaart = MapColumns(Kaart("x", EVIL, None, "niveau", "", None, None, None, None, True, None), 2014, 2024, "kaart_x")
    legend = [_line(1, EVIL, EVIL)]
    for text in (styles.qml(kaart, legend).partition("\n")[2], styles.sld(kaart, legend, "buurt")):
        root = ET.fromstring(text)
        assert not list(root.iter("evil"))
    assert _drawn(styles.qml(kaart, legend))["1"] == "#ffffff"  # no colour: white


@pytest.mark.lang
def test_qgis_loads_and_draws_every_style(pakket, kandidaat, stijlen, tmp_path):
    python = os.environ.get("VEERKRACHT_QGIS_PYTHON", "/usr/bin/python3")  # or a wrapper that finds QGIS elsewhere
    place = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    absent = not Path(python).exists() or subprocess.run([python, "-c", "import qgis.core"], env=place).returncode
    if absent and not os.environ.get("VEERKRACHT_ALLES"):
        pytest.skip("QGIS is absent: install Debian's package python3-qgis")
    done = subprocess.run(
        [python, str(SCRIPT), str(pakket), "buurt", str(tmp_path)],
        env=place,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (
        told["geldig"] and told["verwant"] == len(mapworld.kaarten()) and "kaart_10_klasse" in told["standaard"]["veld"]
    )
    assert set(told["stijlen"]) == set(stijlen.index)
    for name, style in told["stijlen"].items():
        assert style["gelukt"] and style["soort"] == "categorizedSymbol", style["melding"]
        if name.startswith(("1.", "4.")):  # the colours of the marts are in the picture
            assert set(_colours(kandidaat, name.partition(".")[0]).values()) <= set(style["kleuren"])
