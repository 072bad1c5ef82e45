"""The Dagster UI as a user meets it: an empty data folder, an empty DAGSTER_HOME, a refresh launched by GraphQL."""

import json
import socket
import time
import urllib.request

import pytest

from orchestration import ui
from orchestration.commands.options import LOOPBACK
from veerkracht.paths import DataPaths
from veerkracht.publication import current

LOCATIONS = """query { workspaceOrError { ... on Workspace { locationEntries { name
  locationOrLoadError { __typename ... on RepositoryLocation { repositories { name jobs { name } } }
  ... on PythonError { message stack } } } } } }"""
LAUNCH = """mutation Launch($job: String!, $repository: String!, $location: String!) {
  launchRun(executionParams: {mode: "default", selector: {jobName: $job, repositoryName: $repository,
    repositoryLocationName: $location}}) { __typename ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message } } }"""
STATUS = "query Status($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
GREEN = """query Green($path: [String!]!) { assetNodeOrError(assetKey: {path: $path}) { ... on AssetNode {
  partitionStats { numPartitions numMaterialized } } } }"""


class Server:
    """Dagster on a free port of the loopback."""

    def __init__(self, environment: dict[str, str], log):
        with socket.socket() as free:
            free.bind((LOOPBACK, 0))
            self.port = free.getsockname()[1]
        self.log = log
        self.process = ui.start(environment, LOOPBACK, self.port, log.open("w"))

    def ask(self, query: str, **variables):
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(
            f"http://{LOOPBACK}:{self.port}/graphql", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["data"]

    def wait(self, ready, seconds: int):
        """The first true answer of `ready`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if answer := ready():
                    return answer
            except OSError:
                pass
            time.sleep(1)
        raise AssertionError(f"nothing after {seconds} s\n{self.log.read_text()[-5000:]}")


@pytest.fixture
def server(sample, tmp_path, monkeypatch):
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(sample / "catalogus"))
    environment = ui.dagster_environment(DataPaths(tmp_path / "data").ensure(), tmp_path / "huis")
    started = Server(environment, tmp_path / "dagster.log")
    yield started
    ui.stop(started.process)


@pytest.mark.lang
@pytest.mark.timeout(900)
def test_a_refresh_is_launched_from_the_ui(server, tmp_path):
    (entry,) = server.wait(lambda: server.ask(LOCATIONS)["workspaceOrError"].get("locationEntries"), 240)
    assert entry["locationOrLoadError"]["__typename"] == "RepositoryLocation", entry
    (repository,) = entry["locationOrLoadError"]["repositories"]
    assert {"ververs_openbaar", "ververs_leden", "ingest_cbs_kerncijfers"} <= {j["name"] for j in repository["jobs"]}
    names = {"repository": repository["name"], "location": entry["name"]}
    launched = server.ask(LAUNCH, job="ververs_openbaar", **names)["launchRun"]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    run = launched["run"]["runId"]

    def ended():
        status = server.ask(STATUS, id=run)["runOrError"]["status"]
        return status if status in ("SUCCESS", "FAILURE", "CANCELED") else None

    assert server.wait(ended, 600) == "SUCCESS", server.log.read_text()[-5000:]
    assert current(DataPaths(tmp_path / "data"), "openbaar") is not None
    stats = server.ask(GREEN, path=["raw", "cbs_kerncijfers"])["assetNodeOrError"]["partitionStats"]
    assert stats["numMaterialized"] == stats["numPartitions"] > 5
    told = server.log.read_text()
    assert "SupersessionWarning" not in told
