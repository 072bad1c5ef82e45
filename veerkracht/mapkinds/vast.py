"""Classes of a level between limits that the map gives: what they are needs no country and no other area."""

from collections.abc import Sequence

import numpy as np

from veerkracht.mapkinds.kind import NIVEAU
from veerkracht.mapkinds.level import LevelKind


class Vast(LevelKind):
    """Its chances are told of no map: most such measures are counted."""

    def of_measure(self, x: np.ndarray, limits: Sequence[float]) -> np.ndarray:
        return np.array(limits, float)[None, :]


VAST = Vast("vast", soorten=(NIVEAU,), zin="vaste grenzen", naast_grenzen=1, is_landelijk=False)
