"""Did nuisance and resilience change in a gemeente, a region, the country? Weighted means over its areas, with verdict.

Nuisance: mean change of `onv` (higher = less nuisance), against zero. It is not shrunken: that is for one area, whose
noise a mean averages out, and it would move every gemeente towards the country. Resilience: mean of λ·residual, which
is what map 8 shows, against what the country leads one to expect. The rule of the verdict is in `verdict`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from veerkracht import levels
from veerkracht.statistics import verdict
from veerkracht.statistics.frames import Row, parts
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

GROEP = "inwoners"  # over whom is averaged
AREA = ["niveau", "gebiedscode", "indeling", "jaar_van", "jaar_tot"]
GEBIEDEN = """
    select niveau, gebiedscode, indeling, jaar_van, jaar_tot, gemeentecode, inwoners
    from tussen.int_kaartgebied
    where niveau in ({niveaus}) and inwoners >= ?
"""
EENHEDEN = f"""
    select distinct 'gemeente' as eenheid, gemeentecode as code, gemeentecode from tussen.int_kaartgebied
    union all
    select 'regio', regio, gemeentecode from staging.stg_regios
    union all
    select distinct '{levels.LAND}', '{levels.LANDCODE}', gemeentecode from tussen.int_kaartgebied
"""
LANDELIJK = "select * from tussen.int_landelijk where maat = 'onv' and soort = 'verandering'"


class Stands(NamedTuple):
    """The level and boundaries of the areas that are averaged over."""

    niveau: str
    indeling: int


class Unit(NamedTuple):
    """A gemeente, region or the country."""

    eenheid: str
    code: str


def mean_rows(world: StatWorld) -> Iterator[Row]:
    """Rows `onv_gemiddeld` and `veerkracht_gemiddeld` of the file `spreiding`, per gemeente, region and country."""
    areas = world.query(
        GEBIEDEN.format(niveaus=levels.sql_list(levels.known().on_maps)), [max(world.settings.inwoners_minimum, 1)]
    ).merge(world.query(EENHEDEN), on="gemeentecode")
    krimp = world.load("krimp").query("maat == 'onv'")
    noise = krimp.assign(ruis=np.sqrt(2) * krimp["sigma"])[[*AREA, "grootteklasse", "ruis"]]
    safety = krimp.rename(columns={"verschil": "waarde"}).assign(krimp=1.0)
    model = world.load("veerkracht")
    resilience = model.assign(waarde=model["residu"] * model["lambda"], krimp=model["lambda"])
    for maat, values in (("onv_gemiddeld", safety), ("veerkracht_gemiddeld", resilience)):
        known = values[[*AREA, "waarde", "krimp"]].dropna().merge(noise, on=AREA, how="left")
        known = known.merge(areas[AREA].drop_duplicates(), on=AREA)  # without inhabitants nothing can be weighted
        for stands, chosen in _finest(known):
            here = areas[(areas["niveau"] == stands.niveau) & (areas["indeling"] == stands.indeling)]
            yield from _period(maat, here, chosen, world)


def _finest(known: "pd.DataFrame") -> Iterator[tuple[Stands, "pd.DataFrame"]]:
    """Per period the areas to average over: the smallest level that there is, on the boundaries with most of them."""
    finest = levels.known().on_maps[0]
    for _, period in known.groupby(["jaar_van", "jaar_tot"]):
        found = {stands: len(part) for stands, part in parts(period, Stands)}
        best = min(found, key=lambda one: (one.niveau != finest, -found[one], -one.indeling))
        yield best, period[period["niveau"].eq(best.niveau) & period["indeling"].eq(best.indeling)]


def _period(maat: str, areas: "pd.DataFrame", known: "pd.DataFrame", world: StatWorld) -> Iterator[Row]:
    settings = world.settings
    where = areas[["gebiedscode", "gemeentecode"]].drop_duplicates("gebiedscode")
    known = known.merge(where, on="gebiedscode").sort_values("gebiedscode")
    sizes = known["grootteklasse"].fillna("").to_numpy(str)
    noise = (known["krimp"] * known["ruis"]).to_numpy(float)
    sd = verdict.between(
        known["waarde"].to_numpy(), known["gemeentecode"].to_numpy(), sizes, noise, settings.grootteklasse_minimum
    )
    members = areas.merge(known.assign(sd=sd)[[*AREA, "waarde", "sd"]], on=AREA, how="left")
    members = members[
        members["jaar_van"].eq(known["jaar_van"].iloc[0]) & members["jaar_tot"].eq(known["jaar_tot"].iloc[0])
    ]
    for unit, unit_areas in parts(members, Unit):
        yield _mean(maat, unit, unit_areas.sort_values("gebiedscode"), world)


def _mean(maat: str, unit: Unit, areas: "pd.DataFrame", world: StatWorld) -> Row:
    first, counted = areas.iloc[0], areas.dropna(subset=["waarde", "sd"])
    row: Row = {"niveau": unit.eenheid, "gebiedscode": unit.code, "groep": GROEP, "maat": maat, "n": len(counted)}
    row |= {key: int(first[key]) for key in ("indeling", "jaar_van", "jaar_tot")}
    row["dekking"] = float(counted["inwoners"].sum() / areas["inwoners"].sum())
    reason = _reason(maat, row, len(areas), first["niveau"], world)
    if not len(counted):
        return row | {"oordeel": verdict.UNKNOWN, "reden": reason}
    change, weight, sd = (counted[name].to_numpy(float) for name in ("waarde", "inwoners", "sd"))
    told = verdict.of_mean(change, weight, sd, world.settings.aantoonbaar_z)
    row |= {"verschil": told.change, "laag": told.low, "hoog": told.high, "p_waarde": told.p}
    return row | {"oordeel": verdict.UNKNOWN if reason else told.word, "reden": reason}


def _reason(maat: str, row: Row, areas: int, niveau: str, world: StatWorld) -> str | None:
    if maat == "veerkracht_gemiddeld" and row["niveau"] == levels.LAND:
        return "veerkracht wordt gemeten ten opzichte van het land zelf"
    if row["n"] == 0:
        return f"geen van de {areas} bewoonde {levels.known()[niveau].meervoud} heeft een waarde"
    if row["niveau"] == levels.LAND:
        return _national(row, niveau, world)
    if row["dekking"] < world.settings.gemeente_dekking_minimum:
        return (
            f"de {levels.known()[niveau].meervoud} met een waarde tellen {round(100 * row['dekking'])}% van de inwoners"
        )
    return None


def _national(row: Row, niveau: str, world: StatWorld) -> str | None:
    keys = ["indeling", "jaar_van", "jaar_tot"]
    found = world.query(f"{LANDELIJK} and niveau = ? and indeling = ? and jaar_van = ? and jaar_tot = ?",
                        [niveau, *(row[key] for key in keys)])  # fmt: skip
    if len(found) and not found["is_toegestaan"].iloc[0]:
        return str(found["reden"].iloc[0])
    return None
