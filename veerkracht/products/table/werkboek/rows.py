"""Rows of the marts as the workbooks read them: a field a column, in the words of the marts.

Not here: the queries that fill them (`gathering`).
"""

from dataclasses import dataclass

from veerkracht.edition.records import IndicatorRecord


@dataclass(frozen=True, slots=True)
class RowGebied:
    """Which area a row is about."""

    niveau: str
    gebiedscode: str
    indeling: int
    gebiedsnaam: str | None

    @property
    def naam(self) -> str:
        """Name of the area; its code where the publisher gave none."""
        return self.gebiedsnaam or self.gebiedscode


@dataclass(frozen=True, slots=True)
class NumberedGebied(RowGebied):
    """An area within a gemeente, with its number among those that were read with it."""

    nummer: int
    gemeentecode: str
    wijkcode: str | None


@dataclass(frozen=True, slots=True)
class Numbered(IndicatorRecord):
    """An indicator with its number and the theme that its sheet is called after."""

    volgnummer: int
    blad: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of `fct_verandering` of the area `nummer`."""

    nummer: int
    indicator: str
    jaar_van: int
    jaar_tot: int
    waarde_van: float | None
    waarde_tot: float | None
    verschil: float | None
    verschil_relatief: float | None
    gekrompen: float | None
    laag: float | None
    hoog: float | None
    p_ongunstiger: float | None
    p_gunstiger: float | None
    oordeel: str | None
    reden: str | None


@dataclass(frozen=True, slots=True)
class Reason(RowGebied):
    """A row of `mrt_aandacht`."""

    gemeentecode: str
    jaar_van: int
    jaar_tot: int
    rang_gemeente: int | None
    rang_land: int | None
    aantal_redenen: int | None
    punten: float | None
    zekerheid: float | None
    redenen: str | None
    gesprek: str | None
    status: str | None
    niet_beoordeeld: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of `mrt_uitspraak`."""

    gebiedscode: str
    titel: str
    zin: str | None
    onderbouwing: str | None
    jaar_van: int
    jaar_tot: int
