"""Assets of one public, from its list of releases to the edition: `openbaar/…` and `leden/…` are made alike."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from expectations import marts
from orchestration import dbt, judging, steps
from orchestration.assets_sources import INTAKE, OUTLINES, POOL, WEIGHTS, partition_events, raw_key
from orchestration.checks import Materialized, check_result
from orchestration.run_settings import RunSettings
from orchestration.world import World
from veerkracht import statistics
from veerkracht.paths import Publiek


def build_assets(world: World, publiek: Publiek) -> list[dg.AssetsDefinition]:
    """Everything below `<publiek>/` but the exports."""
    return [
        _intake(world, publiek),
        _raw_judgement(world, publiek),
        _dbt(world, publiek, "basis", exclude=dbt.MAPS),
        _statistics(world, publiek),
        _dbt(world, publiek, "kaart", select=dbt.MAPS),
        _mart_judgement(world, publiek),
        _candidate(world, publiek),
    ]


def _intake(world: World, publiek: Publiek) -> dg.AssetsDefinition:
    restricted = [raw_key(source) for source in world.sources(publiek) if source.toegang == "beperkt"]

    @dg.asset(
        key=[publiek, "inname"],
        deps=[INTAKE, WEIGHTS, *restricted],
        description="De releases van deze bouw, opgehaald, gelezen en vastgelegd.",
        group_name=publiek,
        pool=POOL,
    )
    def intake(context: dg.AssetExecutionContext, instellingen: RunSettings) -> Materialized:
        held = steps.begin_build(world.paths, instellingen.of(world.catalogue), publiek)
        for event in partition_events(context, world, held):
            context.log_event(event)
        return dg.MaterializeResult(metadata={"releases": len(held)})

    return intake


def _raw_judgement(world: World, publiek: Publiek) -> dg.AssetsDefinition:
    key = dg.AssetKey([publiek, "keuring_raw"])
    specs = [
        dg.AssetCheckSpec(
            f"raw_{source.bron}", asset=key, blocking=True, description=f"Raw suite en drift: {source.titel}."
        )
        for source in world.sources(publiek)
    ]

    @dg.asset(
        key=key,
        deps=[dg.AssetKey([publiek, "inname"]), *(raw_key(source) for source in world.sources(publiek))],
        check_specs=specs,
        description="Lijkt elke levering op een levering? Great Expectations en drift per release.",
        group_name=publiek,
        pool=POOL,
    )
    def judgement() -> Materialized:
        outcomes = judging.judge_raw(world.paths, world.catalogue, publiek)
        by_source = {source.bron: [o for o in outcomes if o.bron == source.bron] for source in world.sources(publiek)}
        results = [check_result(f"raw_{bron}", found, key) for bron, found in by_source.items()]
        return dg.MaterializeResult(metadata={"controles": len(outcomes)}, check_results=results)

    return judgement


def _dbt(
    world: World, publiek: Publiek, part: str, select: str = "fqn:*", exclude: str | None = None
) -> dg.AssetsDefinition:
    settings = world.catalogue.settings

    @dbt_assets(
        name=f"{publiek}_dbt_{part}",
        manifest=dbt.manifest(world.paths, publiek, settings),
        dagster_dbt_translator=dbt.Translator(world.paths.root, publiek, world.toegang),
        pool=POOL,
        select=select,
        exclude=exclude,
    )
    def models(context: dg.AssetExecutionContext) -> Iterator[Any]:
        yield from dbt.build(world.paths, publiek, settings, part, context)

    return models


def _statistics(world: World, publiek: Publiek) -> dg.AssetsDefinition:
    @dg.asset(
        key=[publiek, "statistiek"],
        deps=[OUTLINES, *(dg.AssetKey([publiek, name]) for name in statistics.reads())],
        description="Wat SQL niet kan: ruis, veerkrachtmodel, spreiding, clusters en de zekerheid van elke klasse.",
        group_name=publiek,
        kinds={"python"},
        pool=POOL,
    )
    def figures() -> Materialized:
        rows = steps.statistics(world.paths, publiek, world.catalogue.settings)
        return dg.MaterializeResult(metadata=rows)

    return figures


def _mart_judgement(world: World, publiek: Publiek) -> dg.AssetsDefinition:
    key = dg.AssetKey([publiek, "keuring_marts"])

    @dg.asset(
        key=key,
        deps=[dg.AssetKey([publiek, name]) for name in marts.READS],
        check_specs=[dg.AssetCheckSpec("marts", asset=key, blocking=True, description="Mart suites.")],
        description="Zijn de verdelingen die naar buiten gaan aannemelijk? Great Expectations op de marts.",
        group_name=publiek,
        pool=POOL,
    )
    def judgement() -> Materialized:
        outcomes = judging.judge_marts(world.paths, publiek, world.catalogue.settings)
        return dg.MaterializeResult(
            metadata={"controles": len(outcomes)}, check_results=[check_result("marts", outcomes, key)]
        )

    return judgement


def _candidate(world: World, publiek: Publiek) -> dg.AssetsDefinition:
    @dg.asset(
        key=[publiek, "kandidaat"],
        deps=[
            OUTLINES,
            dg.AssetKey([publiek, "keuring_marts"]),
            *dbt.mart_keys(world.paths, publiek, world.catalogue.settings),
        ],
        description="De marts en omtrekken in een nieuwe map naast de edities; nog van niemand te lezen.",
        group_name=publiek,
        pool=POOL,
    )
    def candidate(instellingen: RunSettings) -> Materialized:
        folder = steps.candidate(world.paths, publiek, instellingen.of(world.catalogue).settings)
        return dg.MaterializeResult(metadata={"map": dg.MetadataValue.path(str(folder))})

    return candidate
