"""One sample of the default size and the world it was written from, shared by the tests of this room."""

import json
from pathlib import Path

import pytest

from veerkracht.sample import write_sample

ZAAD = 1


@pytest.fixture(scope="session")
def voorbeeld(tmp_path_factory) -> Path:
    """A written sample of the default size."""
    return write_sample(tmp_path_factory.mktemp("voorbeeld"), seed=ZAAD)


@pytest.fixture(scope="session")
def wereld():
    """The same country in memory."""
    from veerkracht.sample.steps import make_world

    return make_world(8, ZAAD)


@pytest.fixture(scope="session")
def waarheid(voorbeeld) -> dict:
    return json.loads((voorbeeld / "waarheid.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def catalogus(voorbeeld):
    """The catalogue of the sample, with the source definitions of the package."""
    from veerkracht.sources.catalogue.loading import load_catalogue

    return load_catalogue([voorbeeld / "catalogus"])
