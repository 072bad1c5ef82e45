"""What changes between two vintages of the sample: every kind of change that real vintages hold, each remembered."""

from dataclasses import dataclass

import numpy as np

from veerkracht.sample.bewoners import VERHAAL
from veerkracht.sample.landschap import Landschap
from veerkracht.sample.stand import Stand

ALFANUMERIEK = 1  # index of the gemeente that gets codes like BU9002AA01 in 2024
# Gemeenten that keep their outline where another neighbour can take in what merges away: the higher, the rather.
LIEVER_NIET = {0: 1, ALFANUMERIEK: 2} | dict.fromkeys(VERHAAL.values(), 3)


@dataclass(frozen=True)
class PlantedWijziging:
    """What was done to areas between two vintages: their codes before and after."""

    van: int
    naar: int
    soort: str
    oud: list[str]
    nieuw: list[str]


class Wijzigingen:
    """All changes between two vintages; no buurt is touched twice, so that each change can be read back."""

    def __init__(
        self,
        stand: Stand,
        land: Landschap,
        rng: np.random.Generator,
        vintages: tuple[int, int],
        log: list[PlantedWijziging],
    ):
        self.stand, self.land, self.rng, self.vintages, self.log = stand, land, rng, vintages, log
        self.buurten = stand.existing()
        self.vlekken = dict(zip(self.buurten, _members(stand.vlek, self.buurten), strict=True))
        self.touched: set[int] = set()
        self.redrawn: set[int] = set()
        a, b = stand.vlek[land.neighbours].T
        border = (a != b) & (a >= 0) & (b >= 0)
        self.border_pairs = land.neighbours[border][rng.permutation(int(border.sum()))]

    def make_usual(self) -> None:
        """Splits, merges, moved boundaries, renumbered wijken, re-used codes, each in a fixed share of the buurten."""
        n = len(self.buurten)
        self.renumber_wijken(max(1, round(0.002 * n)))
        self.reuse_codes(max(1, round(0.002 * n)))
        self.split_buurten(max(4, round(0.010 * n)))
        self.join_buurten(max(3, round(0.008 * n)))
        self.move_grenzen(max(5, round(0.012 * n)))

    def _note(self, soort: str, van: list[str], naar: list[str]) -> None:
        self.log.append(PlantedWijziging(*self.vintages, soort, van, naar))

    def _untouched(self) -> list[int]:
        return [b for b in self.rng.permutation(self.buurten) if b not in self.touched]

    def _both_untouched(self, a: int, b: int) -> bool:
        """Both stood there in the vintage before and nothing has happened to them yet."""
        return {a, b} <= self.vlekken.keys() and not {a, b} & self.touched

    def _neighbours_in_wijk(self) -> list[tuple[int, int]]:
        pairs = self.stand.vlek[self.border_pairs]
        wijk = np.array(self.stand.wijk)
        inside = wijk[pairs[:, 0]] == wijk[pairs[:, 1]]
        return [(int(a), int(b)) for a, b in pairs[inside]]

    def _split(self, b: int, number: str) -> None:
        members = self.vlekken[b]
        s = self.stand
        s.vlek[members[: len(members) // 2]] = len(s.wijk)
        s.buurten_of_wijk[s.wijk[b]].append(len(s.wijk))
        s.wijk.append(s.wijk[b])
        s.number.append(number)
        s.name.append(f"{s.name[b]} Nieuw")

    def _join(self, a: int, b: int) -> None:
        self.stand.vlek[self.vlekken[b]] = a
        self.stand.buurten_of_wijk[self.stand.wijk[b]].remove(b)

    def split_buurten(self, count: int) -> None:
        for b in [b for b in self._untouched() if len(self.vlekken[b]) >= 4][:count]:
            old = self.stand.buurtcode(b)
            self._split(b, self.stand.free_number(self.stand.wijk[b]))
            self.touched.add(b)
            self._note("gesplitst", [old], [old, self.stand.buurtcode(len(self.stand.wijk) - 1)])

    def join_buurten(self, count: int) -> None:
        for a, b in self._neighbours_in_wijk():
            if count and self._both_untouched(a, b):
                old = [self.stand.buurtcode(a), self.stand.buurtcode(b)]
                self._join(a, b)
                self.touched |= {a, b}
                self._note("samengevoegd", old, old[:1])
                count -= 1

    def move_grenzen(self, count: int) -> None:
        for v, w in self.border_pairs:
            a, b = int(self.stand.vlek[v]), int(self.stand.vlek[w])
            gemeente = [self.stand.gemeente[self.stand.wijk[i]] for i in (a, b)]
            allowed = gemeente[0] == gemeente[1] and len(self.vlekken.get(a, ())) >= 3
            if count and allowed and self._both_untouched(a, b):
                self.stand.vlek[v] = b
                self.touched |= {a, b}
                codes = [self.stand.buurtcode(a), self.stand.buurtcode(b)]
                self._note("verlegd", codes, codes)
                count -= 1

    def renumber_wijken(self, count: int) -> None:
        """Whole wijken get other buurt numbers: the areas stay."""
        shuffled = list(self.rng.permutation(sorted({self.stand.wijk[b] for b in self.buurten})))
        for w in shuffled:
            members = list(self.stand.buurten_of_wijk[w])
            if count and len(members) >= 3 and not set(members) & self.touched:
                old = [self.stand.buurtcode(b) for b in members]
                highest = max(int(self.stand.number[b]) for b in members)
                for i, b in enumerate(members):
                    self.stand.number[b] = f"{highest + 1 + i:02d}"
                self.touched |= set(members)
                self._note("hernummerd", old, [self.stand.buurtcode(b) for b in members])
                count -= 1

    def reuse_codes(self, count: int) -> None:
        """Two buurten merge, and the code that came free goes to half of a third one in the same wijk."""
        for a, b in self._neighbours_in_wijk():
            third = [c for c in self.stand.buurten_of_wijk[self.stand.wijk[a]] if c not in (a, b)]
            third = [c for c in third if c not in self.touched and len(self.vlekken.get(c, ())) >= 4]
            if count and third and self._both_untouched(a, b):
                c = third[0]
                old = [self.stand.buurtcode(i) for i in (a, b, c)]
                self._join(a, b)
                self._split(c, self.stand.number[b])
                self.touched |= {a, b, c}
                self._note("code_hergebruikt", old, [old[0], old[2], old[1]])
                count -= 1

    def merge_gemeenten(self, staying: int) -> None:
        """The last gemeenten go into a neighbour; their wijken get numbers after the neighbour's."""
        s = self.stand
        for g in range(staying, int(self.land.gemeente.max()) + 1):
            pairs = self.land.gemeente[self.border_pairs]
            neighbours = pairs[(pairs == g).any(axis=1) & (pairs[:, 0] != pairs[:, 1])].ravel()
            candidates = {s.merged_into(int(i)) for i in neighbours} - {g}
            into = min(candidates, key=lambda i: (i >= staying, LIEVER_NIET.get(i, 0), i))
            wijken = [w for w in range(len(s.gemeente)) if s.gemeente[w] == g]
            buurten = [b for w in wijken for b in s.buurten_of_wijk[w]]
            old = [s.buurtcode(b) for b in buurten]
            highest = max(int(s.wijknummer[w]) for w in range(len(s.gemeente)) if s.gemeente[w] == into)
            for i, w in enumerate(wijken):
                s.gemeente[w], s.wijknummer[w] = into, f"{highest + 1 + i:02d}"
            s.absorbed[g] = into
            self._note("herindeling", [f"GM{9001 + g}"], [f"GM{9001 + into}"])
            self._note("hernummerd", old, [s.buurtcode(b) for b in buurten])

    def letter_codes(self) -> None:
        """One gemeente takes codes with letters, all areas as they were after the other changes."""
        s = self.stand
        buurten = [b for b in s.existing() if s.gemeente[s.wijk[b]] == ALFANUMERIEK]
        old = [s.buurtcode(b) for b in buurten]
        for i, w in enumerate(w for w in range(len(s.gemeente)) if s.gemeente[w] == ALFANUMERIEK):
            s.wijknummer[w] = "A" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i] if i < 26 else f"B{i - 26:01d}"
            for k, b in enumerate(s.buurten_of_wijk[w]):
                s.number[b] = f"{k + 1:02d}"
        self._note("alfanumeriek", old, [s.buurtcode(b) for b in buurten])

    def redraw(self) -> None:
        """Common edges of some neighbours are straightened: outlines move by metres, people do not."""
        count = max(2, round(0.003 * len(self.buurten)))
        for a, b in self._neighbours_in_wijk():
            if count and self._both_untouched(a, b):
                edges = self.land.edges
                side_a = set(edges.edge[np.isin(edges.owner, self.vlekken[a])])
                side_b = set(edges.edge[np.isin(edges.owner, self.vlekken[b])])
                edges.straighten(np.array(sorted(side_a & side_b)))
                self.touched |= {a, b}
                self.redrawn |= {a, b}
                codes = [self.stand.buurtcode(a), self.stand.buurtcode(b)]
                self._note("hertekend", codes, codes)
                count -= 1


def _members(group: np.ndarray, ids: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(group, kind="stable")
    begin = np.searchsorted(group[order], ids)
    return [order[i:j] for i, j in zip(begin, np.searchsorted(group[order], ids, side="right"), strict=True)]
