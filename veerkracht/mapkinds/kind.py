"""What every kind of map says of itself: which maps it suits, how many classes it has, and whence a class follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Soort:
    """A `soort` of map: which measures it shows. `maten` as in kaarten.csv; None: any one measure."""

    naam: str
    maten: str | None = None


BOTH_MEASURES = "kwetsbaarheid+onv"
NIVEAU, VERANDERING = Soort("niveau"), Soort("verandering")
SAMENLOOP, FOCUS = Soort("samenloop", BOTH_MEASURES), Soort("focus", BOTH_MEASURES)
VEERKRACHT, VEERKRACHT_RELATIEF = Soort("veerkracht", BOTH_MEASURES), Soort("veerkracht_relatief", BOTH_MEASURES)


class Grond(StrEnum):
    """What the class of an area follows from."""

    STAND = "stand"  # the level, by limits: both are made by the statistics
    KANS = "kans"  # the verdict of the statistics on an estimated change
    REGISTRATIE = "registratie"  # the verdict on the change of a count


@dataclass(frozen=True)
class Bounds:
    """Between which values a class lies, of one or two measures; None: open, or the class has no limits."""

    klasse: int
    ondergrens: float | None = None
    bovengrens: float | None = None
    ondergrens_2: float | None = None
    bovengrens_2: float | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of map, as `klassen` of kaarten.csv calls it.

    `zin` says what the classes rest on: a template of `veerkracht.sentences` that dbt fills. It may name `n` and
    `gebieden`, the areas that are shown, and `drempel` (of a second measure `drempel_2`), from where a change counts:
    `deel` of the deviation between areas.
    """

    naam: str
    soorten: tuple[Soort, ...]
    zin: str
    grond: Grond
    aantal: int | None = None  # classes; None: as many as its limits and `naast_grenzen` together
    naast_grenzen: int | None = None  # None: the map gives no limits
    nul_scheidt: bool = False  # classes on either side of zero, which is itself no limit that a map gives
    is_landelijk: bool = True  # needs figures of the whole country
    zoekt_terug: bool = False  # shows the newest figures at the end of a period, however old
    hoogste: str = ""  # where an area lies in the part that asks most, in words; of kinds that tell its chance
    niet_te_zeggen: Mapping[str, int] = field(default_factory=dict)  # soort → the class that claims nothing; −1: last

    @property
    def is_level(self) -> bool:
        """Whether it shows one moment, not a change."""
        return self.grond is Grond.STAND

    @property
    def takes_limits(self) -> bool:
        """Whether a map of it may give limits."""
        return self.naast_grenzen is not None

    @property
    def needs_limits(self) -> bool:
        """Whether a map of it must give limits: without them it has one class."""
        return self.naast_grenzen == 1

    def count(self, limits: Sequence[float]) -> int:
        """Number of classes of a map that gives these limits."""
        return self.aantal if self.aantal is not None else len(limits) + (self.naast_grenzen or 0)

    def suits(self, soort: str) -> bool:
        """Whether a map of this soort can be of this kind."""
        return any(one.naam == soort for one in self.soorten)

    def bounds(self, limits: Sequence[float]) -> tuple[Bounds, ...]:
        """Per class the limits that follow from what the map gives; none where they follow from its figures."""
        return ()

    def facts(self) -> dict[str, object]:
        """What dbt must know of it."""
        return {
            "naam": self.naam,
            "grond": self.grond.value,
            "soorten": [one.naam for one in self.soorten],
            "zin": self.zin,
            "aantal": self.aantal,
            "naast_grenzen": self.naast_grenzen,
            "nul_scheidt": self.nul_scheidt,
            "is_landelijk": self.is_landelijk,
            "zoekt_terug": self.zoekt_terug,
        }
