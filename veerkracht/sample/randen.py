"""The edges between vlekken: each stored once with its wiggles, so that neighbours share every vertex.

Midpoint displacement of straight Voronoi edges; which cells there are is for `landschap`.
"""

from dataclasses import dataclass

import numpy as np
import shapely

NIVEAUS_RAND = 3  # each Voronoi edge becomes 2**3 segments
GOLF = 0.16  # largest sideways move of a midpoint, as a share of its segment


@dataclass
class Randen:
    """The edges of all cells, each stored once with its wiggles; polygons are put together from them."""

    hoeken: np.ndarray  # vertices (n, 2), m
    golven: np.ndarray  # (edges, 2**NIVEAUS_RAND - 1, 2) points between the ends of each edge
    van_cel: np.ndarray  # cell of each directed edge, in ring order
    start: np.ndarray  # first vertex of each directed edge
    rand: np.ndarray  # edge of each directed edge
    heen: np.ndarray  # whether it runs in the stored direction
    einden: np.ndarray  # (edges, 2) vertices
    buren: np.ndarray  # (n, 2) cells on both sides of an inner edge

    @classmethod
    def from_cells(cls, cellen: np.ndarray, rng: np.random.Generator) -> "Randen":
        """Take Voronoi cells apart into shared edges and displace their midpoints; no cell becomes invalid."""
        xy, cel = shapely.get_coordinates(cellen, return_index=True)
        mm = np.rint(xy * 1000).astype(np.int64)
        uniek, hoek = np.unique(mm[:, 0] * 10**10 + mm[:, 1], return_inverse=True)
        hoeken = np.stack([uniek // 10**10, uniek % 10**10], axis=1) / 1000.0
        zelfde = (cel[1:] == cel[:-1]) & (hoek[1:] != hoek[:-1])
        start, eind, van_cel = hoek[:-1][zelfde], hoek[1:][zelfde], cel[:-1][zelfde]
        sleutel = np.minimum(start, eind) * len(hoeken) + np.maximum(start, eind)
        paar, rand = np.unique(sleutel, return_inverse=True)
        einden = np.stack([paar // len(hoeken), paar % len(hoeken)], axis=1)
        orde = np.argsort(rand, kind="stable")
        dubbel = rand[orde][1:] == rand[orde][:-1]
        buren = np.stack([van_cel[orde][:-1][dubbel], van_cel[orde][1:][dubbel]], axis=1)
        found = cls(hoeken, np.empty(0), van_cel, start, rand, start < eind, einden, buren)
        found.golven = found._wave(rng.uniform(-GOLF, GOLF, (len(einden), 2**NIVEAUS_RAND - 1)))
        return found._without_crossings()

    def _wave(self, zijwaarts: np.ndarray) -> np.ndarray:
        """Midpoint displacement: each midpoint moves sideways by a share of its segment."""
        n = 2**NIVEAUS_RAND
        punten = np.empty((len(self.einden), n + 1, 2))
        punten[:, 0], punten[:, n] = self.hoeken[self.einden[:, 0]], self.hoeken[self.einden[:, 1]]
        stap, volgende = n, 0
        while stap > 1:
            for i in range(stap // 2, n, stap):
                a, b = punten[:, i - stap // 2], punten[:, i + stap // 2]
                dwars = np.stack([-(b - a)[:, 1], (b - a)[:, 0]], axis=1)
                punten[:, i] = (a + b) / 2 + dwars * zijwaarts[:, volgende, None]
                volgende += 1
            stap //= 2
        return np.round(punten[:, 1:n], 3)

    def _without_crossings(self) -> "Randen":
        """Straighten the edges of cells whose wiggles cross."""
        while (fout := ~shapely.is_valid(self.polygons())).any():
            self.straighten(np.unique(self.rand[fout[self.van_cel]]))
        return self

    def straighten(self, randen: np.ndarray) -> None:
        """Draw these edges as straight lines."""
        deel = np.arange(1, 2**NIVEAUS_RAND)[:, None] / 2**NIVEAUS_RAND
        a, b = self.hoeken[self.einden[randen, 0]][:, None], self.hoeken[self.einden[randen, 1]][:, None]
        self.golven[randen] = np.round(a + (b - a) * deel, 3)

    def polygons(self) -> np.ndarray:
        """One polygon a cell, in the order of the cells."""
        golven = np.where(self.heen[:, None, None], self.golven[self.rand], self.golven[self.rand][:, ::-1])
        punten = np.concatenate([self.hoeken[self.start][:, None], golven], axis=1)
        ringen = shapely.linearrings(punten.reshape(-1, 2), indices=np.repeat(self.van_cel, punten.shape[1]))
        return shapely.polygons(ringen)

    def keep_only(self, houd: np.ndarray) -> "Randen":
        """The same edges with only the kept cells, renumbered."""
        mee = houd[self.van_cel]
        nummer = np.cumsum(houd) - 1
        buren = self.buren[houd[self.buren].all(axis=1)]
        return Randen(
            self.hoeken, self.golven.copy(), nummer[self.van_cel[mee]], self.start[mee], self.rand[mee],
            self.heen[mee], self.einden, nummer[buren],
        )  # fmt: skip
