"""A kind of map that is made up: what a new kind asks for."""

from veerkracht.mapkinds.kind import NIVEAU
from veerkracht.mapkinds.level import EqualParts

HELFTEN = EqualParts(
    "helften",
    soorten=(NIVEAU,),
    zin="twee gelijke helften van {n:0} {gebieden}",
    aantal=2,
    delen=2,
    hoogste="in de hoogste helft",
)
