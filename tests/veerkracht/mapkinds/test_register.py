"""The register: every map of ours is of a kind that suits it, and what dbt is told is what a kind says of itself."""

from pathlib import Path

import pytest

from tests.dbt_project.map_world import seed_rows
from veerkracht.mapkinds import register
from veerkracht.mapkinds.kans import Thresholds
from veerkracht.mapkinds.kind import Bounds, Grond
from veerkracht.mapkinds.meetbaar import MEETBAAR

KAARTEN = {row["kaart_id"]: row for row in seed_rows()}


def limits(row: dict[str, str]) -> list[float]:
    return [float(one) for one in row["grenzen"].split(";") if one]


@pytest.mark.parametrize("kaart_id", KAARTEN)
def test_a_map_has_the_measures_and_classes_of_its_kind(kaart_id):
    row = KAARTEN[kaart_id]
    kind = register.KINDS[row["klassen"]]
    assert kind.suits(row["soort"])
    assert kind.count(limits(row)) == len(row["labels"].split(";")) == len(row["kleuren"].split(";"))
    (soort,) = (one for one in kind.soorten if one.naam == row["soort"])
    assert soort.maten in (None, row["maat"])


@pytest.mark.parametrize("kaart_id", KAARTEN)
def test_the_class_that_claims_nothing_says_so(kaart_id):
    row = KAARTEN[kaart_id]
    labels = row["labels"].split(";")
    untold = register.KINDS[row["klassen"]].niet_te_zeggen.get(row["soort"])
    said = [number for number, label in enumerate(labels, 1) if label.startswith("niet te zeggen")]
    assert said == ([] if untold is None else [untold if untold > 0 else len(labels) + 1 + untold])


def test_every_kind_stands_under_its_name_and_dbt_hears_of_each():
    assert all(name == kind.naam for name, kind in register.KINDS.items())
    told = register.variables()
    assert [facts["naam"] for facts in told["alle"]] == list(register.KINDS)
    assert set(told["verandering"]) == set(Grond) and told["verandering"]["stand"] == []


def test_the_width_of_an_interval_is_written_once():
    assert register.variables()["acht_van_tien"] == Thresholds().interval
    root = Path(__file__).parents[3]
    files = [file for room in ("veerkracht", "dbt_project") for file in (root / room).rglob("*")]
    written = [file for file in files if file.suffix in {".py", ".sql"} and "1.2816" in file.read_text("utf-8")]
    assert [file.name for file in written] == ["kans.py"]


def test_limits_of_a_registration_lie_on_either_side_of_zero():
    """The middle class, no measurable difference, has none; nor has the last, of what cannot be said."""
    fell = Bounds(1, None, -9), Bounds(2, -9, -5), Bounds(3, -5, 0)
    rose = Bounds(5, 0, 5), Bounds(6, 5, None)
    assert MEETBAAR.bounds((-9, -5, 5)) == (*fell, Bounds(4), *rose, Bounds(7))
    assert len(MEETBAAR.bounds(())) == MEETBAAR.count(()) == 4
