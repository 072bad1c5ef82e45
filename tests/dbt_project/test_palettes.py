"""The colours of the maps, seen by the colour-blind and in grey print. Reads only the seed.

Colour blindness is simulated after Machado, Oliveira and Fernandes (2009), "A physiologically-based model for
simulation of color vision deficiency", severity 1.0, in linear RGB. Distances are CIE76 in CIELAB (D65); grey is L*.
"""

import csv
import re
from itertools import combinations, pairwise

import numpy as np
import pytest

from tests.dbt_project.world import PROJECT

APART = 12  # smallest distance between two classes of a map, for every eye
APART_NINE = 8  # ... of the nine delivered classes, which also lie in order
GREY = 8  # smallest difference of lightness between two classes of a map
EYES = {
    "normaal": np.eye(3),
    "protanopie": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopie": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopie": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: str, eye: str = "normaal") -> np.ndarray:
    """CIELAB of #rrggbb as an eye sees it."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = XYZ @ np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    t = xyz / XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def closest(colours: list[str], eye: str) -> float:
    return min(float(np.linalg.norm(lab(a, eye) - lab(b, eye))) for a, b in combinations(colours, 2))


def grey(colours: list[str]) -> list[float]:
    return [float(lab(colour)[0]) for colour in colours]


def is_red(colour: str) -> bool:
    """Red or orange: hue between 345 and 75 degrees, and not a tint of grey."""
    _, a, b = lab(colour)
    return np.hypot(a, b) > 20 and (np.degrees(np.arctan2(b, a)) + 15) % 360 < 90


with (PROJECT / "seeds" / "kaarten.csv").open(encoding="utf-8", newline="") as seed:
    MAPS = {row["kaart_id"]: row for row in csv.DictReader(seed)}
PALETTES = {kaart: row["kleuren"].split(";") for kaart, row in MAPS.items()}
DELIVERED = MAPS["5"]["geleverde_kleuren"].split(";")


def test_simulation_knows_what_the_colour_blind_confuse():
    """White stays white for every eye; red and green of one lightness are far apart for one eye, near for another."""
    for eye in EYES:
        assert lab("#ffffff", eye) == pytest.approx([100, 0, 0], abs=0.1)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)  # CIELAB of sRGB red, D65
    red_green = ["#c04040", "#5f8a2a"]
    assert closest(red_green, "normaal") > 60
    assert closest(red_green, "deuteranopie") < APART


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("kaart", PALETTES)
def test_classes_stay_apart_for_the_colour_blind(kaart, eye):
    assert closest(PALETTES[kaart], eye) >= APART


@pytest.mark.parametrize("eye", EYES)
def test_delivered_classes_stay_apart_for_the_colour_blind(eye):
    assert closest(DELIVERED, eye) >= APART_NINE


@pytest.mark.parametrize("kaart", [*PALETTES, "geleverd"])
def test_every_class_has_its_own_grey(kaart):
    """Also of diverging maps: the two sides take turns, so that no class prints as its opposite."""
    levels = sorted(grey(PALETTES.get(kaart, DELIVERED)))
    assert min(b - a for a, b in pairwise(levels)) >= GREY


@pytest.mark.parametrize("colours", [PALETTES["1"], PALETTES["3"], PALETTES["5"][::-1], DELIVERED[::-1]])
def test_levels_run_from_light_to_dark(colours):
    """Darker is more: more housing of corporations, more vulnerable, more nuisance (a lower score)."""
    assert grey(colours) == sorted(grey(colours), reverse=True)


@pytest.mark.parametrize(("kaart", "worst"), [("2", 4), ("4", 0), ("6", 0), ("8", 0), ("9", 0)])
def test_changes_are_lightest_in_the_middle_and_darkest_at_one_end(kaart, worst):
    levels = grey(PALETTES[kaart])
    assert levels[0] < levels[1] < levels[2] > levels[3] > levels[4]
    assert levels[worst] == min(levels)


@pytest.mark.parametrize(("kaart", "klasse"), [("2", 5), ("4", 2), ("6", 2), ("7", 3), ("8", 2), ("9", 2)])
def test_what_cannot_be_told_is_light_grey_never_white_nor_a_tint(kaart, klasse):
    light, a, b = lab(PALETTES[kaart][klasse])
    assert MAPS[kaart]["labels"].split(";")[klasse].startswith("niet te zeggen")
    assert 80 < light < 92 and np.hypot(a, b) < 2


def test_no_class_of_change_is_called_equal_or_steady():
    """Grey says that we do not know, which is no finding that nothing changed."""
    for row in MAPS.values():
        text = f"{row['labels']} {row['leeshulp'] if row['soort'] not in ('niveau', 'focus') else ''}"
        assert not re.search(r"stabiel|gelijk|weinig verandering|zoals verwacht|geen verandering", text.lower())


def test_concurrence_is_darkest_where_both_got_worse_and_lightest_where_it_cannot_be_told():
    levels = grey(PALETTES["7"])
    assert levels[0] == min(levels) and levels[3] == max(levels)


def test_focus_darkens_along_both_measures():
    levels = np.array(grey(PALETTES["10"])).reshape(3, 3)
    assert (np.diff(levels, axis=0) < -GREY).all() and (np.diff(levels, axis=1) < -GREY).all()


def test_red_only_where_it_means_attention():
    """Housing of corporations is no defect: maps 1 and 2 have no red. Elsewhere it is the worst class."""
    assert not [colour for kaart in ("1", "2") for colour in PALETTES[kaart] if is_red(colour)]
    worst = {"3": 4, "4": 0, "5": 0, "6": 0, "7": 0, "8": 0, "9": 0, "10": 8}
    assert all(is_red(PALETTES[kaart][klasse]) for kaart, klasse in worst.items())
    assert is_red(DELIVERED[0]) and not is_red(DELIVERED[-1])
