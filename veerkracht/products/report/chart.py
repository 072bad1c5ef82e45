"""Line charts of a series in one gemeente beside the country, as the numbers that a template draws (SVG)."""

from dataclasses import dataclass
from math import ceil, floor, log10

from veerkracht.products.page import looks, number
from veerkracht.products.report.figures import LAND, Figures, Indicator

WIDTH, HEIGHT = 520, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 26, 14, 30


@dataclass(frozen=True)
class Line:
    """One series: its points in the drawing and its figures by year."""

    name: str
    colour: str
    dash: str
    points: list[tuple[float, float]]
    values: list[tuple[int, float]]


@dataclass(frozen=True)
class Chart:
    """What a template needs to draw one chart."""

    indicator: Indicator
    unit: str
    lines: list[Line]
    x_ticks: list[tuple[float, int]]
    y_ticks: list[tuple[float, str]]
    decimals: int
    description: str


def line_chart(figures: Figures, code: str, name: str, indicator: Indicator) -> Chart | None:
    """Chart of all years of an indicator; counts as an index (first common year = 100). None with < 2 years."""
    land = "Landelijk*" if indicator.naam in figures.land_berekend else "Landelijk"
    series = {name: _series(figures, "gemeente", code, indicator), land: _series(figures, "land", LAND, indicator)}
    unit, decimals = indicator.eenheid, indicator.decimalen
    if indicator.soort == "aantal":
        series, start = _indexed(series)
        unit, decimals = f"index, {start} = 100", 1
    if len(series.get(name, {})) < 2:
        return None
    return _drawn(series, indicator, unit, decimals)


def _series(figures: Figures, niveau: str, code: str, indicator: Indicator) -> dict[int, float]:
    years = figures.waarden.get((niveau, code, indicator.naam), {})
    return {year: value for year, (value, _) in sorted(years.items()) if value is not None}


def _indexed(series: dict[str, dict[int, float]]) -> tuple[dict[str, dict[int, float]], int | None]:
    filled = [values for values in series.values() if values]
    common = set.intersection(*(set(values) for values in filled)) if filled else set()
    start = min((year for year in common if all(values[year] for values in filled)), default=None)
    if start is None:
        return {}, None
    return {n: {y: 100 * v / s[start] for y, v in s.items()} for n, s in series.items() if s}, start


def _drawn(series: dict[str, dict[int, float]], indicator: Indicator, unit: str, decimals: int) -> Chart:
    values = [value for years in series.values() for value in years.values()]
    years = sorted({year for line in series.values() for year in line})
    ticks, decimals = _ticks(min(values), max(values), decimals)
    low, high = ticks[0], ticks[-1]

    def x(year: int) -> float:
        return round(LEFT + (year - years[0]) / max(years[-1] - years[0], 1) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    styles = zip((looks()["lijn"]["gebied"], looks()["lijn"]["land"]), ("", "6 4"), strict=True)
    lines = [
        Line(name, colour, dash, [(x(year), y(value)) for year, value in line.items()], list(line.items()))
        for (name, line), (colour, dash) in zip(series.items(), styles, strict=False)
        if line
    ]
    text = "; ".join(
        f"{line.name} van {number(line.values[0][1], decimals)} in {line.values[0][0]} "
        f"naar {number(line.values[-1][1], decimals)} in {line.values[-1][0]}"
        for line in lines
    )
    shown = years if len(years) <= 8 else years[:: -(-len(years) // 8)]
    return Chart(
        indicator=indicator,
        unit=unit,
        lines=lines,
        x_ticks=[(x(year), year) for year in shown],
        y_ticks=[(y(tick), number(tick, decimals)) for tick in ticks],
        decimals=max(decimals, indicator.decimalen if indicator.soort != "aantal" else 1),
        description=f"Lijngrafiek: {indicator.label} ({unit}). {text}.",
    )


def _ticks(low: float, high: float, decimals: int) -> tuple[list[float], int]:
    """Four to seven round numbers around the values, and the decimals they need."""
    span = (high - low) or abs(high) or 1.0
    power = 10 ** floor(log10(span / 4))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if span / (f * power) <= 5)
    first, last = floor(low / step), ceil(high / step)
    last = max(last, first + 1)
    needed = max(0, -floor(log10(step) + 1e-9)) + (1 if f"{step:e}".startswith("2.5") else 0)
    return [round(i * step, 10) for i in range(first, last + 1)], needed
