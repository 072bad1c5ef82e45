"""The whole step on small made countries: what was planted is found, and it does not depend on how it is laid out."""

import numpy as np
import pandas as pd
import pytest

from tests.veerkracht.statistics.verandering.conftest import KEY
from tests.veerkracht.statistics.verandering.wereld import FROM, NOISE, SD, TO, YEARS, Wereld
from veerkracht.statistics.verandering.rows import FIGURES


def of(found: dict[str, pd.DataFrame], maat: str, period=(FROM, TO)) -> pd.DataFrame:
    rows = found["verandering"]
    chosen = (rows["maat"] == maat) & (rows["jaar_van"] == period[0]) & (rows["jaar_tot"] == period[1])
    return rows[chosen].sort_values("gebiedscode", ignore_index=True)


def test_planted_changes_are_found_with_the_right_sign(checked):
    world = Wereld()
    found = checked(world)
    onv, k = of(found, "onv"), of(found, "kwetsbaarheid")
    worse, better, same = (world.planted == x for x in (-0.1, 0.1, 0))
    assert set(onv["oordeel"][worse]) == {"duidelijk ongunstiger"}
    assert set(onv["oordeel"][better]) == {"duidelijk gunstiger"}
    assert (onv["klasse"][same] == 3).mean() > 0.5
    assert set(k["oordeel"][worse]) == {"duidelijk kwetsbaarder"}
    assert set(of(found, "samenloop")["oordeel"][worse]) == {"beide namen toe"}
    assert (of(found, "samenloop")["p_beide"][better] == 0).all()
    assert set(of(found, "veerkracht_relatief")["klasse"]) == {3}  # areas of one gemeente did the same


def test_noise_is_that_which_was_put_in(checked):
    noise = checked(Wereld(gemeenten=20, per=20))["ruis"].set_index("indicator")
    assert noise.loc["onv", "status"] == "bepaald" and noise.loc["onv", "jaren"] == "2014, 2018, 2020, 2022, 2024"
    onv = noise.loc["onv"]
    assert onv["a"] + onv["b"] / 1000 == pytest.approx(NOISE**2, rel=0.15)
    part = noise.loc["p_hh_li"]
    assert part["maat"] == "kwetsbaarheid" and part["metingen"] == 11
    assert part["a"] + part["b"] / 1000 == pytest.approx((0.8 / 10) ** 2, rel=0.15)  # in deviations of the reference


def test_errors_by_part_make_the_whole(checked):
    world = Wereld()
    cut = world.areas["gebiedscode"].iloc[3]
    world.change("main.fct_reeks", {"gebiedscode": cut, "indicator": "p_hh_li", "jaar": FROM}, se_omklap=4.0)
    found = checked(world)
    for maat in ("onv", "kwetsbaarheid", "veerkracht"):
        rows = of(found, maat)
        parts = rows[["se_ruis", "se_afronding", "se_omklap"]] ** 2
        assert np.sqrt(parts.sum(axis=1)).to_numpy() == pytest.approx(rows["se"].to_numpy())
    k = of(found, "kwetsbaarheid").set_index("gebiedscode")
    assert k.loc[cut, "se_omklap"] == pytest.approx(0.5 * 4 / 10) and (k["se_omklap"] > 0).sum() == 1
    rounding = 2 * 2 * (0.5 * 0.1 / np.sqrt(12) / 10) ** 2  # two parts at two ends
    assert k["se_afronding"].to_numpy() == pytest.approx(np.sqrt(rounding))


def test_the_means_of_the_model_are_of_the_areas_that_tell(checked):
    """An absurd change of vulnerability moves neither."""
    means = []
    for wild in (None, 100.0):
        world = Wereld()
        if wild:
            where = {"maat": "kwetsbaarheid", "gebiedscode": "BU00000003"}
            world.change("tussen.int_maat", where, verschil=wild)
        model = checked(world)["model"].set_index("maat").loc["veerkracht"]
        means.append([model["k_gemiddeld"], model["r_gemiddeld"]])
    assert means[1] == pytest.approx(means[0], abs=0.02)


def test_noise_of_a_part_stands_in_the_deviation_of_each_indeling(checked):
    """The index on two indelingen: a row of `ruis` for each, in deviations of its own reference."""
    world = Wereld()
    for table in ("main.dim_gebied", "tussen.int_inwoners_jaar", "main.fct_reeks", "tussen.int_maat",
                  "tussen.int_onderdeel_periode", "tussen.int_landelijk", "main.mrt_referentie"):  # fmt: skip
        other = world.rows[table].query("niveau == 'buurt'").assign(indeling=2022)
        other = other.assign(is_doel=False) if "is_doel" in other else other
        world.add(table, other.assign(sd=20.0) if "sd" in other else other)
    found = checked(world)["ruis"].query("indicator == 'p_hh_li'").set_index("indeling")
    assert sorted(found.index) == [2022, TO]
    assert found.loc[TO, "a"] == pytest.approx(4 * found.loc[2022, "a"])


def test_threshold_is_a_share_of_the_deviation_of_the_level(checked):
    world = Wereld(gemeenten=20, per=20)
    found = checked(world)
    level, people = world.onv[:, -1], world.areas["inwoners"].to_numpy()
    mean = np.average(level, weights=people)
    expected = 0.1 * np.sqrt(np.average((level - mean) ** 2, weights=people))
    assert of(found, "onv")["delta"].to_numpy() == pytest.approx(expected)
    assert (
        set(of(found, "veerkracht")["delta"]) == set(of(found, "onv")["delta"]) == set(of(found, "samenloop")["delta"])
    )
    assert expected > 0.1 * SD * 0.9


def test_classes_follow_from_what_is_published(checked):
    found = checked(Wereld(seed=5))
    for maat, bad in (("onv", "p_ongunstiger"), ("kwetsbaarheid", "p_ongunstiger"), ("veerkracht", "p_ongunstiger")):
        rows = of(found, maat)
        rows = rows[rows["klasse"].notna()]
        good = rows["p_gunstiger"]
        sure = (rows["laag"] > 0) | (rows["hoog"] < 0)
        expected = np.select(
            [(rows[bad] >= 0.9) & sure, rows[bad] >= 0.75, (good >= 0.9) & sure, good >= 0.75], [1, 2, 5, 4], 3
        )
        assert (rows["klasse"] == expected).all()


def test_order_of_rows_makes_no_difference(paths):
    one, other = Wereld(seed=3), Wereld(seed=3)
    for table, frame in other.rows.items():
        other.rows[table] = frame.sample(frac=1, random_state=4)
    first, second = one.run(paths), other.run(paths)
    for name in first:
        keys = [key for key in (*KEY, "indicator") if key in first[name]]
        a, b = (found[name].sort_values(keys, ignore_index=True) for found in (first, second))
        pd.testing.assert_frame_equal(a, b, check_exact=True)


def test_other_periods_and_scores_come_from_the_series(checked):
    """A period that is on no map, and a score without direction: in words that take no side."""
    world = Wereld()
    world.add("staging.stg_indicatoren", pd.DataFrame([("eigen", "score", None, None, "model")],
        columns=world.rows["staging.stg_indicatoren"].columns))  # fmt: skip
    world.series("eigen", world.onv, YEARS, own=True)
    periods = [("onv", TO, 2014, 2024), ("onv", TO, 2018, 2024), ("eigen", TO, 2014, 2024)]
    world.rows["tussen.int_periode"] = pd.DataFrame(periods, columns=["indicator", "indeling", "jaar_van", "jaar_tot"])
    found = checked(world)
    own, onv = of(found, "eigen"), of(found, "onv")
    columns = [name for name in FIGURES if name != "p_beide"]
    assert own[columns].to_numpy() == pytest.approx(onv[columns].to_numpy(), nan_ok=True)
    assert set(own["oordeel"]) <= {
        *("duidelijk gedaald", "waarschijnlijk gedaald", "niet te zeggen", "waarschijnlijk gestegen"),
        "duidelijk gestegen",
    }
    assert len(of(found, "onv", (2018, 2024))) == len(world.areas) == len(onv)
    assert set(found["spreiding"]["jaar_van"]) == {2014, 2018}


@pytest.mark.parametrize(("release", "count"), [("r", 3), ("r", 4), ("ander", 3)])
def test_a_short_series_takes_the_shock_of_the_longest_of_its_release(checked, release, count):
    """Three measurements tell no shock of their own; four do, and three of a release without a longer series must."""
    world = Wereld(gemeenten=20, per=12)
    _, place = np.unique(world.areas["gemeentecode"], return_inverse=True)
    shocks = world.rng.normal(0, 0.05, (20, len(YEARS)))[place]
    figures = world.rows["main.fct_reeks"]
    world.rows["main.fct_reeks"] = figures[figures["indicator"] != "onv"]
    world.series("onv", world.onv + shocks, YEARS, own=True)
    world.add("staging.stg_indicatoren", pd.DataFrame([("eigen", "score", "neutraal", None, "model")],
        columns=world.rows["staging.stg_indicatoren"].columns))  # fmt: skip
    world.series("eigen", world.onv[:, -count:], YEARS[-count:], own=True, release=release)
    periods = [(name, TO, YEARS[-count], TO) for name in ("eigen", "onv")]
    world.rows["tussen.int_periode"] = pd.DataFrame(periods, columns=["indicator", "indeling", "jaar_van", "jaar_tot"])
    found = checked(world)
    noise = found["ruis"].set_index("indicator")["sigma_g"]
    assert noise["onv"] == pytest.approx(0.05, rel=0.25)
    if (release, count) == ("r", 3):
        assert noise["eigen"] == noise["onv"]
    else:
        assert noise["eigen"] < 0.02
    schok = of(found, "eigen", (YEARS[-count], TO))["schok"]
    assert schok.to_numpy() == pytest.approx(2 * noise["eigen"] ** 2)


def test_a_map_on_other_boundaries_takes_the_noise_of_the_series(checked):
    """Figures on the target that were moved: the area that is the same there keeps its own line, others get a + b/n."""
    world = Wereld()
    for table in ("main.dim_gebied", "tussen.int_inwoners_jaar"):
        own = world.rows[table][world.rows[table]["niveau"] == "buurt"].assign(indeling=2022)
        world.add(table, own.assign(is_doel=False) if "is_doel" in own else own)
    own = world.rows["main.fct_reeks"].query("indicator == 'onv'")
    world.change("main.fct_reeks", {"indicator": "onv"}, methode="inwoners")
    moved = world.areas["gebiedscode"].iloc[0]
    world.rows["main.fct_reeks"].loc[lambda f: (f.indicator == "onv") & (f.gebiedscode == moved), "waarde"] += 0.01
    world.add("main.fct_reeks", own.assign(indeling=2022))
    found = checked(world)
    noise = found["ruis"].set_index("indicator").loc["onv"]
    assert noise["indeling"] == 2022
    onv = of(found, "onv").set_index("gebiedscode")
    people = world.areas["inwoners"].iloc[0]
    usual = noise["a"] + noise["b"] / people
    usual *= 1 if np.isnan(noise["d0"]) else noise["c"]
    assert onv.loc[moved, "se_ruis"] == pytest.approx(np.sqrt(2 * usual))
    plain = of(checked(Wereld()), "onv").set_index("gebiedscode")
    assert onv["se_ruis"].drop(moved).to_numpy() == pytest.approx(plain["se_ruis"].drop(moved).to_numpy())


def test_gemeenten_are_told_by_their_posterior(checked):
    world = Wereld()
    world.rows["staging.stg_regios"] = pd.DataFrame(
        [("slecht", "GM0000"), ("slecht", "GM0003"), ("leeg", "GM9999")], columns=["regio", "gemeentecode"]
    )
    rows = checked(world)["spreiding"].query("maat == 'onv_gemiddeld'").set_index("gebiedscode")
    assert {rows.loc[f"GM{g:04}", "oordeel"] for g in (0, 3, 6)} == {"duidelijk ongunstiger"}
    assert {rows.loc[f"GM{g:04}", "oordeel"] for g in (1, 4, 7)} == {"duidelijk gunstiger"}
    assert rows.loc["GM0000", "verschil"] == pytest.approx(-0.1, abs=0.02)
    assert rows.loc["slecht", "niveau"] == "regio" and "leeg" not in rows.index
    assert (
        rows.loc["slecht", "hoog"] - rows.loc["slecht", "laag"]
        < rows.loc["GM0000", "hoog"] - rows.loc["GM0000", "laag"]
    )
    assert rows.loc["NL00", "niveau"] == "land" and rows.loc["NL00", "n"] == len(world.areas)
    assert rows["dekking"].between(0.999, 1.001).all() and rows["delta"].notna().all()
