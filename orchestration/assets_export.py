"""Assets that write into the candidate, and the one that makes it an edition.

Adding an export is adding a line to EXPORTS: a module of `veerkracht.products` with `write(kandidaat)`.
"""

from importlib import import_module

import dagster as dg

from orchestration import steps
from orchestration.assets_sources import POOL
from orchestration.world import World
from veerkracht.paths import Publiek

# asset name -> (module, what it writes)
EXPORTS = {
    "kaartlagen": ("veerkracht.products.layers", "Kaartlagen: GeoPackage, GeoParquet en GeoJSON per gemeente."),
    "rapport": ("veerkracht.products.report", "Veranderingsrapport: een bladzijde per gemeente en een overzicht."),
    "paginas": ("veerkracht.products.gemeentepagina", "Bladzijde per gemeente: een HTML-bestand dat offline werkt."),
    "viewer": ("veerkracht.products.viewer", "Landelijke kaartviewer: een site met tegels, voor elke webserver."),
    "atlas": ("veerkracht.products.atlas", "Atlas: een PDF per gemeente op A3, een kaart per bladzijde."),
    "werkboeken": ("veerkracht.products.werkboek", "Werkboek per gemeente: alle cijfers als getallen, in XLSX."),
    "verantwoording": ("veerkracht.products.accountability", "verantwoording.html: hoe de kaarten zijn gemaakt."),
    "gevoeligheid": ("veerkracht.products.sensitivity", "gevoeligheid.html: hoe zeker de klassen van de kaarten zijn."),
    "edities": ("veerkracht.products.edities", "edities.html: wat er veranderde sinds de vorige editie, en waardoor."),
    "woordenboek": ("veerkracht.products.dictionary", "woordenboek.csv en datapackage.json."),
}
# exports that tell what another one wrote
AFTER = {"woordenboek": ["kaartlagen"]}
CATALOGUE = ("veerkracht.products.dcat", "catalogus.jsonld: de editie voor dataportalen (DCAT-AP-NL).")
FRONT = ("veerkracht.products.front", "index.html: wat er in de editie staat.")


def export_assets(world: World, publiek: Publiek) -> list[dg.AssetsDefinition]:
    """The exports, the catalogue and the front page that list them, and the publication."""
    exports = [_export(world, publiek, name, AFTER.get(name, ["kandidaat"]), *what) for name, what in EXPORTS.items()]
    catalogue = _export(world, publiek, "catalogus", list(EXPORTS), *CATALOGUE)
    front = _export(world, publiek, "voorpagina", ["catalogus"], *FRONT)
    return [*exports, catalogue, front, _publication(world, publiek)]


def _export(
    world: World, publiek: Publiek, name: str, after: list[str], module: str, description: str
) -> dg.AssetsDefinition:
    @dg.asset(
        key=[publiek, name],
        deps=[dg.AssetKey([publiek, parent]) for parent in after],
        description=description,
        group_name=publiek,
        pool=POOL,
    )
    def export() -> dg.MaterializeResult:
        written = import_module(module).write(steps.open_candidate(world.paths, publiek))
        return dg.MaterializeResult(metadata={"bestanden": len(written)})

    return export


def _publication(world: World, publiek: Publiek) -> dg.AssetsDefinition:
    @dg.asset(
        key=[publiek, "publicatie"],
        deps=[dg.AssetKey([publiek, "voorpagina"])],
        description="De kandidaat gecontroleerd en hernoemd tot editie; `actueel` wijst ernaar.",
        group_name=publiek,
        pool=POOL,
    )
    def published() -> dg.MaterializeResult:
        edition = steps.publish(world.paths, publiek, world.catalogue.settings)
        return dg.MaterializeResult(metadata={"editie": edition.name if edition else "geen: zelfde invoer"})

    return published
