"""An output is its module and its line: all that speaks of outputs finds a new one, and knows those there are."""

import dataclasses
import json
import sys
import types
from pathlib import Path

import duckdb
import pytest

from veerkracht.edition.reading import Edition
from veerkracht.products import register
from veerkracht.products.kinds import UNKNOWN, kind_of
from veerkracht.products.metadata import dcat, woordenboek
from veerkracht.products.output import File, Output
from veerkracht.products.web import voorpagina
from veerkracht.publication import checks

TOY = Output(
    "speelgoed",
    "table.speelgoed",
    "Speelgoed: een getal.",
    (
        File("speelgoed/index.html", always=True, link="Speelgoed", text="Van {aantal} gemeenten, met `code` & meer."),
        File("speelgoed/{gemeente}.csv", "Speelgoed per gemeente", link="speelgoed (CSV)"),
    ),
)


def _write(candidate: Path) -> list[Path]:
    (candidate / "speelgoed").mkdir()
    files = [candidate / "speelgoed" / name for name in ("index.html", "GM0001.csv")]
    for file in files:
        file.write_text("1")
    return files


@pytest.fixture
def toy(monkeypatch) -> Output:
    """A module under its medium and a line in the register."""
    module = types.ModuleType("veerkracht.products.table.speelgoed")
    module.write = _write
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(register, "OUTPUTS", (*register.OUTPUTS[:-1], TOY, register.OUTPUTS[-1]))
    return TOY


def test_a_new_output_is_an_asset(toy, paths):
    import dagster as dg

    from orchestration.assets_export import export_assets
    from orchestration.world import World
    from veerkracht.sources.catalogue.loading import load_catalogue

    assets = {
        key.path[-1]: asset for asset in export_assets(World(paths, load_catalogue()), "openbaar") for key in asset.keys
    }
    assert assets["speelgoed"].asset_deps[dg.AssetKey(["openbaar", "speelgoed"])] == {
        dg.AssetKey(["openbaar", "kandidaat"])
    }
    listed = assets["catalogus"].asset_deps[dg.AssetKey(["openbaar", "catalogus"])]
    assert dg.AssetKey(["openbaar", "speelgoed"]) in listed


def test_an_output_that_fails_names_itself(toy, paths, monkeypatch):
    import dagster as dg

    from orchestration import steps
    from orchestration.assets_export import export_assets
    from orchestration.run_settings import KEY, RunSettings
    from orchestration.world import World
    from veerkracht.sources.catalogue.loading import load_catalogue

    world = World(paths, load_catalogue())
    (asset,) = [one for one in export_assets(world, "openbaar") if one.key.path[-1] == "speelgoed"]
    monkeypatch.setattr(steps, "open_candidate", lambda *_: paths.root)
    monkeypatch.setattr(sys.modules["veerkracht.products.table.speelgoed"], "write", lambda candidate: 1 / 0)
    with dg.DagsterInstance.ephemeral() as instance, pytest.raises(ZeroDivisionError) as caught:
        dg.materialize([asset], instance=instance, resources={KEY: RunSettings()})
    assert "<speelgoed> (openbaar)" in caught.value.__notes__[0]


def test_a_new_output_is_linked_catalogued_and_expected(toy, vol):
    candidate = vol[1]
    code = duckdb.sql(
        f"select min(gebiedscode) from '{candidate}/marts/dim_gebied.parquet' where niveau = 'gemeente' and is_doel"
    ).fetchone()[0]
    assert "speelgoed/index.html" in (checks.complete(candidate, "openbaar").toelichting or "")
    toy.write(candidate)
    (candidate / "speelgoed" / "GM0001.csv").rename(candidate / "speelgoed" / f"{code}.csv")
    assert checks.complete(candidate, "openbaar").geslaagd
    html = voorpagina.write(candidate)[0].read_text()
    assert "Van 1 gemeenten, met <code>code</code> &amp; meer." in html
    assert f'<a href="speelgoed/{code}.csv">speelgoed (CSV)</a>' in html
    with Edition(candidate) as edition:
        found = [one for one in dcat.catalogue(edition)["@graph"][1]["dcat:distribution"] if "speelgoed" in str(one)]
    assert [one["dcat:mediaType"]["@id"].rpartition("/")[2] for one in found] == ["csv"]


def test_a_new_layer_is_in_the_data_package(monkeypatch, vol):
    layer = Output("lagen", "gis.lagen", "Lagen.", (File("lagen/veerkracht_{niveau}.gpkg"),))
    monkeypatch.setattr(register, "OUTPUTS", (*register.OUTPUTS, layer))
    (vol[1] / "lagen").mkdir()
    (vol[1] / "lagen" / "veerkracht_buurt.gpkg").write_bytes(b"x")
    resources = json.loads(woordenboek.write(vol[1])[1].read_text())["resources"]
    assert {"lagen/veerkracht_buurt.gpkg", "kaarten/veerkracht_buurt.gpkg"} <= {one["path"] for one in resources}


def test_a_leden_output_is_not_in_openbaar(toy, monkeypatch):
    closed = dataclasses.replace(toy, publieken=("leden",))
    monkeypatch.setattr(register, "OUTPUTS", (closed,))
    assert register.outputs("openbaar") == [] and register.outputs("leden") == [closed]
    assert not [row for row in register.in_catalogue("openbaar") if "speelgoed" in row[0]]


@pytest.mark.parametrize("output", register.OUTPUTS, ids=lambda output: output.name)
def test_every_line_has_a_module_that_writes_under_its_medium(output):
    from importlib import import_module

    assert callable(import_module(f"veerkracht.products.{output.module}").write) and output.medium
    assert all(kind_of(file.name) is not UNKNOWN for file in output.files)


def test_names_of_outputs_and_files_stand_once():
    names = [output.name for output in register.OUTPUTS]
    files = [file.name for output in register.OUTPUTS for file in output.files]
    assert len(set(names)) == len(names) and len(set(files)) == len(files)
    for output in register.OUTPUTS:  # reads come before who reads them
        assert set(output.reads) <= {"kandidaat", *names[: names.index(output.name)]}
