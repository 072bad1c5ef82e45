"""Fixtures of the orchestration: the sample, a world on it, and one edition published by `veerkracht refresh`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from veerkracht.paths import DataPaths
from veerkracht.sample import write_sample
from veerkracht.sources.catalogue.loading import load_catalogue

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def sample(once) -> Path:
    """The embedded sample, smallest country; readers only, do not change it."""
    return once("voorbeeld", lambda folder: write_sample(folder, gemeenten=6))


@pytest.fixture(scope="session")
def world(sample, tmp_path_factory):
    """A world on the sample with an empty data folder."""
    from orchestration.world import World

    return World(DataPaths(tmp_path_factory.mktemp("wereld")).ensure(), load_catalogue([sample / "catalogus"]))


def veerkracht(data: Path, catalogue: Path, *arguments: str, timeout: int = 840) -> subprocess.CompletedProcess:
    """Run the command in a process of its own, as a user does."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DAGSTER_HOME", "VEERKRACHT_DATA")}
    command = [sys.executable, "-m", "orchestration.cli", "--data", str(data), "--catalogus", str(catalogue)]
    return subprocess.run(
        [*command, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=timeout
    )


@pytest.fixture(scope="session")
def published_sample(sample, once) -> DataPaths:
    """A data folder with one open edition of the sample; readers only, do not change it."""

    def publish(folder: Path) -> None:
        done = veerkracht(folder, sample / "catalogus", "refresh")
        assert done.returncode == 0, done.stdout + done.stderr

    return DataPaths(once("gepubliceerd", publish))


@pytest.fixture(scope="session")
def demo(once) -> DataPaths:
    """The country of `make demo` and its open edition, the sample in `voorbeeld/`; readers only, do not change it.

    With fewer gemeenten the planted ones would be what the model calls normal.
    """

    def publish(folder: Path) -> None:
        country = write_sample(folder / "voorbeeld")
        done = veerkracht(folder, country / "catalogus", "refresh")
        assert done.returncode == 0, done.stdout + done.stderr

    return DataPaths(once("demo", publish))


@pytest.fixture(scope="session")
def closed_world(sample, once) -> tuple[DataPaths, str]:
    """Both editions of the sample with its restricted deliveries and two own sources; also what leden printed."""
    from tests.orchestration import eigen

    def publish(base: Path) -> None:
        paths, codes = DataPaths(base / "data").ensure(), eigen.buurten(sample)
        shutil.copytree(sample / "beperkt", paths.drop, dirs_exist_ok=True)
        own = [eigen.write_open(base / "open", codes), eigen.write_restricted(base / "beperkt", codes, paths.drop)]
        more = [word for folder in own for word in ("--catalogus", str(folder))]
        for publiek in ("leden", "openbaar"):
            done = veerkracht(paths.root, sample / "catalogus", *more, "refresh", "--publiek", publiek, timeout=900)
            assert done.returncode == 0, done.stdout + done.stderr
            (base / f"{publiek}.txt").write_text(done.stdout, encoding="utf-8")

    base = once("besloten", publish)
    return DataPaths(base / "data"), (base / "leden.txt").read_text(encoding="utf-8")
