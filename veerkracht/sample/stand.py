"""Areas while they change from vintage to vintage: ids stay, codes and members do not. The first state is made here."""

from dataclasses import dataclass, field

import numpy as np

from veerkracht.sample.landschap import LAND, Landschap
from veerkracht.sample.names import name_buurten, name_wijken


@dataclass
class Stand:
    """Every buurt and wijk that ever was, by id, with its code of this moment."""

    vlek: np.ndarray  # buurt id of each vlek, -1 outside land
    wijk: list[int]
    number: list[str]
    name: list[str]
    gemeente: list[int]  # of each wijk
    wijknummer: list[str]
    wijknaam: list[str]
    buurten_of_wijk: dict[int, list[int]]  # buurten of each wijk
    absorbed: dict[int, int] = field(default_factory=dict)  # gemeente -> gemeente it merged into

    def buurtcode(self, b: int) -> str:
        return f"BU{self.wijkcode(self.wijk[b])[2:]}{self.number[b]}"

    def wijkcode(self, w: int) -> str:
        return f"WK{9001 + self.gemeente[w]}{self.wijknummer[w]}"

    def existing(self) -> np.ndarray:
        return np.array(sorted(b for members in self.buurten_of_wijk.values() for b in members))

    def merged_into(self, g: int) -> int:
        """The gemeente that a gemeente belongs to now."""
        while g in self.absorbed:
            g = self.absorbed[g]
        return g

    def free_number(self, w: int) -> str:
        return f"{1 + max(int(self.number[b]) for b in self.buurten_of_wijk[w]):02d}"


def make_first_stand(land: Landschap, parks: np.ndarray, rng: np.random.Generator) -> Stand:
    """Wijken by k-means within each gemeente; numbers run outwards from the middle."""
    wijk = np.full(len(land.buurt_xy), -1)
    gemeente: list[int] = []
    wijknummer: list[str] = []
    number = np.empty(len(wijk), object)
    exists = np.isin(np.arange(len(wijk)), land.buurt[land.soort == LAND])
    for g in range(int(land.gemeente.max()) + 1):
        members = np.flatnonzero((land.gemeente_of_buurt == g) & exists)
        xy = land.buurt_xy[members]
        kernels = xy[rng.choice(len(members), min(90, max(2, round(len(members) / 4.5))), replace=False)]
        for _ in range(4):
            nearest = np.argmin(((xy[:, None] - kernels) ** 2).sum(-1), axis=1)
            kernels = np.array([xy[nearest == i].mean(0) for i in np.unique(nearest)])
        nearest = np.argmin(((xy[:, None] - kernels) ** 2).sum(-1), axis=1)
        filled = [i for i in np.argsort(((kernels - land.gemeente_xy[g]) ** 2).sum(1)) if (nearest == i).any()]
        for n, i in enumerate(filled):
            own = members[nearest == i]
            own = own[np.argsort(((land.buurt_xy[own] - kernels[i]) ** 2).sum(1), kind="stable")]
            wijk[own], number[own] = len(gemeente), [f"{k:02d}" for k in range(len(own))]
            gemeente.append(g)
            wijknummer.append(f"{n:02d}")
    vlek = np.where(land.soort == LAND, land.buurt, -1)
    names = name_buurten(len(wijk), parks, rng)
    buurten = {w: np.flatnonzero(wijk == w).tolist() for w in range(len(gemeente))}
    return Stand(
        vlek, wijk.tolist(), number.tolist(), names, gemeente, wijknummer, name_wijken(len(gemeente), rng), buurten
    )
