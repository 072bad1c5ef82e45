"""Fifths of a level, counted in areas of the whole country."""

from veerkracht.mapkinds.kind import NIVEAU
from veerkracht.mapkinds.level import EqualParts

KWINTIEL = EqualParts(
    "kwintiel",
    soorten=(NIVEAU,),
    zin="vijf gelijke delen van {n:0} {gebieden}",
    aantal=5,
    delen=5,
    hoogste="in de hoogste vijfde",
)
