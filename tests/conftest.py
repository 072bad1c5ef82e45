"""Fixtures that all rooms share: the folder with real published files, and a fresh data folder."""

import os
import shutil
from pathlib import Path

import pytest

from veerkracht.paths import DataPaths

LONGEST = (
    "tests/orchestration/test_refresh.py",
    "tests/orchestration/test_leden.py",
    "tests/real/",
    "tests/dbt_project/",
)


def pytest_collection_modifyitems(items):
    """The longest files first, so that no worker begins one when the other has nothing left to do."""
    items.sort(
        key=lambda item: next((n for n, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))
    )


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    """No test reads the data folder or catalogue of the person who runs it."""
    for name in ("VEERKRACHT_DATA", "VEERKRACHT_CATALOGUS", "VEERKRACHT_PUBLIEK"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def paths(tmp_path) -> DataPaths:
    """An empty data folder with its rooms made."""
    return DataPaths(tmp_path / "data").ensure()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder with real published files; skips where `VEERKRACHT_REAL_DATA` names none."""
    folder = os.environ.get("VEERKRACHT_REAL_DATA")
    if not folder or not Path(folder, "expectations.csv").is_file():
        pytest.skip("VEERKRACHT_REAL_DATA names no folder with real published files")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def debian():
    """`debian("pdftoppm", "poppler-utils")` gives the path of a program; skips where its package is not installed.

    With VEERKRACHT_ALLES set (as in CI) an absent package is a failure.
    """

    def found(program: str, package: str) -> str:
        path = shutil.which(program)
        if path is None and os.environ.get("VEERKRACHT_ALLES"):
            pytest.fail(f"{program} is absent: install Debian's package {package}")
        return path or pytest.skip(f"{program} is absent: install Debian's package {package}")

    return found
