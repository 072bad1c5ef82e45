"""The command: `python -m tests.compare_editions OLD NEW [--behalve PATTERN …]`."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from . import compare

MOST_PER_FILE = 8


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.compare_editions", description="Compares two editions by content."
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument(
        "--behalve",
        action="append",
        default=[],
        metavar="PATTERN",
        help="what may differ: 'viewer/*.js', '*/fct_kaart/kleur'",
    )
    parser.add_argument(
        "--alles", action="store_true", help=f"print more than {MOST_PER_FILE} differences of a folder or table"
    )
    given = parser.parse_args()
    for folder in (given.old, given.new):
        if not folder.is_dir():
            parser.error(f"{folder} is no folder of an edition")
    seen: Counter[str] = Counter()
    for difference in compare(given.old.resolve(), given.new.resolve(), tuple(given.behalve)):
        group = "/".join(difference.thing.split("/")[:2])
        seen[group] += 1
        if given.alles or seen[group] <= MOST_PER_FILE:
            print(difference, flush=True)
    for group, count in seen.items():
        print(f"= {group}: {count} differences")
    print("the editions are equal" if not seen else f"the editions differ: {seen.total()} differences")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
