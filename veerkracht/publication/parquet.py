"""`marts/<tabel>.parquet`: what DuckDB writes, with the comment of every column in the metadata of its field."""

import base64
from pathlib import Path

import duckdb

from veerkracht.publication.database import literal, mart_tables, quoted, single

DESCRIPTION = b"description"


def export_parquet(candidate: Path, *only: str) -> None:
    """Write `marts/<tabel>.parquet` of every mart, or of the tables named.

    The comment of a table stands in the metadata of the file under `description`, that of a column in the metadata of
    its field, as Arrow keeps it (`pyarrow.parquet.read_schema(file).field(name).metadata`).
    """
    (candidate / "marts").mkdir(exist_ok=True)
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        for table in only or mart_tables(con):
            file = candidate / "marts" / f"{table}.parquet"
            schema, about = literal(_arrow_schema(con, table)), literal(_about(con, table))
            con.execute(
                f"copy main.{quoted(table)} to {literal(str(file))} (format parquet, compression zstd, "
                f"kv_metadata {{'ARROW:schema': {schema}, 'description': {about}}})"
            )


def _arrow_schema(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The schema of a table with descriptions, as a Parquet file holds it for Arrow: DuckDB writes none of its own."""
    import pyarrow as pa

    comments = dict(
        con.execute(
            "select column_name, coalesce(comment, '') from duckdb_columns() where schema_name = 'main' "
            "and table_name = ? and database_name = current_database()",
            [table],
        ).fetchall()
    )
    empty = con.execute(f"from main.{quoted(table)} limit 0").to_arrow_table().schema
    described = [field.with_metadata({DESCRIPTION: comments[field.name].encode()}) for field in empty]
    schema = pa.schema(described, {DESCRIPTION: _about(con, table).encode()})
    return base64.b64encode(schema.serialize().to_pybytes()).decode()


def _about(con: duckdb.DuckDBPyConnection, table: str) -> str:
    sql = (
        "select coalesce(comment, '') from duckdb_tables() where schema_name = 'main' and table_name = ? "
        "and database_name = current_database()"
    )
    return str(single(con, sql, [table]))
