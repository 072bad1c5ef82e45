"""What stands on the sheets of one workbook, in their order."""

from veerkracht.edition.legend import colour
from veerkracht.edition.looks import looks
from veerkracht.edition.maps import PeriodSheets
from veerkracht.edition.verdicts import sentence
from veerkracht.products.table.werkboek import readme, themes
from veerkracht.products.table.werkboek.gathering import Gathered, Gathering
from veerkracht.products.table.werkboek.rows import RowGebied
from veerkracht.products.table.werkboek.workbook import Cell, Column, Workbook, fill, number_format

AREA = (Column("Naam", 30), Column("Code", 13), Column("Niveau", 10), Column("Indeling", 9, "0"))
SHARE = "0%"
YEAR = "0"
TONES = {"gunstig": "#1a6b3c", "ongunstig": "#a50f15"}


def fill_workbook(workbook: Workbook, gathering: Gathering, own: Gathered) -> None:
    """All sheets of a gemeente."""
    periods = gathering.maps.of(own.code)
    readme.write(workbook, gathering, own, periods)
    for theme in gathering.themes:
        themes.write(workbook, gathering, own, theme)
    _changes(workbook, gathering, own)
    _maps(workbook, gathering, own, periods)
    _legends(workbook, gathering, own, periods)
    _reasons(workbook, own)
    _definitions(workbook, gathering)


def _changes(workbook: Workbook, gathering: Gathering, own: Gathered) -> None:
    columns = [
        *AREA, Column("Cijfer", 36), Column("Eenheid", 14), Column("Van", 7, YEAR), Column("Tot", 7, YEAR),
        Column("Waarde van", 12, "#,##0.###"), Column("Waarde tot", 12, "#,##0.###"),
        Column("Verschil", 12, "+#,##0.###;-#,##0.###;0"), Column("Verschil in %", 10, "+0.0%;-0.0%;0.0%"),
        Column("Schatting", 12, "+#,##0.###;-#,##0.###;0"), Column("Schatting laag", 12, "+#,##0.###;-#,##0.###;0"),
        Column("Schatting hoog", 12, "+#,##0.###;-#,##0.###;0"), Column("Kans ongunstiger of gedaald", 12, SHARE),
        Column("Kans gunstiger of gestegen", 12, SHARE), Column("Oordeel", 30), Column("Waarom geen oordeel", 50),
    ]  # fmt: skip
    table = workbook.sheet(
        "Verandering", f"Verandering in {own.naam}", "per cijfer de ruimste vergelijkbare periode", columns, 2
    )
    for row in own.wijzigingen:
        about = gathering.op_naam[row.indicator]
        verdict = looks().of(row.oordeel)
        look = (("font_color", TONES[verdict.toon]), ("bold", True)) if verdict.toon in TONES else ()
        table.add([
            *_place(own.gebieden[row.nummer]), about.label, about.eenheid, row.jaar_van, row.jaar_tot,
            row.waarde_van, row.waarde_tot, row.verschil, row.verschil_relatief, row.gekrompen, row.laag, row.hoog,
            row.p_ongunstiger, row.p_gunstiger, Cell(verdict.woord, look), row.reden,
        ])  # fmt: skip
    table.close()


def _maps(workbook: Workbook, gathering: Gathering, own: Gathered, periods: list[PeriodSheets]) -> None:
    """A row an area a map; the class has the colour of the map."""
    columns = [
        Column("Naam", 30), Column("Code", 13), Column("Niveau", 10), Column("Indeling", 9, YEAR),
        Column("Kaart", 42), Column("Periode", 12), Column("Klasse (nummer)", 9, YEAR), Column("Klasse", 36),
        Column("Waarde", 11, "#,##0.000"), Column("Tweede waarde", 11, "#,##0.000"),
        Column("Gemeten waarde", 11, "#,##0.000"), Column("Laag", 11, "#,##0.000"), Column("Hoog", 11, "#,##0.000"),
        Column("Eenheid", 18), Column("Kans", 10, SHARE),
        Column("Kans op het deel dat de meeste aandacht vraagt", 10, SHARE),
        Column("In woorden", 60), Column("Status", 22), Column("Toelichting", 60),
    ]  # fmt: skip
    limits, remark = (
        gathering.maps.certainty.limits,
        "kleuren zijn die van de kaarten; laag en hoog: in 8 van de 10 gevallen, bij een telling de grenzen van "
        "afronding en omrekenen",
    )
    table = workbook.sheet("Kaarten", f"De kaarten van {own.naam} in cijfers", remark, columns, 2)
    for (van, tot), sheets in periods:
        for sheet in sheets:
            for row in sheet.gebieden:
                has_class = row.klasse is not None
                table.add([
                    row.naam, row.gebiedscode, row.niveau, row.indeling,
                    sheet.titel, f"{van}–{tot}", row.klasse,
                    Cell(row.label, fill(colour(row.kleur))) if has_class else None,
                    row.waarde, row.waarde_2, row.waarde_gemeten, row.laag, row.hoog, sheet.kaart.eenheid,
                    row.kans, row.p_hoogste, sentence(sheet.kaart, row, limits) if has_class else None,
                    row.status, row.reden,
                ])  # fmt: skip
    table.close()


def _legends(workbook: Workbook, gathering: Gathering, own: Gathered, periods: list[PeriodSheets]) -> None:
    """The legend of each map with its limits and counts, or why the map is not there."""
    columns = [
        Column("Kaart", 42), Column("Periode", 12), Column("Niveau", 10), Column("Indeling", 9, YEAR),
        Column("Klasse", 40), Column("Grenzen", 22), Column("Grenzen van de score", 22),
        Column(f"Gebieden in {own.naam}"[:60], 12, "#,##0"), Column("Gebieden in de editie", 12, "#,##0"),
        Column("Naar verwachting", 44, wrap=True),
        Column("Gemeten", 30), Column("Hoe te lezen, of waarom de kaart er niet is", 70, wrap=True),
        Column("Bronnen", 60, wrap=True),
    ]  # fmt: skip
    table = workbook.sheet(
        "Legenda", "Klassen, grenzen en aantallen per kaart", "ook gebieden zonder klasse zijn geteld", columns, 1
    )
    colours = {(sheet, entry): value for sheet, entry, value in gathering.maps.colours()}
    for (van, tot), sheets in periods:
        for sheet in sheets:
            first = [sheet.titel, f"{van}–{tot}", sheet.niveau, sheet.indeling]
            notes = [
                sheet.gemeten,
                f"Niet gemaakt: {sheet.reden}" if sheet.reden else sheet.leeshulp,
                sheet.bronnen,
            ]
            for entry in [] if sheet.reden else sheet.legenda:
                look = fill(colours[sheet.css, entry.css]) if (sheet.css, entry.css) in colours else ()
                counts = [entry.hier, entry.land, entry.verwacht]
                table.add([*first, Cell(entry.label, look), entry.grenzen, entry.grenzen_2, *counts, *notes])
            if sheet.reden:
                table.add([*first, None, None, None, None, None, None, *notes])
    table.close()


def _reasons(workbook: Workbook, own: Gathered) -> None:
    columns = [
        *AREA, Column("Periode", 12), Column("Rang in de gemeente", 10, YEAR), Column("Rang in het land", 10, YEAR),
        Column("Aantal redenen", 9, YEAR), Column("Punten", 9, number_format(1)), Column("Kans", 10, SHARE),
        Column("Redenen om te gaan kijken", 70, wrap=True), Column("Begin van het gesprek", 60, wrap=True),
        Column("Status", 18), Column("Niet beoordeeld", 60, wrap=True),
    ]  # fmt: skip
    remark = "de lijst signaleert en oordeelt niet; bewoners en professionals weten meer dan een cijfer"
    remark = remark if own.redenen else "deze editie heeft voor deze gemeente geen lijst van redenen"
    table = workbook.sheet("Redenen", f"Waar in {own.naam} het gesprek kan beginnen", remark, columns, 2)
    for row in own.redenen:
        table.add([
            *_place(row), f"{row.jaar_van}–{row.jaar_tot}", row.rang_gemeente, row.rang_land,
            row.aantal_redenen, row.punten, row.zekerheid, row.redenen, row.gesprek, row.status,
            row.niet_beoordeeld,
        ])  # fmt: skip
    table.close()


def _definitions(workbook: Workbook, gathering: Gathering) -> None:
    columns = [
        Column("Cijfer", 40), Column("Naam in de tabellen", 18), Column("Thema", 16), Column("Eenheid", 18),
        Column("Definitie", 90, wrap=True), Column("Richting", 20), Column("Noemer", 14), Column("Bron", 20),
        Column("Op de kaarten", 10),
    ]  # fmt: skip
    table = workbook.sheet("Definities", "Wat elk cijfer betekent", "naam zoals in woordenboek.csv", columns, 1)
    for row in gathering.indicatoren.values():
        table.add([
            row.label, row.indicator, row.blad, row.eenheid, row.definitie,
            (row.richting or "").replace("_", " "), row.noemer, row.bron, bool(row.kaart),
        ])  # fmt: skip
    table.close()


def _place(row: RowGebied) -> list[object]:
    """The first cells of a row: name, code, level, vintage."""
    return [row.naam, row.gebiedscode, row.niveau, row.indeling]
