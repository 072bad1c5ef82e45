"""Points between thousands (`12.500`): understood where all figures of a column agree, else refused; never a guess.

Publishers write no such points; a spreadsheet puts them there, or the person who fills in figures of their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError

_GROUPED = r"^[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?$"
_SEPARATED = r"^[+-]?[1-9][0-9]{0,2}([.,][0-9]{3})+(,[0-9]+)?$"  # a point, or a comma that could be of thousands
_PROVEN = r"^[+-]?[1-9][0-9]{0,2}((\.[0-9]{3}){2,}(,[0-9]+)?|\.[0-9]{3},[0-9]+)$"  # no decimal point is written so
_ENDS_IN_NOUGHT = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{2}0$"
_WHOLE = r"^[+-]?[1-9][0-9]{0,2}$"
# What stands beside thousands with points in no column: a long number without, a decimal point, a comma of thousands.
_DECIMAL = r"^[+-]?([0-9]*\.([0-9]{1,2}|[0-9]{4,})|0+\.[0-9]*|[0-9]{4,}\.[0-9]+)$"
_OTHERWISE = r"^[+-]?([0-9]{4,}([.,][0-9]*)?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?)$"


@dataclass(frozen=True)
class ColumnCells:
    """One column of texts, and what to call it in errors."""

    called: str
    name: str
    row_of: Callable[[int], int]
    shown: bool = True  # whether a cell of it may stand in an error


def without_points(cells: pa.Array, column: ColumnCells, strict: bool) -> pa.Array:
    """The column without points between thousands; the same array where there are none.

    With `strict` a figure that could be a thousand as well as a decimal (`12.500`) is refused, else it is a decimal.
    Raises DeliveryError, with row and column, where the figures contradict each other.
    """
    bare = pc.utf8_trim_whitespace(cells)
    grouped = _has(bare, _GROUPED)
    if not grouped.any():
        # 1,250 beside 980, and no 1,2 or 1,25: such a comma is hardly one of a fraction
        commas, whole = _has(bare, _ENDS_IN_NOUGHT.replace(r"\.", ",")), _has(bare, _WHOLE)
        if strict and commas.any() and whole.any() and not _has(bare, r",[0-9]{1,2}$").any():
            raise _refusal(bare, column, int(np.flatnonzero(commas)[0]), int(np.flatnonzero(whole)[0]))
        return cells
    proven, decimal, otherwise = (_has(bare, pattern) for pattern in (_PROVEN, _DECIMAL, _OTHERWISE))
    nought = _has(bare, _ENDS_IN_NOUGHT)
    if decimal.any() or otherwise.any():
        fixed = decimal.any() and not otherwise.any() and not proven.any() and not _has(bare, r"\.[0-9]{1,2}$").any()
        if proven.any() or (strict and not fixed and (nought.any() or not decimal.any())):
            beside = int(np.flatnonzero(decimal | otherwise)[0])
            raise _refusal(bare, column, int(np.flatnonzero(proven if proven.any() else grouped)[0]), beside)
        return cells
    if grouped.sum() > 1 and (proven.any() or (nought.any() and _has(bare, _WHOLE).any())):
        plain = pc.replace_substring(bare, ".", "")
        return pc.if_else(pa.array(grouped), plain, cells)
    if strict:
        raise _refusal(bare, column, int(np.flatnonzero(grouped)[0]), None)
    return cells


def without_points_each(
    cells: pa.Array,
    group: np.ndarray,
    column_of: Callable[[int, np.ndarray], ColumnCells],
    strict: Callable[[int], bool],
) -> pa.Array:
    """As `without_points` for columns that stand below each other; `group` says of each cell which column it is of.

    `column_of` gets a group and where its cells stand. Raises DeliveryError as `without_points`.
    """
    for one in np.unique(group[_has(pc.utf8_trim_whitespace(cells), _SEPARATED)]).tolist():
        hit = group == one
        plain = without_points(cells.filter(pa.array(hit)), column_of(one, np.flatnonzero(hit)), strict(one))
        cells = pc.replace_with_mask(cells, pa.array(hit), plain)
    return cells


def is_grouped(text: str) -> bool:
    """Whether a text could be thousands with points between them."""
    return bool(re.match(_GROUPED, text.strip()))


def _has(bare: pa.Array, pattern: str) -> np.ndarray:
    found = pc.fill_null(pc.match_substring_regex(bare, pattern), False)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _refusal(bare: pa.Array, column: ColumnCells, at: int, beside: int | None) -> DeliveryError:
    cell = f" {bare[at].as_py()!r}" if column.shown else ""
    other = f" {bare[beside].as_py()!r}" if beside is not None and column.shown else ""
    against = f", naast{other} in rij {column.row_of(beside)}" if beside is not None else ""
    return DeliveryError(
        f"{column.called}: rij {column.row_of(at)}, kolom {column.name}:{cell} kan met een teken voor duizendtallen "
        f"zijn geschreven of met een decimaal teken{against}. Schrijf in de hele kolom duizendtallen zonder punt "
        "(12500) en decimalen met een komma (12,5)."
    )
