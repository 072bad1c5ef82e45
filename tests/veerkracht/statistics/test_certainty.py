"""Certainty on fictitious scenes: only the design of the index is in doubt, draw 0 is what was published."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.veerkracht.statistics import scenes
from tests.veerkracht.statistics.scenes import EVERY, MAPS, SETTINGS, scene
from veerkracht.statistics import certainty
from veerkracht.statistics.certainty import maps
from veerkracht.statistics.certainty.block import Block

INDEX = {"3", "10"}  # the maps that the index is on


def certain(made, active=EVERY, count=60, kaarten=MAPS):
    """Share of draws that keep the class, per map id."""
    classed = certainty.published(made, kaarten, SETTINGS)
    return {found.kaart.kaart_id: found.kept for found in certainty.kept(made, classed, active, count, SETTINGS)}


def test_without_active_doubts_every_class_is_certain():
    found = certain(scene(), frozenset())
    assert set(found) == INDEX
    assert all((kept == 1).all() for kept in found.values())


def test_only_maps_of_the_index_are_in_doubt():
    found = certain(scene())
    assert set(found) == INDEX
    assert all(0.3 < kept.mean() < 1 for kept in found.values()), {k: v.mean() for k, v in found.items()}


def test_draw_0_of_all_doubts_is_the_published_class():
    """Against the rules of the maps written out plainly, on the published figures."""
    made = scene()
    classes = {kaart.kaart_id: maps.classify(kaart, Block(made, range(1), EVERY, SETTINGS))[0] for kaart in MAPS}
    v, n = made.measures["kwetsbaarheid"].level, made.measures["onv"].level
    assert classes["3"].tolist() == [_above(x, _quantiles(v, 5)) for x in v]
    assert not classes["1"].any() and not classes["5"].any()
    thirds = _quantiles(v, 3), _quantiles(-n, 3)
    pairs = zip(v, -n, strict=True)
    assert classes["10"].tolist() == [3 * (_above(a, thirds[0]) - 1) + _above(b, thirds[1]) for a, b in pairs]


def _above(x, limits):
    return 1 + sum(limit < x for limit in limits)


def _quantiles(values, parts):
    ordered = sorted(values)
    return [next(x for i, x in enumerate(ordered, 1) if i * parts >= k * len(ordered)) for k in range(1, parts)]


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
    one = Block(_in_order(small, np.arange(40)), range(1, 9), EVERY, SETTINGS).level("kwetsbaarheid")
    every = Block(large, range(1, 9), EVERY, SETTINGS).level("kwetsbaarheid")
    assert one == pytest.approx(every[:, ::-1][:, :40], abs=1e-5)


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


def test_sensitivity_tells_of_each_choice_what_it_moves():
    rows = list(certainty.sensitivity(scene(150), certainty.published(scene(150), MAPS, SETTINGS), _few()))
    found = {(row["kaart_id"], row["twijfel"]) for row in rows}
    assert found == {(kaart, doubt) for kaart in INDEX for doubt in ("gewichten", "normalisatie", "onderdeel_weg")}
    assert all(0 <= row["gewisseld"] <= row["n"] and row["trekkingen"] == 20 for row in rows)


def _few():
    return SETTINGS.model_copy(update={"trekkingen_gevoeligheid": 20})


def test_equal_values_and_missing_ones():
    """All values equal: no map. A value that is missing: no class, and never NaN in a share."""
    made = scene(150)
    index = made.measures["kwetsbaarheid"]
    flat = replace(made, measures={"kwetsbaarheid": replace(index, level=np.full(150, 0.4))})
    assert certainty.published(flat, (scenes.VULNERABLE, scenes.FOCUS), SETTINGS) == {}
    made.measures["onv"].level[:5] = np.nan
    classed = certainty.published(made, MAPS, SETTINGS)
    for outcome in certainty.kept(made, classed, EVERY, 20, SETTINGS):
        assert np.isfinite(outcome.kept).all()
        missing = 5 if outcome.kaart.kaart_id == "10" else 0
        assert not outcome.shown[:missing].any() and outcome.shown.sum() == 150 - missing


def test_one_wild_value_does_not_hide_the_others():
    """1e9 in one area: fifths stand."""
    made = scene(150)
    made.measures["kwetsbaarheid"].level[0] = 1e9
    classed = certainty.published(made, (scenes.VULNERABLE,), SETTINGS)
    assert np.bincount(classed[scenes.VULNERABLE])[1:].tolist() == [30] * 5
