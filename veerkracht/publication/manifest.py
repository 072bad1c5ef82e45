"""Makes MANIFEST.json: what an edition is made of and the sha256 of each of its files. Written last: the sentinel."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from veerkracht.files import fsync, sha256_of
from veerkracht.publication.contents import MANIFEST, FileFacts, Manifest, files_of
from veerkracht.publication.database import mart_tables, quoted, single
from veerkracht.publication.fingerprint import Inputs, code_fingerprint, package_versions


def write_manifest(candidate: Path, editie: str, inputs: Inputs) -> Manifest:
    """Write the manifest of a complete candidate and bring every file to disk (fsync). Returns the manifest."""
    manifest = Manifest(
        editie=editie,
        gemaakt=datetime.now(UTC).isoformat(timespec="seconds"),
        **_database_facts(candidate),
        code={"versie": package_versions().get("veerkracht"), "vingerafdruk": code_fingerprint()},
        pakketten=package_versions(),
        invoer=inputs,
        bestanden={
            file.relative_to(candidate).as_posix(): FileFacts(file.stat().st_size, sha256_of(file))
            for file in files_of(candidate)
        },
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, default=str)
    (candidate / MANIFEST).write_text(text, encoding="utf-8")
    for folder, _, names in os.walk(candidate):
        for name in names:
            fsync(Path(folder, name))
        fsync(Path(folder))
    return manifest


def _database_facts(candidate: Path) -> dict[str, Any]:
    """What the database tells of itself: its one row of dim_publicatie, its releases, and the rows of each mart."""
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        (about,) = _rows(con, "select publiek, merk, niet_verspreiden, doel_indeling from dim_publicatie")
        releases = _rows(
            con, "select bron, release, sha256, indeling, status, gekozen from dim_release order by bron, release"
        )
        counts = {table: single(con, f"select count(*) from main.{quoted(table)}") for table in mart_tables(con)}
    return about | {"releases": releases, "rijen": counts}


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = con.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
