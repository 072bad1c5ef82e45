"""Outlines that somebody simplified, whatever they are declared to be: what is only drawn otherwise did not move."""

import numpy as np
import pytest
import shapely

from tests.veerkracht.areas.wereld import SETTINGS, X, Y, changes, outlines, vak, weights, world
from veerkracht.areas.gewichten import build_gewichten

SIDE, N = 600, 6
MOVED = {"verlegd", "gesplitst", "samengevoegd"}


def code(column: int, row: int) -> str:
    return f"BU0001{column:02d}{row:02d}"


def wavy_border(at: float, along: np.ndarray, seed: int) -> np.ndarray:
    """A border as surveyed: it wanders some 40 m around a straight line, and not at its ends."""
    rng = np.random.default_rng(seed)
    waves = sum(rng.uniform(5, 20) * np.sin(np.pi * k * along / SIDE) for k in (2, 3, 5, 8))
    return at + waves


def surveyed(shifted: dict[tuple[int, int], float] | None = None) -> dict[str, shapely.Polygon]:
    """A checkerboard of buurten with wandering borders; `shifted` moves the right border of a cell by metres."""
    t = np.linspace(0, SIDE, 61)
    upright = {}
    for column in range(N + 1):
        for row in range(N):
            x = wavy_border(column * SIDE, t, 100 * column + row) + (shifted or {}).get((column - 1, row), 0)
            x[[0, -1]] = column * SIDE
            upright[column, row] = np.column_stack([X + x, Y + row * SIDE + t])
    cells = {}
    for column in range(N):
        for row in range(N):
            ring = np.concatenate([upright[column, row], upright[column + 1, row][::-1]])
            cells[code(column, row)] = shapely.Polygon(ring)
    return cells


def simplified(cells: dict[str, shapely.Polygon], tolerance: float, together: bool) -> dict[str, shapely.Polygon]:
    """As somebody does: each outline apart, or all together so that neighbours keep sharing their border."""
    shapes = np.array(list(cells.values()), dtype=object)
    drawn = shapely.coverage_simplify(shapes, tolerance) if together else shapely.simplify(shapes, tolerance)
    return dict(zip(cells, drawn, strict=True))


def between(paths, van, naar, **columns):
    world(paths, outlines(2018, van), outlines(2019, naar, **columns))
    build_gewichten(paths, SETTINGS)
    return changes(paths, 2018, 2019).set_index("van_code")


@pytest.mark.parametrize("product", ["gedetailleerd", "vereenvoudigd"])
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("tolerance", [5, 25, 50, 100])
def test_a_country_that_was_only_simplified_did_not_change(paths, tolerance, together, product):
    cells = surveyed()
    found = between(paths, cells, simplified(cells, tolerance, together), product=product)
    assert len(found) == N * N
    assert set(found["klasse"]) == {"ongewijzigd"}


@pytest.mark.parametrize("tolerance", [5, 25, 50])
def test_a_border_that_moved_is_found_under_simplified_outlines(paths, tolerance):
    later = simplified(surveyed({(2, 2): 250}), tolerance, together=True)
    found = between(paths, surveyed(), later)
    assert set(found[found["klasse"].isin(MOVED)].index) == {code(2, 2), code(3, 2)}
    assert set(found["klasse"]) == {"verlegd", "ongewijzigd"}


@pytest.mark.parametrize(
    ("strip", "klasse"), [(180, "ongewijzigd"), (212, "onzeker"), (240, "onzeker"), (350, "verlegd")]
)
def test_a_strip_little_wider_than_the_band_is_converted_and_not_taken_over(paths, strip, klasse):
    van = {code(0, 0): vak(0, 0, 1000, 1000), code(1, 0): vak(1000, 0, 2000, 1000)}
    naar = {code(0, 0): vak(0, 0, 1000 - strip, 1000), code(1, 0): vak(1000 - strip, 0, 2000, 1000)}
    world(paths, outlines(2018, van), outlines(2019, naar, product="gegeneraliseerd"))
    build_gewichten(paths, SETTINGS.model_copy(update={"generalisatiestap_m": 100}))
    found = changes(paths, 2018, 2019).set_index("van_code")
    assert set(found["klasse"]) == {klasse}
    assert ("weinig breder" in found["toelichting"][code(0, 0)]) == (klasse == "onzeker")
    moved = 0 if klasse == "ongewijzigd" else strip / 1000
    assert found["verplaatst"][code(0, 0)] == pytest.approx(moved, abs=0.01)
    stays = weights(paths, 2018, 2019).query("van_code == naar_code").set_index("van_code")["gewicht"]
    assert stays[code(0, 0)] == pytest.approx(1 - moved)


def test_one_pen_hides_nothing(paths):
    """Two vintages drawn line for line the same: there every metre that differs has moved."""
    found = between(paths, surveyed(), surveyed({(2, 2): 45}))
    assert set(found[found["klasse"] != "ongewijzigd"].index) == {code(2, 2), code(3, 2)}


def test_name_is_a_witness_beside_code_and_ground(paths):
    """25 m beside a simplified border: under one name it is drawing, under two names it may have moved."""
    later = simplified(surveyed({(2, 2): 25}), 10, together=True)
    both = (code(2, 2), code(3, 2))
    names = ["een andere buurt" if c in both else f"Naam-{c}" for c in later]
    found = between(paths, surveyed(), later, gebiedsnaam=names)
    assert set(found[found["klasse"] != "ongewijzigd"].index) == set(both)
    assert set(between(paths, surveyed(), later)["klasse"]) == {"ongewijzigd"}


def test_the_reason_tells_how_precisely_the_outlines_were_compared(paths):
    cells = surveyed()
    told = between(paths, cells, simplified(cells, 50, together=False))["toelichting"]
    assert told.str.match(r"De omtrekken zijn niet even nauwkeurig getekend; verschillen tot \d+ m tellen").all()
