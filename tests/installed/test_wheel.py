"""The wheel outside the checkout: what it holds, and that the sample, a refresh, the server and the UI run with it."""

import json
import os
import re
import shutil
import subprocess
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.installed import venvs
from tests.orchestration.dagster_server import LOCATIONS, Server
from veerkracht.publication.fingerprint import SOURCE_ROOTS, code_fingerprint

NOT_SHIPPED = {"__pycache__", "target", "logs", ".user.yml"}  # what a run leaves in a checkout


@pytest.mark.lang
def test_the_wheel_holds_every_file_of_the_rooms(wheel):
    files = (file.relative_to(venvs.ROOT) for room in SOURCE_ROOTS for file in (venvs.ROOT / room).rglob("*"))
    here = {file.as_posix() for file in files if (venvs.ROOT / file).is_file() and not NOT_SHIPPED & {*file.parts}}
    with zipfile.ZipFile(wheel) as content:
        shipped = {name for name in content.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    assert shipped == here
    assert {f"{room}/py.typed" for room in ("veerkracht", "orchestration", "expectations")} <= shipped


class Installed:
    """The command of the wheel in an environment of its own, run from a folder outside the checkout."""

    def __init__(self, venv: Path, folder: Path):
        self.venv, self.folder = venv, folder
        self.command = str(venv / "bin" / "veerkracht")
        mine = ("VEERKRACHT_", "DAGSTER_", "PYTHON", "PYTEST_", "COV_", "COVERAGE_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
        self.environment = clean | {"HOME": str(folder.parent), "PYTHONPYCACHEPREFIX": str(folder.parent / "pyc")}

    def run(self, *arguments: str) -> str:
        """What the command prints."""
        return self._output(self.command, *arguments)

    def python(self, code: str) -> str:
        """What a line of Python prints there."""
        return self._output(str(self.venv / "bin" / "python"), "-c", code).strip()

    def _output(self, *command: str) -> str:
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *arguments: str, **streams) -> subprocess.Popen:
        return subprocess.Popen(
            [self.command, *arguments], cwd=self.folder, env=self.environment, start_new_session=True, **streams
        )

    def code(self) -> dict[str, tuple[int, int]]:
        """Size and time of every file below the environment."""
        files = (file for file in self.venv.rglob("*") if file.is_file())
        return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


@pytest.fixture(scope="module", params=venvs.VERSIONS)
def installed(request, wheel, tmp_path_factory):
    """The wheel installed for one Python, its folders read-only; skips where the machine has no such Python."""
    program = venvs.interpreter(request.param)
    if program is None:
        pytest.skip(f"python{request.param} is not on PATH")
    base = tmp_path_factory.mktemp(f"python{request.param}")
    done = venvs.install(wheel, program, base / "venv", "--offline")
    if done.returncode:
        told = f"packages for Python {request.param} are not in the cache; make pythons fetches them\n{done.stderr}"
        (pytest.fail if os.environ.get("VEERKRACHT_ALLES") else pytest.skip)(told)
    folders = [base / "venv", *(path for path in (base / "venv").rglob("*") if path.is_dir() and not path.is_symlink())]
    for path in folders:  # folders only: the files are links into the cache of uv
        path.chmod(0o555)
    (base / "leeg").mkdir()
    yield Installed(base / "venv", base / "leeg")
    for path in folders:
        path.chmod(0o755)
    shutil.rmtree(base / "venv")


@pytest.mark.lang
@pytest.mark.timeout(1800)
def test_it_works_from_an_empty_folder(installed, tmp_path):
    before = installed.code()
    assert re.fullmatch(r"veerkracht \d+\.\d+\.\d+\S*\n", installed.run("--version"))
    assert (
        installed.python("from veerkracht.publication.fingerprint import code_fingerprint as f; print(f())")
        == code_fingerprint()
    )
    installed.run("sample", "--uit", "voorbeeld", "--gemeenten", "6")
    assert "Gepubliceerd" in installed.run("--catalogus", "voorbeeld/catalogus", "refresh")
    assert "Niets nieuws" in installed.run("--catalogus", "voorbeeld/catalogus", "refresh")
    assert {file.name for file in installed.folder.iterdir()} == {"voorbeeld", "data"}
    _serves(installed)
    _shows_the_graph(installed, tmp_path / "dagster.log")
    assert installed.code() == before


def _serves(installed: Installed) -> None:
    process = installed.start("serve", "--poort", "0", stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())[0]
        with urllib.request.urlopen(f"{address}MANIFEST.json", timeout=30) as answer:
            assert json.load(answer)["publiek"] == "openbaar"
        for page in ("", "viewer/"):
            with urllib.request.urlopen(address + page, timeout=30) as answer:
                assert b"<html" in answer.read()
    finally:
        process.terminate()
        process.wait(30)


def _shows_the_graph(installed: Installed, log: Path) -> None:
    def start(port, stream):
        options = ("--catalogus", "voorbeeld/catalogus", "ui", "--poort", str(port))
        return installed.start(*options, stdout=stream, stderr=subprocess.STDOUT)

    server = Server(start, log)
    try:
        (entry,) = server.wait(lambda: server.ask(LOCATIONS)["workspaceOrError"].get("locationEntries"), 600)
        (repository,) = entry["locationOrLoadError"]["repositories"]
        assert "ververs_openbaar" in {job["name"] for job in repository["jobs"]}
    finally:
        server.process.terminate()
        server.process.wait(60)
