"""Changes of areas between two years, checked and brought in the order in which they are summed (method.md §4.3)."""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.posterior.groups import Groups, labels

FLAT = 1e-9  # a deviation below this share of the largest value is rounding of the computer, not spread


@dataclass(frozen=True)
class Changes:
    """Change of one measure: one position an area, in any order; of one level and period.

    `y` the change in units of the measure, `v` its variance, `gemeente` and `code` labels (text or whole numbers);
    `shock` is S, the variance of what all areas of a gemeente have in common by chance.
    Raises ValueError for lengths that differ, no areas, a code that comes twice, a missing label, a value that is no
    finite number, or a negative variance: who calls leaves such areas out and says why.
    """

    code: np.ndarray
    gemeente: np.ndarray
    y: np.ndarray
    v: np.ndarray
    shock: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", labels(self.code, "code"))
        object.__setattr__(self, "gemeente", labels(self.gemeente, "gemeente"))
        object.__setattr__(self, "y", numbers(self.y, "y", len(self.code)))
        object.__setattr__(self, "v", variances(self.v, "v", len(self.code)))
        variances(np.array([self.shock]), "shock", 1)
        sorting(self.code)
        if len(self.gemeente) != len(self.code):
            raise ValueError(f"gemeente has {len(self.gemeente)} rows, code {len(self.code)}")


@dataclass(frozen=True)
class ChangeRows:
    """Changes sorted by code: y, variance (never 0), gemeente; `order` is the place each had when given."""

    order: np.ndarray
    code: np.ndarray
    y: np.ndarray
    v: np.ndarray
    gemeenten: Groups


def arrange(changes: Changes, floor: float) -> ChangeRows:
    """Sort by code; variances below `floor`·var(y) are raised to it (without spread: below `floor`·max y²)."""
    order = sorting(changes.code)
    y = changes.y[order]
    least = floor * (spread(y) ** 2 or float(np.max(np.abs(y))) ** 2 or 1.0)
    groups = Groups.of(changes.gemeente[order])
    return ChangeRows(order, changes.code[order], y, np.maximum(changes.v[order], least), groups)


def spread(y: np.ndarray) -> float:
    """Plain sd with divisor n; exactly 0 where all values are equal but for rounding of the computer."""
    sd = float(np.std(y))
    return 0.0 if sd <= FLAT * float(np.max(np.abs(y))) else sd


def sorting(code: np.ndarray) -> np.ndarray:
    """Order that sorts the areas by code. Raises ValueError without areas or when a code comes twice."""
    order = np.argsort(code, kind="stable")
    twice = code[order][1:][code[order][1:] == code[order][:-1]]
    if not len(code):
        raise ValueError("no areas")
    if len(twice):
        raise ValueError(f"code {twice[0]} comes more than once")
    return order


def numbers(values: np.ndarray, name: str, count: int) -> np.ndarray:
    """Values as floats. Raises ValueError unless there are `count` and all are finite."""
    found = np.asarray(values, float)
    if found.shape != (count,):
        raise ValueError(f"{name} has shape {found.shape}, not ({count},)")
    if not np.isfinite(found).all():
        raise ValueError(f"{name} has {int((~np.isfinite(found)).sum())} values that are no finite number")
    return found


def variances(values: np.ndarray, name: str, count: int) -> np.ndarray:
    """As `numbers`; a negative one is refused too."""
    found = numbers(values, name, count)
    if (found < 0).any():
        raise ValueError(f"{name} is negative")
    return found
