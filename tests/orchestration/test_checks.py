"""A blocking failure stops what comes after it, a warning does not: for our checks and for dbt's tests."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.checks import check_result
from orchestration.judging import BlockedError, dbt_outcomes, stop_if_blocked
from veerkracht.outcome import Outcome

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


def failed(ernst: str) -> Outcome:
    return Outcome("gx_raw", "sleutel", ernst, False, bron="proef", release="2024@x", toelichting="3 van 4 rijen")


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

    from orchestration.dbt import DBT, Dbt

    for name, text in PROJECT.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace("PATH", str(tmp_path / "proef.duckdb")).replace("SEV", severity))
    dbt = Dbt(project_dir=str(tmp_path), profiles_dir=str(tmp_path), target="proef", dbt_executable=DBT)
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
