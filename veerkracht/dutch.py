"""How numbers, differences and dates are written in Dutch. Not here: sentences, and what a value means.

Signs come from babel; numbers are put together here, for babel's own formatting takes seventy times as long and rounds
another way, and a page holds thousands of them.
"""

from datetime import date
from functools import cache
from math import floor, log10

DASH = "–"
MINUS = "−"
LOCALE = "nl"


def number(value: float | None, decimals: int | None = 0) -> str:
    """Dutch notation: 12.345,6; a dash for what is missing."""
    if value is None or value != value:
        return DASH
    text = f"{value:,.{decimals or 0}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.translate(_signs())


def significant(value: float | None, digits: int = 3) -> str:
    """As many decimals as show so many figures of it: 0,0000785 and 12,3; a dash for what is missing."""
    if not value or value != value:
        return number(value)
    decimals = digits - 1 - floor(log10(abs(value)))
    return number(value, max(decimals, 0))


def signed(value: float | None, decimals: int | None = 0) -> str:
    """A difference with its sign: +1,2 or −0,5; a dash for what is missing."""
    text = number(value, decimals)
    return text if text == DASH or text.startswith(MINUS) or not text.strip("0,") else f"+{text}"


def percent(share: float | None, decimals: int = 0) -> str:
    """A share as a percentage: 12,5%; a dash for what is missing."""
    text = number(None if share is None else 100 * share, decimals)
    return text if text == DASH else f"{text}%"


def counted(count: int, one: str, many: str) -> str:
    """A number of things: 1 buurt, 1.200 buurten."""
    return f"{number(count)} {one if count == 1 else many}"


def bare(value: float) -> str:
    """As many decimals as it has, and no groups: 0,9 and 1500."""
    return f"{value:g}".translate(_signs())


def percents_short(share: float) -> str:
    """A share that is too small, in whole percents and rounded down, so that it is not told as what is asked: 79%."""
    return f"{floor(100 * share + 1e-9)}%"


def day(value: date | None) -> str:
    """22-11-2026; a dash for what is missing."""
    from babel.dates import format_date

    return format_date(value, "dd-MM-yyyy", LOCALE) if value is not None else DASH


@cache
def _signs() -> dict[int, str]:
    """What stands for the signs that Python writes."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return str.maketrans({",": get_group_symbol(LOCALE), ".": get_decimal_symbol(LOCALE), "-": MINUS})


def with_unit(written: str, unit: str | None) -> str:
    """A number that is written already with its unit behind it: `37%`, `12 punten`; alone where it has none."""
    return written + (unit if unit == "%" else f" {unit}" if unit else "")


def span(seconds: float) -> str:
    """A time that something takes, roughly: `45 s`, `3 minuten`."""
    return f"{number(seconds)} s" if seconds < 90 else f"{number(seconds / 60)} minuten"
