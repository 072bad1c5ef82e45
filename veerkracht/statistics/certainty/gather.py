"""The published figures of every level, boundaries and period out of the work database, as scenes to draw from.

Also which maps may be classed there. Components of the index are gathered in `index`; nothing is drawn here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from veerkracht.statistics import noise, weighted
from veerkracht.statistics.certainty.block import Margin, Measure, Model, Scene
from veerkracht.statistics.certainty.composite import Composite, Rounding
from veerkracht.statistics.certainty.index import Index
from veerkracht.statistics.certainty.maps import Kaart
from veerkracht.statistics.frames import Scope, parts
from veerkracht.statistics.world import StatWorld

SCENE = list(Scope._fields)
MAPS = """
    select kaart_id, maten, soort, klassen, grenzen, maatsoort, is_landelijk from tussen.int_kaart
    order by volgorde, kaart_id
"""
AREAS = """
    select niveau, indeling, jaar_van, jaar_tot, maat, gebiedscode, gemeentecode, indicator, indicator_verschil,
        meetjaar_van, meetjaar_tot, waarde_van, if(status = 'waarde' and isfinite(waarde), waarde, null) as waarde,
        if(status_verschil = 'waarde' and isfinite(verschil), verschil, null) as verschil, inwoners
    from tussen.int_maat
"""
MARGINS = """
    select maat, niveau, indeling, jaar, gebiedscode, marge from tussen.int_maat_reeks
    where marge > 0 and indicator != 'index'
"""
REFUSED = "select niveau, indeling, jaar_van, jaar_tot, maat, soort from tussen.int_landelijk where not is_toegestaan"
DELIVERED = "select distinct niveau, indeling, jaar_van, jaar_tot, kaart_id from tussen.int_kaartgeleverd"
ROUNDED_EVENLY = """
    select indicator from staging.stg_kolommen
    group by indicator having bool_and(coalesce(afrondingswijze, '') != 'aselect')
"""


class MaatInScope(NamedTuple):
    """A measure in a scope."""

    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    maat: str

    @property
    def scope(self) -> Scope:
        return Scope(*self[:4])


class Margins(NamedTuple):
    """A measure of a level on one indeling in one year."""

    maat: str
    niveau: str
    indeling: int
    jaar: int


@dataclass(frozen=True)
class Task:
    """A scene and the maps that may be classed in it."""

    scene: Scene
    maps: tuple[Kaart, ...]


def tasks(world: StatWorld) -> Iterator[Task]:
    """Every scene with its maps, one at a time."""
    source = _Source(world)
    maps = _maps(world)
    refused = set(world.query(REFUSED).itertuples(index=False, name=None))
    delivered = set(world.query(DELIVERED).itertuples(index=False, name=None))
    for scope, areas in parts(world.query(AREAS), Scope):
        allowed = tuple(
            one.kaart
            for one in maps
            if (*scope, one.kaart.kaart_id) not in delivered
            and not (one.is_landelijk and any((*scope, maat, one.maatsoort) in refused for maat in one.kaart.maten))
        )
        yield Task(source.scene(scope, areas), allowed)


@dataclass(frozen=True)
class _Listed:
    """A map of the catalogue, and when it may be classed: which kind of measure must stand for the country."""

    kaart: Kaart
    maatsoort: str
    is_landelijk: bool


def _maps(world: StatWorld) -> list[_Listed]:
    rows = world.query(MAPS).itertuples(index=False, name=None)
    return [
        _Listed(Kaart(kaart_id, tuple(maten), soort, klassen, tuple(grenzen)), maatsoort, is_landelijk)
        for kaart_id, maten, soort, klassen, grenzen, maatsoort, is_landelijk in rows
    ]


class _Source:
    """What all scenes have in common."""

    def __init__(self, world: StatWorld):
        self._settings = world.settings
        self._even = frozenset(world.query(ROUNDED_EVENLY)["indicator"])
        self._index = Index(world, self._even)
        self._margins = dict(parts(world.query(MARGINS), Margins))
        self._noise = dict(parts(world.load("ruis"), MaatInScope))
        self._shrunken = dict(parts(world.load("krimp"), MaatInScope))
        self._resilience = dict(parts(world.load("veerkracht"), Scope))
        fitted = world.load("model")
        fitted = fitted[(fitted["variant"] == "met_beginniveau") & (fitted["status"] == "geschat")]
        self._variants = set(fitted[SCENE].itertuples(index=False, name=None))

    def scene(self, scope: Scope, areas: pd.DataFrame) -> Scene:
        """The areas of a level, boundaries and period, sorted by code, with their measures and the model."""
        about = areas.drop_duplicates("gebiedscode").sort_values("gebiedscode").set_index("gebiedscode")
        people = about["inwoners"].to_numpy(float)
        gemeente = about["gemeentecode"].astype("category").cat.codes.to_numpy()
        gemeente = np.where(gemeente < 0, gemeente.max() + 1, gemeente)
        measures = {
            one.maat: self._measure(one, rows.set_index("gebiedscode").reindex(about.index), people)
            for one, rows in parts(areas, MaatInScope)
        }
        codes = about.index.to_numpy(str)
        model = self._model(scope, about.index, people)
        return Scene(*scope, codes, people, gemeente, measures, self._index.slots, model)

    def _measure(self, key: MaatInScope, rows: pd.DataFrame, people: np.ndarray) -> Measure:
        change, level = rows["verschil"].to_numpy(float), rows["waarde"].to_numpy(float)
        believed = self._believed(key, rows.index)
        reliability = believed["lambda"].fillna(1).to_numpy(float)
        size_class, sigma = self._classes(key, people)
        posterior = np.nan_to_num(np.sqrt(reliability * 2 * sigma**2))
        told = posterior > 0
        first, last = (self._rounding(key, rows, end) for end in ("meetjaar_van", "meetjaar_tot"))
        is_index = (rows["indicator"] == "index").any()
        is_index_change = (rows["indicator_verschil"] == "index").any()
        return Measure(
            level=level,
            start=rows["waarde_van"].to_numpy(float),
            change=change,
            shrunken=believed["gekrompen"].fillna(rows["verschil"]).to_numpy(float),
            reliability=reliability,
            size_class=size_class,
            level_margin=_of_register(np.zeros(len(rows)) if is_index else _posterior(level, sigma, size_class), last),
            change_margin=_of_register(posterior, (*first, *last)),
            shrunken_margin=Margin(posterior, tuple(part.only(~told) for part in (*first, *last))),
            level_index=self._level(key, rows) if is_index else None,
            change_index=self._index.change(key.scope, rows.index, ~told) if is_index_change else None,
        )

    def _believed(self, key: MaatInScope, codes: pd.Index) -> pd.DataFrame:
        """Shrunken change and λ of each area, NaN where there is none."""
        rows = self._shrunken.get(key)
        if rows is None:
            return pd.DataFrame({"gekrompen": np.nan, "lambda": np.nan}, index=codes)
        return rows.set_index("gebiedscode")[["gekrompen", "lambda"]].reindex(codes)

    def _level(self, key: MaatInScope, rows: pd.DataFrame) -> Composite | None:
        years = rows["meetjaar_tot"].dropna()
        return self._index.level(key.niveau, key.indeling, int(years.iloc[0]), rows.index) if len(years) else None

    def _classes(self, key: MaatInScope, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Number of each area's size class of noise, and the deviation of one measurement in it (0: cannot be told)."""
        told = self._noise.get(key)
        sigmas = {} if told is None else dict(zip(told["grootteklasse"], told["sigma"].fillna(0.0), strict=True))
        names = [
            name if name in sigmas else noise.POOLED
            for name in noise.size_classes(people, self._settings.grootteklassen)
        ]
        known = sorted(set(names))
        return np.array([known.index(n) for n in names]), np.array([sigmas.get(n, 0.0) for n in names])

    def _rounding(self, key: MaatInScope, rows: pd.DataFrame, end: str) -> tuple[Rounding, ...]:
        """Rounding of the figure of one end, as delivered; none where the publisher does not round."""
        years = rows[end].dropna()
        if not len(years):
            return ()
        margins = self._margins.get(Margins(key.maat, key.niveau, key.indeling, int(years.iloc[0])))
        if margins is None:
            return ()
        half = np.nan_to_num(margins.set_index("gebiedscode")["marge"].reindex(rows.index).to_numpy(float))
        names = rows["indicator"].dropna()
        is_count = len(names) > 0 and names.iloc[0] not in self._even
        return (Rounding(half, is_count, f"afronding|{key.maat}|{int(years.iloc[0])}"),)

    def _model(self, scope: Scope, codes: pd.Index, people: np.ndarray) -> Model | None:
        rows = self._resilience.get(scope)
        if rows is None or rows["residu"].isna().all():
            return None
        rows = rows.set_index("gebiedscode").reindex(codes)
        residual, reliability, national, relative = (
            rows[name].to_numpy(float) for name in ("residu", "lambda", "landelijk", "relatief")
        )
        chosen = np.where(rows["residu"].notna(), people, np.nan)
        weights = np.minimum(chosen, weighted.quantile(chosen[np.isfinite(chosen)], self._settings.gewicht_plafond))
        return Model(residual, reliability, national, relative, weights, scope in self._variants)


def _of_register(noise_: np.ndarray, rounding: tuple[Rounding, ...]) -> Margin:
    """A rounded figure comes out of a register, exact but for its rounding; any other is an estimate with noise."""
    return Margin(np.zeros_like(noise_), rounding) if rounding else Margin(noise_)


def _posterior(level: np.ndarray, sigma: np.ndarray, size_class: np.ndarray) -> np.ndarray:
    """Deviation of the true level given the measured one: √λ·σ with λ = 1 − σ²/var of the levels of its class."""
    found = np.zeros(len(level))
    for number in np.unique(size_class):
        part = (size_class == number) & np.isfinite(level)
        variance = level[part].var() if part.any() else 0.0
        if variance > 0:
            found[part] = np.sqrt(np.clip(1 - sigma[part] ** 2 / variance, 0, 1)) * sigma[part]
    return found
