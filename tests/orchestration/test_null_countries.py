"""Countries in which nothing changes, or only vulnerability does, built whole: the maps of change stay grey.

The truth is planted, rounding and redraws are those of the ordinary sample, the noise is that of the Leefbaarometer
beside the differences between areas, the seed is fixed.
"""

import numpy as np
import pytest

from tests.bewijs import whole
from tests.bewijs.outcome import unmet
from veerkracht.mapkinds.kans import Klasse, direction
from veerkracht.sample import lbm
from veerkracht.sample.cijfers import sums_of
from veerkracht.sample.plannen import Waarheid
from veerkracht.sample.steps import make_world
from veerkracht.statistics.measurement.noise import NoiseSettings, noise_of
from veerkracht.statistics.measurement.series import Measured, size_of
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import fit

pytestmark = [pytest.mark.lang, pytest.mark.timeout(900)]
NOISE = NoiseSettings(3, 20, 50, 5, 50, 5, 50, 4, 100, 1000)  # the figures of method.md §4.1


@pytest.fixture(scope="module")
def claims(once):
    """`claims(truth)` gives what each map of change claims in the country with that truth, by map and level."""

    def made(waarheid: Waarheid) -> whole.Claims:
        return whole.claims(once(f"land_{waarheid}", lambda folder: whole.build(folder, waarheid)))

    return made


def test_where_nothing_changes_no_map_claims_a_change(claims):
    found = claims(Waarheid.niets)
    assert {kaart for kaart, _ in found} == {"4", "6", "7", "8", "9"}
    for key, one in found.items():
        assert one.gebieden >= 60, key
        assert one.duidelijk == 0, (key, one.klassen)
        assert one.aandeel_gekleurd <= 0.01, (key, one.klassen)


def test_where_only_vulnerability_changes_no_map_of_nuisance_or_resilience_claims_a_change(claims):
    assert not unmet(whole.grey(claims(Waarheid.alleen_kwetsbaarheid)))


@pytest.mark.parametrize("waarheid", [Waarheid.niets, Waarheid.alleen_kwetsbaarheid])
def test_nobody_is_expected_to_live_where_both_rose(claims, waarheid):
    assert whole.both_rose(claims(waarheid)).met


def test_shocks_of_whole_gemeenten_are_told_apart_from_changes():
    """On the functions, with 100 gemeenten: all grey; without the term for the shock a good part would be coloured."""
    with_term, without = _shaken(gemeenten=100)
    assert with_term <= 0.01
    assert without > 0.05


def _shaken(gemeenten: int) -> tuple[float, float]:
    """Share of the buurten that map 6 colours where every measurement shakes gemeenten: with S, and without it."""
    world = make_world(gemeenten, 1, Waarheid.schokken)
    people, i, years = world.bewoners, world.indelingen[2024], np.array(lbm.MET_DIMENSIES)
    start, series = 1 + len(i.gemeenten) + len(i.wijken), lbm.published_scores(people, i)
    onv = np.stack([series[jaar]["onv"][start:] for jaar in years], axis=1)
    living = np.stack([sums_of(people.inwoners(jaar), i)[start:] for jaar in years], axis=1)
    size, gemeente = size_of(living, years, years[0], years[-1]), i.gemeenten[i.gemeente_of_buurt]
    noise = noise_of(Measured(i.buurten, gemeente, years, onv, size, np.zeros(len(onv))), NOISE, own_line=True)
    change = onv[:, -1] - onv[:, 0]
    known = np.isfinite(change) & np.isfinite(noise.sigma2) & (living[:, [0, -1]] >= 50).all(axis=1)
    delta = 0.1 * float(np.sqrt(np.cov(onv[known, -1], aweights=living[known, -1])))
    shares = []
    for shock in (2 * noise.sigma_g**2, 0.0):
        changes = Changes(i.buurten[known], gemeente[known], change[known], 2 * noise.sigma2[known], shock)
        classed = direction(posterior.areas(fit(changes), delta), hoger_is_gunstiger=True)
        shares.append(float(np.mean(classed.klasse != Klasse.NIET_TE_ZEGGEN)))
    return shares[0], shares[1]
