"""Every model stands in the yml of its folder, with a description and a test of what makes its rows one."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from docs.reference import words
from tests.contracts import MARTS, described, is_mart
from tests.dbt_project.world import PROJECT

FILES = {file.stem: file for file in (PROJECT / "models").rglob("*") if file.suffix in (".sql", ".py")}
READ = re.compile(r"ref\('(\w+)'\)")


def _keys(model: str) -> list[list[str]]:
    """The combinations of columns that are tested to be unique."""
    tests = [test for test in described()[model].get("data_tests", []) if "uniek" in test]
    return [test["uniek"]["arguments"]["kolommen"] for test in tests]


def _tested_at(model: str) -> str | None:
    """The model at which the rows of a view are tested: where they are written."""
    return described()[model].get("config", {}).get("meta", {}).get("sleutel_bij")


@cache
def _behind(model: str) -> frozenset[str]:
    """The models that a model reads, and those behind them."""
    read = frozenset(READ.findall(FILES[model].read_text("utf-8"))) & FILES.keys()
    return read.union(*map(_behind, read))


@pytest.mark.parametrize("model", sorted(FILES))
def test_a_model_is_described_in_its_folder(model):
    folder: Path = FILES[model].parent
    assert folder.parent == PROJECT / "models", f"{model} ligt niet in een map per onderwerp"
    told = yaml.safe_load((folder / f"_{folder.name}.yml").read_text("utf-8"))["models"]
    assert [m["description"].strip() != "" for m in told if m["name"] == model] == [True]


@pytest.mark.parametrize("model", sorted(FILES))
def test_a_model_has_a_tested_key(model):
    where = _tested_at(model)
    if where is None:
        assert _keys(model), f"{model}: geen test uniek"
    else:
        is_view = FILES[model].parent.name == "staging" or "materialized = 'view'" in FILES[model].read_text("utf-8")
        assert is_view, f"{model} is geen view: test zijn sleutel zelf"
        assert _keys(where) and model in _behind(where), f"{where} leest {model} niet of heeft geen sleutel"


@pytest.mark.parametrize("model", sorted(FILES))
def test_the_name_of_a_model_tells_its_layer(model):
    assert model.startswith(("stg_", "int_", *MARTS))
    assert model.startswith("stg_") == (FILES[model].parent.name == "staging")


@pytest.mark.parametrize("model", sorted(FILES))
def test_a_mart_has_a_contract_and_others_only_to_store_words_as_numbers(model):
    enforced = described()[model].get("config", {}).get("contract", {}).get("enforced", False)
    types = {column.get("data_type") for column in described()[model].get("columns", [])}
    assert enforced == (is_mart(model) or bool(types & words()))


def test_no_description_is_left_of_a_model_that_went():
    assert described().keys() <= FILES.keys()


def test_no_folder_of_models_has_the_name_of_a_seed():
    """dbt takes such a folder for the seed: who selects the seed alone, as in the UI, would build them all."""
    seeds = {file.stem for file in (PROJECT / "seeds").glob("*.csv")}
    assert not seeds & {file.parent.name for file in FILES.values()}
