"""Recognises Leefbaarometer 2.0, another model whose scores may not stand beside those of 3.0, and refuses it."""

import io
import re
from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers.zipsafe import read_member

# Scores RLBRMTR, RLBVEI14 …; classes KL02 … and developments VKL0208 …
_KOLOM = re.compile(r"RLB(RMTR|WON|BEV|VRZ|VEI|FYS)(\d\d)?|V?KL\d\d(\d\d)?", re.IGNORECASE)


def refuse_version_2(file: Path, member: str | None = None, header: list[str] | None = None) -> None:
    """Raise DeliveryError when a table of the file, or of its member `member`, has columns of version 2.0.

    A workbook is refused in any case: version 3.0 comes as a zip of CSV files. `header` is that of a CSV member.
    """
    names = header if header is not None else _headers(file, member)
    called = f"{file.name}/{Path(member).name}" if member else file.name
    found = [name for name in names if _KOLOM.fullmatch(name)]
    if found:
        raise DeliveryError(
            f"{called}: dit is Leefbaarometer 2.0 (kolommen {', '.join(found[:4])}). Dat is een ander model met "
            "andere dimensies; de scores zijn niet vergelijkbaar met 3.0 en worden niet ingelezen. Gebruik de open "
            "data van Leefbaarometer 3.0 (kolommen lbm, afw, fys, onv, soc, vrz, won); die gaat terug tot 2002."
        )
    if header is None:
        raise DeliveryError(f"{called}: een werkblad; Leefbaarometer 3.0 komt als zipbestand met CSV-bestanden.")


def _headers(file: Path, member: str | None) -> list[str]:
    from python_calamine import CalamineError, CalamineWorkbook

    content = file.read_bytes() if member is None else read_member(file, member)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_name(name).to_python(nrows=1) for name in workbook.sheet_names]
    except CalamineError as error:
        raise DeliveryError(f"{member or file.name}: is geen leesbaar werkblad ({error}).") from error
    return [str(cell).strip() for sheet in sheets for row in sheet for cell in row]
