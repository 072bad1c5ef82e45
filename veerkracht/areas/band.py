"""The band of doubt between outlines of two products: what lies within it is drawing, what lies outside may have moved.

Two witnesses: how much of the difference is wider than the band, and whether the corners of the coarser outline still
lie on the finer one, as they do when a border was only simplified.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.areas.overlap import in_threads
from veerkracht.areas.people import Vierkanten, inwoners_within
from veerkracht.settings import Settings


@dataclass(frozen=True)
class Outside:
    """Share of each pair of outlines that lies outside the band: by area, and by people (NaN: nobody known).

    `zeker` is only what lies farther than the band from either outline: the rest of a strip is left to drawing.
    """

    oppervlakte: np.ndarray
    inwoners: np.ndarray
    zeker_oppervlakte: np.ndarray
    zeker_inwoners: np.ndarray


def moved_outside_band(
    a: np.ndarray, b: np.ndarray, half: np.ndarray, vierkanten: Vierkanten | None, settings: Settings
) -> Outside:
    """What of each pair of polygons is in one only and outside its band, of which `half` is half the width in metres.

    Shrunk by that on all sides, a strip of the symmetric difference vanishes when it is no wider than the band; what is
    left is certain. Grown back, a strip that is wider counts as wide as it is.
    """
    import shapely

    verschil = shapely.buffer(in_threads("symmetric_difference", a, b), 0)  # no lines beside its polygons
    zeker = shapely.buffer(verschil, -half, quad_segs=4)
    outside = in_threads("intersection", shapely.buffer(zeker, half, quad_segs=4), verschil)
    union = in_threads("union", a, b)
    by_area = [shapely.area(part) / shapely.area(union) for part in (outside, zeker)]
    by_people = [np.full(len(a), np.nan), np.full(len(a), np.nan)]
    if vierkanten is not None and len(vierkanten.x):
        total = inwoners_within(vierkanten, union)
        enough = total >= max(settings.inwoners_minimum, 1)
        for people, part in zip(by_people, (outside, zeker), strict=True):
            people[enough] = inwoners_within(vierkanten, part)[enough] / total[enough]
    return Outside(by_area[0], by_people[0], by_area[1], by_people[1])


def corners_agree(a: np.ndarray, b: np.ndarray, settings: Settings) -> np.ndarray:
    """Whether every corner of the coarser outline of a pair lies within the band from the finer outline."""
    import shapely

    coarse_is_a = shapely.get_num_coordinates(a) <= shapely.get_num_coordinates(b)
    coarse, fine = np.where(coarse_is_a, a, b), np.where(coarse_is_a, b, a)
    corners, pair = shapely.get_coordinates(coarse, return_index=True)
    distance = in_threads("distance", shapely.points(corners), shapely.boundary(fine)[pair])
    farthest = np.zeros(len(a))
    np.maximum.at(farthest, pair, distance)
    return farthest <= 2 * settings.generalisatiestap_m
