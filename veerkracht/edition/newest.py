"""Newest value and change of each map indicator per area on the target vintage: the figures that layers carry.

The year of an indicator is one for the whole level: the newest in which at least half as many areas have a value as
in its best year, so that a first release of few areas does not empty a layer. The change ends in that year and
starts in the first comparable year from `rapport_van` on.
"""

from typing import TYPE_CHECKING

from veerkracht.edition.reading import Edition

if TYPE_CHECKING:
    import pandas as pd

ENOUGH = 0.5

_YEARS = """
with geteld as (
    select indicator, jaar, count(waarde) as met_waarde
    from fct_reeks where niveau = $niveau and indeling = $indeling group by all
)
select indicator, max(jaar) as jaar from geteld
where met_waarde > 0 and met_waarde >= $genoeg * (
    select max(g.met_waarde) from geteld g where g.indicator = geteld.indicator)
group by indicator
"""

_STARTS = """
select v.indicator, v.jaar_tot,
    coalesce(min(v.jaar_van) filter (v.jaar_van >= $van), max(v.jaar_van)) as jaar_van
from fct_verandering v
where v.niveau = $niveau and v.indeling = $indeling and v.verschil is not null and v.jaar_van < v.jaar_tot
group by all
"""

_VALUES = f"""
with jaren as ({_YEARS}), begin as ({_STARTS})
select r.gebiedscode, r.indicator, r.jaar, r.waarde, r.status, b.jaar_van as van, v.verschil, v.oordeel
from fct_reeks r
join jaren j on j.indicator = r.indicator and j.jaar = r.jaar
left join begin b on b.indicator = r.indicator and b.jaar_tot = r.jaar
left join fct_verandering v on v.niveau = r.niveau and v.gebiedscode = r.gebiedscode and v.indeling = r.indeling
    and v.indicator = r.indicator and v.jaar_tot = r.jaar and v.jaar_van = b.jaar_van
where r.niveau = $niveau and r.indeling = $indeling
    and r.indicator in (select indicator from dim_indicator where kaart)
"""


def newest(edition: Edition, niveau: str) -> "pd.DataFrame":
    """Frame gebiedscode, indicator, jaar, waarde, status, van, verschil, oordeel: one row an area and map indicator."""
    about = edition.about
    return edition.frame(
        _VALUES,
        {"niveau": niveau, "indeling": about.doel_indeling, "genoeg": ENOUGH, "van": about.rapport_van},
    )
