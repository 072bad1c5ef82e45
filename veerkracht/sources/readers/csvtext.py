"""Delimited text to an Arrow table in which every cell stays the text it was."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv

from veerkracht.errors import DeliveryError


def separator_of(line: str) -> str:
    """What parts the columns of a header: ; or ,."""
    return ";" if line.count(";") >= line.count(",") else ","


def kop_van(regel: bytes, scheiding: str) -> list[str]:
    """Column names in a first line, without BOM, quotes and blanks; empty for an empty line."""
    text = regel.decode("utf-8-sig", "replace").strip()
    return [naam.strip() for naam in next(csv.reader([text], delimiter=scheiding), [])]


def lees_csv(
    stream: BinaryIO,
    bestand: str,
    scheiding: str,
    *,
    regeleinden_in_cel: bool = False,
    alleen: Sequence[str] | None = None,
) -> pa.Table:
    """All columns, or `alleen` some, as text; an empty cell is empty text, the header is the first line.

    Raises DeliveryError for an empty file, text that is no UTF-8, a double column or a row of other length.
    """
    kop = kop_van(stream.readline(), scheiding)
    if not kop:
        raise DeliveryError(f"{bestand}: het bestand is leeg; haal het opnieuw op of vraag de uitgever.")
    dubbel = sorted({naam for naam in kop if kop.count(naam) > 1})
    if dubbel:
        raise DeliveryError(f"{bestand}: kolom {dubbel[0]!r} staat meer dan één keer in de kop (rij 1).")
    try:
        return pacsv.read_csv(
            stream,
            read_options=pacsv.ReadOptions(column_names=kop, block_size=4 << 20),
            parse_options=pacsv.ParseOptions(delimiter=scheiding, newlines_in_values=regeleinden_in_cel),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(kop, pa.string()), strings_can_be_null=False, include_columns=alleen
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            raise DeliveryError(
                f"{bestand}: onder de kop staat geen enkele rij; haal het bestand opnieuw op."
            ) from error
        raise DeliveryError(
            f"{bestand}: is niet te lezen als tekst met {scheiding!r} tussen de kolommen ({error}). Verwacht: "
            f"{len(kop)} kolommen in elke rij, in UTF-8. Is het bestand bewerkt of afgekapt?"
        ) from error


def csv_rijen(bestand: Path) -> Iterator[tuple[int, list[str]]]:
    """Cells of a file that a user saved, parted by ; or , with the row at which each record begins; none when empty.

    Raises DeliveryError, without the content of a cell, when it is no UTF-8 or no CSV.
    """
    try:
        text = bestand.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DeliveryError(
            f"{bestand.name}: geen UTF-8. Sla het op als 'CSV UTF-8 (door komma's gescheiden)'."
        ) from None
    try:
        for row, cells in rows_of(text):
            if row == 1 and not any(cell.strip() for cell in cells):
                return
            yield row, cells
    except UnreadableRow as error:
        raise DeliveryError(f"{bestand.name}: rij {error.row} is geen leesbare CSV ({error}).") from None


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


def is_voetregel(regel: str) -> bool:
    """Whether a line below a table is a note of its source, such as `"Bron: CBS"`."""
    return regel.strip().strip('"').startswith(("Bron:", "©"))
