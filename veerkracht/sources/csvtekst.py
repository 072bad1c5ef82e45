"""Delimited text to an Arrow table in which every cell stays the text it was."""

import csv

import pyarrow as pa
import pyarrow.csv as pacsv

from veerkracht.errors import DeliveryError


def kop_van(content: bytes, scheiding: str) -> list[str]:
    """Column names in the first line, without BOM, quotes and blanks; empty for an empty file."""
    regel = content[: content.find(b"\n") if b"\n" in content else len(content)].decode("utf-8-sig", "replace").strip()
    return [naam.strip() for naam in next(csv.reader([regel], delimiter=scheiding), [])]


def lees_csv(content: bytes, bestand: str, scheiding: str, *, regeleinden_in_cel: bool = False) -> pa.Table:
    """All columns as text, an empty cell as empty text.

    Raises DeliveryError for an empty file, text that is no UTF-8, a double column or a row of other length.
    """
    kop = kop_van(content, scheiding)
    if not kop:
        raise DeliveryError(f"{bestand}: het bestand is leeg; haal het opnieuw op of vraag de uitgever.")
    dubbel = sorted({naam for naam in kop if kop.count(naam) > 1})
    if dubbel:
        raise DeliveryError(f"{bestand}: kolom {dubbel[0]!r} staat meer dan één keer in de kop (rij 1).")
    regels = b"" if b"\n" not in content else content[content.find(b"\n") + 1 :]
    if not regels.strip():
        raise DeliveryError(f"{bestand}: onder de kop staat geen enkele rij; haal het bestand opnieuw op.")
    try:
        return pacsv.read_csv(
            pa.BufferReader(regels),
            read_options=pacsv.ReadOptions(column_names=kop),
            parse_options=pacsv.ParseOptions(delimiter=scheiding, newlines_in_values=regeleinden_in_cel),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(kop, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise DeliveryError(
            f"{bestand}: is niet te lezen als tekst met {scheiding!r} tussen de kolommen ({error}). Verwacht: "
            f"{len(kop)} kolommen in elke rij, in UTF-8. Is het bestand bewerkt of afgekapt?"
        ) from error
