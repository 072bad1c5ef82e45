"""The first sheet: what this workbook is, of which edition and sources, what its sheets hold, how to read it."""

from veerkracht.edition.maps import PeriodSheets, Sheet
from veerkracht.edition.words import SIGNAL_ALL, edition_words
from veerkracht.products.table.werkboek.gathering import Gathered, Gathering
from veerkracht.products.table.werkboek.themes import fills
from veerkracht.products.table.werkboek.workbook import Cell, Column, Workbook

SHEETS = (
    ("Een blad per thema", "Elke regel een gebied, elke kolom een cijfer in een jaar. Een kolom zonder enig cijfer in "
     "deze gemeente staat er niet bij."),
    ("Verandering", "Per gebied en cijfer de verandering over de ruimste vergelijkbare periode, met een oordeel."),
    ("Kaarten", "De kaarten in cijfers: klasse in de kleur van de kaart, waarde, interval, kans, en de reden waar er "
     "geen klasse is."),
    ("Legenda", "Grenzen van de klassen, aantallen gebieden hier en in de hele editie, leeshulp en bronnen per kaart."),
    ("Redenen", "Waar het gesprek kan beginnen, en waarom daar."),
    ("Definities", "Wat elk cijfer betekent."),
)  # fmt: skip
BOLD = (("bold", True),)


def write(workbook: Workbook, gathering: Gathering, own: Gathered, periods: list[PeriodSheets]) -> None:
    """Two columns: a word and its text."""
    about = gathering.about
    columns = [Column("Onderwerp", 34, wrap=True), Column("Uitleg", 120, wrap=True)]
    table = workbook.sheet("Leesmij", f"Werkboek {own.naam} ({own.code})", "lees dit eerst", columns, 0)
    for mark in workbook.marks:
        table.add([Cell("Let op", BOLD), Cell(mark, BOLD)])
    table.add(["Wat dit is", SIGNAL_ALL])
    table.add(["Editie", f"{edition_words(gathering.edition.folder)}, {about.publiek}"])
    table.add([
        "Grenzen", f"Wijk- en buurtindeling van {about.doel_indeling} (CBS/Kadaster). Regels met een andere indeling "
        "staan op de grenzen van dat jaar.",
    ])  # fmt: skip
    table.add(
        ["Perioden van de kaarten", "; ".join(f"{v}–{t}" for (v, t), _ in periods) or "deze editie heeft geen kaarten"]
    )
    for (van, tot), sheets in periods:
        table.add([f"Getoond op de kaarten, {van}–{tot}", "\n".join(_shown(sheet) for sheet in sheets)])
    for said in own.uitspraken:
        title = f"{said.titel} ({said.jaar_van}–{said.jaar_tot})"
        table.add([title, " ".join(t for t in (said.zin, said.onderbouwing) if t)])
    for title, text in SHEETS:
        table.add([f"Blad: {title}" if " " not in title else title, text])
    table.add(
        [
            "Getallen",
            "Alle cijfers zijn getallen zonder afronding; de opmaak toont zoveel decimalen als zij waard zijn.",
        ]
    )
    for status, look in fills(gathering).items():
        table.add(
            [Cell(f"Lege cel: {status.replace('_', ' ')}", tuple(look.items())), "Er is geen cijfer, om deze reden."]
        )
    table.add(["Lege cel zonder vulling", "De bron geeft dit cijfer niet voor dit gebied en jaar."])
    table.add([
        "Kans", "Kans dat klopt wat de klasse zegt; bij niet te zeggen de grootste van de kansen op beide kanten. Het "
        "interval van een schatting bevat de verandering in 8 van de 10 gevallen; dat van een telling is wat afronding "
        "en omrekenen openlaten.",
    ])  # fmt: skip
    table.add([
        "Schatting", "De verandering zonder wat ruis is. Hoe onrustiger een cijfer, hoe meer telt wat de rest van de "
        "gemeente liet zien; zo kan zij de andere kant op gaan dan wat is gemeten. Het oordeel volgt de schatting.",
    ])  # fmt: skip
    table.add(["Niet te zeggen", "Dat betekent niet dat er niets veranderde: de cijfers zijn er te onrustig voor."])
    for bron in gathering.bronnen:
        table.add(
            [
                f"Bron: {bron.brontitel}",
                f"{bron.uitgever}, licentie {bron.licentie}; uitgaven {bron.releases}",
            ]
        )
    for row in gathering.edition.instellingen:
        table.add([f"Instelling: {row.instelling}", f"{row.waarde} — {row.uitleg or ''}"])
    table.close()


def _shown(sheet: Sheet) -> str:
    if sheet.reden:
        return f"{sheet.titel}: niet gemaakt, {sheet.reden}"
    return (
        f"{sheet.titel}: {sheet.getoond} van {len(sheet.gebieden)} gebieden met een klasse (per {sheet.niveau}, "
        f"indeling {sheet.indeling})" + (f". {sheet.grijs}" if sheet.grijs else "")
    )
