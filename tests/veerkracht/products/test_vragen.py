"""The example queries of docs/vragen.md run on an edition, answer, and count no vintage twice."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.contracts import described
from tests.veerkracht.products import mapworld, world
from veerkracht.edition.reading import ANALYSE
from veerkracht.statistics.posterior.words import KLASSEN, Verspreiding

README = Path(__file__).parents[3] / "README.md"
PAGE = Path(__file__).parents[3] / "docs" / "vragen.md"
COUNTED = re.compile(r"^-- telt: (\w+)$", re.MULTILINE)
ASKED = re.compile(r"oordeel (?:=|in|not in) (\([^)]*\)|'[^']*')")  # verdicts that a query names
WITHOUT_ROWS = {  # what the edition of the tests does not have: map 6 by buurt, map 8, spread; `judged` has
    "Waar namen overlast en onveiligheid toe, en hoe zeker is dat?",
    "Welke buurten doen het minder goed dan hun kwetsbaarheid doet verwachten?",
    "Hoeveel inwoners heeft elke klasse van een kaart, per gemeente?",
    "Wonen mensen met een laag inkomen gelijker verspreid dan eerst?",
}


def questions() -> dict[str, str]:
    """SQL by question."""
    return dict(re.findall(r"^### (.+)\n\n```sql\n((?:(?!```).*\n)+)```", PAGE.read_text("utf-8"), re.MULTILINE))


QUESTIONS = questions()


def _answers(folder: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(folder / "veerkracht.duckdb"), read_only=True) as con:
        con.execute(f'use "{ANALYSE}"')
        return {question: sorted(con.execute(sql).fetchall(), key=repr) for question, sql in QUESTIONS.items()}


def test_there_are_forty_and_every_query_on_the_page_has_a_question():
    page = PAGE.read_text("utf-8")
    assert len(QUESTIONS) >= 40 and page.count("```sql") == len(QUESTIONS)
    assert all(question.endswith("?") for question in QUESTIONS)


@pytest.fixture(scope="module")
def answers(kandidaat):
    return _answers(kandidaat)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_query_answers(answers, question):
    assert bool(answers[question]) != (question in WITHOUT_ROWS)


@pytest.fixture
def judged(vol):
    """The edition with verdicts as the statistics word them where it has none, one of each kind."""
    period = "'GM9001' as gebiedscode, 2024 as indeling, 2014 as jaar_van, 2024 as jaar_tot"
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(
            "update fct_verandering set oordeel = ? where indicator = 'onv' and niveau = 'buurt' "
            "and gebiedscode = 'BU90010001'",
            [KLASSEN["overlast"][0]],
        )
        con.execute("update fct_kaart set klasse = 1, label = ? where kaart_id = '8'", [KLASSEN["veerkracht"][0]])
        con.execute(
            f"insert into fct_gemeente by name select {period}, 'gemeente' as niveau, 'kaartklasse' as onderwerp, "
            "'6:1' as categorie, 'buurt' as gebiedsniveau"
        )
        con.execute(
            f"insert into fct_spreiding by name select {period}, 'gemeente' as niveau, 'p_hh_li' as groep, "
            "'D_ster' as maat, ? as oordeel",
            [Verspreiding.GELIJKER],
        )
    return vol[1]


def test_every_query_answers_where_there_are_verdicts(judged):
    found = _answers(judged)
    assert [question for question in QUESTIONS if not found[question]] == []


def _verdicts() -> set[str]:
    """Every word of a verdict: those that the contracts of the marts accept, and those of the maps."""
    columns = [column for mart in described().values() for column in mart.get("columns", [])]
    tests = [test for column in columns if column["name"] == "oordeel" for test in column.get("data_tests", [])]
    accepted = [test["accepted_values"]["arguments"]["values"] for test in tests if "accepted_values" in test]
    labels = [row["labels"].split(";") for row in mapworld.seed_rows()]
    return {word for words in [*accepted, *labels] for word in words}


def test_every_verdict_that_a_query_names_is_one():
    named = {
        word for sql in QUESTIONS.values() for found in ASKED.findall(sql) for word in re.findall("'(.*?)'", found)
    }
    assert len(named) > 5 and named <= _verdicts()


def test_a_corporatiebuurt_has_more_than_two_thirds(answers):
    assert [row[2] for row in answers["Welke buurten zijn corporatiebuurten?"]] == [mapworld.CORPORATIE]


def test_the_query_of_the_readme_has_an_area_once(judged):
    (sql,) = re.findall(r"```sql\nuse \"analyse\";.*\n((?:(?!```).*\n)+)```", README.read_text("utf-8"))
    with duckdb.connect(str(judged / "veerkracht.duckdb"), read_only=True) as con:
        con.execute(f'use "{ANALYSE}"')
        names = [row[0] for row in con.execute(sql.replace("GM9004", "GM9001")).fetchall()]
    assert names and len(set(names)) == len(names)


def test_no_query_counts_two_vintages_twice(vol, answers):
    """Every figure once more, on boundaries of 2019: no answer may change, but one that asks the marts would."""
    candidate = vol[1]
    control = "select count(*) from fct_reeks"
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as con:
        before = con.execute(control).fetchall()
        tables = con.execute(
            "select table_name from duckdb_columns() where column_name = 'indeling' and schema_name = 'main' "
            "and table_name not in ('dim_gebied', 'dim_release', 'fct_waarneming', 'mrt_aandacht')"
        ).fetchall()
        for (table,) in tables:
            con.execute(
                f"insert into {table} by name select * replace (2019 as indeling) from {table} "
                f"where indeling = {world.DOEL}"
            )
        assert con.execute(control).fetchall() != before
    again = _answers(candidate)
    assert {question for question in QUESTIONS if again[question] != answers[question]} == set()


@pytest.mark.parametrize("question", [question for question, sql in QUESTIONS.items() if COUNTED.search(sql)])
def test_counts_of_a_level_are_all_its_areas(kandidaat, question):
    sql = QUESTIONS[question]
    level = COUNTED.search(sql)[1]
    with duckdb.connect(str(kandidaat / "veerkracht.duckdb"), read_only=True) as con:
        con.execute(f'use "{ANALYSE}"')
        (counted,) = con.execute(f"select sum(gebieden) from ({sql.rstrip().rstrip(';')})").fetchone()
        areas = con.execute("select count(*) from dim_gebied where is_doel and niveau = ?", [level]).fetchone()[0]
    assert counted == areas


def test_a_query_that_forgets_the_target_is_found(kandidaat):
    with duckdb.connect(str(kandidaat / "veerkracht.duckdb"), read_only=True) as con:
        (all_vintages,) = con.execute("select count(*) from dim_gebied where niveau = 'buurt'").fetchone()
        (target,) = con.execute("select count(*) from dim_gebied where niveau = 'buurt' and is_doel").fetchone()
    assert all_vintages == 2 * target
