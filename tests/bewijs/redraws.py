"""The country of `make demo` measured many times over: what the maps call sure is true as often as they say.

The truth stays, the noise is drawn anew: of onv as the sample draws it, of the index as large as the edition says.
Bounds are those of acceptance F.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tests.bewijs.outcome import Outcome, counted, within
from veerkracht.claims.parts import Period, parts_of
from veerkracht.claims.reading import READS
from veerkracht.claims.truth import AREA, true_changes
from veerkracht.mapkinds.kans import Classed, Klasse, direction
from veerkracht.paths import DataPaths
from veerkracht.sample.lbm import noise_sd
from veerkracht.sample.plannen import WARE_REEKSEN
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.beta import BothChanges
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import fit
from veerkracht.statistics.posterior.resilience import Resilience, resilience
from veerkracht.worktables import WorkTables

PERIOD = Period(2014, 2024)
SURE = (Klasse.DUIDELIJK_ONGUNSTIG, Klasse.DUIDELIJK_GUNSTIG)
LIKELY = (Klasse.WAARSCHIJNLIJK_ONGUNSTIG, Klasse.WAARSCHIJNLIJK_GUNSTIG)
POINTS = {SURE: ("duidelijk", 3), LIKELY: ("waarschijnlijk", 15)}  # words, and the points that a promise may be off
KAARTEN = ("4", "6", "8")


@dataclass(frozen=True)
class Truth:
    """The buurten with both changes: what the edition measured with what error, and beside it what is true."""

    both: BothChanges
    onv: np.ndarray
    k: np.ndarray
    resilience: np.ndarray  # beside the mean of the country
    noise: np.ndarray  # sd of the error of Δonv that the sample drew
    delta: float
    delta_k: float


@dataclass(frozen=True)
class Drawn:
    """Maps 4, 6 and 8 of one measurement of the country, and its resilience."""

    classed: dict[str, Classed]
    resilience: Resilience


def truth_of(demo: DataPaths) -> Truth:
    """The truth of a data folder with the sample in `voorbeeld/`, built at least up to the marts."""
    known = _changes(demo).merge(_true(demo), on=AREA, suffixes=("", "_waar"))
    column = {name: known[name].to_numpy(float) for name in known.columns if known[name].dtype.kind == "f"}
    both = BothChanges(
        code=known["gebiedscode"].to_numpy(str),
        gemeente=known["gemeentecode"].to_numpy(str),
        wijk=known["gebiedscode"].str[2:8].to_numpy(str),
        inwoners=column["inwoners"],
        onv=column["onv"],
        v_onv=column["se_onv"] ** 2,
        k=column["k"],
        v_k=column["se_k"] ** 2,
        shock_onv=column["schok_onv"][0],
        shock_k=column["schok_k"][0],
    )
    noise = np.hypot(noise_sd(column["mensen_van"]), noise_sd(column["mensen_tot"]))
    mean = np.average(column["veerkracht"], weights=both.inwoners)
    return Truth(
        both, column["onv_waar"], column["kwetsbaarheid"], column["veerkracht"] - mean, noise,
        column["delta_onv"][0], column["delta_k"][0],
    )  # fmt: skip


def _changes(demo) -> pd.DataFrame:
    """Both measured changes of the buurten of the edition that have them, with the words of the statistics."""
    rows = pd.read_parquet(demo.statistiek("openbaar") / "verandering.parquet")
    period = (rows["jaar_van"] == PERIOD.jaar_van) & (rows["jaar_tot"] == PERIOD.jaar_tot)
    rows = rows[period & (rows["niveau"] == "buurt") & rows["klasse"].notna()]
    names = {"verschil": "{}", "se": "se_{}", "schok": "schok_{}", "delta": "delta_{}"}
    onv, k = (
        rows.loc[rows["maat"] == maat, [*AREA, "gemeentecode", "inwoners", *names]].rename(
            columns={name: pattern.format(short) for name, pattern in names.items()}
        )
        for maat, short in (("onv", "onv"), ("kwetsbaarheid", "k"))
    )
    return onv.merge(k.drop(columns=["gemeentecode", "inwoners"]), on=AREA)


def _true(demo) -> pd.DataFrame:
    """True changes of the buurten, with the people that the size of the noise goes by."""
    series = pd.read_parquet(demo.root / "voorbeeld" / WARE_REEKSEN)
    with WorkTables(demo.werk_database("openbaar"), READS) as marts:
        changes = true_changes(series, parts_of(marts)[PERIOD], PERIOD, 4.0)
    people = series.pivot(index=AREA, columns="jaar", values="inwoners")[[2014, 2024]]
    return changes.merge(people.set_axis(["mensen_van", "mensen_tot"], axis=1).reset_index(), on=AREA)


def measured(truth: Truth, redraws: int, tell: Callable[[str, float], None] = lambda text, share: None) -> list[Drawn]:
    """The country measured that many times."""
    found = []
    for seed in range(redraws):
        tell(f"measurement {seed + 1} of {redraws}", seed / redraws)
        found.append(_measured(truth, np.random.default_rng(seed)))
    return found


def _measured(truth: Truth, rng: np.random.Generator) -> Drawn:
    """Measure the country once more and make its maps, as the product would."""
    onv = truth.onv + rng.normal(0, truth.noise)
    both = replace(truth.both, onv=onv, k=truth.k + rng.normal(0, np.sqrt(truth.both.v_k)))
    fitted = fit(Changes(both.code, both.gemeente, both.onv, both.v_onv, both.shock_onv))
    fitted_k = fit(Changes(both.code, both.gemeente, both.k, both.v_k, both.shock_k))
    found = resilience(both, fitted, fitted_k, truth.delta)
    classed = {
        "4": direction(posterior.areas(fitted_k, truth.delta_k), hoger_is_gunstiger=False),
        "6": direction(posterior.areas(fitted, truth.delta), hoger_is_gunstiger=True),
        "8": direction(found.landelijk, hoger_is_gunstiger=True),
    }
    return Drawn(classed, found)


def promises(truth: Truth, drawn: list[Drawn], kaart: str, klassen: tuple[Klasse, Klasse]) -> list[Outcome]:
    """Claims of these classes are true as often as promised."""
    better = {"4": -truth.k / truth.delta_k, "6": truth.onv / truth.delta, "8": truth.resilience / truth.delta}[kaart]
    claimed = [np.isin(one.classed[kaart].klasse, klassen) for one in drawn]
    promised = np.concatenate([one.classed[kaart].p[here] for one, here in zip(drawn, claimed, strict=True)])
    side = [np.where(one.classed[kaart].klasse < Klasse.NIET_TE_ZEGGEN, -1, 1) for one in drawn]
    true = np.concatenate([(way * better > 1)[here] for way, here in zip(side, claimed, strict=True)])
    word, points = POINTS[klassen]
    off = abs(true.mean() - promised.mean()) * 100
    told = f"{off:.1f}: true {true.mean():.1%}, promised {promised.mean():.1%}"
    return [
        counted(f"map {kaart}: areas called {word}", len(true), 5 * len(drawn)),
        Outcome(f"map {kaart}: points between {word} and true", f"≤ {points}", told, bool(off <= points)),
    ]


def error_of_beta(drawn: list[Drawn]) -> Outcome:
    """The slope scatters over the measurements as much as its standard error says."""
    betas = [one.resilience.beta for one in drawn]
    ratio = np.std([one.beta for one in betas], ddof=1) / np.mean([one.se for one in betas])
    return within("β: sd over measurements / mean standard error", float(ratio), 0.75, 1.3)
