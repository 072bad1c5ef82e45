"""A blocking failure stops what comes after it, a warning does not: for our checks and for dbt's tests."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.checks import check_result
from orchestration.judging import BlockedError, dbt_outcomes, stop_at_unknown_word, stop_if_blocked
from veerkracht.errors import BuildError
from veerkracht.outcome import Outcome
from veerkracht.paths import DBT_PROJECT

PROJECT = {
    "dbt_project.yml": "name: proef\nprofile: proef\nmodel-paths: [models]\n",
    "profiles.yml": "proef: {target: proef, outputs: {proef: {type: duckdb, path: PATH}}}\n",
    "models/getal.sql": "select null::integer as x\n",
    "models/getal.yml": """
models:
  - name: getal
    columns: [{name: x, data_tests: [{not_null: {config: {severity: SEV}}}]}]
""",
}

WITH_WORDS = {
    "macros/woorden.sql": (DBT_PROJECT / "macros" / "woorden.sql").read_text(),
    "dbt_project.yml": PROJECT["dbt_project.yml"],
    "profiles.yml": PROJECT["profiles.yml"],
    "models/woord.sql": """{{ config(post_hook="create type status as enum ('waarde')") }} select 1 as x\n""",
    "models/getal.sql": "-- depends_on: {{ ref('woord') }}\nselect 'FOUND' as status\n",
    "models/getal.yml": """
models:
  - name: getal
    config: {contract: {enforced: true}, materialized: table}
    columns: [{name: status, data_type: status}]
""",
}


def failed(ernst: str) -> Outcome:
    return Outcome("gx_raw", "sleutel", ernst, False, bron="proef", release="2024@x", toelichting="3 van 4 rijen")


def project(folder: Path, files: dict[str, str], **words: str):
    """Dbt on a project of these files, with `words` in the place of their names."""
    from orchestration.dbt import DBT, Dbt

    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        for word, by in {"PATH": str(folder / "proef.duckdb"), **words}.items():
            text = text.replace(word, by)
        file.write_text(text)
    return Dbt(project_dir=str(folder), profiles_dir=str(folder), target="proef", dbt_executable=DBT)


@pytest.mark.parametrize(("ernst", "goes_on"), [("blokkeert", False), ("waarschuwt", True), ("info", True)])
def test_a_check_of_ours_stops_or_warns(ernst, goes_on):
    key, after = dg.AssetKey("keuring"), []

    @dg.asset(key=key, check_specs=[dg.AssetCheckSpec("raw", asset=key, blocking=True)])
    def judgement():
        return dg.MaterializeResult(check_results=[check_result("raw", [failed(ernst)], key)])

    @dg.asset(deps=[key])
    def publication():
        after.append("gepubliceerd")

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([judgement, publication], instance=instance, raise_on_error=False)
    assert bool(after) == result.success == goes_on
    (evaluation,) = result.get_asset_check_evaluations()
    assert not evaluation.passed
    assert "3 van 4 rijen" in evaluation.metadata["uitkomsten"].value


@pytest.mark.parametrize(("severity", "goes_on"), [("error", False), ("warn", True)])
def test_a_dbt_test_stops_or_warns(tmp_path, severity, goes_on):
    from dagster_dbt import dbt_assets

    dbt = project(tmp_path, PROJECT, SEV=severity)
    dbt.cli(["parse"], target_path=tmp_path / "target").wait()
    after = []

    @dbt_assets(manifest=tmp_path / "target" / "manifest.json", name="proef")
    def models(context: dg.AssetExecutionContext):
        yield from dbt.cli(["build"], context=context, target_path=tmp_path / "target").stream()

    @dg.asset(deps=["getal"])
    def publication():
        after.append("gepubliceerd")

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([models, publication], instance=instance, raise_on_error=False)
    assert bool(after) == result.success == goes_on
    (outcome,) = dbt_outcomes(Path(tmp_path, "target"))
    assert not outcome.geslaagd
    assert outcome.blocks is not goes_on
    assert outcome.waarde == 1


def test_what_blocks_is_told_with_source_and_number():
    with pytest.raises(BlockedError, match=r"proef 2024@x - sleutel: 3 van 4 rijen"):
        stop_if_blocked([failed("waarschuwt"), failed("blokkeert")])
    stop_if_blocked([failed("waarschuwt")])


def test_a_word_without_a_number_is_told_with_model_and_column(tmp_path):
    dbt = project(tmp_path, WITH_WORDS, FOUND="toch ''niet''")
    dbt.cli(["run"], target_path=tmp_path / "target", raise_on_error=False).wait()
    with pytest.raises(BuildError) as error:
        stop_at_unknown_word(tmp_path / "target")
    assert str(error.value) == (
        "Model getal: het woord \"toch 'niet'\" in kolom status staat niet in de lijst van woorden (model int_woord). "
        "Dat is een fout van dit programma en niet van uw bestanden: meld hem met deze zin. Er is niets gepubliceerd; "
        "de vorige editie blijft staan."
    )


def test_a_build_without_unknown_words_goes_on(tmp_path):
    dbt = project(tmp_path, WITH_WORDS, FOUND="waarde")
    dbt.cli(["run"], target_path=tmp_path / "target").wait()
    stop_at_unknown_word(tmp_path / "target")
