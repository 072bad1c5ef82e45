"""Dutch sentences with figures in them, each from a template: words of a seed, with fields between braces.

| field | stands for |
|---|---|
| `{label}` | a text, a year or another whole number as it is; a list with commas |
| `{waarde:2}` | a number with so many decimals; `{waarde:decimalen}` with as many as that field says |
| `{verschil:+2}` | a difference, with its sign |
| `{dekking:%}` | a share as a percentage; `{dekking:%1}` with a decimal; `{dekking:<%}` one that falls short |
| `{n:buurt\\|buurten}` | a count and its noun |
| `[, in {land} met {verschil:+3}]` | what is left out where a field in it has no value |

Elsewhere a field without a value leaves nothing. How numbers are written stands in `veerkracht.dutch`; here they are
rounded as SQL does, half away from zero.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import copysign, floor, isfinite

from veerkracht import dutch
from veerkracht.errors import VeerkrachtError

FieldValue = str | int | float | list[str] | None

_FIELD = re.compile(r"\{(?P<name>[a-z]\w*)(?::(?P<form>[^{}]+))?\}")
_FORM = re.compile(
    r"(?P<sign>\+?)(?P<decimals>\d|[a-z]\w*)"  # 2, +2, +decimalen
    r"|(?P<short><%)"
    r"|%(?P<percent>\d?)"
    r"|(?P<one>[^|]+)\|(?P<many>[^|]+)",
    re.ASCII,
)
_PART = re.compile(r"\[(?P<rest>[^][]*)\]|(?P<lone>[][])")


class SentenceError(VeerkrachtError):
    """A template cannot be read, or its fields cannot be filled with what is given."""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    form: re.Match[str] | None

    def text(self, values: Mapping[str, FieldValue]) -> str:
        value = values[self.name]
        if value is None:
            return ""
        if self.form is None:
            return _plain(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SentenceError(f"veld {self.name} is geen getal maar {value!r}")
        if self.form["one"]:
            return dutch.counted(_whole(value), self.form["one"], self.form["many"])
        if self.form["short"]:
            return dutch.percents_short(value)
        if self.form["percent"] is not None:
            decimals = int(self.form["percent"] or 0)
            return dutch.percent(_rounded(100 * value, decimals) / 100, decimals)
        decimals = _decimals(self.form["decimals"], values)
        return (dutch.signed if self.form["sign"] else dutch.number)(_rounded(value, decimals), decimals)


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands between brackets, or between two of those; only the first is left out where a value is missing."""

    parts: tuple[str | _Field, ...]
    may_go: bool

    def text(self, values: Mapping[str, FieldValue]) -> str:
        if self.may_go and any(values[one.name] is None for one in self.parts if isinstance(one, _Field)):
            return ""
        return "".join(one if isinstance(one, str) else one.text(values) for one in self.parts)


def fill(template: str, values: Mapping[str, FieldValue]) -> str:
    """The sentence that a template and the values of its fields make.

    Raises SentenceError for a template that cannot be read, a field that is not given or a value that does not suit.
    """
    if absent := sorted(fields(template) - values.keys()):
        told = f"veld {', '.join(absent)} is niet gegeven; gegeven: {', '.join(values) or 'niets'}"
        raise SentenceError(f"{template!r}: {told}")
    try:
        return "".join(clause.text(values) for clause in _clauses(template))
    except SentenceError as error:
        raise SentenceError(f"{template!r}: {error}") from error


@cache
def fields(template: str) -> frozenset[str]:
    """Names of the fields of a template. Raises SentenceError where it cannot be read."""
    return frozenset(one.name for clause in _clauses(template) for one in clause.parts if isinstance(one, _Field))


@lru_cache(maxsize=10_000)
def fill_json(template: str | None, values: str | None) -> str:
    """The sentence of values in a JSON object, or of none. Raises SentenceError as `fill`, and without a template."""
    if template is None:
        raise SentenceError(f"de seed heeft geen sjabloon voor een zin met {values or 'niets'}")
    return fill(template, json.loads(values) if values else {})


@cache
def _clauses(template: str) -> tuple[_Clause, ...]:
    found, end = [], 0
    for match in _PART.finditer(template):
        if match["lone"]:
            raise SentenceError(f"{template!r}: een haak `{match['lone']}` zonder de andere, of haken in haken")
        found += [_Clause(_parts(template, template[end : match.start()]), False)]
        found += [_Clause(_parts(template, match["rest"]), True)]
        end = match.end()
    return (*found, _Clause(_parts(template, template[end:]), False))


def _parts(template: str, text: str) -> tuple[str | _Field, ...]:
    found: list[str | _Field] = []
    end = 0
    for match in _FIELD.finditer(text):
        found += [_words(template, text[end : match.start()]), _field(template, match["name"], match["form"])]
        end = match.end()
    return (*found, _words(template, text[end:]))


def _words(template: str, text: str) -> str:
    if "{" in text or "}" in text:
        raise SentenceError(f"{template!r}: geen veld tussen accolades in {text!r}")
    return text


def _field(template: str, name: str, form: str | None) -> _Field:
    if form is None:
        return _Field(name, None)
    if not (known := _FORM.fullmatch(form)):
        raise SentenceError(f"{template!r}: veld {name} kent geen vorm {form!r}")
    return _Field(name, known)


def _plain(value: FieldValue) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise SentenceError(f"{value!r} heeft een vorm nodig, zoals {{veld:1}}")
    return str(value)


def _decimals(told: str, values: Mapping[str, FieldValue]) -> int:
    if told.isdecimal():
        return int(told)
    value = values.get(told)
    if not isinstance(value, int):
        raise SentenceError(f"veld {told} is geen aantal decimalen maar {value!r}")
    return value


def _whole(value: float) -> int:
    if value != int(value):
        raise SentenceError(f"{value!r} is geen aantal")
    return int(value)


def _rounded(value: float, decimals: int) -> float:
    """Half away from zero."""
    scaled = abs(value) * 10**decimals
    if not isfinite(scaled):
        return value
    whole = floor(scaled)
    return copysign((whole + (scaled - whole >= 0.5)) / 10**decimals, value)
