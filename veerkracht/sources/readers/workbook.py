"""A sheet of an .xls or .xlsx workbook as a wide table of text; which sheet is told by its header."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.csvtext import is_footnote
from veerkracht.sources.readers.layout import XLS, ZIP, Layout
from veerkracht.sources.readers.wide import WideTable

WERKBOEK = Layout("werkboek", "een Excel-werkboek", (ZIP, XLS))
_ZOEK_KOP = 30  # rows in which a header that is not on the first row is looked for

Row: TypeAlias = Sequence[object]  # cells as the workbook has them


def read_sheet(file: Path, codekolommen: tuple[str, ...]) -> tuple[str, WideTable]:
    """Name and content of the one sheet whose first row has one of `codekolommen`.

    Raises DeliveryError for an empty or unreadable file, a header that is not on the first row, a double column, or
    a cell that Excel made a date of.
    """
    bladen = {naam: rijen for naam, rijen in _sheets(file) if rijen}
    if not bladen:
        raise DeliveryError(f"{file.name}: het werkboek is leeg; haal het opnieuw op of vraag de uitgever.")
    met_kop = [naam for naam, rijen in bladen.items() if _has(rijen[0], codekolommen)]
    if not met_kop:
        raise DeliveryError(_no_header(file.name, bladen, codekolommen))
    if len(met_kop) > 1:
        bladen_ = ", ".join(met_kop)
        raise DeliveryError(f"{file.name}: de bladen {bladen_} lijken allemaal op de tabel; verwacht is één blad.")
    naam = met_kop[0]
    return naam, _wide_table(f"{file.name} [{naam}]", bladen[naam])


def _sheets(file: Path) -> Iterable[tuple[str, Sequence[Row]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if file.stat().st_size == 0:
        raise DeliveryError(f"{file.name}: het bestand is leeg (0 bytes); haal het opnieuw op.")
    try:
        # by content, not by extension: CBS has called the same file .xls and .xlsx
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes()))
        for naam in workbook.sheet_names:
            yield naam, workbook.get_sheet_by_name(naam).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise DeliveryError(f"{file.name}: is geen leesbaar werkboek ({error}); haal het opnieuw op.") from error


def _has(row: Row, codekolommen: tuple[str, ...]) -> bool:
    return any(str(cel).strip() in codekolommen for cel in row)


def _no_header(called: str, bladen: dict[str, Sequence[Row]], codekolommen: tuple[str, ...]) -> str:
    for naam, rijen in bladen.items():
        for nummer, row in enumerate(rijen[:_ZOEK_KOP], 1):
            if _has(row, codekolommen):
                return (
                    f"{called} [{naam}]: de kop lijkt in rij {nummer} te staan, verwacht in rij 1. Verwijder de "
                    f"{nummer - 1} rij(en) erboven, of gebruik het bestand zoals de uitgever het levert."
                )
    naam, rijen = next(iter(bladen.items()))
    gezien = [str(cel).strip() for cel in rijen[0] if str(cel).strip()]
    return tables.missing_column(f"{called} [{naam}]", gezien, codekolommen)


def _wide_table(called: str, rijen: Sequence[Row]) -> WideTable:
    header = [str(cel).strip() for cel in rijen[0]]
    genummerd = [(nummer, row) for nummer, row in enumerate(rijen[1:], 2) if not _is_passed_over(row)]
    if not genummerd:
        raise DeliveryError(f"{called}: onder de kop staat geen enkele rij; haal het bestand opnieuw op.")
    dubbel = sorted({naam for naam in header if naam and header.count(naam) > 1})
    if dubbel:
        raise DeliveryError(f"{called}: kolom {dubbel[0]!r} staat meer dan één keer in de kop (rij 1).")
    nummers = np.array([nummer for nummer, _ in genummerd])
    kolommen = zip(*(row for _, row in genummerd), strict=True)
    gevuld = {
        naam: _as_text(called, naam, cellen, nummers) for naam, cellen in zip(header, kolommen, strict=True) if naam
    }
    return WideTable(called, pa.table(gevuld), nummers, len(nummers))


def _is_passed_over(row: Row) -> bool:
    cellen = [cel for cel in row if str(cel).strip()]
    return not cellen or (len(cellen) == 1 and is_footnote(str(cellen[0])))


def _as_text(called: str, kolom: str, cellen: tuple[object, ...], nummers: np.ndarray) -> pa.Array:
    teksten = [cel if type(cel) is str else _cell(cel) for cel in cellen]
    if None in teksten:
        row = nummers[teksten.index(None)]
        raise DeliveryError(
            f"{called}: rij {row}, kolom {kolom!r}: Excel heeft van deze cel een datum of tijd gemaakt, verwacht een "
            "getal of tekst. Gebruik het bestand zoals de uitgever het levert."
        )
    return pa.array(teksten, pa.string())


def _cell(cel: object) -> str | None:
    """A cell as text: whole numbers without `.0`, a blank as empty text, None for what is no figure at all."""
    if cel is None:
        return ""
    if isinstance(cel, float):
        return str(int(cel)) if cel.is_integer() else repr(cel)
    return None if isinstance(cel, date | datetime | time | timedelta) else str(cel)
