"""Which attribute of a boundary file means what: the names of every period stand in `attributen.yaml`.

Finds, checks and translates; does not open files and knows no geometry.
"""

import re
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
    figures: tuple[str, ...]


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


def recognise(called: str, layer: str, names: Iterable[str], first_statcode: str | None) -> Attributes | None:
    """The attributes of a layer, or None when it holds no level that is drawn.

    `first_statcode` is the first value of `statcode`, which alone tells the level in CBS gebiedsindelingen. Raises
    DeliveryError with the nearest candidates when the layer is of a level but its code is gone.
    """
    find = _Finder(names)
    stat = mapping()["statistisch"]
    statcode = find(stat["code"])
    if statcode:
        niveau = levels.known().of_code((first_statcode or "").strip())
        if niveau in names_by_niveau():
            return _attributes_of(find, niveau, statcode, find(stat["naam"]))
        return None
    for niveau, known in names_by_niveau().items():
        code, name = find(known["code"]), find(known["naam"])
        if code is None and (name or layer.lower().startswith(tuple(known["laag"]))):
            raise DeliveryError(missing_column(f"{called}, laag {layer}", find.names, known["code"]))
        if code:
            return _attributes_of(find, niveau, code, name)
    return None


class _Finder:
    def __init__(self, names: Iterable[str]):
        self.names = list(names)
        self._by_bare = {_bare(name): name for name in reversed(self.names)}

    def __call__(self, candidates: Iterable[str]) -> str | None:
        return next((self._by_bare[name.lower()] for name in candidates if name.lower() in self._by_bare), None)


def _bare(name: str) -> str:
    """A name as it is compared: without case, and without a year behind it (`BU_CODE_2019`)."""
    return re.sub(r"(?<=[a-z])_?(19|20)\d\d$", "", name.strip().lower())


def _attributes_of(find: _Finder, niveau: str, code: str, name: str | None) -> Attributes:
    words, niveaus = mapping(), names_by_niveau()
    found = {
        "naam": name,
        "wijkcode": find(niveaus[WIJK]["code"]) if niveau != levels.GEMEENTE else None,
        "gemeentecode": find(niveaus[levels.GEMEENTE]["code"]),
        "gemeentenaam": find(niveaus[levels.GEMEENTE]["naam"]),
        "water": find(words["water"]),
        "wbi": find(words["wbi"]),
        "jaarcode": find(words["statistisch"]["jaarcode"]),
        "jaar": find(words["jaar"]),
    }
    known = {name.lower() for soort in niveaus.values() for name in (*soort["code"], *soort["naam"])}
    known |= {name.lower() for name in words["geen_cijfers"]} | {words["statistisch"]["naam"][0]}
    used = {code, *found.values()}
    figures = [name for name in find.names if name not in used and name.lower() not in known]
    return Attributes(niveau=niveau, code=code, figures=tuple(figures), **found)


def kind_of_water(value: str, gemeentecode: str | None) -> str | None:
    """`land`, `water` or `buitenland` of one row; None for a mark that the mapping does not know."""
    if gemeentecode in mapping()["buitenland_gemeenten"]:
        return "buitenland"
    return mapping()["water_waarden"].get(value.upper())
