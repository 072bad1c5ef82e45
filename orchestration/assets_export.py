"""Assets that write into the candidate, and the one that makes it an edition.

Which outputs there are, and what each reads, stands in the register of `veerkracht.products`.
"""

import dagster as dg

from orchestration import steps
from orchestration.assets_sources import POOL
from orchestration.world import World
from veerkracht.paths import Publiek
from veerkracht.products import register
from veerkracht.products.output import Output, Turn


def export_assets(world: World, publiek: Publiek) -> list[dg.AssetsDefinition]:
    """An asset for each output, those that list the others after these; and the publication, which writes the last."""
    first, listing = (register.outputs(publiek, turn) for turn in (Turn.FIGURES, Turn.LISTING))
    exports = [_export(world, publiek, output, output.reads) for output in first]
    exports += [_export(world, publiek, output, _names(first)) for output in listing]
    return [*exports, _publication(world, publiek, _names(listing or first))]


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
    def export() -> dg.MaterializeResult:
        written = output.write(steps.open_candidate(world.paths, publiek))
        return dg.MaterializeResult(metadata={"bestanden": len(written)})

    return export


def _publication(world: World, publiek: Publiek, after: tuple[str, ...]) -> dg.AssetsDefinition:
    @dg.asset(
        key=[publiek, "publicatie"],
        deps=[dg.AssetKey([publiek, name]) for name in after],
        description="De kandidaat gecontroleerd, met voorpagina, en hernoemd tot editie; `actueel` wijst ernaar.",
        group_name=publiek,
        pool=POOL,
    )
    def published() -> dg.MaterializeResult:
        edition = steps.publish(world.paths, publiek, world.catalogue.settings)
        return dg.MaterializeResult(metadata={"editie": edition.name if edition else "geen: zelfde invoer"})

    return published
