"""Areas while they change from vintage to vintage: ids stay, codes and members do not. The first state is made here."""

from dataclasses import dataclass, field

import numpy as np

from veerkracht.sample.landschap import LAND, Landschap
from veerkracht.sample.namen import name_buurten, name_wijken


@dataclass
class Stand:
    """Every buurt and wijk that ever was, by id, with its code of this moment."""

    vlek: np.ndarray  # buurt id of each vlek, -1 outside land
    wijk: list[int]
    nummer: list[str]
    naam: list[str]
    gemeente: list[int]  # of each wijk
    wijknummer: list[str]
    wijknaam: list[str]
    buurten_of_wijk: dict[int, list[int]]  # buurten of each wijk
    opgeheven: dict[int, int] = field(default_factory=dict)  # gemeente -> gemeente it merged into

    def buurtcode(self, b: int) -> str:
        return f"BU{self.wijkcode(self.wijk[b])[2:]}{self.nummer[b]}"

    def wijkcode(self, w: int) -> str:
        return f"WK{9001 + self.gemeente[w]}{self.wijknummer[w]}"

    def existing(self) -> np.ndarray:
        return np.array(sorted(b for members in self.buurten_of_wijk.values() for b in members))

    def merged_into(self, g: int) -> int:
        """The gemeente that a gemeente belongs to now."""
        while g in self.opgeheven:
            g = self.opgeheven[g]
        return g

    def free_number(self, w: int) -> str:
        return f"{1 + max(int(self.nummer[b]) for b in self.buurten_of_wijk[w]):02d}"


def make_first_stand(land: Landschap, bedrijven: np.ndarray, rng: np.random.Generator) -> Stand:
    """Wijken by k-means within each gemeente; numbers run outwards from the middle."""
    wijk = np.full(len(land.buurt_xy), -1)
    gemeente: list[int] = []
    wijknummer: list[str] = []
    nummer = np.empty(len(wijk), object)
    bestaat = np.isin(np.arange(len(wijk)), land.buurt[land.soort == LAND])
    for g in range(int(land.gemeente.max()) + 1):
        members = np.flatnonzero((land.gemeente_of_buurt == g) & bestaat)
        xy = land.buurt_xy[members]
        kernen = xy[rng.choice(len(members), min(90, max(2, round(len(members) / 4.5))), replace=False)]
        for _ in range(4):
            naaste = np.argmin(((xy[:, None] - kernen) ** 2).sum(-1), axis=1)
            kernen = np.array([xy[naaste == i].mean(0) for i in np.unique(naaste)])
        naaste = np.argmin(((xy[:, None] - kernen) ** 2).sum(-1), axis=1)
        gevuld = [i for i in np.argsort(((kernen - land.gemeente_xy[g]) ** 2).sum(1)) if (naaste == i).any()]
        for n, i in enumerate(gevuld):
            eigen = members[naaste == i]
            eigen = eigen[np.argsort(((land.buurt_xy[eigen] - kernen[i]) ** 2).sum(1), kind="stable")]
            wijk[eigen], nummer[eigen] = len(gemeente), [f"{k:02d}" for k in range(len(eigen))]
            gemeente.append(g)
            wijknummer.append(f"{n:02d}")
    vlek = np.where(land.soort == LAND, land.buurt, -1)
    namen = name_buurten(len(wijk), bedrijven, rng)
    buurten = {w: np.flatnonzero(wijk == w).tolist() for w in range(len(gemeente))}
    return Stand(
        vlek, wijk.tolist(), nummer.tolist(), namen, gemeente, wijknummer, name_wijken(len(gemeente), rng), buurten
    )
