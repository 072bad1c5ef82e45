"""The outputs of an edition, one line each, in the order of the front page.

Assets, front page, catalogue, data package, checks of a candidate, the search for what may not leave and `serve` read
this: an output is its module under its medium and its line here. What a line holds is told by `output`, what a kind of
file is by `kinds`. Not here: what a command makes outside an edition.
"""

from collections.abc import Iterator

from veerkracht import levels
from veerkracht.levelrows import Niveau
from veerkracht.paths import Publiek
from veerkracht.products.output import File, Output, Turn

# what the candidate holds before any output
MARTS = (
    File("veerkracht.duckdb", "Database met alle tabellen (DuckDB)", always=True,
         link="Database", text="veerkracht.duckdb, voor SQL met DuckDB 1.0 of nieuwer; begin in schema analyse."),
    File("marts/{tabel}.parquet", "Alle tabellen (Parquet, een bestand per tabel)"),
)  # fmt: skip

OUTPUTS = (
    Output("kaartlagen", "gis.kaartlagen", "Kaartlagen: GeoPackage, GeoParquet en GeoJSON per gemeente.", (
        File("kaarten/veerkracht_{niveau}.gpkg", "Kaartlaag {meervoud} (GeoPackage{stijlen})", always=True),
        File("kaarten/veerkracht_{niveau}.parquet", "Kaartlaag {meervoud} (GeoParquet)", always=True),
        File("kaarten/geojson/{gemeente}_{niveau}.geojson", "Kaartlagen per gemeente (GeoJSON)"))),
    Output("rapport", "web.rapport", "Veranderingsrapport: een bladzijde per gemeente en een overzicht.", (
        File("rapporten/index.html", always=True, link="Rapporten per gemeente",
             text="De kaarten per buurt, de verandering in de tijd en waar het gesprek kan beginnen. "
             "{aantal} gemeenten."),
        File("rapporten/{gemeente}.html", "Veranderingsrapport per gemeente", link="rapport"))),
    Output("paginas", "web.gemeentepagina", "Bladzijde per gemeente: een HTML-bestand dat offline werkt.", (
        File("paginas/{gemeente}.html", "Bladzijde per gemeente", link="bladzijde om te delen"),)),
    Output("viewer", "web.viewer", "Landelijke kaartviewer: een site met tegels, voor elke webserver.", (
        File("viewer/index.html", "Landelijke kaartviewer", link="Kaart van het land",
             text="Van land tot buurt, gemeenten naast elkaar. Werkt via een webserver: `veerkracht serve`."),
        File("viewer/veerkracht.pmtiles", "Alle kaarten als vectortegels (PMTiles)"))),
    Output("atlas", "paper.atlas", "Atlas: een PDF per gemeente op A3, een kaart per bladzijde.", (
        File("atlas/{gemeente}.pdf", "Atlas per gemeente", link="atlas (PDF)"),)),
    Output("werkboeken", "table.werkboek", "Werkboek per gemeente: alle cijfers als getallen, in XLSX.", (
        File("werkboeken/{gemeente}.xlsx", "Werkboek per gemeente", link="werkboek (XLSX)"),)),
    Output("tabellen", "table.tabellen", "Tabellen voor een rekenblad: de kleine views van schema analyse als CSV.", (
        File("tabellen/buurten.csv", "Alle buurten met hun cijfers en oordelen (CSV)", always=True,
             link="Alle buurten (CSV)", text="Een rij per buurt met de nieuwste cijfers, oordelen en intervallen."),
        File("tabellen/gemeenten.csv", "Totalen per gemeente (CSV)"),
        File("tabellen/regios.csv", "Totalen per regio en van het land (CSV)"),
        File("tabellen/herkomst.csv", "Waaruit deze editie is gemaakt (CSV)"))),
    Output("edities", "web.edities", "edities.html: wat er veranderde sinds de vorige editie, en waardoor.", (
        File("edities.html", link="Sinds de vorige editie",
             text="Wat er veranderde en waardoor: nieuwe of herziene cijfers, grenzen, werkwijze."),)),
    Output("verantwoording", "web.verantwoording", "verantwoording.html: hoe de kaarten zijn gemaakt.", (
        File("verantwoording.html", always=True, link="Verantwoording",
             text="Definities, gewichten, formules, grenzen en bronnen: hoe alles is gemaakt."),)),
    Output("gevoeligheid", "web.gevoeligheid", "gevoeligheid.html: wat een andere index aan de kaarten verandert.", (
        File("gevoeligheid.html", always=True, link="Gevoeligheid",
             text="Wat een andere index aan de kaarten van een stand verandert, en welke keuze het meest."),)),
    Output("kwaliteit", "web.kwaliteit", "kwaliteit/index.html: wat er is gecontroleerd.", (
        File("kwaliteit/index.html", always=True, link="Kwaliteit",
             text="Wat er is gecontroleerd en wat eruit kwam."),), turn=Turn.CLOSING),
    Output("woordenboek", "metadata.woordenboek", "woordenboek.csv en datapackage.json.", (
        File("woordenboek.csv", "Woordenboek van tabellen, kolommen en indicatoren", always=True,
             link="Woordenboek", text="Wat elke tabel, kolom en indicator betekent (CSV)."),
        File("datapackage.json", always=True)), reads=("kaartlagen", "tabellen")),
    Output("catalogus", "metadata.dcat", "catalogus.jsonld: de editie voor dataportalen (DCAT-AP-NL).", (
        File("catalogus.jsonld"),), turn=Turn.LISTING),
    Output("voorpagina", "web.voorpagina", "index.html: wat er in de editie staat.", (
        File("index.html", always=True),), turn=Turn.CLOSING),
)  # fmt: skip


def outputs(publiek: Publiek, *turns: Turn) -> list[Output]:
    """The outputs of an edition for this publiek, of these turns (none given: all), in their order."""
    return [one for one in OUTPUTS if publiek in one.publieken and (not turns or one.turn in turns)]


def files_of(publiek: Publiek) -> Iterator[File]:
    """Every file that an edition may hold: those of the outputs, then those of the candidate."""
    for output in outputs(publiek):
        yield from output.files
    yield from MARTS


def expected(publiek: Publiek, niveaus: list[str], *turns: Turn) -> list[str]:
    """Names of the files of these turns without which nothing goes out; `niveaus`: the levels with outlines."""
    wanted = [file for output in outputs(publiek, *turns) for file in output.files if file.always]
    return [name for file in wanted for name in ([*map(file.of_niveau, niveaus)] if file.per_niveau else [file.name])]


def in_catalogue(publiek: Publiek) -> Iterator[tuple[str, str, str]]:
    """(file or folder, title, a name that tells its kind) of what data portals are told; of many files their folder."""
    for file in (file for file in files_of(publiek) if file.in_catalogue):
        if file.per_niveau and not file.per_gemeente:
            yield from (
                (file.of_niveau(row.niveau), _title(file, row), file.name) for row in levels.known() if row.getekend
            )
        else:
            yield file.name if file.is_single else f"{file.name.rpartition('/')[0]}/", file.in_catalogue, file.name


def _title(file: File, niveau: Niveau) -> str:
    return file.in_catalogue.format(meervoud=niveau.meervoud, stijlen=", met stijlen" if niveau.kaart else "")
