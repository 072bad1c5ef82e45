"""The statistics of the fictitious country of `bench_build` (about 14,500 buurten): seconds and peak memory a step.

Each step runs in a process of its own on the work database that `dbt build` left there; an earlier step leaves the
files that a later one reads. Apart from these: the model of change of as many areas, over all pairs of nine years.
"""

import sys

from tests.benchmarks.country import COUNTRY, ENVIRONMENT
from tests.benchmarks.measure import Measurement, measure, report
from veerkracht.statistics import STEPS

TARGETS = {"verandering": "< 1000 MB", "clusters": "< 300 s", "certainty": "< 60 s, < 2000 MB"}
MODEL = "model"
PERIODS, GEMEENTEN, BUURTEN = 36, 342, 42


def main(*only: str) -> None:
    """Measure each step (or only those named) and print the table."""
    if not any(COUNTRY.glob("werk/openbaar/veerkracht.duckdb")):
        sys.exit(f"{COUNTRY}: no work database; run tests.benchmarks.bench_build first")
    report("statistics of a country", measured(*only))


def measured(*only: str) -> list[Measurement]:
    """Measure each step (or only those named)."""
    whats = {step.module: f"statistics {step.module}" for step in STEPS}
    whats[MODEL] = f"model and verdicts of {PERIODS} periods, 3 measures"
    targets = TARGETS | {MODEL: "< 240 s, < 1000 MB"}
    return [
        measure(
            what,
            [sys.executable, "-m", "tests.benchmarks.bench_statistics", step],
            targets.get(step, ""),
            ENVIRONMENT,
        )
        for step, what in whats.items()
        if not only or step in only
    ]


def run(step: str) -> None:
    """One step, in the process that is measured."""
    if step == MODEL:
        _model()
        return
    from veerkracht.paths import DataPaths
    from veerkracht.settings import load_settings
    from veerkracht.statistics.world import StatWorld

    (chosen,) = (one for one in STEPS if one.module == step)
    with StatWorld(DataPaths.from_env(), "openbaar", load_settings(), print, chosen.reads) as world:
        if chosen == STEPS[0]:
            world.start_empty()
        chosen.write(world)


def _model() -> None:
    """On the functions: another draw of the country for each period."""
    from tests.veerkracht.statistics.posterior.countries import KINDS, country, maps

    for seed in range(PERIODS):
        maps(country(KINDS["gepland"], seed, GEMEENTEN, BUURTEN).both)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        main(*sys.argv[2:])
    else:
        run(sys.argv[1]) if len(sys.argv) == 2 else main()
