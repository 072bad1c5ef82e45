"""How a workbook looks: styles, sheets with a frozen header and a filter, and cells that are numbers or plain text.

Nothing in a cell is ever read as a formula or a link: text goes through `write_string` only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Look = tuple[tuple[str, object], ...]  # properties of a format of xlsxwriter
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEAD_ROW = 2  # above it: title and remark
LONGEST = 32_000  # Excel refuses cells over 32,767 characters
LINE, TALLEST = 15, 405  # points: height of a line, and of a row at most
FULL = 1.1  # letters on a line for each digit of the width, in a wide typeface (Calibri holds more)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_HEAD = {"bold": True, "bg_color": "#1f3b57", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, width in characters, and number format (None: text)."""

    title: str
    width: float = 12
    number: str | None = None
    wrap: bool = False


@dataclass(frozen=True)
class Cell:
    """A value with a look of its own: a fill of the map, or bold."""

    value: object
    look: Look = ()


class Workbook:
    """A workbook being written; sheets are finished one after the other, row by row."""

    def __init__(self, file: Path, title: str, marks: Sequence[str], made: datetime):
        import xlsxwriter

        self.marks = marks
        self._styles: dict[Look, object] = {}
        self._names: set[str] = set()
        self._file = xlsxwriter.Workbook(str(file), OPTIONS)
        self._file.set_properties({"title": title, "comments": "; ".join(marks), "created": made})

    def close(self) -> None:
        self._file.close()

    def style(self, **look: object) -> object:
        """A format, made once for each look."""
        key = tuple(sorted(look.items()))
        if key not in self._styles:
            self._styles[key] = self._file.add_format(look)
        return self._styles[key]

    def sheet(self, name: str, title: str, remark: str, columns: Sequence[Column], frozen: int) -> "Table":
        """A new sheet with its heading; `frozen` is the number of columns that stay in sight."""
        sheet = self._file.add_worksheet(self._name(name))
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.set_footer("&L" + _footing(self.marks, title) + "&R&P/&N")
        return Table(self, sheet, title, remark, columns, frozen)

    def _name(self, name: str) -> str:
        """A name that Excel takes and that no other sheet has."""
        plain = (_FORBIDDEN.sub(" ", name).strip().strip("'") or "Blad")[:31]
        free, number = plain, 2
        while free.lower() in self._names:
            free, number = f"{plain[:27]} ({number})", number + 1
        self._names.add(free.lower())
        return free


class Table:
    """Rows under a frozen heading. Rows come in order: what is written is no longer in memory."""

    def __init__(
        self, workbook: Workbook, sheet: "Worksheet", title: str, remark: str, columns: Sequence[Column], frozen: int
    ):
        self.workbook, self.sheet, self.columns, self.row = workbook, sheet, columns, HEAD_ROW + 1
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        _text(sheet, 0, 0, title, workbook.style(bold=True, font_size=14))
        _text(sheet, 1, 0, "; ".join([*workbook.marks, remark]), workbook.style(italic=True, font_color="#555555"))
        sheet.set_row(HEAD_ROW, 48)
        for number, column in enumerate(columns):
            _text(sheet, HEAD_ROW, number, column.title, workbook.style(**_HEAD))
        sheet.freeze_panes(HEAD_ROW + 1, frozen)
        self.styles = [self._style(column, ()) for column in columns]

    def add(self, values: Sequence[object]) -> None:
        """One row: None is an empty cell, a number a number, all else text."""
        lines = self._lines(values)
        if lines > 1:
            self.sheet.set_row(self.row, min(lines * LINE, TALLEST))
        for number, value in enumerate(values):
            style = self.styles[number]
            if isinstance(value, Cell):
                style, value = self._style(self.columns[number], value.look), value.value
            if value is None or value != value:
                continue
            if isinstance(value, bool):
                value = "ja" if value else "nee"
            if isinstance(value, int | float):
                self.sheet.write_number(self.row, number, value, style)
            else:
                _text(self.sheet, self.row, number, str(value), style)
        self.row += 1

    def _lines(self, values: Sequence[object]) -> int:
        """Lines that the longest wrapped text of a row takes: LibreOffice does not make rows higher by itself."""
        texts = [
            (column.width * FULL, str(value.value if isinstance(value, Cell) else value))
            for column, value in zip(self.columns, values, strict=False)  # a row may end early
            if column.wrap
        ]
        counts = [sum(len(wrap(part, int(room))) or 1 for part in text.splitlines()) for room, text in texts]
        return max(counts, default=1)

    def close(self) -> None:
        """The filter, over exactly the rows there are."""
        self.sheet.autofilter(HEAD_ROW, 0, max(self.row - 1, HEAD_ROW), len(self.columns) - 1)

    def _style(self, column: Column, look: Look) -> object:
        own = {"num_format": column.number} if column.number else {}
        wrapped = {"text_wrap": True, "valign": "top"} if column.wrap else {"valign": "top"}
        return self.workbook.style(**own, **wrapped, **dict(look))


def fill(colour: str) -> Look:
    """The look of a cell in a colour of the map, with letters that can be read on it."""
    full = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    red, green, blue = (int(full[n : n + 2], 16) for n in (1, 3, 5))
    is_dark = 0.299 * red + 0.587 * green + 0.114 * blue < 140
    return ("bg_color", full), ("font_color", "#ffffff" if is_dark else "#000000")


def number_format(decimals: int | None) -> str:
    """Format with thousands and as many decimals as the figure has."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _text(sheet: "Worksheet", row: int, column: int, text: str, style: object) -> None:
    text = text[:LONGEST]
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # xlsxwriter would take it for markup of its own and not escape it
    sheet.write_string(row, column, text, style)


def _footing(marks: Sequence[str], title: str) -> str:
    text = "; ".join([*marks, title, "reconstructie op open data, niet de kaart van Aedes"])
    return text.replace("&", "&&")[:200].rstrip("&")
