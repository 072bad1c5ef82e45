"""All atlases of an edition: what is still to be made, in one process or two, with progress, stoppable."""

import logging
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from veerkracht.edition.figures import Figures
from veerkracht.edition.reading import Edition
from veerkracht.products.paper.atlas import change
from veerkracht.products.paper.atlas.book import Library, write_book
from veerkracht.products.paper.single import FORMATS, write_maps

log = logging.getLogger("veerkracht")
FOLDER = "atlas"
EVERY = 20  # seconds between two lines in the log
PROCESSES = 2
WORTH_IT = 30  # books from which starting processes pays

Tell = Callable[[int, int], None]


def write_all(candidate: Path, tell: Tell | None = None, processes: int | None = None) -> list[Path]:
    """Make what is missing: `atlas/<code>.pdf`, and maps apart where the setting `atlas_formaten` asks for them.

    A file that is whole (it got its name last) and newer than the database of the candidate is kept.
    """
    folder = candidate / FOLDER
    folder.mkdir(exist_ok=True)
    for part in folder.rglob(".*.part"):
        part.unlink()
    with Edition(candidate) as edition:
        library = Library.open(edition)
        codes, formats = library.gemeenten(), formats_of(library)
        jobs = [code for code in codes if not _is_done(candidate, code, formats)]
        processes = _processes(len(jobs)) if processes is None else processes
        if processes == 1:
            made = (_make(library, folder, code, formats) for code in jobs)
            _tell_all(made, len(codes) - len(jobs), len(codes), tell)
    if processes > 1:  # by now this process holds nothing of the edition
        _tell_all(_shared(candidate, jobs, formats, processes), len(codes) - len(jobs), len(codes), tell)
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _processes(jobs: int) -> int:
    """Two where it pays; a daemon may not have children."""
    if jobs < WORTH_IT or multiprocessing.current_process().daemon:
        return 1
    return min(PROCESSES, os.cpu_count() or 1)


def formats_of(library: Library) -> list[str]:
    """Formats that the setting `atlas_formaten` asks for all gemeenten."""
    asked = library.context.settings.get("atlas_formaten", "").split(", ")
    return [name for name in FORMATS if name in asked]


def _shared(candidate: Path, jobs: list[str], formats: list[str], processes: int) -> Iterator[str]:
    """The books from worker processes. The figures are read by one that ends then, so their memory is given back."""
    context = multiprocessing.get_context("spawn")  # a fork would share the open database
    with ProcessPoolExecutor(1, context) as reader:
        figures = reader.submit(_read, str(candidate)).result()
    with ProcessPoolExecutor(processes, context, _begin, (str(candidate), formats, figures)) as pool:
        try:
            yield from pool.map(_work, jobs)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _read(candidate: str) -> Figures | None:
    with Edition(Path(candidate)) as edition:
        return change.figures(edition)


def _make(library: Library, folder: Path, code: str, formats: list[str]) -> str:
    for name in formats:
        for _ in write_maps(library, code, None, name, folder / name):
            pass
    write_book(library, code, folder / f"{code}.pdf")  # last: the book says that the gemeente is done
    return code


def _is_done(candidate: Path, code: str, formats: list[str]) -> bool:
    """The book is there and newer than the marts, and each format has files of this gemeente."""
    book, database = candidate / FOLDER / f"{code}.pdf", candidate / "veerkracht.duckdb"
    if not book.is_file() or book.stat().st_mtime < database.stat().st_mtime:
        return False
    return all(any((candidate / FOLDER / name).glob(f"{code}_kaart*")) for name in formats)


def _tell_all(made: Iterator[str], done: int, total: int, tell: Tell | None) -> None:
    began = said = time.monotonic()
    if done:
        log.info("atlas: %d van %d gemeenten waren er al", done, total)
    for number, _ in enumerate(made, done + 1):
        if tell:
            tell(number, total)
        now = time.monotonic()
        if now - said > EVERY:
            left = (now - began) / (number - done) * (total - number)
            log.info("atlas: %d van %d gemeenten, nog ongeveer %.0f seconden", number, total, left)
            said = now


_mine: dict = {}  # the library of a worker process, and the folder it writes to


def _begin(candidate: str, formats: list[str], figures: Figures | None) -> None:
    edition = Edition(Path(candidate)).__enter__()  # open for as long as the process lives
    _mine.update(library=Library.open(edition, figures), folder=Path(candidate) / FOLDER, formats=formats)


def _work(code: str) -> str:
    return _make(_mine["library"], _mine["folder"], code, _mine["formats"])
