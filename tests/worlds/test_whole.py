"""Partial worlds from files of publishers to an edition, by `veerkracht refresh`: all products, nothing lost, or one
sentence."""

import dataclasses
import shutil

import pytest

from tests.worlds import whole
from tests.worlds.drawing import Cut, Partial, drawn
from tests.worlds.test_small import GRENZEN, KWB
from tests.worlds.test_small import whole as all_of

pytestmark = pytest.mark.timeout(1800)
LBM = "leefbaarometer"


@pytest.fixture
def run(files, tmp_path):
    """`run(world)` gives what came of it; nothing that it made stays."""
    yield lambda world: whole.run(files, world, tmp_path)
    shutil.rmtree(tmp_path)


def cut(sample, name: str, **less) -> Cut:
    (known,) = (one for one in sample.known if f"{one.bron}@{one.release}" == name)
    return dataclasses.replace(all_of(known), **less)


def test_one_year_of_one_gemeente_is_an_edition(sample, run):
    here = {"gemeenten": ("9002",), "named": False}
    cuts = (cut(sample, f"{GRENZEN}@2024@voorbeeld", **here), cut(sample, f"{KWB}@2024@85984NED-20251115", **here))
    done = run(Partial(cuts, "nieuwste"))
    assert done.fault is None, done.fault
    assert done.edition and not done.said, done.said


def test_outlines_of_a_few_buurten_of_another_year_are_an_edition(sample, run):
    names = (f"{KWB}@2024@85984NED-20251115", f"{KWB}@2019@84583NED-20211115", f"{LBM}@2002-2024@lbm3-2024")
    cuts = (
        cut(sample, f"{GRENZEN}@2019@voorbeeld"),
        cut(sample, f"{GRENZEN}@2024@voorbeeld", buurten=17, niveaus=("buurt",)),
        *(cut(sample, name) for name in names),
    )
    done = run(Partial(cuts, 2019))
    assert done.fault is None, done.fault
    assert done.edition and not done.said, done.said


@pytest.mark.lang
@pytest.mark.parametrize("number", range(6))
def test_drawn_worlds(sample, run, number):
    done = run(drawn(sample.known, 40, 12)[-1 - number])
    assert done.fault is None, done.fault
