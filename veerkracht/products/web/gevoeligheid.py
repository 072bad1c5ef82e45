"""gevoeligheid.html: how sure the classes of each map are, and which source of doubt switches most of them."""

from itertools import groupby
from pathlib import Path

from veerkracht.edition.reading import Edition, Row
from veerkracht.products.web.page import render

TOGETHER = "alles"
DOUBTS = {
    "gewichten": "andere gewichten voor de thema's van de kwetsbaarheidsindex",
    "normalisatie": "een andere manier om onderdelen vergelijkbaar te maken (rangen, of minimum en maximum)",
    "onderdeel_weg": "een onderdeel van de index weglaten",
    "model": "het andere veerkrachtmodel, met het beginniveau van overlast erbij",
    "afronding": "afronding van de cijfers door de uitgever",
    "ruis": "meetruis: toeval in de gemeten cijfers en hun verandering",
    "voorspelling": "onderdelen die ontbreken en voorspeld zijn",
    TOGETHER: "alles samen",
}

_SURE = """
select f.kaart_id, f.niveau, f.jaar_van, f.jaar_tot, k.titel, k.volgorde,
    count(f.klasse) as met_klasse,
    count(f.zekerheid) as bepaald,
    count(*) filter (f.is_onzeker) as onzeker,
    median(f.zekerheid) as midden
from fct_kaart f join dim_kaart k on k.kaart_id = f.kaart_id
group by all
having count(f.klasse) > 0
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
            woorden=DOUBTS,
        )
    return [page]


def _parts(edition: Edition) -> list[Row]:
    """Per period (newest first) and level: each map with its certainty and its sources of doubt, largest first."""
    doubts: dict[tuple[str, str, int, int], list[Row]] = {}
    for row in edition.rows(_DOUBTS):
        doubts.setdefault((row["kaart_id"], row["niveau"], row["jaar_van"], row["jaar_tot"]), []).append(row)
    parts = []
    rows = edition.rows(_SURE)
    for (tot, van, niveau), maps in groupby(rows, key=lambda r: (r["jaar_tot"], r["jaar_van"], r["niveau"])):
        sheets = [row | _doubt(doubts.get((row["kaart_id"], niveau, van, tot), [])) for row in maps]
        parts.append({"van": van, "tot": tot, "niveau": niveau, "kaarten": sheets})
    return parts


def _doubt(rows: list[Row]) -> Row:
    single = [row for row in rows if row["twijfel"] != TOGETHER]
    return {
        "twijfels": single,
        "samen": next((row for row in rows if row["twijfel"] == TOGETHER), None),
        "grootste": single[0] if single and single[0]["gewisseld"] > 0 else None,
    }
