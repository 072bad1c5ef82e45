"""The products of the fictitious country of `bench_build`: candidate, every export, publication, a process each."""

import sys

from tests.benchmarks.country import COUNTRY, EDITION, ENVIRONMENT
from tests.benchmarks.measure import measure, report

PAGES = 10  # maps of an atlas
TARGETS = {
    "atlas": "< 0.2 s a map page, < 3000 MB",
    "paginas": "< 300 s with werkboeken",
    "werkboeken": "< 300 s with paginas",
}


def main() -> None:
    """Measure every step and print the table."""
    from veerkracht.products.output import Turn
    from veerkracht.products.register import outputs

    if not any(COUNTRY.glob("werk/openbaar/veerkracht.duckdb")):
        sys.exit(f"{COUNTRY}: no work database; run tests.benchmarks.bench_build first")
    command = [sys.executable, "-m", __spec__.name]
    written = [output.name for turn in (Turn.FIGURES, Turn.LISTING) for output in outputs("openbaar", turn)]
    steps = ["candidate", *written, "publish"]
    rows = {step: measure(f"export {step}", [*command, step], TARGETS.get(step, ""), ENVIRONMENT) for step in steps}
    books = len(list((EDITION / "atlas").glob("*.pdf")))
    report("products of a country", list(rows.values()), [
        f"seconds a map page over {books} atlases, all their other pages included: "
        f"{rows['atlas'].seconds / books / PAGES:.3f}",
        f"pages and workbooks of {books} gemeenten: {rows['paginas'].seconds + rows['werkboeken'].seconds:.0f} s",
    ])  # fmt: skip


def run(step: str) -> None:
    """One step, in the process that is measured."""
    from orchestration import steps
    from veerkracht.paths import DataPaths
    from veerkracht.products.register import outputs
    from veerkracht.sources.catalogue.loading import load_catalogue

    paths, settings = DataPaths.from_env(), load_catalogue().settings
    if step == "candidate":
        steps.candidate(paths, "openbaar", settings)
    elif step == "publish":
        steps.publish(paths, "openbaar", settings)
    else:
        (output,) = (one for one in outputs("openbaar") if one.name == step)
        output.write(steps.open_candidate(paths, "openbaar"))


if __name__ == "__main__":
    run(sys.argv[1]) if len(sys.argv) == 2 else main()
