"""Simulated countries with planted noise, for the tests of measurement."""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.measurement.noise import NoiseSettings
from veerkracht.statistics.measurement.series import Measured

SETTINGS = NoiseSettings(
    metingen_minimum=3,
    ruis_minimum=20,
    inwoners_minimum=50,
    gemeente_gebieden_minimum=5,
    gemeentemiddeling_minimum=50,
    schok_gemeenten_minimum=5,
    eigen_lijn_minimum=50,
    breuk_plafond=4,
    uit_de_lijn_vanaf=100,
    onmogelijk_vanaf=1000,
)


@dataclass(frozen=True)
class Truth:
    """Planted: σ² = (a + b/n)·q with q ~ d0/χ²(d0) (∞: 1), a shock per gemeente and year of sd sigma_g, r = k/n²."""

    a: float = 1e-4
    b: float = 0.03
    d0: float = np.inf
    sigma_g: float = 0.0
    rounding: float = 0.0


def country(
    rng: np.random.Generator, areas: int, gemeenten: int, years: int, truth: Truth, gaps: float = 0
) -> Measured:
    """A country of areas that all go their own straight way; `gaps` is the share of figures that is missing."""
    place = np.sort(np.arange(areas) % gemeenten)
    size = np.exp(rng.normal(7, 1, areas)).clip(60, 40_000)
    own = np.ones(areas) if np.isinf(truth.d0) else truth.d0 / rng.chisquare(truth.d0, areas)
    r = truth.rounding / size**2
    sd = np.sqrt((truth.a + truth.b / size) * own + r)
    time = np.arange(years) - (years - 1) / 2
    values = rng.normal(0, 0.1, (areas, 1)) + rng.normal(0, 0.01, (areas, 1)) * time
    values += rng.normal(0, 1, (areas, years)) * sd[:, None]
    values += rng.normal(0, 1, (gemeenten, years))[place] * truth.sigma_g
    values[rng.random((areas, years)) < gaps] = np.nan
    codes = np.array([f"BU{number:06d}" for number in range(areas)])
    names = np.array([f"GM{number:04d}" for number in range(gemeenten)])[place]
    return Measured(codes, names, np.arange(2014, 2014 + years), values, size, r)
