"""Reads one small YAML file as plain text values, and remembers on which line each key stands.

Knows nothing of sources: what the keys mean is in `catalogue`. Every scalar stays text (a release `2017`, a sha256 of
only digits), so YAML's own ideas about types do no harm. Anchors and aliases are refused: they hide what a line says.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from veerkracht.dutch import number
from veerkracht.errors import CatalogueError

MAX_BYTES = 1_000_000
PLAIN = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")  # what YAML gives without being told
YamlValue = str | None | list["YamlValue"] | dict[str, "YamlValue"]
YamlPath = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """Content of a file and the line (from 1) of every key and list item, by its path in the content."""

    file: Path
    content: dict[str, YamlValue]
    lines: dict[YamlPath, int]

    def where(self, *place: str | int) -> str:
        """`file:line` of a place in the content, or of the nearest thing above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return f"{self.file}:{self.lines.get(place, 1)}"


def read_yaml(file: Path) -> YamlFile:
    """Read a file that must hold one mapping.

    Raises CatalogueError with file and line when it is too big, not UTF-8, not YAML, or uses anchors, tags or a key
    twice.
    """
    lines: dict[YamlPath, int] = {}
    node = _compose(file)
    content = {} if node is None else _plain(node, file, (), lines)
    if not isinstance(content, dict):
        raise CatalogueError(
            f"{file}:1: verwacht sleutels met waarden (`bron: …`), gevonden: een lijst of losse tekst."
        )
    return YamlFile(file, content, lines)


def _compose(file: Path) -> Node | None:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CatalogueError(f"{file}: groter dan {number(MAX_BYTES)} bytes; dit is geen catalogusbestand.")
        return _composed(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file}: geen UTF-8-tekst (byte {error.start}); sla het bestand op als UTF-8.") from error
    except OSError as error:
        raise CatalogueError(f"{file}: kan niet worden gelezen: {error.strerror}.") from error
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = mark.line + 1 if mark else 1
        raise CatalogueError(
            f"{file}:{line}: geen geldige YAML: {getattr(error, 'problem', None) or error}."
        ) from error
    except RecursionError as error:
        raise CatalogueError(f"{file}: te diep genest; dit is geen catalogusbestand.") from error


@lru_cache(maxsize=128)
def _composed(text: str) -> Node | None:
    """The nodes of a text, which nobody changes: who asks for the catalogue again does not wait for it again."""
    return YAML(typ="safe", pure=True).compose(text)


def _plain(node: Node, file: Path, place: YamlPath, lines: dict[YamlPath, int]) -> YamlValue:
    """The value of a node; fills `lines` on the way."""
    lines.setdefault(place, node.start_mark.line + 1)
    where = f"{file}:{node.start_mark.line + 1}"
    if node.anchor:  # an alias gives the anchored node itself, so every use of one passes here
        raise CatalogueError(f"{where}: ankers en verwijzingen (&{node.anchor}) mogen niet; schrijf de waarde voluit.")
    if str(node.tag).removeprefix("tag:yaml.org,2002:") not in PLAIN:
        raise CatalogueError(f"{where}: YAML-tags ({node.tag}) mogen niet; schrijf een gewone waarde.")
    if isinstance(node, ScalarNode):
        return None if str(node.tag).endswith(":null") else node.value
    if isinstance(node, SequenceNode):
        return [_plain(item, file, (*place, index), lines) for index, item in enumerate(node.value)]
    assert isinstance(node, MappingNode)
    return _mapping(node, file, place, lines)


def _mapping(node: MappingNode, file: Path, place: YamlPath, lines: dict[YamlPath, int]) -> dict[str, YamlValue]:
    values: dict[str, YamlValue] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = _plain(key_node, file, (*place, "?"), {})
        if not isinstance(key, str):
            raise CatalogueError(f"{file}:{line}: een sleutel moet tekst zijn.")
        if key in values:
            raise CatalogueError(f"{file}:{line}: sleutel `{key}` staat er twee keer; laat er één staan.")
        lines[(*place, key)] = line
        values[key] = _plain(value_node, file, (*place, key), lines)
    return values
