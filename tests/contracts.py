"""The columns of the marts as their dbt contracts give them: figures written by hand stand in the real tables."""

from functools import cache

import yaml

from docs.reference import words
from tests.dbt_project.world import PROJECT

MARTS = ("dim_", "fct_", "mrt_", "brug_")


@cache
def contract(mart: str) -> dict[str, str]:
    """Type by column as in an edition, with `not null` where the contract says so, in the order of the mart."""
    return {column["name"]: _type(column) for column in _models()[mart]}


def ddl(mart: str) -> str:
    """The columns of `create table`."""
    return ", ".join(f'"{name}" {kind}' for name, kind in contract(mart).items())


def marts() -> list[str]:
    """Names of all marts."""
    return sorted(_models())


@cache
def described() -> dict[str, dict]:
    """Every model of the project by name, as the yml of its folder describes it."""
    files = sorted((PROJECT / "models").rglob("*.yml"))
    models = [model for file in files for model in yaml.safe_load(file.read_text("utf-8")).get("models", [])]
    return {model["name"]: model for model in models}


def is_mart(model: str) -> bool:
    """A model that analysts and products read."""
    return model.startswith(MARTS)


@cache
def _models() -> dict[str, list[dict]]:
    return {name: model["columns"] for name, model in described().items() if is_mart(name)}


def _type(column: dict) -> str:
    required = any(constraint["type"] == "not_null" for constraint in column.get("constraints", []))
    kind = "varchar" if column["data_type"] in words() else column["data_type"]
    return kind + " not null" * required
