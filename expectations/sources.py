"""What each source must hold to look like itself: levels, columns, ranges. Data, no checks.

A source that is not named here (a user's own) gets the general suite.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.outcome import Ernst
from veerkracht.schemas import NIVEAUS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Band:
    """Range of the columns whose name or unit matches; None is no bound."""

    naam: str
    laag: float | None
    hoog: float | None
    kolom: str = r"(?!)"  # matches nothing
    eenheid: str = r"(?!)"
    ernst: Ernst = "blokkeert"

    def matches(self, columns: "pd.DataFrame") -> "pd.Series":
        name = columns["kolom"].fillna("").str.fullmatch(self.kolom)
        return name | columns["eenheid"].fillna("").str.strip().str.fullmatch(self.eenheid)


@dataclass(frozen=True)
class RawSuite:
    """Levels a source may have, columns of which one of each tuple must hold figures, and ranges."""

    niveaus: tuple[str, ...] = NIVEAUS
    verplicht: tuple[tuple[str, ...], ...] = ()
    bereiken: tuple[Band, ...] = ()


_SHARES = Band("percentages", 0, 100, kolom=r"p_\w+", eenheid=r"%|Percentage.*", ernst="waarschuwt")
_COUNTS = Band("aantallen", 0, None, kolom=r"a_\w+", eenheid=r"(?i)aantal.*")
_RESTRICTED = (
    Band("aandelen", 0, 100, kolom=r".*\|aandeel"),
    Band("aantallen", 0, None, kolom=r".*\|(teller|noemer)"),
)
_DIMENSIONS = ("afw", "fys", "onv", "soc", "vrz", "won")
_INHABITANTS = ("a_inw", "T001036", "T001036_1", "Aantal inwoners", "Totaal aantal inwoners")

SUITES: dict[str, RawSuite] = {
    "cbs_kerncijfers": RawSuite(verplicht=(_INHABITANTS,), bereiken=(_SHARES, _COUNTS)),
    "leefbaarometer": RawSuite(
        verplicht=(("lbm",), ("afw",), ("onv",)),
        bereiken=(Band("lbm", 0, 10, kolom="lbm"), Band("afwijkingen", -5, 5, kolom="|".join(_DIMENSIONS))),
    ),
    "rivm_gezondheid": RawSuite(bereiken=(Band("percentages", 0, 100, eenheid=r"%|Percentage.*"),)),
    "woonzorgwijzer": RawSuite(bereiken=_RESTRICTED),
    "cbs_microdata": RawSuite(bereiken=_RESTRICTED),
}


def suite_of(bron: str) -> RawSuite:
    """The suite of a source, else the general one."""
    return SUITES.get(bron, RawSuite())
