"""Making a file per gemeente: what is still to be made, in one process or two, with progress and time left, stoppable.

Knows no output: a `Batch` is told which gemeenten there are, which are done, and how some of them are made.
"""

import logging
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec

from veerkracht.dutch import span

log = logging.getLogger("veerkracht")
EVERY = 20  # seconds between two lines in the log
PROCESSES = 2
WORTH_IT = 30  # gemeenten from which starting processes pays

TellDone = Callable[[int, int], None]  # hears (done, all) of every gemeente
Make = Callable[[list[str]], Iterable[str]]  # makes the files of some gemeenten; gives each code when it is made
P = ParamSpec("P")


@dataclass
class Batch:
    """One run over gemeenten; `name` is how the log calls it, `size` how many are handed to `make` at once.

    A process of its own gets `size` gemeenten at a time too. `processes`: None chooses.
    """

    name: str
    codes: list[str]
    is_done: Callable[[str], bool]
    tell: TellDone | None = None
    size: int = 1
    processes: int | None = None

    def __post_init__(self) -> None:
        jobs = [code for code in self.codes if not self.is_done(code)]
        self.parts = [jobs[n : n + self.size] for n in range(0, len(jobs), self.size)]
        self.done = len(self.codes) - len(jobs)
        if multiprocessing.current_process().daemon:
            self.processes = 1  # a daemon may not have children
        elif self.processes is None:
            self.processes = min(PROCESSES, os.cpu_count() or 1) if len(jobs) >= WORTH_IT else 1

    @property
    def is_shared(self) -> bool:
        """Whether processes of their own shall make it."""
        return self.processes != 1

    def run_here(self, make: Make) -> None:
        """Make all that is missing in this process."""
        self._follow(code for part in self.parts for code in make(part))

    def run_shared(self, begin: Callable[P, Make], *args: P.args, **_: P.kwargs) -> None:
        """Make it in processes of their own, each of which calls `begin` once for its `make`.

        `begin` and what is given to it must be picklable, and this process must hold nothing of the edition open.
        """
        context = multiprocessing.get_context("spawn")  # a fork would share the open database
        with ProcessPoolExecutor(self.processes, context, _begin, (begin, args)) as pool:
            try:
                self._follow(code for part in pool.map(_work, self.parts) for code in part)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _follow(self, made: Iterator[str]) -> None:
        began = said = time.monotonic()
        total = len(self.codes)
        if self.done:
            log.info("%s: %d van %d gemeenten waren er al", self.name, self.done, total)
        for number, _ in enumerate(made, self.done + 1):
            if self.tell:
                self.tell(number, total)
            now = time.monotonic()
            if now - said > EVERY:
                left = (now - began) / (number - self.done) * (total - number)
                log.info("%s: %d van %d gemeenten, nog ongeveer %s", self.name, number, total, span(left))
                said = now


def is_newer(file: Path, candidate: Path) -> bool:
    """A file that is whole (it got its name last) and not older than the marts of its candidate."""
    return file.is_file() and file.stat().st_mtime >= (candidate / "veerkracht.duckdb").stat().st_mtime


def emptied_of_halves(folder: Path) -> Path:
    """The folder, made where it was not, without what a run that was stopped left half."""
    folder.mkdir(parents=True, exist_ok=True)
    for half in list(folder.rglob(".*.part")):
        shutil.rmtree(half) if half.is_dir() else half.unlink()
    return folder


_mine: list[Make] = []  # how this worker process makes files; it holds the edition for as long as it lives


def _begin(begin: Callable[..., Make], args: tuple[object, ...]) -> None:
    _mine.append(begin(*args))


def _work(codes: list[str]) -> list[str]:
    return list(_mine[-1](codes))
