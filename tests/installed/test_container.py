"""The Containerfile and the compose file, read; `.ci/container` builds the image and runs it."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from orchestration.cli import app
from tests.installed.venvs import ROOT

COMPOSE = ROOT / "compose.yaml"
LOOPBACK_PORT = re.compile(r"127\.0\.0\.1:(\d+):\1")


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """(instruction, rest) of the Containerfile, lines that go on joined."""
    text = re.sub(r"\\\n", " ", (ROOT / "Containerfile").read_text("utf-8"))
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, rest in lines]


@pytest.fixture(scope="module")
def services() -> dict:
    """The services of the compose file."""
    return YAML(typ="safe").load(COMPOSE)["services"]


def test_what_the_image_copies_is_there_and_let_through(steps):
    copied = [rest.split()[:-1] for word, rest in steps if word == "COPY" and "--from" not in rest]
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").split() if line.startswith("!")}
    assert {source for sources in copied for source in sources} == let_through
    assert all((ROOT / name).is_file() for name in let_through - {"dist/veerkracht-*.whl"})  # that one make wheel makes


def test_the_image_is_of_any_base_and_runs_as_a_user_of_its_own(steps):
    assert ("ARG", "BASE=debian:12-slim") in steps and ("FROM", "${BASE} AS base") in steps
    last = steps[max(i for i, (word, _) in enumerate(steps) if word == "FROM") :]
    (user,) = [rest for word, rest in last if word == "USER"]
    assert user not in ("root", "0") and any("useradd --uid 10001 " in rest for _, rest in last)
    assert ("VOLUME", '["/data", "/catalogus"]') in last


def test_packages_come_with_the_hashes_of_the_lock(steps):
    installs = [rest for word, rest in steps if word == "RUN" and "pip install" in rest]
    assert len(installs) == 2 and all("--require-hashes" in rest for rest in installs)
    assert not any(re.search(r"https?://(?!127)", rest) for _, rest in steps)


def test_the_compose_file_is_one():
    program = Path(sys.executable).with_name("check-jsonschema")
    if not program.is_file():
        pytest.skip("check-jsonschema is absent: make install")
    command = [program, "--builtin-schema", "vendor.compose-spec", COMPOSE]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_its_services_run_commands_that_exist(services):
    assert services.keys() == {"refresh", "serve", "ui"}
    for service in services.values():
        done = CliRunner().invoke(app, [*service["command"], "--help"])  # unknown options are told before the help
        assert done.exit_code == 0, done.output


def test_its_pages_are_for_this_machine_and_are_watched(services):
    for name in ("serve", "ui"):
        (port,) = services[name]["ports"]
        number = LOOPBACK_PORT.fullmatch(port)[1]
        kind, program, flag, code = services[name]["healthcheck"]["test"]
        assert (kind, program, flag) == ("CMD", "python", "-c") and f"http://127.0.0.1:{number}/" in code
        compile(code, "healthcheck", "exec")
        assert shlex.join(services[name]["command"]).endswith("--adres 0.0.0.0")


def test_nothing_is_written_but_in_volumes(services):
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in services.values())
    assert services["serve"]["volumes"] == ["data:/data:ro"]
