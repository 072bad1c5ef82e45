"""Regions and weights between boundaries as analysts get them, of what dbt makes from small tables written by hand."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.dbt_project.world import PROJECT
from veerkracht import schemas


def _sql(model: str, **tables: str) -> str:
    """The SQL of a model with relations in the place of what it refers to."""
    from jinja2 import Environment

    (file,) = (PROJECT / "models").rglob(f"{model}.sql")
    template = Environment().from_string(file.read_text("utf-8"))
    given = {"ref": lambda name: tables[name], "source": lambda _, name: tables[name]}
    return template.render(**given, grondniveau=lambda: "'buurt'", config=lambda **_: "")


@pytest.fixture
def con(tmp_path):
    with duckdb.connect() as connection:
        parts = ((2024, "BU8", 0.25), (2024, "BU9", 0.75), (2019, "BU5", 1.0))
        same = {"van_indeling": 2014, "van_code": "BU1", "methode": "inwoners", "niveau": "buurt"}
        weights = [{"naar_indeling": naar, "naar_code": code, "gewicht": w} | same for naar, code, w in parts]
        pq.write_table(pa.Table.from_pylist(weights, schema=schemas.GEWICHTEN), tmp_path / "g.parquet")
        connection.execute(
            f"create table gewichten as from '{tmp_path / 'g.parquet'}';"
            "create table delen as select 'gemeente' as niveau, 'gemeente' as van_niveau, 2014 as van_indeling, "
            "'GM8' as naar_code;"
            "create table bouw as select 2024 as doel_indeling;"
            "create table regios as from (values ('r', 'R', 'GM1', 'lijst'), ('r', 'R', 'GM2', 'lijst'), "
            "('s', null, 'GM1', 'eigen catalogus'), ('t', 'T', 'GM3', 'lijst')) "
            "t (regio, regionaam, gemeentecode, bron);"
            "create table gebied as select *, indeling = 2024 as is_doel from (values ('gemeente', 'GM1', 2024), "
            "('gemeente', 'GM1', 2019), ('gemeente', 'GM2', 2024), ('buurt', 'GM3', 2024)) "
            "t (niveau, gebiedscode, indeling)"
        )
        yield connection


def test_members_are_gemeenten_of_the_target_that_are_loaded(con):
    sql = _sql("brug_regio", stg_regios="regios", dim_gebied="gebied")
    rows = con.execute(f"select regio, regionaam, gebiedscode, indeling, lijst from ({sql}) order by all").fetchall()
    assert rows == [
        ("r", "R", "GM1", 2024, "lijst"),
        ("r", "R", "GM2", 2024, "lijst"),
        ("s", "s", "GM1", 2024, "eigen catalogus"),
    ]


def test_weights_are_those_to_the_target(con):
    sql = _sql("brug_omklap", gewichten="gewichten", stg_bouw="bouw", int_omklap_delen="delen")
    rows = con.execute(
        f"select niveau, van_code, naar_code, naar_indeling, gewicht from ({sql}) order by all"
    ).fetchall()
    assert rows == [("buurt", "BU1", "BU8", 2024, 0.25), ("buurt", "BU1", "BU9", 2024, 0.75)]
