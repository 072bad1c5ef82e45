"""What a new user waits for: `veerkracht begin` for one gemeente of a country of 342, on the packaged catalogue.

The publishers are played on this machine, with files that were made before, so the line to them costs next to nothing.
"""

import os
import shutil
import sys
from pathlib import Path

from tests.benchmarks.measure import OUT, measure, report
from tests.internet.deliveries import Country
from tests.internet.publishers import Publishers
from veerkracht.sources.catalogue.loading import load_catalogue

COMMAND = Path(sys.executable).with_name("veerkracht")
ROOM = OUT / "begin"
GEMEENTEN = 342


def main() -> None:
    """Begin in an empty folder and refresh once more; prints the table."""
    data = ROOM / "data"
    shutil.rmtree(data, ignore_errors=True)
    country = Country(ROOM / "land", GEMEENTEN)
    for source, release in load_catalogue([]).releases("openbaar"):
        if release.rol == "kern":
            country.file(source, release)
    (ROOM / "ca").mkdir(parents=True, exist_ok=True)
    internet = Publishers(ROOM / "ca", country)
    unset = {name: "" for name in os.environ if name.startswith("VEERKRACHT_")}
    ours = [COMMAND, "--data", data]
    try:
        rows = [
            measure(what, [*ours, *words], target, unset | internet.environment, where=ROOM)
            for what, words, target in (
                ("begin, one gemeente of 342", ["begin", "--gemeente", "Verzonnenstad", "--ja"], "< 360 s, < 3000 MB"),
                ("refresh with nothing new", ["refresh"], "< 3 s"),
            )
        ]
    finally:
        internet.close()
    report("begin", rows)


if __name__ == "__main__":
    main()
