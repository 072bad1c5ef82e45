"""Noise of one measurement of an indicator, told from all areas of a level (method.md §4.1)."""

from dataclasses import dataclass, replace

import numpy as np

from veerkracht.statistics.measurement.centring import centred
from veerkracht.statistics.measurement.moderated import Prior, fit_prior, moderated, ratios
from veerkracht.statistics.measurement.nugget import nugget
from veerkracht.statistics.measurement.scatter import Scatter, ScatterLimits, scatter_of
from veerkracht.statistics.measurement.series import Measured, numbered, without_impossible
from veerkracht.statistics.measurement.shock import mean_noise, shock_variance
from veerkracht.statistics.measurement.size import fit_size

TOLD, UNDERSTATED, TOO_FEW = "bepaald", "ruis onderschat", "te weinig gebieden"
UNKNOWN = float("nan")
NO_PRIOR = Prior(np.inf, 1.0)  # areas of one size do not differ in noise


@dataclass(frozen=True)
class NoiseSettings:
    """Thresholds of method.md §4.1; its values stand behind each."""

    metingen_minimum: int  # 3: measurements of a series, and of an area that tells noise
    ruis_minimum: int  # 20: areas that tell noise
    inwoners_minimum: int  # 50: n of an area that tells noise
    gemeente_gebieden_minimum: int  # 5: areas of a gemeente that has means of its own
    gemeentemiddeling_minimum: int  # 50: areas in such gemeenten; fewer: means of the whole country
    schok_gemeenten_minimum: int  # 5: such gemeenten that tell a shock
    eigen_lijn_minimum: int  # 50: areas with the largest freedom that tell how much areas differ in noise
    breuk_plafond: float  # 4: times what is expected; above it a variance counts as that, a real break is no noise
    uit_de_lijn_vanaf: float  # 100: times what is expected; above it an area counts in no mean and tells nothing
    onmogelijk_vanaf: float  # 1000: deviations from the median; above it a value counts as missing


@dataclass(frozen=True)
class Noise:
    """Noise of one measurement; variances in the square of the unit of the indicator, NaN where it cannot be told.

    status: `bepaald`; `ruis onderschat` (too few measurements: σ² is rounding only); `te weinig gebieden` (no noise).
    """

    status: str
    measurements: int
    areas: int  # that tell the noise
    a: float
    b: float
    d0: float
    c: float
    sigma_g: float
    nugget: float  # σ² as lower bound
    mu: np.ndarray  # (areas,) r + a + b/n
    sigma2: np.ndarray  # (areas,) variance of one measurement, rounding included


def noise_of(measured: Measured, settings: NoiseSettings, own_line: bool) -> Noise:
    """Noise of one measurement of each area, in the order of `measured`; `own_line` for scores only (§4.1.3).

    Departures from the letter of method.md, agreed: (i) an area far out of line (s²/μ above `uit_de_lijn_vanaf` after a
    first fit) pulls no gemeente-year mean nor mean series of its gemeente and tells nothing; where areas differ in
    noise (`own_line`, d0 finite) its own variance stays large, else it has that of its size. A value that no area can
    have (|value − median| above `onmogelijk_vanaf` × 1.4826·MAD of the release) counts as missing. (ii) Where rounding
    is known per area, means of a gemeente weigh areas by 1/(r + typical rest), with f = 1 − w/Σw; without rounding
    they are plain.

    Read into it: areas with n below `inwoners_minimum` tell nothing, as §4.3 asks 50 inhabitants; with gaps a mean
    series is that of the areas less their levels. Areas without a line of their own (in a small gemeente, too few
    measurements) get σ² = μ·c. NaN for an area without size.
    """
    order = np.argsort(measured.codes, kind="stable")
    found = _of_sorted(measured.take(order), settings, own_line)
    back = np.argsort(order, kind="stable")
    return replace(found, mu=found.mu[back], sigma2=found.sigma2[back])


def _of_sorted(given: Measured, settings: NoiseSettings, own_line: bool) -> Noise:
    measured = replace(given, values=without_impossible(given.values, settings.onmogelijk_vanaf))
    if measured.measurements < settings.metingen_minimum:
        return _rounding_only(measured)
    telling = _telling(measured, settings)
    if telling.sum() < settings.ruis_minimum:
        return _none(measured, int(telling.sum()))
    return _told(measured, telling, settings, own_line)


def _telling(measured: Measured, settings: NoiseSettings) -> np.ndarray:
    """Which areas have enough measurements, enough inhabitants and known rounding."""
    enough = np.isfinite(measured.values).sum(axis=1) >= settings.metingen_minimum
    return enough & (measured.size >= max(settings.inwoners_minimum, 1)) & np.isfinite(measured.rounding)


def _rounding_only(measured: Measured) -> Noise:
    r = measured.rounding.astype(float)
    return Noise(UNDERSTATED, measured.measurements, 0, 0.0, 0.0, np.inf, 1.0, 0.0, UNKNOWN, r, r.copy())


def _none(measured: Measured, areas: int) -> Noise:
    n, empty = UNKNOWN, np.full(len(measured.codes), np.nan)
    found = replace(_rounding_only(measured), status=TOO_FEW, areas=areas, mu=empty, sigma2=empty.copy())
    return replace(found, a=n, b=n, d0=n, c=n, sigma_g=n)


def _told(measured: Measured, telling: np.ndarray, settings: NoiseSettings, own_line: bool) -> Noise:
    limits = ScatterLimits(settings.breuk_plafond, settings.uit_de_lijn_vanaf)
    place = _places(measured, telling, settings)
    part = measured.take(place.chosen)
    scatter = scatter_of(part, place.groups, place.by_gemeente, limits)
    good = ~scatter.far & (scatter.df > 0)
    fit = fit_size(scatter.variance[good], scatter.df[good], part.size[good], part.rounding[good], limits.cap)
    mu = fit.mu(measured.size, measured.rounding)
    q, df = np.ones(len(mu)), np.zeros(len(mu))
    q[place.chosen], df[place.chosen] = ratios(scatter.variance, mu[place.chosen]), scatter.df
    prior = NO_PRIOR
    if own_line and mu[place.chosen].any():
        prior = fit_prior(q[place.chosen][good], scatter.df[good], settings.eigen_lijn_minimum)
    sigma2 = moderated(mu, q, df, prior)
    shock = _shock(part, place, scatter, sigma2[place.chosen], settings)
    return Noise(
        status=TOLD,
        measurements=measured.measurements,
        areas=int(good.sum()),
        a=fit.a,
        b=fit.b,
        d0=prior.d0,
        c=prior.c,
        sigma_g=float(np.sqrt(shock)),
        nugget=nugget(part.values[good], part.years),
        mu=mu,
        sigma2=sigma2,
    )


@dataclass(frozen=True)
class _TellingAreas:
    """chosen: mask of the areas that tell; of those: the group of their means, their gemeente, whether it is large."""

    chosen: np.ndarray
    by_gemeente: bool
    groups: np.ndarray
    gemeenten: np.ndarray
    large: np.ndarray


def _places(measured: Measured, telling: np.ndarray, settings: NoiseSettings) -> _TellingAreas:
    """Areas in gemeenten that are large enough, or, with too few of those, all areas in one group."""
    gemeenten = numbered(measured.gemeenten)
    count = np.bincount(gemeenten[telling], minlength=int(gemeenten.max()) + 1)
    large = telling & (count[gemeenten] >= settings.gemeente_gebieden_minimum)
    by_gemeente = bool(large.sum() >= settings.gemeentemiddeling_minimum)
    chosen = large if by_gemeente else telling
    own = numbered(gemeenten[chosen])
    return _TellingAreas(chosen, by_gemeente, own if by_gemeente else np.zeros(len(own), int), own, large[chosen])


def _shock(
    part: Measured, place: _TellingAreas, scatter: Scatter, sigma2: np.ndarray, settings: NoiseSettings
) -> float:
    """σ_G² of the mean series of large gemeenten."""
    if not place.large.any():
        return 0.0
    groups, weights = numbered(place.gemeenten[place.large]), scatter.weights[place.large]
    means = scatter.means if place.by_gemeente else centred(part.values[place.large], groups, weights).means
    own = mean_noise(sigma2[place.large], weights, groups, len(means))
    return shock_variance(means, part.years, own, settings.schok_gemeenten_minimum, settings.breuk_plafond)
