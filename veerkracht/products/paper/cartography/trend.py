"""A small line chart in millimetres: years along, values up, the last value written out."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from veerkracht.dutch import number
from veerkracht.products.paper.cartography import typeset
from veerkracht.products.paper.cartography.paper import INK, LINE, SOFT, Paper

GRID = 4  # about so many lines
LEAST = 8  # units of the last decimal that the chart shows at least
ALONG = 6  # at most so many years are written


@dataclass(frozen=True)
class TrendLine:
    """One line: name, colour, dash and its points by year."""

    name: str
    colour: str
    dash: object
    points: list[tuple[int, float]]


def trend(
    paper: Paper,
    frame: tuple[float, float, float, float],
    title: str,
    unit: str,
    series: list[TrendLine],
    decimals: int,
) -> None:
    """Title, legend and lines within a frame (x, y, width, height)."""
    x, y, width, height = frame
    series = [one for one in series if one.points]
    text, size = typeset.fitted(title, width, (9.5, 8.5, 7.5), "bold")
    paper.text(x, y + height - 3.5, text, size, weight="bold")
    paper.text(x, y + height - 7.2, unit, 7, color=SOFT)
    _legend(paper, x + width, y + height - 7.2, series)
    values = [value for one in series for _, value in one.points]
    years = [year for one in series for year, _ in one.points]
    ticks = grid(*at_least(min(values), max(values), LEAST * 10.0**-decimals))
    digits = needed(ticks, decimals)
    left = x + 2 + max(typeset.width(number(tick, digits), 6.5) for tick in ticks)
    plot = (left, y + 5, x + width - 2 - left, height - 15)
    place = _scale(plot, (min(years), max(years)), (ticks[0], ticks[-1]))
    for tick in ticks:
        level = place(min(years), tick)[1]
        paper.line([left, left + plot[2]], [level, level], color=LINE, width=0.3)
        paper.text(left - 1.2, level - 0.8, number(tick, digits), 6.5, ha="right", color=SOFT)
    for year in along(sorted(set(years))):
        paper.text(place(year, ticks[0])[0], y + 1.2, str(year), 6.5, ha="center", color=SOFT)
    for one in reversed(series):
        xs, ys = zip(*(place(*point) for point in one.points), strict=True)
        dots = {"marker": "o", "markersize": 2.6, "zorder": 2.5}
        paper.line(xs, ys, color=one.colour, width=1.3, linestyle=one.dash, **dots)


def at_least(low: float, high: float, span: float) -> tuple[float, float]:
    """Room of at least `span`, so that a change in the last decimal does not look like a landslide."""
    missing = max(0.0, span - (high - low)) / 2
    return low - missing, high + missing


def grid(low: float, high: float) -> list[float]:
    """Round values around what is shown, at least two."""
    span = (high - low) or abs(high) or 1.0
    rough = span / GRID
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)
    return [round(n * step, 12) for n in range(first, last + 1)]


def needed(ticks: list[float], decimals: int) -> int:
    """As few decimals as write the lines of the grid exactly."""
    fine = (ticks[1] - ticks[0]) / 100
    return next((d for d in range(decimals, 8) if all(abs(round(t, d) - t) < fine for t in ticks)), 8)


def along(years: list[int]) -> list[int]:
    """The years to write: the first, the last and some between, evenly."""
    step = max(1, math.ceil((len(years) - 1) / (ALONG - 1)))
    return [*(year for year in years[:-1:step] if years[-1] - year >= step), years[-1]]


def _scale(
    plot: tuple[float, float, float, float], years: tuple[int, int], values: tuple[float, float]
) -> Callable[[int, float], tuple[float, float]]:
    x, y, width, height = plot
    wide, high = max(years[1] - years[0], 1), values[1] - values[0]
    return lambda year, value: (x + 2 + (year - years[0]) / wide * (width - 4), y + (value - values[0]) / high * height)


def _legend(paper: Paper, right: float, y: float, series: list[TrendLine]) -> None:
    for one in reversed(series):
        name = typeset.shortened(one.name, 30, 7)
        right -= typeset.width(name, 7)
        paper.text(right, y, name, 7, color=INK)
        paper.line([right - 6, right - 1], [y + 0.9, y + 0.9], color=one.colour, width=1.3, linestyle=one.dash)
        right -= 9
