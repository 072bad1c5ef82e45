"""Delimited text to an Arrow table in which every cell stays the text it was."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.csv as pacsv

from veerkracht.errors import DeliveryError, in_short


def separator_of(line: str) -> str:
    """What parts the columns of a header: what it has most of outside quotes: ; or , or a tab."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max((";", ",", "\t"), key=bare.count)


def header_names(line: bytes, separator: str) -> list[str]:
    """Column names in a first line, without BOM, quotes and blanks; empty for an empty line."""
    text = line.decode("utf-8-sig", "replace").strip()
    try:
        return [name.strip() for name in next(csv.reader([text], delimiter=separator), [])]
    except csv.Error:  # a line end within the line: no text with lines
        return [text[:40]]


def check_text(content: bytes, called: str, todo: str) -> None:
    """Raise DeliveryError, ending with `todo`, for a file that is no UTF-8 text: a workbook, a zip, another coding."""
    what = None
    if content.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))):
        what = "een werkboek of zip; de catalogus belooft een CSV. Zet daar layout werkboek of v4_zip"
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "tekst in UTF-16; iemand heeft het opnieuw opgeslagen"
    else:
        try:
            content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            row = content[: error.start].count(b"\n") + 1
            what = f"in rij {row} geen UTF-8 (byte {content[error.start]:#x}); iemand heeft het opnieuw opgeslagen"
    if what:
        raise DeliveryError(f"{called}: dit bestand is {what}. {todo}")


def read_csv(
    stream: IO[bytes],
    called: str,
    separator: str,
    *,
    newlines_in_cells: bool = False,
    only: Sequence[str] | None = None,
) -> pa.Table:
    """All columns, or `only` some, as text; an empty cell is empty text, the header is the first line.

    Raises DeliveryError for an empty file, text that is no UTF-8, a double column or a row of other length.
    """
    header = header_names(stream.readline(), separator)
    if not header:
        raise DeliveryError(f"{called}: het bestand is leeg; haal het opnieuw op of vraag de uitgever.")
    double = sorted({name for name in header if header.count(name) > 1})
    if double:
        raise DeliveryError(
            f"{called}: kolom {double[0]!r} staat meer dan één keer in de kop (rij 1). Haal het bestand opnieuw op."
        )
    try:
        return pacsv.read_csv(
            stream,
            read_options=pacsv.ReadOptions(column_names=header, block_size=4 << 20),
            parse_options=pacsv.ParseOptions(delimiter=separator, newlines_in_values=newlines_in_cells),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False, include_columns=only
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            raise DeliveryError(
                f"{called}: onder de kop staat geen enkele rij; haal het bestand opnieuw op."
            ) from error
        raise DeliveryError(
            f"{called}: is niet te lezen als tekst met {separator!r} tussen de kolommen ({in_short(error)}). "
            f"Verwacht: {len(header)} kolommen in elke rij, in UTF-8. Is het bestand bewerkt of afgekapt? Haal het "
            "opnieuw op."
        ) from error


def csv_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Cells of a file that a user saved, parted by ; or , with the row at which each record begins; none when empty.

    Raises DeliveryError, without the content of a cell, when it is no UTF-8 or no CSV.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DeliveryError(f"{file.name}: geen UTF-8. Sla het op als 'CSV UTF-8 (door komma's gescheiden)'.") from None
    try:
        for row, cells in rows_of(text):
            if row == 1 and not any(cell.strip() for cell in cells):
                return
            yield row, cells
    except UnreadableRow as error:
        raise DeliveryError(f"{file.name}: rij {error.row} is geen leesbare CSV ({error}).") from None


class UnreadableRow(Exception):
    """A row that is no CSV."""

    def __init__(self, row: int, why: str):
        super().__init__(why)
        self.row = row


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Cells of a text parted by ; or , with the line at which each record begins. Raises UnreadableRow."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text.partition("\n")[0]))
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableRow(start, str(error)) from None


def is_footnote(line: str) -> bool:
    """Whether a line below a table is a note of its source, such as `"Bron: CBS"`."""
    return line.strip().strip('"').startswith(("Bron:", "©"))
