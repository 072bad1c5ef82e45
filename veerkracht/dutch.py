"""How numbers, differences and dates are written in Dutch. Not here: sentences, and what a value means."""

from datetime import date

DASH = "–"


def number(value: float | None, decimals: int | None = 0) -> str:
    """Dutch notation: 12.345,6; a dash for what is missing."""
    if value is None or value != value:
        return DASH
    text = f"{value:,.{decimals or 0}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.-", ".,−"))


def signed(value: float | None, decimals: int | None = 0) -> str:
    """A difference with its sign: +1,2 or −0,5; a dash for what is missing."""
    text = number(value, decimals)
    return text if text == DASH or text.startswith("−") or not text.strip("0,") else f"+{text}"


def day(value: date | None) -> str:
    """22-11-2026; a dash for what is missing."""
    return value.strftime("%d-%m-%Y") if value is not None else DASH
