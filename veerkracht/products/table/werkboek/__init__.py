"""The workbook: one XLSX a gemeente with all its figures as numbers, for whoever calculates further.

`gathering` reads the marts (a batch of gemeenten at a time), `contents` says what stands on which sheet, `workbook`
knows how a sheet looks, `workers` makes all of them. Classes and colours are those of the marts.
"""

from collections.abc import Callable, Iterable
from pathlib import Path


def write(
    kandidaat: Path, gemeenten: Iterable[str] | None = None, tell: Callable[[int, int], None] | None = None
) -> list[Path]:
    """Write `werkboeken/<gemeentecode>.xlsx` for every gemeente (or those named); returns the files of these.

    A run that was stopped goes on where it was. `tell(done, all)` hears of every gemeente.
    """
    from veerkracht.products.table.werkboek.workers import write_all

    return write_all(Path(kandidaat), None if gemeenten is None else set(gemeenten), tell)
