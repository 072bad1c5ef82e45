"""The resilience model per level, boundaries and period (method.md §4): the files `model` and `veerkracht`.

Change of nuisance on change of vulnerability, over the whole country or not at all. Arithmetic stands in `regression`
and `resilience`; β is attenuated by what `noise` found in the change of vulnerability, which texts must say.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht.settings import Settings
from veerkracht.statistics import regression, resilience, weighted
from veerkracht.statistics.frames import Row, Scope, parts
from veerkracht.statistics.world import StatWorld

MAIN, WITH_LEVEL = "hoofd", "met_beginniveau"
KEY = list(Scope._fields)
REGRESSORS = {  # column of the areas -> term of the model, its name in a reason
    "delta_k": ("delta_kwetsbaarheid", "de verandering van kwetsbaarheid"),
    "onv_begin": ("onv_begin", "het beginniveau van overlast en onveiligheid"),
}
VARIANTS = {MAIN: ("delta_k",), WITH_LEVEL: ("delta_k", "onv_begin")}
NO_SPREAD = "te weinig verschil: wat na aftrek van ruis overblijft is overal gelijk"

AREAS = """
    select niveau, indeling, jaar_van, jaar_tot, gebiedscode,
        any_value(gemeentecode) as gemeentecode, any_value(inwoners) as inwoners,
        max(verschil) filter (maat = 'kwetsbaarheid') as delta_k,
        max(verschil) filter (maat = 'onv') as delta_onv,
        max(waarde_van) filter (maat = 'onv') as onv_begin,
        max(coalesce(reden_verschil, status_verschil)) filter (maat = 'kwetsbaarheid' and verschil is null) as reden_k,
        max(coalesce(reden_verschil, status_verschil)) filter (maat = 'onv' and verschil is null) as reden_onv
    from tussen.int_maat where maat in ('kwetsbaarheid', 'onv')
    group by all order by all
"""
REFUSED = """
    select niveau, indeling, jaar_van, jaar_tot, maat, is_toegestaan, reden from tussen.int_landelijk
    where soort = 'verandering' and maat in ('kwetsbaarheid', 'onv') order by all
"""


@dataclass(frozen=True)
class Studied:
    """What the model of one period stands on: areas with both changes and enough inhabitants, without gaps."""

    areas: pd.DataFrame  # gebiedscode, gemeentecode, delta_k, delta_onv, onv_begin, lambda
    inhabitants: np.ndarray
    weights: np.ndarray  # inhabitants, capped

    def column(self, name: str) -> np.ndarray:
        return self.areas[name].to_numpy(float)


def write(world: StatWorld) -> None:
    """Write `model` (a row a coefficient, or why there is none) and `veerkracht` (a row an area of each period)."""
    how = world.settings
    krimp = world.load("krimp")
    lambdas = krimp.loc[krimp["maat"] == "onv", [*KEY, "gebiedscode", "lambda"]]
    areas = world.query(AREAS).merge(lambdas, on=[*KEY, "gebiedscode"], how="left")
    not_allowed = _not_allowed(world.query(REFUSED))
    rows: list[Row] = []
    values: list[pd.DataFrame] = []
    for scope, part in parts(areas, Scope):
        chosen = usable(part, how.inwoners_minimum)
        studied = select_usable(part[chosen], how.gewicht_plafond)
        reason = not_allowed.get(scope) or too_few(studied, how.model_minimum)
        rows.extend(scope._asdict() | row for row in model_rows(studied, reason, how))
        values.append(_values(part, chosen, studied, reason, how))
    world.save("model", rows)
    world.save("veerkracht", pd.concat(values, ignore_index=True) if values else [])


def _not_allowed(landelijk: pd.DataFrame) -> dict[Scope, str]:
    """Per period why the areas with a change do not stand for the country, in the words of `int_landelijk`."""
    refused = landelijk[~landelijk["is_toegestaan"].astype(bool)]
    names = {"kwetsbaarheid": "verandering van kwetsbaarheid", "onv": "verandering van overlast en onveiligheid"}
    reasons = refused.assign(
        tekst=[f"{names[maat]}: {reden}" for maat, reden in zip(refused["maat"], refused["reden"], strict=True)]
    )
    return {scope: "; ".join(part["tekst"]) for scope, part in parts(reasons, Scope)}


def usable(areas: pd.DataFrame, inhabitants_minimum: int) -> np.ndarray:
    """Which areas count: both changes known, a gemeente, and enough inhabitants, for they are the weight."""
    known = areas[["delta_k", "delta_onv", "onv_begin", "gemeentecode"]].notna().all(axis=1)
    return (known & (areas["inwoners"] >= inhabitants_minimum)).to_numpy(bool)


def select_usable(areas: pd.DataFrame, cap: float) -> Studied:
    """The usable areas, with weights capped at that quantile of the inhabitants."""
    inhabitants = areas["inwoners"].to_numpy(float)
    return Studied(areas, inhabitants, np.minimum(inhabitants, weighted.quantile(inhabitants, cap)))


def too_few(studied: Studied, minimum: int) -> str | None:
    """Why these areas are not enough for a model, in Dutch; None when they are."""
    if len(studied.areas) >= minimum:
        return None
    return f"{len(studied.areas)} gebieden met beide veranderingen en genoeg inwoners; het model vraagt er {minimum}"


def model_rows(studied: Studied, reason: str | None, how: Settings) -> Iterator[Row]:
    """Rows of `model` of one period: each variant with its coefficients, or refused with the reason."""
    counted = {"n": len(studied.areas), "gemeenten": int(studied.areas["gemeentecode"].nunique())}
    for variant, columns in VARIANTS.items():
        refused = reason or regressors_refusal(studied, columns)
        if refused:
            yield {"variant": variant, "status": "geweigerd", "reden": refused} | counted
        else:
            yield from ({"variant": variant} | counted | row for row in _coefficients(studied, columns, how))


def regressors_refusal(studied: Studied, columns: tuple[str, ...]) -> str | None:
    """Why these regressors tell no slope, in Dutch; None when they do."""
    if not weighted.sd(studied.column("delta_onv"), studied.weights) > 0:
        return "de verandering van overlast en onveiligheid is overal gelijk"
    return regression.refusal({REGRESSORS[name][1]: studied.column(name) for name in columns}, studied.weights)


def fit(studied: Studied, columns: tuple[str, ...] = VARIANTS[MAIN]) -> regression.Fit:
    """Coefficients and residuals of a variant."""
    return regression.fit([studied.column(name) for name in columns], studied.column("delta_onv"), studied.weights)


def _coefficients(studied: Studied, columns: tuple[str, ...], how: Settings) -> Iterator[Row]:
    x, found = [studied.column(name) for name in columns], fit(studied, columns)
    groups = studied.areas["gemeentecode"].to_numpy(str)
    errors = regression.errors(x, studied.weights, found, groups, how.cluster_gemeenten_minimum)
    shrunken = studied.column("lambda") * found.residuals
    whole = {
        "foutsoort": errors.kind,
        "r2": regression.explained(studied.column("delta_onv"), studied.weights, found.residuals),
        "sd_residu": float(weighted.sd(shrunken, studied.inhabitants)),
        "status": "geschat",
    }
    for place, term in enumerate(["constante", *(REGRESSORS[name][0] for name in columns)]):
        figures = {
            "coefficient": found.coefficients[place],
            "standaardfout": errors.standard[place],
            "t_waarde": errors.t[place],
            "p_waarde": errors.p[place],
            "laag": errors.low[place],
            "hoog": errors.high[place],
        }
        known = {name: float(value) for name, value in figures.items() if np.isfinite(value)}
        yield {"term": term} | known | whole


def _values(
    part: pd.DataFrame, chosen: np.ndarray, studied: Studied, reason: str | None, how: Settings
) -> pd.DataFrame:
    """Rows of `veerkracht` of one period: every area of the maps, with its values or why they are empty."""
    reason = reason or regressors_refusal(studied, VARIANTS[MAIN])
    why = reason or _own_reasons(part, how)
    out = part[[*KEY, "gebiedscode", "lambda"]].assign(reden_landelijk=why, reden_relatief=why)
    out[["residu", "landelijk", "relatief"]] = np.nan
    if reason:
        return out
    residuals = fit(studied).residuals
    shrunken = studied.column("lambda") * residuals
    national, _ = resilience.nationwide(shrunken, studied.inhabitants)
    gemeenten = studied.areas["gemeentecode"]
    numbers = gemeenten.astype("category").cat.codes.to_numpy()
    local, enough = resilience.within(shrunken, studied.inhabitants, numbers, how.relatief_minimum)
    sizes = gemeenten.map(gemeenten.value_counts())
    few = [f"gemeente met {n} gebieden met een waarde; nodig zijn er {how.relatief_minimum}" for n in sizes]
    out.loc[chosen, "residu"], out.loc[chosen, "landelijk"], out.loc[chosen, "relatief"] = residuals, national, local
    out.loc[chosen, "reden_landelijk"] = _where_empty(national, np.full(len(national), NO_SPREAD, object))
    out.loc[chosen, "reden_relatief"] = _where_empty(local, np.where(enough, NO_SPREAD, few))
    return out


def _where_empty(values: np.ndarray, reasons: np.ndarray) -> np.ndarray:
    """The reason of each area without a value, None for the others."""
    found = np.full(len(values), None, object)
    found[~np.isfinite(values)] = reasons[~np.isfinite(values)]
    return found


def _own_reasons(part: pd.DataFrame, how: Settings) -> np.ndarray:
    """Why an area itself has no place in the model: what it lacks, first of nuisance."""
    lacks = np.where(part["delta_onv"].isna(), part["reden_onv"], part["reden_k"])
    return np.where(pd.isna(lacks), f"minder dan {how.inwoners_minimum} inwoners, of onbekend hoeveel", lacks)
