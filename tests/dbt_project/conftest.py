"""Fixtures that the tests of the models share."""

import pytest


@pytest.fixture(scope="module")
def monkeymodule():
    """A monkeypatch that lasts as long as the build of a module."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch
