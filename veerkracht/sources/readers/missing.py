"""What publishers write where they give no figure, and why there is none: the seed `geen_cijfer`, which SQL reads too.

Whether a text is missing is asked here and nowhere else; readers keep the text as published.
"""

import csv
from functools import cache

from veerkracht.paths import SEEDS

CODES_BELOW = -99_990  # a number below this is a code, no figure
_BLANK = ("", "null")  # what a seed cannot hold: read as a dot


@cache
def reasons() -> dict[str, str]:
    """Why there is no figure (a status as in `geen_cijfer`), by trimmed text in lower case."""
    with (SEEDS / "geen_cijfer.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["tekst"]: row["status"] for row in csv.DictReader(stream)}
    return known | dict.fromkeys(_BLANK, known["."])


@cache
def codes() -> tuple[str, ...]:
    """The texts that are special numbers: `-99997`."""
    return tuple(text for text in reasons() if text.removeprefix("-").isdigit())


def texts() -> list[str]:
    """All texts without a figure, codes also as spreadsheets write them: `-99997.0`."""
    return [*reasons(), *(f"{code}.0" for code in codes())]
