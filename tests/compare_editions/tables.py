"""Two tables in DuckDB beside each other: columns, comments, rows by key, floats within the noise of a build.

The rows are first laid side by side as they stand, which costs no memory; only where that fails are they sought by key.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from .difference import ABSOLUTE, RELATIVE, Difference, shortened

FLOATS = ("DOUBLE", "FLOAT")
EXAMPLES = 3
WHERE = {"niveau", "gebiedscode", "indeling", "gemeentecode", "van_indeling", "naar_indeling", "van_code", "naar_code"}
WHEN = {"jaar", "jaar_van", "jaar_tot", "bron", "release"}
WHAT = {
    "indicator",
    "kaart_id",
    "maat",
    "soort",
    "onderdeel",
    "variant",
    "term",
    "tabel",
    "naam",
    "instelling",
    "vraag",
}
IDENTITY = WHERE | WHEN | WHAT
"""Columns that say which row it is, where a table opens with them."""


@dataclass(frozen=True)
class Table:
    """SQL of the rows of one thing: `rows` is a relation of the old or new edition without its geometry."""

    thing: str
    old: str
    new: str


def session(memory: str = "1500MB") -> Connection:
    con = duckdb.connect(config={"memory_limit": memory, "threads": 2})
    con.execute("set enable_progress_bar = false")
    return con


def compare_databases(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    """Every table of two DuckDB files, with the comments of tables and columns."""
    with session() as con:
        con.execute(f"attach '{old}' as oud (read_only)").execute(f"attach '{new}' as nieuw (read_only)")
        yield from compare_tables(con, Table(f"{thing}/comments", _comments("oud"), _comments("nieuw")))
        names = [_names(con, database) for database in ("oud", "nieuw")]
        yield from only_in_one(thing, set(names[0]), set(names[1]), "table")
        for name in sorted(names[0].keys() & names[1].keys()):
            yield from compare_tables(con, Table(f"{thing}/{name}", f"oud.{names[0][name]}", f"nieuw.{names[1][name]}"))


def compare_parquet(old: Path, new: Path, thing: str) -> Iterator[Difference]:
    """Every column of two Parquet files but the outlines."""
    with session() as con:
        yield from compare_tables(con, Table(thing, f"'{old}'", f"'{new}'"))


def compare_tables(con: Connection, table: Table) -> Iterator[Difference]:
    columns = [_columns(con, relation) for relation in (table.old, table.new)]
    yield from only_in_one(table.thing, set(columns[0]), set(columns[1]), "column")
    shared = {name: kind for name, kind in columns[0].items() if name in columns[1]}
    for name, kind in shared.items():
        if columns[1][name] != kind:
            yield Difference(f"{table.thing}/{name}", f"type {kind} became {columns[1][name]}")
    counts = [con.execute(f"select count(*) from {rows}").fetchone()[0] for rows in (table.old, table.new)]
    if counts[0] != counts[1]:
        yield Difference(table.thing, f"{counts[0]} rows became {counts[1]}")
    selected = ", ".join(f'{_expression(name, kind)} as "{name}"' for name, kind in shared.items())
    old, new = (f"(select {selected} from {rows})" for rows in (table.old, table.new))
    if shared and (counts[0] != counts[1] or not _equal_as_they_stand(con, old, new, shared)):
        yield from _by_key(con, table.thing, old, new, shared)


def only_in_one(thing: str, old: set[str], new: set[str], kind: str) -> Iterator[Difference]:
    yield from (Difference(f"{thing}/{name}", f"{kind} is gone") for name in sorted(old - new))
    yield from (Difference(f"{thing}/{name}", f"{kind} is new") for name in sorted(new - old))


def _comments(database: str) -> str:
    where = f"where database_name = '{database}' and not internal"
    return f"""(
        select table_name, column_name, comment from duckdb_columns() {where}
        union all by name select table_name, comment from duckdb_tables() {where} order by all)"""


def _names(con: Connection, database: str) -> dict[str, str]:
    """Tables and views by name, `analyse.buurten` where it does not stand in main: how each is called in SQL."""
    found = con.execute(
        "select table_schema, table_name from information_schema.tables where table_catalog = ?", [database]
    ).fetchall()
    return {name if schema == "main" else f"{schema}.{name}": f'"{schema}"."{name}"' for schema, name in found}


def _columns(con: Connection, relation: str) -> dict[str, str]:
    """Types by column, outlines left out."""
    described = con.execute(f"describe select * from {relation}").fetchall()
    return {
        row[0]: row[1] for row in described if not row[1].startswith("GEOMETRY") and row[0] not in ("geometry", "geom")
    }


def _expression(name: str, kind: str) -> str:
    """The numbers of a struct (the box of an outline) to 5 decimals, all else as it is."""
    if not kind.startswith("STRUCT"):
        return f'"{name}"'
    numbers = f"regexp_extract_all(cast(\"{name}\" as varchar), '-?[0-9.]+')"
    return f"list_transform({numbers}, x -> round(cast(x as double), 5))"


def _listed(names: Iterable[str], side: str = "") -> str:
    return ", ".join(f'{side}"{name}"' for name in names)


def _same(a: str, b: str, kind: str) -> str:
    """SQL: whether two values are equal, or floats within the noise of a build."""
    equal = f"{a} is not distinct from {b}"
    if kind not in FLOATS:
        return f"({equal})"
    noise = f"greatest({RELATIVE} * greatest(abs({a}), abs({b})), {ABSOLUTE})"
    return f"({equal} or coalesce(abs({a} - {b}) <= {noise}, false))"


def _rounded(name: str, kind: str) -> str:
    """SQL: a value, floats to nine digits: noise that this leaves is seen when rows are paired."""
    if kind not in FLOATS:
        return f'"{name}"'
    digits = f'8 - cast(floor(log10(abs("{name}"))) as integer)'
    return f'case when "{name}" = 0 or not isfinite("{name}") then "{name}" else round("{name}", {digits}) end'


def _equal_as_they_stand(con: Connection, old: str, new: str, columns: dict[str, str]) -> bool:
    sides = (", ".join(f'"{name}" as {side}{place}' for place, name in enumerate(columns)) for side in "ab")
    left, right = (f"(select {selected} from {rows})" for selected, rows in zip(sides, (old, new), strict=True))
    same = " and ".join(_same(f"a{place}", f"b{place}", kind) for place, kind in enumerate(columns.values()))
    return con.execute(f"select 1 from {left} positional join {right} where not ({same}) limit 1").fetchone() is None


def _by_key(con: Connection, thing: str, old: str, new: str, columns: dict[str, str]) -> Iterator[Difference]:
    """Rows that only one of the two has, paired by what says which row they are."""
    _keep_odd(con, old, new, columns)
    key = _key(con, columns)
    floats = [name for name, kind in columns.items() if kind in FLOATS]
    numbered = f"""select *, row_number() over (
        partition by {_listed(key)} order by {_listed([*(set(columns) - set(floats)), *floats])}) as nr from"""
    joined = " and ".join(f'a."{name}" is not distinct from b."{name}"' for name in [*key, "nr"])
    con.execute(f"""create or replace temp table paired as
        select a, b, a.nr is null as is_new, b.nr is null as is_gone
        from ({numbered} odd_old) a full join ({numbered} odd_new) b on {joined}""")
    yield from _rows_of_one(con, thing, "is_gone", "a", key)
    yield from _rows_of_one(con, thing, "is_new", "b", key)
    for name, kind in columns.items():
        if name not in key:
            yield from _values(con, thing, name, kind, key)


def _keep_odd(con: Connection, old: str, new: str, columns: dict[str, str]) -> None:
    """Make `odd_old` and `odd_new`; only hashes of all rows are held in memory."""
    hashed = f"hash({', '.join(_rounded(name, kind) for name, kind in columns.items())})"
    con.execute(f"""create or replace temp table odd as
        select h from (select {hashed} as h, 1 as n from {old} union all select {hashed}, -1 from {new})
        group by h having sum(n) <> 0""")
    for name, rows in (("odd_old", old), ("odd_new", new)):
        con.execute(f"create or replace temp table {name} as from {rows} where {hashed} in (select h from odd)")


def _key(con: Connection, columns: dict[str, str]) -> list[str]:
    """The shortest run of first columns that tells the odd rows apart and holds those that say which row it is."""
    firm = [name for name, kind in columns.items() if kind not in FLOATS]
    length = next((place for place, name in enumerate(firm) if name not in IDENTITY), len(firm)) or 1
    while length < len(firm) and _has_twins(con, firm[:length]):
        length += 1
    return firm[:length] or list(columns)[:1]


def _has_twins(con: Connection, key: list[str]) -> bool:
    twins = f"group by {_listed(key)} having count(*) > 1 limit 1"
    found = con.execute(f"(select 1 from odd_old {twins}) union all (select 1 from odd_new {twins})")
    return found.fetchone() is not None


def _rows_of_one(con: Connection, thing: str, which: str, side: str, key: list[str]) -> Iterator[Difference]:
    (count,) = con.execute(f"select count(*) from paired where {which}").fetchone()
    if count:
        query = f"select {_listed(key, f'{side}.')} from paired where {which} order by all limit {EXAMPLES}"
        shown = (" ".join(map(str, row)) for row in con.execute(query).fetchall())
        yield Difference(thing, f"{count} rows {which.replace('_', ' ')}", tuple(map(shortened, shown)))


def _values(con: Connection, thing: str, name: str, kind: str, key: list[str]) -> Iterator[Difference]:
    a, b = f'a."{name}"', f'b."{name}"'
    where = f"not is_new and not is_gone and not {_same(a, b, kind)}"
    (count,) = con.execute(f"select count(*) from paired where {where}").fetchone()
    if count:
        query = f"select {a}, {b}, {_listed(key, 'a.')} from paired where {where} order by all limit {EXAMPLES}"
        rows = con.execute(query).fetchall()
        examples = tuple(f"{' '.join(map(str, row[2:]))}: {shortened(row[0])} -> {shortened(row[1])}" for row in rows)
        yield Difference(f"{thing}/{name}", f"differs in {count} rows", examples)
