"""What is in the folder of an edition: its files, and whether they are those of its manifest, MANIFEST.json.

Not here: making a manifest (`manifest`), and the editions beside each other (`editions`).
"""

import json
from pathlib import Path

from veerkracht.files import sha256_of

MANIFEST = "MANIFEST.json"


def files_of(folder: Path) -> list[Path]:
    """All files of a candidate or edition but the manifest, sorted; hidden files are not part of an edition."""
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return sorted(file for file in found if file != folder / MANIFEST)


def read_manifest(edition: Path) -> dict | None:
    """The manifest of an edition, or None when it is absent or unreadable."""
    try:
        manifest = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and {"bestanden", "invoer"} <= manifest.keys() else None


def verify(edition: Path) -> list[str]:
    """What is wrong with an edition beside its manifest, in Dutch; empty when every file has its sha256."""
    manifest = read_manifest(edition)
    if manifest is None:
        return [f"{MANIFEST} ontbreekt of is onleesbaar"]
    listed, problems = manifest["bestanden"], []
    for name, facts in listed.items():
        file = edition / name
        if not file.is_file():
            problems.append(f"{name} ontbreekt")
        elif file.stat().st_size != facts["bytes"] or sha256_of(file) != facts["sha256"]:
            problems.append(f"{name} is gewijzigd")
    extra = {file.relative_to(edition).as_posix() for file in files_of(edition)} - listed.keys()
    return problems + [f"{name} hoort er niet bij" for name in sorted(extra)]
