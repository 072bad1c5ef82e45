"""Assets that exist once for both publics: raw releases, partitioned by release id, and the geometry of areas."""

from collections.abc import Iterable, Iterator

import dagster as dg

from orchestration import steps
from orchestration.checks import Materialized, check_result
from orchestration.intake import Held
from orchestration.run_settings import RunSettings
from orchestration.world import World
from veerkracht.sources.catalogue.model import Source

INTAKE = dg.AssetKey(["raw", "inname"])
OUTLINES = dg.AssetKey(["gebieden", "grenzen"])
WEIGHTS = dg.AssetKey(["gebieden", "gewichten"])
POOL = "datamap"  # one writer at a time below the data folder


def raw_key(source: Source) -> dg.AssetKey:
    """`raw/<bron>`, or `beperkt/raw/<bron>` for a restricted source."""
    return dg.AssetKey(["raw", source.bron] if source.toegang == "open" else ["beperkt", "raw", source.bron])


def raw_assets(world: World) -> list[dg.AssetsDefinition]:
    """One asset a source, one partition a release."""
    return [_raw_asset(world, source) for source in world.catalogue.sources.values()]


def _raw_asset(world: World, source: Source) -> dg.AssetsDefinition:
    key = raw_key(source)

    @dg.asset(
        key=key,
        partitions_def=dg.StaticPartitionsDefinition([release.release for release in source.releases]),
        check_specs=[dg.AssetCheckSpec("keuring", asset=key, description="Raw suite en drift van de release.")],
        description=f"{source.titel} ({source.uitgever}): elke release zoals gepubliceerd, in Parquet.",
        group_name="raw",
        kinds={"parquet"},
        pool=POOL,
    )
    def raw(context: dg.AssetExecutionContext) -> Materialized:
        held, outcomes = steps.take_in_one(world.paths, world.catalogue, source, context.partition_key)
        return dg.MaterializeResult(
            metadata=steps.release_facts(world.paths, held), check_results=[check_result("keuring", outcomes, key)]
        )

    return raw


def area_assets(world: World) -> list[dg.AssetsDefinition]:
    """Intake of everything open, outlines and weights."""
    sources = world.catalogue.open_sources().values()

    @dg.asset(key=INTAKE, description="Alle open releases opgehaald en gelezen.", group_name="raw", pool=POOL)
    def intake(context: dg.AssetExecutionContext, instellingen: RunSettings) -> Materialized:
        taken = steps.take_in(world.paths, instellingen.of(world.catalogue), "openbaar")
        for event in partition_events(context, world, taken.accepted):
            context.log_event(event)
        return dg.MaterializeResult(metadata=steps.intake_facts(taken))

    @dg.asset(
        key=OUTLINES,
        deps=[INTAKE, *(raw_key(source) for source in sources)],
        description="Schone omtrekken per niveau en indeling.",
        group_name="gebieden",
        kinds={"parquet"},
        pool=POOL,
    )
    def outlines() -> Materialized:
        files = steps.outlines(world.paths, world.catalogue)
        return dg.MaterializeResult(metadata={"bestanden": len(files)})

    @dg.asset(
        key=WEIGHTS,
        deps=[OUTLINES, *(raw_key(source) for source in sources)],
        description="Gewichten en wijzigingen tussen indelingen.",
        group_name="gebieden",
        kinds={"parquet"},
        pool=POOL,
    )
    def weights() -> Materialized:
        files = steps.weights(world.paths, world.catalogue.settings)
        return dg.MaterializeResult(metadata={"bestanden": len(files)})

    return [intake, outlines, weights]


def partition_events(
    context: dg.AssetExecutionContext, world: World, held: Iterable[Held]
) -> Iterator[dg.AssetMaterialization]:
    """Materialisations of raw partitions that this Dagster instance does not know of yet: the UI turns green there."""
    known: dict[dg.AssetKey, set[str]] = {}
    for one in held:
        key = raw_key(one.source)
        if key not in known:
            known[key] = context.instance.get_materialized_partitions(key)
        if one.release.release not in known[key]:
            facts = steps.release_facts(world.paths, one)
            yield dg.AssetMaterialization(key, partition=one.release.release, metadata=facts)
