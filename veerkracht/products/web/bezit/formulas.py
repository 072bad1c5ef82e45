"""Finds formulas on a sheet of an .xlsx: their results may be old or absent, so such a file is refused."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from veerkracht.errors import DeliveryError

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MAX_XML = 500_000_000  # bytes of a sheet once unpacked


def formula_cells(file: Path, sheet: str) -> list[tuple[int, int]]:
    """(row, column) of every formula on a sheet; none for a workbook of another kind, whose formulas do not show."""
    if not zipfile.is_zipfile(file):
        return []
    with zipfile.ZipFile(file) as archive:
        member = _member(archive, sheet)
        if member is None:
            return []
        if archive.getinfo(member).file_size > MAX_XML:
            raise DeliveryError(f"{file.name} [{sheet}]: het blad is te groot. Lever het als CSV.")
        with archive.open(member) as stream:
            return list(_formulas(stream))


def _member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_SHEET}sheet")
    key = next((one.get(_ID) for one in sheets if one.get("name") == sheet), None)
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")).iter(f"{_REL}Relationship")
    target = next((one.get("Target") for one in links if one.get("Id") == key), None)
    path = posixpath.normpath(posixpath.join("xl", target)).lstrip("/") if target else None
    return path if path in names else None


def _formulas(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    for _, cell in ElementTree.iterparse(stream):
        if cell.tag == f"{_SHEET}c":
            if cell.find(f"{_SHEET}f") is not None:
                place = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "A1"))
                if place:
                    yield int(place[2]), _number(place[1])
            cell.clear()


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
