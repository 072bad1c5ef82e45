"""Area weights between two vintages of 14,500 buurten: ours beside geopandas.overlay and tobler. Run as a script.

Each contestant works in a process of its own on the same synthetic outlines (Voronoi cells with shared wiggly edges,
about 100 vertices); seconds are of the calculation, peak memory of the whole process, and the results must be equal.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[2] / "build" / "bench" / "weights.json"
CELLS, STEP_M, SEGMENTS = 14_500, 1_550.0, 17
SLIVER = 0.0005
CONTESTANTS = ("veerkracht", "geopandas.overlay", "tobler")
TARGETS = {"5% veranderd": 15.0, "elk punt ±0,3 m": 1.7}
RUNS = 3


def main() -> None:
    """Measure all contestants in both cases, print the table and write `build/bench/weights.json`."""
    report: dict = {"cellen": CELLS, "gevallen": {}}
    with tempfile.TemporaryDirectory() as folder:
        files = write_outlines(Path(folder))
        for case in TARGETS:
            results = {name: _in_process(name, files["basis"], files[case], Path(folder)) for name in CONTESTANTS}
            report["gevallen"][case] = _compare(case, results)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"geschreven: {OUT}")
    if not all(case["gehaald"] for case in report["gevallen"].values()):
        sys.exit("een doel is niet gehaald")


def _compare(case: str, results: dict[str, dict]) -> dict:
    best = min(results[name]["seconden"] for name in CONTESTANTS[1:])
    ratio = best / results["veerkracht"]["seconden"]
    difference = {
        name: _largest_difference(results["veerkracht"]["gewichten"], results[name]["gewichten"])
        for name in CONTESTANTS[1:]
    }
    print(
        f"\n{case} ({CELLS} gebieden)\n"
        f"{'':20}{'seconden':>10}{'cpu':>8}{'piek MB':>10}{'gewichten':>11}{'verschil':>12}"
    )
    for name in CONTESTANTS:
        result = results[name]
        print(
            f"{name:20}{result['seconden']:>10.2f}{result['cpu_seconden']:>8.2f}{result['piek_mb']:>10.0f}{len(result['gewichten']):>11}"
            f"{difference.get(name, 0.0):>12.1e}"
        )
    print(f"{ratio:.1f} keer zo snel als de beste van de anderen (doel {TARGETS[case]:g})")
    return {
        "verhouding": ratio,
        "doel": TARGETS[case],
        "gehaald": ratio >= TARGETS[case] and max(difference.values()) <= 1e-6,
        "grootste_verschil": difference,
        **{name: {key: results[name][key] for key in ("seconden", "cpu_seconden", "piek_mb")} for name in CONTESTANTS},
    }


def _largest_difference(ours: dict, theirs: dict) -> float:
    return max(abs(ours.get(key, 0.0) - theirs.get(key, 0.0)) for key in ours.keys() | theirs.keys())


def _in_process(name: str, van: Path, naar: Path, folder: Path) -> dict:
    """Run one contestant apart, so that its peak memory is its own."""
    out = folder / "uitkomst.npz"
    command = [sys.executable, __file__, name, str(van), str(naar), str(out)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = np.load(out)
    weights = dict(
        zip(zip(found["van"].tolist(), found["naar"].tolist(), strict=True), found["gewicht"].tolist(), strict=True)
    )
    return json.loads(printed.splitlines()[-1]) | {"gewichten": weights}


def contestant(name: str, van_file: str, naar_file: str, out: str) -> None:
    """Calculate the weights `RUNS` times in this process and save them; print what the best run cost."""
    import shapely

    van, naar = (shapely.from_wkb(np.load(file, allow_pickle=True)) for file in (van_file, naar_file))
    prepare = {"veerkracht": ours, "geopandas.overlay": geopandas_overlay, "tobler": tobler_area}[name]
    seconds = []
    for _ in range(RUNS):
        # Copies, because shapely may keep work on an object between runs.
        a, b = shapely.from_wkb(shapely.to_wkb(van)), shapely.from_wkb(shapely.to_wkb(naar))
        work = prepare(a, b)
        started, processor = time.perf_counter(), time.process_time()
        result = work()
        seconds.append((time.perf_counter() - started, time.process_time() - processor, result))
    timed, processor, (i, j, w) = min(seconds, key=lambda item: item[0])
    np.savez(out, van=i, naar=j, gewicht=w)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconden": timed, "cpu_seconden": processor, "piek_mb": peak}))


def ours(van: np.ndarray, naar: np.ndarray):
    from veerkracht.areas.overlap import area_weights, overlap

    def work():
        pieces = overlap(van, naar, SLIVER)
        return pieces.van, pieces.naar, area_weights(pieces, len(van))

    return work


def geopandas_overlay(van: np.ndarray, naar: np.ndarray):
    import geopandas

    a = geopandas.GeoDataFrame({"i": np.arange(len(van))}, geometry=van, crs=28992)
    b = geopandas.GeoDataFrame({"j": np.arange(len(naar))}, geometry=naar, crs=28992)

    def work():
        cut = geopandas.overlay(a, b, how="intersection", keep_geom_type=True)
        return _without_slivers(cut["i"].to_numpy(), cut["j"].to_numpy(), cut.area.to_numpy(), van, naar)

    return work


def tobler_area(van: np.ndarray, naar: np.ndarray):
    import geopandas
    from tobler.area_weighted.area_interpolate import _area_tables_binning

    a = geopandas.GeoDataFrame(geometry=van, crs=28992)
    b = geopandas.GeoDataFrame(geometry=naar, crs=28992)

    def work():
        table = _area_tables_binning(a, b, spatial_index="auto").tocoo()
        return _without_slivers(table.row, table.col, table.data, van, naar)

    return work


def _without_slivers(i: np.ndarray, j: np.ndarray, area: np.ndarray, van: np.ndarray, naar: np.ndarray):
    """The same rule for slivers as ours, so that results can be compared."""
    import shapely

    keep = (area > 0) & ((area >= SLIVER * shapely.area(van)[i]) | (area >= SLIVER * shapely.area(naar)[j]))
    i, j, area = i[keep], j[keep], area[keep]
    return i, j, area / np.bincount(i, area, len(van))[i]


def write_outlines(folder: Path) -> dict[str, Path]:
    """The vintage to start from, one in which 5% of the areas changed, one in which every vertex moved ≤ 0.3 m."""
    import shapely

    mesh = Mesh(CELLS, np.random.default_rng(1))
    variants = {
        "basis": mesh.polygons(),
        "5% veranderd": mesh.polygons(changed=0.05),
        "elk punt ±0,3 m": mesh.polygons(noise=0.3),
    }
    files = {}
    for number, (name, polygons) in enumerate(variants.items()):
        if not shapely.is_valid(polygons).all():
            raise AssertionError(f"synthetic outlines {name} are not valid")
        files[name] = folder / f"{number}.npy"
        np.save(files[name], shapely.to_wkb(polygons), allow_pickle=True)
    print(f"{CELLS} gebieden, gemiddeld {shapely.get_num_coordinates(variants['basis']).mean():.0f} punten")
    return files


class Mesh:
    """Voronoi cells of a jittered grid whose ridges are wiggly lines that both neighbours share."""

    def __init__(self, cells: int, rng: np.random.Generator):
        from scipy.spatial import Voronoi

        side = int(np.ceil(np.sqrt(cells))) + 4
        grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2).astype(float)
        points = (grid + rng.uniform(-0.35, 0.35, grid.shape)) * STEP_M
        self.rng, self.points = rng, points
        diagram = Voronoi(points)
        inside = ((grid >= 2) & (grid < side - 2)).all(axis=1)
        self.cells = np.flatnonzero(inside)[:cells]
        ridges = np.array(diagram.ridge_vertices)
        finite = (ridges >= 0).all(axis=1)
        self.ends = diagram.vertices[ridges[finite]]
        self.vertex_ids = ridges[finite]
        self.neighbours = diagram.ridge_points[finite]
        self.vertices = diagram.vertices
        self.phase = rng.uniform(-1, 1, (len(self.ends), 4))

    def polygons(self, changed: float = 0.0, noise: float = 0.0) -> np.ndarray:
        """All cells as polygons; `changed` is the share that gets one other edge, `noise` metres per vertex."""
        import shapely

        rng = np.random.default_rng(2)
        bulge = np.zeros(len(self.ends))
        if changed:
            known = np.isin(self.neighbours, self.cells).all(axis=1)
            long_enough = np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=1) > 0.4 * STEP_M
            picked = rng.choice(np.flatnonzero(known & long_enough), int(changed * len(self.cells) / 2), replace=False)
            bulge[picked] = 0.12
        lines = self._lines(bulge)
        if noise:
            # On the few very short ridges less, or their line would cross itself.
            room = np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=1) / SEGMENTS / 4
            lines[:, 1:-1] += rng.uniform(-1, 1, lines[:, 1:-1].shape) * np.minimum(noise, room)[:, None, None]
            least = np.full(len(self.vertices), noise)
            np.minimum.at(least, self.vertex_ids, room[:, None])
            moved = self.vertices + rng.uniform(-1, 1, self.vertices.shape) * least[:, None]
            lines[:, [0, -1]] = moved[self.vertex_ids]
        return shapely.polygons([shapely.linearrings(ring) for ring in self._rings(lines)])

    def _lines(self, bulge: np.ndarray) -> np.ndarray:
        t = np.linspace(0, 1, SEGMENTS + 1)
        start, end = self.ends[:, :1], self.ends[:, 1:]
        along = end - start
        across = along[..., ::-1] * np.array([-1, 1])
        waves = sum(self.phase[:, [k]] * np.sin((k + 1) * np.pi * t) / (k + 1) for k in range(4))
        height = 0.04 * waves + bulge[:, None] * np.sin(np.pi * t)
        return start + along * t[None, :, None] + across * height[..., None]

    def _rings(self, lines: np.ndarray):
        order = np.argsort(self.neighbours.ravel(), kind="stable")
        owner = self.neighbours.ravel()[order]
        first = np.searchsorted(owner, self.cells)
        last = np.searchsorted(owner, self.cells, side="right")
        for cell, a, b in zip(self.cells, first, last, strict=True):
            ridges = order[a:b] // 2
            middle = self.ends[ridges].mean(axis=1) - self.points[cell]
            yield self._ring(lines, ridges[np.argsort(np.arctan2(middle[:, 1], middle[:, 0]))])

    def _ring(self, lines: np.ndarray, ridges: np.ndarray) -> np.ndarray:
        """Walk the ridges in order, each in the direction that continues the one before."""
        parts = []
        for ridge, following in zip(ridges, np.roll(ridges, -1), strict=True):
            forwards = self.vertex_ids[ridge, 1] in self.vertex_ids[following]
            line = lines[ridge] if forwards else lines[ridge][::-1]
            parts.append(line[:-1])
        ring = np.concatenate(parts)
        return np.vstack([ring, ring[:1]])


if __name__ == "__main__":
    if len(sys.argv) == 5:
        contestant(*sys.argv[1:])
    else:
        main()
