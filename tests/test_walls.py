"""Holds the walls between the rooms: reads every import, also inside functions, and names each that goes too far."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASE = [
    "veerkracht.paths",
    "veerkracht.files",
    "veerkracht.errors",
    "veerkracht.schemas",
    "veerkracht.settings",
    "veerkracht.levels",
    "veerkracht.levelrows",
    "veerkracht.dutch",
]
ORDER = [
    "veerkracht.sources",
    "veerkracht.areas",
    "veerkracht.statistics",
    "veerkracht.edition",
    "veerkracht.products",
    "veerkracht.publication",
]
ROOMS = [*BASE, *ORDER, "veerkracht.sample", "veerkracht", "expectations", "orchestration", "tests"]
ENGINES = ["dagster", "dagster_dbt", "dagster_webserver", "dbt", "great_expectations"]
ALLOWED = {room: ["veerkracht", *BASE] for room in BASE}  # `veerkracht` itself holds only the version
ALLOWED |= {room: ["veerkracht", *BASE, *ORDER[: i + 1]] for i, room in enumerate(ORDER)}
ALLOWED |= {"veerkracht.sample": ["veerkracht", *BASE, "veerkracht.sample"], "veerkracht": []}
ALLOWED |= {"expectations": ["veerkracht", *BASE, *ORDER, "expectations", "great_expectations"]}


def room_of(module: str) -> str | None:
    """The narrowest room or engine a module belongs to; None for other libraries."""
    names = [name for name in ROOMS + ENGINES if f"{module}.".startswith(f"{name}.")]
    return max(names, key=len, default=None)


def imports(source: str, package: str) -> set[str]:
    """Every module that source imports; `from a import b` counts as a.b, so that a room named so is seen."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def breaches(module: str, source: str, package: str) -> list[str]:
    allowed = ALLOWED.get(room_of(module))
    used = {name: room_of(name) for name in imports(source, package)}
    return [
        f"{module} -> {name}"
        for name, room in sorted(used.items())
        if allowed is not None and room and room not in allowed
    ]


def test_walls_stand():
    found, seen = [], set()
    for file in sorted(path for room in ("veerkracht", "expectations") for path in (ROOT / room).rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found += breaches(module, file.read_text("utf-8"), ".".join(parts[:-1]))
        seen.add(room_of(module))
    assert not found
    assert seen >= {
        *BASE,
        "veerkracht.sources",
        "veerkracht.areas",
        "veerkracht.edition",
        "veerkracht.products",
        "veerkracht.sample",
        "expectations",
    }


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("veerkracht.sources.x", "def f():\n    import dagster as d"),
        ("veerkracht.edition.x", "from veerkracht.products.web import page"),
        ("veerkracht.products.x", "from dbt.cli.main import dbtRunner"),
        ("veerkracht.sources.x", "from veerkracht.areas.gewichten import build_gewichten"),
        ("veerkracht.sources.x", "from veerkracht import areas"),
        ("veerkracht.sources.x", "from ..areas import weights"),
        ("veerkracht.areas.x", "if True:\n    import veerkracht.publication"),
        ("veerkracht.settings", "from veerkracht.sources.catalogue.loading import model"),
        ("veerkracht.sample.x", "from veerkracht.sources.catalogue.model import Release"),
        ("veerkracht.products.x", "from veerkracht.sample import write_sample"),
        ("veerkracht.publication", "from orchestration import cli"),
        ("veerkracht.areas.x", "from expectations import runner"),
        ("veerkracht", "from veerkracht import paths"),
        ("expectations.x", "import orchestration.definitions"),
        ("expectations.x", "from dagster import asset"),
        ("veerkracht.products.x", "from tests import conftest"),
    ],
)
def test_a_breach_is_seen(module, source):
    assert breaches(module, source, module.rpartition(".")[0] or module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("veerkracht.products.x", "from veerkracht.areas import weights\nimport geopandas"),
        ("veerkracht.sources.x", "from . import model\nfrom veerkracht import schemas, __version__"),
        ("orchestration.x", "import dagster, expectations, veerkracht.publication"),
        ("expectations.x", "import great_expectations\nfrom veerkracht.sources import model"),
        ("veerkracht.sources.x", "import dbtools, dagsterish"),
    ],
)
def test_what_is_allowed_passes(module, source):
    assert not breaches(module, source, module.rpartition(".")[0])
