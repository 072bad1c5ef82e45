"""Local clusters: arithmetic against exhaustive counting and PySAL, neighbours over land, and what a build saves."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
import shapely

from veerkracht.settings import load_settings
from veerkracht.statistics import clusters, reads
from veerkracht.statistics.moran import local_moran, moran, significant
from veerkracht.statistics.neighbours import Neighbours, queen, read_land
from veerkracht.statistics.spread import stream
from veerkracht.statistics.world import StatWorld

TABLES = """
    create schema tussen;
    create table tussen.int_maat as
    select
        'buurt' as niveau, gebiedscode, 'GM' || substr(gebiedscode, 3, 4) as gemeentecode, 2024::smallint as indeling,
        2014::smallint as jaar_van, 2024::smallint as jaar_tot, 'onv' as maat, 2024::smallint as meetjaar_tot,
        -overlast as waarde, if(overlast is null, 'minder dan 50 inwoners', null) as reden,
        if(overlast is null, 'te weinig inwoners', 'waarde') as status
    from (select gebiedscode, overlast::double as overlast from buurten);
    create table tussen.int_kaart_gebied as
    select niveau, gebiedscode, indeling, jaar_van, jaar_tot, true as is_doel from tussen.int_maat
"""


def squares(*places: tuple[int, int]) -> np.ndarray:
    return np.array([shapely.box(100 * x, 100 * y, 100 * x + 100, 100 * y + 100) for x, y in places])


def grid(width: int, height: int) -> np.ndarray:
    return squares(*((x, y) for x in range(width) for y in range(height)))


def pairs(near: Neighbours) -> set[tuple[int, int]]:
    return set(zip(near.start.tolist(), near.end.tolist(), strict=True))


def test_queen_takes_borders_and_corners():
    near = queen(squares((0, 0), (1, 0), (1, 1), (3, 3), (4, 3)))
    assert pairs(near) == {(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1), (3, 4), (4, 3)}  # two parts stay apart
    assert near.joined == {}


def test_an_island_is_joined_to_the_nearest():
    near = queen(squares((0, 0), (1, 0), (4, 0), (20, 0)))
    assert near.joined == {2: 1, 3: 2}
    assert {(2, 1), (1, 2), (3, 2), (2, 3)} <= pairs(near)
    assert pairs(queen(squares((0, 0)))) == set() and queen(squares((0, 0))).joined == {}


def test_local_moran_against_every_permutation():
    """Five areas in a row: the p of conditional permutation can be counted out."""
    near, values = queen(grid(5, 1)), np.array([1.0, 2.0, 4.0, 7.0, 30.0])
    found = local_moran(values, near, 40_000, stream("telt"))
    z = (values - values.mean()) / values.std()
    for area in range(5):
        mine = near.end[near.start == area]
        others = [other for other in range(5) if other != area]
        means = [z[list(pick)].mean() for pick in permutations(others, len(mine))]
        tails = [np.mean(np.array(means) <= z[mine].mean() + 1e-12), np.mean(np.array(means) >= z[mine].mean() - 1e-12)]
        assert found.p[area] == pytest.approx(min(1, 2 * min(tails)), abs=0.02)
        assert found.i[area] == pytest.approx(z[area] * z[mine].mean() * 4 / 5)


@pytest.mark.lang  # esda compiles with numba
def test_moran_against_pysal():
    from esda import Moran, Moran_Local
    from libpysal.weights import W

    near = queen(grid(9, 9))
    values = np.add.outer(np.arange(9), np.arange(9)).ravel() + np.random.default_rng(1).normal(0, 5, 81)
    w = W({i: near.end[near.start == i].tolist() for i in range(81)}, silence_warnings=True)
    theirs = Moran_Local(values, w, permutations=9999, seed=1, n_jobs=1, keep_simulations=False)
    ours = local_moran(values, near, 9999, stream("pysal"))
    assert np.abs(ours.i - theirs.Is).max() < 1e-12
    two_sided = np.minimum(1, 2 * theirs.p_sim)
    assert np.all(np.abs(ours.p - two_sided) <= 5 * np.sqrt(two_sided * 2 / 9999) + 0.001)
    assert moran(values, near, 99, stream("pysal")).i == pytest.approx(Moran(values, w, permutations=0).I, abs=1e-12)


@pytest.mark.lang
def test_queen_against_libpysal():
    import geopandas as gpd
    from libpysal.graph import Graph

    shapes = grid(7, 6)
    theirs = Graph.build_contiguity(gpd.GeoDataFrame(geometry=shapes), rook=False).adjacency.index
    assert pairs(queen(shapes)) == {(int(a), int(b)) for a, b in theirs if a != b}


def test_stopping_early_changes_no_p_that_can_stand():
    near = queen(grid(8, 8))
    values = np.add.outer(np.arange(8.0), np.arange(8.0)).ravel() + np.random.default_rng(2).normal(0, 4, 64)
    early = local_moran(values, near, 2000, stream("vroeg"), rate=0.05, finest=12_800)
    late = local_moran(values, near, 12_800, stream("laat"))
    assert set(early.permutations) == {200, 2000, 12_800} and set(late.permutations) == {12_800}
    assert (early.p[early.permutations == 200] > 0.1).all() and not early.undecided[early.permutations == 200].any()
    assert significant(late.p, 0.05).sum() >= 5 and not significant(late.p, 0.05)[early.permutations == 200].any()


def test_in_a_large_city_the_smallest_p_can_stand():
    """400 buurten of noise with one strong corner: 999 permutations alone could let nothing stand."""
    values = np.random.default_rng(6).normal(size=(20, 20))
    values[:3, :3] += 3
    found = local_moran(values.ravel(), queen(grid(20, 20)), 999, stream("groot"), rate=0.05, finest=99_999)
    assert found.permutations.max() == 99_999 and found.p.min() <= 0.05 / 400
    assert significant(found.p, 0.05)[21] and not found.undecided[21] and 2 / 1000 > 0.05 / 400


def labels(values, near, seed: int, finest: int = 99_999) -> np.ndarray:
    """Per area 1 with a label, 0 without, −1 at the limit."""
    found = local_moran(values, near, 9999, np.random.default_rng(seed), 0.05, finest)
    return np.where(found.undecided, -1, significant(found.p, 0.05))


def test_the_same_labels_with_ten_seeds():
    """A city with one corner apart: which buurten carry a label does not hang on the draws."""
    near = queen(grid(7, 5))
    values = np.random.default_rng(11).normal(size=(7, 5))
    values[:3, :2] += 3.5
    told = [labels(values.ravel(), near, seed) for seed in range(10)]
    assert (told[0] == 1).sum() >= 3 and all((one == told[0]).all() for one in told)


def test_no_seed_contradicts_another():
    """Noise with a weak slope has p-values everywhere: an area with a label in one draw is never without in another,
    unless it is said to be at the limit in one of them."""
    near, rng, seen = queen(grid(5, 5)), np.random.default_rng(12), 0
    for _ in range(6):
        values = np.add.outer(np.arange(5.0), np.arange(5.0)).ravel() + rng.normal(0, 3, 25)
        told = np.array([labels(values, near, seed, 19_999) for seed in range(10)])
        seen += int((told == 1).any()) + int((told == -1).any())
        assert not ((told == 1).any(axis=0) & (told == 0).any(axis=0) & (told != -1).all(axis=0)).any()
    assert seen >= 4


def test_no_pattern_gives_clusters_as_seldom_as_it_says():
    """200 gemeenten of 25 buurten without pattern: the share with any cluster stays near the rate of 5%."""
    near, rng = queen(grid(5, 5)), np.random.default_rng(3)
    hits = sum(
        bool(significant(local_moran(rng.normal(size=25), near, 999, stream(run), 0.05).p, 0.05).any())
        for run in range(200)
    )
    assert hits / 200 <= 0.05 + 2 * (0.05 * 0.95 / 200) ** 0.5


def test_benjamini_hochberg_on_their_own_example():
    """Benjamini & Hochberg (1995), table 1: 15 p-values, four stand at 5%."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590]
    stands = significant(np.array([1.0, *p]), 0.05)
    assert stands.tolist() == [False, True, True, True, True] + [False] * 10
    assert not significant(np.array([]), 0.05).any()


def city(
    paths, values: dict[str, float | None], shapes: dict[str, object], water: dict[str, object] | None = None, **more
):
    """A work database and outlines of one gemeente; what the clusters save of it, by buurt. `more`: settings."""
    import duckdb
    import geopandas as gpd

    database = paths.werk_database("openbaar")
    database.parent.mkdir(parents=True, exist_ok=True)
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as con:
        figures = {"gebiedscode": list(values), "overlast": list(values.values())}
        con.register("buurten", pd.DataFrame(figures, dtype=object))
        con.execute(TABLES)
    both = shapes | (water or {})
    outlines = gpd.GeoDataFrame(
        {"gebiedscode": list(both), "water": ["land"] * len(shapes) + ["water"] * len(water or {})},
        geometry=list(both.values()), crs=28992,
    )  # fmt: skip
    outlines.to_parquet(paths.grenzen / "buurt_2024.parquet")
    settings = load_settings().model_copy(update={"permutaties": 999} | more)
    with StatWorld(paths, "openbaar", settings, print, reads("clusters")) as world:
        world.start_empty()
        clusters.write(world)
        told = world.load("clusters").set_index("gebiedscode")
        return told.astype(object).where(told.notna(), None), world.load("spreiding").iloc[0]


def test_two_faces_of_a_city(paths):
    """A gradient from west to east: nuisance gathers on one side, calm on the other."""
    shapes = {f"BU0001{i:04}": shape for i, shape in enumerate(grid(8, 4))}
    told, whole = city(paths, {code: float(np.tanh((i // 4) - 3.5)) for i, code in enumerate(shapes)}, shapes)
    east, west = told.iloc[-8:], told.iloc[:8]
    assert set(east["cluster"]) == {"hoog-hoog"} and set(west["cluster"]) == {"laag-laag"}
    assert set(told["status"]) == {"bepaald"} and whole["waarde_tot"] > 0.8 and whole["p_waarde"] < 0.01


def test_a_buurt_at_the_limit_is_not_said_to_be_in_no_cluster(paths):
    """Noise with a weak slope, no more permutations: where the draws would decide, that is said and nothing else."""
    shapes, rng = {f"BU0001{i:04}": shape for i, shape in enumerate(grid(5, 5))}, np.random.default_rng(12)
    slope = np.add.outer(np.arange(5.0), np.arange(5.0)).ravel() + rng.normal(0, 3, 25)
    told, _ = city(paths, dict(zip(shapes, slope, strict=True)), shapes, permutaties_grens=999)
    limit = told[told["status"] == "op de grens"]
    assert len(limit) and set(limit["cluster"]) == {None} and limit["p_waarde"].notna().all()
    assert limit["reden"].str.startswith("op de grens: ").all()
    assert told.loc[told["status"] == "bepaald", "cluster"].notna().all()


def test_an_island_says_with_whom_it_was_joined_and_water_joins_nothing(paths):
    shapes = dict(
        zip((f"BU0001{i:04}" for i in range(25)), squares(*((x, y) for x in range(5) for y in range(5))), strict=True)
    )
    shapes["BU00019999"] = shapely.box(700, 0, 800, 100)
    lake = {"BU00018888": shapely.box(500, 0, 700, 500)}
    told, _ = city(paths, {code: float(i) for i, code in enumerate(shapes)}, shapes, lake)
    assert told.loc["BU00019999", "reden"] == "grenst aan geen buurt; verbonden met BU00010020"
    assert told.loc[told["status"] == "bepaald", "reden"].notna().sum() == 1 and len(told) == 26
    assert list(read_land(paths.grenzen / "buurt_2024.parquet").index) == sorted(shapes)


def test_areas_without_value_and_small_gemeenten(paths):
    shapes = {f"BU0001{i:04}": shape for i, shape in enumerate(grid(6, 4))}
    values: dict[str, float | None] = {code: float(i % 5) for i, code in enumerate(shapes)}
    values["BU00010003"] = None
    shapes |= {f"BU0002{i:04}": shape for i, shape in enumerate(squares(*((x, 9) for x in range(4))))}
    values |= {f"BU0002{i:04}": float(i) for i in range(4)}
    told, _ = city(paths, values, shapes)
    gap, small = told.loc["BU00010003"], told.loc["BU00020000"]
    assert (gap["status"], gap["reden"], gap["cluster"]) == ("geen gegevens", "minder dan 50 inwoners", None)
    assert (small["status"], small["reden"]) == ("te weinig buurten", "4 buurten met een waarde, 20 nodig")
    assert told["status"].isin(["bepaald", "op de grens"]).sum() == 23


def test_equal_values_are_too_little_difference(paths):
    shapes = {f"BU0001{i:04}": shape for i, shape in enumerate(grid(5, 5))}
    told, whole = city(paths, dict.fromkeys(shapes, 0.1), shapes)
    assert set(told["status"]) == {"te weinig verschil"} and set(told["moran_lokaal"]) == {None}
    assert whole["reden"] == "alle buurten hebben dezelfde waarde"


def test_one_outlier_gives_figures_and_no_infinity(paths):
    shapes = {f"BU0001{i:04}": shape for i, shape in enumerate(grid(5, 5))}
    values = dict(zip(shapes, np.random.default_rng(4).normal(size=25), strict=True)) | {"BU00010012": 1e9}
    told, whole = city(paths, values, shapes)
    assert np.isfinite(told["moran_lokaal"].astype(float)).all() and np.isfinite(whole["waarde_tot"])


def test_a_gemeente_does_not_depend_on_what_else_is_loaded(paths):
    shapes = {f"BU0002{i:04}": shape for i, shape in enumerate(grid(5, 5))}
    values = dict(zip(shapes, np.random.default_rng(5).normal(size=25), strict=True))
    alone, _ = city(paths, values, shapes)
    more = {f"BU0001{i:04}": shapely.transform(shape, lambda xy: xy + 5000) for i, shape in enumerate(grid(5, 5))}
    both, _ = city(paths, values | dict.fromkeys(more, 0.0) | {"BU00010000": 1.0}, shapes | more)
    assert both.loc[list(shapes)].equals(alone.loc[list(shapes)])
