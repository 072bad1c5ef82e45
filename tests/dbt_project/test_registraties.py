"""What is said of a change in a registration, which is a census: by the models that say it (method §5)."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.dbt_project.loose_sql import LooseSql
from veerkracht.schemas import STATISTIEK

VAN, TOT = 2015, 2020
MIDDLE, MOVED = "geen meetbaar verschil", "niet te zeggen (grens verlegd)"
WORDS = {  # richting → what a rise and a fall are called
    "neutraal": ("gestegen", "gedaald"),
    "hoger_is_gunstiger": ("gunstiger", "ongunstiger"),
    "lager_is_gunstiger": ("ongunstiger", "gunstiger"),
}


def judge(change, rounding=0.0, cut=0.0, marge=0.0, richting="neutraal", noemer=1000.0, **changed) -> pd.DataFrame:
    """Verdicts on changes of one indicator, one row an area; `rounding` and `cut` are the errors of the change.

    The figures of both ends pass `int_verandering` and `fct_verandering`; the denominator (None: unknown) is of both.
    """
    sql = LooseSql(**changed)
    sql.with_sentences()
    change = np.asarray(change, float)
    cells = pd.DataFrame({"indicator": "p_x", "area": range(len(change))})
    ends = {"marge": np.broadcast_to(marge, change.shape) / 2}
    ends |= {"se_afronding": np.broadcast_to(rounding, change.shape) / np.sqrt(2)}
    ends |= {"se_omklap": np.broadcast_to(cut, change.shape) / np.sqrt(2)}
    first, last = cells.assign(jaar=VAN, waarde=0.0, **ends), cells.assign(jaar=TOT, waarde=change, **ends)
    under = [one.assign(indicator="a_noemer", waarde=noemer) for one in (first, last)]
    every = pd.concat([first, last, *under]).assign(niveau="buurt", indeling=2020, rang=1, dekking=1.0)
    every = every.assign(status="waarde", reden=None, gebiedscode="BU" + every["area"].astype(str).str.zfill(8))
    every["cel"] = 1000 * every["area"] + every["jaar"] - VAN + 100 * (every["indicator"] == "a_noemer")
    every["is_geschat"] = False
    every["naar_noemer"] = np.where(every["indicator"] == "p_x", 100, 0)
    sql.table("int_verandering_cel", every)
    period = {"indicator": "p_x", "indeling": 2020, "jaar_van": VAN, "jaar_tot": TOT, "relatief": False}
    sql.table("int_periode", pd.DataFrame([period | {"richting": richting, "is_geschat": False}]))
    sql.table("stg_indicatoren", pd.DataFrame({"indicator": ["p_x", "a_noemer"], "noemer": ["a_noemer", None]}))
    for name in ("verandering", "spreiding"):  # no estimates
        sql.table(name, STATISTIEK[name].empty_table())
    sql.run("int_verandering_voorbehoud", "int_verandering", "int_verandering_model", "fct_verandering")
    return sql.con.execute("select * from fct_verandering order by gebiedscode").df()


def words(*given, **more) -> list[str]:
    return judge(*given, **more)["oordeel"].tolist()


def oracle(change, marge, rounding, cut, richting) -> tuple[str, float]:
    """The verdict and the chance of a rise, told once more."""
    se = np.hypot(rounding, cut)
    rise = stats.norm.sf(0, change, se) if se else float(change > 0)
    if abs(change) <= marge:
        return MIDDLE, rise
    if max(rise, 1 - rise) < 0.95:
        return MOVED if cut else MIDDLE, rise
    return WORDS[richting][change < 0], rise


def test_rounding_then_certainty():
    found = words([-40, -9, -8, 0, 8, 9, 40], rounding=2.9, marge=8)
    assert found == ["gedaald", "gedaald", MIDDLE, MIDDLE, MIDDLE, "gestegen", "gestegen"]


def test_a_moved_boundary_makes_it_uncertain():
    found = judge([-40.0, 40.0, 60.0], cut=30.0, marge=8)
    assert found["oordeel"].tolist() == [MOVED, MOVED, "gestegen"]
    assert found["p_gunstiger"].tolist() == pytest.approx([0.0912, 0.9088, 0.9772], abs=6e-4)
    assert (found["p_gunstiger"] + found["p_ongunstiger"]).tolist() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("richting", WORDS)
def test_words_follow_the_richting(richting):
    assert words([5, -5], rounding=0.41, marge=1, richting=richting) == list(WORDS[richting])


def test_an_uncut_area_is_never_niet_te_zeggen():
    """Counts rounded at random: what is beyond the hard interval is certain, without a moved boundary."""
    for base in (5, 10, 100):
        steps = np.arange(-1000, 1001) * base
        assert MOVED not in words(steps, rounding=np.sqrt(2 * base**2 / 6), marge=2 * (base - 1))


def test_what_rounding_may_have_made_is_no_measurable_difference_though_beyond_the_hard_interval():
    """The hard interval of a share that is divided here leaves out how its denominator was rounded."""
    found = judge([-4.0, 4.0, -6.0, 6.0], rounding=3.0, marge=1)
    assert found["oordeel"].tolist() == [MIDDLE, MIDDLE, "gedaald", "gestegen"]
    assert found["p_gunstiger"].tolist() == pytest.approx([0.0912, 0.9088, 0.0228, 0.9772], abs=6e-4)


def test_no_error_at_all():
    assert words([-1, 0, 1]) == ["gedaald", MIDDLE, "gestegen"]


def test_small_denominators_are_flagged():
    assert judge(np.zeros(3), 1, 0, 1, noemer=[99, 100, None])["klein"].tolist() == [True, False, False]


def test_thresholds_are_settings():
    assert words([2], cut=1.0) == ["gestegen"]
    assert words([2], cut=1.0, registratie_zeker=0.99) == [MOVED]


ROWS = st.lists(
    st.tuples(
        st.integers(-400, 400).map(lambda tenths: tenths / 10),
        st.sampled_from((0.0, 1.0, 8.0)),
        st.sampled_from((0.0, 0.41, 2.9)),
        st.sampled_from((0.0, 0.5, 10.0, 30.0)),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=15, deadline=None)
@given(ROWS, st.sampled_from(sorted(WORDS)))
def test_models_and_oracle_agree(rows, richting):
    change, marge, rounding, cut = (np.array(column) for column in zip(*rows, strict=True))
    found = judge(change, rounding, cut, marge, richting)
    told = [oracle(*row, richting) for row in rows]
    assert found["oordeel"].tolist() == [word for word, _ in told]
    rise = found["p_ongunstiger" if richting == "lager_is_gunstiger" else "p_gunstiger"]
    assert rise.tolist() == pytest.approx([chance for _, chance in told], abs=6e-4)
