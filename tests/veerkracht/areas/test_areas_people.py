"""People go where their addresses or squares are, and never into water."""

import numpy as np
import pytest

from tests.veerkracht.areas.wereld import SETTINGS, X, Y, addresses, outlines, squares, vak, weights, world
from veerkracht.areas.gewichten import build_gewichten
from veerkracht.areas.people import (
    Reach,
    Vierkanten,
    adressen_by_indeling,
    common_adressen,
    inwoners_of,
    inwoners_within,
    nearest_vierkanten,
)

# One buurt of 1000 x 200 m that is cut in two halves; the people live in the western tenth.
BEFORE = {"BU00010000": vak(0, 0, 1000, 200)}
AFTER = {"BU00010001": vak(0, 0, 500, 200), "BU00010002": vak(500, 0, 1000, 200)}


def as_dict(frame) -> dict[tuple[str, str], tuple[float, str]]:
    return {(row.van_code, row.naar_code): (round(row.gewicht, 6), row.methode) for row in frame.itertuples()}


def test_without_people_the_area_decides(paths):
    world(paths, outlines(2018, BEFORE), outlines(2019, AFTER))
    build_gewichten(paths, SETTINGS)
    assert as_dict(weights(paths, 2018, 2019)) == {
        ("BU00010000", "BU00010001"): (0.5, "oppervlakte"),
        ("BU00010000", "BU00010002"): (0.5, "oppervlakte"),
    }


def test_squares_outdo_area(paths):
    world(paths, outlines(2018, BEFORE), outlines(2019, AFTER))
    squares(paths, 2018, {(0, 0): 60.0, (0, 100): 30.0, (900, 0): 10.0, (900, 100): None})
    build_gewichten(paths, SETTINGS)
    assert as_dict(weights(paths, 2018, 2019)) == {
        ("BU00010000", "BU00010001"): (0.9, "inwoners"),
        ("BU00010000", "BU00010002"): (0.1, "inwoners"),
    }


def test_addresses_outdo_squares_and_only_common_ones_count(paths):
    world(paths, outlines(2018, BEFORE), outlines(2019, AFTER))
    squares(paths, 2018, {(0, 0): 100.0})
    addresses(paths, 2018, {"BU00010000": range(1, 101)})
    addresses(paths, 2019, {"BU00010001": range(1, 76), "BU00010002": range(81, 106)})
    build_gewichten(paths, SETTINGS)
    assert as_dict(weights(paths, 2018, 2019)) == {
        ("BU00010000", "BU00010001"): (round(75 / 95, 6), "adressen"),
        ("BU00010000", "BU00010002"): (round(20 / 95, 6), "adressen"),
    }


def test_each_area_falls_back_by_itself(paths):
    other = (
        {"BU00020000": vak(0, 300, 1000, 500)},
        {"BU00020001": vak(0, 300, 400, 500), "BU00020002": vak(400, 300, 1000, 500)},
    )
    few = (
        {"BU00030000": vak(0, 600, 1000, 800)},
        {"BU00030001": vak(0, 600, 500, 800), "BU00030002": vak(500, 600, 1000, 800)},
    )
    world(paths, outlines(2018, BEFORE | other[0] | few[0]), outlines(2019, AFTER | other[1] | few[1]))
    squares(
        paths, 2018, {(x, y): 9.0 for x in range(0, 1000, 100) for y in (300, 400)} | {(0, 700): 5.0, (950, 0): 1.0}
    )
    enough = SETTINGS.adressen_minimum
    addresses(paths, 2018, {"BU00010000": range(enough), "BU00020000": range(50, 50 + enough - 1)})
    addresses(paths, 2019, {"BU00010001": range(enough), "BU00020001": range(50, 50 + enough - 1)})
    build_gewichten(paths, SETTINGS)
    frame = weights(paths, 2018, 2019)
    assert frame.groupby("van_code")["methode"].unique().map(list).to_dict() == {
        "BU00010000": ["adressen"],
        "BU00020000": ["inwoners"],
        "BU00030000": ["oppervlakte"],
    }
    assert as_dict(frame)[("BU00020000", "BU00020001")][0] == pytest.approx(0.4)


def test_water_takes_no_people_and_has_no_weights(paths):
    land_after = {"BU00010000": vak(0, 0, 400, 200)}
    water = outlines(2019, {"BU00019999": vak(400, 0, 1000, 200)}, water="water", release="2019@water")
    world(paths, outlines(2018, {"BU00010000": vak(0, 0, 700, 200)}), outlines(2019, land_after), water)
    build_gewichten(paths, SETTINGS, naar=2019)
    assert as_dict(weights(paths, 2018, 2019)) == {("BU00010000", "BU00010000"): (1.0, "oppervlakte")}


def test_people_of_a_border_square_go_by_area_and_all_are_counted_once():
    square = np.array([vak(0, 0, 130, 100), vak(130, 0, 200, 100)])
    both = Vierkanten(2018, np.array([X, X + 100.0]), np.array([Y, Y + 0.0]), np.array([40.0, 10.0]))
    found = inwoners_of(both, square, np.array([vak(0, 0, 200, 100)]), square)
    assert found.van.tolist() == pytest.approx([43.0, 7.0]) and found.naar.tolist() == pytest.approx([50.0])
    assert found.pieces.tolist() == pytest.approx([43.0, 7.0])


def test_people_of_a_square_half_in_water_live_on_its_land():
    land = np.array([vak(0, 0, 40, 100)])
    one = Vierkanten(2018, np.array([X + 0.0]), np.array([Y + 0.0]), np.array([40.0]))
    assert inwoners_of(one, land, land, land).van.tolist() == pytest.approx([40.0])
    parts = np.array([vak(0, 0, 40, 50), vak(0, 50, 40, 100)])
    assert inwoners_of(one, parts, land, parts).van.tolist() == pytest.approx([20.0, 20.0])
    assert inwoners_within(one, land).tolist() == pytest.approx([16.0])


def test_squares_of_one_region_say_nothing_of_areas_outside_it():
    grid = np.arange(0.0, 2_000.0, 100.0)
    x, y = (axis.ravel() for axis in np.meshgrid(X + grid, Y + grid))
    reach = Reach(Vierkanten(2018, x, y, np.ones(len(x))), minimum=0.95)
    assert reach.holds(np.array([vak(0, 0, 2000, 2000), vak(1000, 0, 9000, 2000)])).tolist() == [True, False]


def test_the_nearest_year_of_squares_is_taken(paths):
    for jaar in (2014, 2017, 2021):
        squares(paths, jaar, {(0, 0): float(jaar)})
    assert [nearest_vierkanten(paths, jaar).jaar for jaar in (2010, 2016, 2019, 2024)] == [2014, 2017, 2017, 2021]


def test_an_address_in_two_buurten_says_nothing_and_postcodes_matter(paths):
    van = addresses(paths, 2018, {"BU00010000": [1, 2, 3], "BU00010001": [3]})
    naar = addresses(paths, 2019, {"BU00010000": [1, 2, 3]})
    frame = common_adressen(van, 2018, naar, 2019)
    assert frame.to_dict("records") == [{"van_code": "BU00010000", "naar_code": "BU00010000", "adressen": 2.0}]
    assert adressen_by_indeling(paths) == {2018: van, 2019: naar}
