"""Gemeenten that a delivery names beside others: which are areas of the country, and which the rest of a table."""

import pandas as pd
import pytest

from tests.dbt_project.loose_sql import LooseSql
from veerkracht.schemas import gebiedenlijst

NAMED = [("kerncijfers", "GM0001", "Een"), ("kerncijfers", "GM8888", None)]
NAMELESS = [("politie", "GM0001", None), ("politie", "GM8888", None)]


def water(*rows: tuple[str, str, str | None]) -> dict[str, str]:
    """Of each gemeente (bron, code, name) without outline what it is."""
    sql = LooseSql()
    sql.seed("geen_gemeente")
    sql.table("lijst", gebiedenlijst().empty_table())
    sql.table("stg_bouw", pd.DataFrame({"doel_indeling": [2019]}))
    named = pd.DataFrame(rows, columns=["bron", "gebiedscode", "gebiedsnaam"]).astype({"gebiedsnaam": "string"})
    named["gemeentenaam"] = named["gebiedsnaam"]
    sql.table("stg_gebieden", named.assign(release="2019", niveau="gemeente", jaar=2019, indeling=2019))
    sql.run("int_gebied")
    return dict(sql.rows("select gebiedscode, water from int_gebied where niveau = 'gemeente'"))


@pytest.mark.parametrize("others", [(), NAMELESS])
def test_the_nameless_among_named_is_a_rest_whoever_else_names_its_code(others):
    assert water(*NAMED, *others) == {"GM0001": "land", "GM8888": "buitenland"}


def test_where_nobody_gives_names_all_are_gemeenten():
    assert set(water(*NAMELESS).values()) == {"land"}
