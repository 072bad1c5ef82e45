"""Thirds of two levels crossed: vulnerability, and overlast, of which a lower score is the less favourable one."""

from veerkracht.mapkinds.kind import FOCUS
from veerkracht.mapkinds.level import EqualParts

TERCIELEN = EqualParts(
    "tercielen",
    soorten=(FOCUS,),
    zin="drie gelijke delen van {n:0} {gebieden}, van elk van beide maten",
    aantal=9,
    delen=3,
    turned=(False, True),
    hoogste="in het hoogste derde deel van beide",
)
