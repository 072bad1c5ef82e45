"""Which column of a file is which: by rules in YAML beside a reader, not by one spelling.

A file of rules has a list of spellings per column, the most common first. Spellings are compared without case, blanks,
dots, dashes and underscores; `{jaar}` in one stands for any year, which the reader holds against its release.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

_JAAR = "{jaar}"


@dataclass(frozen=True)
class Heading:
    """A column as the file calls it, and the year that its name tells."""

    name: str
    jaar: int | None = None


@dataclass(frozen=True)
class Headings:
    """Spellings by column."""

    spellings: dict[str, tuple[str, ...]]

    def find(self, column: str, header: Iterable[str], otherwise: Sequence[str] = ()) -> list[Heading]:
        """The columns of a header that are spelled so, in the order of the rules; `otherwise` where no rule is."""
        seen = [(plain(name), name) for name in header]
        found = []
        for spelling in self.spellings.get(column, tuple(otherwise)):
            pattern = re.compile(_pattern(spelling))
            found += [
                Heading(name, int(match[1]) if match.lastindex else None)
                for bare, name in seen
                if (match := pattern.fullmatch(bare))
            ]
        return found

    def first(self, column: str, header: Iterable[str]) -> str | None:
        """The first of them by name."""
        return next((heading.name for heading in self.find(column, header)), None)


@cache
def headings(file: Path) -> Headings:
    """The rules of a file."""
    rules = YAML(typ="safe").load(file)
    return Headings({column: tuple(spellings) for column, spellings in rules.items()})


def plain(name: str) -> str:
    """A name without what is spelled now so, now otherwise."""
    return re.sub(r"[\s._\-/]+", "", name.strip().strip('"').lower())


def _pattern(spelling: str) -> str:
    before, year, after = spelling.partition(_JAAR)
    return re.escape(plain(before)) + (r"((?:19|20)\d\d)" if year else "") + re.escape(plain(after))
