"""A seeded country of buurten with every part of the kwetsbaarheidsindex, and the index of method §2 in plain numpy.

The computation here shares no code with the dbt project: it goes area by area and solves normal equations.
"""

import numpy as np

from tests.dbt_project.world import World
from veerkracht.paths import DataPaths

AREAS, MINIMUM, PEOPLED = 330, 200, 50
YEARS = (2014, 2018, 2022, 2023, 2024)  # of the kerncijfers
SURVEYS = (2016, 2022, 2024)  # of the health monitor
SCORES = (2014, 2018, 2020, 2022, 2024)
WEIGHTS = {"inkomen": 3, "werk": 3, "opleiding": 3, "jeugdzorg": 1, "wmo": 1, "angst": 1}  # twelfths
PARTS = tuple(sorted(WEIGHTS))
CODES = [f"BU{1 + n // 66:04d}{n % 66:04d}" for n in range(AREAS)]


def draw(seed: int) -> dict:
    """Inhabitants by year and area, and of each part by year what was measured (NaN = not), with the indicator."""
    rng = np.random.default_rng(seed)
    people = rng.integers(0, 2000, AREAS) * (rng.random(AREAS) > 0.05) // 5 * 5
    inwoners = {year: np.maximum(people + rng.integers(-4, 5, AREAS) * 5, 0) for year in YEARS}
    hidden = rng.normal(size=AREAS)
    measured: dict = {part: {} for part in PARTS}
    for year in sorted({*YEARS, *SURVEYS}):
        hidden = hidden + rng.normal(0, 0.2, AREAS)

        def share(mean, sd, digits=1, hidden=hidden):
            drawn = np.clip(mean + sd * (0.8 * hidden + 0.6 * rng.normal(size=AREAS)), 0, 100).round(digits)
            return np.where(rng.random(AREAS) < 0.04, np.nan, drawn)

        if year in SURVEYS:
            measured["angst"][year] = share(7, 1.5)
        if year in YEARS:
            measured["inkomen"][year] = share(40, 12)
            measured["werk"][year] = (share(12, 4) / 100 * _workers(inwoners, year)).round()  # people with a benefit
        if year in YEARS and year >= 2018:
            measured["opleiding"][year] = share(27, 9, 0) * 10  # people with little schooling, of 1000
            measured["jeugdzorg"][year] = share(10, 2.5)
            measured["wmo"][year] = share(60, 25, 0)
    return {"inwoners": inwoners, "onderdelen": measured}


def _workers(inwoners: dict, year: int) -> np.ndarray:
    """People of working age: until 2016 a share of the inhabitants, a count afterwards."""
    return np.full(AREAS, 1000.0) if year >= 2017 else inwoners[year] * 0.8


def world_of(paths: DataPaths, data: dict) -> World:
    """The country as deliveries, all on one vintage."""
    w = World(paths, doel=2024)
    w.outlines(2024, *CODES)
    for year in YEARS:
        release = w.release("cbs_kerncijfers", f"{year}@x", 2024)
        w.figure("cbs_kerncijfers", release, "NL00", "a_inw", int(data["inwoners"][year].sum()))
        for area, code in enumerate(CODES):
            w.figures("cbs_kerncijfers", release, {code: _cells(data, year, area)})
    for year in SURVEYS:
        release = w.release("rivm_gezondheid", f"{year}@x", 2024)
        for code, value in zip(CODES, data["onderdelen"]["angst"][year], strict=True):
            w.figure("rivm_gezondheid", release, code, "HoogRisicoOpAngstOfDepressie_9", _text(value))
    w.release("leefbaarometer", "2014-2024@x", 2024)
    for year in SCORES:
        for area, code in enumerate(CODES):
            w.figure("leefbaarometer", "2014-2024@x", code, "onv", (area % 7 - year % 5) / 100, jaar=year)
    return w


def _cells(data: dict, year: int, area: int) -> dict:
    parts = {part: years[year][area] for part, years in data["onderdelen"].items() if year in years and part != "angst"}
    cells = {"a_inw": int(data["inwoners"][year][area]), "p_wcorpw": area % 100}
    ages = zip(("15_24", "25_44", "45_64"), (200, 300, 500) if year >= 2017 else (20, 30, 30), strict=True)
    cells |= {f"{'a' if year >= 2017 else 'p'}_{age}": number for age, number in ages}
    cells["p_hh_li"] = _text(parts["inkomen"])
    cells |= {"a_soz_wb": _text(parts["werk"]), "a_soz_ao": 0}
    if "opleiding" in parts:
        low = parts["opleiding"]
        names = ("a_opl_lg", "a_opl_md", "a_opl_hg") if year < 2023 else ("a_opl_bvm", "a_opl_hvm", "a_opl_hw")
        cells |= dict(zip(names, (_text(low), _text(1000 - low), 0), strict=True))
        cells |= {"p_jz_tn": _text(parts["jeugdzorg"]), "p_wmo_t": _text(parts["wmo"])}
    return cells


def _text(value: float) -> str:
    return "." if np.isnan(value) else f"{value:.10g}"


class Index:
    """The index by method §2: references, z, level with predicted parts, change over the set of a period."""

    def __init__(self, data: dict):
        self.data = data
        self.references = {}
        for part in PARTS:
            for kind in ("oud", "nieuw") if part == "opleiding" else ("",):
                years = [year for year in data["onderdelen"][part] if not kind or (year >= 2023) == (kind == "nieuw")]
                self.references[part, kind] = self._reference(part, min(years, key=lambda y: (abs(y - 2018), y)))

    def people(self, year: int) -> np.ndarray:
        return self.data["inwoners"][min(YEARS, key=lambda y: (abs(y - year), y))].astype(float)

    def _reference(self, part: str, year: int) -> tuple[float, float]:
        values, weights = self._part(part, year), self.people(year)
        use = ~np.isnan(values) & (weights >= PEOPLED)
        mean = np.average(values[use], weights=weights[use])
        return mean, np.sqrt(np.average((values[use] - mean) ** 2, weights=weights[use]))

    def _part(self, part: str, year: int) -> np.ndarray:
        values = self.data["onderdelen"][part][year]
        if part == "werk":
            workers = _workers(self.data["inwoners"], year)
            return np.where(workers > 0, 100 * values / np.maximum(workers, 1), np.nan)
        return values / 10 if part == "opleiding" else values

    def z(self, part: str, year: int) -> np.ndarray:
        """Standardised values of a year, cut off at 4; NaN where the part was not measured."""
        if year not in self.data["onderdelen"][part]:
            return np.full(AREAS, np.nan)
        kind = ("nieuw" if year >= 2023 else "oud") if part == "opleiding" else ""
        mean, sd = self.references[part, kind]
        return np.clip((self._part(part, year) - mean) / sd, -4, 4)

    def level(self, year: int) -> tuple[np.ndarray, np.ndarray]:
        """K and the measured weight of each area."""
        z = {part: self.z(part, year) for part in PARTS}
        cover = sum(WEIGHTS[part] / 12 * ~np.isnan(z[part]) for part in PARTS)
        return np.array([self._one(year, z, area, cover[area]) for area in range(AREAS)]), cover

    def _one(self, year, z, area, cover) -> float:
        if cover < 0.6 - 1e-9:
            return np.nan
        present = [part for part in PARTS if not np.isnan(z[part][area])]
        known = np.array([1, *(z[part][area] for part in present)])
        total = sum(WEIGHTS[part] / 12 * z[part][area] for part in present)
        for part in set(PARTS) - set(present):
            total += WEIGHTS[part] / 12 * (known @ self._coefficients(year, part, present))
        return total

    def _coefficients(self, year, part, present) -> np.ndarray:
        for other in sorted({*YEARS, *SURVEYS}, key=lambda y: (abs(y - year), y)):
            x = np.column_stack([np.ones(AREAS), *(self.z(name, other) for name in present)])
            y, weights = self.z(part, other), self.people(other)
            use = ~np.isnan(y) & ~np.isnan(x).any(axis=1) & (weights >= PEOPLED)
            if use.sum() >= MINIMUM:
                x, y, weights = x[use], y[use], weights[use]
                return np.linalg.solve(x.T @ (x * weights[:, None]), x.T @ (y * weights))
        raise AssertionError("no year to fit on")

    def change(self, ends: dict[str, tuple[int, int]]) -> np.ndarray:
        """Weighted change over the parts between their two measurements; NaN where one is missing."""
        total = sum(WEIGHTS[part] * (self.z(part, t) - self.z(part, v)) for part, (v, t) in ends.items())
        return total / sum(WEIGHTS[part] for part in ends)
