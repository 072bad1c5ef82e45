"""An openbaar edition holds nothing of a restricted source: no id of it in any file, name or column.

The build reads only open sources, so this finds nothing unless a wall has fallen. It looks at bytes of text files
and GeoPackages, and at every text column and column name of Parquet and DuckDB, where bytes are compressed.
"""

import re
from pathlib import Path

import duckdb

from veerkracht.publication.database import literal, mart_tables, quoted
from veerkracht.publication.manifest import files
from veerkracht.publication.quality import outcome

# No word boundary in front: GeoPackages and DuckDB store texts end to end. For the same reason the words in between are
# few and joined by one underscore: `…afgeschermd__` of one text and `…_noemer` of a later one are no indicator.
RESTRICTED_INDICATOR = r"(wzw|md)(_[a-z0-9]{1,30}){1,8}_(teller|noemer|aandeel)"
CHUNK = 1 << 22
OVERLAP = 200


def run(candidate: Path, con: duckdb.DuckDBPyConnection, restricted: list[str] | None = None) -> list[dict]:
    """One outcome over the access in the dimensions, one over all files. `restricted`: ids of restricted sources."""
    pattern = "|".join([*map(re.escape, restricted or restricted_sources()), RESTRICTED_INDICATOR])
    closed = con.execute(
        "select (select count(*) from dim_indicator where toegang is distinct from 'open') "
        "+ (select count(*) from dim_release where toegang is distinct from 'open')"
    ).fetchone()[0]
    found = list(_names(candidate, con, pattern))
    text = f"beperkte bron of indicator gevonden in: {', '.join(found[:5])}" if found else "in orde"
    return [
        outcome(
            "openbaar", "toegang", closed, f"{closed} indicatoren of releases zijn niet open" if closed else "in orde"
        ),
        outcome("openbaar", "bestanden", len(found), text),
    ]


def restricted_sources() -> list[str]:
    """Ids with `toegang: beperkt`: of the sources of the catalogue, and of the user's own indicators."""
    from veerkracht.sources.catalogue import load_catalogue

    catalogue = load_catalogue()
    sources = sorted(bron for bron, source in catalogue.sources.items() if source.toegang == "beperkt")
    return sources + catalogue.eigen.restricted()


def _names(candidate: Path, con: duckdb.DuckDBPyConnection, pattern: str) -> list[str]:
    """Files (and columns of tables) in which the pattern occurs."""
    found = [
        f"veerkracht.duckdb: {t}.{c}" for t in mart_tables(con) for c in _columns(con, f"main.{quoted(t)}", pattern)
    ]
    for file in files(candidate):
        name = file.relative_to(candidate).as_posix()
        if file.suffix == ".parquet":
            found += [f"{name}: {c}" for c in _columns(con, f"read_parquet({literal(str(file))})", pattern)]
        elif re.search(pattern, name) or _in_bytes(file, re.compile(pattern.encode())):
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


def _in_bytes(file: Path, pattern: re.Pattern[bytes]) -> bool:
    """Search a file of any size in pieces that overlap by more than the longest id."""
    tail = b""
    with file.open("rb") as stream:
        while piece := stream.read(CHUNK):
            if pattern.search(tail + piece):
                return True
            tail = piece[-OVERLAP:]
    return False
