"""The table of claims by hand, and what must hold for every map: a true claim is true however areas are ordered."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.veerkracht.claims import world
from veerkracht.claims.judging import judge
from veerkracht.claims.reading import Truth, read_maps
from veerkracht.claims.records import FoundChanges, MapClaims, MapOfChange

AREAS = 8


@pytest.fixture(scope="module")
def claims(tmp_path_factory) -> dict[str, MapClaims]:
    folder = world.write_data(tmp_path_factory.mktemp("data"))
    database = folder / "publicatie" / "openbaar" / "actueel" / "veerkracht.duckdb"
    truth = Truth(folder / "voorbeeld" / "ware_reeksen.parquet", 4.0)
    return {one.kaart_id: judge(one) for one in read_maps(database, truth)}


def test_a_map_of_one_change_by_hand(claims):
    """Map 6: duidelijk worse (true), waarschijnlijk worse (not so), duidelijk better (true), grey (unchanged)."""
    one = claims["6"]
    assert (one.gebieden, one.inwoners, one.duidelijk, one.gekleurd) == (4, 1000.0, 2, 3)
    assert (one.aandeel_duidelijk, one.aandeel_gekleurd) == (0.5, 0.75)
    assert one.verwacht_onjuist == pytest.approx(0.3)
    assert [klasse.gebieden for klasse in one.klassen] == [1, 1, 1, 0, 1]
    assert [klasse.onjuist for klasse in one.klassen] == [0, 1, None, 0, 0]
    assert [klasse.verkeerd for klasse in one.klassen] == [0, 0, None, 0, 0]
    assert one.klassen[1].label == "waarschijnlijk ongunstiger"
    assert (one.klassen[1].inwoners, one.klassen[1].verwacht_onjuist) == (300.0, pytest.approx(0.1))
    assert one.waarheid.verslechterd == FoundChanges(1, 1)
    assert one.waarheid.verbeterd == FoundChanges(1, 1)
    assert (one.waarheid.duidelijk_onjuist, one.waarheid.gekleurd_onjuist) == (0, pytest.approx(1 / 3))
    assert one.beide is None


def test_figures_of_the_estimate_by_hand(claims):
    """Guessed 0, .01, .02, .03 where −.02, 0, .02, .004 was true; interval −.05 to .05; standard error .01."""
    found, true = claims["6"].waarheid.schatting, np.array(world.ONV)
    errors = np.array([0, 0.01, 0.02, 0.03]) - true
    assert found.rmse == found.rmse_gemeten == pytest.approx(np.sqrt(np.mean(errors**2)))
    assert found.fout_kwadraat == pytest.approx(np.mean((errors / 0.01) ** 2))
    assert found.correlatie == pytest.approx(np.corrcoef([0, 1, 2, 3], true)[0, 1])
    assert found.binnen == 1


def test_the_map_of_two_changes_by_hand(claims):
    """Map 7: both rose (true), grey, gunstiger (true), vulnerability rose (by half the threshold: not true)."""
    one = claims["7"]
    assert (one.duidelijk, one.gekleurd) == (0, 3)
    assert [klasse.onjuist for klasse in one.klassen] == [0, 1, 0, None, 0]
    assert one.waarheid.verslechterd == FoundChanges(1, 1)
    assert one.waarheid.schatting is None
    assert one.beide.waar == 100
    assert one.beide.verwacht == pytest.approx(100 * 0.95 * 0.92 + 300 * 0.2 * 0.8 + 400 * 0.8 * 0.1)
    assert one.beide.van == 1000


def test_rising_vulnerability_is_the_unfavourable_side(claims):
    one = claims["4"]
    assert [klasse.gebieden for klasse in one.klassen] == [1, 1, 1, 0, 1]
    assert [klasse.onjuist for klasse in one.klassen] == [0, 1, None, 0, 0]
    assert one.waarheid.verslechterd == FoundChanges(1, 1)


def _map(onderwerp: str, true: np.ndarray, true_2: np.ndarray, klasse: np.ndarray) -> MapOfChange:
    none = np.full(len(true), np.nan)
    return MapOfChange(
        kaart_id="6", onderwerp=onderwerp, niveau="buurt", indeling=2024, jaar_van=2014, jaar_tot=2024, labels={},
        delta=1.0, delta_2=1.0, klasse=klasse, kans=np.full(len(true), 0.9), inwoners=np.arange(1.0, len(true) + 1),
        gekrompen=true, laag=true - 1, hoog=true + 1, gemeten=true, se=np.ones(len(true)), p_beide=none,
        waar=true, waar_2=true_2,
    )  # fmt: skip


def _rightly(onderwerp: str, true: np.ndarray, true_2: np.ndarray) -> np.ndarray:
    """The class that the truth deserves."""
    if onderwerp == "samenloop":
        favourable = (true < -1) | (true_2 > 1)
        return np.select([(true > 1) & (true_2 < -1), true > 1, true_2 < -1, favourable], [1, 2, 3, 5], 4)
    worse = true if onderwerp == "kwetsbaarheid" else -true
    return np.select([worse > 1, worse < -1], [1, 5], 3)


changes = st.lists(st.floats(-5, 5), min_size=AREAS, max_size=AREAS).map(np.array)
subjects = st.sampled_from(["kwetsbaarheid", "onv", "samenloop", "veerkracht", "veerkracht_relatief"])


@given(subjects, changes, changes)
def test_a_map_that_tells_the_truth_has_no_untrue_claim(onderwerp, true, true_2):
    one = judge(_map(onderwerp, true, true_2, _rightly(onderwerp, true, true_2)))
    assert not any(klasse.onjuist or klasse.verkeerd for klasse in one.klassen)
    assert one.waarheid.verslechterd.gevonden == one.waarheid.verslechterd.gebieden
    if onderwerp != "samenloop":
        assert one.waarheid.schatting.rmse == 0
        assert one.waarheid.verbeterd.gevonden == one.waarheid.verbeterd.gebieden


@given(subjects, changes, changes)
def test_a_map_that_tells_the_opposite_has_only_wrong_signs(onderwerp, true, true_2):
    one = judge(_map(onderwerp, true, true_2, _rightly(onderwerp, -true, -true_2)))
    told = [klasse for klasse in one.klassen if klasse.gebieden and klasse.verkeerd is not None]
    assert all(klasse.verkeerd <= klasse.onjuist <= klasse.gebieden for klasse in told)
    if onderwerp != "samenloop":  # of two changes one may be told rightly by chance
        assert all(klasse.verkeerd == klasse.gebieden for klasse in told)
        assert one.waarheid.verslechterd.gevonden == one.waarheid.verbeterd.gevonden == 0


@given(subjects, changes, changes, st.lists(st.integers(1, 5), min_size=AREAS, max_size=AREAS).map(np.array))
def test_the_order_of_areas_does_not_matter(onderwerp, true, true_2, klasse):
    one, order = _map(onderwerp, true, true_2, klasse), np.arange(AREAS)[::-1]
    names = [name for name, value in vars(one).items() if isinstance(value, np.ndarray)]
    other = judge(replace(one, **{name: getattr(one, name)[order] for name in names}))
    first = judge(one)
    assert [klasse.onjuist for klasse in first.klassen] == [klasse.onjuist for klasse in other.klassen]
    assert (first.waarheid.verslechterd, first.waarheid.verbeterd) == (
        other.waarheid.verslechterd,
        other.waarheid.verbeterd,
    )
    assert first.inwoners == other.inwoners == sum(klasse.inwoners for klasse in first.klassen)


@given(changes, st.floats(0.01, 100))
def test_units_do_not_matter(true, factor):
    one = _map("onv", true, true, _rightly("onv", true, true))
    names = ("gekrompen", "laag", "hoog", "gemeten", "se", "waar")
    scaled = judge(replace(one, delta=factor, **{name: factor * getattr(one, name) for name in names}))
    found = [told.waarheid.schatting for told in (judge(one), scaled)]
    assert found[0].binnen == found[1].binnen == 1
    assert found[0].fout_kwadraat == pytest.approx(found[1].fout_kwadraat)


def test_areas_without_a_truth_are_left_out_of_it_and_stay_on_the_map():
    one = _map("onv", np.array([-2.0, np.nan]), np.zeros(2), np.array([1, 5]))
    found = judge(one)
    assert (found.gebieden, found.waarheid.gebieden) == (2, 1)
    assert [klasse.onjuist for klasse in found.klassen] == [0, 0, None, 0, 0]
    assert judge(replace(one, waar=np.full(2, np.nan))).waarheid is None
