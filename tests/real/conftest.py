"""The real run: one refresh of the real catalogue per session, and a read-only connection to what it published."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

CATALOGUE = Path(__file__).with_name("catalogus")


@pytest.fixture(scope="session")
def real_run(real_data, once) -> Path:
    """Data folder of a finished real run: that of VEERKRACHT_REAL_RUN, else made here by `veerkracht refresh`."""
    existing = os.environ.get("VEERKRACHT_REAL_RUN")
    return Path(existing).resolve() if existing else once("real", lambda folder: _refresh(folder, real_data))


def _refresh(folder: Path, real_data: Path) -> None:
    command = [sys.executable, "-m", "orchestration.cli", "--data", str(folder), "--catalogus", str(CATALOGUE)]
    environment = os.environ | {"VEERKRACHT_REAL_DATA": str(real_data)}
    done = subprocess.run([*command, "refresh"], env=environment, capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture(scope="session")
def edition(real_run) -> Path:
    """The published folder that `actueel` points to."""
    return (real_run / "publicatie" / "openbaar" / "actueel").resolve(strict=True)


@pytest.fixture(scope="session")
def db(edition):
    """The published database, as an analyst opens it."""
    with duckdb.connect(edition / "veerkracht.duckdb", read_only=True) as connection:
        yield connection
