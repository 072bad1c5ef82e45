"""The sample taken in once, to cut partial worlds from."""

from pathlib import Path

import pytest

from tests.worlds.small import Sample
from veerkracht.paths import DataPaths
from veerkracht.sample import write_sample


@pytest.fixture(scope="session")
def files(once) -> Path:
    """The embedded sample, smallest country; readers only, do not change it."""
    return once("voorbeeld", lambda folder: write_sample(folder, gemeenten=6))


@pytest.fixture(scope="session")
def sample(files, once) -> Sample:
    """Its raw releases."""
    return Sample(DataPaths(once("voorbeeld_raw", lambda folder: Sample.take_in(folder, files / "catalogus"))))
