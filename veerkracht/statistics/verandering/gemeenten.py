"""Rows `onv_gemiddeld` and `veerkracht_gemiddeld` of `spreiding`: what is said of a gemeente, region or the country."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from veerkracht import levels
from veerkracht.dutch import percents_short
from veerkracht.statistics.frames import Record
from veerkracht.statistics.posterior.model import Fitted
from veerkracht.statistics.posterior.posterior import Posterior
from veerkracht.statistics.posterior.resilience import Resilience
from veerkracht.statistics.verandering.choices import thresholds
from veerkracht.statistics.verandering.judging import Judged, classed, published
from veerkracht.statistics.verandering.together import JudgedPair
from veerkracht.statistics.verandering.units import units
from veerkracht.statistics.verandering.words import words
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

GROEP = "inwoners"  # over whom is averaged
UNKNOWN = "onbekend"
REGIOS = "select distinct regio, gemeentecode from staging.stg_regios order by all"
OWN_COUNTRY = "veerkracht wordt gemeten ten opzichte van het land zelf"


class Gemeenten:
    """Makes the rows of a period; knows which gemeenten a region has."""

    def __init__(self, world: StatWorld):
        self._settings = world.settings
        self._regios: pd.DataFrame = world.query(REGIOS)

    def onv(self, judged: Judged) -> Iterator[Record]:
        """Of overlast: did it change."""
        told = judged.klasse > 0
        none = 0.0 if judged.fitted is None else np.zeros(judged.fitted.rows.gemeenten.count)
        yield from self._rows("onv_gemiddeld", judged, told, judged.fitted, 0.0, none, judged.refused)

    def resilience(self, pair: JudgedPair, found: Resilience | None, why: str | None) -> Iterator[Record]:
        """Of resilience: compared with what the country leads one to expect."""
        if found is None:
            yield from self._rows("veerkracht_gemiddeld", pair.onv, pair.usable, None, 0.0, 0.0, why)
            return
        extra = found.gemeenten_extra
        yield from self._rows("veerkracht_gemiddeld", pair.onv, pair.usable, found.fitted, found.mean, extra, None)

    def _units(self, gemeenten: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
        """Which gemeenten belong to each unit: a mask per (niveau, code)."""
        found = {(levels.GEMEENTE, code): gemeenten == code for code in gemeenten}
        for regio, members in self._regios.groupby("regio", sort=True):
            found["regio", str(regio)] = np.isin(gemeenten, members["gemeentecode"].to_numpy(str))
        found[levels.LAND, levels.LANDCODE] = np.ones(len(gemeenten), bool)
        return {key: mask for key, mask in found.items() if mask.any()}

    def _rows(
        self, maat: str, judged: Judged, told: np.ndarray, fitted: Fitted | None, shift: float,
        extra: np.ndarray | float, refused: str | None,
    ) -> Iterator[Record]:  # fmt: skip
        change, settings = judged.change, self._settings
        lived = (change.gemeente != "") & (change.inwoners >= max(settings.inwoners_minimum, 1))
        names, place = np.unique(change.gemeente[lived], return_inverse=True)
        if not len(names):
            return
        people = np.bincount(place, change.inwoners[lived], len(names))
        with_value = np.bincount(place, change.inwoners[lived] * told[lived], len(names))
        counted = np.bincount(place, told[lived], len(names))
        of = self._units(names)
        known = None if fitted is None else self._posterior(fitted, names, people, of, change.delta, shift, extra)
        klasse = None if known is None else classed(known, True, judged.change.parts.understated, settings)
        for at, ((niveau, code), mask) in enumerate(of.items()):
            row: Record = {"niveau": niveau, "gebiedscode": code, "groep": GROEP, "maat": maat}
            row |= {key: value for key, value in change.scope._asdict().items() if key != "niveau"}
            row |= {"n": int(counted[mask].sum()), "dekking": float(with_value[mask].sum() / people[mask].sum())}
            if np.isfinite(change.delta):
                row["delta"] = change.delta
            own = OWN_COUNTRY if maat == "veerkracht_gemiddeld" and niveau == levels.LAND else None
            reason = own or refused or _too_little(row["dekking"], row["n"], settings.gemeente_dekking_minimum)
            if known is not None and klasse is not None and not own and row["n"]:
                row |= self._figures(known, at)
                row["oordeel"] = words("veerkracht" if maat.startswith("veer") else "onv")[klasse[at] - 1]
            yield row | ({"oordeel": UNKNOWN, "reden": reason} if reason else {})

    @staticmethod
    def _posterior(
        fitted: Fitted, names: np.ndarray, people: np.ndarray, of: dict[tuple[str, str], np.ndarray], delta: float,
        shift: float, extra: np.ndarray | float,
    ) -> Posterior:  # fmt: skip
        """Posterior of each unit over its gemeenten that the model knows."""
        modelled = fitted.rows.gemeenten.names
        at = np.searchsorted(names, modelled)
        weights = np.array([np.where(mask[at], people[at], 0.0) for mask in of.values()])
        total = weights.sum(axis=1, keepdims=True)
        weights = weights / np.where(total > 0, total, 1)
        codes = np.array([code for _, code in of])
        return published(units(fitted, codes, weights, delta, shift, weights @ np.broadcast_to(extra, len(modelled))))

    def _figures(self, known: Posterior, at: int) -> Record:
        mean, wide = float(known.mean[at]), thresholds(self._settings).interval * float(known.sd[at])
        chances = {"p_ongunstiger": float(known.p_below[at]), "p_gunstiger": float(known.p_above[at])}
        return {"verschil": mean, "laag": mean - wide, "hoog": mean + wide} | chances


def _too_little(coverage: float, count: int, least: float) -> str | None:
    if not count:
        return "geen van de bewoonde gebieden heeft een waarde"
    if coverage < least:
        return f"de gebieden met een waarde tellen {percents_short(coverage)} van de inwoners"
    return None
