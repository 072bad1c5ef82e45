"""Drift: a release beside its predecessor; what cannot be compared is not."""

import pytest

from expectations.drift import check_drift, predecessor, way_out
from tests.expectations.conftest import Delivery
from veerkracht.settings import load_settings
from veerkracht.sources.catalogue.model import Drift

MANY = tuple(f"BU9001{i:04d}" for i in range(100))


def compared(paths, source, old: Delivery, new: Delivery, old_entry=None, new_entry=None):
    for one in (old, new):
        one.write(paths, source)
    first, second = old.entry(**(old_entry or {})), new.entry(**(new_entry or {}))
    outcomes = check_drift(
        paths, source, second, paths.raw("open", source.bron, new.release), load_settings(), [first, second]
    )
    return {outcome.controle: outcome for outcome in outcomes}


def warns(outcome) -> bool:
    return outcome.ernst == "waarschuwt" and not outcome.geslaagd


def years(old: dict, new: dict) -> tuple[Delivery, Delivery]:
    return Delivery("2019@a", jaar=2019, **old), Delivery("2020@b", jaar=2020, **new)


def test_the_same_again_passes(paths, make_source):
    found = compared(paths, make_source(), *years({}, {}))
    assert set(found) == {"verdwenen gemeenten", "verdwenen gebieden", "aantal gebieden", "verdwenen kolommen"}
    assert all(outcome.geslaagd and outcome.waarde == 0 for outcome in found.values())


@pytest.mark.parametrize(
    ("left", "passes", "ernst"), [(96, True, "waarschuwt"), (90, False, "waarschuwt"), (70, False, "blokkeert")]
)
def test_areas_that_are_gone_warn_and_block(paths, make_source, left, passes, ernst):
    found = compared(paths, make_source(), *years({"areas": MANY}, {"areas": MANY[:left]}))["verdwenen gebieden"]
    assert (found.geslaagd, found.ernst) == (passes, ernst)
    assert found.waarde == pytest.approx(1 - left / 100)
    assert f"{100 - left} van 100 gebieden" in found.toelichting


def test_a_part_that_drift_refuses_is_taken_by_what_the_refusal_says(paths, make_source):
    whole, part = years({"areas": MANY}, {"areas": MANY[:70]})
    refused = compared(paths, make_source(), whole, part).values()
    assert "`volgt_op: geen`" in way_out([one for one in refused if one.blocks])
    again = [whole.entry(), part.entry(volgt_op="geen")]
    folder = paths.raw("open", "cbs_kerncijfers", part.release)
    assert check_drift(paths, make_source(), again[1], folder, load_settings(), again) == []
    assert way_out([]) == ""


def test_a_new_vintage_has_other_codes_so_only_numbers_are_compared(paths, make_source):
    other = tuple(code.replace("BU90010", "BU90011") for code in MANY)
    found = compared(paths, make_source(), *years({"areas": MANY}, {"areas": other}), new_entry={"indeling": 2021})
    assert "verdwenen gebieden" not in found
    assert found["aantal gebieden"].geslaagd


def test_a_part_of_the_country_beside_another_part_is_not_compared(paths, make_source):
    other = tuple(code.replace("BU9001", "BU9002") for code in MANY)
    found = compared(paths, make_source(), *years({"areas": MANY}, {"areas": other}))
    assert set(found) == {"verdwenen gemeenten"}
    assert warns(found["verdwenen gemeenten"])


def test_columns_without_figures_are_gone_and_a_first_release_only_warns(paths, make_source):
    old = {"columns": {"a_inw": "1", "p_koopw": "2"}}
    new = {"columns": {"a_inw": "1", "p_koopw": "."}}
    assert compared(paths, make_source(), *years(old, new))["verdwenen kolommen"].blocks
    thin = compared(paths, make_source("ander"), *years(old, new), new_entry={"status": "voorlopig"})
    assert warns(thin["verdwenen kolommen"])


def test_another_layout_has_other_columns(paths, make_source):
    old, new = years({"columns": {"a_inw": "1"}}, {"columns": {"T001036": "1"}})
    assert "verdwenen kolommen" not in compared(paths, make_source(), old, new, new_entry={"layout": "v4_zip"})


def test_changed_figures_of_the_same_year_block_unless_the_source_re_estimates(paths, make_source):
    old, new = Delivery("2020@a"), Delivery("2020@b", columns={"a_inw": "121", "p_koopw": "45"})
    entry = {"gepubliceerd": "2021-01-01"}, {"gepubliceerd": "2022-01-01"}
    found = compared(paths, make_source(), old, new, *entry)["gewijzigde cijfers"]
    assert found.blocks
    assert found.waarde == 0.5
    estimated = make_source("leefbaarometer", reeks="een_release_voor_alle_jaren")
    assert warns(compared(paths, estimated, old, new, *entry)["gewijzigde cijfers"])


@pytest.mark.parametrize(
    ("was", "now", "changed"),
    [
        ("5,0", "5", False),
        (" 5.00 ", "5", False),
        (".", "", False),
        ("5", "5,1", True),
        ("5", ".", True),
        ("x", "5", True),
    ],
)
def test_figures_are_compared_as_numbers(paths, make_source, was, now, changed):
    old, new = Delivery("2020@a", columns={"a_inw": was}), Delivery("2020@b", columns={"a_inw": now})
    entry = {"gepubliceerd": "2021-01-01"}, {"gepubliceerd": "2022-01-01"}
    assert compared(paths, make_source(), old, new, *entry)["gewijzigde cijfers"].waarde == changed


def test_vanished_columns_are_named(paths, make_source):
    old = {"columns": {f"k{n}": "1" for n in range(8)}}
    found = compared(paths, make_source(), *years(old, {"columns": {"k0": "1"}}))["verdwenen kolommen"]
    assert found.toelichting == "7 van 8 kolommen hebben geen cijfers meer: k1, k2, k3, k4, k5 …"


def test_thresholds_of_the_source_win(paths, make_source):
    lenient = make_source(drift=Drift(waarschuwt=0.5, blokkeert=0.9))
    assert compared(paths, lenient, *years({"areas": MANY}, {"areas": MANY[:70]}))["verdwenen gebieden"].geslaagd


def test_the_predecessor_is_the_same_year_before_another_year():
    first, second = (
        Delivery("2020@a").entry(gepubliceerd="2021-01-01"),
        Delivery("2020@b").entry(gepubliceerd="2022-01-01"),
    )
    before = Delivery("2019@c").entry()
    assert predecessor(second, [before, first, second]) == first
    assert predecessor(first, [before, first, second]) == before
    assert predecessor(before, [before, first, second]) is None


def test_the_catalogue_may_say_what_a_release_follows():
    first, second = Delivery("2018@a").entry(), Delivery("2019@b").entry()
    assert predecessor(Delivery("2020@c").entry(volgt_op="2018@a"), [first, second]) == first
    assert predecessor(Delivery("2020@c").entry(volgt_op="geen"), [first, second]) is None


def test_columns_of_another_version_of_a_model_have_not_vanished(paths, make_source):
    old = {f"dementie|alle|{maat}|2021": "20" for maat in ("teller", "noemer", "aandeel")}
    new = {f"dementie|alle|{maat}|2025": "20" for maat in ("teller", "noemer")}
    found = compared(paths, make_source(), *years({"columns": old}, {"columns": new}))["verdwenen kolommen"]
    assert found.toelichting.endswith("1 van 3 kolommen hebben geen cijfers meer: dementie|alle|aandeel")
