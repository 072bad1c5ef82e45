"""Predicts the missing parts of the kwetsbaarheidsindex of an area from its measured ones (method §2).

Per level and year, per pattern of missing parts: weighted least squares over the peopled areas of the country, fitted
on the year nearest to it in which the part and all predictors were measured together. Numpy only.
"""

import numpy as np

KEYS = ("niveau", "indeling", "jaar", "gebiedscode", "gewicht")


def model(dbt, session):
    """Rows (niveau, gebiedscode, indeling, jaar, onderdeel, z_voorspeld, sd_residu) of parts that can be predicted."""
    import pyarrow as pa

    dbt.config(materialized="table")
    limits = dbt.config.get("meta")
    slots = _slots(dbt.ref("int_onderdeel_jaar").df())
    areas = _side_by_side(dbt.ref("int_component"), sorted({part for years in slots.values() for _, part in years}))
    rows = []
    for (niveau, indeling), part in areas.groupby(["niveau", "indeling"], sort=True):
        world = Level(part, slots.get((niveau, indeling), {}), limits)
        rows += [(niveau, indeling, *row) for row in world.predictions()]
    names = ("niveau", "indeling", "jaar", "gebiedscode", "onderdeel", "z_voorspeld", "sd_residu")
    types = (pa.string(), pa.int16(), pa.int16(), pa.string(), pa.string(), pa.float64(), pa.float64())
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=names)


def _slots(frame):
    """Of each level the weight of each part by (year, part), null where the part cannot be used in that year."""
    found = {}
    for row in frame.itertuples():
        weights = found.setdefault((row.niveau, row.indeling), {})
        weights[row.jaar, row.onderdeel] = row.gewicht if row.is_bruikbaar else None
    return found


def _side_by_side(components, parts):
    """One row per area and year with the z of each part as a column, NaN where not measured."""
    values = [f"max(z) filter (where onderdeel = '{part}') as \"{part}\"" for part in parts]
    keys = "niveau, indeling, jaar, gebiedscode"
    weight = "max(if(is_bewoond, inwoners, 0))::double as gewicht"
    return components.aggregate(", ".join([keys, weight, *values]), keys).order(keys).df()


class Level:
    """The standardised values of one level: of each year a matrix of areas by parts, NaN where not measured."""

    def __init__(self, frame, slots, limits):
        self.minimum, self.share = int(limits["component_minimum"]), float(limits["gewicht_minimum"])
        self.slots = slots
        self.parts = [column for column in frame.columns if column not in KEYS]
        self.years = {
            year: (rows["gebiedscode"].to_numpy(), rows[self.parts].to_numpy(float), rows["gewicht"].to_numpy())
            for year, rows in frame.groupby("jaar", sort=True)
        }
        self.fits = {}

    def predictions(self):
        """(jaar, gebiedscode, onderdeel, z, sd) of each missing part that a regression reaches."""
        for year, (codes, values, _) in self.years.items():
            known = [self.slots.get((year, part)) for part in self.parts]
            usable = np.array([weight is not None for weight in known])
            weights = np.array([weight or 0.0 for weight in known])
            measured = ~np.isnan(values) & usable
            enough = measured @ weights >= self.share - 1e-9
            for pattern in np.unique(measured[enough & (measured != usable).any(axis=1)], axis=0):
                rows = enough & (measured == pattern).all(axis=1)
                yield from self._pattern(year, codes[rows], values[rows], pattern, usable & ~pattern)

    def _pattern(self, year, codes, values, pattern, missing):
        for target in np.flatnonzero(missing):
            fitted = self._fit(year, target, np.flatnonzero(pattern))
            if fitted is not None:
                coefficients, sd = fitted
                predicted = coefficients[0] + values[:, pattern] @ coefficients[1:]
                for code, z in zip(codes, predicted, strict=True):
                    yield year, code, self.parts[target], float(z), sd

    def _fit(self, year, target, predictors):
        """Coefficients (constant first) and residual deviation, of the nearest year with enough areas; of two as near
        the earlier one."""
        for other in sorted(self.years, key=lambda y: (abs(y - year), y)):
            key = (other, target, tuple(predictors))
            if key not in self.fits:
                self.fits[key] = self._least_squares(*key)
            if self.fits[key] is not None:
                return self.fits[key]
        return None

    def _least_squares(self, year, target, predictors):
        _, values, weight = self.years[year]
        y, x = values[:, target], values[:, list(predictors)]
        use = (weight > 0) & ~np.isnan(y) & ~np.isnan(x).any(axis=1)
        n, unknowns = int(use.sum()), len(predictors) + 1
        if n < max(self.minimum, unknowns + 1):
            return None
        design = np.column_stack([np.ones(n), x[use]])
        root = np.sqrt(weight[use] / weight[use].sum())
        coefficients, *_ = np.linalg.lstsq(design * root[:, None], y[use] * root, rcond=None)
        residual = (y[use] - design @ coefficients) * root
        return coefficients, float(np.sqrt(residual @ residual * n / (n - unknowns)))
