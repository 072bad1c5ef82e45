"""Recognises Leefbaarometer 2.0, another model whose scores may not stand beside those of 3.0, and refuses it."""

import io
import re
from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers.zipsafe import read_member

# Scores RLBRMTR, RLBVEI14 …; classes KL02 …; developments DLBRMTR, DLBVEI1214 … and VKL0208 …
_COLUMN = re.compile(r"[RD]LB(RMTR|WON|BEV|VRZ|VEI|FYS)(\d\d){0,2}|V?KL\d\d(\d\d)?", re.IGNORECASE)
_ONTWIKKELING = re.compile(r"DLB\w+|VKL\d{4}|ontw\w*|(begin|eind)e?(jaar)?", re.IGNORECASE)
_POSTCODE = re.compile(r"pc[46](_?code)?|postcode[46]?", re.IGNORECASE)
_WEL = "Neem de zip 'open data Leefbaarometer 3.0' van leefbaarometer.nl (CSV met lbm, afw, fys, onv, soc, vrz, won)"


def refuse_version_2(file: Path, member: str | None = None, header: list[str] | None = None) -> None:
    """Raise DeliveryError when a table of the file, or of its member `member`, has columns of version 2.0.

    A workbook is refused in any case, with what it is: version 3.0 comes as a zip of CSV files. `header` is that of a
    CSV member.
    """
    names = header if header is not None else _headers(file, member)
    called = f"{file.name}/{Path(member).name}" if member else file.name
    found = [name for name in names if _COLUMN.fullmatch(name)]
    changed = [name for name in names if _ONTWIKKELING.fullmatch(name)]
    if found:
        scores = [name for name in found if name not in changed]
        what = "" if scores else "de ontwikkeling tussen jaren van "
        raise DeliveryError(
            f"{called}: dit is {what}Leefbaarometer 2.0 (kolommen {', '.join((scores or found)[:4])}). Dat is een "
            "ander model met andere dimensies; de scores zijn niet vergelijkbaar met 3.0 en worden niet ingelezen. "
            f"{_WEL}; die gaat terug tot 2002."
        )
    if header is not None:
        return
    postcodes = [name for name in names if _POSTCODE.fullmatch(name)]
    if postcodes:
        raise DeliveryError(
            f"{called}: scores per postcode (kolom {postcodes[0]}), in een werkblad. Postcodegebieden zijn geen "
            f"buurten of wijken en worden niet ingelezen. {_WEL}: daarin staan buurten, wijken en gemeenten."
        )
    if changed:
        raise DeliveryError(
            f"{called}: de ontwikkeling tussen jaren (kolommen {', '.join(changed[:4])}), geen scores per jaar. "
            f"Veranderingen berekent veerkracht zelf. {_WEL}."
        )
    raise DeliveryError(f"{called}: een werkblad; Leefbaarometer 3.0 komt als zipbestand met CSV-bestanden. {_WEL}.")


def _headers(file: Path, member: str | None) -> list[str]:
    from python_calamine import CalamineError, CalamineWorkbook

    content = file.read_bytes() if member is None else read_member(file, member)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_name(name).to_python(nrows=1) for name in workbook.sheet_names]
    except CalamineError as error:
        raise DeliveryError(f"{member or file.name}: is geen leesbaar werkblad ({error}).") from error
    return [str(cell).strip() for sheet in sheets for row in sheet for cell in row]
