"""How long the steps of a refresh took the last time, to say how long this one will still take."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from veerkracht.files import write_text

FILE = "stappen.json"


class Pace:
    """Counts the steps of a run as they end, one after another, beside those of the run before.

    `file` keeps the seconds of each step for the next run; what stands there and cannot be read counts as nothing.
    """

    def __init__(self, file: Path, count: int, clock: Callable[[], float] = time.monotonic):
        self._file, self._count, self._clock = file, count, clock
        self._before, self._now = _read(file), dict[str, float]()
        self._since = clock()

    def done(self, step: str) -> None:
        """This step has ended."""
        now = self._clock()
        self._now[step], self._since = now - self._since, now
        whole = len(self._now) == self._count  # then what another version called a step is forgotten
        write_text(self._file, json.dumps(self._now if whole else self._before | self._now))

    @property
    def steps(self) -> str:
        """How many of all steps are done."""
        return f"{len(self._now)} van {self._count}"

    @property
    def left(self) -> float | None:
        """Seconds that the other steps will take if they differ from the last time as those done do; None if unknown.

        A step of which nothing is known yet makes that the whole is not known either.
        """
        known = [self._before[step] for step in self._now if step in self._before]
        rest = [seconds for step, seconds in self._before.items() if step not in self._now]
        if not sum(known) or len(known) < len(self._now) or len(self._now) + len(rest) != self._count:
            return None
        return sum(rest) * sum(self._now.values()) / sum(known)


def _read(file: Path) -> dict[str, float]:
    try:
        return {str(step): float(seconds) for step, seconds in json.loads(file.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
