"""The ground of the fictitious country: small areas (vlekken) that share wiggly edges; land, water and abroad.

A vlek is the grain in which the sample is simulated; buurten of every vintage are unions of vlekken. No people here.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from veerkracht.sample.randen import Randen

LAND, WATER, BUITENLAND = 0, 1, 2
MIDDEN = np.array([140_000.0, 460_000.0])  # centre of the country, EPSG:28992
KM2_PER_BUURT = 2.35


@dataclass(frozen=True)
class Landschap:
    """All vlekken: outlines before and after a redraw, and the groups of the generated country (vintage 2014)."""

    vlekken: np.ndarray  # polygons, mm precision, neighbours share vertices
    xy: np.ndarray  # centroid of each vlek, m
    soort: np.ndarray  # LAND, WATER, BUITENLAND
    buurt: np.ndarray  # buurt of each vlek, -1 outside the land
    gemeente: np.ndarray  # gemeente of each vlek, also of water
    gemeente_of_buurt: np.ndarray
    buurt_xy: np.ndarray
    gemeente_xy: np.ndarray
    straal: float  # radius of the country, m
    buren: np.ndarray  # (n, 2) pairs of vlekken with a common edge
    randen: Randen


def make_landschap(buurten: np.ndarray, per_buurt: int, rng: np.random.Generator) -> Landschap:
    """Grow a country with `buurten[g]` buurten in gemeente g, each of `per_buurt` vlekken; gemeente 0 is the city."""
    straal = float(np.sqrt(KM2_PER_BUURT * 1e6 * buurten.sum() / np.pi))
    kust = _Kust(straal, rng)
    gemeente_xy = _seed_gemeenten(buurten, kust, rng)
    buurt_xy, gemeente_of_buurt = _seed_buurten(buurten, gemeente_xy, kust, rng)
    zee = _seed_sea(kust, rng)
    buurt_xy = _lloyd(np.vstack([buurt_xy, zee]), len(buurt_xy), 2)[: len(buurt_xy)]
    punten, buurt = _seed_vlekken(buurt_xy, per_buurt, rng)
    alles = _lloyd(np.vstack([punten, zee]), len(punten), 1)
    afstand, hoek = kust.locate(zee)
    soort = np.concatenate([np.full(len(punten), LAND), np.where(_is_abroad(hoek), BUITENLAND, WATER)])
    weg = np.concatenate([np.zeros(len(punten), bool), afstand > np.where(_is_abroad(hoek), 1.16, 1.07)])
    gemeente = np.concatenate([gemeente_of_buurt[buurt], _nearest(gemeente_xy, zee)])
    meer = np.flatnonzero(_choose_lakes(buurt_xy, gemeente_xy, gemeente_of_buurt)[buurt])
    soort[meer], buurt[meer] = WATER, -1
    randen = Randen.from_cells(_voronoi(alles), rng)
    vlekken = randen.polygons()
    houd = ~weg
    buren = randen.buren[houd[randen.buren].all(axis=1)]
    nummer = np.cumsum(houd) - 1
    return Landschap(
        vlekken[houd],
        shapely.get_coordinates(shapely.centroid(vlekken[houd])),
        soort[houd],
        np.concatenate([buurt, np.full(len(zee), -1)])[houd],
        gemeente[houd],
        gemeente_of_buurt,
        buurt_xy,
        gemeente_xy,
        straal,
        nummer[buren],
        randen.keep_only(houd),
    )


class _Kust:
    """A wobbly closed coast around the middle of the country."""

    def __init__(self, straal: float, rng: np.random.Generator):
        self.straal = straal
        self.golven = [(k, 0.10 / k * rng.uniform(0.5, 1), rng.uniform(0, 2 * np.pi)) for k in range(2, 9)]

    def locate(self, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distance to the middle as a share of the coast's in that direction, and the direction (radians)."""
        hoek = np.arctan2(*(xy - MIDDEN).T[::-1])
        rand = self.straal * (1 + sum(a * np.cos(k * hoek + fase) for k, a, fase in self.golven))
        return np.hypot(*(xy - MIDDEN).T) / rand, hoek

    def holds(self, xy: np.ndarray) -> np.ndarray:
        return self.locate(xy)[0] < 1

    def scatter(self, aantal: int, rng: np.random.Generator) -> np.ndarray:
        """Uniform points on land."""
        punten = np.empty((0, 2))
        while len(punten) < aantal:
            nieuw = MIDDEN + rng.uniform(-1.4, 1.4, (2 * aantal, 2)) * self.straal
            punten = np.vstack([punten, nieuw[self.holds(nieuw)]])
        return punten[:aantal]


def _is_abroad(hoek: np.ndarray) -> np.ndarray:
    return (hoek > -2.3) & (hoek < -1.0)


def _nearest(zaden: np.ndarray, punten: np.ndarray) -> np.ndarray:
    return shapely.STRtree(shapely.points(zaden)).nearest(shapely.points(punten))


def _seed_gemeenten(buurten: np.ndarray, kust: _Kust, rng: np.random.Generator) -> np.ndarray:
    """Seeds of gemeenten, spread evenly; the city takes the seed nearest to the middle."""
    wolk = kust.scatter(120 * len(buurten), rng)
    zaden = wolk[: len(buurten)].copy()
    for _ in range(8):
        naaste = _nearest(zaden, wolk)
        aantal = np.maximum(np.bincount(naaste, minlength=len(zaden)), 1)
        zaden = np.stack([np.bincount(naaste, wolk[:, i], minlength=len(zaden)) / aantal for i in (0, 1)], axis=1)
    return zaden[np.argsort(np.hypot(*(zaden - MIDDEN).T), kind="stable")]


def _seed_buurten(
    buurten: np.ndarray, gemeente_xy: np.ndarray, kust: _Kust, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Seeds of buurten: two thirds around one to four kernels of settlement, the rest over the countryside."""
    gemeenten = len(buurten)
    breedte = 0.5 * np.sqrt(np.pi * kust.straal**2 / gemeenten)
    kernen = gemeente_xy[:, None] + rng.normal(0, 0.45 * breedte, (gemeenten, 4, 2))
    kernen[:, 0] = gemeente_xy
    punten, eigenaar = np.empty((0, 2)), np.empty(0, int)
    tekort = buurten.copy()
    while tekort.any():
        g = np.repeat(np.arange(gemeenten), 6 * tekort)
        kern = kernen[g, np.minimum(rng.integers(0, 6, len(g)), 3) * (g > 0)]
        in_kern = rng.random(len(g)) < np.where(g == 0, 0.85, 0.6)
        xy = np.where(in_kern[:, None], kern, gemeente_xy[g])
        xy = xy + rng.normal(0, 1, xy.shape) * (np.where(in_kern, np.where(g == 0, 0.4, 0.2), 0.75) * breedte)[:, None]
        goed = kust.locate(xy)[0] < 0.97
        goed &= _nearest(gemeente_xy, xy) == g
        rang = np.zeros(len(g), int)
        rang[goed] = _ranks(g[goed])
        goed &= rang < tekort[g]
        punten, eigenaar = np.vstack([punten, xy[goed]]), np.concatenate([eigenaar, g[goed]])
        tekort = buurten - np.bincount(eigenaar, minlength=gemeenten)
    orde = np.argsort(eigenaar, kind="stable")
    return punten[orde], eigenaar[orde]


def _ranks(groep: np.ndarray) -> np.ndarray:
    """Running number of each element within its group, in order of appearance."""
    orde = np.argsort(groep, kind="stable")
    begin = np.r_[0, np.flatnonzero(np.diff(groep[orde])) + 1]
    lengte = np.diff(np.r_[begin, len(groep)])
    rang = np.empty(len(groep), int)
    rang[orde] = np.arange(len(groep)) - np.repeat(begin, lengte)
    return rang


def _seed_vlekken(buurt_xy: np.ndarray, per_buurt: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points of vlekken on a loose ring around each seed, inside half the distance to the nearest other seed."""
    punten = shapely.points(buurt_xy)
    paren, afstanden = shapely.STRtree(punten).query_nearest(
        punten, exclusive=True, return_distance=True, all_matches=False
    )
    ruimte = np.empty(len(buurt_xy))
    ruimte[paren[0]] = afstanden
    buurt = np.repeat(np.arange(len(buurt_xy)), per_buurt)
    hoek = rng.uniform(0, 2 * np.pi, len(buurt_xy))[buurt] + np.tile(np.arange(per_buurt), len(buurt_xy)) * (
        2 * np.pi / per_buurt
    )
    hoek += rng.uniform(-0.35, 0.35, len(buurt)) * 2 * np.pi / per_buurt
    straal = ruimte[buurt] * rng.uniform(0.16, 0.34, len(buurt))
    return buurt_xy[buurt] + np.stack([np.cos(hoek), np.sin(hoek)], axis=1) * straal[:, None], buurt


def _seed_sea(kust: _Kust, rng: np.random.Generator) -> np.ndarray:
    """Sites outside the coast: water, abroad, and a guard ring that is dropped so that all kept cells are closed."""
    stap = max(700.0, kust.straal / 70)
    as_ = np.arange(-1.75 * kust.straal, 1.75 * kust.straal, stap)
    xy = MIDDEN + np.stack(np.meshgrid(as_, as_), axis=-1).reshape(-1, 2)
    xy = xy + rng.uniform(-0.35, 0.35, xy.shape) * stap
    afstand, _ = kust.locate(xy)
    return xy[(afstand > 1.0 + 0.3 * stap / kust.straal) & (afstand < 1.32)]


def _choose_lakes(buurt_xy: np.ndarray, gemeente_xy: np.ndarray, gemeente: np.ndarray) -> np.ndarray:
    """Which buurten become a lake: in every third gemeente the one farthest from its middle."""
    afstand = ((buurt_xy - gemeente_xy[gemeente]) ** 2).sum(axis=1)
    laatste = np.lexsort((afstand, gemeente))
    verste = laatste[np.r_[np.flatnonzero(np.diff(gemeente[laatste])), len(laatste) - 1]]
    found = np.zeros(len(buurt_xy), bool)
    found[verste[gemeente[verste] % 3 == 1]] = True
    return found


def _voronoi(punten: np.ndarray) -> np.ndarray:
    cellen = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(punten), ordered=True))
    assert len(cellen) == len(punten), "two sites fall together"
    return cellen


def _lloyd(punten: np.ndarray, vrij: int, stappen: int) -> np.ndarray:
    """Move the first `vrij` points to the centroid of their cell, some times over."""
    punten = punten.copy()
    for _ in range(stappen):
        punten[:vrij] = shapely.get_coordinates(shapely.centroid(_voronoi(punten)[:vrij]))
    return punten
