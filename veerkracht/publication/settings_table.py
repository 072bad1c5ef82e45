"""`dim_instelling`: every threshold and period of an edition with its meaning in Dutch, written with the candidate.

The values come from the settings of the build; the words stand here (a test holds them complete).
"""

from pathlib import Path

import duckdb

from veerkracht.dutch import bare
from veerkracht.publication.database import literal
from veerkracht.settings import LEDEN_ONLY, OF_INTAKE, Settings

EXPLAINED = {
    "doel_indeling": "Jaar van de indeling waarop reeksen staan; nieuwste: het nieuwste met alle grenzen.",
    "dekking_minimum": (
        "Onder dit deel van het brongewicht blijft een omgerekende waarde leeg. Ook: een indeling met minder dan dit "
        "deel van de grond van de meest volledige telt niet als het hele land, en is dus niet de nieuwste."
    ),
    "inwoners_minimum": "Gebieden met minder inwoners worden niet gekleurd en tellen niet mee in landelijke maten.",
    "sliver_aandeel": "Een overlap onder dit deel van beide gebieden is tekenruis.",
    "overlap_minimum": "Een gebied waarvan minder in de andere indeling ligt, is vervallen of nieuw.",
    "adressen_minimum": "Zoveel gemeenschappelijke adressen zijn nodig voor omrekenen via adressen.",
    "ongewijzigd_tot": "Tot dit deel verplaatste mensen heet een gebied ongewijzigd.",
    "klein_verlegd_tot": "Tot dit deel verplaatste mensen heet een gebied klein verlegd.",
    "generalisatiestap_m": "Stap in meters van vereenvoudigde grenzen; twee stappen is de kleinste speling.",
    "ophalen": "Wat is opgehaald: kern (voor de tien kaarten), reeks (ook jaren ertussen) of alles.",
    "vanaf": "Releases die voor dit jaar eindigen, zijn niet opgehaald, behalve wat de kaarten nodig hebben.",
    "vertrouwen": "Wie nieuwe, goedgekeurde bestanden aanvaardt: vragen, eerste_keer of nooit.",
    "spiegel": "Wat in plaats van de uitgevers is gebruikt om op te halen.",
    "gemeenten": "Gemeenten waarvoor atlas, bladzijde, rapport en werkboek zijn gemaakt; leeg: alle.",
    "zonder": "Producten die niet zijn gemaakt.",
    "drift_waarschuwt": "Vanaf dit deel gewijzigde waarden waarschuwt de controle op een levering.",
    "drift_blokkeert": "Vanaf dit deel gewijzigde waarden houdt de controle een levering tegen.",
    "rapport_van": "Beginjaar van het veranderingsrapport.",
    "rapport_tot": "Eindjaar van het veranderingsrapport; nieuwste is het nieuwste jaar van elke indicator.",
    "perioden": "Perioden waarover de verandering van elke indicator is berekend.",
    "edities_bewaren": "Aantal edities dat bewaard blijft.",
    "atlas_formaten": "Formaten waarin elke kaart van elke gemeente ook los in de editie staat; leeg: alleen de atlas.",
    "uitgever_naam": "Wie deze edities uitgeeft.",
    "uitgever_contact": "Waar vragen heen gaan.",
    "publicatie_adres": "Adres waarop de nieuwste editie staat.",
    "cel_minimum": "Kleinste teller, noemer en rest die een ledeneditie mag bevatten.",
    "kaart_perioden": "Perioden van de kaarten.",
    "meetjaar_marge": "Zoveel jaren mag een meting naast het jaar van de kaart liggen.",
    "referentie": "landelijk: gemiddelden, grenzen en modellen van het hele land; "
    "geladen_gebieden: van wat geladen is, en dat staat dan in elke titel.",
    "landelijke_dekking_minimum": "Deel van de inwoners van het land dat gebieden met een waarde samen moeten hebben.",
    "referentiejaar": "Jaar van gemiddelde en spreiding van elk onderdeel van de index, voor alle perioden.",
    "winsor_grens": "Gestandaardiseerde onderdelen worden op plus en min dit aantal standaardafwijkingen afgekapt.",
    "component_minimum": "Zoveel gebieden heeft een onderdeel nodig voor een gemiddelde en een spreiding.",
    "uitschieter_aandeel": "Bepaalt één gebied meer dan dit deel van de spreiding, dan telt een onderdeel niet mee.",
    "gewicht_minimum": "Deel van het gewicht van de index dat gemeten moet zijn.",
    "themas_minimum": "Aantal thema's dat een verandering van de index nodig heeft.",
    "meetafstand_minimum": "Deel van de periode dat tussen twee metingen van een onderdeel moet liggen.",
    "kwetsbaarheid_beperkt": "Ledeneditie: aandelen die, waar geleverd, de index vervangen; het eerste gaat voor.",
    "klassen_minimum": "Aantal niet-lege klassen dat een kaart nodig heeft; anders te weinig verschil.",
    "relatief_minimum": "Aantal buurten met een waarde dat een gemeente nodig heeft voor de relatieve kaart.",
    "delta_aandeel": "Een verandering telt pas mee boven dit deel van het gewone verschil tussen gebieden.",
    "duidelijk_vanaf": "Vanaf deze kans heet een verandering duidelijk, en een stand zeker.",
    "waarschijnlijk_vanaf": "Vanaf deze kans heet zij waarschijnlijk; daaronder is het niet te zeggen.",
    "ijking_trekkingen": "Aantal trekkingen van de nulproef, per niveau en periode van de kaarten; 0: geen nulproef.",
    "ijking_gebieden": "De nulproef trekt niet vaker dan nodig is om zo veel gebieden te trekken.",
    "kaart_gebieden_minimum": "Aantal gebieden dat een kaart van een verandering en haar ruis nodig hebben.",
    "gemeente_gebieden_minimum": "Aantal gebieden waarmee een gemeente eigen gemiddelden heeft als ruis wordt bepaald.",
    "gemeentemiddeling_minimum": "Aantal gebieden in zulke gemeenten samen; bij minder telt het landelijke gemiddelde.",
    "schok_gemeenten_minimum": "Aantal zulke gemeenten om een schok per gemeente te bepalen; bij minder is die nul.",
    "eigen_lijn_minimum": "Aantal gebieden met de langste reeks om te bepalen hoe verschillend onrustig gebieden zijn.",
    "breuk_plafond": "Is de onrust van een gebied groter dan dit maal de verwachte, dan telt zij als zo groot: een "
    "breuk is geen ruis.",
    "uit_de_lijn_vanaf": "Is zij groter dan dit maal de verwachte, dan telt het gebied niet mee voor de ruis.",
    "onmogelijk_vanaf": "Een waarde die zoveel standaardafwijkingen van de mediaan ligt, telt als ontbrekend.",
    "opent_vanaf": "Een kaart van een verandering opent per buurt als gebieden met een oordeel samen dit deel van de "
    "inwoners van het land hebben, anders per wijk als dat daar zo is.",
    "signaal_minimum": "Deel van de verandering van kwetsbaarheid dat geen ruis moet zijn om ervoor te corrigeren.",
    "clusters_minimum": "Aantal gemeenten of wijken voor de samenhang met kwetsbaarheid; anders geen correctie.",
    "cluster_gemeenten_minimum": "Aantal gemeenten om die clusters te zijn; anders wijken.",
    "uitschieter_sd": "Meer standaardafwijkingen dan dit van de eigen gemeente: het gebied telt minder in het model.",
    "registratie_zeker": "Vanaf deze kans heet een geregistreerd cijfer gestegen of gedaald, "
    "en is een toename van meldingen bij de politie een reden voor aandacht.",
    "noemer_klein": "Onder deze noemer draagt de verandering van een aandeel de vlag klein.",
    "conversie_gebieden_minimum": "Aantal doorgesneden gebieden om te bepalen wat omrekenen naar andere grenzen kost.",
    "conversie_vergelijk": "Aantal gebieden met dezelfde grens dat de gewone verandering van een cijfer zegt.",
    "conversie_mediaan": "Bij minder doorgesneden gebieden: fout van een deel van een aantal, als deel van de mediaan.",
    "conversie_spreiding": "Kleinste variantie van een deel van een aandeel, als deel van die binnen gemeenten.",
    "grootteklassen": "Grenzen in inwoners: in de toets op spreiding ruilen alleen buurten van een klasse.",
    "spreiding_z": "Halve breedte van het interval van een verandering van spreiding, in standaardafwijkingen.",
    "spreiding_minimum": "Een kleinere verandering van spreiding heet nauwelijks veranderd.",
    "trekkingen": "Aantal doorrekeningen van kaarten van een stand met een andere kwetsbaarheidsindex.",
    "trekkingen_gevoeligheid": "Aantal doorrekeningen per keuze van de index apart, op de bladzijde Gevoeligheid.",
    "twijfel_gewichten": "Themagewichten van een doorrekening: Dirichlet-verdeeld, dit maal de gewichten.",
    "twijfel_normalisatie": "Kans per doorrekening op z-scores, op rangen en op minimum-maximum.",
    "twijfel_onderdeel_weg": "Kans dat een doorrekening een onderdeel weglaat.",
    "herverdelingen": "Aantal gelijkmatige herverdelingen voor de te verwachten spreidingsmaat.",
    "permutaties": "Aantal herschikkingen bij de toets op lokale concentraties.",
    "permutaties_grens": "Aantal herschikkingen waar toeval over de grens beslist; daarna geen aanwijzing.",
    "cluster_buurten_minimum": "Aantal buurten dat een gemeente nodig heeft voor lokale concentraties.",
    "fdr": "Aandeel ten onrechte aangewezen concentraties dat wordt aanvaard (Benjamini-Hochberg).",
    "gezichten_minimum": "Buurten in clusters van hoge én van lage waarden die een stad met twee gezichten maken.",
    "corporatiebuurt_vanaf": "Een buurt met een groter percentage corporatiewoningen heet een corporatiebuurt.",
    "vergelijkbare_gemeenten": "Aantal vergelijkbare gemeenten dat bij elke gemeente staat.",
    "gemeente_dekking_minimum": "Deel van de inwoners van een gemeente in buurten met een waarde, nodig voor een rang.",
}
COLUMNS = {
    "instelling": ("varchar primary key", "Naam van de instelling."),
    "waarde": ("varchar not null", "De waarde in deze editie, zoals men haar in Nederland schrijft."),
    "soort": ("varchar not null", "Wat de waarde is: geheel getal, getal, tekst, lijst of perioden."),
    "getal": ("double", "De waarde als getal, om mee te rekenen; leeg als zij geen getal is."),
    "uitleg": ("varchar not null", "Wat de instelling betekent."),
}


def write_settings(database: Path, publiek: str, settings: Settings) -> None:
    """Add `dim_instelling` to the database of a candidate."""
    rows = [
        (name, _text(value), _kind(value), _number(value), EXPLAINED.get(name, ""))
        for name, value in settings.model_dump().items()
        if name not in OF_INTAKE and (publiek == "leden" or name not in LEDEN_ONLY)
    ]
    with duckdb.connect(str(database)) as con:
        body = ", ".join(f"{column} {kind}" for column, (kind, _) in COLUMNS.items())
        con.execute(f"create table main.dim_instelling ({body})")
        con.executemany("insert into main.dim_instelling values (?, ?, ?, ?, ?)", rows)
        con.execute("comment on table main.dim_instelling is 'Drempels en perioden waarmee deze editie is gemaakt.'")
        for column, (_, comment) in COLUMNS.items():
            con.execute(f"comment on column main.dim_instelling.{column} is {literal(comment)}")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _kind(value: object) -> str:
    """What a value is, in the words of the column `soort`."""
    if isinstance(value, tuple):
        return "perioden" if value and isinstance(value[0], tuple) else "lijst"
    return {int: "geheel getal", float: "getal"}.get(type(value), "tekst")


def _text(value: object) -> str:
    """A pair of years as 2014–2022, lists with commas, numbers as Dutch write them."""
    if isinstance(value, tuple):
        pairs = value and isinstance(value[0], tuple)
        return ", ".join("–".join(map(str, part)) if pairs else _text(part) for part in value)
    return bare(value) if isinstance(value, float) else str(value)
