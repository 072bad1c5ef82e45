"""Holds the walls between the rooms: reads every import, also inside functions, and names each that goes too far."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASE = [
    "veerkracht.paths",
    "veerkracht.files",
    "veerkracht.commandline",
    "veerkracht.errors",
    "veerkracht.expected",
    "veerkracht.outcome",
    "veerkracht.schemas",
    "veerkracht.settings",
    "veerkracht.gone",
    "veerkracht.worktables",
    "veerkracht.levels",
    "veerkracht.levelrows",
    "veerkracht.dutch",
    "veerkracht.sentences",
]
ORDER = [
    "veerkracht.mapkinds",
    "veerkracht.sources",
    "veerkracht.areas",
    "veerkracht.statistics",
    "veerkracht.edition",
    "veerkracht.products",
    "veerkracht.publication",
]
CODE = ("veerkracht", "expectations", "orchestration")
# modules that import what a table of theirs names
REGISTERS = {
    "veerkracht.products.output": "an output, when it is its turn",
    "veerkracht.sources.folders": "the reader of each source, found by its folder",
    "veerkracht.statistics": "the steps, imported when they run",
}
MODULE = re.compile(rf"({'|'.join(CODE)})(\.[a-z_]\w*)*\.(?!duckdb|pmtiles)[a-z_]\w*")
APART = ["veerkracht.sample", "veerkracht.claims"]  # the fictitious country, and what checks an edition against it
ROOMS = [*BASE, *ORDER, *APART, "veerkracht", "expectations", "orchestration", "tests"]
ENGINES = ["dagster", "dagster_dbt", "dagster_webserver", "dbt", "great_expectations"]
ALLOWED = {room: ["veerkracht", *BASE] for room in BASE}  # `veerkracht` itself holds only the version
ALLOWED |= {room: ["veerkracht", *BASE, *ORDER[: i + 1]] for i, room in enumerate(ORDER)}
ALLOWED |= {room: ["veerkracht", *BASE, room] for room in APART}
ALLOWED |= {"veerkracht": []}
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


def modules() -> dict[str, tuple[str, str]]:
    """Source and package of every module of the code."""
    found = {}
    for file in sorted(path for room in CODE for path in (ROOT / room).rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[module] = (file.read_text("utf-8"), ".".join(parts[:-1]))
    return found


def graph_of(code: dict[str, tuple[str, str]]) -> dict[str, set[str]]:
    """Of each module the modules among `code` that it imports."""
    graph = {}
    for module, (source, package) in code.items():
        used = {name if name in code else name.rpartition(".")[0] for name in imports(source, package)}
        graph[module] = {name for name in used if name in code} - {module}
    return graph


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that all lead to each other."""

    def reach(start: str) -> set[str]:
        seen, todo = set(), [start]
        while todo:
            fresh = graph[todo.pop()] - seen
            seen |= fresh
            todo += fresh
        return seen

    reached = {module: reach(module) for module in graph}
    groups = ({other for other in reached[module] if module in reached[other]} for module in graph)
    return [list(group) for group in sorted({tuple(sorted(group)) for group in groups if group})]


def string_imports(source: str) -> set[str]:
    """Names of our modules as text, and calls that import by a text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MODULE.fullmatch(node.value):
            found.add(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in (
            "import_module",
            "__import__",
        ):
            found.add(ast.unparse(node))
    return found


def test_walls_stand():
    found = [line for module, (source, package) in modules().items() for line in breaches(module, source, package)]
    assert not found


def test_every_folder_and_module_of_the_domain_is_a_room():
    home = ROOT / "veerkracht"
    folders = {file.parent for file in home.glob("*/**/*.py")}
    tops = {folder.relative_to(home).parts[0] for folder in folders} | {file.stem for file in home.glob("*.py")}
    rooms = {room.rpartition(".")[2] for room in ROOMS if room.startswith("veerkracht.")}
    assert tops - {"__init__"} == rooms


def test_no_circles():
    assert circles(graph_of(modules())) == []


def test_only_registers_import_by_name():
    found = {module: names for module, (source, _) in modules().items() if (names := string_imports(source))}
    assert {module: names for module, names in found.items() if module not in REGISTERS} == {}
    assert set(REGISTERS) == set(found), "a register that imports nothing by name is none"


def test_a_circle_and_an_import_by_name_are_seen():
    code = {
        "veerkracht.a": ("def f():\n    from veerkracht import b", "veerkracht"),
        "veerkracht.b": ("from veerkracht.c import x", "veerkracht"),
        "veerkracht.c": ("from . import a", "veerkracht"),
        "veerkracht.d": ("from .a import f\nimport numpy", "veerkracht"),
    }
    assert circles(graph_of(code)) == [["veerkracht.a", "veerkracht.b", "veerkracht.c"]]
    assert string_imports("from importlib import import_module as i\nx = 'veerkracht.products.web'")
    assert string_imports("import importlib\nimportlib.import_module(f'veerkracht.{x}')")
    assert not string_imports("open('veerkracht.duckdb'), log('veerkracht'), 'zie veerkracht.products.web'")


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
