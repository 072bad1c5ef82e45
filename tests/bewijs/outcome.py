"""One figure that a proof asks for, and what came out."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """`asked` and `found` as text for a table; `met`: whether it holds."""

    what: str
    asked: str
    found: str
    met: bool


def at_most(what: str, found: float, limit: float) -> Outcome:
    """Of a share (0-1)."""
    return Outcome(what, f"≤ {limit:.1%}", _share(found), bool(found <= limit))


def below(what: str, found: float, limit: float) -> Outcome:
    """Of a share (0-1)."""
    return Outcome(what, f"< {limit:.1%}", _share(found), bool(found < limit))


def above(what: str, found: float, limit: float) -> Outcome:
    """Of a share (0-1)."""
    return Outcome(what, f"> {limit:.1%}", _share(found), bool(found > limit))


def at_least(what: str, found: float, limit: float) -> Outcome:
    """Of a share (0-1)."""
    return Outcome(what, f"≥ {limit:.1%}", _share(found), bool(found >= limit))


def within(what: str, found: float, low: float, high: float) -> Outcome:
    """Of a ratio."""
    return Outcome(what, f"{low:g} … {high:g}", f"{found:.3f}", bool(low <= found <= high))


def counted(what: str, found: int, least: int) -> Outcome:
    """Of a number of cases: with fewer the other figures say nothing."""
    return Outcome(what, f"> {least}", f"{found}", found > least)


def unmet(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those that do not hold."""
    return [one for one in outcomes if not one.met]


def _share(found: float) -> str:
    return f"{found:.3%}"
