"""How patient the archive is with a publisher. Tests give smaller numbers."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class FetchLimits:
    """Seconds, bytes and counts; the defaults suit a slow line and files of gigabytes."""

    connect: float = 15.0
    read: float = 60.0  # longest silence in an answer
    deadline: float = 4 * 3600.0  # whole release, retries included
    slow_window: float = 60.0  # over each window of so many seconds …
    slow_bytes: int = 64_000  # … at least this must come in
    attempts: int = 6
    attempts_connect: int = 2  # when no line can be had at all
    quiet: float = 300.0  # a server that could not be reached is left alone so long
    wait_first: float = 1.0  # back-off doubles from here
    wait_longest: float = 60.0
    redirects: int = 5
    pages: int = 20_000
