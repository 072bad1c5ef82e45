"""Templates of names, addresses and titles: what {jaar} and its like stand for, filled in and read back.

Text only; which templates a series has is in `model`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_PLACE = re.compile(r"\{(\w+)\}")
PLACES = {
    "jaar": r"[0-9]{4}",
    "volgend": r"[0-9]{4}",  # the year after
    "eerste": r"[0-9]{4}",  # the first year of the series
    "versie": r"[0-9]{1,2}",
    "tabel": r"[0-9A-Za-z]+",
    "jaren": r"[0-9]{4}(?:[^0-9A-Za-z]+[0-9]{4})*",  # in a title: all years that a table holds
}


@dataclass(frozen=True)
class Sighting:
    """What is known of a delivery that no catalogue lists yet: its years, and what only its publisher could tell."""

    jaren: tuple[int, ...]
    indeling: int | None = None  # None: the last of its years
    versie: int | None = None
    tabel: str | None = None
    url: str | None = None  # where it was found, if not at the address of the pattern
    gepubliceerd: date | None = None


def places(template: str) -> list[str]:
    """What a template names between braces."""
    return _PLACE.findall(template)


def filled(template: str, said: Mapping[str, object]) -> str:
    """The template with what it names filled in."""
    return _PLACE.sub(lambda match: str(said[match[1]]), template)


def _pattern(template: str) -> str:
    """A template as a regular expression; what it names twice must be the same twice."""
    parts, seen = list[str](), set[str]()
    for text in re.split(r"(\{\w+\}|\*)", template):
        name = text.strip("{}")
        if text.startswith("{") and name in seen:
            parts.append(f"(?P={name})")
        elif text.startswith("{"):
            parts.append(f"(?P<{name}>{PLACES[name]})")
            seen.add(name)
        else:
            parts.append(".*?" if text == "*" else re.escape(text))
    return "".join(parts)


def read(template: str, text: str) -> Sighting | None:
    """Years, version and table that a text tells; None when it does not fit the template or tells no year."""
    match = re.fullmatch(_pattern(template), text, re.IGNORECASE)
    found = match.groupdict() if match else {}
    names = ("jaren", "jaar", "volgend")
    told = {name: [int(year) for year in re.findall(r"[0-9]{4}", found.get(name) or "")] for name in names}
    years = tuple(sorted(set(told["jaren"] or told["jaar"] or [year - 1 for year in told["volgend"]])))
    if not years:
        return None
    indeling = next(iter(told["jaar"] or told["volgend"]), None)
    return Sighting(years, indeling, int(found["versie"]) if found.get("versie") else None, found.get("tabel"))


def links(name: str, page: str) -> dict[str, Sighting]:
    """Addresses in the text of a page whose last part fits the template `name`, with what it tells."""
    found = re.finditer(rf"[^\s\"'<>()\\]{{0,300}}?{_pattern(name)}(?![\w.-])", page, re.IGNORECASE)
    return {match[0]: told for match in found if (told := read(name, match[0].rsplit("/", 1)[-1]))}
