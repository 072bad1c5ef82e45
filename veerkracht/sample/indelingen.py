"""The vintages 2014, 2019 and 2024 of the sample: which vlek belongs to which buurt, under which code and name.

What changes between them is in `wijzigingen`; outlines and people come elsewhere.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from veerkracht.sample.landschap import Landschap
from veerkracht.sample.namen import gemeentenamen
from veerkracht.sample.stand import Stand, beginstand
from veerkracht.sample.wijzigingen import Wijzigingen

JAREN = (2014, 2019, 2024)


@dataclass(frozen=True)
class Indeling:
    """One vintage. Rows of a level are sorted by code; `*_van_*` point into the level above."""

    jaar: int
    buurt_van_vlek: np.ndarray  # -1 for water and abroad
    buurten: np.ndarray  # codes
    wijken: np.ndarray
    gemeenten: np.ndarray
    wijk_van_buurt: np.ndarray
    gemeente_van_wijk: np.ndarray
    buurtnamen: list[str]
    wijknamen: list[str]
    gemeentenamen: list[str]
    ind_buurt: np.ndarray  # 1, 2, 3 against the vintage before
    ind_wijk: np.ndarray
    gemeente_van_water: np.ndarray  # row in `gemeenten` of each vlek, for water

    @property
    def gemeente_van_buurt(self) -> np.ndarray:
        return self.gemeente_van_wijk[self.wijk_van_buurt]


def maak_indelingen(
    land: Landschap, bedrijven: np.ndarray, blijven: int, rng: np.random.Generator
) -> tuple[dict[int, Indeling], list[dict]]:
    """The three vintages and the list of planted changes; gemeenten from `blijven` on merge away before 2019.

    `bedrijven` says per generated buurt whether it is a business park. Straightens shared edges in `land.randen`
    for the outlines that are redrawn without people moving (from 2019 on).
    """
    stand = beginstand(land, bedrijven, rng)
    namen = gemeentenamen(int(land.gemeente.max()) + 1)
    gebeurd: list[dict] = []
    uit = {2014: _vastleggen(2014, stand, land, namen, None, set())}
    for vorige, jaar in itertools.pairwise(JAREN):
        wijziging = Wijzigingen(stand, land, rng, (vorige, jaar), gebeurd)
        wijziging.gewone()
        if jaar == 2019:
            wijziging.hertekend()
            wijziging.herindeling(blijven)
        else:
            wijziging.alfanumeriek()
        uit[jaar] = _vastleggen(jaar, stand, land, namen, uit[vorige], wijziging.hertekende_buurten)
    return uit, gebeurd


def _vastleggen(
    jaar: int, s: Stand, land: Landschap, namen: list[str], vorige: Indeling | None, hertekend: set[int]
) -> Indeling:
    """Freeze the state as sorted codes with pointers, and mark each area against the vintage before."""
    ids = s.bestaand()
    codes = np.array([s.buurtcode(b) for b in ids])
    orde = np.argsort(codes)
    ids, codes = ids[orde], codes[orde]
    wijk_ids = sorted({s.wijk[b] for b in ids}, key=s.wijkcode)
    gemeente_ids = sorted({s.gemeente[w] for w in wijk_ids})
    plek = {b: i for i, b in enumerate(ids)}
    buurt_van_vlek = np.array([plek.get(b, -1) for b in range(int(s.vlek.max()) + 1)] + [-1])[s.vlek]
    wijken = np.array([s.wijkcode(w) for w in wijk_ids])
    wijk_van_buurt = np.searchsorted(wijken, [s.wijkcode(s.wijk[b]) for b in ids])
    wijk_van_vlek = np.where(buurt_van_vlek < 0, -1, wijk_van_buurt[buurt_van_vlek])
    hertekend_ids = np.array([b in hertekend for b in ids])
    water = np.array([s.opgegaan_in(g) for g in range(len(namen))])[land.gemeente]
    ind_buurt, ind_wijk = np.ones(len(ids), int), np.ones(len(wijken), int)
    if vorige:
        ind_buurt = _merk(codes, buurt_van_vlek, vorige.buurten, vorige.buurt_van_vlek)
        ind_buurt[hertekend_ids] = 3
        oud_wijk = np.where(vorige.buurt_van_vlek < 0, -1, vorige.wijk_van_buurt[vorige.buurt_van_vlek])
        ind_wijk = _merk(wijken, wijk_van_vlek, vorige.wijken, oud_wijk)
    return Indeling(
        jaar,
        buurt_van_vlek,
        codes,
        wijken,
        np.array([f"GM{9001 + g}" for g in gemeente_ids]),
        wijk_van_buurt,
        np.searchsorted(gemeente_ids, [s.gemeente[w] for w in wijk_ids]),
        [s.naam[b] for b in ids],
        [f"Wijk {s.wijknummer[w]} {s.wijknaam[w]}" for w in wijk_ids],
        [namen[g] for g in gemeente_ids],
        ind_buurt,
        ind_wijk,
        np.searchsorted(gemeente_ids, water),
    )


def _merk(codes: np.ndarray, nu: np.ndarray, oude_codes: np.ndarray, toen: np.ndarray) -> np.ndarray:
    """CBS's ind_wbi: 1 same area and code, 2 same area with another code, 3 another area."""
    land = nu >= 0
    omvang = np.bincount(nu[land], minlength=len(codes))
    oude_omvang = np.bincount(toen[land], minlength=len(oude_codes))
    paar, samen = np.unique(nu[land] * len(oude_codes) + toen[land], return_counts=True)
    n, o = paar // len(oude_codes), paar % len(oude_codes)
    gelijk = (samen == omvang[n]) & (samen == oude_omvang[o])
    merk = np.full(len(codes), 3)
    merk[n[gelijk]] = np.where(codes[n[gelijk]] == oude_codes[o[gelijk]], 1, 2)
    return merk
