"""The version of a reader: a hash of its source and of what it imports from this package.

So nobody has to remember to raise a number: another reader means reading again.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

CATALOGUE = "catalogus.yaml"  # a release more is no other reader
PAKKET = Path(__file__).parents[2]


@cache
def lezer_versie(module: str) -> str:
    """Hash over a module, the modules of `veerkracht` it imports, and the data files (YAML) beside them."""
    digest = hashlib.sha256()
    for file in sorted(_files(module)):
        digest.update(file.relative_to(PAKKET).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(module: str) -> set[Path]:
    todo, found = [module], set()
    while todo:
        file = _file(todo.pop())
        if file and file not in found:
            found |= {file, *(data for data in file.parent.glob("*.yaml") if data.name != CATALOGUE)}
            todo += _imports(file)
    return found


def _file(module: str) -> Path | None:
    base = PAKKET.joinpath(*module.split(".")[1:])
    return next((file for file in (base.with_suffix(".py"), base / "__init__.py") if file.is_file()), None)


def _imports(file: Path) -> list[str]:
    """Modules of this package named in import statements; a name that is no module has no file and drops out."""
    names = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("veerkracht"):
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names if alias.name.startswith("veerkracht.")]
    return names
