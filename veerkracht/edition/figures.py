"""The figures that all pages of a report are made of, as plain data; `loading` reads them."""

from dataclasses import dataclass, field

LAND = "NL00"


@dataclass(frozen=True)
class Indicator:
    """A map indicator with the years that this report compares (None: nothing to compare) and shows (`jaar`)."""

    naam: str
    label: str
    definitie: str
    eenheid: str
    soort: str
    richting: str
    decimalen: int
    bron: str
    van: int | None
    tot: int | None
    jaar: int | None


@dataclass(frozen=True)
class Figures:
    """What all pages are made of."""

    van: int
    tot: int
    indicatoren: list[Indicator]
    gebieden: dict[str, list[dict]]  # niveau -> rows of dim_gebied on the target vintage
    waarden: dict[
        tuple, dict[int, tuple]
    ]  # (niveau, code, indicator) -> jaar -> (waarde, status); fine levels one year
    wijzigingen: dict[tuple, dict]  # (niveau, code, indicator) -> row of fct_verandering for van, tot
    grenswijzigingen: list[dict]  # rows of fct_wijziging towards the target vintage
    minimum: int
    land_berekend: set[str] = field(default_factory=set)  # indicators whose national figure is a mean of gemeenten

    def level(self, niveau: str, code: str, indicator: Indicator) -> tuple[float | None, str | None]:
        """Value and status in the year that the report shows."""
        return self.waarden.get((niveau, code, indicator.naam), {}).get(indicator.jaar, (None, None))

    def change(self, niveau: str, code: str, indicator: Indicator) -> dict | None:
        return self.wijzigingen.get((niveau, code, indicator.naam))
