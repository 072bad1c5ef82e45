"""Areas far outside their gemeente count less in what the model learns of the others (method.md §4.3.1)."""

import numpy as np

from veerkracht.statistics.posterior.changes import ChangeRows

MAD_TO_SD = 1.4826  # of a normal distribution


def tempered(rows: ChangeRows, limit: float, gross: float, group_minimum: int, minimum: int) -> np.ndarray:
    """v^e: variance per area with which the model is fitted.

    r = y − median of its gemeente; t² = spread within gemeenten beyond noise, by the median, over the areas of
    gemeenten with at least `group_minimum`. |r| > limit·√(t² + v) gets the variance at which it is exactly that far
    out. With fewer than `minimum` such areas nothing is done.

    A gemeente with fewer areas has no median that an absurd value does not move: it would pass for a difference between
    gemeenten. There an area more than `gross` deviations from the median of the country is brought to `limit` of them.
    """
    sizes = rows.gemeenten.sizes[rows.gemeenten.index]
    typical = sizes >= group_minimum
    if typical.sum() < minimum:
        return rows.v
    own = rows.y - rows.gemeenten.medians(rows.y)[rows.gemeenten.index]
    country = rows.y - np.median(rows.y)
    own_t2 = _spread_beyond_noise(own[typical], rows.v[typical])
    country_t2 = _spread_beyond_noise(country, rows.v)
    v = np.where(_out(own, rows.v, own_t2, limit), (own / limit) ** 2 - own_t2, rows.v)
    absurd = ~typical & _out(country, rows.v, country_t2, gross)
    return np.where(absurd, np.maximum(v, (country / limit) ** 2 - country_t2), v)


def credible(y: np.ndarray, v: np.ndarray, gross: float, minimum: int) -> np.ndarray:
    """Which areas are within `gross` deviations from the median of the country; all with fewer than `minimum`."""
    r = y - np.median(y)
    return ~_out(r, v, _spread_beyond_noise(r, v), gross) | (len(y) < minimum)


def _spread_beyond_noise(r: np.ndarray, v: np.ndarray) -> float:
    """t² = max((1.4826·median|r|)² − median v, 0)."""
    return max((MAD_TO_SD * float(np.median(np.abs(r)))) ** 2 - float(np.median(v)), 0.0)


def _out(r: np.ndarray, v: np.ndarray, t2: float, limit: float) -> np.ndarray:
    return np.abs(r) > limit * np.sqrt(t2 + v)
