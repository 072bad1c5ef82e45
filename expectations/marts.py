"""The mart suites: are the distributions to publish plausible? Reads the closed work database.

Types, keys and arithmetic are dbt's; here stand ranges, totals and how much is filled.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.runner import Expect, JudgedFrame, between, judge
from veerkracht.outcome import Outcome
from veerkracht.settings import Settings
from veerkracht.worktables import WorkTables

if TYPE_CHECKING:
    import pandas as pd

READS = ("fct_reeks", "dim_indicator", "fct_waarneming", "fct_verandering")


def check_marts(database: Path, settings: Settings, show_values: bool = True) -> list[Outcome]:
    """Judge the marts of a finished build. With `show_values` false messages name indicators and levels, no figures."""
    with WorkTables(database, READS, memory_limit="2GB") as tables:
        looks = list(_looks(tables, settings))
    return judge(looks, "gx_mart", show_values=show_values)


def _looks(tables: WorkTables, settings: Settings) -> Iterator[JudgedFrame]:
    series = tables.query(_SERIES)
    yield JudgedFrame("fct_reeks", series, (_something("fct_reeks", "ten minste een reeks"),))
    yield from _ranges(series)
    yield JudgedFrame("fct_reeks dekking", series, _coverage(settings), label="onderwerp")
    yield from _filled(series)
    totals = tables.query(_TOTALS)
    if len(totals):
        yield JudgedFrame("inwoners per niveau", totals, _totals(), label="onderwerp")
    changes = tables.query(_CHANGES)
    if len(changes):
        yield JudgedFrame("fct_verandering", changes, _verdicts(), label="onderwerp")


def _ranges(series: "pd.DataFrame") -> Iterator[JudgedFrame]:
    """Lowest and highest value of each indicator, level and year inside what the catalogue of indicators allows."""
    low = series[series["min"].notna() & series["laagste"].notna()].assign(ruimte=lambda s: s["laagste"] - s["min"])
    high = series[series["max"].notna() & series["hoogste"].notna()].assign(ruimte=lambda s: s["max"] - s["hoogste"])
    for frame, controle, verwacht in (
        (low, "ondergrens", "geen waarde onder het minimum van de indicator"),
        (high, "bovengrens", "geen waarde boven het maximum van de indicator"),
    ):
        if len(frame):
            # a share computed from rounded parts may stand a hair outside its range
            yield JudgedFrame(
                f"fct_reeks {controle}", frame, (between("ruimte", controle, verwacht, low=-1e-9),), "onderwerp"
            )


def _coverage(settings: Settings) -> tuple[Expect, ...]:
    verwacht = f"dekking tussen {settings.dekking_minimum} en 1 waar een omgeklapte waarde staat"
    return (
        between("dekking_laagste", "dekking", verwacht, low=settings.dekking_minimum - 1e-9),
        between("dekking_hoogste", "dekking", verwacht, high=1 + 1e-9),
    )


def _filled(series: "pd.DataFrame") -> Iterator[JudgedFrame]:
    """Map indicators in their newest year: enough areas with a value to draw a map of."""
    maps = series[series["kaart"] & (series["niveau"] != "land") & (series["waarden"] > 0)]
    newest = maps.sort_values("jaar").groupby(["indicator", "niveau"]).tail(1)
    if len(newest):
        expect = between("gevuld", "gevuld", "in de helft van de gebieden een waarde", low=0.5, ernst="waarschuwt")
        yield JudgedFrame("kaartindicatoren", newest, (expect,), "onderwerp")


def _totals() -> tuple[Expect, ...]:
    """Parts above the whole are counted twice; parts below it may be a delivery of one region."""
    return (
        between("verhouding", "som van delen", "samen niet meer dan 1% boven het land", high=1.01),
        between("verhouding", "som van delen", "samen ten minste 99% van het land", low=0.99, ernst="waarschuwt"),
    )


def _verdicts() -> tuple[Expect, ...]:
    comparable = "ten minste een deel van de veranderingen is vergelijkbaar"
    return (between("onbekend", "vergelijkbaarheid", comparable, high=1, ernst="waarschuwt", strict_max=True),)


def _something(controle: str, verwacht: str) -> Expect:
    return Expect("ExpectTableRowCountToBeBetween", controle, verwacht, "blokkeert", {"min_value": 1})


_SERIES = """
select r.indicator || ' ' || r.niveau || ' ' || r.jaar as onderwerp, r.indicator, r.niveau, r.jaar,
    any_value(i.min) as min, any_value(i.max) as max, coalesce(any_value(i.kaart), false) as kaart,
    count(*) as gebieden, count(r.waarde) as waarden, count(r.waarde) / count(*) as gevuld,
    min(r.waarde) as laagste, max(r.waarde) as hoogste,
    min(r.dekking) filter (r.waarde is not null and r.methode in ('adressen', 'inwoners', 'oppervlakte'))
        as dekking_laagste,
    max(r.dekking) filter (r.waarde is not null) as dekking_hoogste
from fct_reeks as r inner join dim_indicator as i using (indicator)
group by r.indicator, r.niveau, r.jaar order by all
"""
# Counts are rounded per area, so parts need not add up exactly.
_TOTALS = """
with som as (
    select niveau, jaar, sum(waarde) as inwoners from fct_waarneming
    where indicator = 'a_inw' and waarde is not null and bron = 'cbs_kerncijfers' group by niveau, jaar, release
), land as (select jaar, any_value(inwoners) as inwoners from som where niveau = 'land' group by jaar)
select niveau || ' ' || jaar as onderwerp, som.inwoners / land.inwoners as verhouding
from som inner join land using (jaar) where niveau <> 'land' and land.inwoners > 0 order by all
"""
_CHANGES = """
select indicator || ' ' || niveau as onderwerp,
    count(*) filter (oordeel in ('onbekend', 'onvergelijkbaar')) / count(*) as onbekend
from fct_verandering group by indicator, niveau order by all
"""
