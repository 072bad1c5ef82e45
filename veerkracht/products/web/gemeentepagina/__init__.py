"""The page of a gemeente: one HTML file that opens from a mail attachment, offline, and asks nothing of the network.

Here the pages are written one by one. What they hold is put together in `payload`; how it looks and answers is in
`sjablonen/` and `js/`. Nothing is classed or coloured in the browser: it shows what the marts say.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from veerkracht.edition.reading import Edition
from veerkracht.files import write_text
from veerkracht.products.batch import Batch, emptied_of_halves, is_newer
from veerkracht.products.web.gemeentepagina.inline import page
from veerkracht.products.web.gemeentepagina.payload import Payloads

FOLDER = "paginas"


def write(kandidaat: Path, gemeenten: Iterable[str] | None = None, out: Path | None = None) -> list[Path]:
    """Write `paginas/<gemeentecode>.html` of all gemeenten (or only those named); returns the files of these.

    Each file is whole or not there. A run that was stopped goes on where it was; in `out` all are made anew.
    """
    target, only = emptied_of_halves(out or kandidaat / FOLDER), None if gemeenten is None else set(gemeenten)
    with Edition(kandidaat) as edition:
        payloads = Payloads(edition)
        codes = [code for code in edition.chosen(payloads.codes) if only is None or code in only]
        # what the pages share is most of the memory, so one process makes them all
        batch = Batch("paginas", codes, lambda code: out is None and is_newer(_file(target, code), kandidaat))
        batch.run_here(partial(_make, edition, payloads, target))
    return [_file(target, code) for code in codes]


def _make(edition: Edition, payloads: Payloads, target: Path, codes: list[str]) -> Iterator[str]:
    for code in codes:
        write_text(_file(target, code), page(edition, payloads.of(code)))
        yield code


def _file(target: Path, code: str) -> Path:
    return target / f"{code}.html"
