"""What each source must hold to look like itself: levels, columns, ranges. Data, no checks.

A source that is not named here (a user's own) gets the general suite.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from veerkracht.outcome import Ernst

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
    """Levels a source may have; figures it must hold, each with a pattern of column or title; and ranges."""

    niveaus: tuple[str, ...] = ()  # none: every level with figures
    verplicht: Mapping[str, str] = field(default_factory=dict)
    bereiken: tuple[Band, ...] = ()


_PER_MILLE = "p_geb|p_ste|p_wmo_t"  # named like percentages, published per 1,000 inhabitants
_SHARES = Band("percentages", 0, 100, kolom=rf"(?!({_PER_MILLE})$)p_\w+", eenheid=r"%|Percentage.*", ernst="waarschuwt")
_RATES = Band("promillages", 0, 1000, kolom=_PER_MILLE, eenheid=r"per 1 ?000 inwoners", ernst="waarschuwt")
_COUNTS = Band("aantallen", 0, None, kolom=r"a_\w+", eenheid=r"(?i)aantal.*")
_RESTRICTED = (
    Band("aandelen", 0, 100, kolom=r".*\|aandeel"),
    Band("aantallen", 0, None, kolom=r".*\|(teller|noemer)"),
)
_DIMENSIONS = ("afw", "fys", "onv", "soc", "vrz", "won")
# Mnemonic, v4 measure code, v3 topic key (its suffix changes) and title of one figure.
_INHABITANTS = r"a(ant)?_inw|T001036(_\d)?|AantalInwoners(_\d+)?|(.*/)?(Totaal )?Aantal inwoners( \(.*\))?"
_NUISANCE = r"(GeregistreerdeOverlast(_\d+)?|(.*/)?Geregistreerde overlast( \(.*\))?)(\|MM\d\d)?"

SUITES: dict[str, RawSuite] = {
    "cbs_kerncijfers": RawSuite(verplicht={"aantal inwoners": _INHABITANTS}, bereiken=(_SHARES, _RATES, _COUNTS)),
    "leefbaarometer": RawSuite(
        verplicht={name: name for name in ("lbm", "afw", "onv")},
        bereiken=(Band("lbm", 0, 10, kolom="lbm"), Band("afwijkingen", -5, 5, kolom="|".join(_DIMENSIONS))),
    ),
    "rivm_gezondheid": RawSuite(bereiken=(Band("percentages", 0, 100, eenheid=r"%|Percentage.*"),)),
    "politie_overlast": RawSuite(
        verplicht={"geregistreerde overlast": _NUISANCE}, bereiken=(Band("aantallen", 0, None, kolom=_NUISANCE),)
    ),
    "woonzorgwijzer": RawSuite(bereiken=_RESTRICTED),
    "cbs_microdata": RawSuite(bereiken=_RESTRICTED),
}


def suite_of(bron: str) -> RawSuite:
    """The suite of a source, else the general one."""
    return SUITES.get(bron, RawSuite())
