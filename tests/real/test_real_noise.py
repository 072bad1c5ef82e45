"""The published Leefbaarometer per wijk: noise, model and verdicts that every build must reproduce (method.md §4–5)."""

import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.veerkracht.statistics.measurement.worlds import SETTINGS
from veerkracht.mapkinds.kans import Klasse, direction
from veerkracht.statistics.measurement.noise import Noise, noise_of
from veerkracht.statistics.measurement.series import Measured
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.changes import Changes
from veerkracht.statistics.posterior.model import Fitted, fit

pytestmark = pytest.mark.real

YEARS = [2014, 2018, 2020, 2022]


@pytest.fixture(scope="module")
def onv(real_data) -> Measured:
    """`onv` of the 3,310 wijken in four years; size: inhabitants of 2024 of the wijk with that code, for every year."""
    with zipfile.ZipFile(real_data / "leefbaarometer" / "open-data-leefbaarometer-meting-2022.zip") as archive:
        scores = pd.read_csv(archive.open(archive.namelist()[0]))
    table = scores.pivot(index="wk_code", columns="jaar", values="onv")[YEARS]
    kwb = pd.read_csv(
        real_data / "cbs_kerncijfers" / "Kerncijfers_wijken_en_buurten_2024_geslachten.csv",
        sep=";",
        encoding="utf-8-sig",
        usecols=lambda name: name.startswith(("Regioaanduiding/Codering", "Bevolking/Aantal")),
    )
    kwb.columns = pd.Index(["code", "inwoners"])
    size = kwb.assign(code=kwb["code"].str.strip()).set_index("code")["inwoners"].reindex(table.index)
    codes = table.index.to_numpy(str)
    gemeenten = np.array([code[2:6] for code in codes])
    return Measured(
        codes, gemeenten, np.array(YEARS), table.to_numpy(float), size.to_numpy(float), np.zeros(len(codes))
    )


def test_noise_of_the_wijken(onv):
    found = noise_of(onv, SETTINGS, own_line=True)
    assert (found.a, found.b, found.sigma_g) == pytest.approx((7.85e-5, 0.0333, 0.0056), rel=0.02)
    assert (found.d0, found.status, found.measurements) == (4, "bepaald", 4)
    assert found.areas == 2839


@pytest.fixture(scope="module")
def whole(onv) -> Measured:
    """The wijken that were measured every year and are large enough to be coloured."""
    return onv.take(np.isfinite(onv.values).all(axis=1) & (onv.size >= 50))


def test_noise_of_the_wijken_without_gaps_is_that_of_an_earlier_build(whole):
    found = noise_of(whole, SETTINGS, own_line=True)
    assert len(whole.codes) == 3100
    assert (found.a, found.b, found.sigma_g) == pytest.approx((7.850e-5, 0.03326, 0.005616), rel=2e-4)
    assert found.d0 == 4


def test_one_impossible_score_poisons_no_wijk(onv):
    plain = noise_of(onv, SETTINGS, own_line=True)
    values = onv.values.copy()
    values[100, 1] = 1e9
    found = noise_of(replace(onv, values=values), SETTINGS, own_line=True)
    others = np.arange(len(values)) != 100
    assert np.nanmax(np.abs(found.sigma2[others] / plain.sigma2[others] - 1)) < 0.2


def test_model_and_verdicts_of_eight_years(whole):
    noise = noise_of(whole, SETTINGS, own_line=True)
    fitted, delta = _fitted(whole, noise, 2014, 2022), _delta(whole, 2022)
    assert (np.sqrt(fitted.tau_w2), np.sqrt(fitted.tau_b2)) == pytest.approx((0.0141, 0.0089), rel=0.03)
    assert delta == pytest.approx(0.0075, rel=0.01)
    assert np.abs(_classes(fitted, delta) - [27, 46, 1923, 531, 573]).sum() <= 62


@pytest.mark.parametrize(("van", "tot"), [(2018, 2020), (2020, 2022)])
def test_of_two_years_nothing_can_be_told(whole, van, tot):
    fitted = _fitted(whole, noise_of(whole, SETTINGS, own_line=True), van, tot)
    assert list(_classes(fitted, _delta(whole, tot))) == [0, 0, 3100, 0, 0]


def _fitted(onv: Measured, noise: Noise, van: int, tot: int) -> Fitted:
    y = onv.values[:, YEARS.index(tot)] - onv.values[:, YEARS.index(van)]
    return fit(Changes(onv.codes, onv.gemeenten, y, 2 * noise.sigma2, 2 * noise.sigma_g**2))


def _delta(onv: Measured, jaar: int) -> float:
    """A tenth of the deviation of the level, weighted by inhabitants."""
    return 0.1 * float(np.sqrt(np.cov(onv.values[:, YEARS.index(jaar)], aweights=onv.size)))


def _classes(fitted: Fitted, delta: float) -> np.ndarray:
    """Number of wijken in each class, from clearly less to clearly more favourable."""
    found = direction(posterior.areas(fitted, delta), hoger_is_gunstiger=True)
    return np.bincount(found.klasse, minlength=len(Klasse) + 1)[1:]
