"""The short cuts of the overlay give what brute force gives."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon

from tests.veerkracht.areas.wereld import X, random_mesh, vak
from veerkracht.areas.overlap import equal_pairs, in_threads, overlap


def brute_force(van: np.ndarray, naar: np.ndarray) -> np.ndarray:
    return shapely.area(shapely.intersection(van[:, None], naar[None, :]))


def dense(pieces, shape: tuple[int, int]) -> np.ndarray:
    matrix = np.zeros(shape)
    matrix[pieces.van, pieces.naar] = pieces.oppervlakte
    return matrix


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_all_pieces_of_two_meshes_are_found(seed):
    rng = np.random.default_rng(seed)
    van, naar = random_mesh(rng, 12), random_mesh(rng, 15)
    naar = np.concatenate([naar, [vak(5_000, 0, 6_000, 100)]])
    pieces = overlap(van, naar, sliver=0.0)
    assert np.allclose(dense(pieces, (12, 16)), brute_force(van, naar), atol=1e-4)


def shifted(rng: np.random.Generator):
    """Moves the eastern points some decimetres, each the same in every polygon: none comes to overlap another."""
    pace, phase = rng.uniform(0.01, 0.1, 2), rng.uniform(0, 6, 2)
    return lambda points: points + np.where(points[:, :1] > X + 1_500, 0.2 * np.sin(points[:, ::-1] * pace + phase), 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_skipped_as_sliver_is_one(seed):
    rng = np.random.default_rng(seed)
    van = random_mesh(rng, 12)
    moved = shapely.transform(van, shifted(rng))
    found, exact = dense(overlap(van, moved, sliver=0.001), (12, 12)), brute_force(van, moved)
    gone = (found == 0) & (exact > 1e-4)
    assert np.allclose(found[found > 0], exact[found > 0])
    assert (exact / shapely.area(van)[:, None])[gone].max(initial=0) < 0.001
    assert (exact / shapely.area(moved)[None, :])[gone].max(initial=0) < 0.001


def test_equal_polygons_are_found_whatever_their_first_point_or_wrapping():
    square = vak(0, 0, 100, 100)
    turned = shapely.reverse(shapely.Polygon([*square.exterior.coords[2:-1], *square.exterior.coords[:3]]))
    i, j = equal_pairs(np.array([vak(200, 0, 300, 100), square]), np.array([MultiPolygon([turned])]))
    assert (i.tolist(), j.tolist()) == ([1], [0])


def test_of_equal_polygons_the_one_of_the_same_name_is_taken():
    square, wrapped = vak(0, 0, 100, 100), MultiPolygon([vak(0, 0, 100, 100)])
    for naar in ([square, square], [wrapped, wrapped]):
        for name in ("A", "B"):
            pieces = overlap(np.array([square]), np.array(naar), 0.0, (np.array([name]), np.array(["A", "B"])))
            assert pieces.naar.tolist() == [("A", "B").index(name)]


def test_nothing_overlaps_nothing():
    pieces = overlap(np.array([vak(0, 0, 1, 1)]), np.array([], dtype=object), 0.0005)
    assert len(pieces.van) == 0
    assert len(overlap(np.array([vak(0, 0, 1, 1)]), np.array([vak(10, 10, 11, 11)]), 0.0005).van) == 0


def test_threads_keep_the_order():
    boxes = np.array([vak(0, 0, n, 1) for n in range(1, 1_000)])
    assert in_threads("area", boxes).tolist() == pytest.approx(list(range(1, 1_000)))
