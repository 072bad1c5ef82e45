"""How dbt is called: one manifest a public, settings as vars, and the translator from dbt names to asset keys.

What the models mean is in `dbt_project`. dbt runs as a process of its own, so its memory and its hold on the work
database end with it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource
from dagster_dbt.errors import DagsterDbtCliRuntimeError
from dbt.constants import PARTIAL_PARSE_FILE_NAME
from packaging.version import Version

from orchestration import judging
from orchestration.dbt_sources import source_keys
from orchestration.lock import claim
from veerkracht import levels
from veerkracht.errors import VeerkrachtError
from veerkracht.files import locked, replacing
from veerkracht.mapkinds import register
from veerkracht.paths import DBT_PROJECT, DataPaths, Publiek
from veerkracht.settings import Settings

DBT = str(Path(sys.executable).with_name("dbt"))
NOT_SOURCE = {"target", "logs", "__pycache__"}
MAPS = "tag:kaart"  # models that read what the statistics made of the other ones


class Dbt(DbtCliResource):
    """dbt for one public, without a call of `dbt --version` (3 s) and an adapter in this process that nothing uses."""

    @property
    def _cli_version(self) -> Version:
        from importlib.metadata import version

        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None


def resource(publiek: Publiek) -> Dbt:
    """The dbt of a public."""
    return Dbt(project_dir=str(DBT_PROJECT), profiles_dir=str(DBT_PROJECT), target=publiek, dbt_executable=DBT)


def set_environment(paths: DataPaths, publiek: Publiek) -> None:
    """The two variables that the dbt project knows, and no telemetry."""
    os.environ["VEERKRACHT_DATA"], os.environ["VEERKRACHT_PUBLIEK"] = str(paths.root), publiek
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"


def variables(settings: Settings) -> list[str]:
    """The settings, the levels of areas and the kinds of map as dbt vars."""
    tables = {"niveaus": levels.known().variables(), "kaartsoorten": register.variables()}
    return ["--vars", json.dumps(settings.model_dump(mode="json") | tables)]


def target_folder(paths: DataPaths, publiek: Publiek) -> Path:
    """Where dbt writes what it compiles and the outcomes of a build."""
    return paths.werk(publiek) / "dbt"


def build(
    paths: DataPaths, publiek: Publiek, settings: Settings, part: str, context: dg.AssetExecutionContext
) -> Iterator[Any]:
    """Build and test the models of `context`, streaming Dagster events; dbt's outcomes of this `part` are kept.

    Raises BlockedError when tests of severity error fail, BuildError at a word that no type has, and dagster-dbt's own
    error for anything else.
    """
    claim(paths)
    set_environment(paths, publiek)
    folder = target_folder(paths, publiek)
    arguments = ["build", "--exclude-resource-type", "unit_test", *variables(settings)]
    if context.is_subset and (left_out := _tests_of_unbuilt(paths, publiek, settings, context)):
        arguments += ["--exclude", " ".join(left_out)]
    (folder / "run_results.json").unlink(missing_ok=True)
    _hand_over_what_is_parsed(manifest(paths, publiek, settings), folder)
    call = resource(publiek).cli(arguments, context=context, target_path=folder)
    try:
        yield from call.stream()
    except DagsterDbtCliRuntimeError:
        if (folder / "run_results.json").is_file():
            outcomes = judging.keep_dbt_outcomes(paths, publiek, part, folder)
            judging.stop_at_unknown_word(folder)
            judging.stop_if_blocked(outcomes)
        raise
    judging.keep_dbt_outcomes(paths, publiek, part, folder)


def _hand_over_what_is_parsed(parsed: Path, folder: Path) -> None:
    """Lay what dbt kept when it wrote this manifest where the build looks for it, so that it does not parse again."""
    kept = parsed.with_name(PARTIAL_PARSE_FILE_NAME)
    if kept.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, folder / kept.name)


def _tests_of_unbuilt(
    paths: DataPaths, publiek: Publiek, settings: Settings, context: dg.AssetExecutionContext
) -> list[str]:
    """Tests that also look at a model that is neither selected nor built: in a part of a new build they cannot run."""
    nodes = json.loads(manifest(paths, publiek, settings).read_bytes())["nodes"]
    there = _built(paths.werk_database(publiek)) | {key.path[-1] for key in context.selected_asset_keys}
    return sorted(
        node["name"]
        for node in nodes.values()
        if node["resource_type"] == "test"
        and not {nodes[name]["name"] for name in node["depends_on"]["nodes"] if name in nodes} <= there
    )


def _built(database: Path) -> set[str]:
    """Names of all tables and views of a work database."""
    if not database.is_file():
        return set()
    with duckdb.connect(str(database), read_only=True) as con:
        found = con.execute(
            "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
        )
        return {row[0] for row in found.fetchall()}


def mart_keys(paths: DataPaths, publiek: Publiek, settings: Settings) -> list[dg.AssetKey]:
    """Asset keys of the marts: the models of schema main."""
    nodes = json.loads(manifest(paths, publiek, settings).read_bytes())["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model" and node["schema"] == "main"]
    return sorted(dg.AssetKey([publiek, model["name"]]) for model in models)


def manifest(paths: DataPaths, publiek: Publiek, settings: Settings) -> Path:
    """The manifest of a public, parsed again only when project, settings or data folder changed.

    Raises VeerkrachtError with dbt's own words when the project cannot be parsed.
    """
    wanted = _fingerprint(paths, publiek, settings)
    folder = paths.werk(publiek) / "dbt-manifest" / wanted
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_name(".slot")):  # of two processes one parses, the other finds it done
        if not (folder / "manifest.json").is_file():
            with replacing(folder) as part:
                _parse(paths, publiek, settings, part)
            _remove_others(folder)
    return folder / "manifest.json"


def _parse(paths: DataPaths, publiek: Publiek, settings: Settings, folder: Path) -> None:
    """Let dbt write the manifest into a new folder."""
    folder.mkdir()
    environment = os.environ | {
        "VEERKRACHT_DATA": str(paths.root),
        "VEERKRACHT_PUBLIEK": publiek,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    where = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target", publiek]
    command = [DBT, "--quiet", "parse", *where, "--target-path", str(folder), "--log-path", str(folder)]
    done = subprocess.run([*command, *variables(settings)], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise VeerkrachtError(f"{DBT_PROJECT}: dbt kan het project niet lezen:\n{done.stdout}{done.stderr}")
    _give_tests_a_model(folder / "manifest.json")


def _give_tests_a_model(file: Path) -> None:
    """Tell dagster-dbt of which model a test that stands beside none is a check: the last built, a mart if any."""
    content = json.loads(file.read_bytes())
    tests = [node for node in content["nodes"].values() if node["resource_type"] == "test"]
    for node in tests:
        parents = [content["nodes"][name] for name in node["depends_on"]["nodes"] if name in content["nodes"]]
        if not node.get("attached_node") and parents:
            chosen = min(parents, key=lambda p: ("kaart" not in p["tags"], p["schema"] != "main", p["name"]))
            node["config"].setdefault("meta", {})["dagster"] = {"ref": {"name": chosen["name"]}}
    file.write_text(json.dumps(content), encoding="utf-8")


def _remove_others(folder: Path) -> None:
    """Keep the two newest manifests: a server that runs may still read the one before."""
    others = sorted((f for f in folder.parent.iterdir() if f.is_dir() and f != folder), key=lambda f: f.stat().st_mtime)
    for old in others[:-1]:
        shutil.rmtree(old, ignore_errors=True)


def _fingerprint(paths: DataPaths, publiek: Publiek, settings: Settings) -> str:
    digest = hashlib.sha256(f"{paths.root}|{publiek}|{variables(settings)}".encode())
    for file in sorted(DBT_PROJECT.rglob("*")):
        parts = file.relative_to(DBT_PROJECT).parts
        if file.is_file() and not NOT_SOURCE.intersection(parts) and not file.name.startswith("."):
            digest.update("/".join(parts).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


class Translator(DagsterDbtTranslator):
    """Keys: models get the public as prefix; sources are the assets that write the files they read."""

    def __init__(self, root: Path, publiek: Publiek, bronnen: Mapping[str, str]):
        super().__init__(settings=DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))
        self.root, self.publiek, self.bronnen = str(root), publiek, bronnen

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(self._keys(dbt_resource_props)[0])
        return dg.AssetKey([self.publiek, dbt_resource_props["name"]])

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: Any) -> dg.AssetSpec:
        """As usual, with an edge to every asset behind a source that reads the files of several."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        parents = self.get_resource_props(manifest, unique_id).get("depends_on", {}).get("nodes", [])
        sources = [manifest["sources"][parent] for parent in parents if parent in manifest["sources"]]
        keys = {dg.AssetKey(key) for source in sources for key in self._keys(source)}
        known = {dep.asset_key for dep in spec.deps}
        return spec.replace_attributes(deps=[*spec.deps, *(dg.AssetDep(key) for key in sorted(keys - known))])

    def _keys(self, source: Mapping[str, Any]) -> list[list[str]]:
        return source_keys(source, self.root, self.publiek, self.bronnen)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return f"{self.publiek}_marts"
