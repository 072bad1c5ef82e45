"""Parquet tells what its columns mean, to DuckDB as well as to Arrow, with the types of the database."""

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.contracts import marts


def test_each_field_has_the_comment_of_its_column(kandidaat):
    with duckdb.connect(str(kandidaat / "veerkracht.duckdb"), read_only=True) as con:
        comments = con.execute(
            "select table_name, column_name, comment from duckdb_columns() where schema_name = 'main' and not internal"
        ).fetchall()
        tables = dict(con.execute("select table_name, comment from duckdb_tables()").fetchall())
    schemas = {name: pq.read_schema(kandidaat / "marts" / f"{name}.parquet") for name in tables}
    found = [(t, c, schemas[t].field(c).metadata[b"description"].decode()) for t, c, _ in comments]
    assert found == comments
    assert {name: schema.metadata[b"description"].decode() for name, schema in schemas.items()} == tables


@pytest.mark.parametrize("mart", ["dim_release", "fct_kaart", "fct_reeks"])
def test_arrow_and_duckdb_read_the_same_rows_and_types(kandidaat, mart):
    file = kandidaat / "marts" / f"{mart}.parquet"
    with duckdb.connect(str(kandidaat / "veerkracht.duckdb"), read_only=True) as con:
        own = con.execute(f"from {mart}").to_arrow_table()
        described = [row[:2] for row in con.execute(f"describe {mart}").fetchall()]
        assert [row[:2] for row in con.execute(f"describe select * from '{file}'").fetchall()] == described
    read = pq.read_table(file)
    assert read.schema.remove_metadata() == own.schema.remove_metadata()
    assert read.equals(own) and mart in marts()
