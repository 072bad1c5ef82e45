"""Map pictures as SVG parts: outlines once a page, and per map a class for each area with its legend.

Pictures are vectors with the name and figure of each area inside, so that they print sharp and answer a pointer.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from veerkracht.products.page import looks, number, signed
from veerkracht.products.report.classes import Scale
from veerkracht.products.report.figures import Figures, Indicator

if TYPE_CHECKING:
    import geopandas as gpd

WIDTH = 1000  # units of the drawing; coordinates are whole numbers
TALLEST = 1250
DETAIL = 1100  # simplified to about this many steps across: no difference that a screen shows


@dataclass(frozen=True)
class Outlines:
    """Areas of one level of one gemeente as SVG paths in one drawing."""

    viewbox: str
    paths: dict[str, str]  # gebiedscode -> d
    water: frozenset[str]


@dataclass(frozen=True)
class Picture:
    """What a template needs to draw one map."""

    outlines: Outlines
    prefix: str
    title: str
    subtitle: str
    description: str
    fills: list[tuple[str, str, str]]  # gebiedscode, fill, text at the pointer
    legend: list[tuple[str, str, int]]  # fill, label, number of areas


def outlines(areas: "gpd.GeoDataFrame") -> Outlines | None:
    """Paths of areas (EPSG:28992, shared edges stay shared), scaled to the drawing; None without any area."""
    import shapely

    areas = areas[(areas["water"] != "buitenland") & ~areas.geometry.is_empty]
    if areas.empty:
        return None
    left, bottom, right, top = areas.total_bounds
    size = max(right - left, top - bottom)
    shapes = shapely.coverage_simplify(areas.geometry.to_numpy(), size / DETAIL)
    scale = min(WIDTH / (right - left), TALLEST / (top - bottom))
    drawn = shapely.transform(shapes, lambda xy: (xy - (left, top)) * (scale, -scale))
    paths = {code: _path(shape) for code, shape in zip(areas["gebiedscode"], drawn, strict=True)}
    width, height = round((right - left) * scale), round((top - bottom) * scale)
    water = frozenset(areas.loc[areas["water"] == "water", "gebiedscode"])
    return Outlines(f"-4 -4 {width + 8} {height + 8}", paths, water)


def _path(shape) -> str:
    import shapely

    text = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring).round().astype(int)[:-1].tolist()
            kept = [p for i, p in enumerate(points) if p != points[i - 1]]
            if len(kept) > 2:
                text.append("M" + "L".join(f"{x},{y}" for x, y in kept) + "Z")
    return "".join(text)


def level_picture(
    figures: Figures, drawing: Outlines, niveau: str, areas: list[dict], indicator: Indicator, scale: Scale
) -> Picture:
    """Map of the level of an indicator."""

    def figure(code: str) -> tuple[float | None, str | None, str]:
        value, status = figures.level(niveau, code, indicator)
        return value, status, f"{number(value, indicator.decimalen)} {indicator.eenheid}"

    subtitle = f"Niveau in {indicator.jaar} ({indicator.eenheid})"
    return _picture(figures, drawing, niveau, areas, indicator, scale, figure, subtitle)


def change_picture(
    figures: Figures, drawing: Outlines, niveau: str, areas: list[dict], indicator: Indicator, scale: Scale
) -> Picture:
    """Map of the change of an indicator; what cannot be measured stands in the middle class."""
    words = looks()["oordeel"]

    def figure(code: str) -> tuple[float | None, str | None, str]:
        row = figures.change(niveau, code, indicator) or {}
        value, verdict = row.get("verschil"), row.get("oordeel") or "onbekend"
        text = f"{signed(value, indicator.decimalen)} {indicator.eenheid}, {words[verdict]['woord']}"
        return (0.0 if verdict == "geen_meetbaar_verschil" and value is not None else value), verdict, text

    unit = "procentpunt" if indicator.eenheid == "%" else indicator.eenheid
    subtitle = f"Verandering {indicator.van}–{indicator.tot} ({unit})"
    return _picture(figures, drawing, niveau, areas, indicator, scale, figure, subtitle)


def _picture(figures, drawing, niveau, areas, indicator, scale, figure, subtitle) -> Picture:
    fills, counts, reasons, water = (
        [],
        [0] * len(scale.colours),
        dict.fromkeys(looks()["ontbreekt"], 0),
        looks()["water"],
    )
    for area in areas:
        code = area["gebiedscode"]
        if code not in drawing.paths:
            continue
        value, status, text = figure(code)
        name = area["gebiedsnaam"] or code
        if code in drawing.water:
            fills.append((code, water["kleur"], f"{name}: {water['tekst']}"))
        elif value is not None and (area["inwoners"] or 0) >= figures.minimum:
            counts[scale.index(value)] += 1
            fills.append((code, scale.colours[scale.index(value)], f"{name}: {text}"))
        else:
            reason = _reason(area, status, figures.minimum)
            reasons[reason] += 1
            fills.append((code, f"url(#p-{reason})", f"{name}: {looks()['ontbreekt'][reason]}"))
    legend = [(c, label, n) for c, label, n in zip(scale.colours, scale.labels, counts, strict=True) if label]
    legend += [(f"url(#p-{reason})", looks()["ontbreekt"][reason], n) for reason, n in reasons.items() if n]
    if drawing.water:
        legend.append((water["kleur"], water["tekst"], len(drawing.water)))
    shown = sum(counts)
    return Picture(
        outlines=drawing,
        prefix=niveau,
        title=indicator.label,
        subtitle=subtitle,
        description=f"Kaart: {indicator.label}, {subtitle}. {shown} gebieden gekleurd, "
        f"{sum(reasons.values())} zonder kleur. " + "; ".join(f"{label}: {n}" for _, label, n in legend),
        fills=fills,
        legend=legend,
    )


def _reason(area: dict, status: str | None, minimum: int) -> str:
    if area["inwoners"] is not None and area["inwoners"] < minimum:
        return "te_weinig_inwoners"
    return looks()["status"].get(status, "geen_gegevens")
