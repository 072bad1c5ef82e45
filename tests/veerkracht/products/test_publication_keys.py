"""Keys: listed for every mart that has one, enforced in the published database, told by the data package."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.contracts import contract, described, is_mart, marts
from tests.veerkracht.products import bridges, world
from veerkracht import publication
from veerkracht.edition.keys import Keys, MartKeys, Reference, keys
from veerkracht.errors import PublicationError
from veerkracht.products.metadata import woordenboek
from veerkracht.publication import database

MADE_AT_PUBLICATION = {"dim_instelling", "dim_publicatie"}


@pytest.fixture
def candidate(wereld):
    return publication.create_candidate(wereld, "openbaar", world.settings())


@pytest.fixture
def con(candidate):
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as connection:
        yield connection


def _tested_as_unique() -> dict[str, set[str]]:
    """Of every mart the columns that dbt tests to be unique together."""
    return {
        name: set(test["uniek"]["arguments"]["kolommen"])
        for name, model in described().items()
        if is_mart(name)
        for test in model.get("data_tests", ())
        if "uniek" in test
    }


@pytest.mark.parametrize("mart", marts())
def test_a_mart_that_dbt_holds_unique_has_that_key(mart):
    unique = _tested_as_unique().get(mart, set())
    is_full = unique and all("not null" in contract(mart)[column] for column in unique)
    own = keys().of(mart)
    assert unique, "rows that nothing tells apart"
    assert (set(own.primary), set(own.unique)) == ((unique, set()) if is_full else (set(), unique))


def test_the_data_package_tells_of_every_mart_what_tells_its_rows_apart(kandidaat):
    """Of those whose key may be partly empty too: their rows are unique, an empty cell taken for a value."""
    package = json.loads((kandidaat / "datapackage.json").read_text("utf-8"))
    told = {
        Path(one["path"]).stem: one["schema"].get("primaryKey") or one["schema"]["uniqueKeys"][0]
        for one in package["resources"]
        if one["path"].startswith("marts/")
    }
    assert {"dim_publicatie", "fct_legenda", "fct_wijziging"} <= set(told)
    with duckdb.connect(str(kandidaat / "veerkracht.duckdb"), read_only=True) as con:
        for mart, columns in told.items():
            twice = f"select {', '.join(columns)} from {mart} group by all having count(*) > 1"
            assert con.execute(twice).fetchall() == [], mart


def test_every_key_and_reference_is_of_columns_that_exist_and_match_in_type():
    assert set(keys().marts) <= {*marts(), *MADE_AT_PUBLICATION}
    for mart, own in keys().marts.items():
        for one in own.references:
            target = keys().target(one)
            assert target and len(target) == len(one.columns), (mart, one)
            types = [contract(mart)[name].removesuffix(" not null") for name in one.columns]
            assert types == [contract(one.mart)[name].removesuffix(" not null") for name in target], (mart, one)


def test_marts_stand_behind_those_they_refer_to():
    known = Keys(
        {"a": MartKeys(("x",), (), (Reference(("x",), "b"), Reference(("y",), "gone"))), "b": MartKeys(("x",))}, 10
    )
    assert known.in_order(["a", "b", "c"]) == ["b", "a", "c"]
    assert known.in_order(["a"]) == ["a"]


def test_keys_are_in_the_database(con):
    found = con.execute(
        "select table_name, constraint_type, constraint_column_names, referenced_table from duckdb_constraints()"
    ).fetchall()
    primary = {table: tuple(names) for table, kind, names, _ in found if kind == "PRIMARY KEY"}
    foreign = {(table, tuple(names), target) for table, kind, names, target in found if kind == "FOREIGN KEY"}
    assert primary == {mart: own.primary for mart, own in keys().marts.items() if own.primary}
    assert foreign == {(mart, one.columns, one.mart) for mart, own in keys().marts.items() for one in own.references}


def test_what_breaks_a_key_is_refused(con):
    with pytest.raises(duckdb.ConstraintException, match="primary key"):
        con.execute("insert into dim_gebied from dim_gebied limit 1")
    with pytest.raises(duckdb.ConstraintException, match="foreign key"):
        con.execute("update fct_kaart set gebiedscode = 'BU99999999' where kaart_id = '1'")


def test_rows_that_break_a_key_are_said_and_leave_nothing(wereld):
    with duckdb.connect(str(wereld.werk_database("openbaar"))) as work:
        work.execute(
            "insert into brug_regio by name select * replace ('GM0000' as gebiedscode) from brug_regio limit 1"
        )
    with pytest.raises(PublicationError, match=r"brug_regio: de rijen passen niet bij de sleutels.*GM0000"):
        publication.create_candidate(wereld, "openbaar", world.settings())
    assert not list(wereld.publicatie("openbaar").glob(".kandidaat-*"))


def test_of_large_marts_keys_are_told_only(wereld, monkeypatch):
    areas = 2 * (48 + 12 + 3 + 1)
    monkeypatch.setattr(database, "keys", lambda: replace(keys(), row_limit=areas))
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        found = con.execute(
            "select distinct table_name from duckdb_constraints() where constraint_type != 'NOT NULL'"
        ).fetchall()
    keyed = {table for (table,) in found}
    assert {"dim_gebied", "brug_omklap"} <= keyed and not {"fct_reeks", "fct_verandering"} & keyed
    woordenboek.write(candidate)
    package = json.loads((candidate / "datapackage.json").read_text("utf-8"))
    schema = next(one["schema"] for one in package["resources"] if one["name"] == "fct-reeks")
    assert schema["primaryKey"] == list(keys().of("fct_reeks").primary)
    assert {one["reference"]["resource"] for one in schema["foreignKeys"]} == {
        "dim-gebied", "dim-indicator", "dim-release",
    }  # fmt: skip


def test_members_and_weights_are_published(con):
    members = con.execute("select gebiedscode from brug_regio where regio = ? order by 1", [bridges.REGIO]).fetchall()
    assert members == [(code,) for code in bridges.MEMBERS]
    assert con.execute("select count(*), min(gewicht) from brug_omklap").fetchone() == (48, 1.0)


def test_no_column_is_a_reserved_word(con):
    """What must be quoted in every query; DuckDB's own list."""
    reserved = con.execute(
        "select table_name || '.' || column_name from duckdb_columns() join duckdb_keywords() "
        "on lower(column_name) = keyword_name where keyword_category != 'unreserved' and not internal "
        "and database_name = current_database()"
    ).fetchall()
    assert reserved == []
    words = {name for (name,) in con.execute("select keyword_name from duckdb_keywords()").fetchall()}
    assert {"lambda", "order"} <= words, "the list is DuckDB's"
