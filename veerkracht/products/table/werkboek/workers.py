"""All workbooks of an edition: what is still to be made, in one process or two, with progress, stoppable."""

import logging
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from veerkracht.edition.reading import Edition
from veerkracht.products.paper.atlas.context import NOT_ABROAD
from veerkracht.products.table.werkboek.book import Book
from veerkracht.products.table.werkboek.contents import fill_book
from veerkracht.products.table.werkboek.gathering import Gathered, Library

log = logging.getLogger(__name__)
FOLDER = "werkboeken"
BATCH = 12  # gemeenten read with one query
EVERY = 20  # seconds between two lines in the log
PROCESSES = 2
WORTH_IT = 30  # workbooks from which starting processes pays

Tell = Callable[[int, int], None]


def write_all(
    candidate: Path, only: set[str] | None = None, tell: Tell | None = None, processes: int | None = None
) -> list[Path]:
    """Make what is missing. A file that is whole (it got its name last) and newer than the database is kept."""
    folder = candidate / FOLDER
    folder.mkdir(exist_ok=True)
    with Edition(candidate) as edition:
        library = Library(edition)
        codes = [code for code in library.gemeenten if only is None or code in only]
        jobs = [code for code in codes if not _is_done(candidate, code)]
        if processes is None:
            processes = min(PROCESSES, os.cpu_count() or 1) if len(jobs) >= WORTH_IT else 1
        if multiprocessing.current_process().daemon:
            processes = 1  # a daemon may not have children
        batches = [jobs[n : n + BATCH] for n in range(0, len(jobs), BATCH)]
        _say(_made(library, candidate, batches, processes), len(codes) - len(jobs), len(codes), tell)
    return [folder / f"{code}.xlsx" for code in codes]


def _is_done(candidate: Path, code: str) -> bool:
    file = candidate / FOLDER / f"{code}.xlsx"
    return file.is_file() and file.stat().st_mtime >= (candidate / "veerkracht.duckdb").stat().st_mtime


def _made(library: Library, candidate: Path, batches: list[list[str]], processes: int) -> Iterator[int]:
    if processes == 1:
        for batch in batches:
            for own in library.gather(batch):
                yield _make(library, candidate / FOLDER, own)
        return
    context = multiprocessing.get_context("spawn")  # a fork would share the open database
    with ProcessPoolExecutor(processes, context, _begin, (str(candidate),)) as pool:
        try:
            yield from pool.map(_work, batches)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _make(library: Library, folder: Path, own: Gathered) -> int:
    """One workbook under a hidden name, then its own."""
    about, half = library.about, folder / f".{own.code}.part"
    marks = [mark for mark in (about.merk, NOT_ABROAD if about.niet_verspreiden else None) if mark]
    book = Book(half, f"Werkboek {own.naam}", marks, library.gemaakt)
    fill_book(book, library, own)
    book.close()
    half.replace(folder / f"{own.code}.xlsx")
    return 1


def _say(made: Iterator[int], done: int, total: int, tell: Tell | None) -> None:
    began = said = time.monotonic()
    first = done
    for number in made:
        done += number
        if tell:
            tell(done, total)
        if time.monotonic() - said > EVERY:
            said = time.monotonic()
            left = (said - began) / (done - first) * (total - done)
            log.info("werkboeken: %d van %d gemeenten, nog ongeveer %.0f seconden", done, total, left)


_mine: dict = {}  # the library of a worker process, and the folder it writes to


def _begin(candidate: str) -> None:
    edition = Edition(Path(candidate)).__enter__()
    _mine.update(library=Library(edition), folder=Path(candidate) / FOLDER)


def _work(batch: list[str]) -> int:
    return sum(_make(_mine["library"], _mine["folder"], own) for own in _mine["library"].gather(batch))
