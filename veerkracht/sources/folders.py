"""The folders of sources, found by being there: on the path of this package, with a `catalogus.yaml` in it.

A folder without `reader.py` is of a source that comes by the import contract. A source `eigen_…` of the user has no
folder: its figures are read by `own`.
"""

from functools import cache
from importlib import import_module
from pathlib import Path

from veerkracht import sources
from veerkracht.errors import CatalogueError
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.readers.delivery import Reader
from veerkracht.sources.readers.layout import Layout

CATALOGUE, READER, EXPECTATIONS = "catalogus.yaml", "reader.py", "verwachtingen.yaml"
CONTRACT, OWN = "veerkracht.sources.readers.contract", "veerkracht.sources.own.figures"


def folders() -> dict[str, Path]:
    """Folder of each source of this package, by its name."""
    found = (file.parent for root in sources.__path__ for file in Path(root).glob(f"*/{CATALOGUE}"))
    return {folder.name: folder for folder in sorted(found, key=lambda folder: folder.name)}


def reader_module(bron: str) -> str:
    """Module that reads a source; one of the user's own has plain figures or comes by the import contract."""
    folder = folders().get(bron)
    if folder and (folder / READER).is_file():
        return f"{sources.__name__}.{bron}.{Path(READER).stem}"
    return OWN if bron.startswith("eigen_") else CONTRACT


@cache
def _readers(module: str) -> dict[Layout, Reader]:
    return dict(import_module(module).READERS)


def layouts(bron: str) -> dict[str, Layout]:
    """What the reader of a source can read, by name."""
    return {layout.name: layout for layout in _readers(reader_module(bron))}


def known_layouts() -> list[str]:
    """Every layout that some reader can read."""
    return sorted({name for bron in (*folders(), "eigen_") for name in layouts(bron)})


def layout_of(bron: str, release: Release) -> Layout:
    """The layout of a release. Raises CatalogueError when the reader of its source cannot read it."""
    known = layouts(bron)
    if release.layout not in known:
        raise CatalogueError(f"layout `{release.layout}` past niet bij bron `{bron}`: {', '.join(known)}.")
    return known[release.layout]


def reader_of(bron: str, release: Release) -> Reader:
    """The function that reads a release. Raises CatalogueError as `layout_of`."""
    return _readers(reader_module(bron))[layout_of(bron, release)]
