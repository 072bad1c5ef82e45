"""The measures of one scene (level, boundaries, period) in a block of draws: published value + what a draw adds.

Draw 0, and every doubt that is not active, adds exactly nothing. Which maps use which value stands in `maps`.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from veerkracht.settings import Settings
from veerkracht.statistics import regression
from veerkracht.statistics.certainty import draws
from veerkracht.statistics.certainty.composite import Composite, Ends, Rounding
from veerkracht.statistics.certainty.draws import Slots


@dataclass(frozen=True)
class Margin:
    """What a published figure of each area may be off: deviation of its noise (0: none told), and rounding."""

    noise: np.ndarray
    rounding: tuple[Rounding, ...] = ()

    @property
    def doubts(self) -> frozenset[str]:
        """What can move the figure."""
        return frozenset({"ruis"} if self.noise.any() else ()) | frozenset(
            {"afronding"} if any(r.half.any() for r in self.rounding) else ()
        )


@dataclass(frozen=True)
class Measure:
    """Published figures of one measure per area (NaN: none) and what is not sure about them."""

    level: np.ndarray
    start: np.ndarray  # level at the start of the period
    change: np.ndarray
    shrunken: np.ndarray  # the change where its noise cannot be told
    reliability: np.ndarray  # λ; 1 where it cannot be told
    size_class: np.ndarray  # number of the class whose mean the change is shrunken to
    level_margin: Margin
    change_margin: Margin
    shrunken_margin: Margin  # its noise is that of the posterior: √(λ·2σ²)
    level_index: Composite | None = None
    change_index: Ends | None = None


@dataclass(frozen=True)
class Model:
    """Published residuals of the resilience model and the maps made of them, per area (NaN: none)."""

    residual: np.ndarray
    reliability: np.ndarray
    national: np.ndarray
    relative: np.ndarray
    weights: np.ndarray  # of the fit
    has_variant: bool = True  # the variant with the level at the start can be fitted


@dataclass(frozen=True)
class Scene:
    """Areas of one level, boundaries and period, sorted by code, with their measures."""

    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    codes: np.ndarray
    inhabitants: np.ndarray
    gemeente: np.ndarray  # number of the gemeente
    measures: dict[str, Measure]
    slots: Slots
    model: Model | None = None
    keys: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", draws.area_keys(self.codes))


class Block:
    """A run of draws of one scene with the doubts that are active; arrays are draws × areas."""

    def __init__(self, scene: Scene, which: range, active: frozenset[str], settings: Settings):
        self.scene, self.which, self.settings = scene, which, settings
        self.active = active if which.start else frozenset()  # draw 0 is asked for alone
        self.chosen = draws.choices(which, scene.slots, settings, active)
        if scene.model is not None and not scene.model.has_variant:
            self.chosen.variant[:] = False
        self._default = draws.choices(range(1), scene.slots, settings, frozenset())
        self._kept: dict[str, np.ndarray | float] = {}

    def level(self, maat: str) -> np.ndarray:
        """Level at the end of the period."""
        measure = self.scene.measures[maat]
        values = self._wide(measure.level)
        if measure.level_index is not None:
            values += self._moved(measure.level_index)
        return values + self._off(f"niveau|{maat}", measure.level_margin)

    def change(self, maat: str) -> np.ndarray:
        """Change over the period as measured."""
        measure = self.scene.measures[maat]
        moved = self._index_change(maat) + self._off(f"verandering|{maat}", measure.change_margin)
        return self._wide(measure.change) + moved

    def shrunken(self, maat: str) -> np.ndarray:
        """What is to be believed of the change: a draw from its posterior N(shrunken, λ·2σ²)."""
        measure = self.scene.measures[maat]
        moved = self._index_change(maat)
        values = self._wide(measure.shrunken)
        if isinstance(moved, np.ndarray):
            known = np.isfinite(measure.change)
            middle = _class_means(moved, measure.size_class, known)
            values += measure.reliability * moved + (1 - measure.reliability) * middle
        return values + self._off(f"verandering|{maat}", measure.shrunken_margin)

    @cached_property
    def resilience(self) -> np.ndarray:
        """λ·ε of the resilience model, refitted on the changes of each draw, with the noise of both changes."""
        model, nuisance, vulnerable = self.scene.model, *(self.scene.measures[m] for m in ("onv", "kwetsbaarheid"))
        assert model is not None
        published, _ = self._fit(model, vulnerable.change[None, :], np.zeros(1, bool))
        residuals, slopes = self._refitted(model, vulnerable)
        values = model.reliability * (model.residual + (residuals - published))
        values = values + self._off("verandering|onv", nuisance.shrunken_margin)
        return values - slopes[:, None] * self._off("verandering|kwetsbaarheid", vulnerable.shrunken_margin)

    def _refitted(self, model: Model, vulnerable: Measure) -> tuple[np.ndarray, np.ndarray]:
        """ε and slope of each draw: one fit a draw where the index moves, else one a variant."""
        moved = self._index_change("kwetsbaarheid")
        if isinstance(moved, np.ndarray):
            return self._fit(model, vulnerable.change + moved, self.chosen.variant)
        residuals, slopes = self._fit(model, np.repeat(vulnerable.change[None, :], 2, axis=0), np.array([False, True]))
        variant = self.chosen.variant.astype(int)
        return residuals[variant], slopes[variant]

    def _fit(self, model: Model, x: np.ndarray, variant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Residuals and slope of ΔK per row of x, of the main model or of the variant with the level at the start."""
        nuisance = self.scene.measures["onv"]
        residuals, slopes = np.full(x.shape, np.nan), np.zeros(len(x))
        for is_variant in (False, True):
            rows = np.flatnonzero(variant == is_variant)
            if len(rows):
                terms = [x[rows].T] + ([nuisance.start] if is_variant else [])
                found = regression.fit(terms, nuisance.change, model.weights)
                residuals[rows], slopes[rows] = found.residuals.T, found.coefficients[1]
        return residuals, slopes

    def _wide(self, values: np.ndarray) -> np.ndarray:
        return np.repeat(values[None, :], len(self.which), axis=0)

    def _index_change(self, maat: str) -> np.ndarray | float:
        both = self.scene.measures[maat].change_index
        if both is None or not self.active:
            return 0.0
        if maat not in self._kept:
            self._kept[maat] = self._moved(both.end) - self._moved(both.begin)
        return self._kept[maat]

    def _moved(self, index: Composite) -> np.ndarray | float:
        """What the choices of the draws do to an index, compared with the defaults."""
        if not self.active:
            return 0.0
        default = index.values(self._default, self.scene.keys, range(1), frozenset())
        drawn = index.values(self.chosen, self.scene.keys, self.which, self.active)
        return np.nan_to_num(drawn - default, nan=0.0)

    def _off(self, purpose: str, margin: Margin) -> np.ndarray | float:
        """Noise and rounding of a figure; the same purpose gives the same noise on every map."""
        found: np.ndarray | float = 0.0
        if "ruis" in self.active and margin.noise.any():
            found = draws.normal(self.scene.keys, f"ruis|{purpose}", self.which) * margin.noise.astype(np.float32)
        if "afronding" in self.active:
            rounded = [part for part in margin.rounding if part.half.any()]
            found = found + sum(part.draw(self.scene.keys, self.which) for part in rounded)
        return found


def _class_means(x: np.ndarray, size_class: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Mean of x (draws × areas) over the known areas of each area's class."""
    member = (size_class[:, None] == np.arange(size_class.max(initial=0) + 1)) & known[:, None]
    share = member / np.maximum(member.sum(axis=0), 1)
    return (x @ share.astype(x.dtype))[:, size_class]
