"""The two-level model of a change, fitted on a grid (method.md §4.3).

y = θ + s_g + e, θ = μ + b_g + w; flat in μ, τ_w, τ_b. No optimiser: a grid that is zoomed upon what is likely, of which
every likely point goes on to the posterior with its weight.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.posterior.changes import ChangeRows, Changes, arrange, spread
from veerkracht.statistics.posterior.likelihood import gemeente_sums, log_likelihood
from veerkracht.statistics.posterior.outliers import tempered


@dataclass(frozen=True)
class ModelSettings:
    """Numbers of method.md §4.3 that are choices."""

    variance_floor: float = 1e-12  # least variance of a change, as a share of that of all changes
    outlier_limit: float = 3.0  # deviations from the median of its gemeente beyond which an area counts less
    outlier_gross: float = 10.0  # deviations from the median of the country, in gemeenten too small to have a median
    outlier_group_minimum: int = 3  # areas a gemeente needs to tell what is usual within gemeenten
    outlier_minimum: int = 20  # areas in such gemeenten needed to speak of outliers
    gemeenten_minimum: int = 3  # fewer gemeenten tell nothing of differences between them: τ_b = S = 0
    points: int = 21  # points of the grid in each direction
    zooms: int = 2  # times that the grid is zoomed
    zooms_most: int = 12  # ... at most, where one absurd value leaves a single likely point in a direction
    window: float = 12.0  # points within this of the largest log L are zoomed upon
    negligible: float = 1e-3  # weights below this share of the largest are dropped


@dataclass(frozen=True)
class Fitted:
    """The model of one measure: areas sorted by code, and the points of the grid that have weight.

    `v_fit` is v^e per area; `tau_w`, `tau_b`, `weight` (Σ = 1) per point; `shock` S as used (0 with too few gemeenten);
    `tau_w2`, `tau_b2` the weighted means of the squares.
    """

    rows: ChangeRows
    v_fit: np.ndarray
    shock: float
    tau_w: np.ndarray
    tau_b: np.ndarray
    weight: np.ndarray
    tau_w2: float
    tau_b2: float


@dataclass(frozen=True)
class _Grid:
    """log L (τ_w × τ_b) on two axes, of one point where a direction has nothing to tell."""

    tau_w: np.ndarray
    tau_b: np.ndarray
    log_l: np.ndarray


def fit(changes: Changes, settings: ModelSettings | None = None) -> Fitted:
    """Fit the model to changes of one measure, level and period (method.md §4.3.1–2)."""
    settings = settings or ModelSettings()
    rows = arrange(changes, settings.variance_floor)
    limits = (settings.outlier_limit, settings.outlier_gross)
    v = tempered(rows, *limits, settings.outlier_group_minimum, settings.outlier_minimum)
    enough = rows.gemeenten.count >= settings.gemeenten_minimum
    shock = float(changes.shock) if enough else 0.0
    grid = _likely(rows, v, shock, enough, settings)
    weight = np.exp(grid.log_l - grid.log_l.max())
    kept_w, kept_b = np.nonzero(weight >= settings.negligible)
    weight = weight[kept_w, kept_b] / weight[kept_w, kept_b].sum()
    tau_w, tau_b = grid.tau_w[kept_w], grid.tau_b[kept_b]
    return Fitted(
        rows=rows,
        v_fit=v,
        shock=shock,
        tau_w=tau_w,
        tau_b=tau_b,
        weight=weight,
        tau_w2=float(np.sum(weight * tau_w**2)),
        tau_b2=float(np.sum(weight * tau_b**2)),
    )


def _likely(rows: ChangeRows, v: np.ndarray, shock: float, enough: bool, settings: ModelSettings) -> _Grid:
    """The grid, zoomed; more often than asked only while a direction keeps a single point (one value of 1e9)."""
    top = 2 * spread(rows.y)
    axis = np.linspace(0, top, settings.points) if top else np.zeros(1)
    grid = _evaluated(rows, v, shock, axis, axis if enough else np.zeros(1))
    for turn in range(settings.zooms_most):
        if turn >= settings.zooms and _resolved(grid, settings.negligible):
            break
        kept = grid.log_l > grid.log_l.max() - settings.window
        tau_w = _zoomed(grid.tau_w, kept.any(axis=1), settings.points)
        grid = _evaluated(rows, v, shock, tau_w, _zoomed(grid.tau_b, kept.any(axis=0), settings.points))
    return grid


def _evaluated(rows: ChangeRows, v: np.ndarray, shock: float, tau_w: np.ndarray, tau_b: np.ndarray) -> _Grid:
    c2 = tau_b**2 + shock
    return _Grid(tau_w, tau_b, np.array([log_likelihood(gemeente_sums(rows, v, one), c2) for one in tau_w]))


def _zoomed(axis: np.ndarray, kept: np.ndarray, points: int) -> np.ndarray:
    """Axis over the kept points, one step wider on each side, never below 0."""
    if len(axis) == 1:
        return axis
    step = axis[1] - axis[0]
    likely = axis[kept]
    return np.linspace(max(likely[0] - step, 0.0), likely[-1] + step, points)


def _resolved(grid: _Grid, negligible: float) -> bool:
    """Whether each direction that has a length keeps more than one point."""
    kept = grid.log_l >= grid.log_l.max() + np.log(negligible)
    axes = ((grid.tau_w, kept.any(axis=1)), (grid.tau_b, kept.any(axis=0)))
    return all(len(axis) == 1 or likely.sum() > 1 for axis, likely in axes)
