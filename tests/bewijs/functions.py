"""What the maps of change claim in many countries of which the truth is known, on the functions (method.md §4–5).

Bounds are those of acceptance D, of the mean over redraws, in shares of areas. A country of a number is the same in
every proof: who draws 20 sees the first 20 of who draws 200.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from tests.bewijs.outcome import Outcome, above, at_least, at_most, below, counted
from tests.veerkracht.statistics.posterior.countries import (
    DELTA,
    DELTA_K,
    KINDS,
    Country,
    Maps,
    country,
    maps,
    onv_of,
    truths,
    without_shock,
)
from veerkracht.mapkinds.kans import chance_both, direction, expected_both
from veerkracht.statistics.posterior import posterior
from veerkracht.statistics.posterior.model import fit

SIZES = ((30, 10), (10, 30))  # gemeenten × areas
SURE, LIKELY = (1, 5), (2, 4)
LIMITS = {4: DELTA_K, 6: DELTA, 8: DELTA, 9: DELTA}
Tell = Callable[[str, float], None]


def silent(text: str, share: float) -> None:
    """Tells nobody."""


def nothing(redraws: int, gemeenten: int, areas: int, tell: Tell = silent) -> list[Outcome]:
    """Where nothing changes nothing is claimed."""
    sure, likely = (Shares(dict.fromkeys((4, 6, 8, 9), words)) for words in (SURE, LIKELY))
    seven, rose = Shares({7: (1, 2, 3, 5)}), []
    for land, found in drawn("niets", redraws, gemeenten, areas, tell):
        for one in (sure, likely, seven):
            one.add(found)
        both = expected_both(land.both.inwoners, chance_both(found.posterior_k, found.posterior_onv))
        rose.append((both, land.both.inwoners.sum()))
    expected, people = np.sum(rose, axis=0)
    size = f"{gemeenten} × {areas}"
    return [
        *(at_most(f"{size}, map {kaart}: duidelijk", share, 0.001) for kaart, share in sure.means()),
        *(at_most(f"{size}, map {kaart}: waarschijnlijk", share, 0.01) for kaart, share in likely.means()),
        *(at_most(f"{size}, map {kaart}: coloured", share, 0.01) for kaart, share in seven.means()),
        below(f"{size}: inhabitants expected where both rose", expected / people, 0.01),
    ]


def only_vulnerability(redraws: int, gemeenten: int, areas: int, tell: Tell = silent) -> list[Outcome]:
    """Where only vulnerability changes nothing is claimed of nuisance or resilience."""
    sure, likely = (Shares(dict.fromkeys((6, 8, 9), words)) for words in (SURE, LIKELY))
    seven, four = Shares({7: (1, 3)}), Shares({4: SURE})
    for _, found in drawn("alleen_kwetsbaarheid", redraws, gemeenten, areas, tell):
        for one in (sure, likely, seven, four):
            one.add(found)
    size, limits = f"{gemeenten} × {areas}", {6: 0.001, 8: 0.005, 9: 0.005}
    return [
        *(at_most(f"{size}, map {kaart}: duidelijk", share, limits[kaart]) for kaart, share in sure.means()),
        *(at_most(f"{size}, map {kaart}: waarschijnlijk", share, 0.02) for kaart, share in likely.means()),
        *(at_most(f"{size}, map {kaart}: nuisance rose", share, 0.01) for kaart, share in seven.means()),
        *(above(f"{size}, map {kaart}: duidelijk, what did change", share, 0.2) for kaart, share in four.means()),
    ]


def shocks(redraws: int, gemeenten: int = 120, areas: int = 10, tell: Tell = silent) -> list[Outcome]:
    """Shocks of whole gemeenten are no changes, and would be without the term S."""
    with_term, without = Shares(dict.fromkeys((6, 8, 9), SURE + LIKELY)), []
    for land, found in drawn("schokken", redraws, gemeenten, areas, tell):
        with_term.add(found)
        blind = posterior.areas(fit(onv_of(without_shock(land.both))), DELTA)
        without.append((direction(blind, hoger_is_gunstiger=True).klasse != 3).mean())
    size = f"{gemeenten} × {areas}"
    return [
        *(at_most(f"{size}, map {kaart}: coloured", share, 0.01) for kaart, share in with_term.means()),
        above(f"{size}, map 6: coloured when S is left out", float(np.mean(without)), 0.05),
    ]


def shuffled(redraws: int, gemeenten: int, areas: int, tell: Tell = silent) -> list[Outcome]:
    """What is clear is mostly true where changes are not as normal as the model takes: few are large."""
    totals = {kaart: np.zeros(3) for kaart in (6, 8, 9)}
    for land, found in drawn("geschud", redraws, gemeenten, areas, tell):
        for kaart, total in totals.items():
            total += claimed(land, found, kaart, SURE)
    size, outcomes = f"{gemeenten} × {areas}", []
    for kaart, (count, true, _) in totals.items():
        outcomes.append(counted(f"{size}, map {kaart}: areas called duidelijk", int(count), 20 * redraws))
        outcomes.append(at_least(f"{size}, map {kaart}: of duidelijk beyond δ", float(true / count), 0.85))
    return outcomes


def drawn(kind: str, redraws: int, gemeenten: int, areas: int, tell: Tell = silent) -> Iterator[tuple[Country, Maps]]:
    """Countries of a kind with their maps, one at a time."""
    for seed in range(redraws):
        tell(f"{kind}, {gemeenten} gemeenten of {areas} areas, country {seed + 1} of {redraws}", seed / redraws)
        land = country(KINDS[kind], seed, gemeenten, areas)
        yield land, maps(land.both)


def claimed(land: Country, found: Maps, kaart: int, classes: tuple[int, ...]) -> np.ndarray:
    """Number of claims, of true ones (on this side, beyond δ), and the number of true ones that was promised."""
    here = np.isin(found.classed[kaart].klasse, classes)
    side = np.where(found.classed[kaart].klasse < 3, -1, 1)
    true = side * truths(land)[kaart] > LIMITS[kaart]
    return np.array([here.sum(), (here & true).sum(), found.classed[kaart].p[here].sum()])


class Shares:
    """Per map the share of areas in some classes, as a mean over countries."""

    def __init__(self, classes: dict[int, tuple[int, ...]]):
        self._classes: dict[int, tuple[int, ...]] = classes
        self._found: dict[int, list[float]] = {kaart: [] for kaart in classes}

    def add(self, found: Maps) -> None:
        for kaart, words in self._classes.items():
            self._found[kaart].append(float(np.isin(found.classed[kaart].klasse, words).mean()))

    def means(self) -> Iterable[tuple[int, float]]:
        """By map."""
        return [(kaart, float(np.mean(shares))) for kaart, shares in self._found.items()]
