"""Missing parts of the index are predicted from the measured ones, by a regression of the nearest year that has one."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from veerkracht.statistics.stand.voorspelling import SCHEMA, FitLimits, predict

LIMITS = FitLimits(component_minimum=10, gewicht_minimum=0.5)
CODES = np.array([f"BU{n:08d}" for n in range(40)])


def slots(years, unusable=()):
    rows = [
        {"niveau": "buurt", "indeling": 2024, "jaar": year, "onderdeel": part, "gewicht": weight,
         "is_bruikbaar": (year, part) not in unusable}
        for year in years for part, weight in (("a", 0.4), ("b", 0.35), ("c", 0.25))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def year_of(year, rng, slope=2.0, scatter=0.0, **missing):
    a, b = rng.normal(size=(2, len(CODES)))
    part = pd.DataFrame({"gebiedscode": CODES, "gewicht": rng.integers(50, 5000, len(CODES)).astype(float)})
    part = part.assign(a=a, b=b, c=0.3 + slope * a - b + scatter * rng.normal(size=len(CODES)))
    for name, areas in missing.items():
        part.loc[areas, name] = np.nan
    return part.assign(niveau="buurt", indeling=2024, jaar=year)


def world(*years):
    return pd.concat(years, ignore_index=True)


def test_a_missing_part_follows_from_the_others_and_is_all_that_is_predicted():
    full = year_of(2020, np.random.default_rng(1))
    gappy = full.assign(c=full["c"].mask(full.index < 5))
    found = predict(slots([2020]), gappy, LIMITS)
    assert found.schema == SCHEMA
    rows = found.to_pandas()
    assert rows["gebiedscode"].tolist() == CODES[:5].tolist()
    assert set(rows["onderdeel"]) == {"c"}
    assert rows["z_voorspeld"].to_numpy() == pytest.approx(full["c"][:5].to_numpy(), abs=1e-9)
    assert rows["sd_residu"].max() == pytest.approx(0, abs=1e-9)


def test_prediction_and_residuals_are_those_of_statsmodels():
    full = year_of(2020, np.random.default_rng(2), scatter=0.4, c=[0, 1, 2])
    known = full.dropna()
    fit = sm.WLS(known["c"], sm.add_constant(known[["a", "b"]]), weights=known["gewicht"]).fit()
    rows = predict(slots([2020]), full, LIMITS).to_pandas()
    expected = fit.predict(sm.add_constant(full.loc[:2, ["a", "b"]]))
    share = known["gewicht"] / known["gewicht"].sum()
    sd = np.sqrt((share * fit.resid**2).sum() * len(known) / (len(known) - 3))
    assert rows["z_voorspeld"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9)
    assert rows["sd_residu"].to_numpy() == pytest.approx(np.full(3, sd), abs=1e-9)


@pytest.mark.parametrize(("years", "slope"), [([2018, 2024], -1.0), ([2015, 2021], 4.0), ([2019, 2021], -1.0)])
def test_the_nearest_year_decides_and_of_two_as_near_the_earlier_one(years, slope):
    rng = np.random.default_rng(3)
    early, late = year_of(years[0], rng, slope=-1.0), year_of(years[1], rng, slope=4.0)
    missing = year_of(2020, rng, c=np.arange(len(CODES)))
    rows = predict(slots([*years, 2020]), world(early, late, missing), LIMITS).to_pandas()
    expected = 0.3 + slope * missing["a"] - missing["b"]
    assert (rows["jaar"] == 2020).all()
    assert rows["z_voorspeld"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9)


def test_nothing_is_predicted_from_too_few_areas_or_too_little_weight():
    rng = np.random.default_rng(4)
    too_few = year_of(2020, rng, c=np.arange(31))
    assert predict(slots([2020]), too_few, LIMITS).num_rows == 0
    only_c = year_of(2020, rng, a=[0], b=[0])  # a quarter of the weight is measured there
    assert predict(slots([2020]), only_c, LIMITS).num_rows == 0


def test_a_part_that_cannot_be_used_is_neither_predicted_nor_a_predictor():
    gappy = year_of(2020, np.random.default_rng(5), scatter=0.4, c=[0, 1])
    assert predict(slots([2020], unusable=[(2020, "c")]), gappy, LIMITS).num_rows == 0
    without_a = predict(slots([2020], unusable=[(2020, "a")]), gappy, LIMITS._replace(gewicht_minimum=0.3)).to_pandas()
    known = gappy.dropna()
    fit = sm.WLS(known["c"], sm.add_constant(known[["b"]]), weights=known["gewicht"]).fit()
    expected = fit.predict(sm.add_constant(gappy.loc[:1, ["b"]]))
    assert without_a["z_voorspeld"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9)


def test_an_empty_country_gives_an_empty_table():
    rows = year_of(2020, np.random.default_rng(6)).head(0)
    assert predict(slots([]).reindex(columns=slots([2020]).columns), rows, LIMITS).schema == SCHEMA
