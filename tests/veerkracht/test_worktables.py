"""Of the work database a reader sees what it declared, and nothing else."""

import duckdb
import pytest

from veerkracht.errors import BuildError
from veerkracht.worktables import UndeclaredReadError, WorkTables


@pytest.fixture
def database(tmp_path):
    file = tmp_path / "veerkracht.duckdb"
    with duckdb.connect(str(file)) as con:
        con.execute(
            "create schema tussen; create table tussen.int_a as select 1 as x; create table fct_b as select 2 as y"
        )
        con.execute("create view tussen.stg_c as select x + y as z from veerkracht.tussen.int_a, veerkracht.main.fct_b")
    return file


def test_declared_tables_and_views_are_read(database):
    with WorkTables(database, ("int_a", "stg_c")) as tables:
        assert tables.query("select x, z from tussen.int_a, tussen.stg_c where x = ?", [1]).values.tolist() == [[1, 3]]


def test_words_stored_as_numbers_are_text_to_a_reader(database):
    with duckdb.connect(str(database)) as con:
        con.execute("create type niveau as enum ('buurt', 'wijk')")
        con.execute("create table int_d as select unnest(['wijk', 'buurt', null])::niveau as niveau, 1 as n")
    with WorkTables(database, ("int_d",)) as tables:
        read = tables.query("select * from int_d order by niveau nulls last")
    assert read.dtypes.astype(str).to_dict() == {"niveau": "str", "n": "int32"}
    assert read["niveau"].tolist()[:2] == ["buurt", "wijk"]


def test_another_table_is_refused(database):
    with WorkTables(database, ("int_a",)) as tables:
        for sql in ("from fct_b", "from main.fct_b", "select * from tussen.int_a join tussen.stg_c on true"):
            with pytest.raises(UndeclaredReadError, match="declared are int_a"):
                tables.query(sql)


def test_what_was_not_built_is_told(database, tmp_path):
    with pytest.raises(BuildError, match=r"ontbreken fct_d; bouw die eerst"):
        WorkTables(database, ("int_a", "fct_d"))
    with pytest.raises(BuildError, match="nog geen werkdatabase"):
        WorkTables(tmp_path / "x.duckdb", ())
