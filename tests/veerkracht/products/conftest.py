"""A finished candidate of the fictitious world, made once a session and copied for tests that change it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.veerkracht.products import world
from veerkracht import publication
from veerkracht.edition.keys import keys
from veerkracht.edition.reading import Edition
from veerkracht.paths import DataPaths, Publiek
from veerkracht.products.gis import kaartlagen
from veerkracht.products.metadata import woordenboek
from veerkracht.products.paper.printing import Printing
from veerkracht.products.table import tabellen
from veerkracht.products.web import gevoeligheid, kwaliteit, rapport, verantwoording, voorpagina
from veerkracht.publication import database
from veerkracht.publication.fingerprint import Inputs
from veerkracht.publication.outcomes import is_judged

LAST = (kwaliteit, voorpagina)  # they show what the checks on the others found
PRODUCTS = (kaartlagen, tabellen, rapport, gevoeligheid, verantwoording, woordenboek, *LAST)


def judge(candidate: Path, publiek: Publiek = "openbaar") -> Path:
    """Check a candidate with its exports, and make the pages that come after."""
    publication.judge(candidate, publiek)
    for product in LAST:
        product.write(candidate)
    return candidate


def publish(
    candidate: Path, paths: DataPaths, inputs: Inputs, edities_bewaren: int | None = None, publiek: Publiek = "openbaar"
) -> Path | None:
    """What a refresh does with a candidate that has its exports, and may have been judged."""
    judged = candidate if is_judged(candidate) else judge(candidate, publiek)
    return publication.finish(judged, paths, publiek, inputs, edities_bewaren)


@pytest.fixture(scope="session")
def _made(tmp_path_factory):
    """Without enforced keys, for tests spoil figures as no build would; `wereld` makes candidates with them."""
    paths = world.make_world(DataPaths(tmp_path_factory.mktemp("wereld") / "data").ensure())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "keys", lambda: replace(keys(), row_limit=-1))
        candidate = publication.create_candidate(paths, "openbaar", world.settings())
    for product in PRODUCTS:
        product.write(candidate)
    return paths, candidate


@pytest.fixture
def wereld(paths) -> DataPaths:
    """A data folder with a finished openbaar build, nothing published."""
    return world.make_world(paths)


@pytest.fixture(scope="session")
def kandidaat(_made):
    """A complete candidate; read only."""
    return _made[1]


@pytest.fixture(scope="module")
def printing(kandidaat):
    """What the products on paper share of that candidate."""
    with Edition(kandidaat) as edition:
        yield Printing.open(edition)


@pytest.fixture
def vol(_made, tmp_path):
    """(paths, candidate): a complete candidate of your own to publish or to spoil."""
    return _copy(_made, tmp_path / "vol")


@pytest.fixture(scope="session")
def _judged(_made, tmp_path_factory):
    made = _copy(_made, tmp_path_factory.mktemp("gekeurd") / "data")
    judge(made[1])
    return made


@pytest.fixture
def gekeurd(_judged, tmp_path):
    """(paths, candidate): as `vol`, and judged: for what happens to any candidate after that."""
    return _copy(_judged, tmp_path / "gekeurd")


def _copy(made: tuple[DataPaths, Path], folder: Path) -> tuple[DataPaths, Path]:
    shutil.copytree(made[0].root, folder)
    return DataPaths(folder), folder / made[1].relative_to(made[0].root)
