"""What the command prints with: two consoles and tables in one style. Imports rich when used."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 200  # where no terminal says how wide it is, such as in a file


def console(stderr: bool = False) -> "Console":
    """A console on stdout or stderr that breaks long paths nowhere."""
    from rich.console import Console

    file = sys.stderr if stderr else sys.stdout
    return Console(file=file, soft_wrap=True, highlight=False, width=None if file.isatty() else WIDTH)


def complain(text: str) -> None:
    """An error as red text on stderr."""
    console(stderr=True).print(f"Fout: {text}", style="red", markup=False)


def table(*columns: str) -> "Table":
    """An empty table with these headings; long cells fold, they are never cut off."""
    from rich import box
    from rich.table import Table

    result = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        result.add_column(column, overflow="fold")
    return result
