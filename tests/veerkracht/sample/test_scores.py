"""Leefbaarometer and RIVM of the sample: identities, gaps, noise of the size that waarheid.json tells."""

import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from veerkracht.sample import lbm
from veerkracht.sample.bewoners import DIMENSIES

ZIP = "bestanden/leefbaarometer/open-data-leefbaarometer-meting-2024.zip"
RIVM = "bestanden/rivm_gezondheid"


@pytest.fixture(scope="module")
def scores(voorbeeld) -> dict[str, pd.DataFrame]:
    with zipfile.ZipFile(voorbeeld / ZIP) as zip_:
        names = {name.split("-scores ")[1].split()[0]: name for name in zip_.namelist()}
        return {soort: pd.read_csv(io.BytesIO(zip_.read(name))) for soort, name in names.items()}


def test_files_and_columns_are_those_of_the_release(voorbeeld, scores):
    assert set(scores) == {"buurten", "wijken", "gemeenten", "grids"}
    with zipfile.ZipFile(voorbeeld / ZIP) as zip_:
        assert all(name.startswith("Leefbaarometer 3.0 - Meting 2024 - open data/") for name in zip_.namelist())
        assert b",NA,NA,NA,NA,NA" in zip_.read(zip_.namelist()[0])
    vast = ["jaar", "lbm", "afw", *DIMENSIES]
    assert list(scores["buurten"].columns) == ["bu_code", "bu_naam", *vast]
    assert list(scores["grids"].columns) == ["grid_id", *vast]


def test_identities_hold_in_every_row(scores):
    for frame in scores.values():
        met = frame.dropna(subset=["onv"])
        assert (met["afw"] - met[list(DIMENSIES)].sum(axis=1)).abs().max() < 2e-6
        assert (frame["lbm"] - frame["afw"]).dropna().round(6).unique().tolist() == [lbm.VERSCHIL]


def test_dimensions_exist_in_five_years_and_the_total_in_nine(scores):
    gemeenten = scores["gemeenten"]
    assert sorted(gemeenten["jaar"].unique()) == list(lbm.JAREN)
    assert gemeenten["lbm"].notna().all()
    assert sorted(gemeenten.loc[gemeenten["onv"].notna(), "jaar"].unique()) == [2014, 2018, 2020, 2022, 2024]


def test_areas_where_hardly_anyone_lives_have_no_score(scores, wereld):
    i = wereld.indelingen[2024]
    count, _ = lbm.true_scores(wereld.bewoners, i, 2024)
    blank = i.buurten[count[1 + len(i.gemeenten) + len(i.wijken) :] == 0]
    assert len(blank) >= 3
    assert not set(blank) & set(scores["buurten"]["bu_code"])


def test_noise_has_the_size_that_the_truth_tells(wereld, waarheid):
    i, b = wereld.indelingen[2024], wereld.bewoners
    gemeten = lbm.published_scores(b, i)
    errors: dict[int, list[float]] = {}
    for jaar in lbm.JAREN:
        count, truth = lbm.true_scores(b, i, jaar)
        klasse = np.digitize(count, lbm.KLASSEN)
        for d in DIMENSIES:
            error = (gemeten[jaar][d] - truth[d]) / lbm.NOISE_SHARE[d]
            for k in range(len(lbm.RUIS)):
                errors.setdefault(k, []).extend(error[(klasse == k) & np.isfinite(error)])
    for k, sd in enumerate(waarheid["meetruis"]["onv_sd"].values()):
        n = len(errors[k])
        assert n > 300
        assert np.std(errors[k]) == pytest.approx(sd, rel=4 / np.sqrt(2 * n))


def test_the_planted_story_is_in_the_measured_scores(scores, waarheid):
    gemeenten = scores["gemeenten"].pivot(index="gm_code", columns="jaar", values="onv")
    verandering = gemeenten[2024] - gemeenten[2014]
    verhaal = waarheid["verhaal"]
    assert verandering.idxmax() == verhaal["verbetert"]["gemeente"]
    assert verandering.idxmin() == verhaal["verslechtert"]["gemeente"]
    for soort in ("verbetert", "verslechtert", "neutraal"):
        part = verhaal[soort]
        assert verandering[part["gemeente"]] == pytest.approx(part["verschil_onv"], abs=4 * np.sqrt(2) * lbm.RUIS[-1])
    buurten = scores["buurten"].query("jaar == 2024").set_index("bu_code")["onv"]
    one, ander = (buurten.reindex(verhaal[name]).dropna() for name in ("kwetsbaar_gezicht", "ander_gezicht"))
    assert min(len(one), len(ander)) >= 15
    assert one.mean() < ander.mean() - 0.03


def test_health_pages_hold_all_years_with_topics_not_asked_empty(voorbeeld):
    with zipfile.ZipFile(voorbeeld / RIVM / "50150NED-paginas.zip") as zip_:
        rows = [r for n in zip_.namelist() if n.startswith("pagina-") for r in json.loads(zip_.read(n))["value"]]
        topics = json.loads(zip_.read("DataProperties.json"))["value"]
    assert {r["Perioden"] for r in rows} == {f"{jaar}JJ00" for jaar in (2012, 2016, 2020, 2022, 2024)}
    assert {(r["Leeftijd"], r["Marges"]) for r in rows} == {("20300", "MW00000")}
    assert {t["Key"] for t in topics} >= {"Leeftijd", "Marges", "Perioden", "MoeiteMetRondkomen_38"}
    stress = {(r["Perioden"], r["HeelVeelStressInAfgelopen4Weken_26"] is None) for r in rows}
    assert ("2016JJ00", False) not in stress
    assert {("2016JJ00", True), ("2020JJ00", True), ("2020JJ00", False)} <= stress
    assert sum(r["WijkenEnBuurten"] == "NL01      " for r in rows) == 5


def test_health_export_agrees_with_the_pages(voorbeeld):
    rows = CalamineWorkbook.from_path(voorbeeld / RIVM / "2016_18+.xlsx").get_sheet_by_index(0).to_python()
    with zipfile.ZipFile(voorbeeld / RIVM / "50150NED-paginas.zip") as zip_:
        page = {(r["WijkenEnBuurten"], r["Perioden"]): r for r in json.loads(zip_.read("pagina-00001.json"))["value"]}
    column = rows[0].index("Eenzaam_28")
    assert len(rows) > 300
    for row in rows[1:]:
        assert row[column] == (page[row[3], "2016JJ00"]["Eenzaam_28"] or "")
