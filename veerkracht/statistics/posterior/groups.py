"""Areas together: sums, means and medians per gemeente, in an order that names do not change."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Groups:
    """`index`: per area the number of its group, 0 … count − 1, by first appearance; `names`: per group its label.

    Numbered by first appearance, groups that get other names are summed in the same order.
    """

    index: np.ndarray
    names: np.ndarray

    @classmethod
    def of(cls, names: np.ndarray) -> "Groups":
        """Groups of areas by the label of each."""
        _, first, place = np.unique(names, return_index=True, return_inverse=True)
        rank = np.empty(len(first), np.intp)
        rank[np.argsort(first)] = np.arange(len(first))
        return cls(rank[place], names[np.sort(first)])

    @property
    def count(self) -> int:
        """Number of groups."""
        return len(self.names)

    @property
    def sizes(self) -> np.ndarray:
        """Number of areas per group."""
        return np.bincount(self.index, minlength=self.count)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sum of the values of the areas per group."""
        return np.bincount(self.index, values, minlength=self.count)

    def means(self, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Weighted mean per group; weights are positive."""
        return self.sums(weights * values) / self.sums(weights)

    def medians(self, values: np.ndarray) -> np.ndarray:
        """Median of the areas per group."""
        ordered = values[np.lexsort((values, self.index))]
        sizes = self.sizes
        start = np.cumsum(sizes) - sizes
        return (ordered[start + (sizes - 1) // 2] + ordered[start + sizes // 2]) / 2


def labels(values: np.ndarray, name: str) -> np.ndarray:
    """Labels as text. Raises ValueError where one is missing: no text and no whole number."""
    found = np.asarray(values)
    whole = np.issubdtype(found.dtype, np.integer) or found.dtype.kind == "U"
    if found.ndim != 1 or not (whole or all(isinstance(one, str | int | np.integer) for one in found)):
        raise ValueError(f"{name} has a missing label")
    return found.astype(str)
