"""What moving a figure to other boundaries adds to its variance: ψ for every piece that was cut (method.md §4.2).

A figure of an area that came over whole costs nothing. What a cut piece costs is told by the jump of cut areas between
the last year before a redraw (moved) and the first after it (as published), less what uncut areas show.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht import dutch
from veerkracht.statistics.measurement.series import NORMAL
from veerkracht.statistics.weighted import group_mean

CUT = (0.0005, 0.9995)  # a weight outside these is a piece that came whole, or a sliver


@dataclass(frozen=True)
class ConversionSettings:
    """Thresholds of method.md §4.2; its values stand behind each."""

    geknipt_minimum: int  # 20: cut areas with both figures from which the jump is told
    inwoners_minimum: int  # 50: inhabitants of an uncut area that tells the ordinary change
    aandeel_telling: float  # 0.05: of the median of the cut areas, the deviation of a piece where the jump is not told
    aandeel_variantie: float  # 0.01: of the variance within gemeenten, the least that a piece of a share or z costs
    variantie_plafond: float  # 9: times the median, above which a square counts as that


@dataclass(frozen=True)
class Redraw:
    """Figures of areas before and after boundaries were redrawn; a position is an area of the later boundaries."""

    year_before: int
    year_after: int
    before: np.ndarray  # last figure before, moved to the later boundaries; NaN where missing
    after: np.ndarray  # first figure after, as published; NaN where missing
    cuts: np.ndarray  # number of cut pieces (`cut_pieces`)
    inhabitants: np.ndarray
    gemeenten: np.ndarray


@dataclass(frozen=True)
class Conversion:
    """psi: variance for each cut piece, in the square of the unit; `rust_op`: what it stands on, in Dutch."""

    psi: float
    cut_areas: int
    rust_op: str


def cut_pieces(from_code: np.ndarray, to_code: np.ndarray, weight: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """c of each of `areas`: how many rows of a table of weights (from, to, weight) bring it a piece that was cut.

    A row is a piece of one area; a pair that stands twice is one piece, of the sum of its weights.
    """
    pairs, place = np.unique(np.stack([from_code.astype(str), to_code.astype(str)]), axis=1, return_inverse=True)
    whole = np.bincount(place.ravel(), weight, minlength=pairs.shape[1])
    codes, count = np.unique(pairs[1][(whole > CUT[0]) & (whole < CUT[1])], return_counts=True)
    at = np.minimum(np.searchsorted(codes, areas.astype(str)), max(len(codes) - 1, 0))
    return np.where(codes[at] == areas.astype(str), count[at], 0) if len(codes) else np.zeros(len(areas), int)


def psi_of_counts(redraw: Redraw, rounding: np.ndarray | float, settings: ConversionSettings) -> Conversion:
    """ψ = max(0, Σ_cut[(x₁ − x₀(1 + m))² − (s·x₀)² − 2r]/Σ_cut c); r the rounding variance of one figure (b²/6).

    m and s: median and 1.4826·MAD of the relative change of uncut areas. Too few cut areas: (5% of their median)².
    """
    cut, uncut = _cut(redraw), _uncut(redraw, settings.inwoners_minimum) & (redraw.before > 0)
    x0, x1 = redraw.before, redraw.after
    if cut.sum() < settings.geknipt_minimum:
        level = float(np.median(x1[cut])) if cut.any() else 0.0
        return _few(
            (settings.aandeel_telling * level) ** 2, cut, f"{_percent(settings.aandeel_telling)} van de mediaan"
        )
    m, s = _middle_and_spread(x1[uncut] / x0[uncut] - 1)
    excess = (x1 - x0 * (1 + m)) ** 2 - (s * x0) ** 2 - 2 * rounding
    return Conversion(max(_per_piece(excess, cut, redraw.cuts), 0.0), int(cut.sum()), _jump(redraw, cut))


def psi_of_shares(redraw: Redraw, rounding: np.ndarray | float, settings: ConversionSettings) -> Conversion:
    """ψ of a share or z: the same with absolute changes, and at least 1% of the variance within gemeenten.

    Σ_cut[(x₁ − x₀ − m)² − s² − 2r]/Σ_cut c with r the rounding variance of one figure (step²/12, or that of z).
    """
    cut, uncut = _cut(redraw), _uncut(redraw, settings.inwoners_minimum)
    least = settings.aandeel_variantie * variance_within(redraw.after, redraw.gemeenten, settings.variantie_plafond)
    floor = f"{_percent(settings.aandeel_variantie)} van de variantie binnen gemeenten"
    if cut.sum() < settings.geknipt_minimum:
        return _few(least, cut, floor)
    jump = redraw.after - redraw.before
    m, s = _middle_and_spread(jump[uncut])
    psi = _per_piece((jump - m) ** 2 - s**2 - 2 * rounding, cut, redraw.cuts)
    if psi > least:
        return Conversion(psi, int(cut.sum()), _jump(redraw, cut))
    return Conversion(least, int(cut.sum()), f"{floor}; meer dan de {_jump(redraw, cut)}")


def variance_within(values: np.ndarray, gemeenten: np.ndarray, cap: float) -> float:
    """Mean of (x − mean of the gemeente)²/(1 − 1/N) over areas with a value, squares capped at `cap` medians.

    Gemeenten with one such area do not count; 0 where there is no other.
    """
    known = np.isfinite(values)
    _, place, count = np.unique(gemeenten[known], return_inverse=True, return_counts=True)
    x, several = values[known], count[place] > 1
    middle = np.asarray(group_mean(x, np.ones(len(x)), place, len(count)))
    squares = ((x - middle[place]) ** 2)[several] / (1 - 1 / count[place][several])
    return float(np.minimum(squares, cap * np.median(squares)).mean()) if len(squares) else 0.0


def _both(redraw: Redraw) -> np.ndarray:
    return np.isfinite(redraw.before) & np.isfinite(redraw.after)


def _cut(redraw: Redraw) -> np.ndarray:
    return _both(redraw) & (redraw.cuts > 0)


def _uncut(redraw: Redraw, minimum: int) -> np.ndarray:
    return _both(redraw) & (redraw.cuts == 0) & (redraw.inhabitants >= minimum)


def _middle_and_spread(x: np.ndarray) -> tuple[float, float]:
    """Median and 1.4826·MAD; zeros without figures."""
    if not len(x):
        return 0.0, 0.0
    middle = float(np.median(x))
    return middle, NORMAL * float(np.median(np.abs(x - middle)))


def _per_piece(excess: np.ndarray, cut: np.ndarray, cuts: np.ndarray) -> float:
    return float(excess[cut].sum() / cuts[cut].sum())


def _few(psi: float, cut: np.ndarray, text: str) -> Conversion:
    return Conversion(
        psi, int(cut.sum()), f"te weinig geknipte gebieden: {text}" if cut.any() else "geen geknipte gebieden"
    )


def _jump(redraw: Redraw, cut: np.ndarray) -> str:
    return f"sprong tussen {redraw.year_before} en {redraw.year_after} van {int(cut.sum())} geknipte gebieden"


def _percent(share: float) -> str:
    return f"{dutch.bare(100 * share)}%"
