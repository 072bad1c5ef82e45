"""What is in the folder of an edition: its files, and whether they are those of its manifest, MANIFEST.json.

Not here: making a manifest (`manifest`), and the editions beside each other (`editions`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from veerkracht.files import sha256_of

MANIFEST = "MANIFEST.json"


@dataclass(frozen=True)
class FileFacts:
    """What the manifest says of a file."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """MANIFEST.json, key by key; without `invoer` and `bestanden` it is none, the rest older ones may lack."""

    versie: int = 1
    editie: str | None = None
    gemaakt: str | None = None  # ISO time, UTC
    publiek: str | None = None
    merk: str | None = None
    niet_verspreiden: bool | None = None
    doel_indeling: int | None = None
    releases: list[dict[str, Any]] = field(default_factory=list)  # bron, release, sha256, indeling, status, gekozen
    rijen: dict[str, int] = field(default_factory=dict)  # of each mart
    code: dict[str, str | None] = field(default_factory=dict)
    pakketten: dict[str, str] = field(default_factory=dict)
    invoer: Mapping[str, Any] = field(default_factory=dict)  # what `collect_inputs` gave
    bestanden: dict[str, FileFacts] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Manifest":
        """The manifest of a JSON object; keys that nobody knows are left out."""
        known = {one.name: content[one.name] for one in fields(cls) if one.name in content}
        files = {name: FileFacts(facts["bytes"], facts["sha256"]) for name, facts in content["bestanden"].items()}
        return cls(**known | {"bestanden": files})


def files_of(folder: Path) -> list[Path]:
    """All files of a candidate or edition but the manifest, sorted; hidden files are not part of an edition."""
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return sorted(file for file in found if file != folder / MANIFEST)


def read_manifest(edition: Path) -> Manifest | None:
    """The manifest of an edition, or None when it is absent or unreadable."""
    try:
        content = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))
        return Manifest.of(content) if {"bestanden", "invoer"} <= content.keys() else None
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None


def verify(edition: Path) -> list[str]:
    """What is wrong with an edition beside its manifest, in Dutch; empty when every file has its sha256."""
    manifest = read_manifest(edition)
    if manifest is None:
        return [f"{MANIFEST} ontbreekt of is onleesbaar"]
    problems = []
    for name, facts in manifest.bestanden.items():
        file = edition / name
        if not file.is_file():
            problems.append(f"{name} ontbreekt")
        elif FileFacts(file.stat().st_size, sha256_of(file)) != facts:
            problems.append(f"{name} is gewijzigd")
    extra = {file.relative_to(edition).as_posix() for file in files_of(edition)} - manifest.bestanden.keys()
    return problems + [f"{name} hoort er niet bij" for name in sorted(extra)]
