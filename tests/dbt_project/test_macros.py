"""Macros that are arithmetic, on numbers instead of tables."""

import math
import random

import duckdb
import jinja2
import pytest

from tests.dbt_project.loose_sql import LooseSql
from tests.dbt_project.world import PROJECT

STAART, SOM = "normale_staart('z')", "vaste_som('x')"


def rendered(expression: str) -> str:
    """SQL of a call of a macro."""
    return LooseSql().rendered("{{ " + expression + " }}")


def test_normal_distribution_is_right_to_a_millionth():
    tail = rendered(STAART)
    sql = f"select if(z > 0, 1 - tail, tail) from (select z, {tail} as tail from (select unnest(?) as z)) order by z"
    points = [step / 100 for step in range(-900, 901)]
    found = [chance for (chance,) in duckdb.execute(sql, [points]).fetchall()]
    expected = [math.erfc(-z / math.sqrt(2)) / 2 for z in points]
    assert max(abs(one - other) for one, other in zip(found, expected, strict=True)) < 1e-6
    assert duckdb.execute(sql, [[None, -40.0, 40.0]]).fetchall() == [(0.0,), (1.0,), (None,)]


def uncut(change: float, margin: float, chance: float, direction: str) -> str:
    """The verdict on a registration of which no boundary moved: a side where rounding cannot have made it."""
    if abs(change) <= margin + 1e-9 or max(chance, 1 - chance) < 0.95:
        return "geen meetbaar verschil"
    if direction == "neutraal":
        return "gestegen" if change > 0 else "gedaald"
    return "gunstiger" if (direction == "hoger_is_gunstiger") == (change > 0) else "ongunstiger"


@pytest.mark.parametrize("direction", ["neutraal", "hoger_is_gunstiger", "lager_is_gunstiger"])
def test_registrations_of_an_uncut_area_have_a_side_where_that_is_sure(direction):
    rng = random.Random(direction)
    rows = [
        (
            rng.choice((0, 0.5, 1, 8, rng.gauss(0, 9))) * rng.choice((-1, 1)),
            rng.choice((0, 1, 8)),
            rng.choice((0, 0.03, 0.97, 1, rng.random())),
        )
        for _ in range(500)
    ]
    call = f"""oordeel_registratie('c', 'm', '0', 'k', '1 - k', "'{direction}'")"""
    sql = f"select {rendered(call)} from (select ? as c, ? as m, ? as k)"
    for row in rows:
        assert duckdb.execute(sql, list(row)).fetchone() == (uncut(*row, direction),)


def test_sum_does_not_depend_on_order_and_skips_what_is_empty():
    rng = random.Random(1)
    values = [rng.gauss(0, 1) * 10 ** rng.randint(-6, 6) for _ in range(1000)]
    sql = f"select {rendered(SOM)} from (select unnest(?) as x)"
    (total,) = duckdb.execute(sql, [values]).fetchone()
    assert total == pytest.approx(math.fsum(values), rel=1e-9)
    assert all(duckdb.execute(sql, [rng.sample(values, 1000)]).fetchone() == (total,) for _ in range(20))
    assert duckdb.execute(sql, [[1.5, None, 1e300]]).fetchone()[0] >= 1e23
    assert duckdb.execute(sql, [[None]]).fetchone() == (None,)


VERDICTS = {  # a verdict with its chances, interval and error of conversion -> whether the dbt test lets it pass
    ("duidelijk ongunstiger", 0.95, 0.01, -3.0, -1.0, 0.0): True,
    ("duidelijk ongunstiger", 0.95, 0.01, -3.0, 1.0, 0.0): False,
    ("duidelijk ongunstiger", 0.95, 0.01, None, None, 0.0): False,
    ("duidelijk ongunstiger", None, None, -3.0, -1.0, 0.0): False,
    ("waarschijnlijk gunstiger", None, None, None, None, None): False,
    ("niet te zeggen", 0.2, 0.3, -1.0, 1.0, 0.0): True,
    ("niet te zeggen", 0.7, 0.7, -1.0, 1.0, 0.0): False,
    ("gestegen", 0.0, 1.0, 1.0, 3.0, 0.0): True,
    ("gestegen", None, None, 1.0, 3.0, 0.0): False,
    ("niet te zeggen (grens verlegd)", None, None, None, None, None): True,
    ("niet te zeggen (grens verlegd)", 0.5, 0.5, -1.0, 1.0, 0.0): False,
    ("onbekend", None, None, None, None, None): True,
}


@pytest.mark.parametrize("row", VERDICTS)
def test_a_verdict_without_its_chance_or_interval_is_an_error(row):
    source = (PROJECT / "macros" / "verandering.sql").read_text() + (
        PROJECT / "tests" / "oordeel_klopt.sql"
    ).read_text()
    sql = jinja2.Environment().from_string(source).render(var=lambda _: None, ref=lambda name: name)
    columns = "oordeel, p_ongunstiger, p_gunstiger, laag, hoog, se_omklap"
    with duckdb.connect() as con:
        con.execute(
            "create table fct_verandering (niveau text, gebiedscode text, indeling int, indicator text, jaar_van int, "
            "jaar_tot int, oordeel text, p_ongunstiger double, p_gunstiger double, laag double, hoog double, "
            "se_omklap double)"
        )
        con.execute(f"insert into fct_verandering ({columns}) values (?, ?, ?, ?, ?, ?)", list(row))
        assert (con.execute(sql).fetchall() == []) is VERDICTS[row]
