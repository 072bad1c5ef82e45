"""The null run: what the maps claim where changes are noise and shock alone, by model and classes of the product."""

import time
from dataclasses import replace

import numpy as np
import pytest

from tests.veerkracht.statistics.posterior.countries import DELTA, DELTA_K, KINDS, SHOCK, country
from tests.veerkracht.statistics.verandering.wereld import FROM, TO, Wereld
from veerkracht.settings import load_settings
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.verandering.changes import Change, Parts
from veerkracht.statistics.verandering.ijking import claimed, drawn, draws_of, null_run
from veerkracht.statistics.verandering.judging import judge

SETTINGS = load_settings()
MAATEN = {"onv", "kwetsbaarheid", "samenloop", "veerkracht", "veerkracht_relatief"}


def changes(gemeenten: int, areas: int, shock: float = SHOCK) -> dict[str, Change]:
    """Both changes of a country, as the gatherer gives them."""
    both = country(KINDS["niets"], 1, gemeenten, areas).both
    none = np.zeros(len(both.code))
    return {
        maat: Change(
            Scope("buurt", 2024, 2014, 2024), maat, richting, both.code, both.gemeente, both.wijk, both.inwoners,
            y, np.full(len(y), None, object), Parts(v, none, none, s), none, none, delta, None,
        )
        for maat, richting, y, v, s, delta in (
            ("onv", "hoger_is_gunstiger", both.onv, both.v_onv, shock, DELTA),
            ("kwetsbaarheid", "lager_is_gunstiger", both.k, both.v_k, 0.0, DELTA_K),
        )
    }  # fmt: skip


def test_of_noise_and_shock_alone_next_to_nothing_is_coloured():
    rows = {row["maat"]: row for row in null_run(changes(120, 10), SETTINGS)}
    assert set(rows) == MAATEN
    for maat, row in rows.items():
        assert row["trekkingen"] == 20 and row["gebieden"] == 1200
        assert row["aandeel_gekleurd"] <= 0.01
        assert row["aandeel_duidelijk"] is None if maat == "samenloop" else row["aandeel_duidelijk"] <= 0.001
        assert (row["aandeel_beide"] is not None) == (maat == "samenloop")
    assert 0 < rows["samenloop"]["aandeel_beide"] < 0.01


def test_without_the_term_for_the_shock_shocks_would_be_claims():
    onv, shares = changes(120, 10)["onv"], []
    for draw in range(5):
        found = drawn(onv, draw)
        blind = replace(found, parts=replace(found.parts, shock=0.0))
        shares.append([claimed(judge(one, SETTINGS).klasse).coloured for one in (found, blind)])
    with_term, without = np.mean(shares, axis=0)
    assert with_term <= 0.01 and without > 0.05


def test_what_is_drawn_is_as_large_as_the_edition_says():
    onv = changes(300, 4)["onv"]
    found = np.stack([drawn(onv, draw).verschil for draw in range(400)])
    assert np.mean(found**2 / (onv.parts.whole + SHOCK)) == pytest.approx(1, abs=0.02)
    first = onv.gemeente == onv.gemeente[0]
    together = np.cov(found[:, first].T)[~np.eye(first.sum(), dtype=bool)]
    assert together.mean() == pytest.approx(SHOCK, rel=0.3)


def test_a_draw_is_the_same_whatever_else_is_drawn():
    both = changes(30, 10)
    assert np.array_equal(drawn(both["onv"], 3).verschil, drawn(changes(30, 10)["onv"], 3).verschil)
    alone = null_run({"onv": both["onv"]}, SETTINGS)
    assert alone == [row for row in null_run(both, SETTINGS) if row["maat"] == "onv"]
    other = replace(both["onv"], maat="ander")
    assert not np.array_equal(drawn(both["onv"], 3).verschil, drawn(other, 3).verschil)


def test_where_no_model_can_be_made_there_is_no_row():
    both = changes(30, 10)
    assert {row["maat"] for row in null_run(both | {"onv": replace(both["onv"], refused="te weinig")}, SETTINGS)} == {
        "kwetsbaarheid"
    }
    assert null_run({}, SETTINGS) == []
    assert null_run(both, SETTINGS.model_copy(update={"ijking_trekkingen": 0})) == []


def test_the_step_writes_the_maps_of_each_scope(checked):
    rows = checked(Wereld(ijking_trekkingen=3))["ijking"]
    assert set(rows["maat"]) == MAATEN and set(rows["trekkingen"]) == {3}
    assert set(zip(rows["niveau"], rows["jaar_van"], rows["jaar_tot"], strict=True)) == {("buurt", FROM, TO)}
    assert (rows["aandeel_gekleurd"] <= 0.05).all()


def test_a_whole_country_takes_seconds():
    """A country of 14,364 buurten is drawn as often as its share needs to be told, no more."""
    whole = changes(342, 42)
    assert draws_of(whole, SETTINGS) == 3
    start = time.process_time()
    null_run(whole, SETTINGS)
    assert time.process_time() - start <= 5
