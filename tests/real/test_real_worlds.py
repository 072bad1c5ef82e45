"""Random parts of the real files, up to the series: nothing crashes and no figure is lost without a reason."""

import os
from pathlib import Path

import pytest

from tests.invariants import broken
from tests.worlds.drawing import drawn
from tests.worlds.small import Sample, SmallWorld
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import DataPaths

pytestmark = [pytest.mark.real, pytest.mark.lang, pytest.mark.timeout(1800)]
CATALOGUE = Path(__file__).with_name("catalogus")
WORLDS = 20


@pytest.fixture(scope="module")
def taken_in(real_data, once) -> Sample:
    """The raw releases of the real files."""

    def take_in(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(os.environ, "VEERKRACHT_REAL_DATA", str(real_data))
            Sample.take_in(folder, CATALOGUE)

    return Sample(DataPaths(once("echt_raw", take_in)))


@pytest.mark.parametrize("number", range(WORLDS))
def test_a_part_of_the_real_files(taken_in, tmp_path, number):
    world = drawn(taken_in.known, WORLDS, 13)[number]
    try:
        built = SmallWorld(taken_in, world, tmp_path)
    except VeerkrachtError as error:
        assert 0 < len(str(error)) <= 500
    else:
        assert not list(broken(built.rows))
