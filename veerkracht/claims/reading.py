"""Reads the maps of change of an edition, or of a work database, and puts the truth of the sample beside them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from veerkracht.claims.parts import SUBJECTS, Period, parts_of
from veerkracht.claims.records import CLASSES, LANDELIJK, ONDERWERPEN, RELATIEF, SAMENLOOP, MapOfChange
from veerkracht.claims.truth import AREA, true_changes
from veerkracht.worktables import WorkTables

READS = (
    "dim_indicator", "dim_kaart", "dim_periode", "fct_component", "fct_kaart", "fct_legenda", "fct_verandering",
    "mrt_referentie",
)  # fmt: skip
_AREAS = f"""
with kaarten as ({SUBJECTS}),
veranderingen as (
    select niveau, gebiedscode, indeling, jaar_van, jaar_tot, indicator, se, delta, p_ongunstiger from fct_verandering
    where indicator in ('kwetsbaarheid', 'onv', 'veerkracht', 'veerkracht_relatief')
)
select
    k.kaart_id, s.onderwerp, k.niveau, k.gebiedscode, k.indeling, k.gemeentecode, k.jaar_van, k.jaar_tot,
    k.klasse, k.kans, k.inwoners, k.waarde as gekrompen, k.laag, k.hoog, k.waarde_gemeten as gemeten, v.se,
    coalesce(v.delta, a.delta) as delta, b.delta as delta_2, a.p_ongunstiger * b.p_ongunstiger as p_beide
from fct_kaart as k
join kaarten as s using (kaart_id)
left join veranderingen as v
    on v.indicator = s.onderwerp and v.niveau = k.niveau and v.gebiedscode = k.gebiedscode
    and v.indeling = k.indeling and v.jaar_van = k.jaar_van and v.jaar_tot = k.jaar_tot
left join veranderingen as a
    on a.indicator = 'kwetsbaarheid' and a.niveau = k.niveau and a.gebiedscode = k.gebiedscode
    and a.indeling = k.indeling and a.jaar_van = k.jaar_van and a.jaar_tot = k.jaar_tot
left join veranderingen as b
    on b.indicator = 'onv' and b.niveau = k.niveau and b.gebiedscode = k.gebiedscode
    and b.indeling = k.indeling and b.jaar_van = k.jaar_van and b.jaar_tot = k.jaar_tot
where list_contains($onderwerpen, s.onderwerp) and k.klasse is not null
order by k.kaart_id, k.niveau, k.indeling, k.jaar_van, k.jaar_tot, k.gebiedscode
"""
_KEYS = ["kaart_id", "niveau", "indeling", "jaar_van", "jaar_tot"]
_LABELS = f"select distinct {', '.join(_KEYS)}, klasse, label from fct_legenda where klasse > 0"


@dataclass(frozen=True)
class Truth:
    """The `ware_reeksen.parquet` of the sample that an edition was built from, and the edition's `winsor_grens`."""

    file: Path
    winsor: float


def read_maps(database: Path, truth: Truth | None) -> list[MapOfChange]:
    """All maps of change with areas in a class, by map, level, indeling and period.

    `database` of an edition or a candidate, or the work database of a build. Raises BuildError where it lacks a mart.
    """
    with WorkTables(database, READS) as marts:
        areas = marts.query(_AREAS, {"onderwerpen": list(ONDERWERPEN)})
        labels = marts.query(_LABELS)
        areas = areas.assign(waar=np.nan, waar_2=np.nan) if truth is None else _with_truth(areas, marts, truth)
    named = {key: dict(zip(own["klasse"], own["label"], strict=True)) for key, own in labels.groupby(_KEYS)}
    return [_map_of(own, named[key]) for key, own in areas.groupby(_KEYS, sort=False)]


def winsor_of(database: Path) -> float:
    """The limit at which the edition cuts off standardised parts. Raises BuildError for what is no edition."""
    with WorkTables(database, ["dim_instelling"]) as marts:
        known = marts.query("select waarde::double as waarde from dim_instelling where instelling = 'winsor_grens'")
    return float(known["waarde"].to_numpy(float)[0])


def _map_of(areas: pd.DataFrame, labels: dict[int, str]) -> MapOfChange:
    """The rows of one map, level, indeling and period as arrays."""
    first = areas.iloc[0]
    arrays = {
        name: areas[name].to_numpy(float)
        for name in ("kans", "inwoners", "gekrompen", "laag", "hoog", "gemeten", "se", "p_beide", "waar", "waar_2")
    }
    return MapOfChange(
        kaart_id=str(first["kaart_id"]),
        onderwerp=str(first["onderwerp"]),
        niveau=str(first["niveau"]),
        indeling=int(first["indeling"]),
        jaar_van=int(first["jaar_van"]),
        jaar_tot=int(first["jaar_tot"]),
        labels={klasse: labels.get(klasse, "") for klasse in CLASSES},
        delta=float(first["delta"]),
        delta_2=float(first["delta_2"]),
        klasse=areas["klasse"].to_numpy(int),
        **arrays,
    )


def _with_truth(areas: pd.DataFrame, marts: WorkTables, truth: Truth) -> pd.DataFrame:
    """Add `waar` and `waar_2` per area: what truly changed of what its map is about."""
    series, parts = pd.read_parquet(truth.file), parts_of(marts)
    found = []
    for _, own in areas.groupby(["onderwerp", "jaar_van", "jaar_tot"], sort=False):
        onderwerp, period = str(own["onderwerp"].iloc[0]), Period.of(own)
        true = true_changes(series, parts.get(period, []), period, truth.winsor)
        joined = own.merge(true, on=AREA, how="left", suffixes=("", "_waar"))
        joined["waar"], joined["waar_2"] = _about(onderwerp, joined), joined["onv"]
        found.append(joined)
    return pd.concat(found) if found else areas.assign(waar=[], waar_2=[])


def _about(onderwerp: str, areas: pd.DataFrame) -> pd.Series:
    """What a map is about: resilience beside the mean of the country (by inhabitants), or of the gemeente (plain)."""
    if onderwerp == SAMENLOOP:
        return areas["kwetsbaarheid"]
    if onderwerp == LANDELIJK:
        weight = areas["inwoners"].where(areas["veerkracht"].notna())
        country = [areas["niveau"], areas["indeling"]]
        weighted = (areas["veerkracht"] * weight).groupby(country).transform("sum")
        return areas["veerkracht"] - weighted / weight.groupby(country).transform("sum")
    if onderwerp == RELATIEF:
        mean = areas.groupby(["niveau", "indeling", "gemeentecode"])["veerkracht"].transform("mean")
        return areas["veerkracht"] - mean
    return areas[onderwerp]
