"""Assets that write into the candidate, and the one that makes it an edition.

Adding an export is adding a line to EXPORTS: a module below `veerkracht.products` with `write(kandidaat)`.
"""

from importlib import import_module

import dagster as dg

from orchestration import steps
from orchestration.assets_sources import POOL
from orchestration.world import World
from veerkracht.paths import Publiek

# asset name -> (module, what it writes)
EXPORTS = {
    "kaartlagen": ("gis.kaartlagen", "Kaartlagen: GeoPackage, GeoParquet en GeoJSON per gemeente."),
    "rapport": ("web.rapport", "Veranderingsrapport: een bladzijde per gemeente en een overzicht."),
    "paginas": (
        "veerkracht.products.web.gemeentepagina",
        "Bladzijde per gemeente: een HTML-bestand dat offline werkt.",
    ),
    "viewer": ("web.viewer", "Landelijke kaartviewer: een site met tegels, voor elke webserver."),
    "atlas": ("paper.atlas", "Atlas: een PDF per gemeente op A3, een kaart per bladzijde."),
    "werkboeken": ("table.werkboek", "Werkboek per gemeente: alle cijfers als getallen, in XLSX."),
    "verantwoording": ("web.verantwoording", "verantwoording.html: hoe de kaarten zijn gemaakt."),
    "gevoeligheid": (
        "veerkracht.products.web.gevoeligheid",
        "gevoeligheid.html: hoe zeker de klassen van de kaarten zijn.",
    ),
    "edities": (
        "veerkracht.products.web.edities",
        "edities.html: wat er veranderde sinds de vorige editie, en waardoor.",
    ),
    "woordenboek": ("metadata.woordenboek", "woordenboek.csv en datapackage.json."),
}
# exports that tell what another one wrote
AFTER = {"woordenboek": ["kaartlagen"]}
CATALOGUE = ("metadata.dcat", "catalogus.jsonld: de editie voor dataportalen (DCAT-AP-NL).")
FRONT = ("web.voorpagina", "index.html: wat er in de editie staat.")


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
        written = import_module(f"veerkracht.products.{module}").write(steps.open_candidate(world.paths, publiek))
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
