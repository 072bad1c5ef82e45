"""What is wrong with the figures gives a stated status or one clear sentence: never NaN, never a colour."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.veerkracht.statistics.verandering.conftest import check
from tests.veerkracht.statistics.verandering.test_verandering import of
from tests.veerkracht.statistics.verandering.wereld import FROM, TO, YEARS, Wereld
from veerkracht.paths import DataPaths
from veerkracht.statistics.verandering.rows import FIGURES

MAPS = ("kwetsbaarheid", "onv", "samenloop", "veerkracht", "veerkracht_relatief")


def colours(found: dict[str, pd.DataFrame], maat: str) -> int:
    """Areas with a class that claims something."""
    rows = of(found, maat)
    return int((rows["klasse"].notna() & (rows["klasse"] != (4 if maat == "samenloop" else 3))).sum())


def test_a_release_with_two_measurements(checked):
    """Nothing is known of its noise: no verdict, and why; of vulnerability there is one still."""
    found = checked(Wereld(years=(FROM, TO)))
    onv = of(found, "onv")
    assert set(onv["reden"]) == {"2 vergelijkbare metingen (2014 en 2024); ruis vraagt er 3"}
    noise = found["ruis"].set_index("indicator").loc["onv"]
    assert (noise["status"], noise["metingen"]) == ("ruis onderschat", 2)
    assert [colours(found, maat) for maat in MAPS if maat != "kwetsbaarheid"] == [0] * 4
    assert colours(found, "kwetsbaarheid") > 50
    mean = found["spreiding"].query("maat == 'onv_gemiddeld'")
    assert set(mean["oordeel"]) == {"onbekend"} and mean["verschil"].isna().all()


def test_parts_of_the_index_with_two_measurements_are_never_clear(checked):
    """Of a register its rounding is known and nothing else: at most "waarschijnlijk"."""
    world = Wereld()
    figures = world.rows["main.fct_reeks"]
    middle = (figures["indicator"] == "p_hh_li") & ~figures["jaar"].isin([FROM, TO])
    world.rows["main.fct_reeks"] = figures[~middle]
    found = checked(world)
    model = found["model"].set_index("maat").loc["kwetsbaarheid"]
    assert model["status"] == "geschat" and "p_hh_li: 2 vergelijkbare metingen" in model["reden"]
    assert set(of(found, "kwetsbaarheid")["klasse"]) <= {2, 3, 4} and colours(found, "kwetsbaarheid") > 50
    assert set(of(found, "veerkracht")["klasse"]) <= {2, 3, 4}


def test_a_share_that_stands_for_the_level_alone_sets_no_threshold_of_a_change_of_the_index(checked):
    """The level is in per cent, the change in deviations: 0.1 of the spread of one says nothing of the other."""
    plain, world = checked(Wereld()), Wereld()
    maten = world.rows["tussen.int_maat"]
    of_k = maten["maat"] == "kwetsbaarheid"
    level = maten[of_k].rename(columns={"jaar_tot": "jaar"})
    world.add("tussen.int_k_niveau", level[["niveau", "indeling", "gebiedscode", "jaar", "waarde"]])
    world.rows["tussen.int_maat"] = maten.assign(
        waarde=maten["waarde"].where(~of_k, 25 + 10 * maten["waarde"]),
        indicator=maten["indicator"].where(~of_k, "md_kwetsbaar_aandeel"),
    )
    found = checked(world)
    before, after = (one["model"].set_index("maat").loc["kwetsbaarheid", "delta"] for one in (plain, found))
    assert after == before
    assert of(found, "kwetsbaarheid")["klasse"].tolist() == of(plain, "kwetsbaarheid")["klasse"].tolist()


def test_a_period_in_which_nothing_was_measured_twice(checked):
    world = Wereld()
    world.rows["tussen.int_maat"] = world.rows["tussen.int_maat"].assign(
        verschil=np.nan, waarde_van=np.nan, meetjaar_van=np.nan, indicator_verschil=None,
        reden_verschil="beide einden vallen op dezelfde meting (2024)",
    )  # fmt: skip
    found = checked(world)
    for maat in ("onv", "kwetsbaarheid"):
        assert set(of(found, maat)["reden"]) == {"beide einden vallen op dezelfde meting (2024)"}
    assert not found["verandering"]["klasse"].notna().any() and not (found["model"]["status"] == "geschat").any()


@pytest.mark.parametrize("gemeenten", [1, 2, 3, 4])
def test_few_gemeenten_loaded(checked, gemeenten):
    """With one or two nothing is told of differences between them. Of one maps 8 and 9 are the same, figures too; of
    two nothing is said of an area beside the rest of its own gemeente, for it is compared with both."""
    found = checked(Wereld(gemeenten=gemeenten, per=60))
    onv = found["model"].set_index("maat").loc["onv"]
    assert (onv["gemeenten"], onv["status"]) == (gemeenten, "geschat")
    columns = ["klasse", "verschil", "gekrompen", "p_ongunstiger", "p_gunstiger"]
    eight, nine = (of(found, maat)[columns] for maat in ("veerkracht", "veerkracht_relatief"))
    assert (onv["tau_b"] == 0 == onv["schok"]) if gemeenten < 3 else onv["tau_b"] > 0
    if gemeenten == 1:
        pd.testing.assert_frame_equal(eight, nine)
    elif gemeenten == 2:
        assert eight["klasse"].notna().all() and nine.isna().all().all()
        words = (
            "met twee gemeenten is het verschil met de eigen gemeente niet apart te schatten; zie de landelijke kaart"
        )
        assert set(of(found, "veerkracht_relatief")["reden"]) == {words}
    else:
        assert not eight.equals(nine)


def test_too_few_areas(checked):
    found = checked(Wereld(gemeenten=3, per=6))
    assert set(of(found, "onv")["reden"]) == {
        "18 gebieden met 3 metingen en genoeg inwoners; dat zijn er te weinig om de ruis te bepalen"
    }
    assert sum(colours(found, maat) for maat in MAPS) == 0


def test_a_country_that_is_not_loaded_enough(checked):
    world = Wereld()
    words = "gebieden met een cijfer tellen 12% van de inwoners van Nederland; nodig is 80%"
    world.change("tussen.int_landelijk", {"maat": "kwetsbaarheid"}, is_toegestaan=False, reden=words)
    found = checked(world)
    assert set(of(found, "kwetsbaarheid")["reden"]) == {words}
    assert set(of(found, "veerkracht")["reden"]) == {f"verandering van kwetsbaarheid: {words}"}
    assert colours(found, "onv") > 50  # map 6 is not affected


def test_a_country_that_is_almost_loaded_enough(checked):
    """79.7% of the inhabitants is not told as 80%, of a period that is on no map, and of a gemeente."""
    world = Wereld(gemeenten=20, per=20)
    periods = pd.DataFrame([("onv", TO, 2018, 2024)], columns=["indicator", "indeling", "jaar_van", "jaar_tot"])
    world.rows["tussen.int_periode"] = periods
    whole = world.areas["inwoners"].sum() / 0.797
    world.change("tussen.int_inwoners_jaar", {"niveau": "land"}, inwoners=whole)
    words = "gebieden met een cijfer tellen 79% van de inwoners van Nederland; nodig is 80%"
    assert set(of(checked(world), "onv", (2018, 2024))["reden"]) == {words}


def test_one_large_gemeente_and_many_of_one_area(checked):
    world = Wereld(gemeenten=1, per=200)
    rest = Wereld(gemeenten=120, per=1, seed=2)
    for table in ("main.dim_gebied", "tussen.int_inwoners_jaar", "main.fct_reeks", "tussen.int_maat"):
        frame = rest.rows[table].query("niveau == 'buurt'").copy()
        frame["gebiedscode"] = frame["gebiedscode"].str.replace("BU", "BU9", n=1)
        if "gemeentecode" in frame:
            frame["gemeentecode"] = frame["gemeentecode"].str.replace("GM", "GM9", n=1)
        world.add(table, frame)
    found = checked(world)
    alone = of(found, "veerkracht_relatief").query("gebiedscode.str.startswith('BU9')")
    assert set(alone["reden"]) == {"gemeente met minder dan 5 gebieden met een waarde"}
    assert of(found, "onv")["klasse"].notna().all()


def test_all_changes_equal(checked):
    """No error and no refusal (method.md §5): every area changed as all do."""
    world = Wereld()
    world.rows["tussen.int_maat"].loc[lambda f: f.maat == "onv", "verschil"] = 0.25
    onv = of(checked(world), "onv")
    assert set(onv["oordeel"]) == {"duidelijk gunstiger"}
    assert onv["gekrompen"].to_numpy() == pytest.approx(0.25)
    world.rows["tussen.int_maat"].loc[lambda f: f.maat == "onv", "verschil"] = 0.0
    assert set(of(checked(world), "onv")["oordeel"]) == {"niet te zeggen"}


@pytest.mark.parametrize("wild", [np.nan, np.inf, 1e9])
def test_one_value_that_is_none(checked, wild):
    """The area itself has no verdict; the others keep theirs."""
    world = Wereld()
    code = world.areas["gebiedscode"].iloc[7]
    where = {"gebiedscode": code, "maat": "onv"}
    world.change("tussen.int_maat", where, verschil=wild, waarde=wild)
    world.change("main.fct_reeks", {"gebiedscode": code, "indicator": "onv", "jaar": TO}, waarde=wild)
    onv = of(checked(world), "onv").set_index("gebiedscode")
    before = of(checked(Wereld()), "onv").set_index("gebiedscode")
    words = "het verschil is te groot om waar te kunnen zijn" if np.isfinite(wild) else "waarde"
    assert onv.loc[code, "reden"] in (words, "geen gegevens")
    assert (onv["klasse"].drop(code) == before["klasse"].drop(code)).mean() > 0.97


def test_an_area_in_two_gemeenten(checked):
    world = Wereld()
    code = world.areas["gebiedscode"].iloc[0]
    twice = world.rows["main.dim_gebied"].query("gebiedscode == @code").assign(gemeentecode="GM0005")
    world.add("main.dim_gebied", twice)
    found = checked(world)
    onv = of(found, "onv").set_index("gebiedscode")
    assert onv.loc[code, "reden"] == "niet bekend in welke gemeente dit gebied ligt"


def test_an_area_that_stands_twice_stops_the_step(checked):
    """dbt tests the key of `int_maat`; nothing is made of figures that break it."""
    world = Wereld()
    world.add("tussen.int_maat", world.rows["tussen.int_maat"].query("gebiedscode == 'BU00010016'"))
    with pytest.raises(ValueError, match="code BU00010016 comes more than once"):
        checked(world)


def test_vulnerability_of_a_tenth_of_the_areas(checked):
    world = Wereld(gemeenten=20, per=20)
    lacking = world.areas["gebiedscode"].iloc[40:]
    for code in lacking:
        world.change("tussen.int_maat", {"gebiedscode": code, "maat": "kwetsbaarheid"}, verschil=np.nan,
                      reden_verschil="niet aan beide einden van de periode gemeten: p_hh_li")  # fmt: skip
    found = checked(world)
    for maat in ("kwetsbaarheid", "samenloop", "veerkracht", "veerkracht_relatief"):
        rows = of(found, maat).set_index("gebiedscode")
        assert set(rows.loc[lacking, "reden"]) == {"niet aan beide einden van de periode gemeten: p_hh_li"}
    assert of(found, "onv")["klasse"].notna().all()


def test_nobody_knows_who_lives_there(checked):
    world = Wereld()
    code = world.areas["gebiedscode"].iloc[4]
    for table in ("main.dim_gebied", "tussen.int_inwoners_jaar", "tussen.int_maat"):
        world.change(table, {"gebiedscode": code}, inwoners=np.nan)
    onv = of(checked(world), "onv").set_index("gebiedscode")
    assert onv.loc[code, "reden"] == "niet bekend hoeveel mensen hier wonen"


def test_an_area_whose_error_of_conversion_cannot_be_told(checked):
    """It has no verdict and says why; its figure tells no noise, as one that is known to be converted tells none."""
    where = {"gebiedscode": "BU00000003", "indicator": "p_hh_li", "jaar": 2018}
    told = []
    for values in ({"se_omklap": np.nan, "waarde": 500.0}, {"se_omklap": 2.0, "waarde": 500.0}, {"waarde": np.nan}):
        world = Wereld()
        world.change("main.fct_reeks", where, **values)
        told.append(checked(world)["ruis"].set_index("indicator").loc["p_hh_li", ["n", "a", "b", "sigma_g"]])
    assert all(one.equals(told[0]) for one in told)
    world = Wereld()
    world.change("main.fct_reeks", where | {"jaar": TO}, se_omklap=np.nan)
    k = of(checked(world), "kwetsbaarheid").set_index("gebiedscode")
    assert k.loc["BU00000003", "reden"] == "niet te bepalen welke fout het omrekenen naar deze grenzen geeft"
    assert k["klasse"].drop("BU00000003").notna().all()


def test_an_area_whose_rounding_is_not_known(checked):
    world = Wereld()
    where = {"gebiedscode": "BU00000003", "indicator": "p_hh_li", "jaar": TO}
    world.change("main.fct_reeks", where, se_afronding=np.nan)
    k = of(checked(world), "kwetsbaarheid").set_index("gebiedscode")
    assert k.loc["BU00000003", "reden"] == "niet bekend hoe het cijfer van dit gebied is afgerond"
    assert k["klasse"].drop("BU00000003").notna().all()


def test_a_measure_without_a_series_has_no_noise_of_another(checked):
    """What the map stands on is in no series: nothing is known of its noise, and that of the index is not taken."""
    world = Wereld()
    where = {"maat": "kwetsbaarheid"}
    world.change("tussen.int_maat", where, indicator_verschil="md_aandeel")
    rows = [("md_aandeel", "percentage", "lager_is_gunstiger", "md_noemer", "binomiaal")]
    world.add("staging.stg_indicatoren", pd.DataFrame(rows, columns=world.rows["staging.stg_indicatoren"].columns))
    k = of(checked(world), "kwetsbaarheid")
    assert set(k["reden"]) == {"van md_aandeel is er geen reeks op deze grenzen"} and k["se"].isna().all()


def test_an_index_without_parts_in_a_period(checked):
    world = Wereld()
    world.rows["tussen.int_onderdeel_periode"] = world.rows["tussen.int_onderdeel_periode"].iloc[:0]
    k = of(checked(world), "kwetsbaarheid")
    assert set(k["reden"]) == {"in deze periode is van de index geen onderdeel bekend"} and k["se"].isna().all()


def _counted(world: Wereld, noemer: bool) -> tuple[np.ndarray, np.ndarray]:
    """Add a share of persons, counted in full in two years; the people and the share at both ends."""
    rows = [("md_aandeel", "percentage", "lager_is_gunstiger", "md_noemer", "binomiaal")]
    columns = world.rows["staging.stg_indicatoren"].columns
    world.add("staging.stg_indicatoren", pd.DataFrame(rows, columns=columns))
    count = len(world.areas)
    people, share = world.rng.integers(80, 600, count).astype(float), world.rng.uniform(0, 0.5, count)
    ends = np.stack([100 * world.rng.binomial(people.astype(int), p) / people for p in (share, share + 0.2)], axis=1)
    world.series("md_aandeel", ends, (FROM, TO), own=False)
    if noemer:
        world.series("md_noemer", np.stack([people, people], axis=1), (FROM, TO), own=False)
    periods = [("md_aandeel", TO, FROM, TO)]
    world.rows["tussen.int_periode"] = pd.DataFrame(periods, columns=["indicator", "indeling", "jaar_van", "jaar_tot"])
    return people, ends


@pytest.mark.parametrize("noemer", [True, False])
@pytest.mark.parametrize("on_map", [True, False])
def test_a_restricted_share(checked, noemer, on_map):
    """Counted persons: binomial at both ends; without a denominator nothing can be told. One change, one verdict: what
    map 4 shows is said of the share itself."""
    world = Wereld()
    people, ends = _counted(world, noemer)
    if on_map:
        world.rows["tussen.int_maat"] = world.rows["tussen.int_maat"].query("maat != 'kwetsbaarheid'")
        world.maat("kwetsbaarheid", "md_aandeel", ends[:, 0], ends[:, 1], ends[:, 1])
    found = checked(world)
    share = of(found, "md_aandeel")
    assert list(found["model"]["maat"]).count("md_aandeel") == 1
    if on_map:
        same = ["gebiedscode", "klasse", "reden", *(name for name in FIGURES if name != "p_beide")]
        pd.testing.assert_frame_equal(share[same], of(found, "kwetsbaarheid")[same])
    if not noemer:
        assert set(share["reden"]) == {"van dit aandeel is niet bekend van hoeveel mensen"}
        return
    p = (ends / 100 * people[:, None] + 1) / (people[:, None] + 2)
    assert share["se"].to_numpy() == pytest.approx(100 * np.sqrt((p * (1 - p) / people[:, None]).sum(axis=1)))
    assert (share["klasse"] == 1).mean() > 0.8 and share["oordeel"].iloc[0] == "duidelijk ongunstiger"
    world.change("main.fct_reeks", {"gebiedscode": "BU00000003", "indicator": "md_noemer"}, waarde=np.nan)
    share = of(checked(world), "md_aandeel").set_index("gebiedscode")
    assert share.loc["BU00000003", "reden"] == "niet bekend van hoeveel mensen dit een aandeel is"


def test_a_share_with_a_map_of_its_own_is_said_once(checked):
    world = Wereld()
    _, ends = _counted(world, noemer=True)
    world.rows["tussen.int_maat"] = world.rows["tussen.int_maat"].query("maat != 'kwetsbaarheid'")
    for maat in ("kwetsbaarheid", "md_aandeel"):
        world.maat(maat, "md_aandeel", ends[:, 0], ends[:, 1], ends[:, 1])
    found = checked(world)
    share, k = of(found, "md_aandeel"), of(found, "kwetsbaarheid")
    assert len(share) == len(k) == len(world.areas) and (share["klasse"] == k["klasse"]).all()


def test_without_any_measure_of_the_maps(checked):
    world = Wereld()
    world.rows["tussen.int_maat"] = world.rows["tussen.int_maat"].iloc[:0]
    found = checked(world)
    assert found["verandering"].empty and found["model"].empty and found["spreiding"].empty


@given(
    drop=st.sets(st.integers(0, 7), max_size=7),
    years=st.sets(st.sampled_from(YEARS), min_size=1),
    maten=st.sets(st.sampled_from(["onv", "kwetsbaarheid"]), min_size=1),
    gaps=st.floats(0, 0.9),
    seed=st.integers(0, 3),
)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_partial_worlds(tmp_path_factory, drop, years, maten, gaps, seed):
    """Any gemeenten, years, measures and gaps: every area of the period has a row with a class or a reason."""
    world = Wereld(per=7, seed=seed)
    lost = [f"GM{number:04}" for number in drop]
    codes = world.areas.loc[world.areas["gemeentecode"].isin(lost), "gebiedscode"]
    for table in ("main.dim_gebied", "tussen.int_inwoners_jaar", "main.fct_reeks", "tussen.int_maat"):
        frame = world.rows[table]
        world.rows[table] = frame[~frame["gebiedscode"].isin(codes)]
    figures = world.rows["main.fct_reeks"]
    kept = (figures["indicator"] != "onv") | figures["jaar"].isin(years)
    kept &= world.rng.random(len(figures)) >= gaps
    world.rows["main.fct_reeks"] = figures[kept]
    maat = world.rows["tussen.int_maat"]
    world.rows["tussen.int_maat"] = maat[maat["maat"].isin(maten)]
    found = world.run(DataPaths(tmp_path_factory.mktemp("deel")).ensure())
    check(found)
    for one in maten:
        assert len(of(found, one)) == len(world.areas) - len(codes)
