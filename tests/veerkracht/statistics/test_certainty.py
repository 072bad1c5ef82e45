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
from veerkracht.statistics.certainty.block import Block, Margin

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
    v, n, w = made.measures["kwetsbaarheid"], made.measures["onv"], made.inhabitants
    s_v, s_n = _deviation(v.shrunken, w), _deviation(n.shrunken, w)
    assert classes["1"].tolist() == [_above(x, (10, 25, 50, 66.6667)) for x in made.measures["p_wcorpw"].level]
    assert classes["2"].tolist() == [_above(x, (-5, -1, 1, 5)) for x in made.measures["p_wcorpw"].change]
    assert classes["3"].tolist() == [_above(x, _quantiles(v.level, 5)) for x in v.level]
    assert classes["4"].tolist() == [_above(x, [k * s_v for k in scenes.LIMITS]) for x in v.shrunken]
    assert classes["6"].tolist() == [_above(x, [k * s_n for k in scenes.LIMITS]) for x in n.shrunken]
    assert classes["7"].tolist() == [
        _concurrence(a / s_v, -b / s_n) for a, b in zip(v.shrunken, n.shrunken, strict=True)
    ]
    assert classes["8"].tolist() == [_above(x, scenes.LIMITS) for x in made.model.national]
    assert classes["9"].tolist() == [_above(x, scenes.LIMITS) for x in made.model.relative]
    thirds = _quantiles(v.level, 3), _quantiles(-n.level, 3)
    pairs = zip(v.level, -n.level, strict=True)
    assert classes["10"].tolist() == [3 * (_above(a, thirds[0]) - 1) + _above(b, thirds[1]) for a, b in pairs]


def _above(x, limits):
    return 1 + sum(limit < x for limit in limits)


def _quantiles(values, parts):
    ordered = sorted(values)
    return [next(x for i, x in enumerate(ordered, 1) if i * parts >= k * len(ordered)) for k in range(1, parts)]


def _deviation(x, w):
    middle = (w * x).sum() / w.sum()
    return np.sqrt((w * (x - middle) ** 2).sum() / w.sum())


def _concurrence(v, n):
    if v > 0.5 and n > 0.5:
        return 1
    if v > 0.5:
        return 2
    if n > 0.5:
        return 3
    return 5 if v < -0.5 or n < -0.5 else 4


def test_an_area_at_a_limit_keeps_its_class_half_of_the_time():
    made = scene()
    shares = made.measures["p_wcorpw"]
    shares.level[:3] = 50, 49, 40  # delivered in whole percents: 50 is anything between 49.5 and 50.5
    kept = certain(made, count=1000, kaarten=(scenes.CORPORATION,))["1"]
    assert kept[0] == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / 1000))
    assert kept[1] == kept[2] == 1


def test_certainty_of_a_change_is_its_posterior():
    """P(class) of N(shrunken, λ·2σ²) between limits that are multiples of the deviation of the true changes."""
    rng = np.random.default_rng(5)
    size, sigma = 4000, 0.03
    change = rng.normal(0, 0.05, size) + np.sqrt(2) * sigma * rng.normal(size=size)
    measure = scenes.measured(rng.normal(4, 1, size), change, np.full(size, sigma), np.zeros(size, int))
    made = replace(scene(size), measures={"onv": measure}, inhabitants=np.ones(size), model=None)
    kept = certain(made, count=400, kaarten=(scenes.NUISANCE_CHANGE,))["6"]
    spread = np.sqrt(measure.shrunken.var() + measure.shrunken_margin.noise[0] ** 2)
    for area in (0, 1, 2, *np.argsort(np.abs(measure.shrunken))[[0, 1, -2, -1]]):
        limits = [-np.inf, *(np.array(scenes.LIMITS) * measure.shrunken.std()), np.inf]
        number = _above(measure.shrunken[area], limits[1:-1])
        drawn = [-np.inf, *(np.array(scenes.LIMITS) * spread), np.inf]
        low, high = (
            (x - measure.shrunken[area]) / measure.shrunken_margin.noise[area] for x in drawn[number - 1 : number + 1]
        )
        chance = PHI(high) - PHI(low)
        assert kept[area] == pytest.approx(chance, abs=4 * np.sqrt(0.25 / 400))


def test_noise_is_never_added_to_the_observed_change():
    """Draws of the true change centre on the shrunken one with λ·2σ²; fresh noise on the observed would be wider."""
    made = scene(doubt=True)
    measure = made.measures["onv"]
    drawn = Block(made, range(1, 3001), frozenset({"ruis"}), SETTINGS).shrunken("onv")
    assert drawn.mean(axis=0) == pytest.approx(
        measure.shrunken, abs=5 * measure.shrunken_margin.noise.max() / np.sqrt(3000)
    )
    assert drawn.std(axis=0) == pytest.approx(measure.shrunken_margin.noise, rel=0.08)
    true = drawn.var(axis=1).mean()
    assert true < measure.change.var()  # what is true differs less than what was observed


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
    one = Block(_in_order(small, np.arange(40)), range(1, 9), frozenset({"ruis"}), SETTINGS).shrunken("onv")
    every = Block(large, range(1, 9), frozenset({"ruis"}), SETTINGS).shrunken("onv")
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
    assert {doubt for kaart, doubt in found if kaart == "4"} >= {*index, "ruis"}
    assert {doubt for kaart, doubt in found if kaart == "8"} >= {*index, "ruis", "model"}
    assert all(0 <= row["gewisseld"] <= row["n"] and row["trekkingen"] == 20 for row in rows)
    assert any(row["gewisseld"] > 0 for row in rows if row["twijfel"] == "model")


def _few():
    return SETTINGS.model_copy(update={"trekkingen_gevoeligheid": 20})


def test_a_refused_variant_is_never_drawn():
    made = scene(150)
    made = replace(made, model=replace(made.model, has_variant=False))
    found = certain(made, frozenset({"model"}), kaarten=(scenes.NATIONAL,))
    assert (found["8"] == 1).all()


def test_leaving_out_one_of_two_components_leaves_the_other():
    made = scene(150)
    block = Block(made, range(1, 200), frozenset({"onderdeel_weg"}), SETTINGS)
    left = block.chosen.weights[:, 1] == 0  # without income the change is that of work
    ends = made.measures["kwetsbaarheid"].change_index
    assert left.any()
    moved = block.change("kwetsbaarheid")
    assert moved[left] == pytest.approx(np.tile(ends.end.z[1] - ends.begin.z[1], (left.sum(), 1)), abs=1e-5)


def test_equal_values_and_missing_ones():
    """All values equal: no map. A value that is missing: no class, and never NaN in a share."""
    made = scene(150)
    flat = replace(made, measures={"onv": scenes.plain(np.full(150, 4.0), np.full(150, 0.1))}, model=None)
    assert certainty.published(flat, (scenes.NUISANCE, scenes.NUISANCE_CHANGE, scenes.NATIONAL), SETTINGS) == {}
    nuisance = made.measures["onv"]
    nuisance.level[:5], nuisance.change[5:9], nuisance.shrunken[5:9] = np.nan, np.nan, np.nan
    made = replace(made, model=scenes.model(made))
    classed = certainty.published(made, MAPS, SETTINGS)
    for outcome in certainty.kept(made, classed, EVERY, 20, SETTINGS):
        assert np.isfinite(outcome.kept).all()
        missing = {"5": range(5), "10": range(5), **dict.fromkeys("6789", range(5, 9))}.get(outcome.kaart.kaart_id, ())
        assert not outcome.shown[list(missing)].any()
        assert outcome.shown.sum() == 150 - len(missing)


def test_one_wild_value_does_not_hide_the_others():
    """1e9 in one area: quantiles stand, a deviation is carried by it and the map shows too little difference."""
    made = scene(150)
    made.measures["onv"].level[0], made.measures["onv"].shrunken[0] = 1e9, 1e9
    classed = certainty.published(made, (scenes.NUISANCE, scenes.NUISANCE_CHANGE), SETTINGS)
    assert set(classed) == {scenes.NUISANCE}
    assert np.bincount(classed[scenes.NUISANCE])[1:].tolist() == [30] * 5


def test_rounding_counts_only_where_noise_is_not_told():
    """The noise of a line holds rounding already: never both."""
    made = scene(150)
    shares = made.measures["p_wcorpw"]
    told = np.arange(150) < 75
    parts = tuple(part.only(~told) for part in shares.change_margin.rounding)
    shares = replace(shares, shrunken_margin=Margin(np.zeros(150), parts))
    made = replace(made, measures={"p_wcorpw": shares}, model=None)
    moved = Block(made, range(1, 20), EVERY, SETTINGS).shrunken("p_wcorpw") - shares.shrunken
    assert (moved[:, told] == 0).all() and (moved[:, ~told] != 0).any(axis=0).all()
