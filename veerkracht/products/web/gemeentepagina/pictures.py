"""A map at one moment as the page draws it: a sign an area, texts by number, its legend and what it stands on.

The signs are the digits of the classes and letters for the kinds of no-value, in the order of the areas.
"""

from collections.abc import Callable
from string import ascii_lowercase

from veerkracht import levels
from veerkracht.dutch import number
from veerkracht.edition.legend import status_css
from veerkracht.edition.maps import Sheet
from veerkracht.edition.records import Json, KaartGebied
from veerkracht.edition.verdicts import VerdictLimits, percent, sentence, value_text
from veerkracht.products.web.gemeentepagina.series import plain
from veerkracht.products.web.gemeentepagina.texts import Texts

ABSENT = "geen gegevens"
SPARE_DECIMALS = 2


def moment(sheet: Sheet) -> str:
    """The year of a map of one moment, the years of a map of a change."""
    return str(sheet.jaar_tot) if sheet.kaart.is_niveau else f"{sheet.jaar_van}–{sheet.jaar_tot}"


def picture(sheet: Sheet, codes: list[str], colours: dict[str, str], limits: VerdictLimits, texts: Texts) -> Json:
    """The sheet for areas `codes`; `colours` by css class."""
    by_code = {row.gebiedscode: row for row in sheet.gebieden}
    rows = [by_code.get(code) for code in codes]
    kinds = sorted({row.status or ABSENT for row in by_code.values() if row.klasse is None} | {ABSENT})
    decimals = (sheet.kaart.decimalen or 0) + SPARE_DECIMALS

    def words(make: Callable[[KaartGebied], str]) -> list[int] | int:
        return _once([texts.number(make(row)) if row and row.klasse is not None else 0 for row in rows])

    return {
        "moment": moment(sheet),
        "gemeten": sheet.gemeten,
        "reden": sheet.reden,
        "tekens": "".join(_sign(row, kinds) for row in rows),
        "statussen": [{"naam": kind, "css": status_css(kind)} for kind in kinds],
        "waarden": [plain(row.waarde if row else None, decimals) for row in rows],
        "waardetekst": words(lambda row: value_text(sheet.kaart, row)),
        "zin": words(lambda row: sentence(sheet.kaart, row, limits)),
        "kans": words(lambda row: "" if row.kans is None else percent(row.kans)),
        "waarom": _once([texts.number(row.reden if row else None) for row in rows]),
        "legenda": [
            {
                "css": e.css,
                "label": e.label,
                "grenzen": e.grenzen,
                "grenzen2": e.grenzen_2,
                "hier": e.hier,
                "land": e.land,
                "verwacht": e.verwacht,
                "vak": e.vak,
                "kleur": colours.get(e.css),
            }
            for e in sheet.legenda
        ],
        "veld": sheet.is_veld,
        "veldtekst": sheet.veldtekst,
        "getoond": sheet.getoond,
        "totaal": len(sheet.gebieden),
        "grijs": sheet.grijs,
        "leeshulp": texts.number(sheet.leeshulp),
        "onder": stands_on(sheet),
    }


def _once(numbers: list[int]) -> list[int] | int:
    """One number where all are the same, such as no reason anywhere."""
    return numbers[0] if len(set(numbers)) == 1 else numbers


def _sign(row: KaartGebied | None, kinds: list[str]) -> str:
    if row is not None and row.klasse is not None:
        return str(row.klasse)
    return ascii_lowercase[kinds.index((row.status if row else None) or ABSENT)]


def stands_on(sheet: Sheet) -> list[tuple[str, str]]:
    """What every map carries, as (term, text): period, areas shown and not, classes, boundaries, parts, sources."""
    over, period = sheet.over, moment(sheet)
    shown = f"{sheet.getoond} van {len(sheet.gebieden)} {levels.known()[sheet.niveau].meervoud} hier met een klasse"
    if over.n_getoond is not None:
        shown += f"; in het land {number(over.n_getoond)} met en {number(over.n_niet_getoond)} zonder"
    rows = [
        ("Periode", period + (f" (gemeten: {sheet.gemeten})" if sheet.gemeten and sheet.gemeten != period else "")),
        ("Gebieden", "" if sheet.reden else shown),
        ("Klassen", over.klassengrond or ""),
        ("Let op", over.referentie or ""),
        ("Grenzen", f"indeling van {sheet.indeling}"),
        ("Kwetsbaarheid", over.onderdelen or ""),
        ("Bronnen", sheet.bronnen),
    ]
    return [(term, text) for term, text in rows if text]
