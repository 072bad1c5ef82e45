"""An openbaar edition holds nothing of a restricted source: no id of it in any file, name or column.

The build reads only open sources, so this finds nothing unless a wall has fallen. It looks at bytes of text files
and GeoPackages, at what is packed in workbooks, and at every text column and column name of Parquet and DuckDB, where
bytes are compressed. PDF and tiles are not unpacked: they show what the database holds.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb

from veerkracht.outcome import Outcome
from veerkracht.products.kinds import kind_of
from veerkracht.publication.contents import files_of
from veerkracht.publication.database import literal, mart_tables, quoted, single
from veerkracht.publication.outcomes import outcome

# No word boundary in front: GeoPackages and DuckDB store texts end to end. For the same reason the words in between are
# few and joined by one underscore: `…afgeschermd__` of one text and `…_noemer` of a later one are no indicator.
ENDS = ("_teller", "_noemer", "_aandeel")
RESTRICTED_INDICATOR = rf"(wzw|md)(_[a-z0-9]{{1,30}}){{1,8}}({'|'.join(ENDS)})"
CHUNK = 1 << 22
OVERLAP = 200


@dataclass(frozen=True)
class Sought:
    """What may not occur: a pattern, and parts of which every text with it has one (far quicker to look for)."""

    pattern: str
    parts: tuple[bytes, ...]

    @classmethod
    def of(cls, sources: list[str]) -> "Sought":
        """Ids of restricted sources, and how restricted indicators are named."""
        pattern = "|".join([*map(re.escape, sources), RESTRICTED_INDICATOR])
        return cls(pattern, tuple(part.encode() for part in (*sources, *ENDS)))


def run(candidate: Path, con: duckdb.DuckDBPyConnection, restricted: list[str] | None = None) -> list[Outcome]:
    """One outcome over the access in the dimensions, one over all files. `restricted`: ids of restricted sources."""
    sought = Sought.of(restricted or restricted_sources())
    closed = single(
        con,
        "select (select count(*) from dim_indicator where toegang is distinct from 'open') "
        "+ (select count(*) from dim_release where toegang is distinct from 'open')",
    )
    tables = [
        f"veerkracht.duckdb: {t}.{c}" for t in mart_tables(con) for c in _columns(con, f"main.{quoted(t)}", sought)
    ]
    return [
        outcome(
            "openbaar", "toegang", closed, f"{closed} indicatoren of releases zijn niet open" if closed else "in orde"
        ),
        _outcome([*tables, *_in_files(candidate, con, files_of(candidate), sought)]),
    ]


def in_written(candidate: Path, con: duckdb.DuckDBPyConnection, files: list[Path]) -> Outcome:
    """One outcome over these files of the candidate."""
    return _outcome(_in_files(candidate, con, files, Sought.of(restricted_sources())))


def restricted_sources() -> list[str]:
    """Ids with `toegang: beperkt`: of the sources of the catalogue, and of the user's own indicators."""
    from veerkracht.sources.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    sources = sorted(bron for bron, source in catalogue.sources.items() if source.toegang == "beperkt")
    return sources + catalogue.eigen.restricted()


def _outcome(found: list[str]) -> Outcome:
    text = f"beperkte bron of indicator gevonden in: {', '.join(found[:5])}" if found else "in orde"
    return outcome("openbaar", "bestanden", len(found), text)


def _in_files(candidate: Path, con: duckdb.DuckDBPyConnection, files: list[Path], sought: Sought) -> list[str]:
    """Files (and columns of tables) in which it occurs; how each is searched stands with its kind."""
    found = []
    for file in files:
        name = file.relative_to(candidate).as_posix()
        if kind_of(file).search == "columns":
            found += [f"{name}: {c}" for c in _columns(con, f"read_parquet({literal(str(file))})", sought)]
        elif re.search(sought.pattern, name) or _in_file(file, sought):
            found.append(name)
    return found


def _columns(con: duckdb.DuckDBPyConnection, relation: str, sought: Sought) -> list[str]:
    try:
        described = con.execute(f"describe select * from {relation}").fetchall()
    except duckdb.Error:
        return ["onleesbaar"]  # what cannot be read cannot be cleared
    named = [row[0] for row in described if re.search(sought.pattern, row[0])]
    parts = [  # distinct first: far fewer texts to match than rows
        f"select {literal(name)} where exists (from (select distinct {quoted(name)} as tekst from {relation}) "
        f"where regexp_matches(tekst, {literal(sought.pattern)}))"
        for name, kind, *_ in described
        if kind == "VARCHAR"
    ]
    return named + [row[0] for row in con.execute(" union all ".join(parts)).fetchall()] if parts else named


def _in_file(file: Path, sought: Sought) -> bool:
    """Search a file, and of a workbook what is packed in it."""
    if kind_of(file).search != "packed":
        with file.open("rb") as stream:
            return _in_bytes(stream, sought)
    try:
        with zipfile.ZipFile(file) as packed:
            return any(_in_bytes(packed.open(name), sought) for name in packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return True  # what cannot be read cannot be cleared


def _in_bytes(stream: IO[bytes], sought: Sought) -> bool:
    """Search bytes in pieces that overlap by more than the longest id; the slow pattern only where a part of it is."""
    tail, pattern = b"", re.compile(sought.pattern.encode())
    while piece := stream.read(CHUNK):
        text = tail + piece
        if any(part in text for part in sought.parts) and pattern.search(text):
            return True
        tail = piece[-OVERLAP:]
    return False
