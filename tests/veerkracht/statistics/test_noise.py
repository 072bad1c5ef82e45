"""`ruis` and `krimp` from the work database: size classes, boundaries of their own, the index, what cannot be told."""

import numpy as np
import pytest

from tests.veerkracht.statistics.maten import Maten
from veerkracht.sample import lbm
from veerkracht.sample.steps import make_wereld
from veerkracht.settings import load_settings
from veerkracht.statistics import noise

YEARS = (2014, 2018, 2020, 2022, 2024)
LIMITS = (500, 1500, 5000)


def scores(rng, sigma, size: int, change=0.04):
    """Linear courses with measurement noise; sigma may be an array, one an area."""
    course = rng.normal(0, change, size)[:, None] * (np.array(YEARS) - 2014) / 10 + rng.normal(0, 0.1, size)[:, None]
    return course + rng.normal(0, 1, (size, len(YEARS))) * np.reshape(sigma, (-1, 1))


def of_class(ruis, name, **more):
    rows = ruis[ruis["grootteklasse"] == name]
    for column, value in more.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_labels_and_classes():
    assert noise.labels(LIMITS) == ["<500", "500-1500", "1500-5000", ">=5000"]
    assert noise.labels((500,)) == ["<500", ">=500"]
    people = np.array([50, 499, 500, 1500, 5000, np.nan])
    classes = noise.size_classes(people, LIMITS)
    assert classes.tolist() == ["<500", "<500", "500-1500", "1500-5000", ">=5000", "alle"]
    assert noise.size_classes(people, ()).tolist() == ["alle"] * 6


def test_small_areas_shrink_more(maten):
    rng = np.random.default_rng(1)
    areas = maten.areas(1000, inwoners=np.repeat([300.0, 3000.0], 500))
    sigma = np.repeat([0.04, 0.01], 500)
    maten.series(areas, "onv", scores(rng, sigma, 1000), YEARS, "zelfde_indeling")
    files = maten.run()
    small, large = (of_class(files["ruis"], name) for name in ("<500", "1500-5000"))
    pooled = of_class(files["ruis"], "alle")
    assert set(files["ruis"]["grootteklasse"]) == {"<500", "1500-5000", "alle"}
    assert (small["sigma"], large["sigma"]) == pytest.approx((0.04, 0.01), rel=0.06)
    assert small["lambda"] < pooled["lambda"] < large["lambda"]
    assert (small["n"], pooled["n"], pooled["metingen"]) == (500, 1000, 5)
    assert set(files["ruis"]["status"]) == {"bepaald"}
    assert pooled["lambda"] == pooled["lambda_lijn"]
    assert pooled["lambda"] == pytest.approx(1 - 2 * pooled["sigma2_lijn"] / pooled["variantie"])
    krimp = files["krimp"].set_index("gebiedscode")
    for code, row in ((areas["gebiedscode"][3], small), (areas["gebiedscode"][700], large)):
        area = krimp.loc[code]
        believed = row["gemiddelde"] + row["lambda"] * (area["verschil"] - row["gemiddelde"])
        assert area["gekrompen"] == pytest.approx(believed)
        assert area["is_aantoonbaar"] == (abs(area["verschil"]) > 1.64 * np.sqrt(2) * row["sigma"])
        assert area["grootteklasse"] == row["grootteklasse"]


def test_a_small_class_and_unknown_inhabitants_are_pooled(maten):
    rng = np.random.default_rng(2)
    people = np.concatenate([np.full(300, 800.0), np.full(99, 9000.0), np.full(50, np.nan)])
    areas = maten.areas(449, inwoners=people)
    maten.series(areas, "onv", scores(rng, 0.02, 449), YEARS)
    files = maten.run()
    assert set(files["ruis"]["grootteklasse"]) == {"500-1500", "alle"}
    counted = files["krimp"]["grootteklasse"].value_counts()
    assert counted.to_dict() == {"500-1500": 300, "alle": 149}


def test_two_measurements_shrink_nothing(maten):
    rng = np.random.default_rng(3)
    values = scores(rng, 0.02, 200)[:, [0, 4]]
    maten.series(maten.areas(200), "p_wcorpw", values, (2014, 2024))
    files = maten.run()
    row = of_class(files["ruis"], "alle")
    assert (row["status"], row["lambda"], row["n"]) == ("niet_te_bepalen", 1.0, 200)
    assert row["reden"] == "2 vergelijkbare metingen (2014 en 2024); nodig zijn er 3"
    assert row[["sigma", "lambda_lijn", "lambda_nugget", "sigma2_lijn"]].isna().all()
    krimp = files["krimp"]
    assert (krimp["gekrompen"] == krimp["verschil"]).all()
    assert krimp["is_aantoonbaar"].isna().all()
    assert krimp["sigma"].isna().all()


def test_all_changes_equal(maten):
    maten.series(maten.areas(200), "onv", np.tile([0.1, 0.2, 0.3, 0.4, 0.7], (200, 1)), YEARS)
    files = maten.run()
    assert of_class(files["ruis"], "alle")["reden"] == "alle veranderingen zijn gelijk"
    assert files["krimp"]["gekrompen"].to_numpy() == pytest.approx(np.full(200, 0.6))


def test_a_measure_without_any_change_has_a_row(maten):
    maten.changes(maten.areas(30), "onv", np.full(30, np.nan))
    files = maten.run()
    row = of_class(files["ruis"], "alle")
    assert (row["n"], row["indeling"], row["status"]) == (0, 2024, "niet_te_bepalen")
    assert row["reden"] == "geen gebied met een verandering"
    assert files["krimp"].empty


def test_noise_is_told_on_the_boundaries_of_the_series(maten):
    """The converted series is smoother than what was measured; its areas get the noise of the measured ones."""
    rng = np.random.default_rng(4)
    own = maten.areas(300, indeling=2022)
    drawn = maten.areas(280)
    maten.series(own, "onv", scores(rng, 0.03, 300), YEARS, "zelfde_indeling")
    maten.series(drawn, "onv", scores(rng, 0.001, 280), YEARS, "inwoners")
    files = maten.run()
    for indeling in (2022, 2024):
        row = of_class(files["ruis"], "alle", indeling=indeling)
        assert (row["n"], row["sigma"]) == (300, pytest.approx(0.03, rel=0.06))
    assert files["krimp"].groupby("indeling").size().to_dict() == {2022: 300, 2024: 280}
    assert files["krimp"]["sigma"].nunique() == 1


def test_the_index_has_a_series_per_period(maten):
    rng = np.random.default_rng(5)
    areas = maten.areas(400)
    for period, sigma in (((2014, 2024), 0.02), ((2018, 2024), 0.05)):
        maten.series(areas, "kwetsbaarheid", scores(rng, sigma, 400, 0.3), YEARS, period=period)
    ruis = maten.run()["ruis"]
    for van, sigma in ((2014, 0.02), (2018, 0.05)):
        assert of_class(ruis, "alle", jaar_van=van)["sigma"] == pytest.approx(sigma, rel=0.06)


def test_order_of_the_areas_does_not_matter(maten, paths):
    rng = np.random.default_rng(6)
    areas, values = maten.areas(250), scores(rng, 0.02, 250)
    maten.series(areas, "onv", values, YEARS)
    first, order = maten.run(), rng.permutation(250)
    other = Maten(paths)
    other.series(areas.iloc[order], "onv", values[order], YEARS)
    second = other.run()
    assert first["krimp"]["gebiedscode"].tolist() == second["krimp"]["gebiedscode"].tolist()
    assert first["krimp"]["gekrompen"].to_numpy() == pytest.approx(second["krimp"]["gekrompen"].to_numpy(), abs=1e-12)
    assert first["ruis"]["sigma"].to_numpy() == pytest.approx(second["ruis"]["sigma"].to_numpy(), abs=1e-12)


def test_the_noise_planted_in_the_sample_comes_out():
    """The Leefbaarometer of the fictitious country, per buurt: its noise per size and the truth below it are known."""
    wereld = make_wereld(8, 1)
    drawn = wereld.indelingen[2024]
    buurten = slice(1 + len(drawn.gemeenten) + len(drawn.wijken), None)
    truth = {year: lbm.true_scores(wereld.bewoners, drawn, year) for year in lbm.MET_DIMENSIES}
    scores = lbm.published_scores(wereld.bewoners, drawn)
    people = {year: aantal[buurten] for year, (aantal, _) in truth.items()}
    lived = np.minimum(people[2014], people[2024]) >= 50
    true = (truth[2024][1]["onv"] - truth[2014][1]["onv"])[buurten][lived]
    series = np.column_stack([scores[year]["onv"][buurten][lived] for year in lbm.MET_DIMENSIES])
    years = np.array(lbm.MET_DIMENSIES, float)
    told = noise.tell(series, years, series[:, -1] - series[:, 0], people[2024][lived].astype(float), load_settings())
    assert set(told.classes) == {"alle", "500-1500"}
    for name, found in told.classes.items():
        part = told.of_area == name if name != "alle" else np.full(lived.sum(), True)
        variance = np.mean([lbm.noise_sd(people[year][lived][part]) ** 2 for year in lbm.MET_DIMENSIES])
        assert found.sigma == pytest.approx(np.sqrt(variance), rel=0.05)
        planted = true[part].var() / (true[part].var() + 2 * variance)
        assert found.lambda_line == pytest.approx(planted, abs=0.05)
    raw, believed = series[:, -1] - series[:, 0], told.per_area("used")
    shrunken = told.per_area("mean") + believed * (raw - told.per_area("mean"))
    assert np.mean((shrunken - true) ** 2) < 0.75 * np.mean((raw - true) ** 2)
