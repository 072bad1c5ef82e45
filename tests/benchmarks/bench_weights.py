"""The weights between two vintages of 14,500 buurten: `build_gewichten` beside peers that make the same file.

Each contestant works in a process of its own on the same synthetic outlines (about 100 vertices each): from the files
of outlines, and of inhabited squares where there are any, to a file of weights. Seconds are the median of the runs,
peak memory is of the whole process, and the weights must be equal. Ours also writes what became of each area. Run as
a script; `CELLS` can be given: `python -m tests.benchmarks.bench_weights 1500`.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tests.benchmarks.mesh import Mesh
from veerkracht.paths import DataPaths

OUT = Path(__file__).parents[2] / "build" / "bench" / "weights.json"
CELLS, SQUARES_A_CELL = 14_500, 8
VAN, NAAR = 2023, 2024
SLIVER, PEOPLE_AT_LEAST = 0.0005, 50
RUNS = 3
EQUAL = 1e-6
OURS, PEERS = "build_gewichten", ("geopandas.overlay", "tobler")


@dataclass(frozen=True)
class Case:
    """A change between the vintages, and whether squares say where people live."""

    name: str
    changed: float = 0.0
    noise: float = 0.0
    squares: bool = False


CASES = (
    Case("5% veranderd, naar oppervlakte", changed=0.05),
    Case("5% veranderd, naar inwoners", changed=0.05, squares=True),
    Case("elk punt ±0,3 m, naar oppervlakte", noise=0.3),
)


def main(cells: int = CELLS) -> None:
    """Measure all contestants in all cases, print the tables and write `build/bench/weights.json`."""
    report: dict = {"cellen": cells, "gevallen": {}}
    mesh = Mesh(cells, np.random.default_rng(1))
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            paths = DataPaths(Path(folder) / "data").ensure()
            make_country(paths, mesh, case)
            results = {name: _in_process(name, paths, Path(folder)) for name in (OURS, *PEERS)}
        report["gevallen"][case.name] = _compare(case, cells, results)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"geschreven: {OUT}")
    if not all(case["gelijk"] for case in report["gevallen"].values()):
        sys.exit("de gewichten zijn niet gelijk")


def make_country(paths: DataPaths, mesh: Mesh, case: Case) -> None:
    """Outlines of both vintages, and squares around a point of each cell."""
    from tests.veerkracht.areas import wereld

    before, after = mesh.polygons(), mesh.polygons(changed=case.changed, noise=case.noise)
    codes = [f"BU{number:08d}" for number in range(len(before))]
    frames = (
        wereld.outlines(year, dict(zip(codes, cells, strict=True))) for year, cells in ((VAN, before), (NAAR, after))
    )
    wereld.world(paths, *frames)
    if case.squares:
        wereld.squares(paths, VAN, _people(before))


def _people(cells: np.ndarray) -> dict[tuple[int, int], float]:
    """Inhabitants by lower left corner: in each cell squares in a row, from its middle to the east, over its border.

    Squares lie within the country; four beyond its corners make it lie wholly in the region that they know.
    """
    import shapely

    from tests.veerkracht.areas.wereld import X, Y

    rng, middle = np.random.default_rng(3), shapely.get_coordinates(shapely.centroid(cells)) // 100 * 100
    east_of = np.column_stack([200 * np.arange(SQUARES_A_CELL), np.zeros(SQUARES_A_CELL)])
    rows = (middle[:, None, :] + east_of).reshape(-1, 2)
    country = shapely.union_all(cells)
    shapely.prepare(country)
    rows = rows[shapely.contains_properly(country, shapely.box(*rows.T, *(rows + 100).T))]
    west, south, east, north = (np.array(country.bounds) // 100 + [-2, -2, 2, 2]) * 100
    beyond = [[x, y] for x in (west, east) for y in (south, north)]
    return {(int(x) - X, int(y) - Y): float(rng.integers(10, 60)) for x, y in [*rows, *beyond]}


def _compare(case: Case, cells: int, results: dict[str, dict]) -> dict:
    best = min(results[name]["seconden"] for name in PEERS)
    ratio = best / results[OURS]["seconden"]
    difference = {name: _largest_difference(results[OURS]["gewichten"], results[name]["gewichten"]) for name in PEERS}
    print(
        f"\n{case.name} ({cells} gebieden)\n"
        f"{'':20}{'seconden':>10}{'cpu':>8}{'piek MB':>10}{'gewichten':>11}{'verschil':>12}"
    )
    for name, result in results.items():
        print(
            f"{name:20}{result['seconden']:>10.2f}{result['cpu_seconden']:>8.2f}{result['piek_mb']:>10.0f}"
            f"{len(result['gewichten']):>11}{difference.get(name, 0.0):>12.1e}"
        )
    print(f"{ratio:.1f} keer zo snel als de beste van de anderen")
    cost = ("seconden", "cpu_seconden", "piek_mb")
    return {
        "verhouding": ratio,
        "gelijk": max(difference.values()) <= EQUAL,
        "grootste_verschil": difference,
        **{name: {key: result[key] for key in cost} for name, result in results.items()},
    }


def _largest_difference(ours: dict, theirs: dict) -> float:
    return max(abs(ours.get(key, 0.0) - theirs.get(key, 0.0)) for key in ours.keys() | theirs.keys())


def _in_process(name: str, paths: DataPaths, folder: Path) -> dict:
    """Run one contestant apart, so that its peak memory is its own."""
    out = folder / "gewichten.parquet"
    command = [sys.executable, "-m", __spec__.name, name, paths.root, out]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = pd.read_parquet(out)
    weights = dict(zip(zip(rows["van_code"], rows["naar_code"], strict=True), rows["gewicht"], strict=True))
    return json.loads(printed.splitlines()[-1]) | {"gewichten": weights}


def contestant(name: str, root: str, out: str) -> None:
    """Make the file `RUNS` times in this process; print what the median run cost."""
    make = {OURS: ours, "geopandas.overlay": geopandas_overlay, "tobler": tobler_tables}[name]
    cost = []
    for _ in range(RUNS):
        started, processor = time.perf_counter(), time.process_time()
        make(DataPaths(Path(root)), Path(out))
        cost.append((time.perf_counter() - started, time.process_time() - processor))
    seconds, processor = (statistics.median(values) for values in zip(*cost, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconden": seconds, "cpu_seconden": processor, "piek_mb": peak}))


def ours(paths: DataPaths, out: Path) -> None:
    import shutil

    from veerkracht.areas.gewichten import build_gewichten
    from veerkracht.settings import load_settings

    for folder in (paths.gewichten, paths.wijzigingen):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    build_gewichten(paths, load_settings())
    shutil.copyfile(paths.gewichten / f"{VAN}_{NAAR}.parquet", out)


def geopandas_overlay(paths: DataPaths, out: Path) -> None:
    """As one would write it with geopandas: cut all with all, and the squares with what came of it."""
    import geopandas as gpd

    def shared(squares: gpd.GeoDataFrame, pieces: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        cut = gpd.overlay(squares, pieces, how="intersection", keep_geom_type=True)
        return cut["s"].to_numpy(), cut["p"].to_numpy(), cut.area.to_numpy()

    _with(shared, paths, out, lambda van, naar: gpd.overlay(van, naar, how="intersection", keep_geom_type=True))


def tobler_tables(paths: DataPaths, out: Path) -> None:
    """With tobler's tables of shared areas; it gives no pieces, so those are cut afterwards."""
    import geopandas as gpd
    from tobler.area_weighted.area_interpolate import _area_tables_binning

    def shared(left: gpd.GeoDataFrame, right: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        table = _area_tables_binning(left, right, spatial_index="auto").tocoo()
        return table.row, table.col, table.data

    def cut(van: gpd.GeoDataFrame, naar: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        i, j, area = shared(van, naar)
        keep = (area > 0) & ((area >= SLIVER * van.area.to_numpy()[i]) | (area >= SLIVER * naar.area.to_numpy()[j]))
        square = van.geometry.array[i[keep]].intersection(naar.geometry.array[j[keep]])
        return gpd.GeoDataFrame({"i": i[keep], "j": j[keep]}, geometry=square, crs=van.crs)

    _with(shared, paths, out, cut)


def _with(shared, paths: DataPaths, out: Path, cut) -> None:
    """From files to a file of weights: pieces, those that are no slivers, people or area of each, shares."""
    van, naar = (_outlines(paths, year, place) for year, place in ((VAN, "i"), (NAAR, "j")))
    pieces = cut(van, naar)
    area, i, j = pieces.area.to_numpy(), pieces["i"].to_numpy(), pieces["j"].to_numpy()
    keep = (area > 0) & ((area >= SLIVER * van.area.to_numpy()[i]) | (area >= SLIVER * naar.area.to_numpy()[j]))
    pieces, area, i, j = pieces[keep].reset_index(drop=True), area[keep], i[keep], j[keep]
    pieces["p"] = np.arange(len(pieces))
    value = _values(paths, shared, pieces, area, i, len(van))
    total_van, total_naar = np.bincount(i, value, len(van)), np.bincount(j, value, len(naar))
    keep = (value > 0) & ((value >= SLIVER * total_van[i]) | (value >= SLIVER * total_naar[j]))
    i, j, value = i[keep], j[keep], value[keep]
    weight = value / np.bincount(i, value, len(van))[i]
    codes = {"van_code": van["gebiedscode"].to_numpy()[i], "naar_code": naar["gebiedscode"].to_numpy()[j]}
    pd.DataFrame(codes | {"gewicht": weight}).to_parquet(out)


def _outlines(paths: DataPaths, year: int, place: str):
    import geopandas as gpd

    frame = gpd.read_parquet(paths.grenzen / f"buurt_{year}.parquet", columns=["gebiedscode", "geometry"])
    frame[place] = np.arange(len(frame))
    return frame


def _values(paths: DataPaths, shared, pieces, area: np.ndarray, i: np.ndarray, count: int) -> np.ndarray:
    """People of each piece, where enough live in its from-area; else its area."""
    import geopandas as gpd
    import shapely

    from veerkracht.areas import people

    files = people.vierkant_files(paths)
    if not files:
        return area
    rows = pd.read_parquet(files[0])
    boxes = shapely.box(rows["x"], rows["y"], rows["x"] + people.SIDE, rows["y"] + people.SIDE)
    s, p, metres = shared(gpd.GeoDataFrame({"s": np.arange(len(rows))}, geometry=boxes, crs=28992), pieces)
    living = np.bincount(p, metres / people.SIDE**2 * rows["inwoners"].to_numpy()[s], len(pieces))
    known = np.bincount(i, living, count)[i] >= PEOPLE_AT_LEAST
    return np.where(known, living, area)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        contestant(*sys.argv[1:])
    else:
        main(*map(int, sys.argv[1:]))
