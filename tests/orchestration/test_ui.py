"""The Dagster UI as a user meets it: an empty data folder, an empty DAGSTER_HOME, a refresh launched by GraphQL."""

import pytest

from orchestration import ui
from orchestration.commands.options import LOOPBACK
from tests.orchestration.dagster_server import LOCATIONS, Server
from veerkracht.paths import DataPaths
from veerkracht.publication import current

LAUNCH = """mutation Launch($job: String!, $repository: String!, $location: String!, $config: RunConfigData) {
  launchRun(executionParams: {mode: "default", runConfigData: $config, selector: {jobName: $job,
    repositoryName: $repository, repositoryLocationName: $location}}) {
    __typename ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message } } }"""
STATUS = "query Status($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
GREEN = """query Green($path: [String!]!) { assetNodeOrError(assetKey: {path: $path}) { ... on AssetNode {
  partitionStats { numPartitions numMaterialized } } } }"""


@pytest.fixture
def server(sample, tmp_path, monkeypatch):
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(sample / "catalogus"))
    environment = ui.dagster_environment(DataPaths(tmp_path / "data").ensure(), tmp_path / "huis")
    started = Server(lambda port, log: ui.start(environment, LOOPBACK, port, log), tmp_path / "dagster.log")
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
    chosen = {"resources": {"instellingen": {"config": {"zonder": ["atlas"]}}}}
    launched = server.ask(LAUNCH, job="ververs_openbaar", config=chosen, **names)["launchRun"]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    run = launched["run"]["runId"]

    def ended():
        status = server.ask(STATUS, id=run)["runOrError"]["status"]
        return status if status in ("SUCCESS", "FAILURE", "CANCELED") else None

    assert server.wait(ended, 600) == "SUCCESS", server.log.read_text()[-5000:]
    paths = DataPaths(tmp_path / "data")
    edition = current(paths, "openbaar")
    assert edition is not None
    made = {file.name for file in (paths.publicatie("openbaar") / edition).iterdir()}
    assert "paginas" in made and "atlas" not in made  # what the run chose for itself
    stats = server.ask(GREEN, path=["raw", "cbs_kerncijfers"])["assetNodeOrError"]["partitionStats"]
    assert stats["numMaterialized"] == stats["numPartitions"] > 5
    told = server.log.read_text()
    assert "SupersessionWarning" not in told
