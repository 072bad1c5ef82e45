"""The command: `python -m orchestration.claims DATA [--voorbeeld DIR] [--uit DIR]`."""

import argparse
import sys
from pathlib import Path

from orchestration.claims import SAMPLE, claims_of, sample_of
from orchestration.claims.sheets import write
from orchestration.claims.tables import classes, summary, truths
from orchestration.console import complain, console
from veerkracht.errors import VeerkrachtError, held_elsewhere
from veerkracht.paths import PUBLIEKEN, DataPaths


def main(words: list[str] | None = None) -> int:
    """Print the tables, and write them as CSV where asked. Returns 1 when there is no edition to read."""
    given = _parser().parse_args(words)
    database = DataPaths(given.data.resolve()).publicatie(given.publiek) / "actueel" / "veerkracht.duckdb"
    try:
        sample = sample_of(given.data, given.voorbeeld)
        claims = claims_of(database, sample)
    except VeerkrachtError as error:
        complain(str(error))
        return 1
    except Exception as error:
        told = held_elsewhere(error)
        if told is None:
            raise
        complain(told)
        return 1
    out = console()
    for table in (summary(claims), *((truths(claims),) if sample else ()), classes(claims)):
        out.print(table)
    if given.uit:
        out.print(f"Geschreven: {', '.join(str(file) for file in write(claims, given.uit))}", markup=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m orchestration.claims", description="Wat de kaarten beweren.")
    parser.add_argument("data", type=Path, help="datamap met een editie")
    parser.add_argument("--publiek", choices=PUBLIEKEN, default="openbaar")
    parser.add_argument("--voorbeeld", type=Path, help=f"map van het voorbeeld (anders {SAMPLE}/ in de datamap)")
    parser.add_argument("--uit", type=Path, help="map voor kaarten.csv en klassen.csv")
    return parser


if __name__ == "__main__":
    sys.exit(main())
