"""Fixtures of the internet in a box: the files of a country, made once, and a fresh internet for each test."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.internet.deliveries import Country
from tests.internet.proxy import Internet
from tests.internet.publishers import Publishers
from veerkracht.paths import DataPaths

ROOT = Path(__file__).parents[2]


@pytest.fixture
def at_work(monkeypatch) -> Callable[[Internet], None]:
    """Puts this process behind the proxy of an internet, as a company does; nothing is known to be unreachable yet."""

    def behind(internet: Internet) -> None:
        monkeypatch.setattr("veerkracht.sources.archive.web._unreachable", {})
        for name in ("ALL_PROXY", "NO_PROXY", "all_proxy", "no_proxy", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        for name, value in internet.environment.items():
            monkeypatch.setenv(name, value)

    return behind


@pytest.fixture(scope="session")
def small_country(tmp_path_factory) -> Country:
    """The smallest country there is."""
    return Country(tmp_path_factory.mktemp("land"), 6)


@pytest.fixture
def internet(small_country, tmp_path, at_work) -> Iterator[Publishers]:
    """All publishers of the smallest country; this process is behind their proxy."""
    made = Publishers(tmp_path / "ca", small_country)
    at_work(made)
    yield made
    made.close()


def run(internet: Internet, paths: DataPaths, *arguments: str) -> subprocess.CompletedProcess:
    """The command in a process of its own behind the proxy, with the packaged catalogue and an own data folder."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER_", "VEERKRACHT_"))}
    command = [sys.executable, "-m", "orchestration.cli", "--data", str(paths.root), *arguments]
    environment |= internet.environment
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=1700)
