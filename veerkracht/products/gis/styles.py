"""Styles of the maps inside the GeoPackages: the table `layer_styles` from which QGIS offers them by name.

One style a map, by class and, apart, by each kind of no-value; colours and labels are those of the marts. Only kinds of
no-value have a pattern: colour is certainty (method §5). QML for QGIS, SLD for other GIS programs.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

from veerkracht import levels
from veerkracht.edition.legend import colour
from veerkracht.edition.mapcolumns import NO_ROW, MapColumns, maps_of
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Kaart, LegendaRecord
from veerkracht.products.gis.dated import newest_day

TABLE = "layer_styles"
FOCUS = "focus"  # this kind of map is the default style
EDGE, SOFT_EDGE = "#6b6b6b", "#a8a8a8"
# kinds of no-value: fill, and Qt's pattern so that they differ in grey print too
WITHOUT = {
    NO_ROW: ("#b5b5b5", "vertical"),
    "te weinig inwoners": ("#bdbdbd", "dense6"),
    "afgeschermd": ("#8c8c8c", "b_diagonal"),
    "onvergelijkbaar": ("#8c8c8c", "diagonal_x"),
    "onvoldoende landelijke dekking": ("#a58f5a", "dense7"),
    "te weinig verschil": ("#8c8c8c", "horizontal"),
}
NOT_LAND = {"water": ("#d6e6f2", "solid"), "buitenland": ("#f7f7f7", "dense7")}
ANY_OTHER = ("#8c8c8c", "cross")
MARKS = {  # Qt's patterns as signs of SLD
    "vertical": "line",
    "horizontal": "horline",
    "b_diagonal": "slash",
    "diagonal_x": "x",
    "cross": "cross",
    "dense6": "circle",
    "dense7": "triangle",
}
_SLD = {
    "": "http://www.opengis.net/sld",
    "ogc": "http://www.opengis.net/ogc",
    "se": "http://www.opengis.net/se",
}
_LEGEND = """
select * from fct_legenda
where kaart_id = ? and niveau = ? and indeling = ? and jaar_van = ? and jaar_tot = ? order by klasse nulls last, label
"""


def write_styles(edition: Edition, package: Path, layer: str) -> int:
    """Add `layer_styles` to the GeoPackage of a level; returns the number of styles (0: a level without maps)."""
    import pandas as pd
    import pyogrio

    rows = styles(edition, layer)
    if rows:
        frame = pd.DataFrame(rows).astype({"useAsDefault": "bool"})
        frame["update_time"] = pd.Timestamp(newest_day(edition))
        # FID "id": the name of the key that QGIS asks for
        pyogrio.write_dataframe(frame, package, layer=TABLE, driver="GPKG", layer_options={"FID": "id"}, append=False)
    return len(rows)


def styles(edition: Edition, niveau: str) -> list[dict[str, object]]:
    """Rows of `layer_styles` of a level: a style a map that has a legend, one of them the default."""
    if niveau not in levels.known().on_maps:
        return []
    found = []
    for one in maps_of(edition):
        key = [one.kaart.kaart_id, niveau, edition.about.doel_indeling, one.jaar_van, one.jaar_tot]
        legend = edition.records(LegendaRecord, _LEGEND, key)
        if legend:
            found.append((one, legend, any(row.klasse is not None for row in legend)))
    drawn = [one for one, _, has_class in found if has_class]
    default = next((one for one in drawn if one.kaart.soort == FOCUS), next(iter(drawn), None))
    return [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": niveau,
            "f_geometry_column": "geom",
            "styleName": _name(one.kaart),
            "styleQML": qml(one, legend),
            "styleSLD": sld(one, legend, niveau),
            "useAsDefault": one is default,
            "description": f"{one.kaart.leeshulp or ''} Reconstructie op open data, niet de kaart van Aedes.".strip(),
            "owner": "veerkracht",
            "ui": None,
        }
        for one, legend, _ in found
    ]


def qml(one: MapColumns, legend: list[LegendaRecord]) -> str:
    """Style in QGIS's own language: a category a class or status, on one expression."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    column = one.kolom
    renderer = ET.SubElement(
        root, "renderer-v2", type="categorizedSymbol", symbollevels="0", enableorderby="0", forceraster="0",
        attr=f"if(coalesce(\"water\", 'land') <> 'land', \"water\", "
        f"coalesce(to_string(\"{column}_klasse\"), \"{column}_status\", '{NO_ROW}'))",
    )  # fmt: skip
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    surroundings = [(kind, kind, look) for kind, look in NOT_LAND.items()]
    for number, (value, label, look) in enumerate([*_entries(legend), *surroundings]):
        ET.SubElement(
            categories, "category", value=value, label=label, symbol=str(number), render="true", type="string"
        )
        symbol = ET.SubElement(symbols, "symbol", type="fill", name=str(number), alpha="1", clip_to_extent="1")
        _fill(symbol, *look)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode")


def sld(one: MapColumns, legend: list[LegendaRecord], layer: str) -> str:
    """The same classes, colours and patterns as Styled Layer Descriptor 1.1."""
    root = ET.Element(_tag("StyledLayerDescriptor"), version="1.1.0")
    named = ET.SubElement(root, _tag("NamedLayer"))
    ET.SubElement(named, _tag("Name", "se")).text = layer
    style = ET.SubElement(named, _tag("UserStyle"))
    ET.SubElement(style, _tag("Name", "se")).text = _name(one.kaart)
    rules = ET.SubElement(style, _tag("FeatureTypeStyle", "se"))
    for value, label, (fill, pattern) in _entries(legend):
        rule = ET.SubElement(rules, _tag("Rule", "se"))
        ET.SubElement(rule, _tag("Name", "se")).text = label
        equal = ET.SubElement(ET.SubElement(rule, _tag("Filter", "ogc")), _tag("PropertyIsEqualTo", "ogc"))
        field = "klasse" if value.isdigit() else "status"
        ET.SubElement(equal, _tag("PropertyName", "ogc")).text = f"{one.kolom}_{field}"
        ET.SubElement(equal, _tag("Literal", "ogc")).text = value
        polygon = ET.SubElement(rule, _tag("PolygonSymbolizer", "se"))
        _sld_fill(ET.SubElement(polygon, _tag("Fill", "se")), fill, pattern)
        _parameter(ET.SubElement(polygon, _tag("Stroke", "se")), "stroke", EDGE)
    for prefix, space in _SLD.items():
        ET.register_namespace(prefix, space)
    return ET.tostring(root, encoding="unicode")


def _entries(legend: list[LegendaRecord]) -> list[tuple[str, str, tuple[str, str]]]:
    """(value, label, (fill, pattern)): the classes of the mart, then every known kind of no-value."""
    classes = [(str(r.klasse), r.label, (colour(r.kleur), "solid")) for r in legend if r.klasse is not None]
    here = [row.label for row in legend if row.klasse is None]
    kinds = [*WITHOUT, *(label for label in here if label not in WITHOUT)]
    return classes + [(kind, kind, WITHOUT.get(kind, ANY_OTHER)) for kind in kinds]


def _fill(symbol: ET.Element, fill: str, pattern: str) -> None:
    edge = EDGE if pattern == "solid" else SOFT_EDGE
    line = {"outline_style": "solid", "outline_width": "0.1", "outline_width_unit": "MM"}
    _layer(symbol, "SimpleFill", color=_rgba(fill), style=pattern, outline_color=_rgba(edge), **line)


def _sld_fill(parent: ET.Element, fill: str, pattern: str) -> None:
    """A colour, or a sign repeated in it."""
    if pattern not in MARKS:
        _parameter(parent, "fill", fill)
        return
    graphic = ET.SubElement(ET.SubElement(parent, _tag("GraphicFill", "se")), _tag("Graphic", "se"))
    mark = ET.SubElement(graphic, _tag("Mark", "se"))
    ET.SubElement(mark, _tag("WellKnownName", "se")).text = MARKS[pattern]
    _parameter(ET.SubElement(mark, _tag("Stroke", "se")), "stroke", fill)


def _layer(symbol: ET.Element, kind: str, **properties: str) -> ET.Element:
    """Properties twice: as Option for QGIS from 3.24 on, as prop for those before."""
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in properties.items():
        ET.SubElement(options, "Option", name=name, type="QString", value=value)
    for name, value in properties.items():
        ET.SubElement(layer, "prop", k=name, v=value)
    return layer


def _parameter(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, _tag("SvgParameter", "se"), name=name).text = value


def _tag(name: str, prefix: str = "") -> str:
    return f"{{{_SLD[prefix]}}}{name}"


def _rgba(text: str) -> str:
    full = text if len(text) == 7 else "#" + "".join(2 * c for c in text[1:])
    return ",".join(str(int(full[n : n + 2], 16)) for n in (1, 3, 5)) + ",255"


def _name(kaart: Kaart) -> str:
    return (f"{kaart.kaart_id}. " if kaart.kaart_id.isdigit() else "") + kaart.titel
