"""The figures that all pages of a report are made of, as plain data; `loading` reads them."""

from dataclasses import dataclass, field

from veerkracht.edition.records import Gebied, Grenswijziging, Verandering


@dataclass(frozen=True)
class MapIndicator:
    """A map indicator with the years that this report compares (None: nothing to compare) and shows (`jaar`)."""

    naam: str
    label: str
    eenheid: str
    soort: str
    decimalen: int
    van: int | None
    tot: int | None
    jaar: int | None


@dataclass(frozen=True)
class GebiedValue:
    """A figure of one year as the series has it, or why it is not there."""

    waarde: float | None
    status: str | None


NOTHING = GebiedValue(None, None)
GebiedIndicator = tuple[str, str, str]  # niveau, gebiedscode, indicator


@dataclass(frozen=True)
class Figures:
    """What all pages are made of."""

    van: int
    tot: int
    indicatoren: list[MapIndicator]
    gebieden: dict[str, list[Gebied]]  # niveau -> areas on the target indeling
    waarden: dict[GebiedIndicator, dict[int, GebiedValue]]  # by year; of fine levels only the year shown
    wijzigingen: dict[GebiedIndicator, Verandering]
    grenswijzigingen: list[Grenswijziging]  # towards the target indeling
    minimum: int
    land_berekend: set[str] = field(default_factory=set)  # indicators whose national figure is a mean of gemeenten

    @property
    def compares(self) -> bool:
        """Whether any indicator has two years to compare."""
        return any(one.van for one in self.indicatoren)

    def level(self, niveau: str, code: str, indicator: MapIndicator) -> GebiedValue:
        """Value and status in the year that the report shows."""
        years = self.waarden.get((niveau, code, indicator.naam), {})
        return years.get(indicator.jaar, NOTHING) if indicator.jaar else NOTHING

    def change(self, niveau: str, code: str, indicator: MapIndicator) -> Verandering | None:
        """Change between the years compared."""
        return self.wijzigingen.get((niveau, code, indicator.naam))
