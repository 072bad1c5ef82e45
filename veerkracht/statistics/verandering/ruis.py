"""Noise of the indicators, told where it can be told best, and brought to areas of any boundaries (method.md §4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.frames import LevelIndeling, Record
from veerkracht.statistics.measurement.noise import TOLD, UNDERSTATED, Noise, NoiseSettings, noise_of
from veerkracht.statistics.measurement.series import Measured, size_of
from veerkracht.statistics.verandering.choices import MEASUREMENTS
from veerkracht.statistics.verandering.reeks import Reeks

STATUS = {TOLD: "bepaald", UNDERSTATED: "ruis onderschat"}
UNTOLD = "niet te bepalen"


@dataclass(frozen=True)
class Ruis:
    """Noise of one measurement of an indicator at a level, told from `reeks`; `rounding`: mean r per area of it."""

    reeks: Reeks
    noise: Noise
    rounding: np.ndarray

    @property
    def years(self) -> np.ndarray:
        """Years in which anything was measured."""
        return self.reeks.years[np.isfinite(self.reeks.waarde).any(axis=0)]

    @property
    def status(self) -> str:
        """bepaald | ruis onderschat | niet te bepalen."""
        return STATUS.get(self.noise.status, UNTOLD)

    @property
    def shock(self) -> float:
        """σ_G² of one measurement; 0 where it cannot be told."""
        return float(self.noise.sigma_g) ** 2 if np.isfinite(self.noise.sigma_g) else 0.0

    @property
    def reason(self) -> str | None:
        """Why noise cannot be told or is understated, in Dutch."""
        if self.status == UNTOLD:
            which = f"{self.noise.areas} gebieden met {MEASUREMENTS} metingen en genoeg inwoners"
            return f"{which}; dat zijn er te weinig om de ruis te bepalen"
        if self.status == STATUS[UNDERSTATED]:
            count, years = len(self.years), " en ".join(str(year) for year in self.years)
            return f"{count} vergelijkbare meting{'' if count == 1 else 'en'} ({years}); ruis vraagt er {MEASUREMENTS}"
        return None

    def own(self, reeks: Reeks) -> np.ndarray:
        """Variance of one measurement without rounding, per area of another series of the indicator; NaN: unknown.

        An area with the same figures on its own boundaries has its own line there; any other what is usual at its size.
        """
        told = np.maximum(self.noise.sigma2 - self.rounding, 0.0)
        if reeks.place == self.reeks.place:
            return told
        usual = self._usual(size(reeks, self.years))
        at = self.reeks.gebieden.place(reeks.gebieden.codes)
        mine = np.stack([reeks.at("waarde", int(year)) for year in self.years], axis=1)
        its = np.stack([self.reeks.at("waarde", int(year)) for year in self.years], axis=1)[np.maximum(at, 0)]
        same = (
            (at >= 0) & ((mine == its) | (np.isnan(mine) & np.isnan(its))).all(axis=1) & np.isfinite(mine).any(axis=1)
        )
        return np.where(same & np.isfinite(usual), told[np.maximum(at, 0)], usual)

    def _usual(self, sizes: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            known = np.where(sizes > 0, 1 / sizes, np.nan)
        if self.status == STATUS[UNDERSTATED]:
            return 0 * known
        return (self.noise.a + self.noise.b * known) * (self.noise.c if np.isfinite(self.noise.d0) else 1.0)


def tell(series: Iterable[Reeks], how: NoiseSettings, own_line: bool) -> dict[str, Ruis]:
    """Noise of an indicator per level: where one release serves three years or more on its own boundaries, there; else
    on the boundaries with most years (the newest of equals), from figures that were not converted."""
    best: dict[str, Reeks] = {}
    for reeks in series:
        if reeks.place.niveau not in best or _rank(reeks) > _rank(best[reeks.place.niveau]):
            best[reeks.place.niveau] = reeks
    return {niveau: _told(reeks, how, own_line) for niveau, reeks in best.items()}


def _rank(reeks: Reeks) -> tuple[bool, int, int]:
    return reeks.is_eigen and len(reeks.years) >= MEASUREMENTS, len(reeks.years), reeks.place.indeling


def _told(reeks: Reeks, how: NoiseSettings, own_line: bool) -> Ruis:
    values = np.where(reeks.omklap == 0, reeks.waarde, np.nan)
    measured = np.isfinite(values)
    rounding = np.where(measured, reeks.afronding, 0.0).sum(axis=1) / np.maximum(measured.sum(axis=1), 1)
    shown = reeks.years[measured.any(axis=0)]
    sizes = size(reeks, shown if len(shown) else reeks.years)
    told = Measured(reeks.gebieden.codes, reeks.gebieden.gemeente, reeks.years, values, sizes, rounding)
    return Ruis(reeks, noise_of(told, how, own_line), rounding)


def size(reeks: Reeks, years: np.ndarray) -> np.ndarray:
    """n of each area: harmonic mean of its size in the first and last of `years`."""
    people = reeks.gebieden
    return size_of(people.size, people.years, float(years[0]), float(years[-1]))


def row(ruis: Ruis, maat: str, sd: float = 1.0) -> Record:
    """A row of `ruis`; of a part of the index in deviations of its reference (`sd`)."""
    noise = ruis.noise
    figures = {
        "a": noise.a / sd**2,
        "b": noise.b / sd**2,
        "d0": noise.d0,
        "c": noise.c,
        "sigma_g": noise.sigma_g / sd,
        "nugget": noise.nugget / sd**2,
    }
    place: LevelIndeling = ruis.reeks.place
    known = {name: float(value) for name, value in figures.items() if np.isfinite(value)}
    about = {"niveau": place.niveau, "indeling": place.indeling, "maat": maat, "indicator": ruis.reeks.indicator}
    counted = {"n": noise.areas, "metingen": noise.measurements, "jaren": ", ".join(str(year) for year in ruis.years)}
    return about | counted | known | {"status": ruis.status, "reden": ruis.reason}
