"""How frames of the work database are cut in parts, and what a row is on its way to a file of STATISTIEK.

Knows the keys that several statistics share; no database and no figures.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import pandas as pd

# columns of one schema of STATISTIEK; a column left out is null (`StatWorld.save` checks the names)
Record = dict[str, Any]
KeyT = TypeVar("KeyT", bound=NamedTuple)


class LevelIndeling(NamedTuple):
    """A level on one indeling."""

    niveau: str
    indeling: int


class LevelYear(NamedTuple):
    """A level on one indeling in one year."""

    niveau: str
    indeling: int
    jaar: int


class Scope(NamedTuple):
    """What figures are compared within: one level, on one indeling, over one period."""

    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int


class MaatInScope(NamedTuple):
    """A measure in a scope."""

    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    maat: str

    @property
    def scope(self) -> Scope:
        return Scope(*self[:4])


def parts(frame: "pd.DataFrame", key: type[KeyT]) -> Iterator[tuple[KeyT, "pd.DataFrame"]]:
    """The rows of each combination of the columns that a NamedTuple names, in their order; rows without one are left
    out."""
    for values, part in frame.groupby(list(key._fields), sort=True):
        yield key._make(values), part


def rows(frame: "pd.DataFrame") -> list[Record]:
    """The rows of a frame as plain values by column, as they stand."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def earlier(frame: "pd.DataFrame") -> list[Record]:
    """Rows of a file that was read, to write again with others: null where it had none."""
    return rows(frame.astype(object).where(frame.notna(), None))
