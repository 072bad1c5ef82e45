"""Fixtures of the statistics."""

import pytest

from tests.veerkracht.statistics.maten import Maten


@pytest.fixture
def maten(paths) -> Maten:
    """A work database with only what noise and the model read, on an empty data folder."""
    return Maten(paths)
