"""What the workbooks share and what each holds, read for a batch of gemeenten at a time: few queries, little memory."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.edition.sources import credits
from veerkracht.products.table.werkboek.rows import ChangeRow, Numbered, NumberedGebied, Reason, RowGebied, Sentence

if TYPE_CHECKING:
    import numpy as np

OTHER = "overig"  # theme of indicators without one

_GEMEENTEN = """
select distinct g.niveau, g.gebiedscode, g.indeling, g.gebiedsnaam from dim_gebied g
join dim_gebied b on b.niveau = grondniveau() and b.gemeentecode = g.gebiedscode and b.indeling = g.indeling
where g.niveau = 'gemeente' and g.indeling = ? and g.water is distinct from 'buitenland'
    and regexp_full_match(g.gebiedscode, 'GM[0-9A-Za-z]{4,8}') order by g.gebiedscode
"""
_AREAS = """
select row_number() over (order by gemeentecode, niveau, indeling, gebiedscode) as nummer,
    gemeentecode, niveau, indeling, gebiedscode, gebiedsnaam, wijkcode
from dim_gebied
where list_contains($codes, gemeentecode) and genest(niveau)
    and water is distinct from 'buitenland'
"""
_INDICATORS = """
select row_number() over (order by coalesce(thema, $overig), kaart desc, indicator) as volgnummer, *,
    coalesce(thema, $overig) as blad
from dim_indicator
"""
_SERIES = f"""
with g as ({_AREAS}), i as ({_INDICATORS})
select g.nummer, i.volgnummer, r.jaar, r.waarde, list_position($statussen, r.status) as status
from fct_reeks r
join g on g.niveau = r.niveau and g.gebiedscode = r.gebiedscode and g.indeling = r.indeling
join i on i.indicator = r.indicator
"""
# of each measure the widest pair of years in which enough areas compare, on each level and vintage
_CHANGES = f"""
with g as ({_AREAS}), paren as (
    select niveau, indeling, indicator, jaar_van, jaar_tot, count(verschil) as n from fct_verandering
    where indicator in (select indicator from dim_indicator where kaart or onderdeel is not null)
        and jaar_van >= $van and jaar_van < jaar_tot
    group by all
), geteld as (
    select *, max(n) over (partition by niveau, indeling, indicator) as meest from paren where n > 0
), ruimste as (
    select * from geteld where n >= 0.5 * meest
    qualify row_number() over (
        partition by niveau, indeling, indicator order by jaar_tot - jaar_van desc, jaar_tot desc) = 1
)
select g.nummer, v.indicator, v.jaar_van, v.jaar_tot, v.waarde_van, v.waarde_tot, v.verschil, v.verschil_relatief,
    v.gekrompen, v.laag, v.hoog, v.p_ongunstiger, v.p_gunstiger, v.oordeel, v.reden
from fct_verandering v
join ruimste using (niveau, indeling, indicator, jaar_van, jaar_tot)
join g on g.niveau = v.niveau and g.gebiedscode = v.gebiedscode and g.indeling = v.indeling
order by g.nummer, v.indicator
"""
_REASONS = """
select a.*, g.gebiedsnaam from mrt_aandacht a
left join dim_gebied g on g.niveau = a.niveau and g.gebiedscode = a.gebiedscode and g.indeling = a.indeling
where list_contains(?, a.gemeentecode)
order by a.jaar_tot desc, a.jaar_van, a.niveau, a.rang_gemeente nulls last, a.gebiedscode, a.indeling desc
"""
_SENTENCES = """
select gebiedscode, titel, zin, onderbouwing, jaar_van, jaar_tot from mrt_uitspraak
where niveau = 'gemeente' and list_contains(?, gebiedscode) order by jaar_tot desc, jaar_van, volgorde
"""


@dataclass
class Gathered:
    """All figures of one gemeente."""

    code: str
    naam: str
    gebieden: dict[int, NumberedGebied] = field(default_factory=dict)  # by number
    reeksen: "np.ndarray | None" = None  # columns nummer, volgnummer, jaar, waarde, status
    wijzigingen: list[ChangeRow] = field(default_factory=list)
    redenen: list[Reason] = field(default_factory=list)
    uitspraken: list[Sentence] = field(default_factory=list)


class Gathering:
    """What all workbooks of an edition share."""

    def __init__(self, edition: Edition):
        self.edition, self.about = edition, edition.about
        self.maps, self.bronnen = Maps(edition), credits(edition)
        places = edition.records(RowGebied, _GEMEENTEN, [self.about.doel_indeling])
        self.gemeenten = {place.gebiedscode: place.naam for place in places}
        rows = edition.records(Numbered, _INDICATORS, {"overig": OTHER})
        self.indicatoren = {row.volgnummer: row for row in rows}
        self.op_naam = {row.indicator: row for row in rows}
        self.statussen: list[str] = edition.values(
            "select distinct status from fct_reeks where status is not null order by 1"
        )
        self.gemaakt = datetime.fromtimestamp((edition.folder / "veerkracht.duckdb").stat().st_mtime).replace(
            microsecond=0
        )

    @property
    def themes(self) -> list[str]:
        return sorted({row.blad for row in self.indicatoren.values()})

    def gather(self, codes: list[str]) -> list[Gathered]:
        """The figures of some gemeenten, with one query a mart."""
        found = {code: Gathered(code, self.gemeenten[code]) for code in codes}
        gemeente_of = {}
        for area in self.edition.records(NumberedGebied, _AREAS, {"codes": codes}):
            found[area.gemeentecode].gebieden[area.nummer] = area
            gemeente_of[area.nummer] = area.gemeentecode
        self._series(found, gemeente_of)
        for change in self.edition.records(ChangeRow, _CHANGES, {"codes": codes, "van": self.about.rapport_van}):
            found[gemeente_of[change.nummer]].wijzigingen.append(change)
        for reason in self.edition.records(Reason, _REASONS, [codes]):
            found[reason.gemeentecode].redenen.append(reason)
        for sentence in self.edition.records(Sentence, _SENTENCES, [codes]):
            found[sentence.gebiedscode].uitspraken.append(sentence)
        return list(found.values())

    def _series(self, found: dict[str, Gathered], gemeente_of: dict[int, str]) -> None:
        """Areas are numbered by gemeente, so those of one gemeente are a run of the sorted rows."""
        import numpy as np

        values = {"codes": list(found), "overig": OTHER, "statussen": self.statussen}
        rows = self.edition.frame(_SERIES, values).to_numpy(dtype="float64", na_value=np.nan)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        for gathered in found.values():
            if gathered.gebieden:
                low, high = min(gathered.gebieden), max(gathered.gebieden)
                begin, end = np.searchsorted(rows[:, 0], [low, high + 1])
                gathered.reeksen = rows[begin:end]
