"""All atlases of an edition, and maps apart where the setting `atlas_formaten` asks for them."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from veerkracht.edition.figures import Figures
from veerkracht.edition.reading import Edition
from veerkracht.products.batch import Batch, Make, TellDone, emptied_of_halves, is_newer
from veerkracht.products.paper.atlas.pages import write_atlas
from veerkracht.products.paper.printing import Printing, figures_of
from veerkracht.products.paper.single import FORMATS, write_maps

FOLDER = "atlas"


def write_all(candidate: Path, tell: TellDone | None = None, processes: int | None = None) -> list[Path]:
    """Make what is missing: `atlas/<code>.pdf`, and the maps apart. Returns all files there."""
    folder = emptied_of_halves(candidate / FOLDER)
    with Edition(candidate) as edition:
        printing = Printing.open(edition)
        formats = formats_of(printing)
        codes, is_done = edition.chosen(printing.gemeenten()), partial(_is_done, candidate, formats)
        batch = Batch("atlas", codes, is_done, tell, processes=processes)
        if not batch.is_shared:
            batch.run_here(partial(_make, printing, folder, formats))
    if batch.is_shared:  # by now this process holds nothing of the edition
        batch.run_shared(_begin, candidate, formats, _figures(candidate))
    return sorted(file for file in folder.rglob("*") if file.is_file())


def formats_of(printing: Printing) -> list[str]:
    """Formats that the setting `atlas_formaten` asks for all gemeenten."""
    asked = printing.context.settings.get("atlas_formaten", "").split(", ")
    return [name for name in FORMATS if name in asked]


def _figures(candidate: Path) -> Figures | None:
    """The figures for the page of the change, read by a process that ends then, so that its memory is given back."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as reader:
        return reader.submit(_read, candidate).result()


def _read(candidate: Path) -> Figures | None:
    with Edition(candidate) as edition:
        return figures_of(edition)


def _begin(candidate: Path, formats: list[str], figures: Figures | None) -> Make:
    edition = Edition(candidate).__enter__()  # open for as long as the process lives
    return partial(_make, Printing.open(edition, figures), candidate / FOLDER, formats)


def _make(printing: Printing, folder: Path, formats: list[str], codes: list[str]) -> Iterator[str]:
    for code in codes:
        for name in formats:
            for _ in write_maps(printing, code, None, name, folder / name):
                pass
        write_atlas(printing, code, folder / f"{code}.pdf")  # last: the atlas says that the gemeente is done
        yield code


def _is_done(candidate: Path, formats: list[str], code: str) -> bool:
    """The book is there and newer than the marts, and each format has files of this gemeente."""
    folder = candidate / FOLDER
    apart = all(any((folder / name).glob(f"{code}_kaart*")) for name in formats)
    return apart and is_newer(folder / f"{code}.pdf", candidate)
