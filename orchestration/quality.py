"""Runs the checks of a build and keeps their outcomes: Great Expectations, drift, and what dbt's tests said.

Which checks there are is in `expectations` and `dbt_project`; showing them in Dagster is in the assets.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from expectations.outcome import Outcome, from_row, write_outcomes
from orchestration.intake import Held
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import DataPaths, Publiek
from veerkracht.settings import Settings
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.catalogue.registration import keep_judgement

log = logging.getLogger("veerkracht")


class BlockedError(VeerkrachtError):
    """A blocking check failed: nothing is published, the last edition stands."""


def judge_raw(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> list[Outcome]:
    """Judge every release of the build by its suite and beside its predecessor; written for dbt to read."""
    from orchestration.steps import accepted

    held = accepted(paths, catalogue, publiek)
    outcomes = [outcome for one in held for outcome in judge_release(paths, one, held, catalogue.settings)]
    write_outcomes(paths.werk(publiek) / "kwaliteit" / "keuring.parquet", outcomes)
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

    outcomes = check_marts(paths.werk_database(publiek), settings, show_values=publiek == "openbaar")
    write_outcomes(_after_dbt(paths, publiek) / "marts.parquet", outcomes)
    return outcomes


def keep_dbt_outcomes(paths: DataPaths, publiek: Publiek, part: str, target: Path) -> list[Outcome]:
    """Outcomes of dbt's tests of one part of the build, from what the run left in its target folder."""
    outcomes = dbt_outcomes(target)
    write_outcomes(_after_dbt(paths, publiek) / f"dbt_{part}.parquet", outcomes)
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


def outcomes_after_dbt(paths: DataPaths, publiek: Publiek) -> list[dict]:
    """Rows of KWALITEIT that dbt could not know yet: its own tests and the mart suites."""
    files = sorted(_after_dbt(paths, publiek).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def written_outcomes(paths: DataPaths, publiek: Publiek) -> list[Outcome]:
    """All outcomes that this build has written so far."""
    raw = paths.werk(publiek) / "kwaliteit" / "keuring.parquet"
    rows = (pq.read_table(raw).to_pylist() if raw.is_file() else []) + outcomes_after_dbt(paths, publiek)
    return [from_row(row) for row in rows]


def stop_if_blocked(outcomes: Iterable[Outcome]) -> None:
    """Raises BlockedError that lists the blocking failures, if there are any."""
    blocked = [outcome for outcome in outcomes if outcome.blocks]
    if blocked:
        listed = "\n".join(f"- {outcome.text()}" for outcome in blocked[:20])
        more = f"\n- en nog {len(blocked) - 20}" if len(blocked) > 20 else ""
        raise BlockedError(f"Controles houden de editie tegen; de vorige blijft staan:\n{listed}{more}")


def _after_dbt(paths: DataPaths, publiek: Publiek) -> Path:
    return paths.werk(publiek) / "uitkomsten"
