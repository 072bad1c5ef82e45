"""Predicts the missing parts of the kwetsbaarheidsindex of an area from its measured ones (method.md §2).

Per level and year, per pattern of missing parts: weighted least squares over the peopled areas of the country, fitted
on the year nearest to it in which the part and all predictors were measured together. dbt's `int_voorspelling` calls
this in the middle of its build, with the tables that it has just made.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from veerkracht.statistics.frames import LevelIndeling, parts

KEYS = ("niveau", "indeling", "jaar", "gebiedscode", "gewicht")
SCHEMA = pa.schema(
    [
        ("niveau", pa.string()), ("indeling", pa.int16()), ("jaar", pa.int16()), ("gebiedscode", pa.string()),
        ("onderdeel", pa.string()), ("z_voorspeld", pa.float64()), ("sd_residu", pa.float64()),
    ]
)  # fmt: skip
Weights = dict[tuple[int, str], float | None]  # by (year, part); None where the part cannot be used in that year


class FitLimits(NamedTuple):
    """From how many areas a regression is fitted, and from which share of the weight the rest is predicted."""

    component_minimum: int
    gewicht_minimum: float


class PredictionYear(NamedTuple):
    """A year of a level."""

    jaar: int


class Fit(NamedTuple):
    """A regression: its coefficients, the constant first, and the deviation of its residuals."""

    coefficients: np.ndarray
    sd: float


def predict(slots: pd.DataFrame, components: pd.DataFrame, limits: FitLimits) -> pa.Table:
    """Parts that can be predicted: rows of SCHEMA, z in standard deviations.

    `slots`: niveau, indeling, jaar, onderdeel, gewicht (share), is_bruikbaar. `components`: a row an area and year with
    niveau, indeling, jaar, gebiedscode, gewicht (inhabitants, 0 where too few live) and per part a column with its z,
    NaN where not measured; sorted by key.
    """
    weights = _weights(slots)
    rows = [
        (*place, *row)
        for place, part in parts(components, LevelIndeling)
        for row in Regressions(part, weights.get(place, {}), limits).predictions()
    ]
    columns = zip(*rows, strict=True) if rows else ((),) * len(SCHEMA)
    return pa.Table.from_arrays(
        [pa.array(c, kind) for c, kind in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA
    )


def _weights(slots: pd.DataFrame) -> Mapping[LevelIndeling, Weights]:
    found: dict[LevelIndeling, Weights] = {}
    columns = ("niveau", "indeling", "jaar", "onderdeel", "gewicht", "is_bruikbaar")
    for niveau, indeling, year, part, weight, usable in zip(*(slots[name].tolist() for name in columns), strict=True):
        found.setdefault(LevelIndeling(niveau, indeling), {})[year, part] = weight if usable else None
    return found


class Regressions:
    """The standardised values of one level: of each year a matrix of areas by parts, NaN where not measured."""

    def __init__(self, frame: pd.DataFrame, slots: Weights, limits: FitLimits):
        self.limits, self.slots = limits, slots
        self.parts = [column for column in frame.columns if column not in KEYS]
        self.years = {
            key.jaar: (rows["gebiedscode"].to_numpy(), rows[self.parts].to_numpy(float), rows["gewicht"].to_numpy())
            for key, rows in parts(frame, PredictionYear)
        }
        self.fits: dict[tuple[int, int, tuple[int, ...]], Fit | None] = {}

    def predictions(self) -> Iterator[tuple[int, str, str, float, float]]:
        """(jaar, gebiedscode, onderdeel, z, sd) of each missing part that a regression reaches."""
        for year, (codes, values, _) in self.years.items():
            known = [self.slots.get((year, part)) for part in self.parts]
            usable = np.array([weight is not None for weight in known])
            weights = np.array([weight or 0.0 for weight in known])
            measured = ~np.isnan(values) & usable
            enough = measured @ weights >= self.limits.gewicht_minimum - 1e-9
            for pattern in np.unique(measured[enough & (measured != usable).any(axis=1)], axis=0):
                rows = enough & (measured == pattern).all(axis=1)
                yield from self._of_pattern(year, codes[rows], values[rows], pattern, usable & ~pattern)

    def _of_pattern(
        self, year: int, codes: np.ndarray, values: np.ndarray, pattern: np.ndarray, missing: np.ndarray
    ) -> Iterator[tuple[int, str, str, float, float]]:
        for target in np.flatnonzero(missing):
            fit = self._nearest_fit(year, int(target), np.flatnonzero(pattern).tolist())
            if fit is not None:
                predicted = fit.coefficients[0] + values[:, pattern] @ fit.coefficients[1:]
                for code, z in zip(codes, predicted, strict=True):
                    yield year, code, self.parts[target], float(z), fit.sd

    def _nearest_fit(self, year: int, target: int, predictors: Iterable[int]) -> Fit | None:
        """Of the nearest year with enough areas; of two as near the earlier one."""
        for other in sorted(self.years, key=lambda y: (abs(y - year), y)):
            key = (other, target, tuple(predictors))
            if key not in self.fits:
                self.fits[key] = self._least_squares(*key)
            if (fit := self.fits[key]) is not None:
                return fit
        return None

    def _least_squares(self, year: int, target: int, predictors: tuple[int, ...]) -> Fit | None:
        _, values, weight = self.years[year]
        y, x = values[:, target], values[:, list(predictors)]
        use = (weight > 0) & ~np.isnan(y) & ~np.isnan(x).any(axis=1)
        n, unknowns = int(use.sum()), len(predictors) + 1
        if n < max(self.limits.component_minimum, unknowns + 1):
            return None
        design = np.column_stack([np.ones(n), x[use]])
        root = np.sqrt(weight[use] / weight[use].sum())
        coefficients, *_ = np.linalg.lstsq(design * root[:, None], y[use] * root, rcond=None)
        residual = (y[use] - design @ coefficients) * root
        return Fit(coefficients, float(np.sqrt(residual @ residual * n / (n - unknowns))))
