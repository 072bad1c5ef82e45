"""A part of the graph runs by itself after a finished build, as the UI launches it: all assets with a selection."""

import shutil

import dagster as dg
import duckdb
import pytest

from veerkracht.paths import DataPaths
from veerkracht.sources.catalogue.loading import load_catalogue

pytestmark = pytest.mark.lang
OPENBAAR = dg.AssetSelection.key_prefixes(["openbaar"])


def one(name: str) -> dg.AssetSelection:
    return dg.AssetSelection.assets(dg.AssetKey(["openbaar", name]))


@pytest.fixture
def built(published_sample, sample, tmp_path, monkeypatch):
    """A world of your own with a finished build."""
    from orchestration import lock
    from orchestration.world import World

    shutil.copytree(published_sample.root, tmp_path / "data", symlinks=True)
    paths = DataPaths(tmp_path / "data")
    for name, value in (("VEERKRACHT_DATA", str(paths.root)), ("VEERKRACHT_PUBLIEK", "openbaar")):
        monkeypatch.setenv(name, value)  # dbt sets them: they are to be gone afterwards
    yield World(paths, load_catalogue([sample / "catalogus"]), ("openbaar",))
    lock.release(paths)


def run(world, selection: dg.AssetSelection) -> list[str]:
    """Assets that were made, in order. Raises what a step raised."""
    from orchestration.code_location import build_definitions

    definitions = build_definitions(world)
    keys = selection.resolve(definitions.resolve_asset_graph())
    job = definitions.resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        done = job.execute_in_process(instance=instance, asset_selection=sorted(keys))
        events = [event for event in done.all_events if event.is_step_materialization]
    return [event.asset_key.path[-1] for event in events if event.asset_key]


def test_statistics_alone(built):
    file = built.paths.statistiek("openbaar") / "verandering.parquet"
    before = duckdb.sql(f"from '{file}'").fetchall()
    assert run(built, one("statistiek")) == ["statistiek"]
    assert duckdb.sql(f"from '{file}'").fetchall() == before


def test_one_model_with_what_it_needs_and_then_its_tests_keep_the_others(built):
    outcomes = built.paths.werk("openbaar") / "uitkomsten" / "dbt_kaart.parquet"
    before = duckdb.sql(f"select count(*) from '{outcomes}'").fetchone()
    assert "fct_kaart" in run(built, one("fct_kaart"))
    assert duckdb.sql(f"select count(*) from '{outcomes}'").fetchone() == before
    made = run(built, one("dim_gebied").upstream() & OPENBAAR)
    models = [name for name in made if name.startswith(("stg_", "int_", "dim_"))]
    assert made.index("inname") < made.index(models[0]), made  # before it only raw releases, which it reads itself
    assert made[-1] == "dim_gebied" and "fct_reeks" not in made


def test_statistics_with_all_that_follows(built):
    made = run(built, one("statistiek").downstream())
    assert made[0] == "statistiek" and made[-1] == "publicatie" and "fct_reeks" not in made
    assert not list(built.paths.publicatie("openbaar").glob(".kandidaat-*"))  # same input, no second edition


def test_a_part_whose_beginning_is_missing_says_so(built):
    from veerkracht.errors import PublicationError

    with pytest.raises(PublicationError, match="geen kandidaat"):
        run(built, one("gevoeligheid"))
