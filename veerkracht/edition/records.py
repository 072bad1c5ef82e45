"""Rows of the marts as products read them: one frozen dataclass a mart, a field a column, in the words of the marts.

`Edition.records` fills them; a field that the mart lacks is an error, a column that no field asks for is left out.
Not here: what a product makes of a row.
"""

from dataclasses import dataclass
from typing import Any

from veerkracht import levels

Json = dict[str, Any]  # an object that is written as JSON
SHOWN = "waarde"  # status of an area that has a class


@dataclass(frozen=True, slots=True)
class Kaart:
    """A row of `dim_kaart`."""

    kaart_id: str
    titel: str
    maat: str | None
    soort: str
    klassen: str
    labels: str | None
    eenheid: str | None
    decimalen: int | None
    leeshulp: str | None
    is_niveau: bool  # shows one moment, not a change
    klasse_niet_te_zeggen: int | None  # of a map of change: the class of which the side cannot be told


@dataclass(frozen=True, slots=True)
class Periode:
    """A row of `dim_periode`; all empty where a map has none on that level and indeling."""

    kaart_id: str = ""
    niveau: str = ""
    indeling: int = 0
    jaar_van: int = 0
    jaar_tot: int = 0
    meetjaren: str | None = None
    indicatoren: str | None = None
    onderdelen: str | None = None
    n_getoond: int | None = None
    n_niet_getoond: int | None = None
    referentie: str | None = None
    klassengrond: str | None = None
    niveau_open: str | None = None

    @property
    def measures(self) -> list[str]:
        """The indicators that the map shows, in the order of `meetjaren`."""
        return (self.indicatoren or "").split("; ")


@dataclass(frozen=True, slots=True)
class KaartGebied:
    """A row of `fct_kaart` with the name of its area; a sheet adds `css` (its colour or pattern) and `tekst`."""

    kaart_id: str
    niveau: str
    gebiedscode: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    waarde: float | None
    klasse: int | None
    label: str | None
    kleur: str | None
    status: str | None
    reden: str | None
    waarde_2: float | None
    waarde_gemeten: float | None
    laag: float | None
    hoog: float | None
    kans: float | None
    p_hoogste: float | None
    inwoners: float | None
    gemeentecode: str | None
    gebiedsnaam: str | None
    css: str = ""
    tekst: str = ""

    @property
    def naam(self) -> str:
        """Name of the area; its code where the publisher gave none."""
        return self.gebiedsnaam or self.gebiedscode


@dataclass(frozen=True, slots=True)
class LegendaRecord:
    """A row of `fct_legenda`: a class, or (`klasse` empty) a status without one."""

    kaart_id: str
    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    klasse: int | None
    label: str
    kleur: str | None
    ondergrens: float | None
    bovengrens: float | None
    ondergrens_2: float | None
    bovengrens_2: float | None
    aantal: int | None
    inwoners: float | None
    verwacht_onjuist: float | None


@dataclass(frozen=True, slots=True)
class Gebied:
    """A row of `dim_gebied`."""

    niveau: str
    gebiedscode: str
    indeling: int
    gebiedsnaam: str | None
    wijkcode: str | None
    gemeentecode: str | None
    gemeentenaam: str | None
    water: str | None
    inwoners: float | None

    def within(self, niveau: str) -> str | None:
        """Code of the area of a level that this one is or lies in; None where the mart does not tell."""
        return self.gebiedscode if niveau == self.niveau else getattr(self, levels.known()[niveau].column, None)

    @property
    def naam(self) -> str:
        """Name of the area; its code where the publisher gave none."""
        return self.gebiedsnaam or self.gebiedscode


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """A row of `dim_indicator`."""

    indicator: str
    label: str
    definitie: str | None
    eenheid: str | None
    soort: str | None
    noemer: str | None
    richting: str | None
    decimalen: int | None
    kaart: bool
    bron: str | None


@dataclass(frozen=True, slots=True)
class BronRecord:
    """A source of an edition with its releases as one text."""

    brontitel: str
    uitgever: str
    licentie: str
    releases: str


@dataclass(frozen=True, slots=True)
class InstellingRecord:
    """A row of `dim_instelling`: a setting of the build, its value as text."""

    instelling: str
    waarde: str
    uitleg: str


@dataclass(frozen=True, slots=True)
class Verandering:
    """A row of `fct_verandering` between the years that a report compares; of the land it may be a mean of ours."""

    niveau: str
    gebiedscode: str
    indicator: str
    verschil: float | None
    oordeel: str | None
    waarde_van: float | None = None
    waarde_tot: float | None = None
    verschil_relatief: float | None = None
    gekrompen: float | None = None  # the estimate, where the measurement has noise
    reden: str | None = None
    inwoners_van: float | None = None  # inhabitants in the first year


@dataclass(frozen=True, slots=True)
class Grenswijziging:
    """A row of `fct_wijziging`: what became of an area between two indelingen."""

    van_code: str | None
    van_indeling: int
    naar_code: str | None
    klasse: str | None
    verplaatst: float | None
    toelichting: str | None


@dataclass(frozen=True, slots=True)
class Uitspraak:
    """A row of `mrt_uitspraak`: the answer to a question about a gemeente, a region or the land."""

    niveau: str
    gebiedscode: str
    vraag: str
    titel: str
    oordeel: str
    zin: str | None
    onderbouwing: str | None
    toets: str | None


@dataclass(frozen=True, slots=True)
class GemeenteTotal:
    """A row of `fct_gemeente`: a gemeente or the land counted in one category of a subject."""

    gebiedscode: str
    onderwerp: str
    categorie: str
    inwoners: float | None
    aandeel: float | None
    buurten: int | None
    waarde: float | None
    rang: int | None
    van: int | None
    toelichting: str | None


@dataclass(frozen=True, slots=True)
class Aandacht:
    """A row of `mrt_aandacht` with the name of its area."""

    niveau: str
    gebiedscode: str
    gemeentecode: str
    rang_gemeente: int | None
    redenen: str | None
    zekerheid: float | None
    gesprek: str | None
    gebiedsnaam: str | None


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """A row of `fct_vergelijking` with the name of the gemeente that is alike (`peer`)."""

    gebiedscode: str
    peer: str
    inwoners: float | None
    inwoners_peer: float | None
    corporatiebezit: float | None
    corporatiebezit_peer: float | None
    gebiedsnaam: str | None
