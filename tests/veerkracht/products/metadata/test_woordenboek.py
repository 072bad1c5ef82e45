"""Dictionary, data package, quality page, front page."""

import csv
import json

import duckdb

from veerkracht.edition.reading import Edition
from veerkracht.products.web import kwaliteit, voorpagina


def test_dictionary_has_every_column_and_indicator(kandidaat):
    with (kandidaat / "woordenboek.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    with Edition(kandidaat) as edition:
        columns = edition.rows(
            "select if(schema_name = 'main', '', schema_name || '.') || table_name as t, column_name as c "
            "from duckdb_columns() where not internal and database_name = current_database()"
        )
    assert {(r["tabel"], r["naam"]) for r in rows if r["soort"] == "kolom"} == {(c["t"], c["c"]) for c in columns}
    onv = next(r for r in rows if r["soort"] == "indicator" and r["naam"] == "onv")
    assert onv["eenheid"] == "score" and onv["omschrijving"].startswith("Overlast en onveiligheid.")
    layer = {r["naam"]: r["omschrijving"] for r in rows if r["soort"] == "kaartkolom"}
    assert layer["onv_van"] == "Overlast en onveiligheid (score): beginjaar van de verandering"
    assert all(r["omschrijving"] for r in rows)


def test_data_package_holds_to_the_frictionless_profile(kandidaat):
    package = json.loads((kandidaat / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "veerkracht-openbaar" and package["profile"] == "data-package"
    assert {r["name"] for r in package["licenses"]} == {"CC-BY-4.0", "CC0-1.0"}
    assert all(licence.keys() >= {"name"} or "path" in licence for licence in package["licenses"])
    assert all("title" in source for source in package["sources"]) and all(
        "title" in c for c in package["contributors"]
    )
    names = [r["name"] for r in package["resources"]]
    assert len(names) == len(set(names)) == len(list((kandidaat / "marts").iterdir())) + 6 + 4
    allowed = {"string", "number", "integer", "boolean", "date", "any"}
    for resource in package["resources"]:
        assert resource["name"].replace("-", "").replace("_", "").isalnum() and resource["name"].islower()
        assert (kandidaat / resource["path"]).is_file() and not resource["path"].startswith(("/", ".."))
        for field in resource.get("schema", {}).get("fields", []):
            assert field["type"] in allowed and field["description"]
    reeks = next(r for r in package["resources"] if r["name"] == "fct-reeks")
    described = duckdb.sql(f"describe select * from '{kandidaat / reeks['path']}'").fetchall()
    assert [f["name"] for f in reeks["schema"]["fields"]] == [row[0] for row in described]
    assert reeks["schema"]["fields"][0]["constraints"] == {"required": True}
    assert "FICTIEVE VOORBEELDDATA" in package["title"]


def test_quality_page_puts_failures_first_and_facts_at_their_release(kandidaat):
    html = (kandidaat / "kwaliteit" / "index.html").read_text()
    assert html.index("aandeel gewijzigd") < html.index("Per soort controle") < html.index("aantal_rijen")
    assert "1 waarschuwingen" in html and "120" in html
    assert (
        html.index("<strong>Vorm</strong>")
        < html.index("<strong>Naast de vorige levering</strong>")
        < html.index("<strong>Rekenregels</strong>")
    )
    assert '<td class="n">8,0%</td>' in html  # a share, as it is expected in percent
    assert 'Kerncijfers wijken en buurten<span class="eenheid">2024@kwb-2024</span>' in html


def test_quality_page_without_failures(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("delete from fct_kwaliteit where uitkomst = 'gefaald'")
    assert "Alle controles zijn geslaagd" in kwaliteit.write(vol[1])[0].read_text()


def test_front_page_links_to_files_that_are_there(kandidaat):
    import re

    html = (kandidaat / "index.html").read_text()
    links = set(re.findall(r'href="([^"#]+)"', html)) - {"MANIFEST.json"}  # written last, by the publication
    assert len(links) > 12 and all((kandidaat / link).exists() for link in links), links


def test_front_page_of_leden_says_so(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_publicatie set niet_verspreiden = true, publiek = 'leden', merk = null")
    html = voorpagina.write(vol[1])[0].read_text()
    assert "NIET VERSPREIDEN" in html and "FICTIEVE" not in html


def test_keys_are_told_as_frictionless_names_them(kandidaat):
    package = json.loads((kandidaat / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    schema = resources["fct-kaart"]["schema"]
    assert schema["primaryKey"] == ["kaart_id", "niveau", "gebiedscode", "indeling", "jaar_van", "jaar_tot"]
    area = ["niveau", "gebiedscode", "indeling"]
    assert {"fields": area, "reference": {"resource": "dim-gebied", "fields": area}} in schema["foreignKeys"]
    for resource in resources.values():
        own = {field["name"] for field in resource.get("schema", {}).get("fields", ())}
        for key in resource.get("schema", {}).get("foreignKeys", ()):
            target = resources[key["reference"]["resource"]]["schema"]
            assert set(key["fields"]) <= own and key["reference"]["fields"] == target["primaryKey"]


def test_sheets_are_as_their_dialect_says(kandidaat):
    """Frictionless itself reads every CSV with what the data package tells of it."""
    from frictionless import Resource

    package = json.loads((kandidaat / "datapackage.json").read_text(encoding="utf-8"))
    sheets = [resource for resource in package["resources"] if resource["format"] == "csv"]
    assert [one["path"] for one in sheets] == [
        f"tabellen/{name}.csv" for name in ("buurten", "gemeenten", "herkomst", "regios")
    ]
    for sheet in sheets:
        resource = Resource.from_descriptor(sheet, basepath=str(kandidaat))
        report = resource.validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    rows = Resource.from_descriptor(sheets[0], basepath=str(kandidaat)).read_rows()
    with Edition(kandidaat) as edition:
        known = edition.rows('select buurtcode, round(onv, 6) as onv from "analyse".buurten order by all')
    found = sorted((row["buurtcode"], None if row["onv"] is None else float(row["onv"])) for row in rows)
    assert found == [(row["buurtcode"], row["onv"]) for row in known]
