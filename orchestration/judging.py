"""Runs the checks of a build and keeps their outcomes: Great Expectations, drift, and what dbt's tests said.

Which checks there are is in `expectations` and `dbt_project`; showing them in Dagster is in the assets.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path

from expectations.outcome_files import read_outcomes, write_outcomes
from orchestration.intake import Held, accepted
from orchestration.lock import claim
from veerkracht.errors import BuildError, VeerkrachtError
from veerkracht.outcome import Outcome
from veerkracht.paths import DataPaths, Publiek
from veerkracht.settings import Settings
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.catalogue.registration import keep_judgement

log = logging.getLogger("veerkracht")


class BlockedError(VeerkrachtError):
    """A blocking check failed: nothing is published, the last edition stands."""


def judge_raw(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> list[Outcome]:
    """Judge every release of the build by its suite and beside its predecessor; written for dbt to read."""
    claim(paths)
    held = accepted(paths, catalogue, publiek)
    if not held:
        raise BuildError(f"Er is geen aanvaarde release gelezen; kies eerst <{publiek}/inname> mee.")
    outcomes = [outcome for one in held for outcome in judge_release(paths, one, held, catalogue.settings)]
    write_outcomes(_before_dbt(paths, publiek), outcomes)
    return outcomes


def judge_release(paths: DataPaths, one: Held, held: Iterable[Held], settings: Settings) -> list[Outcome]:
    """Judge one release by its suite, and beside its predecessor among the releases held; the verdict is kept."""
    from expectations.drift import check_drift
    from expectations.raw import check_release

    log.info("keuring: %s", one.name)
    others = [other.release for other in held if other.source == one.source]
    outcomes = [
        *check_release(paths, one.source, one.release),
        *check_drift(paths, one.source, one.release, settings, others),
    ]
    keep_judgement(paths, one.source, one.release, blocked=any(outcome.blocks for outcome in outcomes))
    return outcomes


def judge_marts(paths: DataPaths, publiek: Publiek, settings: Settings) -> list[Outcome]:
    """Judge the distributions of the built marts."""
    from expectations.marts import check_marts

    claim(paths)
    outcomes = check_marts(paths.werk_database(publiek), settings, show_values=publiek == "openbaar")
    write_outcomes(_after_dbt(paths, publiek, "marts"), outcomes)
    return outcomes


def keep_dbt_outcomes(paths: DataPaths, publiek: Publiek, part: str, target: Path) -> list[Outcome]:
    """Outcomes of dbt's tests of one part of the build, from what the run left in its target folder; returns those.

    Tests that this run left out, since only some models were selected, keep the outcome of their last run.
    """
    outcomes, file = dbt_outcomes(target), _after_dbt(paths, publiek, f"dbt_{part}")
    asked = {outcome.controle for outcome in outcomes}
    kept = [outcome for outcome in read_outcomes(file) if outcome.controle not in asked]
    write_outcomes(file, [*kept, *outcomes])
    return outcomes


def dbt_outcomes(target: Path) -> list[Outcome]:
    """The tests among the results of a dbt run; a skipped one is no outcome. `target`: dbt's target folder."""
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    nodes = json.loads((target / "manifest.json").read_bytes())["nodes"]
    tests = [result for result in results if result["unique_id"].startswith("test.") and result["status"] != "skipped"]
    return [
        Outcome(
            eigenaar="dbt",
            controle=result["unique_id"].split(".")[2],
            ernst="waarschuwt" if nodes[result["unique_id"]]["config"]["severity"].lower() == "warn" else "blokkeert",
            geslaagd=result["status"] == "pass",
            waarde=None if result["failures"] is None else float(result["failures"]),
            verwacht="0",
            toelichting=None if result["status"] == "pass" else result["message"],
        )
        for result in tests
    ]


def outcomes_after_dbt(paths: DataPaths, publiek: Publiek) -> list[Outcome]:
    """Outcomes that dbt could not know yet: of its own tests and of the mart suites."""
    files = sorted(_after_dbt(paths, publiek, "*").parent.glob("*.parquet"))
    return [outcome for file in files for outcome in read_outcomes(file)]


def written_outcomes(paths: DataPaths, publiek: Publiek) -> list[Outcome]:
    """All outcomes that this build has written so far."""
    return read_outcomes(_before_dbt(paths, publiek)) + outcomes_after_dbt(paths, publiek)


def stop_if_blocked(outcomes: Iterable[Outcome]) -> None:
    """Raises BlockedError that lists the blocking failures, if there are any."""
    blocked = [outcome for outcome in outcomes if outcome.blocks]
    if blocked:
        listed = "\n".join(f"- {outcome.text()}" for outcome in blocked[:20])
        more = f"\n- en nog {len(blocked) - 20}" if len(blocked) > 20 else ""
        raise BlockedError(f"Controles houden de editie tegen; de vorige blijft staan:\n{listed}{more}")


def _before_dbt(paths: DataPaths, publiek: Publiek) -> Path:
    return paths.werk(publiek) / "kwaliteit" / "keuring.parquet"


def _after_dbt(paths: DataPaths, publiek: Publiek, part: str) -> Path:
    return paths.werk(publiek) / "uitkomsten" / f"{part}.parquet"
