"""Rows of the files `verandering` and `model` out of what was judged."""

from typing import TYPE_CHECKING

import numpy as np

from veerkracht.settings import Settings
from veerkracht.statistics.frames import Record
from veerkracht.statistics.posterior.model import Fitted
from veerkracht.statistics.posterior.posterior import Posterior, points
from veerkracht.statistics.posterior.resilience import Resilience
from veerkracht.statistics.posterior.slope import on_start
from veerkracht.statistics.verandering.changes import unsaid
from veerkracht.statistics.verandering.choices import thresholds
from veerkracht.statistics.verandering.judging import Judged
from veerkracht.statistics.verandering.together import Concurrence, JudgedPair, Shown
from veerkracht.statistics.verandering.words import words, words_of

if TYPE_CHECKING:
    import pandas as pd

CONCURRENCE = "samenloop"
RESILIENCE = {False: "veerkracht", True: "veerkracht_relatief"}
FIGURES = (
    *("verschil", "se", "se_ruis", "se_afronding", "se_omklap", "schok", "gekrompen", "sd", "laag", "hoog"),
    *("p_ongunstiger", "p_gunstiger", "p_beide", "delta"),
)


def of_change(judged: Judged, settings: Settings) -> "pd.DataFrame":
    """Rows of `verandering`: every area of the period."""
    change, v = judged.change, judged.change.parts
    given = np.isfinite(change.verschil)
    figures = {
        "verschil": change.verschil,
        "se": np.where(given, np.sqrt(v.whole), np.nan),
        "se_ruis": np.where(given, np.sqrt(v.ruis), np.nan),
        "se_afronding": np.where(given, np.sqrt(v.afronding), np.nan),
        "se_omklap": np.where(given, np.sqrt(v.omklap), np.nan),
    }
    figures |= _posterior(judged.known, change.usable, change.bad_is_up, settings)
    if judged.fitted is not None:
        figures["schok"] = np.where(change.usable, judged.fitted.shock, np.nan)
    return _frame(judged, change.maat, figures, change.delta, judged.klasse, judged.reden, words_of(change))


def of_concurrence(pair: JudgedPair, found: Concurrence) -> "pd.DataFrame":
    """Rows of `samenloop`."""
    delta = pair.onv.change.delta
    figures = {"p_beide": found.p_both}
    return _frame(pair.onv, CONCURRENCE, figures, delta, found.klasse, pair.reden, words(CONCURRENCE))


def of_resilience(
    pair: JudgedPair, found: Resilience | None, shown: Shown | None, relative: bool, why: str | None, settings: Settings
) -> "pd.DataFrame":
    """Rows of `veerkracht`, or `veerkracht_relatief`; without a model every area says why."""
    maat = RESILIENCE[relative]
    if found is None or shown is None:
        nothing, reden = np.zeros(len(pair.usable), np.int8), pair.reden.copy()
        reden[unsaid(reden)] = why
        return _frame(pair.onv, maat, {}, pair.onv.change.delta, nothing, reden, words(maat))
    told = shown.klasse > 0
    figures = _posterior(shown.known, pair.usable, False, settings)
    figures |= {name: _spread(values, pair.usable) for name, values in _errors(pair, found.beta.beta).items()}
    figures |= {
        "verschil": _spread(found.d.y - shown.around, pair.usable),
        "schok": np.where(pair.usable, found.fitted.shock, np.nan),
    }
    figures = {name: np.where(told, values, np.nan) for name, values in figures.items()}
    return _frame(pair.onv, maat, figures, pair.onv.change.delta, shown.klasse, shown.reden, words(maat))


def model(judged: Judged) -> Record:
    """Row of `model` of one measure."""
    change, chosen = judged.change, judged.change.usable
    found: Record = change.scope._asdict() | {"maat": change.maat, "n": int(chosen.sum())}
    found["gemeenten"] = len(np.unique(change.gemeente[chosen]))
    if np.isfinite(change.delta):
        found["delta"] = change.delta
    if judged.fitted is None:
        return found | {"status": "geweigerd", "reden": judged.refused}
    known = chosen & np.isfinite(change.start) & np.isfinite(change.start_v)
    if known.any():
        slope = on_start(
            change.codes[known], change.gemeente[known], change.start[known], change.verschil[known],
            change.start_v[known],
        )  # fmt: skip
        found["gamma"] = slope
    return found | _deviations(judged.fitted) | {"status": "geschat", "reden": change.parts.reason}


def model_of_resilience(pair: JudgedPair, found: Resilience | None, why: str | None) -> Record:
    """Row of `model` of resilience."""
    row: Record = pair.onv.change.scope._asdict() | {"maat": "veerkracht", "n": int(pair.usable.sum())}
    row["gemeenten"] = len(np.unique(pair.onv.change.gemeente[pair.usable]))
    if np.isfinite(pair.onv.change.delta):
        row["delta"] = pair.onv.change.delta
    if found is None:
        return row | {"status": "geweigerd", "reden": why}
    beta = found.beta
    about = {
        "beta": beta.beta,
        "beta_se": beta.se,
        "clusters": beta.clusters,
        "clustersoort": {"gemeenten": "gemeente", "wijken": "wijk"}[beta.soort],
        "beta_ongecorrigeerd": beta.uncorrected,
        "beta_tussen": beta.between,
        "aandeel_signaal": beta.signal,
        "r_gemiddeld": found.mean,
        "k_gemiddeld": found.k_mean,
    }
    return row | _deviations(found.fitted) | about | {"status": "geschat", "reden": beta.reason and beta.reason.value}


def _errors(pair: JudgedPair, beta: float) -> dict[str, np.ndarray]:
    """Standard error of the corrected change by part, of the areas with both changes."""
    onv, k, at = pair.onv.change.parts, pair.k.change.parts, pair.k_at[pair.usable]
    found = {
        name: getattr(onv, name)[pair.usable] + beta**2 * getattr(k, name)[at]
        for name in ("ruis", "afronding", "omklap")
    }
    whole = sum(found.values())
    return {"se": np.sqrt(whole)} | {f"se_{name}": np.sqrt(variance) for name, variance in found.items()}


def _deviations(fitted: Fitted) -> Record:
    mu = sum(at.weight * at.mu for at in points(fitted))
    return {"mu": mu, "tau_w": fitted.tau_w2**0.5, "tau_b": fitted.tau_b2**0.5, "schok": fitted.shock}


def _posterior(
    known: Posterior | None, usable: np.ndarray, bad_is_up: bool, settings: Settings
) -> dict[str, np.ndarray]:
    if known is None:
        return {}
    wide = thresholds(settings).interval * known.sd
    bad, good = (known.p_above, known.p_below) if bad_is_up else (known.p_below, known.p_above)
    figures = {
        "gekrompen": known.mean,
        "sd": known.sd,
        "laag": known.mean - wide,
        "hoog": known.mean + wide,
        "p_ongunstiger": bad,
        "p_gunstiger": good,
    }
    return {name: _spread(values, usable) for name, values in figures.items()}


def _spread(values: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Values of the usable areas on their place among all, NaN elsewhere."""
    found = np.full(len(usable), np.nan)
    found[usable] = values
    return found


def _frame(
    judged: Judged, maat: str, figures: dict[str, np.ndarray], delta: float, klasse: np.ndarray, reden: np.ndarray,
    oordelen: tuple[str, ...],
) -> "pd.DataFrame":  # fmt: skip
    import pandas as pd

    change = judged.change
    told = klasse > 0
    why, gemeente = reden.astype(object), change.gemeente.astype(object)
    why[told], gemeente[change.gemeente == ""] = None, None
    names = np.array([None, *oordelen], object)
    return pd.DataFrame(
        change.scope._asdict()
        | {"gebiedscode": change.codes, "maat": maat, "gemeentecode": gemeente}
        | {"inwoners": change.inwoners}
        | {name: figures.get(name, np.nan) for name in FIGURES}
        | {"delta": delta}
        | {"klasse": pd.arrays.IntegerArray(klasse.astype(np.int16), ~told)}
        | {"oordeel": names[klasse], "reden": why}
    )
