"""Fifths of a level, counted in the areas for which it was delivered: those of one gemeente have a map as well.

What is delivered once is shown in every later period, with the year that it is about.
"""

from veerkracht.mapkinds.kind import NIVEAU
from veerkracht.mapkinds.level import EqualParts

GELEVERDE_VIJFDEN = EqualParts(
    "geleverde_vijfden",
    soorten=(NIVEAU,),
    zin="vijf gelijke delen van {n:0} gebieden waarvoor het cijfer geleverd is",
    aantal=5,
    delen=5,
    is_landelijk=False,
    zoekt_terug=True,
    hoogste="in de hoogste vijfde",
)
