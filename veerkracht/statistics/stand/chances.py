"""Chance that the true level of an area lies in each class, limits fixed (method.md §6): arithmetic, no tables."""

from dataclasses import dataclass

import numpy as np

from veerkracht.mapkinds.level import between
from veerkracht.settings import Settings
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import fit
from veerkracht.statistics.stand.levels import Level
from veerkracht.statistics.verandering.choices import model_settings

PERCENT = 0.01  # a chance is printed in whole percents


@dataclass(frozen=True)
class Chances:
    """Per area: of its own class (`own`), and of the class that asks for most attention (`most`)."""

    own: np.ndarray
    most: np.ndarray

    def below(self, sure: float) -> "Chances":
        """The same with none as large as that from which texts say that it is sure."""
        return Chances(*(np.minimum(one, sure - PERCENT) for one in (self.own, self.most)))


def chances(level: Level, limits: np.ndarray, settings: Settings) -> Chances:
    """By the model of 4.3 without shock, of the parts between the limits of a kind of map, which ascend."""
    own = between(level.value[None, :], limits)[0].astype(int)
    fitted = fit(Changes(level.codes, level.gemeente, level.value, level.v, 0.0), model_settings(settings))
    below = [posterior.areas(fitted, 0.0, float(limit)).p_below for limit in limits]
    edges = np.array([np.zeros(len(own)), *below, np.ones(len(own))])
    of_class = np.diff(edges, axis=0)
    return Chances(of_class[own - 1, np.arange(len(own))], of_class[0 if level.higher_is_better else -1])
