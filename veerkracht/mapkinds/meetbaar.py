"""Classes of a change of what is counted: sides where it rose or fell, parted by limits that the map gives.

The middle is no measurable difference, the last class that of a moved border. Which verdict an area has, and with it
its class, dbt tells where it judges registrations (macro `klasse_meetbaar`).
"""

from collections.abc import Sequence
from itertools import pairwise

from veerkracht.mapkinds.kind import VERANDERING, Bounds, Grond, Kind


class Meetbaar(Kind):
    """Its chance is that of the side; what lies within rounding has none."""

    def bounds(self, limits: Sequence[float]) -> tuple[Bounds, ...]:
        edges = [None, *sorted([*limits, 0.0]), None]
        sides = list(pairwise(edges))
        sides.insert(sum(one < 0 for one in limits) + 1, (None, None))
        return tuple(Bounds(klasse, *pair) for klasse, pair in enumerate([*sides, (None, None)], 1))


MEETBAAR = Meetbaar(
    "meetbaar",
    soorten=(VERANDERING,),
    zin="gestegen of gedaald: meer dan afronding en een verlegde grens verklaren",
    grond=Grond.REGISTRATIE,
    naast_grenzen=4,
    nul_scheidt=True,
    is_landelijk=False,
    niet_te_zeggen={VERANDERING.naam: -1},
)
