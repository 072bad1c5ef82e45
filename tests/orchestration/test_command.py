# ruff: noqa: F811 (the fixture is imported)
"""The command: light help, errors as text, and what each command prints."""

import getpass
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import INTERRUPTED, app, main
from tests.orchestration.conftest import ROOT, veerkracht
from tests.publisher_server import make_zip, publisher  # noqa: F401 (fixture)
from veerkracht import __version__

HEAVY = ("dagster", "dbt", "great_expectations", "pandas", "geopandas", "pyarrow", "duckdb", "pydantic")


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom orchestration.cli import app\n"
        "print(CliRunner().invoke(app, ['--help']).output)\n"
        f"print('geladen:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "geladen: []" in done.stdout
    for name in (
        "fetch",
        "nieuws",
        "releases",
        "template",
        "sample",
        "refresh",
        "publications",
        "rollback",
        "verandering",
    ):
        assert name in done.stdout


@pytest.fixture
def own(tmp_path):
    """A catalogue folder of its own with one file that was not registered yet."""
    folder = tmp_path / "catalogus"
    folder.mkdir()
    (folder / "catalogus.yaml").write_text("zelfstandig: true\n")
    (folder / "levering.csv").write_text("code;waarde\nBU00010001;1\n")
    (folder / "cbs_kerncijfers.yaml").write_text(
        "bron: cbs_kerncijfers\nreleases:\n  - release: 2019@proef\n    jaren: [2019]\n    indeling: 2019\n"
        "    layout: statline_csv\n    url: levering.csv\n"
    )
    return folder


def test_releases_are_fetched_listed_and_accepted(tmp_path, own):
    data = tmp_path / "data"
    fetched = veerkracht(data, own, "fetch", "cbs_kerncijfers")
    assert fetched.returncode == 0, fetched.stderr
    assert "1 release(s) opgehaald" in fetched.stdout
    assert "--accepteer cbs_kerncijfers@2019@proef" in fetched.stdout
    assert "0 release(s) opgehaald, 1 waren er al" in veerkracht(data, own, "fetch").stdout
    assert "opgehaald" in veerkracht(data, own, "releases").stdout
    name = ("--accepteer", "cbs_kerncijfers@2019@proef")
    taken_back = veerkracht(data, own, "releases", "--trek-in", name[1])
    assert taken_back.returncode == 1 and "er is niets in te trekken" in taken_back.stderr
    printed = next(line for line in fetched.stdout.splitlines() if "--accepteer" in line)
    by_print = veerkracht(data, own, *shlex.split(printed)[shlex.split(printed).index("releases") :])
    assert by_print.returncode == 0, by_print.stderr
    assert f"aanvaard_door: {getpass.getuser()}" in (own / "cbs_kerncijfers.yaml").read_text()
    assert veerkracht(data, own, "releases", "--trek-in", name[1]).returncode == 0
    accepted = veerkracht(data, own, "releases", *name, "--door", "Proef", "--reden", "zelf nagekeken")
    assert accepted.returncode == 0, accepted.stderr
    assert "aanvaard_door: Proef" in (own / "cbs_kerncijfers.yaml").read_text()
    assert "aanvaard" in veerkracht(data, own, "releases").stdout


def test_what_is_taken_back_in_one_go_is_all_that_was_decided(tmp_path, own):
    data, file = tmp_path / "data", own / "cbs_kerncijfers.yaml"
    file.write_text(file.read_text() + file.read_text().partition("releases:\n")[2].replace("@proef", "@ander"))
    assert veerkracht(data, own, "fetch").returncode == 0
    assert veerkracht(data, own, "releases", "--accepteer", "cbs_kerncijfers@2019@proef").returncode == 0
    taken_back = veerkracht(data, own, "releases", "--trek-in", "alle")
    assert taken_back.returncode == 0, taken_back.stderr
    assert "2019@proef" in taken_back.stdout and "2019@ander" not in taken_back.stdout
    assert "aanvaard" not in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("refresh",), "geen enkele aanvaarde release"),
        (("fetch", "kwb"), "Bron `kwb` staat niet in de catalogus"),
        (("fetch", "cbs_kerncijfers", "--release", "1900@x"), "Release `1900@x` staat niet bij"),
        (("rollback",), "geen eerdere, gave editie"),
        (("releases", "--accepteer", "alle", "--verwerp", "alle", "--reden", "x"), "Kies één van --accepteer"),
        (("releases", "--trek-in", "alle"), "geen besliste release"),
        (("fetch", "--bestand", "weg.csv", "--voor", "cbs_kerncijfers@2019@proef"), "weg.csv: dit is geen bestand"),
        (("begin", "--vanaf", "1800", "--ja"), "instellingen.yaml: `vanaf`: gevonden 1800"),
        (("template", "cbs_kerncijfers"), "is geen beperkte bron"),
        (("verandering", "--van", "2014", "--tot", "2020", "--uit", "x"), "nog geen editie"),
    ],
)
def test_errors_are_text_without_traceback(tmp_path, own, arguments, told):
    done = veerkracht(tmp_path / "data", own, *arguments)
    assert done.returncode == 1
    assert any(line.startswith("Fout: ") for line in done.stderr.splitlines())
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_where_nothing_can_be_written_is_said(tmp_path, own):
    (tmp_path / "data").write_text("a file where a folder should be")
    done = veerkracht(tmp_path / "data", own, "publications")
    assert done.returncode == 1
    assert done.stderr.startswith("Fout: ")
    assert "kan niet worden gelezen of geschreven" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_file_system_that_makes_no_folders_is_said(own):
    done = veerkracht(Path("/proc/veerkracht"), own, "publications")
    assert done.returncode == 1 and "hier kan geen map worden gemaakt" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_breaks_off_hears_that_nothing_is_lost(monkeypatch, capsys):
    def break_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("orchestration.commands.editions.data_paths", break_off)
    monkeypatch.setattr(sys, "argv", ["veerkracht", "publications"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == INTERRUPTED and "Herhaal de opdracht" in " ".join(capsys.readouterr().err.split())


def test_a_catalogue_that_is_wrong_names_its_file(tmp_path, own):
    (own / "cbs_kerncijfers.yaml").write_text("bron: cbs_kerncijfers\nonzin: 1\n")
    done = veerkracht(tmp_path / "data", own, "refresh")
    assert done.returncode == 1
    assert "cbs_kerncijfers.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_template_is_written(tmp_path, own):
    file = tmp_path / "formulier.xlsx"
    done = veerkracht(tmp_path / "data", own, "template", "woonzorgwijzer", "--uit", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_size > 1000


def test_no_publication_yet(tmp_path, own):
    assert "nog geen editie" in veerkracht(tmp_path / "data", own, "publications").stdout


def test_the_version_is_that_of_the_installed_package():
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.output) == (0, f"veerkracht {__version__}\n")


def test_news_is_told_and_taken_over(tmp_path, own, publisher):
    (own / "levering.csv").unlink()
    held = publisher.file("/grenzen_2019.zip", make_zip({"a.gpkg": "x"}))
    publisher.file("/grenzen_2020.zip", b"PK", changed="Mon, 04 May 2020 10:00:00 GMT")
    address = publisher.url("/grenzen_{jaar}.zip")
    (own / "cbs_grenzen.yaml").write_text(
        f'bron: cbs_grenzen\npatronen:\n  - release: "{{jaar}}@kaart"\n    url: {address}\n    layout: gpkg\n'
        "releases:\n  - release: 2019@kaart\n    jaren: [2019]\n    indeling: 2019\n    layout: gpkg\n"
        f"    url: {held}\n"
    )
    data, name = tmp_path / "data", ("nieuws", "cbs_grenzen")
    assert veerkracht(data, own, "fetch", "cbs_grenzen").returncode == 0
    told = veerkracht(data, own, *name)
    assert told.returncode == 0, told.stderr
    assert (
        "2020@kaart" in told.stdout and "04-05-2020" in told.stdout and "nieuws cbs_grenzen --neem-over" in told.stdout
    )
    assert "1 release overgenomen in" in veerkracht(data, own, *name, "--neem-over").stdout
    assert "2020@kaart" in veerkracht(data, own, "releases").stdout
    publisher.file("/grenzen_2019.zip", b"PK and more", etag='"v2"')
    revised = veerkracht(data, own, *name).stdout
    assert "herzien" in revised and "fetch cbs_grenzen --release 2019@kaart --opnieuw" in revised
    publisher.close()
    silent = veerkracht(data, own, *name)
    assert silent.stdout == "Niets nieuws bij wie antwoordde.\n" and silent.stderr.count("Let op: ") == 1
    assert "staat niet in de catalogus" in veerkracht(data, own, "nieuws", "cbs").stderr
