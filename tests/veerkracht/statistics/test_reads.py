"""Every model that a step of the statistics declares is read by it; what it does not declare it cannot read."""

import ast
from pathlib import Path

import pytest

from veerkracht import statistics

HOME = Path(statistics.__file__).parent


def texts(module: str) -> str:
    """All texts of a step and of the modules of this package that it imports."""
    todo, seen, found = [f"veerkracht.statistics.{module}"], set(), []
    while todo:
        name = todo.pop()
        path = HOME.joinpath(*name.split(".")[2:])
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if name in seen or not file.is_file() or file == HOME / "__init__.py":
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("veerkracht.statistics"):
                todo += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return " ".join(found)


@pytest.mark.parametrize("step", statistics.STEPS, ids=lambda step: step.module)
def test_what_is_declared_is_read(step):
    words = set(texts(step.module).replace(".", " ").split())
    assert set(step.reads) <= words
