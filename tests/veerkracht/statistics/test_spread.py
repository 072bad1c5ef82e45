"""D*, its interval and verdict on worlds whose truth is known, and how often it errs where nothing happened."""

import numpy as np
import pytest

from veerkracht.settings import load_settings
from veerkracht.statistics.dissimilarity import Groep, corrected, dissimilarity, expected, noisy
from veerkracht.statistics.spread import measured, stream

SETTINGS = load_settings().model_copy(update={"herverdelingen": 200})
RUNS = 200
UNTOLD = "niet te zeggen"


def counts(share, total, margin=0.0, people=False) -> Groep:
    share, total = np.asarray(share, float), np.asarray(total, float)
    margins = np.full(len(total), float(margin))
    return Groep(share * total, total, margins, np.zeros(len(total)), from_share=True, people=people)


def judged(van: Groep, tot: Groep, seed: object = 0, reason: str | None = None) -> dict:
    strata = np.zeros(len(van.t), int)
    return list(measured(van, tot, strata, SETTINGS, stream("toets", seed), reason))[-1]


def test_dissimilarity_of_a_small_city():
    x, t = np.array([30.0, 10.0, 0.0]), np.array([50.0, 50.0, 100.0])
    assert dissimilarity(x, t) == pytest.approx(0.5 * (abs(30 / 40 - 20 / 160) + abs(10 / 40 - 40 / 160) + 100 / 160))
    assert dissimilarity(np.array([50.0, 0.0]), np.array([50.0, 70.0])) == 1
    assert np.isnan(dissimilarity(np.zeros(3), t))


def test_even_spread_of_a_small_group_is_no_segregation():
    rng = np.random.default_rng(1)
    total = np.full(40, 50)
    even = counts(rng.multivariate_hypergeometric(total, 60) / total, total)
    e0 = expected(even, 500, stream("even"))
    assert dissimilarity(even.x, even.t) > 0.3  # plain D calls pure chance segregation
    assert abs(corrected(dissimilarity(even.x, even.t), e0)) < 0.15
    assert corrected(1.0, e0) == 1


def test_expected_agrees_with_the_binomial_by_hand():
    """Two buurten of n, m = n members: D = |2k − n|/n with k hypergeometric (2n, n, n)."""
    n = 10
    from math import comb

    exact = sum(comb(n, k) ** 2 / comb(2 * n, n) * abs(2 * k - n) / n for k in range(n + 1))
    found = expected(counts([0.5, 0.5], [n, n]), 20_000, stream("exact"))
    assert found == pytest.approx(exact, abs=0.006)


def test_noise_is_that_of_rounding_and_of_people():
    dwellings = counts(np.linspace(0.1, 0.9, 20), np.full(20, 400), margin=0.5)
    people = Groep(dwellings.x, dwellings.t, *(np.zeros(20),) * 2, from_share=False, people=True)
    exact = Groep(dwellings.x, dwellings.t, *(np.zeros(20),) * 2, from_share=True, people=False)
    sds = [noisy(one, 300, stream("ruis")).std() for one in (exact, dwellings, people)]
    assert sds[0] == pytest.approx(0, abs=1e-12)  # nothing is uncertain, and buurten are not drawn again
    assert 0 < sds[1] < sds[2]


def test_planted_mixing_and_segregating_are_told():
    rng = np.random.default_rng(2)
    total = rng.integers(200, 2000, 24)
    start = np.clip(rng.beta(2, 4, 24), 0.02, 0.98)
    mixed = start + 0.4 * (np.average(start, weights=total) - start) + rng.normal(0, 0.01, 24)
    apart, even = counts(start, total, 0.5), counts(np.clip(mixed, 0, 1), total, 0.5)
    better, worse = judged(apart, even), judged(even, apart)
    assert (better["oordeel"], worse["oordeel"]) == ("gelijker verspreid", "ongelijker verspreid")
    assert better["hoog"] < 0 < worse["laag"] and better["reden"] is None
    assert better["laag"] < better["verschil"] < better["hoog"]


def test_growth_of_the_group_is_no_change_of_spread():
    """Everywhere twice as many members beside the same others, all drawn: D* tells a change as seldom as it says."""
    rng, told = np.random.default_rng(3), 0
    for seed in range(60):
        total, start = np.full(20, 600), np.linspace(0.05, 0.25, 20)
        members, others = rng.binomial(total, start), rng.binomial(total, 1 - start)
        later = rng.binomial(2 * total, start)
        ends = (counts(x / (x + others), x + others, people=True) for x in (members, later))
        told += judged(*ends, seed)["oordeel"] != UNTOLD
    assert told / 60 <= 0.10 + 2 * (0.1 * 0.9 / 60) ** 0.5


def test_a_change_that_is_sure_but_small_is_hardly_a_change():
    total, start = np.full(30, 2000.0), np.linspace(0.1, 0.6, 30)
    row = judged(counts(start, total), counts(np.linspace(0.103, 0.597, 30), total))
    assert abs(row["verschil"]) < 0.01 and row["hoog"] < 0
    assert (row["oordeel"], row["reden"]) == ("nauwelijks veranderd", None)


def test_the_permutation_is_described_and_decides_nothing():
    """The same changes on other buurten give as large a difference: a fact beside the verdict, which stands."""
    row = judged(counts([0.9, 0.1, 0.3], [5000] * 3), counts([0.5, 0.4, 0.45], [5000] * 3))
    assert row["p_waarde"] > 0.1 and row["oordeel"] == "gelijker verspreid"


def test_interval_alone_errs_as_seldom_where_only_chance_differs():
    """The same true shares at both ends, people drawn anew: the change leaves its interval in at most 2 x 5%."""
    rng = np.random.default_rng(4)
    outside = 0
    for seed in range(RUNS):
        total, true = rng.integers(100, 800, 15), rng.beta(2, 6, 15)
        ends = [counts(rng.binomial(total, true) / total, total, people=True) for _ in range(2)]
        row = judged(*ends, seed)
        outside += not row["laag"] <= 0 <= row["hoog"]
    assert outside / RUNS <= 0.10 + 2 * (0.1 * 0.9 / RUNS) ** 0.5


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_group_of_nobody_or_everybody_has_no_spread(share):
    row = judged(counts([share] * 6, [100] * 6), counts([0.2, 0.4] * 3, [100] * 6))
    assert row["oordeel"] == "onbekend" and row["waarde_van"] is None and row["reden"]


def test_one_buurt_has_no_spread():
    row = judged(counts([0.3], [100]), counts([0.4], [100]))
    assert row["oordeel"] == UNTOLD or row["reden"]


def few(members: float, margin: float = 0.0) -> Groep:
    """All members in the first of three buurten; rounding of the publisher may have made them out of nobody."""
    x, t = np.array([members, 0, 0]), np.array([900.0, 30, 10])
    return Groep(x, t, np.full(3, margin), np.full(3, margin), from_share=False, people=True)


@pytest.mark.parametrize("members, margin", [(10, 9), (5, 0)])
def test_a_drawn_world_without_members_does_not_count(members, margin):
    row = judged(few(members, margin), few(members, margin))
    assert row["oordeel"] in (UNTOLD, "nauwelijks veranderd") and row["reden"] is None
    assert row["laag"] < row["verschil"] < row["hoog"] and abs(row["verschil"]) < 0.01


@pytest.mark.parametrize("members, margin", [(5, 9), (2, 0)])
def test_a_group_that_may_be_empty_has_no_interval(members, margin):
    """Of 5 counted to base 10, and of 2 people, too many drawn worlds have no member: nothing is said, and why."""
    row = judged(few(members, margin), few(members, margin))
    assert (row["oordeel"], row["reden"]) == ("onbekend", "de groep is zo klein dat zij ook leeg had kunnen zijn")
    assert row["waarde_van"] is not None and row.get("laag") is None
    assert judged(few(members, margin), few(members, margin), reason="half geteld")["reden"] == "half geteld"


def test_a_reason_forbids_a_verdict():
    row = judged(counts([0.9, 0.1] * 8, [900] * 16), counts([0.5, 0.4] * 8, [900] * 16), reason="half geteld")
    assert (row["oordeel"], row["reden"]) == ("onbekend", "half geteld")


def test_stream_depends_on_the_thing_alone():
    a, b, c = (stream(*key).random() for key in (("GM1", 2014), ("GM1", 2014), ("GM11", 2014)))
    assert a == b != c
