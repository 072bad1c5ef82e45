"""Seconds and peak memory of a command, measured from outside, and the table that the benchmarks print."""

import json
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

OUT = Path(__file__).parents[2] / "build" / "bench"


@dataclass(frozen=True)
class Measurement:
    """What one command cost: seconds of wall clock and of processor, peak resident memory in MB (largest process)."""

    what: str
    seconds: float
    peak_mb: float
    target: str = ""
    processor: float = 0.0


def measure(
    what: str, command: Sequence[str | Path], target: str = "", env: dict[str, str] | None = None,
    log: Path | None = None, where: Path | None = None,
) -> Measurement:  # fmt: skip
    """Run a command to its end, in the folder `where`, and measure it; its output goes to `log`.

    Raises CalledProcessError, with the end of its output, when it fails.
    """
    log = log or OUT / "log" / f"{what.replace(' ', '-').replace('/', '-')}.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*map(str, command)], stdout=output, stderr=output, env=os.environ | (env or {}), cwd=where
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        told = log.read_text(errors="replace")[-4000:]
        error = subprocess.CalledProcessError(process.returncode, [*map(str, command)], told)
        error.add_note(f"{log}:\n{told}")
        raise error
    return Measurement(what, seconds, usage.ru_maxrss / 1024, target, usage.ru_utime + usage.ru_stime)


def report(title: str, rows: Sequence[Measurement], notes: Sequence[str] = ()) -> None:
    """Print the measurements as a table, ratios as notes, and keep both as JSON below `build/bench/`."""
    table = Table(title=title)
    for column in ("what", "seconds", "processor", "peak MB", "target"):
        table.add_column(column, justify="left" if column in ("what", "target") else "right")
    for row in rows:
        table.add_row(row.what, f"{row.seconds:.2f}", f"{row.processor:.2f}", f"{row.peak_mb:.0f}", row.target)
    console = Console()
    console.print(table)
    for note in notes:
        console.print("  " + note)
    OUT.mkdir(parents=True, exist_ok=True)
    file = OUT / f"{title.lower().replace(' ', '-')}.json"
    file.write_text(json.dumps({"rows": [asdict(row) for row in rows], "notes": list(notes)}, indent=2) + "\n")
