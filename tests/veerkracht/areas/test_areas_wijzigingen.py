"""What became of areas: by where people went and outlines lie, never by whether the code stayed."""

import numpy as np
import pytest
import shapely
from shapely.affinity import translate

from tests.veerkracht.areas.wereld import (
    SETTINGS,
    X,
    Y,
    addresses,
    changes,
    klassen,
    outlines,
    squares,
    vak,
    weights,
    world,
)
from veerkracht.areas.gewichten import build_gewichten

A, B, C, D = "BU00010000", "BU00010001", "BU00010002", "BU00010003"


def between(paths, van: dict, naar: dict, jaren: tuple[int, int] = (2018, 2019), **kwargs) -> dict[str | None, str]:
    world(paths, outlines(jaren[0], van), outlines(jaren[1], naar, **kwargs))
    build_gewichten(paths, SETTINGS)
    return klassen(paths, *jaren)


def test_same_outline_same_code_or_another(paths):
    van = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    naar = {A: vak(0, 0, 1000, 1000), C: vak(1000, 0, 2000, 1000)}
    assert between(paths, van, naar) == {A: "ongewijzigd", B: "hernummerd"}
    row = changes(paths, 2018, 2019).set_index("van_code").loc[B]
    assert (row["naar_code"], row["verplaatst"], row["iou"], row["iou_zelfde_code"]) == (C, 0.0, 1.0, None)


@pytest.mark.parametrize(("metres", "klasse"), [(5, "ongewijzigd"), (30, "klein_verlegd"), (200, "verlegd")])
def test_a_border_that_shifts_counts_on_both_sides(paths, metres, klasse):
    van = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    naar = {A: vak(0, 0, 1000 + metres, 1000), B: vak(1000 + metres, 0, 2000, 1000)}
    assert between(paths, van, naar) == {A: klasse, B: klasse}
    row = changes(paths, 2018, 2019).set_index("van_code").loc[A]
    assert row["verplaatst"] == pytest.approx(metres / (1000 + metres)) and row["methode"] == "oppervlakte"


def test_split_merge_and_both_levels_above(paths):
    van = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 1500, 1000), C: vak(1500, 0, 2000, 1000)}
    naar = {B: vak(0, 0, 600, 1000), C: vak(600, 0, 1000, 1000), D: vak(1000, 0, 2000, 1000)}
    assert between(paths, van, naar) == {A: "gesplitst", B: "samengevoegd", C: "samengevoegd"}
    assert klassen(paths, 2018, 2019, "wijk") == {"WK000100": "ongewijzigd"}
    assert klassen(paths, 2018, 2019, "gemeente") == {"GM0001": "ongewijzigd"}
    assert changes(paths, 2018, 2019).set_index("van_code")["iou_zelfde_code"].to_dict() == {A: None, B: 0.0, C: 0.0}


def test_new_land_lost_land_and_a_code_used_again_elsewhere(paths):
    van = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    naar = {A: vak(5000, 0, 6000, 1000), C: vak(1000, 0, 2000, 1000)}
    assert between(paths, van, naar) == {A: "vervallen", B: "hernummerd", f"+{A}": "nieuw"}
    rows = changes(paths, 2018, 2019)
    lost = rows[rows["klasse"] == "vervallen"].iloc[0]
    assert (lost["naar_code"], lost["iou_zelfde_code"]) == (None, 0.0)
    assert A not in set(weights(paths, 2018, 2019)["van_code"])


def test_moved_people_decide_and_not_moved_land(paths):
    """A park changes hands: half of the area, nobody of the people."""
    van = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    naar = {A: vak(0, 0, 500, 1000), B: vak(500, 0, 2000, 1000)}
    people = {(x, y): 20.0 for x in (0, 100, 1800, 1900) for y in range(0, 1000, 100)}
    squares(paths, 2018, people | {(x, 0): 0.0 for x in range(200, 1800, 100)})
    assert between(paths, van, naar) == {A: "ongewijzigd", B: "ongewijzigd"}
    assert set(changes(paths, 2018, 2019)["methode"]) == {"inwoners"}


def test_addresses_decide_at_every_level(paths):
    van = {A: vak(0, 0, 1000, 1000), "BU00010100": vak(1000, 0, 2000, 1000)}
    naar = {A: vak(0, 0, 900, 1000), "BU00010100": vak(900, 0, 2000, 1000)}
    addresses(paths, 2018, {A: range(100), "BU00010100": range(100, 200)})
    addresses(paths, 2019, {A: range(60), "BU00010100": range(60, 200)})
    assert between(paths, van, naar) == {A: "verlegd", "BU00010100": "verlegd"}
    wijk = changes(paths, 2018, 2019, "wijk").set_index("van_code")
    assert wijk.loc["WK000100", "methode"] == "adressen"
    assert wijk.loc["WK000100", "verplaatst"] == pytest.approx(0.4)


def test_a_vintage_of_part_of_the_country_does_not_make_the_rest_new(paths):
    van = {A: vak(0, 0, 1000, 1000)}
    naar = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000), "BU00020000": vak(2000, 0, 9000, 1000)}
    assert between(paths, van, naar) == {A: "ongewijzigd", f"+{B}": "nieuw"}
    text = changes(paths, 2018, 2019).set_index("naar_code").loc[B, "toelichting"]
    assert (
        text == "Geen gebied van 2018 op deze plek. Van 2018 zijn alleen van een deel van het land omtrekken geladen."
    )


def wavy(x0: float, x1: float, size: float) -> shapely.Polygon:
    """A rectangle of 1 km high whose long sides wave `size` metres, drawn in detail."""
    y = np.linspace(0, 1000, 201)
    wave = size * np.sin(y / 1000 * 8 * np.pi)
    left, right = np.column_stack([X + x0 + wave, Y + y]), np.column_stack([X + x1 + wave, Y + y])
    return shapely.Polygon(np.concatenate([left, right[::-1]]))


def test_between_products_drawing_is_no_move_and_no_weight_leaks(paths):
    detailed = {A: wavy(0, 1000, 12), B: wavy(1000, 2000, 12)}
    general = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    assert between(paths, detailed, general, product="gegeneraliseerd") == {A: "ongewijzigd", B: "ongewijzigd"}
    assert weights(paths, 2018, 2019)["gewicht"].tolist() == [1.0, 1.0]
    assert "niet even nauwkeurig getekend" in changes(paths, 2018, 2019)["toelichting"][0]


def test_the_same_difference_within_one_product_is_a_move(paths):
    detailed = {A: wavy(0, 1000, 60), B: wavy(1000, 2000, 60)}
    other = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    assert between(paths, detailed, other) == {A: "verlegd", B: "verlegd"}


def test_between_products_a_coarse_border_with_its_corners_in_place_is_uncertain(paths):
    detailed = {A: wavy(0, 1000, 150), B: wavy(1000, 2000, 150)}
    general = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    assert between(paths, detailed, general, product="gegeneraliseerd") == {A: "onzeker", B: "onzeker"}
    assert "Alle hoeken van de grovere omtrek" in changes(paths, 2018, 2019)["toelichting"][0]
    assert set(weights(paths, 2018, 2019)["methode"]) == {"identiek"}


def test_between_products_a_real_move_is_a_move(paths):
    detailed = {A: wavy(0, 1000, 12), B: wavy(1000, 2000, 12)}
    general = {A: vak(0, 0, 1300, 1000), B: vak(1300, 0, 2000, 1000)}
    assert between(paths, detailed, general, product="gegeneraliseerd") == {A: "verlegd", B: "verlegd"}


@pytest.mark.parametrize(
    ("shift", "mark", "jaren", "klasse"),
    [
        (0, "1", (2018, 2019), "ongewijzigd"),
        (0, "3", (2018, 2019), "onzeker"),
        (300, "3", (2018, 2019), "verlegd"),
        (300, "1", (2018, 2019), "onzeker"),
        (300, "1", (2014, 2019), "verlegd"),
    ],
)
def test_between_products_the_mark_of_cbs_is_a_second_witness(paths, shift, mark, jaren, klasse):
    van = {A: wavy(0, 1000, 12), B: wavy(1000, 2000, 12)}
    naar = {A: vak(0, 0, 1000 + shift, 1000), B: vak(1000 + shift, 0, 2000, 1000)}
    found = between(paths, van, naar, jaren, product="gegeneraliseerd", ind_wbi=mark)
    assert found == {A: klasse, B: klasse}
    row = changes(paths, *jaren).iloc[0]
    assert row["ind_wbi"] == mark and ("ind_wbi" in (row["toelichting"] or "")) == (klasse == "onzeker")


def test_areas_put_together_count_as_the_product_of_their_buurten(paths):
    van = {A: wavy(0, 1000, 150), "BU00020000": wavy(1000, 2000, 150)}
    naar = {A: vak(0, 0, 1000, 1000), "BU00020000": vak(1000, 0, 2000, 1000)}
    between(paths, van, naar, product="gegeneraliseerd")
    assert set(klassen(paths, 2018, 2019, "gemeente").values()) == {"onzeker"}


def test_back_in_time_gives_the_same_moves(paths):
    van = {A: vak(0, 0, 1000, 1000)}
    naar = {B: vak(0, 0, 400, 1000), C: vak(400, 0, 1000, 1000)}
    world(paths, outlines(2018, van), outlines(2019, naar))
    build_gewichten(paths, SETTINGS, naar=2018)
    assert klassen(paths, 2019, 2018) == {B: "samengevoegd", C: "samengevoegd"}


def test_outlines_that_do_not_reach_each_other_say_nothing(paths):
    van = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    naar = {code: translate(shape, yoff=20_000) for code, shape in van.items()}
    assert between(paths, van, naar) == {A: "onzeker", B: "onzeker"}
    rows = changes(paths, 2018, 2019)
    assert rows["naar_code"].isna().all() and "reiken niet tot deze gemeente" in rows["toelichting"][0]
    assert len(weights(paths, 2018, 2019)) == 0


def test_what_takes_ground_from_a_coarse_outline_must_have_its_corners_in_place_too(paths):
    """The straight cut between A and B ends on the old border of both, which alone would look like simplifying."""
    van = {A: wavy(0, 1000, 12), B: wavy(1000, 2000, 12)}
    naar = {A: vak(0, 0, 700, 1000), C: vak(700, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000)}
    found = between(paths, van, naar, product="gegeneraliseerd")
    assert found == {A: "gesplitst", B: "ongewijzigd"}


def test_outlines_of_one_gemeente_of_two_leave_the_other_unknown_and_say_so(paths):
    other = "BU00020000"
    van = {A: vak(0, 0, 1000, 1000), B: vak(1000, 0, 2000, 1000), other: vak(5000, 0, 6000, 1000)}
    naar = {A: vak(0, 0, 1000, 1000), C: vak(1000, 0, 2000, 1000)}
    between(paths, van, naar)
    row = changes(paths, 2018, 2019).set_index("van_code").loc[other]
    assert row["toelichting"] == "De omtrekken van 2019 reiken niet tot deze gemeente; wat ervan werd is onbekend."
