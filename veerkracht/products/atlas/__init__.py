"""The atlas: one PDF a gemeente, A3 landscape, vector, one map a page. `book` makes one; here all of them are made."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from veerkracht.products.edition import Edition

log = logging.getLogger("veerkracht")
FOLDER = "atlas"
EVERY = 20  # seconds between two lines in the log


def write(kandidaat: Path, tell: Callable[[int, int], None] | None = None) -> list[Path]:
    """Write `atlas/<gemeentecode>.pdf` for every gemeente with maps.

    Files that are whole and newer than the database are kept, so a run that was stopped goes on where it was.
    `tell(done, all)` hears of every gemeente.
    """
    from veerkracht.products.atlas.book import Library, write_book

    folder = kandidaat / FOLDER
    with Edition(kandidaat) as edition:
        library = Library.open(edition)
        codes = library.gemeenten()
        folder.mkdir(exist_ok=True)
        made, said = (kandidaat / "veerkracht.duckdb").stat().st_mtime, time.monotonic()
        for done, code in enumerate(codes):
            file = folder / f"{code}.pdf"
            if not (file.is_file() and file.stat().st_mtime >= made):
                write_book(library, code, file)
            if tell:
                tell(done + 1, len(codes))
            if time.monotonic() - said > EVERY:
                log.info("atlas: %d van %d gemeenten", done + 1, len(codes))
                said = time.monotonic()
    return [folder / f"{code}.pdf" for code in codes]
