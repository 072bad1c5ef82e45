"""What a cut piece costs, by the models that say it: counted from weights, told from a jump at a redraw, or assumed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.dbt_project.loose_sql import LooseSql
from tests.oracles.conversion import Choices, Redraw, psi_of_counts, psi_of_shares, variance_within

OLD, NEW = 2018, 2019
JUMP = "sprong bij de herindeling"
EVERY_AREA = {"conversie_vergelijk": 100_000}  # uncut areas are not thinned, as the oracle does not


def codes_of(redraw: Redraw) -> np.ndarray:
    return np.array([f"BU{gemeente:04}{n:04}" for n, gemeente in enumerate(redraw.gemeenten.astype(int))])


def told(redraw: Redraw, soort: str, rounding: float, **changed) -> tuple[float, int, str] | None:
    """(ψ, cut areas, what it rests on) of one indicator of buurten; None where nothing was cut."""
    sql = LooseSql(**(EVERY_AREA | changed))
    frame = pd.DataFrame({"gebiedscode": codes_of(redraw), "before": redraw.before, "after": redraw.after})
    frame = frame.assign(niveau="buurt", indicator="x", soort=soort, se_afronding=np.sqrt(rounding))
    frame = frame.assign(cuts=redraw.cuts, inwoners=redraw.inhabitants)
    cut = frame[frame["cuts"] > 0]
    snede = cut[["niveau", "gebiedscode"]].assign(
        van_niveau="buurt", van_indeling=OLD, sneden=cut["cuts"], methode="adressen"
    )
    areas = frame[["niveau", "gebiedscode", "inwoners"]].assign(is_doel=True, water="land")
    moved = cut.assign(van_niveau="buurt", van_indeling=OLD, jaar=OLD, waarde=cut["before"].astype(object))
    delivered = [frame[frame["cuts"] == 0].assign(jaar=OLD, waarde=frame["before"])]
    delivered += [frame.assign(jaar=NEW, waarde=frame["after"])]
    sql.table("stg_bouw", pd.DataFrame({"doel_indeling": [NEW]}))
    sql.table("int_omklap_snede", snede)
    sql.table("dim_gebied", areas)
    sql.table("int_waarnemingen_omgeklapt", pd.DataFrame({"indicator": ["x"], "soort": [soort]}))
    sql.table("int_reeks_omgeklapt", _missing_is_null(moved))
    sql.table("int_reeks_geleverd", _missing_is_null(pd.concat(delivered).assign(indeling=NEW)))
    sql.run("int_omklap_cijfer", "int_omklap_sprong", "int_omklap_fout")
    found = sql.rows("select psi, gebieden, rust_op from int_omklap_fout")
    return found[0] if found else None


def _missing_is_null(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(waarde=frame["waarde"].astype("Float64"))


def redraw(rng, areas=4000, cut=600, piece_sd=30.0, growth=0.02, growth_sd=0.01, base=5):
    """Counts that grow, are rounded, and in the first `cut` areas lose `piece_sd` for each of 1–4 pieces."""
    cuts = np.where(np.arange(areas) < cut, rng.integers(1, 5, areas), 0)
    true = rng.uniform(200, 3000, areas)
    triangle = lambda: rng.triangular(-base, 0, base, areas) if base else 0  # noqa: E731
    before = true + triangle() + rng.normal(0, 1, areas) * piece_sd * np.sqrt(cuts)
    after = true * (1 + growth + rng.normal(0, growth_sd, areas)) + triangle()
    return Redraw(before, after, cuts, np.full(areas, 500.0), np.arange(areas) // 10)


def pieces(*table: tuple[str, str, float]) -> dict[tuple[str, str], int]:
    """Cut pieces of areas by level and code, where every target buurt BU12345678 lies in wijk WK123456."""
    sql = LooseSql()
    weights = pd.DataFrame(table, columns=["van_code", "naar_code", "gewicht"])
    sql.table(
        "gewichten",
        weights.assign(niveau="buurt", deel_naar=1.0, van_indeling=OLD, naar_indeling=NEW, methode="adressen"),
    )
    areas = pd.DataFrame({"gebiedscode": sorted(set(weights["naar_code"]))}).assign(niveau="buurt", indeling=NEW)
    areas["wijkcode"] = "WK" + areas["gebiedscode"].str[2:8]
    areas["gemeentecode"] = "GM" + areas["gebiedscode"].str[2:6]
    sql.table("lijst", areas.assign(water="land", oppervlakte_ha=1.0))
    sql.table("stg_bouw", pd.DataFrame({"doel_indeling": [NEW]}))
    text = "niveau varchar, van_code varchar, naar_code varchar, van_indeling int"
    sql.con.execute(f"create table int_ongewijzigd ({text}, zuiver boolean)")
    sql.con.execute(f"create table fct_wijziging ({text}, naar_indeling int, klasse varchar)")
    area = "niveau varchar, gebiedscode varchar, indeling int"
    sql.con.execute(f"create table stg_gebieden (bron varchar, release varchar, {area})")
    sql.con.execute("create table stg_releases (bron varchar, release varchar, toegang varchar)")
    sql.con.execute(f"create table int_gebied ({area}, water varchar, heeft_geometrie boolean)")
    sql.run("int_omklap_dekking", "int_omklap_delen", "int_omklap_snede")
    return {tuple(row): n for *row, n in sql.rows("select niveau, gebiedscode, sneden from int_omklap_snede")}


def test_pieces_are_counted():
    a, b, c, d = (f"BU0009000{n}" for n in range(4))
    x, y, z, w = (f"BU000{n}0001" for n in range(1, 5))
    found = pieces((a, x, 0.4), (a, y, 0.6), (b, y, 1.0), (c, x, 0.0004), (c, z, 0.9996), (d, x, 0.5), (d, w, 0.5))
    assert {code: n for (niveau, code), n in found.items() if niveau == "buurt"} == {x: 2, y: 1, w: 1}
    assert pieces((b, y, 1.0)) == {}


def test_two_pieces_of_a_buurt_in_one_wijk_are_one_piece_of_that_wijk():
    one, two, far = "BU00010101", "BU00010102", "BU00020101"
    found = pieces(("BU00090000", one, 0.3), ("BU00090000", two, 0.3), ("BU00090000", far, 0.4))
    assert found["wijk", "WK000101"] == 1
    assert found["buurt", one] == found["buurt", two] == found["wijk", "WK000201"] == 1
    whole = pieces(("BU00090000", one, 0.5), ("BU00090000", two, 0.5))
    assert whole == {("buurt", one): 1, ("buurt", two): 1}


def test_planted_cost_of_a_count_comes_out():
    psi, areas, rust_op = told(redraw(np.random.default_rng(1)), "aantal", 25 / 6)
    assert psi == pytest.approx(900, rel=0.1)
    assert (areas, rust_op) == (600, JUMP)


def test_a_count_by_hand():
    before = np.concatenate([np.full(20, 100.0), [100, 100, 100]])
    after = np.concatenate([np.full(20, 130.0), [100, 110, 120]])
    one = Redraw(before, after, np.repeat([2, 0], [20, 3]), np.full(23, 60.0), np.zeros(23))
    # uncut: m = 0.1, s = 1.4826·0.1; (130 − 110)² − (14.826)² − 2·6 per area, over 2 pieces
    psi, *_ = told(one, "aantal", 6.0, conversie_gebieden_minimum=3)
    assert psi == pytest.approx((400 - 14.826**2 - 12) / 2)


def test_uncut_areas_with_few_inhabitants_do_not_tell_the_ordinary_change():
    plain = redraw(np.random.default_rng(2))
    few = (plain.cuts == 0) & (np.arange(4000) % 3 > 0)
    wild = replace(plain, after=np.where(few, plain.after * 3, plain.after), inhabitants=np.where(few, 49.0, 500))
    assert told(wild, "aantal", 25 / 6)[0] == pytest.approx(900, rel=0.1)


def test_a_jump_no_larger_than_elsewhere_costs_nothing():
    quiet = redraw(np.random.default_rng(3), piece_sd=0)
    quiet = replace(quiet, after=np.where(quiet.cuts > 0, quiet.before * 1.02, quiet.after))
    assert told(quiet, "aantal", 25 / 6) == (0, 600, JUMP)


def test_too_few_cut_areas_say_so():
    few = redraw(np.random.default_rng(4), cut=19)
    expected = pytest.approx((0.05 * np.median(few.before[:19])) ** 2)
    assert told(few, "aantal", 25 / 6) == (expected, 19, "mediaan, want te weinig doorsneden gebieden")
    expected = pytest.approx(0.01 * variance_within(few.after, few.gemeenten))
    rust_op = "spreiding binnen gemeenten, want te weinig doorsneden gebieden"
    assert told(few, "percentage", 1 / 12) == (expected, 19, rust_op)
    assert told(redraw(np.random.default_rng(4), cut=0), "aantal", 1.0) is None


def test_a_cut_area_without_both_figures_does_not_count():
    plain = redraw(np.random.default_rng(5), cut=20)
    gap = replace(plain, before=np.where(np.arange(4000) == 3, np.nan, plain.before))
    assert told(plain, "aantal", 1.0)[1:] == (20, JUMP)
    assert told(gap, "aantal", 1.0)[1:] == (19, "mediaan, want te weinig doorsneden gebieden")


def test_planted_cost_of_a_share_comes_out():
    rng = np.random.default_rng(6)
    plain = redraw(rng)
    true = rng.normal(30, 8, 4000)
    before = true + rng.normal(0, 2, 4000) * np.sqrt(plain.cuts)
    shares = replace(plain, before=before, after=true + 1.5 + rng.normal(0, 0.5, 4000))
    assert told(shares, "percentage", 1 / 12) == (pytest.approx(4, rel=0.15), 600, JUMP)


def test_a_share_never_costs_less_than_its_floor():
    rng = np.random.default_rng(7)
    plain = redraw(rng)
    true = rng.normal(30, 8, 4000)
    floor = pytest.approx(0.01 * variance_within(true, plain.gemeenten))
    still = replace(plain, before=true, after=true)
    assert told(still, "percentage", 1 / 12) == (floor, 600, "spreiding binnen gemeenten, groter dan de sprong")


def test_variance_within_gemeenten():
    """As the floor of a share where too few areas were cut; squares above nine medians count as that."""

    def floor(values, gemeenten) -> float:
        x = np.asarray(values, float)
        cuts = (np.arange(len(x)) == 0).astype(int)
        area = Redraw(x, x, cuts, np.full(len(x), 500.0), np.asarray(gemeenten))
        return told(area, "percentage", 0.0, conversie_spreiding=1.0)[0]

    assert floor([1.0, 3, 10, 30, 99, np.nan], [1, 1, 2, 2, 3, 2]) == pytest.approx((1 + 1 + 100 + 100) / 4)
    assert floor([4.0, 6, 4, 6, 4, 6, 0, 30], [1, 1, 2, 2, 3, 3, 4, 4]) == pytest.approx((6 * 1 + 2 * 9) / 8)
    rng = np.random.default_rng(8)
    many = rng.normal(0, 3, 10_000) + np.repeat(rng.normal(0, 50, 1000), 10)
    # the cap, nine medians of χ²(1), takes a little of it; a mean of ten lies a little near each of them
    left = stats.chi2.expect(lambda square: min(square, 9 * stats.chi2.median(1)), (1,))
    assert 0.8 < left < 0.95
    assert floor(many, np.repeat(np.arange(1000), 10)) == pytest.approx(9 * 0.9 * left, rel=0.03)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("soort", "oracle"), [("aantal", psi_of_counts), ("percentage", psi_of_shares)])
def test_models_and_oracle_agree(seed, soort, oracle):
    """On worlds with gaps, hamlets and gemeenten of every size, also where too few areas tell anything."""
    rng = np.random.default_rng(seed)
    world = redraw(rng, areas=700, cut=(300, 40, 19, 5)[seed], piece_sd=rng.uniform(0, 40), growth=rng.normal(0, 0.1))
    gap = lambda x: np.where(rng.random(700) < 0.05, np.nan, x)  # noqa: E731
    world = replace(
        world, before=gap(world.before), after=gap(world.after), inhabitants=rng.integers(0, 300, 700),
        gemeenten=np.sort(rng.integers(0, 120, 700)),
    )  # fmt: skip
    assert told(world, soort, 2.0)[0] == pytest.approx(oracle(world, 2.0, Choices()), rel=1e-9)
