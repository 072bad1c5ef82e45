"""verantwoording.html: how every figure of the maps came about, from the catalogue, the model and the settings.

Definitions, weights and outcomes are read from the edition; the formulas of the method stand in the template.
"""

from pathlib import Path

from veerkracht import levels
from veerkracht.dutch import number
from veerkracht.edition.reading import Edition, Row
from veerkracht.products.web.page import render

POOLED = "alle"

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
_MODEL = "select * from mrt_model order by jaar_tot desc, jaar_van, niveau, indeling, variant, term"
_NOISE = """
select r.*, i.label from mrt_ruis r left join dim_indicator i on i.indicator = r.maat
order by r.jaar_tot desc, r.jaar_van, r.niveau, r.maat, r.grootteklasse = 'alle' desc, r.grootteklasse
"""


def write(kandidaat: Path) -> list[Path]:
    """Write `verantwoording.html`."""
    with Edition(kandidaat) as edition:
        values = _contents(edition)
        page = render("verantwoording.html", kandidaat / "verantwoording.html", edition, v=values)
    return [page]


def _contents(edition: Edition) -> Row:
    noise, periods = edition.rows(_NOISE), edition.rows(_PERIODS)
    return {
        "kaarten": [row | {"grenzen": _limits(row["grenzen"])} for row in edition.rows(_MAPS)],
        "perioden": periods,
        "jaren": list(dict.fromkeys((row["jaar_van"], row["jaar_tot"]) for row in periods)),
        "onderdelen": edition.rows(_COMPONENTS),
        "referenties": edition.rows(_REFERENCES),
        "model": edition.rows(_MODEL),
        "ruis": noise,
        "ruiszinnen": [text for row in noise if (text := _noise_sentence(row))],
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


def _noise_sentence(row: Row) -> str | None:
    """How much of a change is noise, measured in this edition over all size classes together."""
    if row["grootteklasse"] != POOLED or row["status"] != "bepaald" or row["lambda_lijn"] is None:
        return None
    real = sorted(share for share in (row["lambda_lijn"], row["lambda_nugget"]) if share is not None)
    noise = sorted({round(100 * (1 - share)) for share in real})
    name = (row["label"] or row["maat"]).lower()
    places = levels.known()[row["niveau"]].meervoud
    return (
        f"Van wat een gewone kaart van de ontwikkeling van {name} over {row['jaar_van']}–{row['jaar_tot']} tussen "
        f"{places} laat zien, is {' tot '.join(map(str, noise))}% ruis "
        f"({number(row['n'])} {places}, {row['metingen']} metingen)."
    )
