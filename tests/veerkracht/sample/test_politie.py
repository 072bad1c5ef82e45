"""The police delivery of the sample: it follows the planted nuisance, its newest month is short, gaps are no zeros."""

import numpy as np
import pytest

from veerkracht.sample import lbm, politie
from veerkracht.sample.cijfers import sums_of


def test_counts_follow_the_planted_nuisance(wereld):
    b, i = wereld.bewoners, wereld.indelingen[2024]
    inwoners, truth = lbm.true_scores(b, i, 2022)
    start = 1 + len(i.gemeenten) + len(i.wijken)
    buurten = slice(start, None)
    bewoond = inwoners[buurten] > 200
    per_inwoner = politie.count_overlast(b, i, 2022)[buurten][bewoond] / inwoners[buurten][bewoond]
    assert np.corrcoef(per_inwoner, truth["onv"][buurten][bewoond])[0, 1] < -0.4


def test_levels_and_kinds_add_up_and_are_poisson(wereld):
    b, i = wereld.bewoners, wereld.indelingen[2024]
    count_overlast = politie.count_overlast(b, i, 2018)
    n_gm, n_wk = len(i.gemeenten), len(i.wijken)
    assert count_overlast[0] == count_overlast[1 : 1 + n_gm].sum() == count_overlast[1 + n_gm : 1 + n_gm + n_wk].sum()
    assert (count_overlast >= politie.count_overlast(b, i, 2018, soort="A000002")).all()
    hoop = sums_of(politie.expected_counts(b, 2018), i)[1 + n_gm + n_wk :]
    z = (count_overlast[1 + n_gm + n_wk :] - hoop)[hoop > 5] / np.sqrt(hoop[hoop > 5])
    assert np.mean(z**2) == pytest.approx(1, abs=5 * np.sqrt(2 / len(z)))


def test_the_newest_month_is_not_complete(wereld):
    b, i = wereld.bewoners, wereld.indelingen[2024]
    jaar, maand = politie.LAST
    vol, half = politie.count_overlast(b, i, jaar, maand - 1)[0], politie.count_overlast(b, i, jaar, maand)[0]
    assert half < 0.6 * vol
