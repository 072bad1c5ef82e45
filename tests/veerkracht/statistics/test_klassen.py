"""Limits and classes from a work database written by hand: each kind by its rule, once, for whoever reads them."""

import numpy as np
import pytest

from tests.veerkracht.mapkinds.halves import HELFTEN
from tests.veerkracht.statistics.test_certainty_gather import PERIOD, SETTINGS, SIZE, Work, change
from veerkracht.mapkinds import register
from veerkracht.statistics import certainty, klassen

KEY = ["kaart_id", "niveau", "gebiedscode", "indeling", "jaar_van", "jaar_tot"]


@pytest.fixture
def work(paths) -> Work:
    return Work(paths)


def run(work: Work):
    """Limits per map by class, and classes."""
    with work.world(step="klassen") as world:
        klassen.write(world)
        limits, classes = world.load("grenzen"), world.load("klassen")
    return {kaart: rows.set_index("klasse") for kaart, rows in limits.groupby("kaart_id")}, classes


def figures(work: Work, maat: str) -> np.ndarray:
    return work.tables["tussen.int_maat"].query(f"maat == '{maat}'")["waarde"].to_numpy()


def test_limits_and_classes_of_levels_are_written_and_of_changes_the_given_limits(work):
    maps = work.tables["tussen.int_kaart"]
    maps.loc[maps["kaart_id"] == "6", ["klassen", "is_landelijk"]] = "meetbaar", False
    given = zip(maps["kaart_id"], maps["grenzen"], strict=True)
    maps["grenzen"] = [np.array([-5.0, 5.0]) if kaart_id == "6" else own for kaart_id, own in given]
    limits, classes = run(work)
    assert set(limits) == {"1", "3", "5", "6", "10"} and set(classes["kaart_id"]) == {"1", "3", "5", "10"}
    assert classes.groupby("kaart_id").size().eq(SIZE).all() and not classes.duplicated(KEY).any()
    assert limits["1"]["bovengrens"].tolist()[:4] == [10, 25, 50, 66.6667]
    score = np.sort(figures(work, "onv"))
    assert limits["5"]["bovengrens"].tolist()[:4] == score[[SIZE * k // 5 - 1 for k in range(1, 5)]].tolist()
    assert classes.query("kaart_id == '5'").groupby("klasse").size().tolist() == [SIZE / 5] * 5
    assert limits["6"]["bovengrens"].tolist()[:2] == [-5, 0] and limits["6"]["ondergrens"].tolist()[3:5] == [0, 5]


def test_draw_0_of_the_certainty_has_the_published_classes(work):
    _, classes = run(work)
    with work.world() as world:
        certainty.write(world)
        drawn = world.load("zekerheid")
    on_index = classes[classes["kaart_id"].isin(("3", "10"))]
    both = on_index.merge(drawn, on=KEY, how="outer", suffixes=("", "_getrokken"))
    assert len(both) == 2 * SIZE and (both["klasse"] == both["klasse_getrokken"]).all()


def test_refused_and_delivered_maps_and_areas_without_a_figure_have_none(work):
    change(work, "tussen.int_landelijk", {"maat": "kwetsbaarheid", "soort": "niveau"}, is_toegestaan=False)
    change(work, "tussen.int_landelijk", {"maat": "p_wcorpw"}, is_toegestaan=False)  # fixed limits need no country
    work.tables["tussen.int_kaart_geleverd"] = work.areas.assign(**PERIOD, kaart_id="5")
    codes = work.areas["gebiedscode"]
    change(work, "tussen.int_maat", {"maat": "p_wcorpw", "gebiedscode": codes[0]}, status="te weinig inwoners")
    change(work, "tussen.int_maat", {"maat": "p_wcorpw", "gebiedscode": codes[1]}, waarde=np.inf)
    limits, classes = run(work)
    assert set(limits) == set(classes["kaart_id"]) == {"1"}
    assert set(classes["gebiedscode"]) == set(codes[2:])


def test_nothing_to_class(work):
    work.tables["tussen.int_maat"] = work.tables["tussen.int_maat"].iloc[:0]
    limits, classes = run(work)
    assert limits == {} and classes.empty


def test_a_new_kind_is_classed_and_drawn_when_it_is_registered(work, monkeypatch):
    monkeypatch.setitem(register.KINDS, HELFTEN.naam, HELFTEN)
    maps = work.tables["tussen.int_kaart"]
    maps.loc[maps["kaart_id"] == "3", "klassen"] = "helften"
    limits, classes = run(work)
    middle = np.sort(figures(work, "kwetsbaarheid"))[SIZE // 2 - 1]
    assert limits["3"]["bovengrens"].tolist()[:1] == [middle] == limits["3"]["ondergrens"].tolist()[1:]
    assert classes.query("kaart_id == '3'").groupby("klasse").size().tolist() == [SIZE // 2] * 2
    few = SETTINGS.model_copy(update={"klassen_minimum": 2})
    with work.world(few) as world:
        certainty.write(world)
        drawn = world.load("zekerheid").query("kaart_id == '3'")
    assert drawn["klasse"].tolist() == classes.query("kaart_id == '3'")["klasse"].tolist()
    assert 0.3 < drawn["zekerheid"].mean() < 1
