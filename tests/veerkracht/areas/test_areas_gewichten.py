"""Properties of the weights table: what method.md §8 promises, on random worlds and by its own arithmetic."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.veerkracht.areas.wereld import (
    SETTINGS,
    addresses,
    klassen,
    outlines,
    random_mesh,
    squares,
    vak,
    weights,
    world,
)
from veerkracht.areas import target_indeling
from veerkracht.areas.gewichten import build_gewichten
from veerkracht.errors import BoundaryError
from veerkracht.paths import DataPaths
from veerkracht.schemas import GEWICHTEN, WIJZIGINGEN

SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


def converted_counts(gewichten: pd.DataFrame, counts: pd.Series) -> pd.DataFrame:
    """Counts on the target: `som_bekend` and `dekking` (share of the weight with a value); method.md §8."""
    rows = gewichten.assign(x=gewichten["van_code"].map(counts))
    known = rows["x"].notna()
    return pd.DataFrame(
        {
            "som_bekend": (rows["gewicht"] * rows["x"])[known].groupby(rows["naar_code"]).sum(),
            "dekking": (rows["gewicht"] * known).groupby(rows["naar_code"]).sum()
            / rows.groupby("naar_code")["gewicht"].sum(),
        }
    )


def converted_shares(gewichten: pd.DataFrame, shares: pd.Series, noemer: pd.Series) -> pd.Series:
    """Shares on the target: weighted by denominators, over the parts that have both."""
    rows = gewichten.assign(x=gewichten["van_code"].map(shares), d=gewichten["van_code"].map(noemer)).dropna()
    rows = rows[rows["gewicht"] * rows["d"] > 0]
    teller = (rows["gewicht"] * rows["d"] * rows["x"]).groupby(rows["naar_code"]).sum()
    return teller / (rows["gewicht"] * rows["d"]).groupby(rows["naar_code"]).sum()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("werelden")


def random_world(folder, seed: int, people: str) -> tuple[DataPaths, list[str]]:
    """Two vintages of which a part is equal, with addresses, squares or neither."""
    rng = np.random.default_rng(seed)
    paths = DataPaths(folder / f"{people}{seed}").ensure()
    van = random_mesh(rng, 14)
    left = shapely.intersection(van, vak(0, 0, 1_500, 3_000))
    right = shapely.intersection(random_mesh(rng, 14), vak(1_500, 0, 3_000, 3_000))
    kept, cut = shapely.intersection(van, vak(1_500, 0, 3_000, 3_000)), left
    van = [g for g in (*kept, *left) if not g.is_empty]
    naar = [g for g in (*cut, *right) if not g.is_empty]
    codes = [f"BU0001{i:04d}" for i in range(len(van))]
    codes_naar = [f"BU0001{i:04d}" for i in rng.permutation(60)[: len(naar)]]
    world(
        paths,
        outlines(2018, dict(zip(codes, van, strict=True))),
        outlines(2019, dict(zip(codes_naar, naar, strict=True))),
    )
    if people == "vierkanten":
        squares(
            paths,
            2018,
            {(x, y): float(rng.integers(1, 60)) for x in range(0, 3_000, 100) for y in range(0, 3_000, 100)},
        )
    if people == "adressen":
        home = rng.integers(0, len(codes), 800), rng.integers(0, len(codes_naar), 800)
        for jaar, names, chosen in ((2018, codes, home[0]), (2019, codes_naar, home[1])):
            addresses(paths, jaar, {name: np.flatnonzero(chosen == i).tolist() for i, name in enumerate(names)})
    return paths, codes


@settings(max_examples=8, **SLOW)
@given(seed=st.integers(0, 10_000), people=st.sampled_from(["", "vierkanten", "adressen"]), data=st.data())
def test_weights_conserve_what_is_known(folder, seed, people, data):
    paths, codes = random_world(folder, seed, people)
    build_gewichten(paths, SETTINGS)
    gewichten = weights(paths, 2018, 2019)
    assert np.allclose(gewichten.groupby("van_code")["gewicht"].sum(), 1.0, atol=1e-12)
    assert (gewichten["gewicht"] > 0).all() and not gewichten.duplicated(["van_code", "naar_code"]).any()
    verloren = set(codes) - set(gewichten["van_code"])
    wijzigingen = pd.read_parquet(paths.wijzigingen / "2018_2019.parquet").query("niveau == 'buurt'")
    assert verloren == set(wijzigingen[wijzigingen["naar_code"].isna()]["van_code"])

    values = st.one_of(st.none(), st.floats(0, 1e6))
    counts = pd.Series(data.draw(st.lists(values, min_size=len(codes), max_size=len(codes))), index=codes, dtype=float)
    result = converted_counts(gewichten, counts)
    known = counts.drop(list(verloren)).sum()
    assert result["som_bekend"].sum() == pytest.approx(known, rel=1e-9, abs=1e-9)
    without = gewichten.groupby("naar_code")["van_code"].apply(lambda part: counts[part].isna().all())
    assert result["som_bekend"].reindex(without.index)[without].isna().all()

    noemer = pd.Series(np.arange(1.0, len(codes) + 1), index=codes)
    shares = converted_shares(gewichten, counts, noemer)
    for naar, x in shares.items():
        parts = counts[gewichten[gewichten["naar_code"] == naar]["van_code"]].dropna()
        assert parts.min() - 1e-6 <= x <= parts.max() + 1e-6


@pytest.mark.parametrize("people", ["", "vierkanten", "adressen"])
def test_the_same_outlines_are_the_identity(paths, people):
    mesh = random_mesh(np.random.default_rng(7), 20)
    codes = [f"BU0001{i:04d}" for i in range(20)]
    world(
        paths, outlines(2018, dict(zip(codes, mesh, strict=True))), outlines(2019, dict(zip(codes, mesh, strict=True)))
    )
    if people == "vierkanten":
        squares(paths, 2018, {(x, 0): 20.0 for x in range(0, 3_000, 100)})
    if people == "adressen":
        addresses(paths, 2018, {codes[0]: range(50)})
        addresses(paths, 2019, {codes[1]: range(50)})
    build_gewichten(paths, SETTINGS)
    gewichten = weights(paths, 2018, 2019)
    assert gewichten["van_code"].tolist() == gewichten["naar_code"].tolist() == codes
    assert gewichten["gewicht"].tolist() == [1.0] * 20 and set(gewichten["methode"]) == {"identiek"}
    x = pd.Series(np.arange(20.0), index=codes)
    assert converted_counts(gewichten, x)["som_bekend"].tolist() == x.tolist()
    assert converted_shares(gewichten, x, x + 1).tolist() == pytest.approx(x.tolist())


def test_files_are_written_once_and_again_when_people_or_settings_change(paths):
    world(paths, *(outlines(jaar, {"BU00010000": vak(0, 0, jaar - 1_900, 100)}) for jaar in (2014, 2019, 2024)))
    files = build_gewichten(paths, SETTINGS)
    assert {file.relative_to(paths.root).as_posix() for file in files} == {
        "gebieden/gewichten/2014_2024.parquet",
        "gebieden/gewichten/2019_2024.parquet",
        "gebieden/wijzigingen/2014_2019.parquet",
        "gebieden/wijzigingen/2014_2024.parquet",
        "gebieden/wijzigingen/2019_2024.parquet",
    }
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in files}
    said: list[str] = []
    assert build_gewichten(paths, SETTINGS, tell=said.append) == files and said == []
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in files} == before
    build_gewichten(paths, SETTINGS.model_copy(update={"sliver_aandeel": 0.001}), tell=said.append)
    squares(paths, 2018, {(0, 0): 100.0})
    build_gewichten(paths, SETTINGS.model_copy(update={"sliver_aandeel": 0.001}), tell=said.append)
    assert said.count("buurt 2014 → 2024") == 2


def test_another_target_can_be_asked_and_a_vintage_that_goes_takes_its_weights_along(paths):
    worlds = [outlines(jaar, {"BU00010000": vak(0, 0, 100, 100)}) for jaar in (2014, 2019)]
    world(paths, *worlds)
    build_gewichten(paths, SETTINGS, naar=2014)
    assert [file.name for file in paths.gewichten.glob("*.parquet")] == ["2019_2014.parquet"]
    world(paths, worlds[0])
    build_gewichten(paths, SETTINGS)
    assert not list(paths.gewichten.glob("*.parquet")) and not list(paths.wijzigingen.glob("*.parquet"))


def test_schemas_and_the_error_without_outlines(paths):
    with pytest.raises(BoundaryError, match="nog geen omtrekken"):
        build_gewichten(paths, SETTINGS)
    world(
        paths, outlines(2018, {"BU00010000": vak(0, 0, 100, 100)}), outlines(2019, {"BU00010000": vak(0, 0, 96, 100)})
    )
    build_gewichten(paths, SETTINGS)
    assert pq.read_schema(paths.gewichten / "2018_2019.parquet").equals(GEWICHTEN)
    assert pq.read_schema(paths.wijzigingen / "2018_2019.parquet").equals(WIJZIGINGEN)


def test_gemeenten_that_merged_come_over_whole_though_only_they_have_outlines(paths):
    """Of 2018 there are no buurten; another pen left a strip of the one gemeente in a third."""
    van = {"GM0001": vak(0, 0, 1000, 4000), "GM0002": vak(1000, 0, 2000, 4000), "GM0003": vak(2000, 0, 4000, 4000)}
    naar = {"GM0009": vak(0, 0, 1996, 4000), "GM0003": vak(1996, 0, 4000, 4000)}
    buurten = {"BU00090000": vak(0, 0, 1996, 4000), "BU00030000": vak(1996, 0, 4000, 4000)}
    coarse = outlines(2018, van, "gemeente", product="vereenvoudigd")
    world(paths, coarse, outlines(2019, naar, "gemeente"), outlines(2019, buurten))
    build_gewichten(paths, SETTINGS)
    found = weights(paths, 2018, 2019, "gemeente")
    placed = {(row.van_code, row.naar_code): row.gewicht for row in found.itertuples()}
    assert placed == {("GM0001", "GM0009"): 1.0, ("GM0002", "GM0009"): 1.0, ("GM0003", "GM0003"): 1.0}
    assert klassen(paths, 2018, 2019, "gemeente")["GM0001"] == "samengevoegd"


def test_what_a_vintage_covers_of_an_area_is_told(paths):
    """Half of the target buurt lies outside the outlines of 2018."""
    world(
        paths,
        outlines(2018, {"BU00010000": vak(0, 0, 500, 1000)}),
        outlines(2019, {"BU00010009": vak(0, 0, 1000, 1000)}),
    )
    build_gewichten(paths, SETTINGS)
    found = weights(paths, 2018, 2019)
    assert found[["gewicht", "deel_naar"]].to_numpy().tolist() == [[1.0, pytest.approx(0.5)]]


def test_newer_outlines_of_a_part_do_not_take_the_country_off_the_map(paths):
    country = {f"BU0001{n:04}": vak(1000 * n, 0, 1000 * (n + 1), 1000) for n in range(20)}
    world(paths, outlines(2019, country), outlines(2024, {"BU00010000": vak(0, 0, 1000, 1000)}))
    assert target_indeling(paths, SETTINGS) == 2019
    build_gewichten(paths, SETTINGS)
    assert weights(paths, 2024, 2019)["naar_code"].tolist() == ["BU00010000"]
