"""Which attribute of a boundary file means what: the names of every period stand in `attributen.yaml`.

Finds, checks and translates; does not open files and knows no geometry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.sources.readers.tables import missing_column

MAPPING = Path(__file__).with_name("attributen.yaml")
WIJK = "wijk"  # the level, beside the gemeente, that layers of buurten name in a column of their own


@dataclass(frozen=True)
class Attributes:
    """The attributes of one layer by their meaning, under the names the file gives them; None where absent."""

    niveau: str
    code: str
    naam: str | None
    wijkcode: str | None
    gemeentecode: str | None
    gemeentenaam: str | None
    water: str | None
    wbi: str | None
    jaarcode: str | None
    jaar: str | None
    cijfers: tuple[str, ...]


@cache
def mapping() -> dict[str, Any]:
    """The packaged mapping of attribute names."""
    return YAML(typ="safe").load(MAPPING)


def names_by_niveau() -> dict[str, dict[str, list[str]]]:
    """Per drawn level, finest first, how its `code`, `naam` and `laag` are called; one that the mapping does not name
    is called as we do: `stadsdeelcode`, `stadsdeelnaam`, layer `stadsdeel…`."""
    return {
        row.niveau: mapping()["niveaus"].get(
            row.niveau, {"code": [row.column], "naam": [f"{row.niveau}naam"], "laag": [row.niveau]}
        )
        for row in levels.known()
        if row.getekend
    }


def recognise(called: str, laag: str, namen: Iterable[str], eerste_statcode: str | None) -> Attributes | None:
    """The attributes of a layer, or None when it holds no level that is drawn.

    `eerste_statcode` is the first value of `statcode`, which alone tells the level in CBS gebiedsindelingen. Raises
    DeliveryError with the nearest candidates when the layer is of a level but its code is gone.
    """
    zoek = _Finder(namen)
    stat = mapping()["statistisch"]
    statcode = zoek(stat["code"])
    if statcode:
        niveau = levels.known().of_code((eerste_statcode or "").strip())
        if niveau in names_by_niveau():
            return _attributes_of(zoek, niveau, statcode, zoek(stat["naam"]))
        return None
    for niveau, bekend in names_by_niveau().items():
        code, naam = zoek(bekend["code"]), zoek(bekend["naam"])
        if code is None and (naam or laag.lower().startswith(tuple(bekend["laag"]))):
            raise DeliveryError(missing_column(f"{called}, laag {laag}", zoek.namen, bekend["code"]))
        if code:
            return _attributes_of(zoek, niveau, code, naam)
    return None


class _Finder:
    def __init__(self, namen: Iterable[str]):
        self.namen = list(namen)
        self._op_klein = {naam.lower(): naam for naam in self.namen}

    def __call__(self, kandidaten: Iterable[str]) -> str | None:
        return next((self._op_klein[name.lower()] for name in kandidaten if name.lower() in self._op_klein), None)


def _attributes_of(zoek: _Finder, niveau: str, code: str, naam: str | None) -> Attributes:
    alles, niveaus = mapping(), names_by_niveau()
    gevonden = {
        "naam": naam,
        "wijkcode": zoek(niveaus[WIJK]["code"]) if niveau != levels.GEMEENTE else None,
        "gemeentecode": zoek(niveaus[levels.GEMEENTE]["code"]),
        "gemeentenaam": zoek(niveaus[levels.GEMEENTE]["naam"]),
        "water": zoek(alles["water"]),
        "wbi": zoek(alles["wbi"]),
        "jaarcode": zoek(alles["statistisch"]["jaarcode"]),
        "jaar": zoek(alles["jaar"]),
    }
    bekend = {naam.lower() for soort in niveaus.values() for naam in (*soort["code"], *soort["naam"])}
    bekend |= {naam.lower() for naam in alles["geen_cijfers"]} | {alles["statistisch"]["naam"][0]}
    gebruikt = {code, *gevonden.values()}
    cijfers = [naam for naam in zoek.namen if naam not in gebruikt and naam.lower() not in bekend]
    return Attributes(niveau=niveau, code=code, cijfers=tuple(cijfers), **gevonden)


def kind_of_water(called: str, row: int, waarde: str, gemeentecode: str | None) -> str:
    """`land`, `water` or `buitenland` of one row. Raises DeliveryError for a mark that the mapping does not know."""
    if gemeentecode in mapping()["buitenland_gemeenten"]:
        return "buitenland"
    soorten = mapping()["water_waarden"]
    if waarde.upper() not in soorten:
        raise DeliveryError(
            f"{called}: rij {row}: kenmerk water is {waarde!r}; verwacht {', '.join(soorten)}. "
            f"Breid {MAPPING.name} uit als de uitgever een nieuw kenmerk gebruikt."
        )
    return soorten[waarde.upper()]
