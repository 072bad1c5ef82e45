"""Metadata as a harvester reads it: Frictionless validates the package, rdflib reads the catalogue as a graph."""

import json

import pytest

from veerkracht.edition.reading import Edition
from veerkracht.products.metadata import dcat

BASE = "https://voorbeeld.nl/openbaar/actueel/catalogus.jsonld"
HERE = BASE.rpartition("/")[0] + "/"
DCAT, DCT, FOAF, VCARD = (
    "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/",
    "http://www.w3.org/2006/vcard/ns#",
)  # fmt: skip
# what DCAT-AP-NL 3.0 (and DCAT-AP under it) demands: class -> property -> at most
MUST = {
    f"{DCAT}Catalog": {
        f"{DCT}title": None, f"{DCT}description": None, f"{DCT}publisher": 1, f"{DCAT}contactPoint": 1,
        f"{DCAT}dataset": None,
    },
    f"{DCAT}Dataset": {
        f"{DCT}title": None, f"{DCT}description": None, f"{DCT}identifier": 1, f"{DCT}publisher": 1,
        f"{DCT}creator": None, f"{DCT}accessRights": 1, f"{DCAT}contactPoint": 1, f"{DCAT}theme": None,
    },
    f"{DCAT}Distribution": {f"{DCAT}accessURL": 1, f"{DCT}license": 1},
    f"{FOAF}Agent": {f"{FOAF}name": None},
    f"{VCARD}Kind": {f"{VCARD}fn": None},
}  # fmt: skip


@pytest.fixture(scope="module")
def inhoud(kandidaat):
    with Edition(kandidaat) as edition:
        return dcat.catalogue(edition)


@pytest.fixture(scope="module")
def graaf(inhoud):
    import rdflib

    return rdflib.Graph().parse(data=json.dumps(inhoud), format="json-ld", publicID=BASE)


def _of(graaf, kind: str) -> list:
    import rdflib

    return sorted(graaf.subjects(rdflib.RDF.type, rdflib.URIRef(kind)))


def _values(graaf, node, name: str) -> list:
    import rdflib

    return list(graaf.objects(node, rdflib.URIRef(name)))


@pytest.mark.parametrize("kind", MUST)
def test_every_node_has_what_the_profile_demands(graaf, kind):
    nodes = _of(graaf, kind)
    assert nodes
    for node in nodes:
        for name, most in MUST[kind].items():
            found = _values(graaf, node, name)
            assert found and (most is None or len(found) <= most), (node, name, found)


def test_nodes_that_are_named_are_described(graaf):
    """Nothing points to a node of this file that is not in it."""
    named = {str(o) for o in graaf.objects() if str(o).startswith(f"{BASE}#")}
    assert named and named <= {str(s) for s in graaf.subjects()}


def test_distributions_are_files_of_the_edition_under_stable_names(kandidaat, graaf):
    places = [str(_values(graaf, node, f"{DCAT}accessURL")[0]) for node in _of(graaf, f"{DCAT}Distribution")]
    assert len(places) == len(set(places)) and all(place.startswith(HERE) for place in places)
    assert all((kandidaat / place.removeprefix(HERE)).exists() for place in places)
    names = {place.removeprefix(HERE) for place in places}
    assert {
        "veerkracht.duckdb",
        "marts/",
        "kaarten/veerkracht_buurt.gpkg",
        "kaarten/geojson/",
        "woordenboek.csv",
    } <= names
    assert "atlas/" not in names  # not made here, so not promised


def test_licences_periods_and_sources(graaf, kandidaat):
    dataset = next(n for n in _of(graaf, f"{DCAT}Dataset") if str(n).endswith("#dataset"))
    licences = {str(v) for n in _of(graaf, f"{DCAT}Distribution") for v in _values(graaf, n, f"{DCT}license")}
    assert licences == {"https://creativecommons.org/licenses/by/4.0/"}  # CC0 and CC BY together ask for a name
    period = _values(graaf, dataset, f"{DCT}temporal")[0]
    years = [_values(graaf, period, f"{DCAT}{name}")[0] for name in ("startDate", "endDate")]
    assert [str(y) for y in years] == ["2014", "2024"] and str(years[0].datatype).endswith("gYear")
    sources = {str(_values(graaf, node, f"{DCT}title")[0]) for node in _values(graaf, dataset, f"{DCT}source")}
    assert sources == {"Kerncijfers wijken en buurten", "Leefbaarometer 3.0"}
    text = str(_values(graaf, dataset, f"{DCT}description")[0])
    assert "niet de kaart van Aedes" in text and "FICTIEVE VOORBEELDDATA" in text


def test_the_file_asks_nothing_of_the_network(vol):
    file = dcat.write(vol[1])[0]
    content = json.loads(file.read_text(encoding="utf-8"))
    assert file.name == "catalogus.jsonld" and isinstance(content["@context"], dict)


def test_a_licence_that_is_not_open_is_told_and_not_called_open():
    told = dcat._licence(["CC0", "Alleen voor leden"])
    assert "@id" not in told and told["dct:title"]["@value"] == "CC0; Alleen voor leden"
    assert dcat._licence(["CC0"])["@id"].endswith("zero/1.0/")
    assert dcat._access("beperkt")["@id"].endswith("RESTRICTED")


@pytest.mark.parametrize(
    ("contact", "kind", "address"),
    [("kaart@corporatie.nl", "hasEmail", "mailto:kaart@corporatie.nl"),
     ("https://corporatie.nl/kaart", "hasURL", "https://corporatie.nl/kaart")],
)  # fmt: skip
def test_publisher_contact_and_address_of_the_settings(kandidaat, contact, kind, address):
    import rdflib

    given = {"uitgever_naam": "Corporatie <b>", "uitgever_contact": contact, "publicatie_adres": "https://data.nl/vk/"}
    with Edition(kandidaat) as edition:
        edition.settings.update(given)
        made = rdflib.Graph().parse(data=json.dumps(dcat.catalogue(edition)), format="json-ld", publicID=BASE)
    publisher = rdflib.URIRef("https://data.nl/vk/catalogus.jsonld#uitgever")
    assert [str(name) for name in _values(made, publisher, f"{FOAF}name")] == ["Corporatie <b>"]
    contact_point = rdflib.URIRef("https://data.nl/vk/catalogus.jsonld#contact")
    assert _values(made, contact_point, f"{VCARD}{kind}") == [rdflib.URIRef(address)]
    files = [str(url) for node in _of(made, f"{DCAT}Distribution") for url in _values(made, node, f"{DCAT}accessURL")]
    assert files and all(url.startswith("https://data.nl/vk/") for url in files)


def test_data_package_is_valid_frictionless(kandidaat):
    from frictionless import Package

    report = Package.validate_descriptor(str(kandidaat / "datapackage.json"))
    assert report.valid, report.flatten(["note"])
    spoiled = json.loads((kandidaat / "datapackage.json").read_text(encoding="utf-8"))
    spoiled["resources"][0]["schema"]["fields"][0]["type"] = "geen soort"
    assert not Package.validate_descriptor(spoiled).valid
