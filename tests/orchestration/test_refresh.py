"""`veerkracht refresh` as a user runs it: an edition, nothing new, a delivery held back, killed and repeated."""

import filecmp
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.compare_editions import compare
from tests.orchestration.conftest import ROOT, veerkracht
from veerkracht.paths import DataPaths
from veerkracht.publication import current, publications
from veerkracht.sources.catalogue import judgements

# which editions there are, when one was made and with which settings; the database and workbooks are equal by content
TOLD_WHEN_AND_HOW = {"MANIFEST.json", "catalogus.jsonld", "veerkracht.duckdb", "edities.html", "edities.csv"}
TOLD_SETTINGS = {"marts/dim_instelling.parquet", "verantwoording.html"}
ABOUT_SETTINGS = (
    "*dim_instelling*",
    "verantwoording.html*",
    "edities.*",
    "werkboeken/*/sheet1.xml",  # the sheet on how it was made
    "MANIFEST.json/invoer/instellingen*",
)


@pytest.fixture
def changed(published_sample, sample, tmp_path):
    """A copy of the published data folder and of the catalogue, with a setting changed so that there is work to do."""
    paths = DataPaths(tmp_path / "data")
    shutil.copytree(published_sample.root, paths.root, symlinks=True)
    catalogue = tmp_path / "voorbeeld"
    shutil.copytree(sample, catalogue)
    settings = catalogue / "catalogus" / "instellingen.yaml"
    before = settings.read_text() if settings.is_file() else ""
    settings.write_text(before + "\nedities_bewaren: 9\n")
    return paths, catalogue / "catalogus"


def test_an_edition_stands(published_sample):
    edition = current(published_sample, "openbaar")
    assert edition is not None
    folder = published_sample.publicatie("openbaar") / edition
    manifest = json.loads((folder / "MANIFEST.json").read_text())
    assert "leden" not in json.dumps(manifest["invoer"]["releases"])
    with duckdb.connect(str(folder / "veerkracht.duckdb"), read_only=True) as connection:
        owners = {row[0] for row in connection.execute("select distinct eigenaar from fct_kwaliteit").fetchall()}
        blocked = connection.execute(
            "select count(*) from fct_kwaliteit where ernst = 'blokkeert' and uitkomst = 'gefaald'"
        ).fetchone()
    assert {"gx_raw", "drift", "dbt", "gx_mart", "kandidaat"} <= owners
    assert blocked == (0,)
    log = (published_sample.werk("openbaar") / "verversing.log").read_text()
    assert re.search(r"klaar \((\d+) van \1\): openbaar/publicatie", log)


def test_a_second_refresh_publishes_nothing(published_sample, sample):
    before = [row.editie for row in publications(published_sample, "openbaar", check_files=False)]
    done = veerkracht(published_sample.root, sample / "catalogus", "refresh")
    assert done.returncode == 0, done.stderr
    assert "Niets nieuws" in done.stdout
    assert [row.editie for row in publications(published_sample, "openbaar", check_files=False)] == before


def test_nothing_new_is_decided_without_heavy_imports(published_sample, sample):
    heavy = ("dagster", "dbt", "great_expectations", "pandas", "geopandas")
    code = (
        "import sys\nfrom orchestration.refresh import refresh\nfrom veerkracht.paths import DataPaths\n"
        "print('uit', refresh(DataPaths.from_env(), 'openbaar'))\n"
        f"print('geladen', [m for m in {heavy!r} if m in sys.modules])"
    )
    names = {"VEERKRACHT_DATA": str(published_sample.root), "VEERKRACHT_CATALOGUS": str(sample / "catalogus")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | names, capture_output=True, text=True, check=True
    )
    assert "uit None" in done.stdout
    assert "geladen []" in done.stdout


@pytest.mark.lang
def test_a_delivery_that_fails_its_suite_is_left_out_and_with_streng_nothing_is_published(changed):
    paths, catalogue = changed
    (folder,) = [proof.parent for proof in paths.raw_source("open", "leefbaarometer").glob("*/raw.json")]
    file = folder / "waarnemingen.parquet"
    table = pq.read_table(file)
    wrong = pc.if_else(pc.equal(table["kolom"].cast(pa.string()), "onv"), "99", table["waarde"])
    pq.write_table(table.set_column(table.schema.get_field_index("waarde"), "waarde", wrong), file)
    (folder / judgements.FILE).unlink()  # not judged yet
    before = current(paths, "openbaar")
    done = veerkracht(paths.root, catalogue, "refresh", "--streng")
    assert done.returncode == 1
    assert "Streng: er wordt geen editie gemaakt." in done.stderr
    assert "leefbaarometer@" in done.stderr and "(keuren)" in done.stderr and "onv = 99" in done.stderr
    assert "Traceback" not in done.stderr
    assert current(paths, "openbaar") == before
    assert not folder.exists()  # what a check refuses stands in no room that a build reads
    assert len(publications(paths, "openbaar", check_files=False)) == 1


@pytest.mark.lang
def test_a_killed_refresh_can_be_repeated_and_gives_the_same_bytes(changed):
    paths, catalogue = changed
    command = [sys.executable, "-m", "orchestration.cli", "--data", str(paths.root), "--catalogus", str(catalogue)]
    before = current(paths, "openbaar")
    log = paths.werk("openbaar") / "verversing.log"
    for signum, seen in ((signal.SIGKILL, "): openbaar_dbt"), (signal.SIGINT, "): openbaar/inname")):
        log.unlink(missing_ok=True)
        process = subprocess.Popen([*command, "refresh"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 250
        while time.monotonic() < deadline and not (log.is_file() and seen in log.read_text()):
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.2)
        process.send_signal(signum)
        process.wait(60)
        assert current(paths, "openbaar") == before
        if signum == signal.SIGINT:
            assert process.returncode == 130
            assert "Traceback" not in process.stderr.read()
    done = veerkracht(paths.root, catalogue, "refresh")
    assert done.returncode == 0, done.stderr
    assert re.search(r"klaar \(\d+ van \d+, nog ongeveer \d+ (s|minuten)\): openbaar_dbt_basis", done.stderr)
    after = current(paths, "openbaar")
    assert before and after and after != before
    assert not list(paths.publicatie("openbaar").glob(".kandidaat-*"))
    # all that is read is the same but for a setting that no figure depends on
    one, two = (paths.publicatie("openbaar") / name for name in (before, after))
    names = {str(file.relative_to(one)) for file in one.rglob("*") if file.is_file()}
    _, other, unread = filecmp.cmpfiles(one, two, names, shallow=False)
    assert not unread
    assert {name for name in other if not name.startswith("werkboeken/")} <= TOLD_WHEN_AND_HOW | TOLD_SETTINGS, other
    assert not list(compare(one, two, ABOUT_SETTINGS))


@pytest.mark.lang
def test_a_change_report_of_two_other_years(published_sample, sample, tmp_path):
    years = ("--van", "2018", "--tot", "2022")
    done = veerkracht(published_sample.root, sample / "catalogus", "verandering", *years, "--uit", str(tmp_path / "r"))
    assert done.returncode == 0, done.stderr
    assert "2018" in (tmp_path / "r" / "index.html").read_text()
