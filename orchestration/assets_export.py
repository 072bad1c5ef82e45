"""Assets that write into the candidate, the one that checks it, and the one that makes it an edition.

Which outputs there are, and what each reads, stands in the register of `veerkracht.products`.
"""

import dagster as dg

from orchestration import steps
from orchestration.assets_sources import POOL
from orchestration.checks import Materialized, check_result
from orchestration.run_settings import RunSettings
from orchestration.world import World
from veerkracht.paths import Publiek
from veerkracht.products import register
from veerkracht.products.output import Output, Turn

JUDGEMENT = "keuring_kandidaat"


def export_assets(world: World, publiek: Publiek) -> list[dg.AssetsDefinition]:
    """An asset for each output: those of figures, those that list these, and after the checks those that show them."""
    first, listing, closing = (register.outputs(publiek, turn) for turn in Turn)
    exports = [_export(world, publiek, output, output.reads) for output in first]
    exports += [_export(world, publiek, output, _names(first)) for output in listing]
    for number, output in enumerate(closing):  # a later one links to those before it
        exports.append(_export(world, publiek, output, (JUDGEMENT, *_names(closing[:number]))))
    return [
        *exports,
        _judgement(world, publiek, _names(listing or first)),
        _publication(world, publiek, _names(closing)),
    ]


def _names(outputs: list[Output]) -> tuple[str, ...]:
    return tuple(output.name for output in outputs)


def _export(world: World, publiek: Publiek, output: Output, after: tuple[str, ...]) -> dg.AssetsDefinition:
    @dg.asset(
        key=[publiek, output.name],
        deps=[dg.AssetKey([publiek, name]) for name in after],
        description=output.description,
        group_name=publiek,
        pool=POOL,
    )
    def export(instellingen: RunSettings) -> Materialized:
        if output.name in instellingen.of(world.catalogue).settings.zonder:
            return dg.MaterializeResult(metadata={"bestanden": 0, "overgeslagen": "instelling zonder"})
        candidate = steps.open_candidate(world.paths, publiek)
        try:
            written = output.write(candidate)
        except Exception as error:
            error.add_note(f"Dit ging mis bij <{output.name}> ({publiek}). De vorige editie staat er nog.")
            raise
        return dg.MaterializeResult(metadata={"bestanden": len(written)})

    return export


def _judgement(world: World, publiek: Publiek, after: tuple[str, ...]) -> dg.AssetsDefinition:
    key = dg.AssetKey([publiek, JUDGEMENT])

    @dg.asset(
        key=key,
        deps=[dg.AssetKey([publiek, name]) for name in after],
        check_specs=[dg.AssetCheckSpec("kandidaat", asset=key, description="Volledig, leesbaar, vrij te geven.")],
        description="Is het pakket volledig, leesbaar, beschreven en vrij van wat niet naar buiten mag?",
        group_name=publiek,
        pool=POOL,
    )
    def judgement() -> Materialized:
        outcomes = steps.judge_candidate(world.paths, publiek, world.catalogue.settings)
        return dg.MaterializeResult(check_results=[check_result("kandidaat", outcomes, key)])

    return judgement


def _publication(world: World, publiek: Publiek, after: tuple[str, ...]) -> dg.AssetsDefinition:
    @dg.asset(
        key=[publiek, "publicatie"],
        deps=[dg.AssetKey([publiek, name]) for name in after],
        description="De gekeurde kandidaat hernoemd tot editie; `actueel` wijst ernaar.",
        group_name=publiek,
        pool=POOL,
    )
    def published() -> Materialized:
        edition = steps.publish(world.paths, publiek, world.catalogue.settings)
        return dg.MaterializeResult(metadata={"editie": edition.name if edition else "geen: zelfde invoer"})

    return published
