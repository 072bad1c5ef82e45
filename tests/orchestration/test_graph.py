"""The asset graph: its shape as a snapshot, nothing restricted in openbaar, checks that can stop, jobs that resolve."""

import json
from pathlib import Path

import dagster as dg
import pytest

from tests.orchestration.graph import ancestors, shape

SNAPSHOT = Path(__file__).with_name("graph.json")


@pytest.fixture(scope="module")
def defs(world) -> dg.Definitions:
    from orchestration.code_location import build_definitions

    return build_definitions(world)


@pytest.fixture(scope="module")
def graph(defs):
    return defs.resolve_asset_graph()


def test_graph_is_the_snapshot(graph):
    """Keys and dependencies; after a change on purpose write the file anew: `python -m tests.orchestration.graph`.

    Models of dbt between staging and marts are left out, so that SQL can be rearranged.
    """
    assert shape(graph) == json.loads(SNAPSHOT.read_text())


def test_nothing_restricted_leads_into_openbaar(graph):
    ends = [key for key in graph.get_all_asset_keys() if key.path[0] == "openbaar"]
    assert len(ends) > 10
    above = ancestors(graph, *ends)
    assert not [key for key in above if key.path[0] in ("beperkt", "leden")]
    assert dg.AssetKey(["raw", "cbs_kerncijfers"]) in above


def test_leden_reads_the_restricted_sources(graph):
    reads = graph.get(dg.AssetKey(["leden", "inname"])).parent_keys
    assert dg.AssetKey(["beperkt", "raw", "woonzorgwijzer"]) in reads


def test_what_python_reads_of_the_models_is_what_the_graph_shows(graph):
    from expectations.marts import READS
    from veerkracht import statistics

    for name, reads in (("statistiek", statistics.reads()), ("keuring_marts", READS)):
        parents = graph.get(dg.AssetKey(["openbaar", name])).parent_keys
        assert {key.path[-1] for key in parents if key.path[0] == "openbaar"} == set(reads)


def test_marts_descend_from_what_writes_their_files(graph):
    series, verdicts, maps = (
        {key.to_user_string() for key in ancestors(graph, dg.AssetKey(["openbaar", mart]))}
        for mart in ("fct_reeks", "fct_verandering", "fct_kaart")
    )
    assert {"raw/leefbaarometer", "gebieden/grenzen", "gebieden/gewichten", "openbaar/inname"} <= series
    assert "openbaar/statistiek" in verdicts & maps - series  # they read what the statistics made of the series
    assert "openbaar/fct_reeks" in verdicts & maps
    quality = graph.get(dg.AssetKey(["openbaar", "fct_kwaliteit"]))
    assert "openbaar/keuring_raw" in {key.to_user_string() for key in ancestors(graph, quality.key)}


def test_partitions_are_the_releases_of_the_catalogue(graph, world):
    for bron, source in world.catalogue.sources.items():
        prefix = ["raw"] if source.toegang == "open" else ["beperkt", "raw"]
        keys = graph.get(dg.AssetKey([*prefix, bron])).partitions_def.get_partition_keys()
        assert list(keys) == [release.release for release in source.releases]


def test_jobs_resolve_and_are_unpartitioned_where_they_refresh(defs, world):
    names = {job.name for job in defs.resolve_all_job_defs()}
    assert {"ververs_openbaar", "ververs_leden"} <= names
    assert {f"ingest_{b}" for b, s in world.catalogue.sources.items() if s.releases} <= names
    assert defs.resolve_job_def("ververs_openbaar").partitions_def is None
    assert defs.resolve_job_def("ingest_cbs_kerncijfers").partitions_def is not None


def test_dbt_tests_of_severity_error_block_and_ours_too(graph):
    blocking = [spec for spec in graph.asset_check_keys if graph.get(spec).blocking]
    owners = {key.asset_key.to_user_string() for key in blocking}
    assert {"openbaar/keuring_raw", "openbaar/keuring_marts", "openbaar/fct_reeks"} <= owners


def test_every_dbt_test_is_an_asset_check(graph, world):
    from orchestration.dbt import manifest

    nodes = json.loads(manifest(world.paths, "openbaar", world.catalogue.settings).read_text())["nodes"].values()
    tests = {node["name"] for node in nodes if node["resource_type"] == "test"}
    checks = {key.name for key in graph.asset_check_keys if key.asset_key.path[0] == "openbaar"}
    assert len(tests) > 20
    assert tests <= checks


def test_every_dbt_source_has_an_asset_that_writes_it():
    from orchestration.dbt_sources import source_keys

    def keys(location: str, **more):
        properties = {"name": "x", "config": {"meta": {"external_location": location}}, **more}
        return source_keys(properties, "/raw/data", "leden", {"a": "open", "b": "open", "c": "beperkt"})

    assert keys("read_parquet('/raw/data/raw/{name}/*/waarnemingen.parquet')", name="a") == [["raw", "a"]]
    assert keys("read_parquet('/raw/data/raw/*/*/gebieden.parquet')") == [["raw", "a"], ["raw", "b"]]
    assert keys("read_parquet('/raw/data/beperkt/raw/*/*/feiten.parquet')") == [["beperkt", "raw", "c"]]
    assert keys("'/raw/data/gebieden/wijzigingen/*.parquet'") == [["gebieden", "gewichten"]]
    assert keys("'/raw/data/beperkt/werk/leden/kwaliteit/*.parquet'") == [["leden", "keuring_raw"]]
    assert keys("read_parquet('/raw/data/raw/eigen_*/*/waarnemingen.parquet')") == [["leden", "inname"]]
    with pytest.raises(ValueError, match=r"no asset writes"):
        keys("'/raw/data/elders/x.parquet'")


def test_a_run_chooses_for_itself_what_is_fetched_and_made(defs, world):
    """The run config that the UI offers; nothing chosen is what the settings say, a wrong value is told as theirs."""
    from orchestration.run_settings import RunSettings
    from veerkracht.errors import CatalogueError

    job = defs.resolve_job_def("ververs_openbaar")
    chosen = {"ophalen": "reeks", "vanaf": 2018, "gemeenten": ["GM9002"], "zonder": ["atlas"]}
    assert dg.validate_run_config(job, {"resources": {"instellingen": {"config": chosen}}})
    settings = RunSettings(**chosen).of(world.catalogue).settings
    assert (settings.ophalen, settings.vanaf, settings.gemeenten, settings.zonder) == (
        "reeks", 2018, ("GM9002",), ("atlas",)
    )  # fmt: skip
    assert RunSettings().of(world.catalogue) == world.catalogue
    with pytest.raises(CatalogueError, match=r"instellingen.*`ophalen`.*kern.*reeks.*alles"):
        RunSettings(ophalen="veel").of(world.catalogue)
    with pytest.raises(CatalogueError, match=r"`gemeenten`.*geen code is Amsterdam"):
        RunSettings(gemeenten=["GM0363", "Amsterdam"]).of(world.catalogue)


def test_a_product_that_there_is_not_stops_a_run_before_anything_is_fetched(world, paths):
    from orchestration import lock, steps
    from orchestration.run_settings import RunSettings
    from veerkracht.errors import CatalogueError

    with pytest.raises(CatalogueError, match=r"`atlass` is geen product. Bedoelde u atlas"):
        steps.take_in(paths, RunSettings(zonder=["atlass"]).of(world.catalogue), "openbaar")
    assert not paths.archive("open", "cbs_grenzen", "x").parent.exists()
    lock.release(paths)
