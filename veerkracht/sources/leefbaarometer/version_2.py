"""Recognises Leefbaarometer 2.0, another model whose scores may not stand beside those of 3.0, and refuses it."""

import io
import re
from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers.zipsafe import read_member

# Scores RLBRMTR, RLBVEI14 …; classes KL02 … and developments VKL0208 …
_KOLOM = re.compile(r"RLB(RMTR|WON|BEV|VRZ|VEI|FYS)(\d\d)?|V?KL\d\d(\d\d)?", re.IGNORECASE)


def refuse_version_2(file: Path, lid: str | None = None, header: list[str] | None = None) -> None:
    """Raise DeliveryError when a table of the file, or of its member `lid`, has columns of version 2.0.

    A workbook is refused in any case: version 3.0 comes as a zip of CSV files. `kop` is the header of a CSV member.
    """
    koppen = header if header is not None else _headers(file, lid)
    naam = f"{file.name}/{Path(lid).name}" if lid else file.name
    gevonden = [kolom for kolom in koppen if _KOLOM.fullmatch(kolom)]
    if gevonden:
        raise DeliveryError(
            f"{naam}: dit is Leefbaarometer 2.0 (kolommen {', '.join(gevonden[:4])}). Dat is een ander model met "
            "andere dimensies; de scores zijn niet vergelijkbaar met 3.0 en worden niet ingelezen. Gebruik de open "
            "data van Leefbaarometer 3.0 (kolommen lbm, afw, fys, onv, soc, vrz, won); die gaat terug tot 2002."
        )
    if header is None:
        raise DeliveryError(f"{naam}: een werkblad; Leefbaarometer 3.0 komt als zipbestand met CSV-bestanden.")


def _headers(file: Path, lid: str | None) -> list[str]:
    from python_calamine import CalamineError, CalamineWorkbook

    content = file.read_bytes() if lid is None else read_member(file, lid)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        bladen = [workbook.get_sheet_by_name(naam).to_python(nrows=1) for naam in workbook.sheet_names]
    except CalamineError as error:
        raise DeliveryError(f"{lid or file.name}: is geen leesbaar werkblad ({error}).") from error
    return [str(cel).strip() for blad in bladen for row in blad for cel in row]
