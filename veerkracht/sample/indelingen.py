"""The vintages 2014, 2019 and 2024 of the sample: which vlek belongs to which buurt, and how codes and areas changed.

Every kind of change that a real vintage holds is planted here and remembered; drawing and people come elsewhere.
"""

import itertools
from dataclasses import dataclass, field

import numpy as np

from veerkracht.sample.landschap import LAND, Landschap
from veerkracht.sample.namen import buurtnamen, gemeentenamen, wijknamen

JAREN = (2014, 2019, 2024)
ALFANUMERIEK = 1  # index of the gemeente that gets codes like BU9002AA01 in 2024
VERHAAL = {"verbetert": 2, "verslechtert": 3, "neutraal": 4}  # index of the gemeenten of the planted story
# Gemeenten that keep their outline where another neighbour can take in what merges away: the higher, the rather.
LIEVER_NIET = {0: 1, ALFANUMERIEK: 2} | dict.fromkeys(VERHAAL.values(), 3)


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


@dataclass
class _Stand:
    """Areas while they change: ids stay, codes and members do not."""

    vlek: np.ndarray  # buurt id of each vlek, -1 outside land
    wijk: list[int]
    nummer: list[str]
    naam: list[str]
    gemeente: list[int]  # of each wijk
    wijknummer: list[str]
    wijknaam: list[str]
    leden: dict[int, list[int]]  # buurten of each wijk
    opgeheven: dict[int, int] = field(default_factory=dict)  # gemeente -> gemeente it merged into

    def buurtcode(self, b: int) -> str:
        return f"BU{self.wijkcode(self.wijk[b])[2:]}{self.nummer[b]}"

    def wijkcode(self, w: int) -> str:
        return f"WK{9001 + self.gemeente[w]}{self.wijknummer[w]}"

    def bestaand(self) -> np.ndarray:
        return np.array(sorted(b for leden in self.leden.values() for b in leden))

    def opgegaan_in(self, g: int) -> int:
        """The gemeente that a gemeente belongs to now."""
        while g in self.opgeheven:
            g = self.opgeheven[g]
        return g

    def nieuw_nummer(self, w: int) -> str:
        return f"{1 + max(int(self.nummer[b]) for b in self.leden[w]):02d}"


def maak_indelingen(
    land: Landschap, bedrijven: np.ndarray, blijven: int, rng: np.random.Generator
) -> tuple[dict[int, Indeling], list[dict]]:
    """The three vintages and the list of planted changes; gemeenten from `blijven` on merge away before 2019.

    `bedrijven` says per generated buurt whether it is a business park. Straightens shared edges in `land.randen`
    for the outlines that are redrawn without people moving (from 2019 on).
    """
    stand = _beginstand(land, bedrijven, rng)
    namen = gemeentenamen(int(land.gemeente.max()) + 1)
    gebeurd: list[dict] = []
    uit = {2014: _vastleggen(2014, stand, land, namen, None, set())}
    for vorige, jaar in itertools.pairwise(JAREN):
        wijziging = _Wijzigingen(stand, land, rng, (vorige, jaar), gebeurd)
        wijziging.gewone()
        if jaar == 2019:
            wijziging.hertekend()
            wijziging.herindeling(blijven)
        else:
            wijziging.alfanumeriek(ALFANUMERIEK)
        uit[jaar] = _vastleggen(jaar, stand, land, namen, uit[vorige], wijziging.hertekende_buurten)
    return uit, gebeurd


def _beginstand(land: Landschap, bedrijven: np.ndarray, rng: np.random.Generator) -> _Stand:
    """Wijken by k-means within each gemeente; numbers run outwards from the middle."""
    wijk = np.full(len(land.buurt_xy), -1)
    gemeente: list[int] = []
    wijknummer: list[str] = []
    nummer = np.empty(len(wijk), object)
    bestaat = np.isin(np.arange(len(wijk)), land.buurt[land.soort == LAND])
    for g in range(int(land.gemeente.max()) + 1):
        leden = np.flatnonzero((land.gemeente_van_buurt == g) & bestaat)
        xy = land.buurt_xy[leden]
        kernen = xy[rng.choice(len(leden), min(90, max(2, round(len(leden) / 4.5))), replace=False)]
        for _ in range(4):
            naaste = np.argmin(((xy[:, None] - kernen) ** 2).sum(-1), axis=1)
            kernen = np.array([xy[naaste == i].mean(0) for i in np.unique(naaste)])
        naaste = np.argmin(((xy[:, None] - kernen) ** 2).sum(-1), axis=1)
        gevuld = [i for i in np.argsort(((kernen - land.gemeente_xy[g]) ** 2).sum(1)) if (naaste == i).any()]
        for n, i in enumerate(gevuld):
            eigen = leden[naaste == i]
            eigen = eigen[np.argsort(((land.buurt_xy[eigen] - kernen[i]) ** 2).sum(1), kind="stable")]
            wijk[eigen], nummer[eigen] = len(gemeente), [f"{k:02d}" for k in range(len(eigen))]
            gemeente.append(g)
            wijknummer.append(f"{n:02d}")
    vlek = np.where(land.soort == LAND, land.buurt, -1)
    namen = buurtnamen(len(wijk), bedrijven, rng)
    leden = {w: np.flatnonzero(wijk == w).tolist() for w in range(len(gemeente))}
    return _Stand(
        vlek, wijk.tolist(), nummer.tolist(), namen, gemeente, wijknummer, wijknamen(len(gemeente), rng), leden
    )


class _Wijzigingen:
    """All changes between two vintages; no buurt is touched twice, so that each change can be read back."""

    def __init__(self, stand: _Stand, land: Landschap, rng: np.random.Generator, paar: tuple[int, int], log: list):
        self.stand, self.land, self.rng, self.paar, self.log = stand, land, rng, paar, log
        self.buurten = stand.bestaand()
        self.vlekken = dict(zip(self.buurten, _leden(stand.vlek, self.buurten), strict=True))
        self.aangeraakt: set[int] = set()
        self.hertekende_buurten: set[int] = set()
        a, b = stand.vlek[land.buren].T
        grens = (a != b) & (a >= 0) & (b >= 0)
        self.grensparen = land.buren[grens][rng.permutation(int(grens.sum()))]

    def gewone(self) -> None:
        """Splits, merges, moved boundaries, renumbered wijken, re-used codes, each in a fixed share of the buurten."""
        n = len(self.buurten)
        self.hernummerd(max(1, round(0.002 * n)))
        self.hergebruikt(max(1, round(0.002 * n)))
        self.gesplitst(max(4, round(0.010 * n)))
        self.samengevoegd(max(3, round(0.008 * n)))
        self.verlegd(max(5, round(0.012 * n)))

    def _noteer(self, soort: str, van: list[str], naar: list[str]) -> None:
        self.log.append({"van": self.paar[0], "naar": self.paar[1], "soort": soort, "oud": van, "nieuw": naar})

    def _vrij(self) -> list[int]:
        return [b for b in self.rng.permutation(self.buurten) if b not in self.aangeraakt]

    def _onaangeroerd(self, a: int, b: int) -> bool:
        """Both stood there in the vintage before and nothing has happened to them yet."""
        return {a, b} <= self.vlekken.keys() and not {a, b} & self.aangeraakt

    def _buren_in_wijk(self) -> list[tuple[int, int]]:
        paren = self.stand.vlek[self.grensparen]
        wijk = np.array(self.stand.wijk)
        goed = wijk[paren[:, 0]] == wijk[paren[:, 1]]
        return [(int(a), int(b)) for a, b in paren[goed]]

    def _splits(self, b: int, nummer: str) -> None:
        leden = self.vlekken[b]
        s = self.stand
        s.vlek[leden[: len(leden) // 2]] = len(s.wijk)
        s.leden[s.wijk[b]].append(len(s.wijk))
        s.wijk.append(s.wijk[b])
        s.nummer.append(nummer)
        s.naam.append(f"{s.naam[b]} Nieuw")

    def _voeg_samen(self, a: int, b: int) -> None:
        self.stand.vlek[self.vlekken[b]] = a
        self.stand.leden[self.stand.wijk[b]].remove(b)

    def gesplitst(self, aantal: int) -> None:
        for b in [b for b in self._vrij() if len(self.vlekken[b]) >= 4][:aantal]:
            oud = self.stand.buurtcode(b)
            self._splits(b, self.stand.nieuw_nummer(self.stand.wijk[b]))
            self.aangeraakt.add(b)
            self._noteer("gesplitst", [oud], [oud, self.stand.buurtcode(len(self.stand.wijk) - 1)])

    def samengevoegd(self, aantal: int) -> None:
        for a, b in self._buren_in_wijk():
            if aantal and self._onaangeroerd(a, b):
                oud = [self.stand.buurtcode(a), self.stand.buurtcode(b)]
                self._voeg_samen(a, b)
                self.aangeraakt |= {a, b}
                self._noteer("samengevoegd", oud, oud[:1])
                aantal -= 1

    def verlegd(self, aantal: int) -> None:
        for v, w in self.grensparen:
            a, b = int(self.stand.vlek[v]), int(self.stand.vlek[w])
            gemeente = [self.stand.gemeente[self.stand.wijk[i]] for i in (a, b)]
            mag = gemeente[0] == gemeente[1] and len(self.vlekken.get(a, ())) >= 3
            if aantal and mag and self._onaangeroerd(a, b):
                self.stand.vlek[v] = b
                self.aangeraakt |= {a, b}
                codes = [self.stand.buurtcode(a), self.stand.buurtcode(b)]
                self._noteer("verlegd", codes, codes)
                aantal -= 1

    def hernummerd(self, aantal: int) -> None:
        """Whole wijken get other buurt numbers: the areas stay."""
        vrij = list(self.rng.permutation(sorted({self.stand.wijk[b] for b in self.buurten})))
        for w in vrij:
            leden = list(self.stand.leden[w])
            if aantal and len(leden) >= 3 and not set(leden) & self.aangeraakt:
                oud = [self.stand.buurtcode(b) for b in leden]
                hoogste = max(int(self.stand.nummer[b]) for b in leden)
                for i, b in enumerate(leden):
                    self.stand.nummer[b] = f"{hoogste + 1 + i:02d}"
                self.aangeraakt |= set(leden)
                self._noteer("hernummerd", oud, [self.stand.buurtcode(b) for b in leden])
                aantal -= 1

    def hergebruikt(self, aantal: int) -> None:
        """Two buurten merge, and the code that came free goes to half of a third one in the same wijk."""
        for a, b in self._buren_in_wijk():
            derde = [c for c in self.stand.leden[self.stand.wijk[a]] if c not in (a, b)]
            derde = [c for c in derde if c not in self.aangeraakt and len(self.vlekken.get(c, ())) >= 4]
            if aantal and derde and self._onaangeroerd(a, b):
                c = derde[0]
                oud = [self.stand.buurtcode(i) for i in (a, b, c)]
                self._voeg_samen(a, b)
                self._splits(c, self.stand.nummer[b])
                self.aangeraakt |= {a, b, c}
                self._noteer("code_hergebruikt", oud, [oud[0], oud[2], oud[1]])
                aantal -= 1

    def herindeling(self, blijven: int) -> None:
        """The last gemeenten go into a neighbour; their wijken get numbers after the neighbour's."""
        s = self.stand
        for g in range(blijven, int(self.land.gemeente.max()) + 1):
            paren = self.land.gemeente[self.grensparen]
            buren = paren[(paren == g).any(axis=1) & (paren[:, 0] != paren[:, 1])].ravel()
            kandidaten = {s.opgegaan_in(int(i)) for i in buren} - {g}
            doel = min(kandidaten, key=lambda i: (i >= blijven, LIEVER_NIET.get(i, 0), i))
            wijken = [w for w in range(len(s.gemeente)) if s.gemeente[w] == g]
            buurten = [b for w in wijken for b in s.leden[w]]
            oud = [s.buurtcode(b) for b in buurten]
            hoogste = max(int(s.wijknummer[w]) for w in range(len(s.gemeente)) if s.gemeente[w] == doel)
            for i, w in enumerate(wijken):
                s.gemeente[w], s.wijknummer[w] = doel, f"{hoogste + 1 + i:02d}"
            s.opgeheven[g] = doel
            self._noteer("herindeling", [f"GM{9001 + g}"], [f"GM{9001 + doel}"])
            self._noteer("hernummerd", oud, [s.buurtcode(b) for b in buurten])

    def alfanumeriek(self, gemeente: int) -> None:
        """One gemeente takes codes with letters, all areas as they were after the other changes."""
        s = self.stand
        buurten = [b for b in s.bestaand() if s.gemeente[s.wijk[b]] == gemeente]
        oud = [s.buurtcode(b) for b in buurten]
        for i, w in enumerate(w for w in range(len(s.gemeente)) if s.gemeente[w] == gemeente):
            s.wijknummer[w] = "A" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i] if i < 26 else f"B{i - 26:01d}"
            for k, b in enumerate(s.leden[w]):
                s.nummer[b] = f"{k + 1:02d}"
        self._noteer("alfanumeriek", oud, [s.buurtcode(b) for b in buurten])

    def hertekend(self) -> None:
        """Common edges of some neighbours are straightened: outlines move by metres, people do not."""
        aantal = max(2, round(0.003 * len(self.buurten)))
        for a, b in self._buren_in_wijk():
            if aantal and self._onaangeroerd(a, b):
                randen = self.land.randen
                kant_a = set(randen.rand[np.isin(randen.van_cel, self.vlekken[a])])
                kant_b = set(randen.rand[np.isin(randen.van_cel, self.vlekken[b])])
                randen.maak_recht(np.array(sorted(kant_a & kant_b)))
                self.aangeraakt |= {a, b}
                self.hertekende_buurten |= {a, b}
                codes = [self.stand.buurtcode(a), self.stand.buurtcode(b)]
                self._noteer("hertekend", codes, codes)
                aantal -= 1


def _leden(groep: np.ndarray, ids: np.ndarray) -> list[np.ndarray]:
    orde = np.argsort(groep, kind="stable")
    begin = np.searchsorted(groep[orde], ids)
    return [orde[i:j] for i, j in zip(begin, np.searchsorted(groep[orde], ids, side="right"), strict=True)]


def _vastleggen(
    jaar: int, s: _Stand, land: Landschap, namen: list[str], vorige: Indeling | None, hertekend: set[int]
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
