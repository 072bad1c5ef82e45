"""gevoeligheid.html: how often another index moves an area of a map of level to another class, and which choice most.

Only maps that the kwetsbaarheidsindex is on. How sure a class is given that index is told by its chance.
"""

from itertools import groupby
from pathlib import Path

from veerkracht.edition.reading import Edition, QueryRow
from veerkracht.edition.verdicts import VerdictLimits, times
from veerkracht.products.web.page import render

TOGETHER = "alles"
DOUBTS = {
    "gewichten": "andere gewichten voor de thema's van de kwetsbaarheidsindex",
    "normalisatie": "een andere manier om onderdelen vergelijkbaar te maken (rangen, of minimum en maximum)",
    "onderdeel_weg": "een onderdeel van de index weglaten",
    TOGETHER: "alles samen",
}

_SURE = """
select f.kaart_id, f.niveau, f.jaar_van, f.jaar_tot, k.titel, k.volgorde,
    count(f.zekerheid) as bepaald,
    count(*) filter (f.zekerheid < $grens) as wisselt,
    median(f.zekerheid) as midden
from fct_kaart f join dim_kaart k on k.kaart_id = f.kaart_id and k.is_niveau
group by all
having count(f.zekerheid) > 0
order by f.jaar_tot desc, f.jaar_van, f.niveau, k.volgorde, f.kaart_id
"""
_DOUBTS = "select * from mrt_gevoeligheid where gewisseld is not null order by gewisseld desc, twijfel"


def write(kandidaat: Path) -> list[Path]:
    """Write `gevoeligheid.html` from `mrt_gevoeligheid` and `fct_kaart`."""
    with Edition(kandidaat) as edition:
        page = render(
            "gevoeligheid.html",
            kandidaat / "gevoeligheid.html",
            edition,
            delen=_parts(edition),
            instellingen=edition.settings,
            grens=times(VerdictLimits.of(edition).waarschijnlijk),
            woorden=DOUBTS,
        )
    return [page]


def _parts(edition: Edition) -> list[QueryRow]:
    """Per period (newest first) and level: each map that the index is on with the choices that move it, most first."""
    doubts: dict[tuple[str, str, int, int], list[QueryRow]] = {}
    for row in edition.rows(_DOUBTS):
        doubts.setdefault((row["kaart_id"], row["niveau"], row["jaar_van"], row["jaar_tot"]), []).append(row)
    parts = []
    rows = edition.rows(_SURE, {"grens": VerdictLimits.of(edition).waarschijnlijk})
    for (tot, van, niveau), maps in groupby(rows, key=lambda r: (r["jaar_tot"], r["jaar_van"], r["niveau"])):
        sheets = [row | _doubt(doubts.get((row["kaart_id"], niveau, van, tot), [])) for row in maps]
        parts.append({"van": van, "tot": tot, "niveau": niveau, "kaarten": sheets})
    return parts


def _doubt(rows: list[QueryRow]) -> QueryRow:
    single = [row for row in rows if row["twijfel"] != TOGETHER]
    return {
        "twijfels": single,
        "samen": next((row for row in rows if row["twijfel"] == TOGETHER), None),
        "grootste": single[0] if single and single[0]["gewisseld"] > 0 else None,
    }
