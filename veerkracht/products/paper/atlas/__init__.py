"""The atlas: one PDF a gemeente, A3 landscape, vector, one map a page; and maps apart as picture, slide or poster.

`book` makes one atlas, `single` one map apart, `workers` all of them. Drawing is done by `cartography`.
"""

from collections.abc import Callable
from pathlib import Path


def write(kandidaat: Path, tell: Callable[[int, int], None] | None = None) -> list[Path]:
    """Write `atlas/<gemeentecode>.pdf` for every gemeente with maps; returns all files there.

    A run that was stopped goes on where it was. `tell(done, all)` hears of every gemeente.
    """
    from veerkracht.products.paper.atlas.workers import write_all

    return write_all(kandidaat, tell)
