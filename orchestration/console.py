"""What the command prints with: two consoles, progress bars and tables in one style. Imports rich when used."""

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID
    from rich.table import Table

EVERY = 20  # seconds between two lines about a download where there is no terminal
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


@contextmanager
def downloads(count: int) -> Iterator[Callable[[str], Callable[[int, int | None], None]]]:
    """What is told of `count` downloads: bars on a terminal, else a line now and then. Gives what begins the next."""
    if console(stderr=True).is_terminal:
        with download_bars() as bars:
            yield lambda name: partial(_move, bars, bars.add_task(name, total=None))
    else:
        numbers = itertools.count(1)
        yield lambda name: _Lines(f"ophalen, {next(numbers)} van {count}: {name}").tell


def _move(bars: "Progress", task: "TaskID", done: int, total: int | None) -> None:
    bars.update(task, completed=done, total=total)


class _Lines:
    """Lines about one download: one as it begins, then one every `EVERY` seconds with bytes and time left."""

    def __init__(self, name: str):
        self.name, self.began = name, time.monotonic()
        self.said = self.began
        console(stderr=True).print(name, markup=False)

    def tell(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self.said >= EVERY:
            self.said = now
            left = f", nog {(total - done) * (now - self.began) / done:.0f} s" if total and done else ""
            size = f" van {total / 1e6:.0f}" if total else ""
            console(stderr=True).print(f"{self.name}: {done / 1e6:.0f}{size} MB{left}", markup=False)


@contextmanager
def download_bars() -> "Iterator[Progress]":
    """Progress bars for downloads, on stderr, that vanish when done."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    screen = console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        yield progress
