"""What a user waits for at the keyboard: help, the demo after installation, a refresh with nothing new."""

import shutil
import sys
from pathlib import Path

from tests.benchmarks.measure import OUT, measure, report

COMMAND = Path(sys.executable).with_name("veerkracht")


def main() -> None:
    """Make the demo in a fresh folder, refresh it twice, and print the table."""
    demo = OUT / "demo"
    shutil.rmtree(demo, ignore_errors=True)
    ours = [COMMAND, "--data", demo, "--catalogus", demo / "voorbeeld" / "catalogus"]
    rows = [
        measure("help", [COMMAND, "--help"], "< 0.5 s"),
        measure("sample of the demo", [COMMAND, "sample", "--uit", demo / "voorbeeld"]),
        measure("first refresh", [*ours, "refresh"], "< 180 s with the sample"),
        measure("refresh with nothing new", [*ours, "refresh"], "< 3 s"),
    ]
    report("commands", rows)


if __name__ == "__main__":
    main()
