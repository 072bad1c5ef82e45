"""Makes MANIFEST.json: what an edition is made of and the sha256 of each of its files. Written last: the sentinel."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from veerkracht.files import fsync, sha256_of
from veerkracht.publication.contents import MANIFEST, files_of
from veerkracht.publication.database import mart_tables, quoted
from veerkracht.publication.fingerprint import code_fingerprint, package_versions


def write_manifest(candidate: Path, edition: str, inputs: dict) -> dict:
    """Write the manifest of a complete candidate and bring every file to disk (fsync). Returns the manifest."""
    manifest = {
        "versie": 1,
        "editie": edition,
        "gemaakt": datetime.now(UTC).isoformat(timespec="seconds"),
        **_database_facts(candidate),
        "code": {"versie": package_versions().get("veerkracht"), "vingerafdruk": code_fingerprint()},
        "pakketten": package_versions(),
        "invoer": inputs,
        "bestanden": {
            file.relative_to(candidate).as_posix(): {"bytes": file.stat().st_size, "sha256": sha256_of(file)}
            for file in files_of(candidate)
        },
    }
    (candidate / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    for folder, _, names in os.walk(candidate):
        for name in names:
            fsync(Path(folder, name))
        fsync(Path(folder))
    return manifest


def _database_facts(candidate: Path) -> dict:
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        publication = con.execute(
            "select publiek, merk, niet_verspreiden, doel_indeling from dim_publicatie"
        ).fetchone()
        rows = {t: con.execute(f"select count(*) from main.{quoted(t)}").fetchone()[0] for t in mart_tables(con)}
        chosen = con.execute(
            "select bron, release, sha256, indeling, status, gekozen from dim_release order by bron, release"
        )
        releases = [dict(zip([c[0] for c in chosen.description], row, strict=True)) for row in chosen.fetchall()]
    names = ("publiek", "merk", "niet_verspreiden", "doel_indeling")
    return dict(zip(names, publication, strict=True)) | {"releases": releases, "rijen": rows}
