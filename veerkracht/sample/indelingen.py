"""The vintages 2014, 2019 and 2024 of the sample: which vlek belongs to which buurt, under which code and name.

What changes between them is in `wijzigingen`; outlines and people come elsewhere.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from veerkracht.sample.landschap import Landschap
from veerkracht.sample.names import name_gemeenten
from veerkracht.sample.stand import Stand, make_first_stand
from veerkracht.sample.wijzigingen import PlantedWijziging, Wijzigingen

JAREN = (2014, 2019, 2024)


@dataclass(frozen=True)
class Indeling:
    """One vintage. Rows of a level are sorted by code; `*_van_*` point into the level above."""

    jaar: int
    buurt_of_vlek: np.ndarray  # -1 for water and abroad
    buurten: np.ndarray  # codes
    wijken: np.ndarray
    gemeenten: np.ndarray
    wijk_of_buurt: np.ndarray
    gemeente_of_wijk: np.ndarray
    buurtnamen: list[str]
    wijknamen: list[str]
    gemeentenamen: list[str]
    ind_buurt: np.ndarray  # 1, 2, 3 against the vintage before
    ind_wijk: np.ndarray
    gemeente_of_water: np.ndarray  # row in `gemeenten` of each vlek, for water

    @property
    def gemeente_of_buurt(self) -> np.ndarray:
        return self.gemeente_of_wijk[self.wijk_of_buurt]


def make_indelingen(
    land: Landschap, parks: np.ndarray, staying: int, rng: np.random.Generator
) -> tuple[dict[int, Indeling], list[PlantedWijziging]]:
    """The three vintages and the list of planted changes; gemeenten from `staying` on merge away before 2019.

    `parks` says per generated buurt whether it is a business park. Straightens shared edges in `land.edges`
    for the outlines that are redrawn without people moving (from 2019 on).
    """
    stand = make_first_stand(land, parks, rng)
    names = name_gemeenten(int(land.gemeente.max()) + 1)
    planted: list[PlantedWijziging] = []
    found = {2014: _freeze(2014, stand, land, names, None, set())}
    for previous, jaar in itertools.pairwise(JAREN):
        wijziging = Wijzigingen(stand, land, rng, (previous, jaar), planted)
        wijziging.make_usual()
        if jaar == 2019:
            wijziging.redraw()
            wijziging.merge_gemeenten(staying)
        else:
            wijziging.letter_codes()
        found[jaar] = _freeze(jaar, stand, land, names, found[previous], wijziging.redrawn)
    return found, planted


def _freeze(
    jaar: int, s: Stand, land: Landschap, names: list[str], previous: Indeling | None, redrawn: set[int]
) -> Indeling:
    """Freeze the state as sorted codes with pointers, and mark each area against the vintage before."""
    ids = s.existing()
    codes = np.array([s.buurtcode(b) for b in ids])
    order = np.argsort(codes)
    ids, codes = ids[order], codes[order]
    wijk_ids = sorted({s.wijk[b] for b in ids}, key=s.wijkcode)
    gemeente_ids = sorted({s.gemeente[w] for w in wijk_ids})
    place = {b: i for i, b in enumerate(ids)}
    buurt_of_vlek = np.array([place.get(b, -1) for b in range(int(s.vlek.max()) + 1)] + [-1])[s.vlek]
    wijken = np.array([s.wijkcode(w) for w in wijk_ids])
    wijk_of_buurt = np.searchsorted(wijken, [s.wijkcode(s.wijk[b]) for b in ids])
    wijk_of_vlek = np.where(buurt_of_vlek < 0, -1, wijk_of_buurt[buurt_of_vlek])
    is_redrawn = np.array([b in redrawn for b in ids])
    water = np.array([s.merged_into(g) for g in range(len(names))])[land.gemeente]
    ind_buurt, ind_wijk = np.ones(len(ids), int), np.ones(len(wijken), int)
    if previous:
        ind_buurt = _change_marks(codes, buurt_of_vlek, previous.buurten, previous.buurt_of_vlek)
        ind_buurt[is_redrawn] = 3
        old_wijk = np.where(previous.buurt_of_vlek < 0, -1, previous.wijk_of_buurt[previous.buurt_of_vlek])
        ind_wijk = _change_marks(wijken, wijk_of_vlek, previous.wijken, old_wijk)
    return Indeling(
        jaar,
        buurt_of_vlek,
        codes,
        wijken,
        np.array([f"GM{9001 + g}" for g in gemeente_ids]),
        wijk_of_buurt,
        np.searchsorted(gemeente_ids, [s.gemeente[w] for w in wijk_ids]),
        [s.name[b] for b in ids],
        [f"Wijk {s.wijknummer[w]} {s.wijknaam[w]}" for w in wijk_ids],
        [names[g] for g in gemeente_ids],
        ind_buurt,
        ind_wijk,
        np.searchsorted(gemeente_ids, water),
    )


def _change_marks(codes: np.ndarray, now: np.ndarray, old_codes: np.ndarray, then: np.ndarray) -> np.ndarray:
    """CBS's ind_wbi: 1 same area and code, 2 same area with another code, 3 another area."""
    land = now >= 0
    sizes = np.bincount(now[land], minlength=len(codes))
    old_sizes = np.bincount(then[land], minlength=len(old_codes))
    pairs, shared = np.unique(now[land] * len(old_codes) + then[land], return_counts=True)
    n, o = pairs // len(old_codes), pairs % len(old_codes)
    same = (shared == sizes[n]) & (shared == old_sizes[o])
    marks = np.full(len(codes), 3)
    marks[n[same]] = np.where(codes[n[same]] == old_codes[o[same]], 1, 2)
    return marks
