"""What is told of the maps of a new edition: how many show something, over which years, and what stands in the way."""

from pathlib import Path

from veerkracht.edition.reading import Edition

_MAPS = """
select p.jaar_van, p.jaar_tot, count(distinct p.kaart_id) as kaarten,
    count(distinct p.kaart_id) filter (p.n_getoond > 0) as getoond
from dim_periode as p group by all order by p.jaar_tot desc, p.jaar_van
"""
_EMPTY = """
with leeg as (
    select kaart_id, jaar_van, jaar_tot, max(niveau_open) as niveau from dim_periode
    group by all having coalesce(max(n_getoond), 0) = 0
)
select k.volgorde, k.titel, l.jaar_van, l.jaar_tot,
    -- what an area lacks by itself leaves no map empty
    coalesce(mode(f.reden) filter (where f.status = 'onvoldoende landelijke dekking'), mode(f.reden)) as reden
from leeg as l
inner join dim_kaart as k using (kaart_id)
left join fct_kaart as f
    on f.kaart_id = l.kaart_id and f.jaar_van = l.jaar_van and f.jaar_tot = l.jaar_tot and f.niveau = l.niveau
group by all order by l.jaar_tot desc, l.jaar_van, k.volgorde
"""
# The measures that the maps cannot do without, and the newest year that each has a figure of.
_NEWEST = """
with jaren as (
    select i.label as maat, max(r.jaar) as jaar from fct_reeks as r inner join dim_indicator as i using (indicator)
    where r.waarde is not null and r.indicator in (select unnest(string_split(maat, '+')) from dim_kaart)
    group by all
    union all
    select 'Kwetsbare bewoners', max(jaar_tot) from fct_kwetsbaarheid where soort = 'niveau' and waarde is not null
)
select maat, jaar, max(jaar) over () as nieuwste from jaren qualify jaar < nieuwste - 1 order by jaar, maat
"""


def map_lines(edition: Path) -> list[str]:
    """How many maps of each period show something, which are empty and why, and which measure ends the period early."""
    with Edition(edition) as opened:
        periods, empty, behind = (opened.rows(sql) for sql in (_MAPS, _EMPTY, _NEWEST))
        lines = _unknown(opened)
    lines += [
        f"Kaarten {row['jaar_van']}–{row['jaar_tot']}: {row['getoond']} van {row['kaarten']} tonen iets."
        for row in periods
    ]
    lines += [
        f"  Kaart {row['volgorde']} ({row['titel']}) {row['jaar_van']}–{row['jaar_tot']} is leeg: "
        f"{row['reden'] or 'er zijn geen cijfers'}."
        for row in empty
    ]
    last = max((row["jaar_tot"] for row in periods), default=0)
    lines += [
        f"  Let op: van “{row['maat']}” is {row['jaar']} het nieuwste jaar, terwijl andere cijfers tot "
        f"{row['nieuwste']} lopen. De kaarten volgen het jaar dat alle cijfers hebben. Mist een levering deze kolom, "
        "kijk dan of de uitgever een andere heeft."
        for row in behind
        if row["jaar"] <= last + 1 < row["nieuwste"]
    ]
    return lines


def _unknown(edition: Edition) -> list[str]:
    """Gemeenten that the settings ask outputs for and that the edition does not have."""
    known = {row["gebiedscode"] for row in edition.rows("select gebiedscode from dim_gebied where niveau = 'gemeente'")}
    absent = sorted(edition.asked - known)
    return [f"Let op: instelling `gemeenten` noemt {', '.join(absent)}, maar die staan niet in de grenzen."] * bool(
        absent
    )
