"""What is read of the marts, and the truth that is put beside it: by hand."""

import numpy as np
import pandas as pd
import pytest

from tests.veerkracht.claims import world
from veerkracht.claims.parts import Part, PartYears, Period, part_years
from veerkracht.claims.reading import Truth, read_maps, winsor_of
from veerkracht.claims.records import MapOfChange
from veerkracht.claims.truth import true_changes
from veerkracht.errors import BuildError, VeerkrachtError


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return world.write_database(tmp_path_factory.mktemp("marts") / "veerkracht.duckdb", world.tables())


@pytest.fixture(scope="module")
def maps(database, tmp_path_factory) -> dict[str, MapOfChange]:
    file = tmp_path_factory.mktemp("waarheid") / "ware_reeksen.parquet"
    world.series().to_parquet(file)
    return {one.kaart_id: one for one in read_maps(database, Truth(file, 4.0))}


def test_maps_of_change_are_read_and_no_other(maps):
    assert list(maps) == ["4", "6", "7", "8", "9"]
    assert {one.onderwerp for one in maps.values()} == {
        "kwetsbaarheid", "onv", "samenloop", "veerkracht", "veerkracht_relatief"
    }  # fmt: skip
    for kaart, one in maps.items():
        assert len(one.klasse) == 4, "an area without a class is on no map"
        assert tuple(one.labels.values()) == world.LABELS[kaart]


def test_truth_of_each_map(maps):
    assert maps["6"].waar == pytest.approx(world.ONV)
    assert maps["4"].waar == pytest.approx([x / world.SD for x in world.LOW])
    assert maps["7"].waar == pytest.approx(maps["4"].waar)
    assert maps["7"].waar_2 == pytest.approx(world.ONV)
    mean = np.average(world.VEERKRACHT, weights=world.INWONERS)  # of the country: by inhabitants
    assert maps["8"].waar == pytest.approx(np.array(world.VEERKRACHT) - mean)
    assert maps["9"].waar == pytest.approx([-0.02, 0.02, -0.0025, 0.0025])  # of two areas each: plain


def test_threshold_and_chances_come_from_the_marts(maps):
    assert (maps["4"].delta, maps["6"].delta) == (0.1, 0.005)
    assert (maps["7"].delta, maps["7"].delta_2) == (0.1, 0.005)
    assert maps["7"].p_beide == pytest.approx([0.95 * 0.92, 0.2 * 0.8, 0, 0.8 * 0.1])


def test_two_indelingen_are_two_maps(maps, tmp_path):
    """The same codes on older boundaries, with other labels, another reference and another set: nothing is mixed."""
    marts = world.tables()
    for name, values in (
        ("fct_kaart", {}), ("fct_verandering", {}), ("fct_component", {}), ("mrt_referentie", {"sd": 5.0}),
        ("fct_legenda", {"label": "oud"}), ("dim_periode", {"onderdelen": "inkomen (2014–2024)"}),
    ):  # fmt: skip
        marts[name] = pd.concat([marts[name], marts[name].assign(indeling=2022, **values)], ignore_index=True)
    early = marts["fct_component"].query("indeling == 2022 and jaar == 2023").assign(jaar=2024)
    marts["fct_component"] = pd.concat([marts["fct_component"], early], ignore_index=True)
    series = world.series()
    file = tmp_path / "ware_reeksen.parquet"
    pd.concat([series, series.assign(indeling=2022, veerkracht=2 * series["veerkracht"])]).to_parquet(file)
    found = read_maps(world.write_database(tmp_path / "veerkracht.duckdb", marts), Truth(file, 4.0))
    assert [(one.kaart_id, one.indeling) for one in found] == [(k, i) for k in maps for i in (2022, 2024)]
    old, new = ({one.kaart_id: one for one in found if one.indeling == year} for year in (2022, 2024))
    for kaart, one in maps.items():
        assert new[kaart].waar == pytest.approx(one.waar) and new[kaart].labels == one.labels
    assert old["4"].waar == pytest.approx(2 * maps["4"].waar) and set(old["4"].labels.values()) == {"oud"}
    assert old["8"].waar == pytest.approx(2 * maps["8"].waar) and old["9"].waar == pytest.approx(2 * maps["9"].waar)


def test_without_a_truth_nothing_is_said_of_it(database):
    assert all(np.isnan(one.waar).all() and np.isnan(one.waar_2).all() for one in read_maps(database, None))


def test_the_limit_of_standardised_parts_is_that_of_the_edition(database):
    assert winsor_of(database) == 4.0


def test_a_database_without_a_mart_is_named(tmp_path):
    marts = world.tables()
    del marts["fct_verandering"]
    with pytest.raises(BuildError, match="fct_verandering"):
        read_maps(world.write_database(tmp_path / "half.duckdb", marts), None)


def test_true_change_of_the_index_weighs_its_parts_and_cuts_them_off():
    """Two parts by hand: (0.25·0.4 + 0.5·(4 − 1))/0.75, the second cut off at 4."""
    rows = [
        {"niveau": "buurt", "gebiedscode": "BU1", "indeling": 2024, "jaar": jaar, "onv": 0.0, "veerkracht": 0.0} | extra
        for jaar, extra in ((2014, {"x": 10.0, "y": 4.0}), (2024, {"x": 14.0, "y": -20.0}))
    ]
    parts = [
        Part("buurt", 2024, "x", 0.25, 1, 2014, 2024, 0.0, 10.0),
        Part("buurt", 2024, "y", 0.5, -1, 2014, 2024, 5.0, 1.0),
    ]
    found = true_changes(pd.DataFrame(rows), parts, Period(2014, 2024), 4.0)
    assert found["kwetsbaarheid"].tolist() == pytest.approx([(0.25 * 0.4 + 0.5 * (4 - 1)) / 0.75])
    assert true_changes(pd.DataFrame(rows), [], Period(2014, 2024), 4.0)["kwetsbaarheid"].isna().all()
    assert true_changes(pd.DataFrame(rows), parts, Period(2014, 2020), 4.0)["onv"].isna().all()


def test_parts_are_read_from_the_account_of_a_period():
    assert part_years("angst (2016–2024), inkomen (2014–2023)") == [
        PartYears("angst", 2016, 2024),
        PartYears("inkomen", 2014, 2023),
    ]
    with pytest.raises(VeerkrachtError, match="inkomen in 2014"):
        part_years("inkomen in 2014")
