"""Random worlds through SQL: what is known is neither lost nor made up when boundaries move."""

import math
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project.world import World
from veerkracht.paths import DataPaths

AREAS = 60  # a build costs seconds, an area nothing


def random_areas(seed: int) -> list[tuple]:
    """Of each from-buurt: its weights by target, inhabitants, a count and a share (None = missing)."""
    rng = random.Random(seed)
    areas = []
    for _ in range(AREAS):
        shares = {rng.randrange(AREAS): rng.randint(1, 20) for _ in range(rng.choice((1, 1, 2, 3)))}
        weights = {target: share / sum(shares.values()) for target, share in shares.items()}
        missing = rng.random() < 0.15
        count, share = (None, None) if missing else (rng.randrange(5000), rng.randint(0, 100))
        areas.append((weights, rng.randint(1, 5000), count, share))
    return areas


def code(number: int) -> str:
    return f"BU0001{number:04d}"


def world_of(paths: DataPaths, areas) -> World:
    w = World(paths, doel=2019)
    w.release("cbs_kerncijfers", "2017@x", 2014)
    w.outlines(2019, *sorted({code(t) for weights, *_ in areas for t in weights}))
    w.outlines(2014, *(code(n) for n in range(len(areas))))
    for number, (weights, inwoners, count, share) in enumerate(areas):
        cells = {"a_inw": inwoners, "a_pau": "." if count is None else count, "p_geb": "." if share is None else share}
        w.figures("cbs_kerncijfers", "2017@x", {code(number): cells})
        for target, weight in weights.items():
            w.weight(2014, 2019, code(number), code(target), weight)
    return w


def any_areas() -> st.SearchStrategy[list[tuple]]:
    """Worlds as of `random_areas`, drawn by hypothesis: also those of one target, of nothing but gaps, of zeros."""

    def normalised(shares: dict[int, int]) -> dict[int, float]:
        return {target: share / sum(shares.values()) for target, share in shares.items()}

    weights = st.dictionaries(st.integers(0, AREAS - 1), st.integers(1, 1000), min_size=1, max_size=4).map(normalised)
    known = st.tuples(st.integers(0, 50_000), st.integers(0, 100))
    area = st.tuples(weights, st.integers(1, 50_000), st.none() | known)
    return st.lists(area, min_size=1, max_size=AREAS).map(
        lambda found: [(w, people, *(cells or (None, None))) for w, people, cells in found]
    )


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.lang)])
def test_known_sums_are_conserved_and_shares_stay_between_their_parts(tmp_path, monkeypatch, seed):
    check_world(tmp_path, monkeypatch, random_areas(seed))


@pytest.mark.lang
@pytest.mark.timeout(900)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(areas=any_areas())
def test_sums_and_shares_of_any_world(tmp_path_factory, monkeypatch, areas):
    check_world(tmp_path_factory.mktemp("wereld"), monkeypatch, areas)


def check_world(folder, monkeypatch, areas) -> None:
    select = ["--select", "+fct_reeks", "--indirect-selection", "cautious", "--exclude-resource-type", "unit_test"]
    built = world_of(DataPaths(folder), areas).build(monkeypatch, "openbaar", *select)
    assert built.failed == []
    moved = {
        (indicator, gebied): (value, total, dekking)
        for indicator, gebied, value, total, dekking in built.rows(
            "select indicator, gebiedscode, waarde, som_bekend, dekking from fct_reeks"
        )
    }
    for indicator, position in (("a_inw", 1), ("a_pau", 2)):
        known = [area[position] for area in areas if area[position] is not None]
        sums = [total for (name, _), (_, total, _) in moved.items() if name == indicator and total is not None]
        assert math.fsum(sums) == pytest.approx(math.fsum(known), rel=1e-9, abs=1e-9)
    for target in {t for weights, *_ in areas for t in weights}:
        parts = [(weights[target], *rest) for weights, *rest in areas if target in weights]
        check_count(moved["a_pau", code(target)], parts)
        check_share(moved["p_geb", code(target)], parts)


def check_count(found, parts) -> None:
    """Below the minimum cover no value, and never a sum that was scaled up."""
    value, total, dekking = found
    cover = sum(w for w, _, count, _ in parts if count is not None) / sum(w for w, *_ in parts)
    assert (dekking or 0) == pytest.approx(cover)
    assert (value is None) == (cover < 0.95)
    assert value is None or value == total


def check_share(found, parts) -> None:
    """The mean by inhabitants, between the shares it is made of; missing never counts as 0."""
    known = [(w * people, share) for w, people, _, share in parts if share is not None]
    cover = sum(mass for mass, _ in known) / sum(w * people for w, people, *_ in parts)
    value = found[0]
    assert (value is None) == (cover < 0.95)
    if value is not None:
        shares = [share for _, share in known]
        assert min(shares) - 1e-9 <= value <= max(shares) + 1e-9
        assert value == pytest.approx(sum(m * s for m, s in known) / sum(m for m, _ in known))
