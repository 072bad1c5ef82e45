"""Each truth plants what it says: what truly changes, what only the measurement does, and nothing of the others."""

import hashlib
import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from veerkracht.sample import lbm, write_sample
from veerkracht.sample.cijfers import sums_of
from veerkracht.sample.plannen import SCHOK, WARE_REEKSEN, Waarheid
from veerkracht.sample.steps import SampleWorld, make_world
from veerkracht.sample.toestand import make_sums

THRESHOLD = 0.004  # about a tenth of the spread of onv over the buurten: from there a change counts
# SHA-256 of the text of the deliveries of the country of six gemeenten, as version 0.2 wrote them
PLANNED = {
    "waarheid.json": "a8605aa4f541b7252ff0d5ed91b386a428d74edb271a24dbe1a83d00c7189336",
    "bestanden/leefbaarometer/open-data-leefbaarometer-meting-2024.zip": (
        "af7c4c4ca7aa02d983fb9f333ad67d13944c1ebc7579fcc2762adccdf5330a9b"
    ),
    "bestanden/cbs_kerncijfers/Kerncijfers_wijken_en_buurten_2021.csv": (
        "0a889d72be39ff48b4ae1b93f1519274a11b79b5f9ceeb7d58dd1966951b3071"
    ),
    "bestanden/politie_overlast/47024NED-paginas.zip": (
        "09ef96c6db2909cd6a8a89d0b8dd606e40143fe18a35aa8067f8d88064f67e56"
    ),
    "bestanden/rivm_gezondheid/50150NED-paginas.zip": (
        "2c0268cff5bef7686c97d3b8f95ace57f7ffd7502ed71911ba3facd0e71dbc1a"
    ),
}


@pytest.fixture(scope="module")
def worlds() -> dict[Waarheid, SampleWorld]:
    """The country of six gemeenten with each truth."""
    return {waarheid: make_world(6, 1, waarheid) for waarheid in Waarheid}


@pytest.fixture(scope="module")
def still(tmp_path_factory) -> Path:
    """The country in which nothing changes, written by the command."""
    folder = tmp_path_factory.mktemp("niets") / "voorbeeld"
    done = CliRunner().invoke(app, ["sample", "--uit", str(folder), "--gemeenten", "6", "--waarheid", "niets"])
    assert done.exit_code == 0, done.output
    return folder


def _text(file: Path) -> bytes:
    if file.suffix != ".zip":
        return file.read_bytes()
    with zipfile.ZipFile(file) as zip_:
        return b"".join(zip_.read(name) for name in sorted(zip_.namelist()))


def _onv(world: SampleWorld, jaar: int) -> np.ndarray:
    """True score of every area; NaN where nobody lives."""
    return lbm.true_scores(world.bewoners, world.indelingen[2024], jaar)[1]["onv"]


def _spread_of_change(world: SampleWorld) -> float:
    return float(np.nanstd(_onv(world, 2024) - _onv(world, 2014)))


def test_the_planned_country_is_what_it_always_was(tmp_path):
    folder = write_sample(tmp_path / "gepland", gemeenten=6)
    assert {name: hashlib.sha256(_text(folder / name)).hexdigest() for name in PLANNED} == PLANNED


def test_every_truth_begins_with_the_same_people_and_boundaries(worlds):
    planned = worlds[Waarheid.gepland]
    for world in worlds.values():
        assert (world.bewoners.inwoners(2014) == planned.bewoners.inwoners(2014)).all()
        assert (world.bewoners.field_of(2014) == planned.bewoners.field_of(2014)).all()
        for jaar, indeling in planned.indelingen.items():
            assert (world.indelingen[jaar].buurt_of_vlek == indeling.buurt_of_vlek).all()


@pytest.mark.parametrize("waarheid", [Waarheid.niets, Waarheid.schokken])
def test_where_nothing_changes_only_the_year_does(worlds, waarheid):
    """Everybody stays, and true onv moves for the whole country alike, by less than counts as a change."""
    world = worlds[waarheid]
    first, last = (world.bewoners.inwoners(jaar) for jaar in (2014, 2024))
    assert (first == last).all()
    assert _spread_of_change(world) < 1e-12
    steps = [np.nanmean(_onv(world, jaar) - _onv(world, 2014)) for jaar in lbm.MET_DIMENSIES[1:]]
    assert 0 < max(abs(step) for step in steps) < THRESHOLD
    people = [make_sums(world.bewoners, jaar)["hh_laag"] for jaar in (2014, 2024)]
    assert (people[0] == people[1]).all()


@pytest.mark.parametrize("waarheid", [Waarheid.niets, Waarheid.gepland])
def test_measured_changes_are_off_by_the_noise_that_is_told(worlds, waarheid):
    world = worlds[waarheid]
    i, people = world.indelingen[2024], world.bewoners
    measured = lbm.published_scores(people, i)
    error = measured[2024]["onv"] - measured[2014]["onv"] - (_onv(world, 2024) - _onv(world, 2014))
    sizes = [sums_of(people.inwoners(jaar), i) for jaar in (2014, 2024)]
    expected = np.hypot(*(lbm.noise_sd(size, people.plan) for size in sizes))
    assert np.nanstd((error / expected)[1 + len(i.gemeenten) :]) == pytest.approx(1, abs=0.1)


def test_a_proof_is_as_noisy_as_the_leefbaarometer_beside_the_differences_it_measures(worlds):
    """Noise of an area of 1,000 inhabitants over the spread between areas: 0.141 in the Leefbaarometer 3.0."""
    world = worlds[Waarheid.niets]
    i = world.indelingen[2024]
    people, onv = sums_of(world.bewoners.inwoners(2024), i), _onv(world, 2024)
    buurten = slice(1 + len(i.gemeenten) + len(i.wijken), None)
    known = np.isfinite(onv[buurten])
    spread = np.sqrt(np.cov(onv[buurten][known], aweights=people[buurten][known]))
    noise = lbm.noise_sd(np.array([1000.0]), world.bewoners.plan)[0]
    assert noise / spread == pytest.approx(np.sqrt(7.85e-5 + 0.0333 / 1000) / 0.075, rel=0.15)


def test_redraws_stay_where_nothing_changes(worlds):
    assert len(worlds[Waarheid.niets].planted) == len(worlds[Waarheid.gepland].planted) > 0


def test_only_vulnerability_moves_where_only_it_was_planned(worlds):
    world, planned = worlds[Waarheid.alleen_kwetsbaarheid], worlds[Waarheid.gepland]
    assert (world.bewoners.field_of(2024) == planned.bewoners.field_of(2024)).all()
    assert _spread_of_change(world) < 1e-12 < _spread_of_change(planned)
    poor = [make_sums(world.bewoners, jaar)["hh_laag"] for jaar in (2014, 2024)]
    assert (poor[0] != poor[1]).mean() > 0.3


def test_a_shock_is_the_same_for_every_area_of_a_gemeente_and_new_each_measurement(worlds):
    i = worlds[Waarheid.schokken].indelingen[2024]
    shaken, still = (lbm.published_scores(worlds[name].bewoners, i) for name in (Waarheid.schokken, Waarheid.niets))
    shocks = []
    for jaar in (2014, 2024):
        shock = shaken[jaar]["onv"] - still[jaar]["onv"]
        gemeenten, start = shock[1 : 1 + len(i.gemeenten)], 1 + len(i.gemeenten) + len(i.wijken)
        assert np.nanmax(np.abs(shock[start:] - gemeenten[i.gemeente_of_buurt])) < 2e-6  # rounded to six decimals
        shocks.append(gemeenten)
    assert 0.2 * SCHOK < np.std(np.concatenate(shocks)) < 2 * SCHOK
    assert np.abs(shocks[0] - shocks[1]).min() > 1e-4
    assert not np.any(lbm.shocks(worlds[Waarheid.gepland].bewoners, i, 2024))


def test_shuffled_changes_are_the_planned_ones_in_other_areas(worlds):
    world, planned = worlds[Waarheid.geschud].bewoners, worlds[Waarheid.gepland].bewoners
    buurten, first = np.unique(np.where(planned.on_land, planned.land.buurt, -1), return_index=True)
    first = first[buurten >= 0]
    for own, before in ((world.course, planned.course), (world.extra, planned.extra)):
        assert np.allclose(np.sort(own[first]), np.sort(before[first]))
        assert (own[first] == before[first]).mean() < 0.2
    together = np.corrcoef(world.course[first], world.extra[first])[0, 1]
    assert abs(together) < 0.2 < abs(np.corrcoef(planned.course[first], planned.extra[first])[0, 1])


def test_the_truth_file_tells_which_truth_it_is(still):
    truth = json.loads((still / "waarheid.json").read_text("utf-8"))
    assert truth["waarheid"] == "niets"
    assert all("gepland" not in truth["verhaal"][soort] for soort in ("verbetert", "verslechtert", "neutraal"))
    assert truth["verhaal"]["verbetert"]["verschil_kwetsbaarheid"] == 0
    assert "verandert iets" in (still / "LEESMIJ.txt").read_text("utf-8")


def test_true_series_say_that_nothing_changes(still):
    series = pd.read_parquet(still / WARE_REEKSEN)
    assert sorted(series["niveau"].unique()) == ["buurt", "gemeente", "land", "wijk"]
    wide = series[series["inwoners"] > 0].pivot(index=["niveau", "gebiedscode"], columns="jaar")
    for name in ("veld", "p_hh_li"):
        assert (wide[name].std(axis=1) < 1e-9).all()
    assert (wide["onv"].sub(wide["onv"][2014], axis=0).std() < 1e-9).all()


def test_true_series_are_the_sums_of_the_planned_country(voorbeeld, waarheid, wereld):
    """Against the series of waarheid.json, and against onv of the story."""
    series = pd.read_parquet(voorbeeld / WARE_REEKSEN).set_index(["gebiedscode", "jaar"])
    sums, buurt = waarheid["reeksen_2024"], "BU90010001"
    for jaar in (2014, 2024):
        low, households = (sums[name][buurt][jaar - 2014] for name in ("hh_laag", "hh"))
        assert series.loc[(buurt, jaar), "p_hh_li"] == pytest.approx(100 * low / households)
        assert series.loc[(buurt, jaar), "inwoners"] == sums["inw"][buurt][jaar - 2014]
    story = waarheid["verhaal"]["verslechtert"]
    onv = series.loc[story["gemeente"], "onv"]
    assert onv[2024] - onv[2014] == pytest.approx(story["verschil_onv"], abs=1e-4)
    planned = series.loc[story["gemeente"], "veerkracht"]
    national = 0.010  # of the whole country
    assert planned[2024] - planned[2014] == pytest.approx(story["gepland"]["onv_boven_beta"] + national, abs=2e-3)
    people = sums_of(wereld.bewoners.inwoners(2024), wereld.indelingen[2024])
    assert series.loc[("NL00", 2024), "inwoners"] == people[0]
