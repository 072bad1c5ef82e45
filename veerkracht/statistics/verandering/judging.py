"""From a change to its verdict: model of its level and period, posterior and class of each area (method.md §4.3–§5)."""

from dataclasses import dataclass, replace

import numpy as np

from veerkracht.mapkinds.kans import Klasse, direction
from veerkracht.settings import Settings
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import Fitted, fit
from veerkracht.statistics.posterior.posterior import Posterior
from veerkracht.statistics.verandering.changes import Change, own_reasons, refusal, unsaid
from veerkracht.statistics.verandering.choices import model_settings, thresholds

DECIMALS = 3  # of a published chance; classes are given by what is published


@dataclass(frozen=True)
class Judged:
    """A change with its model, or why there is none. `klasse` per area of `change`, 0 where `reden` says why not.

    `known`: posterior of the areas `change.usable`, chances rounded as published.
    """

    change: Change
    refused: str | None
    fitted: Fitted | None
    known: Posterior | None
    klasse: np.ndarray
    reden: np.ndarray


def judge(change: Change, settings: Settings) -> Judged:
    """Fit the model and class every area."""
    refused = refusal(change, settings)
    if refused:
        reden = change.reden.copy()
        reden[unsaid(reden)] = refused
        return Judged(change, refused, None, None, np.zeros(len(change.codes), np.int8), reden)
    chosen = change.usable
    y, v = change.verschil[chosen], change.parts.whole[chosen]
    given = Changes(change.codes[chosen], change.gemeente[chosen], y, v, change.parts.shock)
    fitted = fit(given, model_settings(settings))
    known = published(posterior.areas(fitted, change.delta))
    klasse = np.zeros(len(change.codes), np.int8)
    klasse[chosen] = classed(known, not change.bad_is_up, change.parts.understated, settings)
    return Judged(change, None, fitted, known, klasse, own_reasons(change))


def published(known: Posterior) -> Posterior:
    """The posterior with its chances as they are published."""
    return replace(known, p_below=np.round(known.p_below, DECIMALS), p_above=np.round(known.p_above, DECIMALS))


def classed(known: Posterior, higher_is_better: bool, understated: bool, settings: Settings) -> np.ndarray:
    """Class per area; where noise is understated nothing is "duidelijk" (method §4.1.5)."""
    klasse = direction(known, higher_is_better, thresholds(settings)).klasse
    if understated:
        klasse = np.clip(klasse, Klasse.WAARSCHIJNLIJK_ONGUNSTIG, Klasse.WAARSCHIJNLIJK_GUNSTIG).astype(np.int8)
    return klasse
