"""`Hoe lees je dit`: what colours, patterns, lines and numbers mean, and what a map does not say."""

from veerkracht.edition.legend import status_css
from veerkracht.edition.maps import Sheet
from veerkracht.edition.verdicts import VerdictLimits, times
from veerkracht.edition.words import SIGNAL_ALL
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import MARGIN, PageLayout, footing, heading
from veerkracht.products.paper.cartography import legendbox, patterns, typeset
from veerkracht.products.paper.cartography.column import TextColumn
from veerkracht.products.paper.cartography.paper import Paper
from veerkracht.products.paper.printing import Printing

TEXT = 12
SWATCH = 13.0, 7.5  # mm


def page(paper: Paper, layout: PageLayout, printing: Printing, ground: Ground, _: list[Sheet], number: int) -> None:
    """Two columns: what one sees, and what one may and may not conclude."""
    heading(paper, layout, "Hoe lees je dit", f"Bij de kaarten van {ground.name}", printing.context)
    footing(paper, layout, printing.context, ground.name, number)
    wide = (layout.width - 2 * MARGIN - 14) / 2
    top, bottom = layout.height - MARGIN - 24, MARGIN + layout.foot
    limits = printing.maps.certainty.limits
    _seen(
        TextColumn(paper, MARGIN, top, wide, bottom), certainty_words(limits), printing.context.about.inwoners_minimum
    )
    _concluded(TextColumn(paper, MARGIN + wide + 14, top, wide, bottom), printing.context.settings)


def certainty_words(limits: VerdictLimits) -> str:
    """When an area of a map of change has a colour, and what the legend says of a level."""
    sure, likely = times(limits.duidelijk), times(limits.waarschijnlijk)
    return (
        f"Op kaarten van een verandering is kleur zekerheid. Duidelijk: zeker in minstens {sure} gevallen. "
        f"Waarschijnlijk: in minstens {likely}. Grijs (niet te zeggen) betekent niet dat er niets veranderde: de "
        "cijfers zijn er te onrustig voor. Op kaarten van een stand zegt de legenda hoeveel gebieden naar verwachting "
        "terecht in hun klasse staan."
    )


def _seen(column: TextColumn, certainty: str, minimum: int) -> None:
    column.heading("Wat je ziet", 16)
    column.paragraph(
        "Elke bladzijde toont één onderwerp. De kleur van een buurt is haar klasse; de legenda ernaast noemt de echte "
        "grenzen van elke klasse en hoeveel gebieden erin vallen, hier en in het hele land. De klassen zijn voor alle "
        "gemeenten gelijk, zodat atlassen naast elkaar gelegd kunnen worden.",
        TEXT,
    )
    column.paragraph(
        "Rood vraagt aandacht, op de kaarten 3 tot en met 10. De kaarten van het corporatiebezit zijn paars en groen: "
        "veel of weinig corporatiewoningen is niet goed of slecht. Bij overlast en onveiligheid is een hogere score "
        "gunstiger.",
        TEXT,
    )
    column.heading("Waarom een gebied geen kleur heeft", 13)
    few = f"minder dan {minimum} inwoners: cijfers zouden over enkele mensen gaan"
    for status, meaning in (
        ("geen gegevens", "voor dit gebied of dit jaar is er geen cijfer"),
        ("te weinig inwoners", few),
        ("afgeschermd", "de bron houdt het cijfer achter om mensen te beschermen"),
        ("onvergelijkbaar", "de meting of de grens veranderde te veel om jaren te vergelijken"),
        ("onvoldoende landelijke dekking", "te weinig van het land is gemeten om klassen te maken"),
        ("te weinig verschil", "de gebieden verschillen te weinig om klassen te maken"),
    ):
        column.y -= SWATCH[1] + 1.6
        legendbox.patterned(column.paper, column.x, column.y, patterns.pattern_of(status_css(status)), SWATCH)
        told, size = typeset.fitted(f"{status}: {meaning}", column.width - 17, (TEXT, 11, 10, 9))
        column.paper.text(column.x + 16, column.y + 2.3, told, size)
    column.y -= 5
    column.heading("Hoe zeker een kleur is", 13)
    column.paragraph(certainty, TEXT)
    column.heading("Lijnen, namen en nummers", 13)
    column.paragraph(
        "Dikke lijn: grens van de gemeente. Middelste: grens van een wijk, met haar naam vet. Dun: van een buurt. "
        "Past de naam van een buurt niet op de kaart, dan staat er een nummer; de naam staat naast de kaart of in het "
        "register. Lichtblauw is water, lichtgrijs zijn de gemeenten eromheen. Het noorden is boven.",
        TEXT,
    )


def _concluded(column: TextColumn, settings: dict[str, str]) -> None:
    column.heading("Wat de kaarten zeggen, en wat niet", 16)
    column.paragraph(SIGNAL_ALL, TEXT, weight="bold")
    for text in (
        "Een kaart zegt waar iets opvalt, niet waardoor. Een buurt is meer dan haar klasse: binnen een buurt "
        "verschillen straten, en mensen verschillen meer dan straten.",
        "Kwetsbaarheid is een optelsom van omstandigheden, zoals inkomen en werk, vergeleken met het hele land. Zij is "
        "geen eigenschap van mensen en geen oordeel over hen.",
        "Overlast en onveiligheid zijn modelscores van de Leefbaarometer. Daarin telt ook ervaren "
        "onveiligheid mee; er is in de buurt niet zelf gevraagd.",
        "Veerkracht is het verschil tussen hoe overlast en onveiligheid zich ontwikkelden en wat op grond van de "
        "verandering in kwetsbaarheid te verwachten was. Landelijk: vergeleken met alle buurten. Relatief: vergeleken "
        f"met de eigen gemeente, als die {settings.get('relatief_minimum', 'genoeg')} of meer buurten met een waarde "
        "heeft.",
        "Een verandering kan komen door wie er kwam wonen of vertrok, door wat er gebouwd of gesloopt werd, of door de "
        "mensen die er bleven. De kaart ziet dat verschil niet; wie er werkt of woont vaak wel.",
        "Kijk naar buurten die op meer kaarten opvallen, en naar buurten waar u iets anders had verwacht.",
    ):
        column.paragraph(text, TEXT)
    column.heading("Aan tafel", 16)
    for text in (
        "1. Leg kaart 3 en kaart 5 naast elkaar: waar valt kwetsbaarheid samen met overlast, en waar niet?",
        "2. Leg daar kaart 7 naast: waar namen beide toe, en wie merkt dat?",
        "3. Kijk op kaart 8 en 9 waar het beter ging dan verwacht. Wat gebeurt daar dat elders kan helpen?",
        "4. Kies op kaart 10 waar de komende jaren aandacht nodig is, en welke afspraken daarbij horen.",
        "5. Schrijf op wat bewoners en medewerkers herkennen, en wat de kaart volgens hen mist.",
    ):
        column.paragraph(text, TEXT, gap=1.5)


def references(sheets: list[Sheet]) -> list[str]:
    """Sentences for maps that were compared with something else than the whole country."""
    return list(dict.fromkeys(sheet.over.referentie for sheet in sheets if sheet.over.referentie))
