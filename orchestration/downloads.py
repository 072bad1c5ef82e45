"""Fetching with what is told meanwhile: of each file, and of all together with the time that is left."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from orchestration.console import console
from orchestration.intake import Intake, fetch_all, missing, sizes
from veerkracht.dutch import number, span
from veerkracht.paths import DataPaths
from veerkracht.sources.archive.limits import Progress
from veerkracht.sources.catalogue.model import Release, Source

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

EVERY = 20  # seconds between two lines about a download where there is no terminal
MB = 1e6


def fetch_shown(paths: DataPaths, releases: Iterable[tuple[Source, Release]], remarks: Iterable[str] = ()) -> Intake:
    """`intake.fetch_all`, told on the screen where something is missing."""
    releases = list(releases)
    absent = sizes(missing(paths, releases))
    if not absent:
        return fetch_all(paths, releases, remarks=remarks)
    with downloads(absent) as begun:

        def watch(source: Source, release: Release) -> Progress | None:
            name = f"{source.bron}@{release.release}"
            return begun(name) if name in absent else None

        return fetch_all(paths, releases, watch, remarks)


@contextmanager
def downloads(sizes: Mapping[str, float]) -> Iterator[Callable[[str], Progress]]:
    """Tell of downloads on stderr: bars on a terminal, else a line now and then. Gives what begins the next by name.

    `sizes`: the names, each with the bytes that are expected; the true ones take their place as they become known.
    """
    whole = AllDownloads(sizes)
    screen = console(stderr=True)
    if screen.is_terminal and sizes:
        with _bars() as bars:
            everything = bars.add_task("alles")
            yield lambda name: partial(_move, bars, bars.add_task(name, total=None), everything, whole.begin(name))
    else:
        yield lambda name: _Lines(whole.begin(name)).tell


class AllDownloads:
    """How far all downloads together are, in files and bytes."""

    def __init__(self, sizes: Mapping[str, float]):
        self.expected, self.began = dict(sizes), time.monotonic()
        self.done: dict[str, float] = {}

    def begin(self, name: str) -> "_Download":
        """The next download; the one before is over, whatever came of it."""
        self.expected |= self.done
        self.done[name] = 0
        return _Download(self, name)

    @property
    def received(self) -> float:
        return sum(self.done.values())

    @property
    def total(self) -> float:
        return sum(self.expected.values())

    @property
    def files(self) -> str:
        """Which of how many is on its way."""
        return f"{len(self.done)} van {max(len(self.expected), len(self.done))}"

    @property
    def text(self) -> str:
        """All together as text: files, bytes and, once it can be told, the time that is left."""
        size = f"{number(self.received / MB)} van ongeveer {number(self.total / MB)} MB"
        took = time.monotonic() - self.began
        left = took * (self.total - self.received) / self.received if self.received else None
        return f"{self.files}, {size}" + ("" if left is None else f", nog {span(left)}")


class _Download:
    """One download among all."""

    def __init__(self, whole: AllDownloads, name: str):
        self.whole, self.name = whole, name

    def tell(self, done: int, total: int | None) -> None:
        self.whole.done[self.name] = done
        self.whole.expected[self.name] = total or max(self.whole.expected.get(self.name, 0), done)


class _Lines:
    """Lines about one download: one as it begins, then one every `EVERY` seconds."""

    def __init__(self, one: _Download):
        self.one, self.said = one, time.monotonic()
        self._say(f"ophalen ({one.whole.text}): {one.name}")

    def tell(self, done: int, total: int | None) -> None:
        self.one.tell(done, total)
        if time.monotonic() - self.said >= EVERY:
            self.said = time.monotonic()
            size = f" van {number(total / MB)}" if total else ""
            self._say(f"ophalen ({self.one.whole.text}): {self.one.name}, {number(done / MB)}{size} MB")

    def _say(self, text: str) -> None:
        console(stderr=True).print(text, markup=False)


def _move(bars: "Bars", task: "TaskID", everything: "TaskID", one: _Download, done: int, total: int | None) -> None:
    one.tell(done, total)
    bars.update(task, completed=done, total=total)
    whole = one.whole
    bars.update(everything, description=f"alles, {whole.files}", completed=whole.received, total=whole.total)


def _bars() -> "Bars":
    """Bars that vanish when done."""
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bars

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    return Bars(TextColumn("{task.description}"), *columns, console=console(stderr=True), transient=True)
