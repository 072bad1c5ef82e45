"""The build of a fictitious country of 342 gemeenten (about 14,500 buurten, 11 years): seconds and peak memory a step.

The bare scan-and-write of the same Parquet is the peer: what DuckDB needs to read and write it without any meaning.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks import bench_statistics
from tests.benchmarks.country import CATALOGUE, COUNTRY, ENVIRONMENT
from tests.benchmarks.measure import OUT, measure, report
from veerkracht.paths import DBT_PROJECT

STEPS = {
    "intake": ("fetch and read all releases", ""),
    "weights": ("outlines, weights, change classes", ""),
    "begin": ("list of releases", ""),
    "dbt": ("dbt build of the series and measures", "< 3000 MB"),
    "statistics": ("", ""),  # in steps of its own
    "maps": ("dbt build of the maps", "< 30 s with the measures"),
    "checks": ("raw and mart checks", "< 3000 MB"),
    "bare": ("bare scan and write", ""),
}


def main(*only: str) -> None:
    """Measure each step (or only those named) in a process of its own and print the table."""
    rows = []
    if not CATALOGUE.is_dir():
        command = [Path(sys.executable).with_name("veerkracht"), "sample", "--gemeenten", "342"]
        rows.append(measure("sample of 342 gemeenten", [*command, "--uit", COUNTRY / "voorbeeld"]))
    measured = {}
    for step, (what, target) in STEPS.items():
        if only and step not in only:
            continue
        if step == "statistics":
            rows += bench_statistics.measured()
            continue
        measured[step] = measure(what, [sys.executable, "-m", __spec__.name, step], target, ENVIRONMENT)
        rows.append(measured[step])
    notes = []
    if {"dbt", "maps", "checks", "bare"} <= measured.keys():
        ours = sum(measured[step].seconds for step in ("dbt", "maps", "checks"))
        notes.append(f"dbt build + checks / bare scan and write: {ours / measured['bare'].seconds:.1f}")
    report("build of a country", rows, notes)


def run(step: str) -> None:
    """One step, in the process that is measured."""
    from orchestration import dbt, judging, steps
    from veerkracht.paths import DataPaths
    from veerkracht.sources.catalogue.loading import load_catalogue

    paths, catalogue = DataPaths.from_env().ensure(), load_catalogue()
    if step == "intake":
        steps.take_in(paths, catalogue, "openbaar", catalogue.releases("openbaar"))
    elif step == "weights":
        steps.outlines(paths, catalogue)
        steps.weights(paths, catalogue.settings)
    elif step == "begin":
        steps.begin_build(paths, catalogue, "openbaar")
    elif step == "dbt":
        _dbt(dbt, paths, catalogue.settings, "--exclude", dbt.MAPS)
    elif step == "maps":
        _dbt(dbt, paths, catalogue.settings, "--select", dbt.MAPS)
    elif step == "checks":
        judging.judge_raw(paths, catalogue, "openbaar")
        judging.judge_marts(paths, "openbaar", catalogue.settings)
    elif step == "bare":
        _bare(paths)


def _dbt(dbt, paths, settings, *selection: str) -> None:
    folder = dbt.target_folder(paths, "openbaar")
    where = ["--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT, "--target", "openbaar"]
    command = [dbt.DBT, "build", "--exclude-resource-type", "unit_test", *selection, *where, *dbt.variables(settings)]
    subprocess.run([*map(str, command), "--target-path", str(folder), "--log-path", str(folder)], check=True)


def _bare(paths) -> None:
    import duckdb

    files = str(paths.root / "raw" / "*" / "*" / "waarnemingen.parquet")
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(
            f"copy (from read_parquet('{files}', union_by_name = true)) to '{OUT / 'bare.parquet'}' (format parquet)"
        )
    os.remove(OUT / "bare.parquet")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        main(*sys.argv[2:])
    else:
        run(sys.argv[1]) if len(sys.argv) == 2 else main()
