"""Noise of every measure of the maps and what is to be believed of each change: the files `ruis` and `krimp`.

Reads `int_maat` and the series behind it; the estimates themselves stand in `change_noise`. A series that one release
serves on its own boundaries tells its noise there, for the whole country at once, also for the areas that are drawn on
other boundaries; any other series on the boundaries of the maps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from veerkracht.settings import Settings
from veerkracht.statistics import change_noise
from veerkracht.statistics.change_noise import Noise
from veerkracht.statistics.frames import Row, parts
from veerkracht.statistics.world import StatWorld

POOLED = "alle"
AREA = ["gebiedscode", "indeling"]

CHANGES = """
    select niveau, maat, indicator_verschil as indicator, jaar_van, jaar_tot, gebiedscode, indeling, verschil, inwoners
    from tussen.int_maat where verschil is not null
"""
MEASURES = """
    select niveau, maat, jaar_van, jaar_tot,
        coalesce(list(distinct indeling) filter (verschil is not null), list(distinct indeling)) as indelingen
    from tussen.int_maat group by all
"""
SERIES = """
    select niveau, indicator, gebiedscode, indeling, jaar, waarde, methode = 'zelfde_indeling' as eigen
    from main.fct_reeks where waarde is not null and is_vergelijkbaar and (niveau, indicator) in (
        select niveau, coalesce(indicator_verschil, maat) from tussen.int_maat
    )
"""
INDEX_SERIES = "select niveau, gebiedscode, indeling, jaar_van, jaar_tot, jaar, waarde from tussen.int_k_reeks"


class MaatPeriode(NamedTuple):
    """A measure of a level over a period, on any boundaries."""

    niveau: str
    maat: str
    jaar_van: int
    jaar_tot: int


@dataclass(frozen=True)
class Table:
    """A series: figures areas × years (NaN where nothing was measured), and the years."""

    figures: np.ndarray
    years: np.ndarray


@dataclass(frozen=True)
class Told:
    """Noise per size class of one measure and period (always with `alle`), and the class of each area."""

    classes: dict[str, Noise]
    of_area: np.ndarray  # name of the class, one an area

    def per_area(self, name: str) -> np.ndarray:
        """A figure of the class of each area."""
        return np.array([getattr(self.classes[of], name) for of in self.of_area], float)


def write(world: StatWorld) -> None:
    """Write `ruis` (a row per measure, period, boundaries and size class) and `krimp` (a row per change)."""
    changes, measures = world.query(CHANGES), world.query(MEASURES)
    series = _Series(world.query(SERIES), world.query(INDEX_SERIES))
    noise: list[Row] = []
    shrunken: list[pd.DataFrame] = []
    groups = dict(parts(changes, MaatPeriode))
    for *values, indelingen in measures.itertuples(index=False, name=None):
        key = MaatPeriode(*values)
        areas = groups.get(key, changes.iloc[:0])
        table = series.of(key, areas)
        change, inhabitants = areas["verschil"].to_numpy(float), areas["inwoners"].to_numpy(float)
        told = tell(table.figures, table.years, change, inhabitants, world.settings)
        noise.extend(_noise_rows(key, indelingen, told))
        shrunken.append(_shrunken(key, areas, told, world.settings.aantoonbaar_z))
    world.save("ruis", noise)
    world.save("krimp", pd.concat(shrunken, ignore_index=True) if shrunken else [])


def tell(series: np.ndarray, years: np.ndarray, change: np.ndarray, inhabitants: np.ndarray, how: Settings) -> Told:
    """Noise of a measure in each size class that is large enough, and pooled.

    `series` areas × years, NaN where nothing was measured; rows of areas on whose boundaries the series does not stand
    are empty: they get the noise of their size class and tell none. Inhabitants NaN: pooled.
    """
    wanted = size_classes(inhabitants, how.grootteklassen)
    chosen = change_noise.telling(series, change, how.ruis_volledig)
    cleared = change_noise.without_year_means(series[chosen])
    members = {name: wanted[chosen] == name for name in labels(how.grootteklassen)}
    reason = change_noise.too_few(years) if len(change) else "geen gebied met een verandering"
    classes = {POOLED: _class(cleared, years, change[chosen], how.ruis_minimum, reason, change)}
    for name, part in members.items():
        if not classes[POOLED].reason:
            found = _class(cleared[part], years, change[chosen][part], how.grootteklasse_minimum, None, change)
            classes |= {} if found.reason else {name: found}
    return Told(classes, np.array([name if name in classes else POOLED for name in wanted], object))


def _class(
    series: np.ndarray, years: np.ndarray, change: np.ndarray, minimum: int, reason: str | None, all_: np.ndarray
) -> Noise:
    """The noise of a class; with a reason why it cannot be told, still the mean of all changes there are."""
    if reason:
        return Noise(len(all_), len(years), mean=float(all_.mean()) if len(all_) else float("nan"), reason=reason)
    return change_noise.estimate(series, years, change, minimum)


def labels(limits: tuple[int, ...]) -> list[str]:
    """Names of the size classes: <500, 500-1500, …, >=5000."""
    if not limits:
        return []
    between = [f"{low}-{high}" for low, high in pairwise(limits)]
    return [f"<{limits[0]}", *between, f">={limits[-1]}"]


def size_classes(inhabitants: np.ndarray, limits: tuple[int, ...]) -> np.ndarray:
    """The size class of each area; `alle` where its inhabitants are not known."""
    names = np.array([*labels(limits), POOLED] if limits else [POOLED], object)
    place = np.where(np.isfinite(inhabitants), np.digitize(inhabitants, limits), len(names) - 1)
    return names[np.minimum(place, len(names) - 1)]


class _Series:
    """The series behind the measures, as tables areas × years."""

    def __init__(self, series: pd.DataFrame, index_series: pd.DataFrame):
        self._plain = dict(iter(series.groupby(["niveau", "indicator"])))
        self._index = dict(iter(index_series.groupby(["niveau", "jaar_van", "jaar_tot"])))

    def of(self, key: MaatPeriode, areas: pd.DataFrame) -> Table:
        """A row for each of `areas`; rows are empty on boundaries on which the series does not stand."""
        indicator = next(iter(areas["indicator"].dropna()), key.maat)
        rows = self._plain.get((key.niveau, indicator))
        if rows is None:
            rows = self._index.get((key.niveau, key.jaar_van, key.jaar_tot))
        elif rows.loc[rows["eigen"], "jaar"].nunique() >= change_noise.MEASUREMENTS:
            rows = rows[rows["eigen"]]
        if rows is None:
            return Table(np.zeros((len(areas), 0)), np.zeros(0))
        table = rows.pivot(index=AREA, columns="jaar", values="waarde")
        table = table.reindex(pd.MultiIndex.from_frame(areas[AREA])).dropna(axis=1, how="all")
        return Table(table.to_numpy(float), table.columns.to_numpy(float))


def _noise_rows(key: MaatPeriode, indelingen: Sequence[int], told: Told) -> Iterator[Row]:
    """Rows of `ruis`: the same figures for each of the boundaries on which the measure is drawn or computed."""
    for indeling in indelingen:
        for name, noise in told.classes.items():
            figures = {
                "n": noise.n,
                "metingen": noise.measurements,
                "sigma2_lijn": noise.line,
                "sigma2_nugget": noise.nugget,
                "variantie": noise.variance,
                "lambda_lijn": noise.lambda_line,
                "lambda_nugget": noise.lambda_nugget,
                "lambda": noise.used,
                "sigma": noise.sigma,
                "gemiddelde": noise.mean,
            }
            known = {column: value for column, value in figures.items() if not np.isnan(value)}
            status = {"status": "niet_te_bepalen" if noise.reason else "bepaald", "reden": noise.reason}
            yield key._asdict() | {"indeling": indeling, "grootteklasse": name} | known | status


def _shrunken(key: MaatPeriode, areas: pd.DataFrame, told: Told, z: float) -> pd.DataFrame:
    """Rows of `krimp`: every change with what is to be believed of it."""
    change = areas["verschil"].to_numpy(float)
    lambda_, sigma = told.per_area("used"), told.per_area("sigma")
    shown = change_noise.demonstrable(change, sigma, z)
    return areas[AREA].assign(
        **key._asdict(),
        verschil=change,
        gekrompen=np.where(lambda_ == 1, change, change_noise.shrink(change, told.per_area("mean"), lambda_)),
        **{"lambda": lambda_},
        sigma=sigma,
        grootteklasse=told.of_area,
        is_aantoonbaar=pd.array([None if np.isnan(value) else bool(value) for value in shown], dtype="boolean"),
    )
