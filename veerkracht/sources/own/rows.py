"""What one row of a user's indicatoren.csv, kaarten.csv or regios.csv may say, cell by cell.

Columns are those of the seeds of dbt. What a row must be beside the other rows is in `tables`.
"""

import itertools
import math
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from veerkracht.gone import GoneKind, gone_kind
from veerkracht.mapkinds import register
from veerkracht.paths import Toegang
from veerkracht.sources.catalogue.model import Gemeentecode, Richting

OWN = "eigen_"
INDEX_ONLY = ("gewicht", "onderdeel", "themagroep")  # columns of our seed by which the index is made
DELIVERY_ONLY = ("is_modelschatting", "versie", "opgevolgd_door")  # columns of indicators of delivered kenmerken
_KLEUR = re.compile(r"#[0-9a-fA-F]{6}")


def _decimal(value: object) -> object:
    """A number as Dutch programs write it."""
    return value.strip().replace(",", ".") if isinstance(value, str) else value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"`{value}` is geen getal")
    return value


def _yes_no(value: object) -> object:
    words = {"ja": True, "nee": False, "waar": True, "onwaar": False}
    return words.get(value.strip().lower(), value) if isinstance(value, str) else value


NumberCell = Annotated[float, BeforeValidator(_decimal), AfterValidator(_finite)]
TextCell = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
IndicatorId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Decimalen = Annotated[int, Field(ge=0, le=6)]


class _OwnRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OwnIndicator(_OwnRow):
    """One own indicator: the columns of our seed, and how its figures were rounded."""

    indicator: IndicatorId
    label: TextCell
    definitie: TextCell
    eenheid: TextCell
    soort: Literal["aantal", "percentage", "gemiddelde", "score", "index"]
    noemer: IndicatorId | None = None
    richting: Richting
    decimalen: Decimalen
    min: NumberCell | None = None
    max: NumberCell | None = None
    thema: TextCell
    rol: Literal["context", "noemer", "score"] = "context"
    gewicht: TextCell | None = None
    onderdeel: TextCell | None = None
    themagroep: TextCell | None = None
    kaart: Annotated[bool, BeforeValidator(_yes_no)] = False
    toegang: Toegang
    bron: Annotated[str, StringConstraints(pattern=r"^eigen_[a-z0-9][a-z0-9_]{0,34}$")]
    afronding: Annotated[NumberCell, Field(ge=0)] = 0.0
    afrondingswijze: Literal["geen", "rekenkundig", "aselect", "aselect_alle"] = "geen"

    @model_validator(mode="after")
    def _consistent(self) -> "OwnIndicator":
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError(f"`min` {self.min:g} moet kleiner zijn dan `max` {self.max:g}")
        if (self.afronding > 0) != (self.afrondingswijze != "geen"):
            raise ValueError("`afronding` en `afrondingswijze` horen bij elkaar: geef beide of geen van beide")
        filled = [name for name in INDEX_ONLY if getattr(self, name) is not None]
        if filled:
            raise ValueError(f"`{filled[0]}` moet leeg zijn: een eigen indicator telt niet mee in de index")
        if self.indicator == "waarde":
            raise ValueError("`indicator` mag niet `waarde` heten: zo heet de kolom met cijfers")
        return self

    def seed(self) -> dict[str, object]:
        """The columns that our seed has (without those of the index); nothing that only a delivery says."""
        own = {"afronding", "afrondingswijze", *INDEX_ONLY}
        return self.model_dump(exclude=own) | dict.fromkeys(("gewicht", *DELIVERY_ONLY))

    def column(self, column: str) -> dict[str, object]:
        """The row of kolommen.csv that says that a column of its source is this indicator."""
        return {
            "bron": self.bron,
            "kolom": column,
            "titel": None,
            "eenheid": None,
            "indicator": self.indicator,
            "jaar_van": 1995,
            "jaar_tot": 2100,
            "factor": 1.0,
            "afronding": self.afronding or None,
            "afrondingswijze": self.afrondingswijze,
        }


class OwnKaart(_OwnRow):
    """One own map: a level or a change of one measure, in classes."""

    kaart_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    volgorde: Annotated[int, Field(ge=0, le=10_000)]
    titel: TextCell
    maat: IndicatorId
    soort: Literal["niveau", "verandering"]
    klassen: TextCell
    grenzen: TextCell | None = None
    labels: TextCell
    kleuren: TextCell
    eenheid: TextCell
    decimalen: Decimalen
    geleverde_klasse: IndicatorId | None = None
    geleverde_labels: TextCell | None = None
    geleverde_kleuren: TextCell | None = None
    leeshulp: TextCell
    status: TextCell = "eigen kaart"
    toegang: Toegang

    def seed(self) -> dict[str, object]:
        """The row as in the seed: limits with decimal points, also where they were written with commas."""
        return self.model_dump() | {"grenzen": self.grenzen and self.grenzen.replace(",", ".")}

    @property
    def gone(self) -> GoneKind | None:
        """The kind that it is of, where that is gone: no map is made of it."""
        return gone_kind(self.soort, self.klassen)

    @model_validator(mode="after")
    def _consistent(self) -> "OwnKaart":
        if self.gone:
            return self
        limits = _limits(self.grenzen)
        fitting = {kind.naam: kind for kind in register.fitting(self.soort)}
        if self.klassen not in fitting:
            names = " of ".join(f"`{name}`" for name in fitting)
            raise ValueError(f"`klassen` van een kaart van een {self.soort} is {names}, niet `{self.klassen}`")
        kind = fitting[self.klassen]
        if not kind.takes_limits and limits:
            raise ValueError(f"`grenzen` moet leeg zijn bij `{self.klassen}`: de klassen volgen uit de cijfers")
        if kind.needs_limits and not limits:
            raise ValueError(f"`grenzen` ontbreekt; geef bij `{self.klassen}` getallen met ; ertussen")
        if kind.nul_scheidt and 0 in limits:
            raise ValueError(
                f"`grenzen`: 0 is bij `{self.klassen}` geen grens; zij scheiden kleine van grote verschillen"
            )
        classes = kind.count(limits)
        _per_class(self, "labels", classes)
        _colours("kleuren", _per_class(self, "kleuren", classes))
        if self.geleverde_klasse is None:
            if self.geleverde_labels or self.geleverde_kleuren:
                raise ValueError("`geleverde_labels` en `geleverde_kleuren` horen bij een `geleverde_klasse`")
        elif self.soort != "niveau":
            raise ValueError("een `geleverde_klasse` hoort bij een kaart van een niveau")
        else:
            delivered = len(_parts(self.geleverde_labels))
            _per_class(self, "geleverde_labels", max(delivered, 1))
            _colours("geleverde_kleuren", _per_class(self, "geleverde_kleuren", max(delivered, 1)))
        return self


class OwnRegio(_OwnRow):
    """One gemeente of a region."""

    regio: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    regionaam: TextCell
    gemeentecode: Gemeentecode


def _limits(text: str | None) -> list[float]:
    """Numbers parted by ;. Raises ValueError when one is none, or they do not ascend."""
    limits = []
    for part in (text or "").split(";") if text else []:
        try:
            limits.append(_finite(float(part.strip().replace(",", "."))))
        except ValueError:
            raise ValueError(f"`grenzen`: `{part.strip()}` is geen getal") from None
    if any(first >= second for first, second in itertools.pairwise(limits)):
        raise ValueError(f"`grenzen` `{text}` moet oplopen, elk getal één keer")
    return limits


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in text.split(";")] if text else []


def _per_class(row: OwnKaart, name: str, classes: int) -> list[str]:
    parts = _parts(getattr(row, name))
    if len(parts) != classes or not all(parts):
        found = sum(map(bool, parts))
        raise ValueError(f"`{name}` heeft {found} delen, verwacht {classes} (een per klasse, met ; ertussen)")
    return parts


def _colours(name: str, parts: list[str]) -> None:
    wrong = [part for part in parts if not _KLEUR.fullmatch(part)]
    if wrong:
        raise ValueError(f"`{name}`: `{wrong[0]}` is geen kleur; schrijf zes hexadecimale cijfers, zoals #2166ac")
