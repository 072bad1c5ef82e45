"""An openbaar edition holds nothing of a restricted source: no id of it in any file, name or column.

The build reads only open sources, so this finds nothing unless a wall has fallen. It looks at bytes of text files
and GeoPackages, at what is packed in workbooks, and at every text column and column name of Parquet and DuckDB, where
bytes are compressed. PDF and tiles are not unpacked: they show what the database holds.
"""

import re
import zipfile
from pathlib import Path
from typing import IO

import duckdb

from veerkracht.publication.contents import files_of
from veerkracht.publication.database import literal, mart_tables, quoted
from veerkracht.publication.quality import outcome

# No word boundary in front: GeoPackages and DuckDB store texts end to end. For the same reason the words in between are
# few and joined by one underscore: `…afgeschermd__` of one text and `…_noemer` of a later one are no indicator.
ENDS = ("_teller", "_noemer", "_aandeel")
RESTRICTED_INDICATOR = rf"(wzw|md)(_[a-z0-9]{{1,30}}){{1,8}}({'|'.join(ENDS)})"
CHUNK = 1 << 22
OVERLAP = 200


def run(candidate: Path, con: duckdb.DuckDBPyConnection, restricted: list[str] | None = None) -> list[dict]:
    """One outcome over the access in the dimensions, one over all files. `restricted`: ids of restricted sources."""
    sources = restricted or restricted_sources()
    pattern = "|".join([*map(re.escape, sources), RESTRICTED_INDICATOR])
    closed = con.execute(
        "select (select count(*) from dim_indicator where toegang is distinct from 'open') "
        "+ (select count(*) from dim_release where toegang is distinct from 'open')"
    ).fetchone()[0]
    found = _names(candidate, con, pattern, [part.encode() for part in (*sources, *ENDS)])
    text = f"beperkte bron of indicator gevonden in: {', '.join(found[:5])}" if found else "in orde"
    return [
        outcome(
            "openbaar", "toegang", closed, f"{closed} indicatoren of releases zijn niet open" if closed else "in orde"
        ),
        outcome("openbaar", "bestanden", len(found), text),
    ]


def restricted_sources() -> list[str]:
    """Ids with `toegang: beperkt`: of the sources of the catalogue, and of the user's own indicators."""
    from veerkracht.sources.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    sources = sorted(bron for bron, source in catalogue.sources.items() if source.toegang == "beperkt")
    return sources + catalogue.eigen.restricted()


def _names(candidate: Path, con: duckdb.DuckDBPyConnection, pattern: str, parts: list[bytes]) -> list[str]:
    """Files (and columns of tables) in which the pattern occurs. Every text that has it has one of `parts`."""
    found = [
        f"veerkracht.duckdb: {t}.{c}" for t in mart_tables(con) for c in _columns(con, f"main.{quoted(t)}", pattern)
    ]
    for file in files_of(candidate):
        name = file.relative_to(candidate).as_posix()
        if file.suffix == ".parquet":
            found += [f"{name}: {c}" for c in _columns(con, f"read_parquet({literal(str(file))})", pattern)]
        elif re.search(pattern, name) or _in_file(file, re.compile(pattern.encode()), parts):
            found.append(name)
    return found


def _columns(con: duckdb.DuckDBPyConnection, relation: str, pattern: str) -> list[str]:
    try:
        described = con.execute(f"describe select * from {relation}").fetchall()
    except duckdb.Error:
        return ["onleesbaar"]  # what cannot be read cannot be cleared
    named = [row[0] for row in described if re.search(pattern, row[0])]
    texts = [row[0] for row in described if row[1] == "VARCHAR"]
    for column in texts:  # distinct first: far fewer texts to match than rows
        found = con.execute(
            f"select count(*) from (select distinct {quoted(column)} as tekst from {relation}) "
            f"where regexp_matches(tekst, {literal(pattern)})"
        ).fetchone()[0]
        named += [column] if found else []
    return named


def _in_file(file: Path, pattern: re.Pattern[bytes], parts: list[bytes]) -> bool:
    """Search a file, and of a workbook what is packed in it."""
    if file.suffix != ".xlsx":
        with file.open("rb") as stream:
            return _in_bytes(stream, pattern, parts)
    try:
        with zipfile.ZipFile(file) as packed:
            return any(_in_bytes(packed.open(name), pattern, parts) for name in packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return True  # what cannot be read cannot be cleared


def _in_bytes(stream: IO[bytes], pattern: re.Pattern[bytes], parts: list[bytes]) -> bool:
    """Search bytes in pieces that overlap by more than the longest id; the slow pattern only where a part of it is."""
    tail = b""
    while piece := stream.read(CHUNK):
        text = tail + piece
        if any(part in text for part in parts) and pattern.search(text):
            return True
        tail = piece[-OVERLAP:]
    return False
