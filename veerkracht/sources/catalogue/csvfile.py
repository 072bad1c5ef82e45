"""Tables by hand in a catalogue folder: CSV to rows of a pydantic model, with the place of each for errors."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from veerkracht import dutch
from veerkracht.errors import CatalogueError, did_you_mean
from veerkracht.sources.catalogue.validation import validated
from veerkracht.sources.readers.csvtext import UnreadableRow, rows_of

MAX_BYTES = 5_000_000
RowT = TypeVar("RowT", bound=BaseModel)
NumberedRows = list[tuple[str, RowT]]  # `file:row` and the row


def rows_of_files(folders: Sequence[Path], name: str, model: type[RowT]) -> NumberedRows[RowT]:
    """The rows of the files of this name in the folders that have one, as a model of their columns.

    Raises CatalogueError naming file and row.
    """
    return [found for folder in folders if (folder / name).is_file() for found in _file_rows(folder / name, model)]


def _file_rows(file: Path, model: type[RowT]) -> Iterator[tuple[str, RowT]]:
    """Rows of one file with `file:line`. Raises CatalogueError for a wrong header or cell."""
    lines = _lines(file)
    number, header = next(lines, (1, []))
    header = [name.strip().lower() for name in header]
    _check_header(f"{file}:{number}", header, model)
    for number, cells in lines:
        where = f"{file}:{number}"
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            raise CatalogueError(f'{where}: meer cellen dan kolommen; staat tekst met het scheidingsteken tussen ""?')
        if any(cell.strip() for cell in cells):
            fields = {name: cell.strip() or None for name, cell in zip(header, cells, strict=False)}
            yield where, validated(model, fields, partial(_always, where))


def _always(where: str, place: object) -> str:
    return where


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Cells of a CSV parted by ; or , with the line where each row begins."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CatalogueError(f"{file}: groter dan {dutch.number(MAX_BYTES)} bytes; dit is geen catalogusbestand.")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file}: geen UTF-8; sla het op als 'CSV UTF-8' (byte {error.start}).") from error
    except OSError as error:
        raise CatalogueError(f"{file}: kan niet worden gelezen: {error.strerror}.") from error
    try:
        yield from rows_of(text)
    except UnreadableRow as error:
        raise CatalogueError(f"{file}:{error.row}: geen leesbare CSV ({error}).") from error


def _check_header(where: str, header: list[str], model: type[BaseModel]) -> None:
    known = model.model_fields
    for name in header:
        if name not in known:
            hint = did_you_mean(name, known, f"bekend zijn: {', '.join(known)}.")
            raise CatalogueError(f"{where}: onbekende kolom `{name}`; {hint}")
        if header.count(name) > 1:
            raise CatalogueError(f"{where}: kolom `{name}` staat er twee keer; laat er één staan.")
    missing = [name for name, field in known.items() if field.is_required() and name not in header]
    if missing:
        raise CatalogueError(f"{where}: in de kop ontbreekt: {', '.join(missing)}.")
