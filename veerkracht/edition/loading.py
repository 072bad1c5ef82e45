"""Reads the figures of a report: map indicators with the years compared, values, changes and areas, once.

Everything stands on the target vintage; of the land also figures that carry another one, since it has no boundaries.
"""

from dataclasses import replace

from veerkracht.edition.figures import NOTHING, Figures, GebiedIndicator, GebiedValue, MapIndicator
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Gebied, Grenswijziging, Verandering
from veerkracht.errors import VeerkrachtError
from veerkracht.levels import LANDCODE

LAND_ENOUGH = 0.8  # share of inhabitants that gemeenten with a value must hold for a national mean

_PAIRS = """
with paren as (
    select indicator, jaar_van, jaar_tot, count(verschil) as n from fct_verandering
    where indeling = $doel and niveau <> 'land' and jaar_van >= $van and jaar_tot <= $tot and jaar_van < jaar_tot
    group by all
), ruim as (
    select * from paren where n > 0 and n >= 0.5 * (select max(n) from paren p where p.indicator = paren.indicator)
)
select indicator, jaar_van, jaar_tot from ruim
qualify row_number() over (partition by indicator order by jaar_tot - jaar_van desc, jaar_tot desc) = 1
"""
_LEVELS = """
select indicator, max(jaar) as jaar from (
    select indicator, jaar, count(waarde) as n from fct_reeks
    where indeling = $doel and niveau <> 'land' and jaar <= $tot group by all
) g where n > 0 and n >= 0.5 * (
    select max(n) from (
        select count(waarde) as n from fct_reeks r
        where r.indicator = g.indicator and r.indeling = $doel and r.niveau <> 'land' and r.jaar <= $tot
        group by r.jaar))
group by indicator
"""
_VALUES = """
select r.niveau, r.gebiedscode, r.indicator, r.jaar, r.waarde, r.status from fct_reeks r
join (select unnest($indicatoren) as indicator, unnest($jaren) as getoond) i on i.indicator = r.indicator
where (r.indeling = $doel or r.niveau = 'land') and (r.niveau in ('gemeente', 'land') or r.jaar = i.getoond)
qualify row_number() over (
    partition by r.niveau, r.gebiedscode, r.indicator, r.jaar
    order by r.waarde is null, r.indeling = $doel desc, r.indeling desc) = 1
"""
_CHANGES = """
select v.niveau, v.gebiedscode, v.indicator, v.waarde_van, v.waarde_tot, v.verschil, v.verschil_relatief,
    v.gekrompen, v.oordeel, v.reden, m.waarde as inwoners_van
from fct_verandering v
left join fct_reeks m on m.niveau = v.niveau and m.gebiedscode = v.gebiedscode and m.indeling = v.indeling
    and m.jaar = v.jaar_van and m.indicator = 'a_inw'
join (select unnest($indicatoren) as indicator, unnest($van) as jaar_van, unnest($tot) as jaar_tot) p
    on p.indicator = v.indicator and p.jaar_van = v.jaar_van and p.jaar_tot = v.jaar_tot
where v.indeling = $doel or v.niveau = 'land'
qualify row_number() over (
    partition by v.niveau, v.gebiedscode, v.indicator order by v.verschil is null, v.indeling = $doel desc) = 1
"""


def load(edition: Edition, van: int | None, tot: int | None) -> Figures:
    """Read all figures for a report from `van` to `tot` (default: the report period of the edition).

    An edition with nothing to compare in its own period has a report without changes. Raises VeerkrachtError when
    years that were asked for are not in order, one of them lies outside all figures, or no map indicator has a figure
    between them.
    """
    about, asked = edition.about, [jaar for jaar in (van, tot) if jaar]
    van = van or about.rapport_van
    tot = tot or about.rapport_tot or _newest_year(edition)
    if van >= tot and asked:
        raise VeerkrachtError(f"Van {van} tot {tot}: het beginjaar moet voor het eindjaar liggen.")
    _require_within(edition, asked)
    van = min(van, tot)
    indicators = _indicators(edition, van, tot)
    if asked and not any(i.van for i in indicators):
        years = [
            row["jaar"] for row in edition.rows("select distinct jaar_van as jaar from fct_verandering order by 1")
        ]
        known = ", ".join(map(str, years)) or "geen"
        raise VeerkrachtError(f"Van {van} tot {tot} is er niets te vergelijken. Beginjaren met cijfers: {known}.")
    figures = Figures(
        van=van,
        tot=tot,
        indicatoren=indicators,
        gebieden=_areas(edition),
        waarden=_values(edition, indicators),
        wijzigingen=_changes(edition, indicators),
        grenswijzigingen=_boundary_changes(edition),
        minimum=about.inwoners_minimum,
    )
    for indicator in indicators:
        _national_mean(figures, indicator)
    return figures


def _require_within(edition: Edition, jaren: list[int]) -> None:
    """A report that is called after a year without any figure would claim a period that nobody measured."""
    (span,) = edition.rows("select min(jaar_van) as van, max(jaar_tot) as tot from fct_verandering")
    outside = [jaar for jaar in jaren if span["van"] and not span["van"] <= jaar <= span["tot"]]
    if outside:
        known = f"die van deze editie lopen van {span['van']} tot en met {span['tot']}"
        raise VeerkrachtError(f"Van {' en '.join(map(str, outside))} zijn er geen cijfers: {known}.")


def _newest_year(edition: Edition) -> int:
    rows = edition.rows(
        "select max(jaar) as jaar from fct_reeks where waarde is not null and indeling = ? and niveau <> 'land' "
        "and indicator in (select indicator from dim_indicator where kaart)",
        [edition.about.doel_indeling],
    )
    if rows[0]["jaar"] is None:
        raise VeerkrachtError("Deze editie heeft geen cijfers van kaartindicatoren op haar indeling; geen rapport.")
    return rows[0]["jaar"]


def _indicators(edition: Edition, van: int, tot: int) -> list[MapIndicator]:
    doel = edition.about.doel_indeling
    pairs = {r["indicator"]: r for r in edition.rows(_PAIRS, {"doel": doel, "van": van, "tot": tot})}
    shown = {r["indicator"]: r["jaar"] for r in edition.rows(_LEVELS, {"doel": doel, "tot": tot})}
    found = []
    for row in edition.map_indicators:
        pair = pairs.get(row.indicator, {})
        found.append(
            MapIndicator(
                naam=row.indicator,
                label=row.label,
                eenheid=row.eenheid or "",
                soort=row.soort or "",
                decimalen=row.decimalen or 0,
                van=pair.get("jaar_van"),
                tot=pair.get("jaar_tot"),
                jaar=pair.get("jaar_tot") or shown.get(row.indicator),
            )
        )
    return found


def _areas(edition: Edition) -> dict[str, list[Gebied]]:
    found: dict[str, list[Gebied]] = {}
    sql = (
        "select * from dim_gebied where (indeling = ? or niveau = 'land') and water is distinct from 'buitenland' "
        "order by gebiedsnaam, gebiedscode"
    )
    for area in edition.records(Gebied, sql, [edition.about.doel_indeling]):
        found.setdefault(area.niveau, []).append(area)
    return found


def _values(edition: Edition, indicators: list[MapIndicator]) -> dict[GebiedIndicator, dict[int, GebiedValue]]:
    found: dict[GebiedIndicator, dict[int, GebiedValue]] = {}
    shown = [i for i in indicators if i.jaar]
    values = {
        "indicatoren": [i.naam for i in shown],
        "jaren": [i.jaar for i in shown],
        "doel": edition.about.doel_indeling,
    }
    for row in edition.rows(_VALUES, values):
        key = row["niveau"], row["gebiedscode"], row["indicator"]
        found.setdefault(key, {})[row["jaar"]] = GebiedValue(row["waarde"], row["status"])
    return found


def _changes(edition: Edition, indicators: list[MapIndicator]) -> dict[GebiedIndicator, Verandering]:
    compared = [i for i in indicators if i.van]
    values = {
        "indicatoren": [i.naam for i in compared],
        "van": [i.van for i in compared],
        "tot": [i.tot for i in compared],
        "doel": edition.about.doel_indeling,
    }
    return {(r.niveau, r.gebiedscode, r.indicator): r for r in edition.records(Verandering, _CHANGES, values)}


def _national_mean(figures: Figures, indicator: MapIndicator) -> None:
    """Where a source gives no figure of the land: the mean of gemeenten by inhabitants, if they hold enough of them."""
    key = "land", LANDCODE, indicator.naam
    if indicator.soort == "aantal" or any(one.waarde is not None for one in figures.waarden.get(key, {}).values()):
        return
    weights = {area.gebiedscode: area.inwoners for area in figures.gebieden.get("gemeente", []) if area.inwoners}
    own = {code: figures.waarden.get(("gemeente", code, indicator.naam), {}) for code in weights}
    years = sorted({year for series in own.values() for year in series})
    means = {year: _mean({c: own[c].get(year, NOTHING).waarde for c in own}, weights) for year in years}
    figures.waarden[key] = {year: GebiedValue(mean, "waarde") for year, mean in means.items() if mean is not None}
    changes = {code: figures.change("gemeente", code, indicator) for code in own}
    change = _mean({code: row.verschil if row else None for code, row in changes.items()}, weights)
    if change is not None:
        known = figures.wijzigingen.get(key) or Verandering("land", LANDCODE, indicator.naam, None, "onbekend")
        figures.wijzigingen[key] = replace(known, verschil=change)
    if figures.waarden[key]:
        figures.land_berekend.add(indicator.naam)


def _mean(values: dict[str, float | None], weights: dict[str, float]) -> float | None:
    held = {code: value for code, value in values.items() if value is not None}
    weight = sum(weights[code] for code in held)
    if not held or weight < LAND_ENOUGH * sum(weights.values()):
        return None
    return sum(value * weights[code] for code, value in held.items()) / weight


def _boundary_changes(edition: Edition) -> list[Grenswijziging]:
    return edition.records(
        Grenswijziging,
        "select * from fct_wijziging where niveau = grondniveau() and naar_indeling = ? "
        "and klasse not in ('ongewijzigd', 'hernummerd') order by van_indeling, coalesce(naar_code, van_code)",
        [edition.about.doel_indeling],
    )
