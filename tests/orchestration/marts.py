"""`python -m tests.orchestration.marts DATA CATALOGUE`: a build up to the marts of a candidate, without products.

In a process of its own, since dbt and Dagster keep what they have loaded.
"""

import sys
from pathlib import Path

import dagster as dg

from orchestration.assets_sources import INTAKE, OUTLINES, WEIGHTS
from orchestration.code_location import build_definitions
from orchestration.world import World
from veerkracht.paths import DataPaths
from veerkracht.sources.catalogue.loading import load_catalogue


def build(data: Path, catalogue: Path) -> None:
    """Take in, build, make the statistics, build the maps, judge and copy: all steps that a candidate needs."""
    definitions = build_definitions(World(DataPaths(data).ensure(), load_catalogue([catalogue]), ("openbaar",)))
    needed = dg.AssetSelection.assets(dg.AssetKey(["openbaar", "kandidaat"])).upstream()
    shared = dg.AssetSelection.assets(INTAKE, OUTLINES, WEIGHTS)
    keys = (needed & dg.AssetSelection.key_prefixes(["openbaar"]) | shared).resolve(definitions.resolve_asset_graph())
    job = definitions.resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        job.execute_in_process(instance=instance, asset_selection=sorted(keys))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
