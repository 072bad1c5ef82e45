"""The control figures beside the real files come out of the published edition, each by one bound question."""

import os
import re
from pathlib import Path

import duckdb
import pytest

from tests.real.expectation_map import ExpectationMap, Row, Unbound, read_rows

ANSWERS = ExpectationMap()


def pytest_generate_tests(metafunc):
    """One test a row; without the real files one that skips."""
    if "row" in metafunc.fixturenames:
        folder = Path(os.environ.get("VEERKRACHT_REAL_DATA", "nergens"))
        rows = read_rows(folder) if (folder / "expectations.csv").is_file() else []
        metafunc.parametrize("row", rows, ids=[row.name for row in rows])


@pytest.mark.real
@pytest.mark.lang
@pytest.mark.timeout(1800)
def test_row_is_reproduced_or_excluded_by_name(row, db):
    if row.dataset in ANSWERS.excluded:
        with pytest.raises(Unbound):
            ANSWERS.bind(row)
        return
    binding = ANSWERS.bind(row)
    for sql in binding.sql:
        needed = {name: value for name, value in binding.parameters.items() if f"${name}" in sql}
        found = db.execute(sql, needed).fetchall()
        assert len(found) == 1, f"{len(found)} answers from {sql} with {needed}"
        if row.value is None:
            assert found[0][0] is None
        else:
            assert found[0][0] == pytest.approx(row.value, abs=binding.marge or 1e-9, rel=0)


@pytest.mark.real
def test_only_four_datasets_are_excluded(real_data):
    datasets = {row.dataset for row in read_rows(real_data)}
    assert set(ANSWERS.excluded) <= datasets
    assert len(datasets - set(ANSWERS.excluded)) == 16


def test_an_unbound_row_fails():
    row = Row("CBS KWB 2024 (85984NED)", "NL00", "2024", "Bevolking/Aantal inwoners (aantal)", 1.0)
    assert ANSWERS.bind(row).parameters["indicator"] == "a_inw"
    for other in ({"dataset": "CBS KWB 2031"}, {"indicator": "count(eenhoorn)"}):
        with pytest.raises(Unbound, match="0 bindings"):
            ANSWERS.bind(Row(**({"value": 1.0} | vars(row) | other)))


def test_a_row_bound_twice_fails():
    twice = [{"vraag": "q", "gebied": "NL"}, {"vraag": "q"}]
    answers = ExpectationMap(
        {"vragen": {"q": "select 1"}, "uitgesloten": {}, "koppelingen": [{"dataset": "d", "rijen": {"i": twice}}]}
    )
    with pytest.raises(Unbound, match="2 bindings"):
        answers.bind(Row("d", "NL", "2024", "i", 1.0))
    assert answers.bind(Row("d", "GM0014", "2024", "i", 1.0)).sql == ("select 1",)


def test_every_question_is_sql_and_names_its_parameters():
    with duckdb.connect() as connection:
        for sql in ANSWERS.questions.values():
            assert len(connection.extract_statements(sql)) == 1
    for *_, binding in ANSWERS._bindings:
        for name in binding["vraag"] if isinstance(binding["vraag"], list) else [binding["vraag"]]:
            wanted = set(re.findall(r"\$([a-z]+)", ANSWERS.questions[name]))
            assert wanted <= set(binding) | {"jaar", "gebied"}, binding
