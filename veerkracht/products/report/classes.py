"""Classes of a map: fixed limits or national quintiles for a level, national deviations for a change.

Limits come from all areas of that level in the edition, so that the maps of two gemeenten can be laid side by side.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from veerkracht.products.page import looks, number, signed
from veerkracht.products.report.figures import Figures, Indicator


@dataclass(frozen=True)
class Scale:
    """Upper limits of the first four of five classes, with colours and how numbers are written."""

    limits: tuple[float, ...]
    colours: tuple[str, ...]
    is_change: bool
    decimals: int

    def index(self, value: float) -> int:
        """Class 0–4: the number of limits below the value."""
        return bisect_left(self.limits, value)

    @cached_property
    def labels(self) -> list[str]:
        """Limits of each class in words; an empty text for a class that no value can fall in."""
        write = signed if self.is_change else number
        text = [write(limit, self.decimals) for limit in self.limits]
        between = [f"{a} tot {b}" if a != b else "" for a, b in pairwise(text)]
        return [f"{text[0]} of minder", *between, f"meer dan {text[-1]}"]


def level_scale(figures: Figures, niveau: str, indicator: Indicator) -> Scale | None:
    """Classes of the level, None with too little difference for three classes."""
    values = sorted(
        value
        for area in _peopled(figures, niveau)
        if (value := figures.level(niveau, area["gebiedscode"], indicator)[0]) is not None
    )
    fixed = looks()["grenzen"].get(indicator.naam)
    if not values:
        return None
    limits = tuple(fixed or (values[-(-k * len(values) // 5) - 1] for k in range(1, 5)))
    scale = Scale(limits, tuple(looks()["niveau"][indicator.richting]), False, _decimals(limits, indicator))
    return scale if fixed or len({scale.index(value) for value in values}) >= 3 else None


def change_scale(figures: Figures, niveau: str, indicator: Indicator) -> Scale | None:
    """Classes of the change around zero, in weighted national standard deviations; None without spread."""
    pairs = [
        (row["verschil"], area["inwoners"])
        for area in _peopled(figures, niveau)
        if (row := figures.change(niveau, area["gebiedscode"], indicator)) and row["verschil"] is not None
    ]
    deviation = _deviation(pairs)
    if not deviation:
        return None
    small, large = (k * deviation for k in looks()["verandering_sd"])
    limits = (-large, -small, small, large)
    return Scale(limits, tuple(looks()["verandering"][indicator.richting]), True, _decimals(limits, indicator))


def deviations(figures: Figures, niveau: str) -> dict[str, float]:
    """National deviation of the change of each indicator, to rank changes of different indicators together."""
    found = {}
    for indicator in figures.indicatoren:
        scale = change_scale(figures, niveau, indicator)
        if scale:
            found[indicator.naam] = scale.limits[-1] / looks()["verandering_sd"][1]
    return found


def _peopled(figures: Figures, niveau: str) -> list[dict]:
    return [area for area in figures.gebieden.get(niveau, []) if (area["inwoners"] or 0) >= figures.minimum]


def _deviation(pairs: list[tuple[float, float]]) -> float:
    weight = sum(w for _, w in pairs)
    if len(pairs) < 3 or not weight:
        return 0.0
    mean = sum(x * w for x, w in pairs) / weight
    return (sum(w * (x - mean) ** 2 for x, w in pairs) / weight) ** 0.5


def _decimals(limits: tuple[float, ...], indicator: Indicator) -> int:
    """As few decimals as tell the limits apart, not fewer than the indicator has."""
    for decimals in range(indicator.decimalen, 6):
        if len({f"{limit:.{decimals}f}" for limit in limits}) == len(set(limits)):
            return decimals
    return 6
