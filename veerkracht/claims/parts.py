"""The parts of the index of a period, as the marts tell them: which indicator, which two years, how standardised."""

import re
from dataclasses import dataclass

import pandas as pd

from veerkracht.errors import VeerkrachtError
from veerkracht.worktables import WorkTables

SUBJECTS = "select kaart_id, if(soort = 'verandering', maat, soort) as onderwerp from dim_kaart"  # what maps are about
_PART = re.compile(r"(\w+) \((\d{4})–(\d{4})\)")
_SETS = f"""
with kaarten as ({SUBJECTS})
select p.niveau, p.indeling, p.jaar_van, p.jaar_tot, p.onderdelen from dim_periode as p
join kaarten as s using (kaart_id)
where s.onderwerp = 'kwetsbaarheid' and p.onderdelen is not null
"""
_PARTS = """
select
    c.niveau, c.indeling, c.indicator, any_value(c.gewicht) as gewicht, any_value(r.gemiddelde) as gemiddelde,
    any_value(r.sd) as sd, if(any_value(i.richting) = 'hoger_is_gunstiger', -1, 1) as teken
from fct_component as c
join mrt_referentie as r using (niveau, indeling, indicator)
join dim_indicator as i using (indicator)
where c.niveau = $niveau and c.indeling = $indeling and c.onderdeel = $onderdeel and c.jaar in ($van, $tot)
group by c.niveau, c.indeling, c.indicator
having count(distinct c.jaar) = 2
order by c.indicator
"""


@dataclass(frozen=True)
class Period:
    """Two years between which a map of change is drawn."""

    jaar_van: int
    jaar_tot: int

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "Period":
        """That of rows which share one: columns jaar_van, jaar_tot."""
        return cls(*(int(rows[column].to_numpy(int)[0]) for column in ("jaar_van", "jaar_tot")))


@dataclass(frozen=True)
class Part:
    """A part of the index in a period: its indicator, measured in two years, and how it is standardised there."""

    niveau: str
    indeling: int
    indicator: str
    gewicht: float
    teken: int  # -1 where higher is less vulnerable
    jaar_van: int
    jaar_tot: int
    gemiddelde: float
    sd: float


@dataclass(frozen=True)
class PartYears:
    """A part as the account of a period names it: `inkomen (2014–2023)`."""

    onderdeel: str
    jaar_van: int
    jaar_tot: int


def part_years(onderdelen: str) -> list[PartYears]:
    """Read `dim_periode.onderdelen` of a map of change. Raises VeerkrachtError for text of another form."""
    words = [_PART.fullmatch(word) for word in onderdelen.split(", ")]
    if not all(words):
        raise VeerkrachtError(
            f"dim_periode.onderdelen is `{onderdelen}`; verwacht: onderdelen met twee jaren, `inkomen (2014–2023)`."
        )
    return [PartYears(word[1], int(word[2]), int(word[3])) for word in words if word]


def parts_of(marts: WorkTables) -> dict[Period, list[Part]]:
    """The parts of each period, of every level and indeling that has a set. Raises VeerkrachtError as `part_years`."""
    found: dict[Period, list[Part]] = {}
    sets = marts.query(_SETS).drop_duplicates()
    for row in range(len(sets)):
        own = sets.iloc[[row]]
        niveau, onderdelen = (str(own[column].iloc[0]) for column in ("niveau", "onderdelen"))
        indeling = int(own["indeling"].to_numpy(int)[0])
        parts = [_part_of(marts, niveau, indeling, part) for part in part_years(onderdelen)]
        found.setdefault(Period.of(own), []).extend(parts)
    return found


def _part_of(marts: WorkTables, niveau: str, indeling: int, part: PartYears) -> Part:
    years = {"van": part.jaar_van, "tot": part.jaar_tot}
    known = marts.query(_PARTS, {"niveau": niveau, "indeling": indeling, "onderdeel": part.onderdeel, **years})
    return Part(
        niveau=niveau,
        indeling=indeling,
        indicator=str(known["indicator"].iloc[0]),
        gewicht=float(known["gewicht"].to_numpy(float)[0]),
        teken=int(known["teken"].to_numpy(int)[0]),
        jaar_van=part.jaar_van,
        jaar_tot=part.jaar_tot,
        gemiddelde=float(known["gemiddelde"].to_numpy(float)[0]),
        sd=float(known["sd"].to_numpy(float)[0]),
    )
