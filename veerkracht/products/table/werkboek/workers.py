"""All workbooks of an edition."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from veerkracht.edition.reading import Edition
from veerkracht.edition.words import NOT_ABROAD
from veerkracht.files import replacing
from veerkracht.products.batch import Batch, Make, TellDone, emptied_of_halves, is_newer
from veerkracht.products.table.werkboek.contents import fill_workbook
from veerkracht.products.table.werkboek.gathering import Gathered, Gathering
from veerkracht.products.table.werkboek.workbook import Workbook

FOLDER = "werkboeken"
SIZE = 12  # gemeenten read with one query


def write_all(
    candidate: Path, only: set[str] | None = None, tell: TellDone | None = None, processes: int | None = None
) -> list[Path]:
    """Make what is missing of all gemeenten, or of `only` these; returns their files."""
    folder = emptied_of_halves(candidate / FOLDER)
    with Edition(candidate) as edition:
        gathering = Gathering(edition)
        codes = [code for code in edition.chosen(gathering.gemeenten) if only is None or code in only]
        batch = Batch("werkboeken", codes, partial(_is_done, candidate), tell, SIZE, processes)
        if not batch.is_shared:
            batch.run_here(partial(_make, gathering, folder))
    if batch.is_shared:
        batch.run_shared(_begin, candidate)
    return [folder / f"{code}.xlsx" for code in codes]


def _is_done(candidate: Path, code: str) -> bool:
    return is_newer(candidate / FOLDER / f"{code}.xlsx", candidate)


def _begin(candidate: Path) -> Make:
    edition = Edition(candidate).__enter__()  # open for as long as the process lives
    return partial(_make, Gathering(edition), candidate / FOLDER)


def _make(gathering: Gathering, folder: Path, codes: list[str]) -> Iterator[str]:
    for own in gathering.gather(codes):
        _write(gathering, folder / f"{own.code}.xlsx", own)
        yield own.code


def _write(gathering: Gathering, target: Path, own: Gathered) -> None:
    about = gathering.about
    marks = [mark for mark in (about.merk, NOT_ABROAD if about.niet_verspreiden else None) if mark]
    with replacing(target) as part:
        workbook = Workbook(part, f"Werkboek {own.naam}", marks, gathering.gemaakt)
        fill_workbook(workbook, gathering, own)
        workbook.close()
