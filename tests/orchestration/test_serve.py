"""`veerkracht serve`: the current open edition on this machine only, with ranges, and nothing else of the disk."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.commands import serve
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import DataPaths

ROOT = Path(__file__).parents[2]
BYTES = bytes(range(256)) * 40
FILES = {
    "index.html": b"<h1>editie</h1>",
    "viewer/index.html": b"<h1>viewer</h1>",
    "viewer/app.js": b"1",
    "viewer/veerkracht.pmtiles": BYTES,
    "marts/dim_kaart.parquet": BYTES,
    "kaarten/geojson/GM9001_buurt.geojson": b"{}",
    "woordenboek.csv": "één".encode(),
    "veerkracht.duckdb": BYTES,
    ".vastgezet": b"",
    "viewer/.geheim/sleutel.txt": b"geheim",
}


def make_edition(paths: DataPaths, name: str = "2026-11-22.1", **facts) -> Path:
    """An edition of a few files, and `actueel` pointing to it."""
    folder = paths.publicatie("openbaar") / name
    for file, content in FILES.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)
    manifest = {"publiek": "openbaar", "niet_verspreiden": False, "bestanden": {}, "invoer": {}} | facts
    (folder / "MANIFEST.json").write_text(json.dumps(manifest))
    (paths.publicatie("openbaar") / "actueel").symlink_to(name)
    return folder


def start(data: Path, *options: str) -> subprocess.Popen:
    """The command in a process of its own, as a user starts it."""
    command = [sys.executable, "-m", "orchestration.cli", "--data", str(data), "serve", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(port, folder) of an edition that is being served; what leads outside it is in the folder too."""
    paths = DataPaths(tmp_path_factory.mktemp("serve") / "data").ensure()
    folder = make_edition(paths)
    secret = paths.beperkt / "geheim.txt"
    secret.write_text("vertrouwelijk")
    (folder / "uitweg.txt").symlink_to(secret)
    (folder / "uitgang").symlink_to(paths.beperkt)
    process = start(paths.root, "--poort", "0")
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())[1])
    yield port, folder
    process.send_signal(signal.SIGINT)
    process.wait(30)


def ask(port: int, path: str, method: str = "GET", host: str = "127.0.0.1", **headers):
    """(status, headers, body) of a path as it is written, without the tidying that browsers do."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", f"{host}:{port}")
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("0-126", 0, 126), ("100-4999", 100, 4999), ("10200-", 10200, 10239), ("-7", 10233, 10239)],
)
def test_a_range_gives_just_those_bytes(served, asked, first, last):
    status, headers, body = ask(served[0], "/viewer/veerkracht.pmtiles", Range=f"bytes={asked}")
    assert status == 206 and body == BYTES[first : last + 1]
    assert headers["content-range"] == f"bytes {first}-{last}/{len(BYTES)}"
    assert headers["content-length"] == str(len(body))


def test_a_range_beyond_the_file_is_refused(served):
    assert ask(served[0], "/viewer/veerkracht.pmtiles", Range="bytes=99999-100000")[0] == 416


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/viewer/", "text/html; charset=utf-8"),
        ("/viewer/app.js", "text/javascript; charset=utf-8"),
        ("/viewer/veerkracht.pmtiles", "application/vnd.pmtiles"),
        ("/marts/dim_kaart.parquet", "application/vnd.apache.parquet"),
        ("/kaarten/geojson/GM9001_buurt.geojson", "application/geo+json"),
        ("/woordenboek.csv", "text/csv; charset=utf-8"),
        ("/veerkracht.duckdb", "application/vnd.duckdb"),
        ("/MANIFEST.json", "application/json"),
    ],
)
def test_types_and_content(served, path, kind):
    port, folder = served
    status, headers, body = ask(port, path)
    assert status == 200 and headers["content-type"] == kind and headers["x-content-type-options"] == "nosniff"
    assert body == (folder / path.lstrip("/") / ("index.html" if path.endswith("/") else "")).read_bytes()
    assert ask(port, path, "HEAD")[2] == b""


@pytest.mark.parametrize(
    "path",
    [
        "/../MANIFEST.json",
        "/../../../beperkt/geheim.txt",
        "/%2e%2e/%2e%2e/%2e%2e/beperkt/geheim.txt",
        "/viewer/..%2f..%2f..%2f..%2f..%2fbeperkt%2fgeheim.txt",
        "/viewer/%252e%252e/%252e%252e/beperkt/geheim.txt",
        "/..\\..\\..\\beperkt\\geheim.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/viewer/veerkracht.pmtiles%00.html",
        "/uitweg.txt",
        "/uitgang/geheim.txt",
        "/uitgang/",
        "/.vastgezet",
        "/viewer/.geheim/sleutel.txt",
        "/bestaat-niet.html",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_edition_or_hidden_in_it(served, path):
    status, _, body = ask(served[0], path)
    assert status == 404 and b"vertrouwelijk" not in body and b"root:" not in body


@pytest.mark.parametrize("path", ["/marts/", "/kaarten/", "/kaarten/geojson/", "/marts"])
def test_folders_are_not_listed(served, path):
    status, _, body = ask(served[0], path)
    assert status == 404 and b"parquet" not in body


def test_only_reading_and_only_by_this_machines_name(served):
    port = served[0]
    assert ask(port, "/index.html", "POST")[0] == 405 and ask(port, "/index.html", "DELETE")[0] == 405
    assert ask(port, "/index.html", host="kwaad.example")[0] == 400
    assert ask(port, "/index.html", host="localhost")[0] == 200


def test_listens_on_the_loopback_only():
    with serve.listening(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1" and listener.family == socket.AF_INET


def test_says_where_it_is_and_stops_on_ctrl_c(paths):
    make_edition(paths)
    process = start(paths.root, "--poort", "0")
    lines = [process.stdout.readline() for _ in range(2)]
    assert re.search(r"Editie 2026-11-22\.1: http://127\.0\.0\.1:\d+/\n", lines[0])
    assert re.search(r"Kaartviewer: http://127\.0\.0\.1:\d+/viewer/\n", lines[1])
    port = int(re.search(r":(\d+)/", lines[0])[1])
    assert ask(port, "/")[0] == 200
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0 and "Gestopt." in out and err == ""


def test_a_taken_port_is_said_in_words():
    with serve.listening(0) as listener, pytest.raises(VeerkrachtError, match=r"niet vrij.*--poort"):
        serve.listening(listener.getsockname()[1])


def test_leden_is_refused_whatever_way_it_is_reached(paths, monkeypatch):
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    with pytest.raises(VeerkrachtError, match="niet via een webserver getoond"):
        serve.served_edition("leden")
    folder = make_edition(paths)
    assert serve.served_edition("openbaar") == folder.resolve()
    for facts in ({"publiek": "leden"}, {"niet_verspreiden": True}):
        shutil.rmtree(folder)
        (paths.publicatie("openbaar") / "actueel").unlink()
        folder = make_edition(paths, **facts)
        with pytest.raises(VeerkrachtError, match="ledeneditie"):
            serve.served_edition("openbaar")


def test_a_link_to_the_leden_folder_is_refused(paths, monkeypatch):
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    folder = make_edition(paths)
    leden = paths.publicatie("leden") / folder.name
    shutil.move(folder, leden)
    folder.symlink_to(leden)
    with pytest.raises(VeerkrachtError, match="buiten"):
        serve.served_edition("openbaar")


def test_without_a_whole_edition_it_says_so(paths, monkeypatch):
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    with pytest.raises(VeerkrachtError, match=r"nog geen editie \(openbaar\)"):
        serve.served_edition("openbaar")
    folder = make_edition(paths)
    (folder / "MANIFEST.json").write_text('{"publiek": "openb')
    with pytest.raises(VeerkrachtError, match="geen volledige editie"):
        serve.served_edition("openbaar")


def test_the_command_refuses_leden_with_exit_code_1(paths):
    process = start(paths.root, "--publiek", "leden")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1 and "Fout: Een ledeneditie wordt niet via een webserver getoond" in err
    assert os.listdir(paths.publicatie("leden")) == []
