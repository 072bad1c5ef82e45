"""verantwoording.html: how every figure of the maps came about, from the catalogue, the model and the settings.

Definitions, weights and outcomes are read from the edition; the formulas of the method stand in the template.
"""

from pathlib import Path

from veerkracht.edition.reading import Edition, QueryRow
from veerkracht.edition.verdicts import STUDY, VerdictLimits, times
from veerkracht.products.web.page import render

_COMPONENTS = """
select c.onderdeel, c.themagroep, c.indicator, c.gewicht, min(c.jaar) as eerste, max(c.jaar) as laatste,
    i.label, i.definitie, i.eenheid, i.richting, n.label as noemer, i.decimalen
from fct_component c
join dim_indicator i on i.indicator = c.indicator
left join dim_indicator n on n.indicator = i.noemer
group by all order by c.themagroep, c.onderdeel, eerste
"""
_REFERENCES = """
select r.*, i.label, i.decimalen from mrt_referentie r join dim_indicator i on i.indicator = r.indicator
where op_kaart(r.niveau) order by r.niveau, r.onderdeel, r.indicator, r.indeling
"""
_MAPS = """
select k.*, i.label as maatnaam from dim_kaart k left join dim_indicator i on i.indicator = k.maat
order by k.volgorde, k.kaart_id
"""
_PERIODS = """
select p.*, k.titel, k.volgorde from dim_periode p join dim_kaart k on k.kaart_id = p.kaart_id
order by p.jaar_tot desc, p.jaar_van, p.niveau, p.indeling, k.volgorde, p.kaart_id
"""
_MODEL = """
select m.*, i.label from mrt_model m left join dim_indicator i on i.indicator = m.maat
order by m.jaar_tot desc, m.jaar_van, m.niveau, m.indeling, m.maat
"""
_NULL_RUN = """
select y.*, k.kaart_id, k.titel from mrt_ijking y
join dim_kaart k on if(k.soort = 'verandering', k.maat, k.soort) = y.maat
order by y.jaar_tot desc, y.jaar_van, y.niveau, y.indeling, k.volgorde, k.kaart_id
"""
_NOISE = """
select r.*, i.label from mrt_ruis r left join dim_indicator i on i.indicator = r.indicator
order by r.niveau, r.indeling, r.maat, r.indicator
"""


def write(kandidaat: Path) -> list[Path]:
    """Write `verantwoording.html`."""
    with Edition(kandidaat) as edition:
        values = _contents(edition)
        page = render("verantwoording.html", kandidaat / "verantwoording.html", edition, v=values)
    return [page]


def _contents(edition: Edition) -> QueryRow:
    periods, limits = edition.rows(_PERIODS), VerdictLimits.of(edition)
    return {
        "kaarten": [row | {"grenzen": _limits(row["grenzen"])} for row in edition.rows(_MAPS)],
        "perioden": periods,
        "jaren": list(dict.fromkeys((row["jaar_van"], row["jaar_tot"]) for row in periods)),
        "onderdelen": edition.rows(_COMPONENTS),
        "referenties": edition.rows(_REFERENCES),
        "model": edition.rows(_MODEL),
        "ruis": edition.rows(_NOISE),
        "nulproef": edition.rows(_NULL_RUN),
        "negen": times(limits.duidelijk),
        "drie": times(limits.waarschijnlijk),
        "studie": STUDY,
        "instellingen": sorted(edition.instellingen, key=lambda row: row.instelling),
        "i": edition.settings,
        "vervangen": _replaced(edition),
        "politie": bool(edition.rows("select 1 from dim_release where bron like 'politie%' limit 1")),
    }


def _limits(text: str | None) -> str:
    """Limits of the catalogue as Dutch write numbers."""
    limits = [f"{round(float(part), 4):g}" for part in (text or "").split(";") if part]
    return "; ".join(limits).translate(str.maketrans(".-", ",−"))


def _replaced(edition: Edition) -> str | None:
    """Label of the delivered share that takes the place of the index in a leden edition."""
    rows = edition.rows(
        "select distinct coalesce(i.label, k.maat) as naam from fct_kwetsbaarheid k "
        "left join dim_indicator i on i.indicator = k.maat where k.maat <> 'index' and k.waarde is not null"
    )
    return ", ".join(row["naam"] for row in rows) or None
