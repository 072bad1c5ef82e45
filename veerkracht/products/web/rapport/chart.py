"""Line charts of a series in one gemeente beside the country, drawn by matplotlib as an SVG image inside the page."""

import base64
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from veerkracht.dutch import number
from veerkracht.edition.figures import Figures, MapIndicator
from veerkracht.edition.looks import looks
from veerkracht.levels import LANDCODE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_IN, HEIGHT_IN = 5.2, 2.5


@dataclass(frozen=True)
class ChartLine:
    """One series with its look and its figures by year."""

    name: str
    colour: str
    dash: str
    values: list[tuple[int, float]]


@dataclass(frozen=True)
class Chart:
    """One chart: `picture` is a data URI, `description` says in words what it shows."""

    indicator: MapIndicator
    unit: str
    lines: list[ChartLine]
    picture: str
    decimals: int
    description: str


def line_chart(figures: Figures, code: str, name: str, indicator: MapIndicator) -> Chart | None:
    """Chart of all years of an indicator; counts as an index (first common year = 100). None with < 2 years."""
    land = "Landelijk*" if indicator.naam in figures.land_berekend else "Landelijk"
    series = {name: _series(figures, "gemeente", code, indicator), land: _series(figures, "land", LANDCODE, indicator)}
    unit, decimals = indicator.eenheid, indicator.decimalen
    if indicator.soort == "aantal":
        series, start = _indexed(series)
        unit, decimals = f"index, {start} = 100", 1
    if len(series.get(name, {})) < 2:
        return None
    return _drawn(series, indicator, unit, decimals)


def _series(figures: Figures, niveau: str, code: str, indicator: MapIndicator) -> dict[int, float]:
    years = figures.waarden.get((niveau, code, indicator.naam), {})
    return {year: one.waarde for year, one in sorted(years.items()) if one.waarde is not None}


def _indexed(series: dict[str, dict[int, float]]) -> tuple[dict[str, dict[int, float]], int | None]:
    filled = [values for values in series.values() if values]
    common = set.intersection(*(set(values) for values in filled)) if filled else set()
    start = min((year for year in common if all(values[year] for values in filled)), default=None)
    if start is None:
        return {}, None
    return {n: {y: 100 * v / s[start] for y, v in s.items()} for n, s in series.items() if s}, start


def _drawn(series: dict[str, dict[int, float]], indicator: MapIndicator, unit: str, decimals: int) -> Chart:
    styles = zip((looks().lijn.gebied, looks().lijn.land), ("", "6 4"), strict=True)
    lines = [
        ChartLine(name, colour, dash, list(line.items()))
        for (name, line), (colour, dash) in zip(series.items(), styles, strict=False)
        if line
    ]
    text = "; ".join(
        f"{line.name} van {number(line.values[0][1], decimals)} in {line.values[0][0]} "
        f"naar {number(line.values[-1][1], decimals)} in {line.values[-1][0]}"
        for line in lines
    )
    return Chart(
        indicator=indicator,
        unit=unit,
        lines=lines,
        picture=_picture(lines, decimals),
        decimals=decimals,
        description=f"Lijngrafiek: {indicator.label} ({unit}). {text}.",
    )


@cache
def _canvas() -> "tuple[Figure, Axes]":
    """One figure for all charts: making a new one costs more than drawing in it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # Text stays text, and the same chart is the same bytes.
    mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "veerkracht", "font.family": "sans-serif"}
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN))
    figure.subplots_adjust(left=0.12, right=0.98, top=0.95, bottom=0.12)  # a layout engine doubles the time
    return figure, figure.subplots()


def _picture(lines: list[ChartLine], decimals: int) -> str:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    figure, axes = _canvas()
    axes.clear()
    for line in reversed(lines):
        years, values = zip(*line.values, strict=True)
        style = (0, [float(part) / 2 for part in line.dash.split()]) if line.dash else "-"
        axes.plot(years, values, color=line.colour, linestyle=style, marker="o", markersize=4)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    low, high = axes.get_ylim()
    ticks = axes.yaxis.get_major_locator().tick_values(low, high)
    needed = next(d for d in range(decimals, 8) if d == 7 or len({round(tick, d) for tick in ticks}) == len(ticks))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, needed)))
    axes.grid(axis="y", color="#d5dce2")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0)
    buffer = BytesIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
