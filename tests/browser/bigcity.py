"""A fictitious city of 484 buurten with winding outlines, for the page of the largest city."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Polygon

from tests.veerkracht.products import bridges, mapworld, world
from veerkracht import publication
from veerkracht.paths import DataPaths
from veerkracht.products.web import gemeentepagina

SIDE, STEP, POINTS = 22, 900, 15  # buurten across, metres, points an edge
JAREN = tuple(range(2014, 2025))
EXTRA = 11  # indicators beyond the four of the small world


def areas() -> pd.DataFrame:
    """Areas as the small world makes them; neighbours share their winding edge."""
    rng = np.random.default_rng(5)
    nodes = np.array([[(x * STEP, y * STEP) for y in range(SIDE + 1)] for x in range(SIDE + 1)], float)
    nodes += rng.uniform(-250, 250, nodes.shape)
    edges: dict[tuple, list] = {}

    def edge(a: tuple, b: tuple) -> list:
        if (b, a) in edges:
            return edges[b, a][::-1]
        line = np.linspace(nodes[a], nodes[b], POINTS + 2)
        line[1:-1] += rng.normal(0, 18, (POINTS, 2))
        edges[a, b] = line.tolist()
        return edges[a, b]

    rows = []
    for x in range(SIDE):
        for y in range(SIDE):
            corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
            ring = [p for a, b in zip(corners, [*corners[1:], corners[0]], strict=True) for p in edge(a, b)[:-1]]
            wijk = f"WK9001{x // 3 * 8 + y // 3:02d}"
            code = f"BU{wijk[2:]}{x % 3 * 3 + y % 3 + 40}"
            rows.append((code, f"Buurt {x}-{y}", wijk, "GM9001", "Grootstad", x, y, Polygon(ring)))
    names = ["gebiedscode", "gebiedsnaam", "wijkcode", "gemeentecode", "gemeentenaam", "x", "y", "geometry"]
    frame = pd.DataFrame(rows, columns=names)
    frame["geometry"] = [shape.buffer(0) for shape in frame["geometry"]]
    return frame


def page(folder: Path) -> Path:
    """Write the page of the city; the world is the small one again afterwards."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _install(monkeypatch)
        paths = world.make_world(DataPaths(folder / "data").ensure())
        return gemeentepagina.write(publication.create_candidate(paths, "openbaar", world.settings()))[0]


def _install(monkeypatch) -> None:
    """Make the small world a big one: its areas, all years, fifteen indicators."""
    extra = {f"i_{n}": (f"Maat {n}", "%", "percentage", None, "neutraal", 1) for n in range(EXTRA)}
    monkeypatch.setattr(world, "_areas", areas)
    monkeypatch.setattr(world, "JAREN", JAREN)
    monkeypatch.setattr(world, "GEMEENTEN", {"GM9001": "Grootstad"})
    monkeypatch.setattr(bridges, "MEMBERS", ("GM9001",))
    for naming in ("_components", "_attention"):  # they name buurten of the small world
        monkeypatch.setattr(mapworld, naming, list)
    monkeypatch.setattr(world, "INDICATORS", world.INDICATORS | extra)
    monkeypatch.setattr(world, "BASE", world.BASE | dict.fromkeys(extra, 50.0))
    monkeypatch.setattr(world, "TREND", world.TREND | dict.fromkeys(extra, 0.7))
