"""Which truths a country can be planted with: what changes between the years, and what only seems to change.

Only names and sizes, so that the command lists them without numpy; `Bewoners` and `lbm` plant them.
"""

from dataclasses import dataclass
from enum import StrEnum

WARE_REEKSEN = "ware_reeksen.parquet"  # the file of the true series, beside waarheid.json
JAAREFFECT = 0.5  # years (sd) that a year lies off where national trends do not run: for onv an eighth of the threshold
# The Leefbaarometer 3.0 as published: one measurement of onv has variance a + b / inhabitants, it adds a shock of some
# sd to all areas of a gemeente, and areas differ by some sd. The areas of the sample differ less; a proof is as
# noisy as the Leefbaarometer is beside the differences that it measures.
SPREIDING, SPREIDING_LBM = 0.044, 0.075
SCALE = SPREIDING / SPREIDING_LBM
RUIS_VAST, RUIS_PER_INWONER = 7.85e-5 * SCALE**2, 0.0333 * SCALE**2
SCHOK = 0.0056 * SCALE


class Waarheid(StrEnum):
    """The truths, as choices of an option."""

    gepland = "gepland"
    niets = "niets"
    alleen_kwetsbaarheid = "alleen_kwetsbaarheid"
    schokken = "schokken"
    geschud = "geschud"


@dataclass(frozen=True)
class Plan:
    """What a truth plants. Where nothing moves, national trends become effects of a year on the whole country."""

    uitleg: str
    veld_beweegt: bool  # the hidden field of vulnerability takes its planned course, and national trends in counts
    onv_beweegt: bool  # nuisance follows field and course of its area, and national trends in scores
    mensen_bewegen: bool  # areas gain and lose inhabitants
    geschud: bool = False  # each planned change goes to an area at random
    schok: float = 0.0  # sd per measurement and gemeente, in units of onv
    ruis_als_lbm: bool = False  # noise as of the Leefbaarometer; else larger, in steps of size


PLANNEN = {
    Waarheid.gepland: Plan("het verhaal van het voorbeeld", True, True, True),
    Waarheid.niets: Plan(
        "in geen gebied verandert iets; wat lijkt te veranderen is meetruis, afronding, een verlegde grens of een "
        "effect van een jaar op heel het land",
        False, False, False, ruis_als_lbm=True,
    ),
    Waarheid.alleen_kwetsbaarheid: Plan(
        "kwetsbaarheid verandert zoals gepland, overlast en onveiligheid in geen gebied",
        True, False, False, ruis_als_lbm=True,
    ),
    Waarheid.schokken: Plan(
        "in geen gebied verandert iets, maar elke meting van overlast en onveiligheid heeft per gemeente een schok",
        False, False, False, schok=SCHOK, ruis_als_lbm=True,
    ),
    Waarheid.geschud: Plan(
        "de geplande veranderingen, door loting over de gebieden verdeeld", True, True, True, geschud=True
    ),
}  # fmt: skip
