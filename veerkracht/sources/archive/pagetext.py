"""One page of JSON as text: its rows counted, its next link found, what changes by the moment cut out.

The rest stays letter by letter as published: a number parsed and printed again is not always the same number.
"""

import json
import re
from dataclasses import dataclass

_SPACE = re.compile(r"\s*")
_DECODER = json.JSONDecoder()
ROWS = ("value", "features")
_NEXT = ("@odata.nextLink", "odata.nextLink")
_PASSING = (*_NEXT, "@odata.context", "odata.metadata", "links", "timeStamp")
_PROMISES = ("numberMatched", "@odata.count", "odata.count", "ObservationCount")


@dataclass(frozen=True)
class Page:
    """A page without its passing members."""

    text: str
    members: tuple[str, ...]
    has_list: bool  # whether it holds rows at all (Properties is a lone object)
    rows: int
    next_link: str | None
    promised: int | None  # rows of the whole answer, where the publisher says so

    @classmethod
    def joined(cls, pages: list["Page"]) -> "Page":
        """The rows of several pages as one page."""
        rows = ",".join(_inside(page.text) for page in pages if page.rows)
        count = sum(page.rows for page in pages)
        return cls('{"value":[' + rows + "]}", ("value",), True, count, None, None)


def read_page(text: str) -> Page:
    """Take a page apart. Raises json.JSONDecodeError when it is not one JSON object."""
    members = _members(text)
    values = {name: value for name, (value, _) in members.items()}
    listed = next((values[name] for name in ROWS if isinstance(values.get(name), list)), None)
    kept = ",".join(f"{json.dumps(name)}:{raw}" for name, (_, raw) in members.items() if name not in _PASSING)
    return Page(
        text="{" + kept + "}",
        members=tuple(values),
        has_list=listed is not None,
        rows=len(listed) if isinstance(listed, list) else 0,
        next_link=_next_link(values),
        promised=next((int(str(values[name])) for name in _PROMISES if str(values.get(name, "")).isdecimal()), None),
    )


def _next_link(values: dict[str, object]) -> str | None:
    for name in _NEXT:
        if values.get(name):
            return str(values[name])
    links = values.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and link.get("href"):
            return str(link["href"])
    return None


def _members(text: str) -> dict[str, tuple[object, str]]:
    """The members of the outermost object: name -> (value, its text)."""
    members: dict[str, tuple[object, str]] = {}
    at = _after(text, "{", 0)
    if text[at : at + 1] == "}":
        return members
    while True:
        name, at = _DECODER.raw_decode(text, at)
        at = _after(text, ":", at)
        value, end = _DECODER.raw_decode(text, at)
        members[str(name)] = (value, text[at:end])
        at = _skip(text, end)
        if text[at : at + 1] == "}":
            return members
        at = _after(text, ",", at)


def _after(text: str, sign: str, at: int) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != sign:
        raise json.JSONDecodeError(f"`{sign}` verwacht", text, at)
    return _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _inside(text: str) -> str:
    """The text between the brackets of a page's list."""
    raw = next(raw for name, (_, raw) in _members(text).items() if name in ROWS)
    return raw.strip()[1:-1]
