"""The version of a reader: a hash of its source and of what it imports from this package.

So nobody has to remember to raise a number: another reader means reading again.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

import veerkracht
from veerkracht import levels, sources
from veerkracht.paths import SEEDS
from veerkracht.sources.folders import CATALOGUE, EXPECTATIONS

NO_READER = {CATALOGUE, EXPECTATIONS}  # a release more is no other reader

PACKAGE = Path(veerkracht.__file__).parent


def reader_version(module: str) -> str:
    """What `_hash` says of a module; with levels of the user also theirs, since readers then find more."""
    own = levels.known().own
    return _hash(module) + (f"-{hashlib.sha256(repr(own).encode()).hexdigest()[:8]}" if own else "")


@cache
def _hash(module: str) -> str:
    """Hash over a module, the modules of `veerkracht` it imports, the YAML beside them and the seeds they name."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(module).items()):
        digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(module: str) -> dict[str, Path]:
    """Files that a module is made of, by the name of their module. What the catalogue says of a source is no reader."""
    todo, found = [module], dict[str, Path]()
    while todo:
        name = todo.pop()
        file = _file(name)
        if file and name not in found:
            beside = [data for data in file.parent.glob("*.yaml") if data.name not in NO_READER]
            found |= {name: file} | {f"{name}/{data.name}": data for data in [*beside, *_seeds(file)]}
            todo += _imports(file)
    return found


def _file(module: str) -> Path | None:
    """File of a module of this package; sources may lie in other folders on the path of `sources`."""
    _, *parts = module.split(".")
    roots = (
        [Path(root, *parts[1:]) for root in sources.__path__]
        if parts[:1] == ["sources"]
        else [PACKAGE.joinpath(*parts)]
    )
    candidates = (file for base in roots for file in (base.with_suffix(".py"), base / "__init__.py"))
    return next((file for file in candidates if file.is_file()), None)


def _seeds(file: Path) -> list[Path]:
    """Seeds that a module names, such as `geen_cijfer.csv`."""
    texts = [node.value for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Constant)]
    return [
        SEEDS / text for text in texts if isinstance(text, str) and text.endswith(".csv") and (SEEDS / text).is_file()
    ]


def _imports(file: Path) -> list[str]:
    """Modules of this package named in import statements; a name that is no module has no file and drops out."""
    names = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("veerkracht"):
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names if alias.name.startswith("veerkracht.")]
    return names
