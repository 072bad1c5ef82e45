"""The wheel, built once."""

from pathlib import Path

import pytest

from tests.installed import venvs


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this checkout."""
    return venvs.build_wheel(tmp_path_factory.mktemp("wiel"))
