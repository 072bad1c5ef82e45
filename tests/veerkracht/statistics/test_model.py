"""`model` and `veerkracht` from the work database: against statsmodels, the two maps, and every refusal."""

import numpy as np
import pytest
import statsmodels.api as sm

from tests.veerkracht.statistics.maten import Maten
from veerkracht.statistics import weighted

YEARS = (2014, 2018, 2020, 2022, 2024)
BETA = -0.03


def planted(maten: Maten, count=400, gemeenten=40, seed=1, sigma=0.02, **more):
    """Areas whose nuisance follows vulnerability by BETA; returns their change of vulnerability."""
    rng = np.random.default_rng(seed)
    areas = maten.areas(count, gemeenten, **({"inwoners": rng.integers(60, 6000, count).astype(float)} | more))
    delta_k = rng.normal(0.1, 0.6, count)
    course = (BETA * delta_k + rng.normal(0, 0.03, count))[:, None] * (np.array(YEARS) - 2014) / 10
    values = rng.normal(0, 0.1, count)[:, None] + course + rng.normal(0, sigma, (count, len(YEARS)))
    maten.series(areas, "onv", values, YEARS, "zelfde_indeling")
    maten.changes(areas, "kwetsbaarheid", delta_k)
    return areas.assign(delta_k=delta_k, delta_onv=values[:, -1] - values[:, 0], onv_begin=values[:, 0])


def oracle(areas, columns, **how):
    w = areas["inwoners"].to_numpy()
    w = np.minimum(w, np.quantile(w, 0.99, method="inverted_cdf"))
    return sm.WLS(areas["delta_onv"].to_numpy(), sm.add_constant(areas[columns].to_numpy()), weights=w).fit(**how)


@pytest.mark.parametrize(("gemeenten", "kind"), [(40, "geclusterd"), (29, "HC3")])
def test_coefficients_as_statsmodels(maten, gemeenten, kind):
    areas = planted(maten, gemeenten=gemeenten)
    files = maten.run()
    clusters = {"cov_type": "cluster", "cov_kwds": {"groups": areas["gemeentecode"].to_numpy()}}
    how = clusters if kind == "geclusterd" else {"cov_type": "HC3"}
    for variant, columns in (("hoofd", ["delta_k"]), ("met_beginniveau", ["delta_k", "onv_begin"])):
        rows = files["model"][files["model"]["variant"] == variant].set_index("term")
        rows = rows.loc[["constante", "delta_kwetsbaarheid", "onv_begin"][: len(columns) + 1]]
        expected = oracle(areas, columns, **how)
        assert rows["coefficient"].to_numpy() == pytest.approx(expected.params, abs=1e-8)
        assert rows["standaardfout"].to_numpy() == pytest.approx(expected.bse, abs=1e-6)
        assert rows["p_waarde"].to_numpy() == pytest.approx(expected.pvalues, abs=1e-6)
        assert rows[["laag", "hoog"]].to_numpy() == pytest.approx(expected.conf_int(), abs=1e-6)
        assert rows["r2"].iloc[0] == pytest.approx(expected.rsquared, abs=1e-9)
        assert set(rows["foutsoort"]) == {kind}
        assert (set(rows["n"]), set(rows["gemeenten"]), set(rows["status"])) == ({400}, {gemeenten}, {"geschat"})
    main = files["model"].query("variant == 'hoofd' and term == 'delta_kwetsbaarheid'").iloc[0]
    assert main["laag"] < BETA < main["hoog"]


def test_values_of_both_maps(maten):
    areas = planted(maten)
    files = maten.run()
    rows = files["veerkracht"].set_index("gebiedscode").loc[areas["gebiedscode"]]
    krimp = files["krimp"].query("maat == 'onv'").set_index("gebiedscode").loc[areas["gebiedscode"]]
    residuals = oracle(areas, ["delta_k"]).resid
    assert rows["residu"].to_numpy() == pytest.approx(residuals, abs=1e-9)
    assert rows["lambda"].tolist() == krimp["lambda"].tolist()
    shrunken, w = krimp["lambda"].to_numpy() * residuals, areas["inwoners"].to_numpy()
    spread = np.sqrt(np.average((shrunken - np.average(shrunken, weights=w)) ** 2, weights=w))
    assert rows["landelijk"].to_numpy() == pytest.approx(shrunken / spread, abs=1e-9)
    assert files["model"].query("variant == 'hoofd'")["sd_residu"].to_numpy() == pytest.approx([spread, spread])
    own = areas.assign(v=shrunken, w=w).groupby("gemeentecode")[["v", "w"]]
    middle = areas["gemeentecode"].map(own.apply(lambda part: np.average(part["v"], weights=part["w"]))).to_numpy()
    pooled = np.sqrt(np.average((shrunken - middle) ** 2, weights=w))
    assert rows["relatief"].to_numpy() == pytest.approx((shrunken - middle) / pooled, abs=1e-9)
    assert weighted.sd(rows["landelijk"].to_numpy(), w) == pytest.approx(1)
    assert rows[["reden_landelijk", "reden_relatief"]].isna().all(axis=None)


def test_a_gemeente_with_fewer_than_five(maten):
    areas = planted(maten, count=404, gemeenten=100)  # 5 areas in the first four, 4 in the others
    rows = maten.run()["veerkracht"].set_index("gebiedscode").loc[areas["gebiedscode"]]
    enough = (areas["gemeentecode"] < "GM0004").to_numpy()
    assert rows["relatief"].notna().to_numpy().tolist() == enough.tolist()
    assert rows["landelijk"].notna().all()
    assert set(rows["reden_relatief"][~enough]) == {"gemeente met 4 gebieden met een waarde; nodig zijn er 5"}


def test_areas_without_a_place_in_the_model(maten):
    areas = planted(maten, count=300)
    extra = maten.areas(4, inwoners=[900.0, 900.0, 20.0, np.nan])
    extra["gebiedscode"] = [f"BU9999{n:04}" for n in range(4)]
    maten.changes(extra, "kwetsbaarheid", np.array([np.nan, 0.1, 0.1, 0.1]))
    maten.changes(extra, "onv", np.array([0.1, np.nan, 0.1, 0.1]), waarde_van=0.0)
    for row in maten.rows["tussen.int_maat"]:
        if not np.isfinite(row["verschil"]):
            row["reden_verschil"] = f"geen meting van {row['maat']}"
    files = maten.run()
    assert set(files["model"]["n"]) == {300}
    assert len(files["veerkracht"]) == len(areas) + 4
    rows = files["veerkracht"].set_index("gebiedscode").loc[extra["gebiedscode"]]
    assert rows[["residu", "landelijk", "relatief"]].isna().all(axis=None)
    few = "minder dan 50 inwoners, of onbekend hoeveel"
    assert rows["reden_landelijk"].tolist() == ["geen meting van kwetsbaarheid", "geen meting van onv", few, few]
    assert rows["reden_relatief"].tolist() == rows["reden_landelijk"].tolist()


def refused(files) -> str:
    """The one reason for which nothing was estimated: in the model, and on the map of every area."""
    assert set(files["model"]["status"]) == {"geweigerd"}
    assert files["model"][["term", "coefficient", "sd_residu"]].isna().all(axis=None)
    assert files["model"]["variant"].tolist() == ["hoofd", "met_beginniveau"]
    values = files["veerkracht"]
    assert values[["residu", "landelijk", "relatief"]].isna().all(axis=None)
    (reason,) = {*files["model"]["reden"], *values["reden_landelijk"], *values["reden_relatief"]}
    return reason


def test_refused_with_too_few_areas(maten):
    planted(maten, count=199)
    assert refused(maten.run()) == "199 gebieden met beide veranderingen en genoeg inwoners; het model vraagt er 200"


def test_refused_where_the_country_cannot_be_told(maten):
    planted(maten)
    maten.allow("kwetsbaarheid", "gebieden met een cijfer tellen 12% van de inwoners")
    reason = refused(maten.run())
    assert reason == "verandering van kwetsbaarheid: gebieden met een cijfer tellen 12% van de inwoners"


def test_refused_without_spread(maten):
    areas = planted(maten)
    for row in maten.rows["tussen.int_maat"]:
        if row["maat"] == "kwetsbaarheid":
            row["verschil"] = 0.3
    assert refused(maten.run()) == "de verandering van kwetsbaarheid is overal gelijk"
    assert len(areas) == 400


def test_refused_when_nuisance_changed_everywhere_alike(maten):
    planted(maten)
    for row in maten.rows["tussen.int_maat"]:
        if row["maat"] == "onv":
            row["verschil"] = 0.3
    assert refused(maten.run()) == "de verandering van overlast en onveiligheid is overal gelijk"


def test_one_area_far_out(maten):
    """As regressor it decides the slope alone; as outcome it leaves values, none of them infinite."""
    areas = planted(maten)
    first = areas["gebiedscode"][0]
    row = next(r for r in maten.rows["tussen.int_maat"] if (r["maat"], r["gebiedscode"]) == ("kwetsbaarheid", first))
    kept, row["verschil"] = row["verschil"], 1e9
    files = maten.run()
    assert set(files["model"]["status"]) == {"geweigerd"}
    assert files["veerkracht"][["residu", "landelijk", "relatief"]].isna().all(axis=None)
    reason = "één gebied bepaalt alleen de samenhang met de verandering van kwetsbaarheid"
    assert set(files["veerkracht"]["reden_landelijk"]) == {reason}
    row["verschil"] = kept
    other = next(r for r in maten.rows["tussen.int_maat"] if (r["maat"], r["gebiedscode"]) == ("onv", first))
    other["verschil"] = 1e9
    values = maten.run()["veerkracht"]
    assert np.isfinite(values[["residu", "landelijk", "relatief"]].to_numpy()).all()


def test_only_the_variant_is_refused(maten):
    planted(maten)
    for row in maten.rows["tussen.int_maat"]:
        row["waarde_van"] = 0.1
    model = maten.run()["model"].set_index("variant")
    assert set(model.loc[["hoofd"], "status"]) == {"geschat"}
    assert model.loc["met_beginniveau", "reden"] == "het beginniveau van overlast en onveiligheid is overal gelijk"


def test_all_noise_gives_empty_maps_with_a_reason(maten):
    """λ = 0: the model stands, what is left of every residual is 0, and nothing is divided by it."""
    areas = maten.areas(300)
    rng = np.random.default_rng(8)
    jumps = rng.normal(0, 1, 300)[:, None] * np.array([0.0, 5, -5, 5, 0.01])
    maten.series(areas, "onv", jumps + rng.normal(0, 1, (300, 1)), YEARS)
    maten.changes(areas, "kwetsbaarheid", rng.normal(0, 1, 300))
    files = maten.run()
    assert set(files["krimp"].query("maat == 'onv'")["lambda"]) == {0.0}
    assert set(files["model"]["status"]) == {"geschat"}
    assert set(files["model"]["sd_residu"]) == {0.0}
    values = files["veerkracht"]
    assert values[["landelijk", "relatief"]].isna().all(axis=None)
    assert values["residu"].notna().all()
    reason = "te weinig verschil: wat na aftrek van ruis overblijft is overal gelijk"
    assert {*values["reden_landelijk"], *values["reden_relatief"]} == {reason}


def test_periods_and_levels_have_their_own_model(maten):
    planted(maten)
    rng = np.random.default_rng(9)
    areas = maten.areas(250, niveau="wijk")
    maten.changes(areas, "kwetsbaarheid", rng.normal(0, 1, 250), (2018, 2024))
    maten.changes(areas, "onv", rng.normal(0, 1, 250), (2018, 2024), waarde_van=rng.normal(0, 1, 250))
    model = maten.run()["model"].query("variant == 'hoofd' and term == 'constante'")
    assert model[["niveau", "jaar_van", "n"]].to_numpy().tolist() == [["buurt", 2014, 400], ["wijk", 2018, 250]]


def test_no_measure_no_rows(maten):
    files = maten.run()
    assert all(frame.empty for frame in files.values())
