"""Certainty on fictitious scenes: what is not in doubt is certain, draw 0 is what was published, doubt has its size."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.veerkracht.statistics import scenes
from tests.veerkracht.statistics.scenes import EVERY, MAPS, SETTINGS, scene
from veerkracht.statistics import certainty
from veerkracht.statistics.certainty import maps
from veerkracht.statistics.certainty.block import Block

PHI = NormalDist().cdf


def certain(made, active=EVERY, count=60, kaarten=MAPS):
    """Share of draws that keep the class, per map id."""
    classed = certainty.published(made, kaarten, SETTINGS)
    return {found.kaart.kaart_id: found.kept for found in certainty.kept(made, classed, active, count, SETTINGS)}


def test_without_active_doubts_every_class_is_certain():
    found = certain(scene(), frozenset())
    assert set(found) == {kaart.kaart_id for kaart in MAPS}
    assert all((kept == 1).all() for kept in found.values())


def test_a_doubt_without_size_moves_nothing():
    """Rounding and noise of 0: only choices move maps of the index; the rest stands."""
    found = certain(scene(doubt=False), frozenset({"ruis", "afronding", "voorspelling"}))
    assert all((kept == 1).all() for kept in found.values())


def test_every_map_is_in_doubt_where_it_should_be():
    found = certain(scene())
    assert all(0.3 < kept.mean() < 1 for kept in found.values()), {k: v.mean() for k, v in found.items()}


def test_draw_0_of_all_doubts_is_the_published_class():
    """Against the rules of the maps written out plainly, on the published figures."""
    made = scene()
    classes = {kaart.kaart_id: maps.classify(kaart, Block(made, range(1), EVERY, SETTINGS))[0] for kaart in MAPS}
    v, n = made.measures["kwetsbaarheid"].level, made.measures["onv"].level
    assert classes["1"].tolist() == [_above(x, (10, 25, 50, 66.6667)) for x in made.measures["p_wcorpw"].level]
    assert classes["3"].tolist() == [_above(x, _quantiles(v, 5)) for x in v]
    assert classes["5"].tolist() == [_above(x, _quantiles(n, 5)) for x in n]
    thirds = _quantiles(v, 3), _quantiles(-n, 3)
    pairs = zip(v, -n, strict=True)
    assert classes["10"].tolist() == [3 * (_above(a, thirds[0]) - 1) + _above(b, thirds[1]) for a, b in pairs]


def _above(x, limits):
    return 1 + sum(limit < x for limit in limits)


def _quantiles(values, parts):
    ordered = sorted(values)
    return [next(x for i, x in enumerate(ordered, 1) if i * parts >= k * len(ordered)) for k in range(1, parts)]


def test_an_area_at_a_limit_keeps_its_class_half_of_the_time():
    made = scene()
    shares = made.measures["p_wcorpw"]
    shares.level[:3] = 50, 49, 40  # delivered in whole percents: 50 is anything between 49.5 and 50.5
    kept = certain(made, count=1000, kaarten=(scenes.CORPORATION,))["1"]
    assert kept[0] == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / 1000))
    assert kept[1] == kept[2] == 1


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_order_of_areas_makes_no_difference(random):
    made = scene(120)
    order = np.array(random.sample(range(120), 120))
    plain, turned = certain(made, count=20), certain(_in_order(made, order), count=20)
    for kaart_id, kept in plain.items():
        # sums over areas in another order may move a limit by its last digit
        assert np.abs(turned[kaart_id] - kept[order]).max() <= 1 / 20
        assert (turned[kaart_id] == kept[order]).mean() > 0.99


def _in_order(made, order):
    """The scene with its areas in another order."""

    def turn(value):
        if isinstance(value, np.ndarray) and value.ndim and value.shape[-1] == len(made.codes):
            return value[..., order]
        if isinstance(value, tuple):
            return tuple(turn(part) for part in value)
        if (
            value is not None
            and hasattr(value, "__dataclass_fields__")
            and type(value).__name__ not in ("Slots", "Reshape")
        ):
            names = [n for n, f in value.__dataclass_fields__.items() if f.init]
            return replace(value, **{name: turn(getattr(value, name)) for name in names})
        return value

    measures = {maat: turn(measure) for maat, measure in made.measures.items()}
    return replace(turn(made), measures=measures)


def test_more_areas_leave_the_draws_of_the_others_alone():
    """Limits may move with more areas; what a draw does to an area may not."""
    small, large = scene(100), scene(100)
    large = _in_order(large, np.arange(99, -1, -1))
    one = Block(_in_order(small, np.arange(40)), range(1, 9), frozenset({"ruis"}), SETTINGS).level("onv")
    every = Block(large, range(1, 9), frozenset({"ruis"}), SETTINGS).level("onv")
    assert np.array_equal(one, every[:, ::-1][:, :40])


def test_blocks_and_threads_make_no_difference(monkeypatch):
    made = scene(150)
    whole = certain(made, count=50)
    monkeypatch.setattr(certainty, "CELLS", 150 * 12)
    with ThreadPoolExecutor(2) as pool:
        for parts in pool.map(lambda _: certain(made, count=50), range(2)):
            assert all(np.array_equal(parts[kaart_id], kept) for kaart_id, kept in whole.items())


def test_blocks_cover_every_draw_once():
    for count, areas in ((1, 10), (1000, 14_500), (999, 3_300), (200, 10**9)):
        runs = list(certainty.blocks(count, areas))
        assert [draw for run in runs for draw in run] == list(range(1, count + 1))
        assert all(run.start % 4 == 0 for run in runs[1:])  # a counter serves four draws


def test_sensitivity_names_only_doubts_that_can_move_a_map():
    rows = list(certainty.sensitivity(scene(150), certainty.published(scene(150), MAPS, SETTINGS), _few()))
    found = {(row["kaart_id"], row["twijfel"]) for row in rows}
    index = {"gewichten", "normalisatie", "onderdeel_weg"}
    assert {doubt for kaart, doubt in found if kaart == "1"} == {"afronding"}
    assert {doubt for kaart, doubt in found if kaart == "3"} == {*index, "afronding", "voorspelling"}
    assert {doubt for kaart, doubt in found if kaart == "5"} == {"ruis"}
    assert {doubt for kaart, doubt in found if kaart == "10"} == {*index, "afronding", "voorspelling", "ruis"}
    assert all(0 <= row["gewisseld"] <= row["n"] and row["trekkingen"] == 20 for row in rows)


def _few():
    return SETTINGS.model_copy(update={"trekkingen_gevoeligheid": 20})


def test_equal_values_and_missing_ones():
    """All values equal: no map. A value that is missing: no class, and never NaN in a share."""
    made = scene(150)
    flat = replace(made, measures={"onv": scenes.plain(np.full(150, 4.0))})
    assert certainty.published(flat, (scenes.NUISANCE, scenes.FOCUS), SETTINGS) == {}
    made.measures["onv"].level[:5] = np.nan
    classed = certainty.published(made, MAPS, SETTINGS)
    for outcome in certainty.kept(made, classed, EVERY, 20, SETTINGS):
        assert np.isfinite(outcome.kept).all()
        missing = 5 if outcome.kaart.kaart_id in ("5", "10") else 0
        assert not outcome.shown[:missing].any() and outcome.shown.sum() == 150 - missing


def test_one_wild_value_does_not_hide_the_others():
    """1e9 in one area: fifths stand."""
    made = scene(150)
    made.measures["onv"].level[0] = 1e9
    classed = certainty.published(made, (scenes.NUISANCE,), SETTINGS)
    assert np.bincount(classed[scenes.NUISANCE])[1:].tolist() == [30] * 5
