"""What publishers write where they give no figure, and why there is none: the seed `geen_cijfer`, which SQL reads too.

Whether a text is missing or no figure at all is asked here and nowhere else; readers keep the text as published. SQL
asks the same in the macros of `lees_waarde.sql`.
"""

import csv
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.paths import SEEDS

CODES_BELOW = -99_990  # a number below this is a code, no figure
_BLANK = ("", "null")  # what a seed cannot hold: read as a dot
_SIGNS = r"^[^\p{L}\p{N}]*$"  # signs alone (`,`, `..`, `*`) say that nothing is there
_DASHES = ("–", "—", "−")  # what spreadsheets make of a `-`
_FIGURE = r"^[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?$"


@cache
def reasons() -> dict[str, str]:
    """Why there is no figure (a status as in `geen_cijfer`), by trimmed text in lower case."""
    with (SEEDS / "geen_cijfer.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["tekst"]: row["status"] for row in csv.DictReader(stream)}
    return known | dict.fromkeys(_BLANK, known["."]) | dict.fromkeys(_DASHES, known["-"])


@cache
def codes() -> tuple[str, ...]:
    """The texts that are special numbers: `-99997`."""
    return tuple(text for text in reasons() if text.removeprefix("-").isdigit())


def texts() -> list[str]:
    """All texts without a figure, codes also as spreadsheets write them: `-99997.0`."""
    return [*reasons(), *(f"{code}.0" for code in codes())]


def reason(text: str) -> str | None:
    """Why a text is no figure; None where it is one, or where nobody can tell."""
    bare = text.strip().lower()
    if bare in reasons():
        return reasons()[bare]
    return None if any(sign.isalnum() for sign in bare) else reasons()["."]


def absent(cells: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Which trimmed texts say that there is no figure, and why not."""
    known = pc.is_in(pc.utf8_lower(cells), pa.array(texts()))
    return pc.or_(known, pc.match_substring_regex(cells, _SIGNS))


def unreadable(cells: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Which trimmed texts are neither a figure nor a reason why there is none."""
    return pc.invert(pc.or_(absent(cells), pc.match_substring_regex(cells, _FIGURE)))


def numbers(cells: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Texts as numbers (float64), with a point or a comma before the decimals; null where there is no figure, also
    where that is said with a code."""
    bare = pc.utf8_trim_whitespace(cells)
    figure = pc.and_(pc.match_substring_regex(bare, _FIGURE), pc.invert(absent(bare)))
    plain = pc.if_else(figure, pc.replace_substring(bare, ",", "."), pa.scalar(None, pa.string()))
    found = plain.cast(pa.float64())
    return pc.if_else(pc.greater(found, CODES_BELOW), found, pa.scalar(None, pa.float64()))
