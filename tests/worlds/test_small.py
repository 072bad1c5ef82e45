"""Random partial worlds on functions and SQL: no figure is lost without a row that says why, nothing crashes."""

import dataclasses
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.invariants import broken
from tests.worlds.drawing import Cut, Known, Partial, partial_worlds
from tests.worlds.small import Sample, SmallWorld
from veerkracht.errors import VeerkrachtError

KWB, RIVM, GRENZEN = "cbs_kerncijfers", "rivm_gezondheid", "cbs_grenzen"
FEW, MANY = 12, 150
SLOW = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def whole(one: Known, **less) -> Cut:
    """All of a release, but for what is given."""
    return dataclasses.replace(Cut(one.bron, one.release, one.jaren, one.gemeenten, one.niveaus, None, True), **less)


@pytest.fixture
def build(sample, tmp_path):
    """`build(doel, {release: what of it is left})` makes the small world of these releases."""

    def made(doel, releases: dict[str, dict]) -> SmallWorld:
        known = {f"{one.bron}@{one.release}": one for one in sample.known}
        cuts = tuple(whole(known[name], **less) for name, less in releases.items())
        return SmallWorld(sample, Partial(cuts, doel), tmp_path)

    return made


def check(sample: Sample, world: Partial) -> None:
    """An edition can be made and holds by the rules, or one sentence says why not."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            built = SmallWorld(sample, world, Path(folder))
        except VeerkrachtError as error:
            assert 0 < len(str(error)) <= 500
            return
    assert not list(broken(built.rows))


def test_a_few_buurten_are_not_the_gemeente_where_the_target_has_outlines_of_no_others(build):
    """Their sum was published as the figure of the gemeente."""
    outlines = {"buurten": 5}
    world = build("nieuwste", {
        "cbs_grenzen@2019@voorbeeld": outlines | {"niveaus": ("buurt",)},
        "cbs_grenzen@2024@voorbeeld": outlines,
        "cbs_kerncijfers@2019@84583NED-20211115": {},
    })  # fmt: skip
    assert not list(broken(world.rows))
    told = world.rows(
        "select distinct niveau, waarde, status from fct_reeks where gebiedscode in ('GM9001', 'WK900100') "
        "and indicator = 'a_inw' and jaar = 2019 and methode = 'uit_buurten' order by all"
    )
    assert told == [("gemeente", None, "onvoldoende_dekking"), ("wijk", None, "onvoldoende_dekking")]


@settings(SLOW, max_examples=FEW)
@given(data=st.data())
def test_a_few_partial_worlds(sample, data):
    check(sample, data.draw(partial_worlds(sample.known)))


@pytest.mark.lang
@pytest.mark.timeout(1800)
@settings(SLOW, max_examples=MANY)
@given(data=st.data())
def test_many_partial_worlds(sample, data):
    check(sample, data.draw(partial_worlds(sample.known)))


def test_the_rules_see_what_is_lost(build):
    world = build("nieuwste", {f"{GRENZEN}@2024@voorbeeld": {}, f"{KWB}@2024@85984NED-20251115": {}})
    assert not list(broken(world.rows))
    world.con.execute("delete from fct_reeks where indicator = 'a_inw' and niveau = 'buurt' and waarde > 100")
    rules = {one.rule for one in broken(world.rows)}
    assert {
        "every chosen figure has arrived on the target or is told",
        "counts are conserved but for what is told",
    } <= rules


def test_outlines_of_a_few_buurten_beside_figures_of_all_leave_none_without_a_reason(build):
    world = build(
        2019,
        {
            f"{GRENZEN}@2019@voorbeeld": {},
            f"{GRENZEN}@2024@voorbeeld": {"buurten": 21, "niveaus": ("buurt",)},
            f"{KWB}@2024@85984NED-20251115": {},
        },
    )
    assert not list(broken(world.rows))
    ((areas, explained),) = world.rows(
        "select count(*), count(waarde) + count(reden) from fct_reeks where niveau = 'buurt' and indicator = 'a_inw' "
        "and jaar = 2024 and indeling = 2019"
    )
    ((buurten,),) = world.rows("select count(*) from dim_gebied where is_doel and niveau = 'buurt' and water = 'land'")
    assert areas == explained == buurten
    ((lost, reason),) = world.rows(
        "select gebieden, reden from fct_weggevallen where indicator = 'a_inw' and niveau = 'buurt' "
        "and oorzaak = 'geen_omtrek' and bron = 'cbs_kerncijfers'"
    )
    assert lost > 100 and "2024 heeft het gebied geen omtrek" in reason


def test_a_newer_release_for_the_whole_series_says_which_older_figures_went(build, sample):
    old, new = f"{RIVM}@2012-2024@50150NED", f"{RIVM}@2016@50150NED-export"
    world = build("nieuwste", {f"{GRENZEN}@2024@voorbeeld": {}, new: {}, old: {}})
    assert not list(broken(world.rows))
    # the export is published later: it serves all years, also those that it has not
    world.con.execute(
        "update werk_releases set gepubliceerd = date '2030-01-01' where release = ?", [new.partition("@")[2]]
    )
    world.run_again()
    assert not list(broken(world.rows))
    rows = world.rows(
        "select jaar, door_release, onvervangen, reden from fct_weggevallen where indicator = 'roker' "
        "and niveau = 'buurt' order by jaar"
    )
    assert [jaar for jaar, *_ in rows] == [2012, 2016, 2020, 2022, 2024]
    assert {door for _, door, *_ in rows} == {"2016@50150NED-export"}
    gone = {jaar: left for jaar, _, left, _ in rows}
    assert gone[2016] == 0 and all(left > 0 for jaar, left in gone.items() if jaar != 2016)
    assert all("eerder gepubliceerd" in reason and "alle jaren" in reason for *_, reason in rows)
    told = world.rows(
        "select waarde, toelichting from fct_kwaliteit where controle = 'cijfers_weggevallen' and onderwerp = 'buurt'"
    )
    assert told and told[0][0] >= sum(gone.values())


def test_a_class_of_which_a_piece_lies_in_a_gemeente_that_was_not_delivered_has_a_reason_there(build):
    some = {"gemeenten": ("9001", "9002", "9003")}
    world = build(
        "nieuwste",
        {
            f"{GRENZEN}@2019@voorbeeld": {"gemeenten": ("9001",), "niveaus": ("buurt",)},
            f"{GRENZEN}@2014@voorbeeld": {"niveaus": ("buurt",)},
            f"{KWB}@2022@85318NED-20241115": some,
        },
    )
    assert not list(broken(world.rows))
    elsewhere = world.rows(
        "select distinct status, reden from fct_reeks join stg_bouw on indeling = doel_indeling where niveau = 'buurt' "
        "and jaar = 2022 and indicator = 'm_hh_ver' and substr(gebiedscode, 3, 4) not in ('9001', '9002', '9003')"
    )
    assert ("onvergelijkbaar", "een klasse of mediaan geldt alleen waar het gebied ongewijzigd is") in elsewhere


def test_a_vintage_of_nothing_but_water_is_compared(build):
    world = build(
        "nieuwste",
        {
            f"{GRENZEN}@2014@voorbeeld": {},
            f"{GRENZEN}@2019@voorbeeld": {"gemeenten": ("0998",), "niveaus": ("gemeente",)},
        },
    )
    assert world.rows("select doel_indeling from stg_bouw") == [(2014,)]


def test_a_wijk_that_changed_and_of_which_not_all_buurten_are_published_has_a_reason(build):
    world = build(
        "nieuwste", {f"{GRENZEN}@{year}@voorbeeld": {} for year in (2019, 2024)} | {f"{KWB}@2023@85618NED-20251115": {}}
    )
    assert not list(broken(world.rows))
    told = world.rows(
        "select distinct status, reden from fct_reeks where niveau = 'wijk' and jaar = 2023 and indeling = 2024 "
        "and waarde is null and reden is not null"
    )
    assert {status for status, _ in told} >= {"onvoldoende_dekking", "onvergelijkbaar"}
