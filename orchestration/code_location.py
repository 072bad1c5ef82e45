"""Puts assets and jobs together into Dagster definitions. What `definitions` loads, and what tests load with less."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import (
    UnresolvedAssetJobDefinition,
)  # public nowhere else

from orchestration import pace
from orchestration.assets_build import build_assets
from orchestration.assets_export import export_assets
from orchestration.assets_sources import INTAKE, OUTLINES, WEIGHTS, area_assets, raw_assets, raw_key
from orchestration.hooks import tell_done
from orchestration.run_settings import KEY, RunSettings
from orchestration.world import World
from veerkracht.paths import Publiek

Job = UnresolvedAssetJobDefinition


def build_definitions(world: World) -> dg.Definitions:
    """All assets of a world with the jobs `ingest_<bron>` and `ververs_<publiek>`."""
    built = {publiek: build_assets(world, publiek) + export_assets(world, publiek) for publiek in world.publieken}
    areas = area_assets(world)
    assets = [*raw_assets(world), *areas, *(one for many in built.values() for one in many)]
    return dg.Definitions(
        assets=assets,
        jobs=[
            *_ingest_jobs(world),
            *(_refresh_job(world, publiek, len(areas) + len(built[publiek])) for publiek in built),
        ],
        executor=dg.in_process_executor,
        resources={KEY: RunSettings()},
    )


def _ingest_jobs(world: World) -> list[Job]:
    return [
        dg.define_asset_job(
            f"ingest_{source.bron}",
            selection=dg.AssetSelection.assets(raw_key(source)),
            description=f"Haal releases van {source.titel} op en lees ze: een run per release.",
        )
        for source in world.catalogue.sources.values()
        if source.releases
    ]


def _refresh_job(world: World, publiek: Publiek, steps: int) -> Job:
    shared = dg.AssetSelection.assets(INTAKE, OUTLINES, WEIGHTS)
    return dg.define_asset_job(
        f"ververs_{publiek}",
        selection=shared | dg.AssetSelection.key_prefixes([publiek]),
        hooks={tell_done(steps, world.paths.werk(publiek) / pace.FILE)},
        description=f"Ververs de editie {publiek}: ophalen, bouwen, controleren, publiceren.",
    )
