"""The example queries of docs/vragen.md run on an edition, answer, and count no vintage twice."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.veerkracht.products import world
from veerkracht.edition.reading import ANALYSE

PAGE = Path(__file__).parents[3] / "docs" / "vragen.md"
COUNTED = re.compile(r"^-- telt: (\w+)$", re.MULTILINE)
WITHOUT_ROWS = {  # what the edition of the tests does not have: map 6 by buurt, map 8, spread
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
