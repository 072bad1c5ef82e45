"""The statistics of the fictitious country of `bench_build` (about 14,500 buurten): seconds and peak memory a step.

Each step runs in a process of its own on the work database that `dbt build` left there; an earlier step leaves the
files that a later one reads.
"""

import sys

from tests.benchmarks.country import COUNTRY, ENVIRONMENT
from tests.benchmarks.measure import Measurement, measure, report

STEPS = {
    "verandering": ("noise, model and verdict of every change", "< 1000 MB"),
    "spread": ("spread, interval and verdicts", ""),
    "clusters": ("local clusters of every gemeente, 9,999 permutations", "< 300 s"),
    "stand": ("certainty of every level", ""),
    "certainty": ("certainty of every class", "< 60 s, < 2000 MB"),
}


def main(*only: str) -> None:
    """Measure each step (or only those named) and print the table."""
    if not any(COUNTRY.glob("werk/openbaar/veerkracht.duckdb")):
        sys.exit(f"{COUNTRY}: no work database; run tests.benchmarks.bench_build first")
    report("statistics of a country", measured(*only))


def measured(*only: str) -> list[Measurement]:
    """Measure each step (or only those named)."""
    return [
        measure(what, [sys.executable, "-m", "tests.benchmarks.bench_statistics", step], target, ENVIRONMENT)
        for step, (what, target) in STEPS.items()
        if not only or step in only
    ]


def run(step: str) -> None:
    """One step, in the process that is measured."""
    from importlib import import_module

    from veerkracht.paths import DataPaths
    from veerkracht.settings import load_settings
    from veerkracht.statistics import reads
    from veerkracht.statistics.world import StatWorld

    with StatWorld(DataPaths.from_env(), "openbaar", load_settings(), print, reads(step)) as world:
        if step == next(iter(STEPS)):
            world.start_empty()
        import_module(f"veerkracht.statistics.{step}").write(world)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        main(*sys.argv[2:])
    else:
        run(sys.argv[1]) if len(sys.argv) == 2 else main()
