"""How long a refresh will still take, by the run before."""

import json

import pytest

from orchestration.pace import Pace


@pytest.fixture
def run(tmp_path):
    """`run({step: seconds})` gives what is left after each of these steps of three."""

    def steps(seconds: dict[str, float], count: int = 3) -> list[float | None]:
        now = [0.0]
        pace = Pace(tmp_path / "stappen.json", count, lambda: now[0])
        left = []
        for step, took in seconds.items():
            now[0] += took
            pace.done(step)
            left.append(pace.left)
        return left

    return steps


def test_the_first_time_nothing_is_known_and_then_it_is(run):
    assert run({"a": 10, "b": 20, "c": 30}) == [None, None, None]
    assert run({"a": 10, "b": 20, "c": 30}) == [50, 30, 0]


def test_who_is_twice_as_slow_as_the_last_time_hears_so(run):
    run({"a": 10, "b": 20, "c": 30})
    assert run({"a": 20}) == [100]
    assert run({"a": 10, "b": 20, "c": 30})[0] == 25  # the run that stopped is remembered too: `a` took 20


def test_a_step_that_is_new_or_gone_makes_the_rest_unknown_once(run):
    run({"a": 10, "b": 20, "c": 30})
    assert run({"a": 10, "d": 5, "c": 30}) == [50, None, None]
    assert run({"a": 10, "d": 5, "c": 30}) == [35, 30, 0]


def test_a_file_that_holds_something_else_is_no_obstacle(run, tmp_path):
    for content in ("", "[1]", '{"a": "x"}', "null"):
        (tmp_path / "stappen.json").write_text(content)
        assert run({"a": 1}) == [None]
    assert json.loads((tmp_path / "stappen.json").read_text()) == {"a": 1}
