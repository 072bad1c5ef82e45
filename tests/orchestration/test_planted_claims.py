"""What the edition of `make demo` claims, held against what was planted in its country."""

import json

import duckdb
import numpy as np
import pandas as pd
import pytest

from orchestration.claims import claims_of
from veerkracht.claims.records import MapClaims

pytestmark = [pytest.mark.lang, pytest.mark.timeout(900)]
COUNTED = {  # registrations of which waarheid.json has the true series
    "a_inw": "inw", "a_hh": "hh", "a_soz_wb": "bijstand", "a_woning": "woning",
}  # fmt: skip
GROUPS = {  # of the spread: group and all it is part of
    "bijstand": ("bijstand", "inw"),
    "corporatiewoningen": ("corporatie", "woning"),
    "huishoudens_laag_inkomen": ("hh_laag", "hh"),
}
VERDICTS = ("gestegen", "gedaald", "gunstiger", "ongunstiger")


@pytest.fixture(scope="module")
def claims(demo) -> dict[str, MapClaims]:
    """Of the buurten, by map."""
    database = demo.publicatie("openbaar") / "actueel" / "veerkracht.duckdb"
    return {one.kaart_id: one for one in claims_of(database, demo.root / "voorbeeld") if one.niveau == "buurt"}


@pytest.fixture(scope="module")
def marts(demo):
    """`marts(sql)` gives rows of the edition as a frame."""
    database = demo.publicatie("openbaar") / "actueel" / "veerkracht.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        yield lambda sql, *values: connection.execute(sql, values).df()


@pytest.fixture(scope="module")
def series(demo) -> dict[str, dict[str, list[int]]]:
    """True sums per buurt for the years from 2014 on."""
    return json.loads((demo.root / "voorbeeld" / "waarheid.json").read_text("utf-8"))["reeksen_2024"]


def test_nuisance_is_estimated_better_than_measured(claims):
    true = claims["6"].waarheid
    assert true.schatting.rmse <= 0.0125 < true.schatting.rmse_gemeten
    assert true.duidelijk_verkeerd <= 0.03
    assert true.gekleurd_verkeerd <= 0.06
    assert true.verslechterd.gevonden >= 0.55 * true.verslechterd.gebieden > 0


def test_resilience_is_the_planted_one(claims):
    true = claims["8"].waarheid
    assert true.schatting.correlatie >= 0.85
    assert true.duidelijk_verkeerd <= 0.06
    assert true.gekleurd_verkeerd <= 0.06


def test_both_rose_where_they_did(claims):
    one = claims["7"]
    both = one.klassen[0]
    assert both.gebieden >= 20
    assert both.onjuist <= 0.1 * both.gebieden
    assert one.beide.verwacht == pytest.approx(one.beide.waar, rel=0.15)


def test_expected_inhabitants_are_published(claims, marts):
    (told,) = marts(
        "select inwoners from fct_gemeente where niveau = 'land' and onderwerp = 'beide_toegenomen' "
        "and categorie = 'verwacht'"
    )["inwoners"]
    assert told == pytest.approx(claims["7"].beide.verwacht, rel=1e-3)  # chances are published to 0.001


def test_errors_of_vulnerability_are_as_large_as_said(claims):
    assert 0.85 <= claims["4"].waarheid.schatting.fout_kwadraat <= 1.2
    assert claims["4"].waarheid.gekleurd_verkeerd <= 0.05


def test_what_is_called_clear_has_an_interval_without_zero(marts):
    found = marts("select indicator, oordeel, laag, hoog from fct_verandering where starts_with(oordeel, 'duidelijk')")
    assert len(found) > 100
    assert found[(found["laag"] <= 0) & (found["hoog"] >= 0)].empty


@pytest.mark.parametrize("kaart", ["4", "6", "8"])
def test_intervals_hold_the_truth_as_often_as_promised(claims, kaart):
    assert 0.7 <= claims[kaart].waarheid.schatting.binnen <= 0.9  # 8 out of 10 of one drawing


@pytest.mark.parametrize("kaart", ["4", "6", "7", "8", "9"])
def test_as_many_claims_are_untrue_as_the_legend_expects(claims, marts, kaart):
    expected = marts(
        "select sum(verwacht_onjuist) as n from fct_legenda where kaart_id = ? and niveau = 'buurt'", kaart
    )
    one = claims[kaart]
    assert expected["n"].iloc[0] == pytest.approx(one.verwacht_onjuist, abs=0.5)
    untrue = sum(klasse.onjuist or 0 for klasse in one.klassen)
    assert abs(untrue - one.verwacht_onjuist) <= 3 * np.sqrt(one.verwacht_onjuist) + 1


def test_registrations_on_redrawn_areas_have_the_true_sign(marts, series):
    """Where a verdict is given at all: elsewhere it says that the boundary moved."""
    told = _registrations(marts, "se_omklap > 0")
    true = np.array([_change(series[COUNTED[row.indicator]][row.gebiedscode]) for row in told.itertuples()])
    claimed = told["oordeel"].isin(VERDICTS).to_numpy()
    assert claimed.sum() >= 20
    assert (np.sign(true) != np.sign(told["verschil"]))[claimed].mean() <= 0.05


def test_registrations_on_uncut_areas_are_judged_by_their_rounding_alone(marts):
    told = _registrations(marts, "coalesce(se_omklap, 0) = 0 and verschil is not null and reden is null")
    side = np.where(told["richting"] == "hoger_is_gunstiger", 1, -1) * np.sign(told["verschil"])
    judged = np.where(side > 0, "gunstiger", "ongunstiger")
    moved = np.where(told["verschil"] > 0, "gestegen", "gedaald")
    expected = np.where(told["richting"] == "neutraal", moved, judged)
    expected = np.where(told["verschil"].abs() <= told["marge"] + 1e-9, "geen meetbaar verschil", expected)
    assert len(told) > 500
    assert (expected == told["oordeel"]).all()


def _registrations(marts, which: str) -> pd.DataFrame:
    """Changes 2014-2024 of the counted registrations of buurten."""
    return marts(
        "select v.*, i.richting from fct_verandering as v join dim_indicator as i using (indicator) "
        "where v.niveau = 'buurt' and jaar_van = 2014 and jaar_tot = 2024 and list_contains(?, v.indicator) "
        f"and {which} order by v.indicator, v.gebiedscode",
        list(COUNTED),
    )


def _change(years: list[int]) -> int:
    return years[10] - years[0]


def test_verdicts_of_spread_have_the_true_sign(marts, series, members):
    told = marts(
        "select gebiedscode, groep, oordeel from fct_spreiding where maat = 'D_ster' and jaar_van = 2014 "
        "and jaar_tot = 2024 and oordeel in ('gelijker verspreid', 'ongelijker verspreid')"
    )
    assert 10 <= len(told) <= 12
    for row in told.itertuples():
        buurten = [buurt for buurt in series["inw"] if f"GM{buurt[2:6]}" in members[row.gebiedscode]]
        true = np.diff([_dissimilarity(series, GROUPS[row.groep], buurten, year) for year in (0, 10)])
        assert np.sign(true) == (1 if row.oordeel == "ongelijker verspreid" else -1), row


@pytest.fixture(scope="module")
def members(demo, series) -> dict[str, set[str]]:
    """Gemeenten of each gemeente, region and the land."""
    gemeenten = {f"GM{buurt[2:6]}" for buurt in series["inw"]}
    regions = pd.read_csv(demo.root / "voorbeeld" / "catalogus" / "regios.csv").groupby("regio")["gemeentecode"]
    return {code: {code} for code in gemeenten} | {name: set(own) for name, own in regions} | {"NL00": gemeenten}


def _dissimilarity(series, group: tuple[str, str], buurten: list[str], year: int) -> float:
    """D of the true counts: half the sum of |share of the group − share of the rest| over the buurten."""
    part, whole = (np.array([series[name][buurt][year] for buurt in buurten], float) for name in group)
    rest = whole - part
    return float(0.5 * np.abs(part / part.sum() - rest / rest.sum()).sum())
