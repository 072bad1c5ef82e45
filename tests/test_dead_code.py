"""Holds that a test is not the only one who calls: what stands at the top of a module of the product is used by it.

A use is a name in other code of the product, a model of dbt or the site; also the own module may use it, outside the
definition itself. A name is a name, whosever it is: this knows no false alarm, but a homonym can hide what is dead.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("veerkracht", "expectations", "orchestration")
USERS = (*CODE, "dbt_project", "docs")  # Python in them may use a name of the code
CALLED_BY_NAME = {
    "write": "a room or output names the module, whose `write` is then called (products/output.py)",
    "Plugin": "dbt-duckdb finds it in the module that profiles.yml names",
    "defs": "Dagster finds it in the module that workspace.yaml names",
}
DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def names_in(tree: ast.AST) -> Counter[str]:
    """Names and attributes that are read. An import alone is no use, nor a name in a text."""
    found: Counter[str] = Counter()
    todo: list[object] = [tree]
    while todo:  # by hand: ast.walk takes twice as long
        node = todo.pop()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            found[node.id if isinstance(node, ast.Name) else node.attr] += 1
            todo += [getattr(node, "value", None)]
        elif isinstance(node, ast.AST):
            todo += [value for value in node.__dict__.values() if isinstance(value, (ast.AST, list))]
    return found


def registers(node: ast.stmt) -> bool:
    """Whether a decorator takes a function into a register, as `@app.command(…)` does."""
    given = [one.func for one in getattr(node, "decorator_list", []) if isinstance(one, ast.Call)]
    return any(ast.unparse(one) != "dataclass" for one in given)


def defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Public functions, classes and constants at the top of a module."""
    for node in tree.body:
        if isinstance(node, DEFINED):
            names = [] if registers(node) else [node.name]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        else:
            names = []
        yield from ((name, node) for name in names if not name.startswith("_"))


def unused(code: Iterable[str], users: dict[str, ast.Module]) -> list[str]:
    """`file: name` of what no user reads; `code` are the files of `users` that define what must be used."""
    read: Counter[str] = Counter()
    for tree in users.values():
        read.update(names_in(tree))
    return [
        f"{file}: {name}"
        for file in code
        for name, node in defined(users[file])
        if name not in CALLED_BY_NAME and (not read[name] or read[name] == names_in(node)[name])
    ]


@pytest.fixture(scope="module")
def users() -> dict[str, ast.Module]:
    files = sorted(file for folder in USERS for file in (ROOT / folder).rglob("*.py"))
    return {str(file.relative_to(ROOT)): ast.parse(file.read_bytes()) for file in files}


def test_nothing_public_is_there_for_tests_alone(users):
    assert unused([file for file in users if file.startswith(CODE)], users) == []


def test_every_exception_is_needed(users):
    found = {name for file, tree in users.items() if file.startswith(CODE) for name, _ in defined(tree)}
    assert set(CALLED_BY_NAME) <= found


def test_what_is_dead_is_found():
    module = '''
LIMIT, SPARE = 1, 2
@app.command("x")
def typed(): return LIMIT
def dead(n): return dead(n - 1)
@dataclass(frozen=True)
class Lonely: one: int
class Kept: """SPARE and dead are no use in a text."""
def _private(): pass
'''
    trees = {"m": ast.parse(module), "user": ast.parse("from m import Kept, dead\nprint(Kept)")}
    assert unused(["m"], trees) == ["m: SPARE", "m: dead", "m: Lonely"]
