"""Somebody adds sources: a folder each and rows in the seeds, in a copy of the code; `refresh` does the rest."""

import csv
import os
import shutil
import subprocess
import sys

import duckdb
import pytest

from tests.veerkracht.sources import nieuwe_bron
from veerkracht.paths import CODE, DataPaths

pytestmark = [pytest.mark.lang, pytest.mark.timeout(1500)]
ROOMS = ("veerkracht", "orchestration", "expectations", "dbt_project")
INDICATOR = {
    "label": "Proef", "definitie": "Een proef", "eenheid": "aantal", "soort": "aantal",
    "richting": "neutraal", "decimalen": "0", "rol": "context", "kaart": "false", "toegang": "open",
}  # fmt: skip


def add_row(file, **cells) -> None:
    """A row at the end of a seed; columns that are not given stay empty."""
    with file.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, header, lineterminator="\n").writerow({name: cells.get(name, "") for name in header})


@pytest.fixture(scope="module")
def refreshed(sample, tmp_path_factory) -> DataPaths:
    """An edition of the sample made by a copy of the code that knows two sources more."""
    base = tmp_path_factory.mktemp("nieuwe_bron")
    code, paths = base / "code", DataPaths(base / "data")
    more = base / "catalogus"  # the sample leaves the releases of the package out: they are given once more
    more.mkdir()
    for room in ROOMS:
        shutil.copytree(CODE / room, code / room, ignore=shutil.ignore_patterns("__pycache__", "target", "logs"))
    seeds = code / "dbt_project" / "seeds"
    with (seeds / "indicatoren.csv").open(encoding="utf-8", newline="") as stream:
        thema = next(csv.DictReader(stream))["thema"]
    for bron in nieuwe_bron.READERS:
        file = base / f"{bron}.txt"
        file.write_text(nieuwe_bron.content(bron, ["GM9001", "GM9002"]), "utf-8")
        folder = nieuwe_bron.write_source(code / "veerkracht" / "sources", bron, file)
        shutil.copy(folder / "catalogus.yaml", more / f"{bron}.yaml")
        add_row(seeds / "indicatoren.csv", indicator=f"a_{bron}", bron=bron, thema=thema, **INDICATOR)
        years = {"jaar_van": 2009, "jaar_tot": 2099, "factor": 1, "afronding": 0, "afrondingswijze": "geen"}
        column = nieuwe_bron.COLUMN[bron]
        add_row(seeds / "kolommen.csv", bron=bron, kolom=column, indicator=f"a_{bron}", **years)
    environment = os.environ | {"PYTHONPATH": str(code)}
    command = [sys.executable, "-m", "orchestration.cli", "--data", str(paths.root)]
    done = subprocess.run(
        [*command, "--catalogus", str(sample / "catalogus"), "--catalogus", str(more), "refresh"],
        cwd=code, env=environment, capture_output=True, text=True, timeout=1200,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return paths


@pytest.mark.parametrize("bron", nieuwe_bron.READERS)
def test_its_figures_are_in_the_marts(refreshed, bron):
    file = refreshed.publicatie("openbaar") / "actueel" / "veerkracht.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        for table in ("fct_waarneming", "fct_reeks"):
            query = f"select gebiedscode, waarde from {table} where indicator = ? and waarde is not null order by all"
            assert connection.execute(query, [f"a_{bron}"]).fetchall() == [("GM9001", 1.0), ("GM9002", 2.0)]
