"""Fixtures that all rooms share: the folder with real published files, and a fresh data folder."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from veerkracht.paths import DataPaths

FIRST = (  # the longest, so that no worker begins one when the other has nothing left to do
    "tests/orchestration/test_refresh.py",
    "tests/orchestration/test_leden.py",
    "tests/worlds/test_whole.py",
    "tests/real/test_real_edition.py",
    "tests/dbt_project/",
)
LAST = ("tests/real/",)  # they need what an earlier file makes: no worker waits for it


def pytest_collection_modifyitems(items):
    """Files in the order in which two workers are done soonest."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(name: str) -> int:
    before = next((n for n, file in enumerate(FIRST) if name.startswith(file)), None)
    return before if before is not None else len(FIRST) + name.startswith(LAST)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    """No test reads the data folder or catalogue of the person who runs it."""
    for name in ("VEERKRACHT_DATA", "VEERKRACHT_CATALOGUS", "VEERKRACHT_PUBLIEK"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """`once(name, make)` gives the folder that `make(folder)` fills, in one process for all workers of the run."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = base / name, base / f"{name}.klaar"
        with FileLock(base / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                done.touch()
        return folder

    return made


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
def cases() -> Path:
    """Folder with cases of people who do this job, each with a catalogue: VEERKRACHT_CASES, or beside the real data."""
    real = os.environ.get("VEERKRACHT_REAL_DATA")
    beside = [Path(real, *up, "cases") for up in (("..",), ("..", ".."))] if real else []
    named = os.environ.get("VEERKRACHT_CASES")
    for folder in [Path(named)] if named else beside:
        if any(folder.glob("*/catalogus/catalogus.yaml")):
            return folder.resolve()
    pytest.skip("VEERKRACHT_CASES names no folder with cases, and there is none beside VEERKRACHT_REAL_DATA")


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
