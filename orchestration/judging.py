"""Runs the checks of a build and keeps their outcomes: Great Expectations, drift, and what dbt's tests said.

Which checks there are is in `expectations` and `dbt_project`; showing them in Dagster is in the assets.
"""

import json
import logging
import re
from collections.abc import Iterable
from pathlib import Path

from expectations.outcome_files import read_outcomes, write_outcomes
from orchestration.intake import LeftOut, accepted
from orchestration.lock import claim
from veerkracht.dutch import number
from veerkracht.errors import BuildError, VeerkrachtError
from veerkracht.outcome import Outcome
from veerkracht.paths import DataPaths, Publiek
from veerkracht.settings import Settings
from veerkracht.sources.catalogue import judgements
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.own.kenmerken import Unused

log = logging.getLogger("veerkracht")

# what DuckDB says of a text that an ENUM does not have, which it stores as a number
_UNKNOWN_WORD = re.compile(r"Could not convert string '(.*)' to UINT\d+(?: when casting from source column (\w+))?")


class BlockedError(VeerkrachtError):
    """A blocking check failed: nothing is published, the last edition stands."""


def judge_raw(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> list[Outcome]:
    """What was found of every release of the build when it was taken in, and which were left out; written for dbt."""
    claim(paths)
    held = accepted(paths, catalogue, publiek)
    if not held:
        raise BuildError(f"Er is geen aanvaarde release gelezen; kies eerst <{publiek}/inname> mee.")
    kept = (judgements.known(paths, one.source, one.release) for one in held)
    outcomes = [outcome for judgement in kept if judgement for outcome in judgement.uitkomsten]
    write_outcomes(_before_dbt(paths, publiek, "keuring"), outcomes)
    return [*outcomes, *read_outcomes(_before_dbt(paths, publiek, "inname"))]


def keep_left_out(
    paths: DataPaths, publiek: Publiek, left_out: Iterable[LeftOut], unused: Iterable[Unused] = ()
) -> None:
    """Write what is left out of this build, and why, for dbt to read: releases, and kenmerken."""
    outcomes = [*(one.outcome() for one in left_out), *(_unused(one) for one in unused)]
    write_outcomes(_before_dbt(paths, publiek, "inname"), outcomes)


def unused_lines(unused: Iterable[Unused]) -> list[str]:
    """Rows of deliveries that are not in the edition as they would be, and what to do about it, in Dutch."""
    return [f"{one.about.source.bron}@{one.about.release}: {_unused(one).toelichting}" for one in unused]


def _unused(unused: Unused) -> Outcome:
    one = unused.about
    return Outcome(
        eigenaar="inname",
        controle="rijen_niet_gebruikt",
        ernst="waarschuwt",
        geslaagd=False,
        bron=one.source.bron,
        release=one.release,
        onderwerp=f"{one.kenmerk}, {one.populatie}",
        waarde=float(one.rijen),
        verwacht="0",
        toelichting=f"{number(one.rijen)} rijen van kenmerk {one.kenmerk} ({one.populatie}) {unused.why}",
    )


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
    return read_outcomes(_before_dbt(paths, publiek, "keuring")) + outcomes_after_dbt(paths, publiek)


def stop_if_blocked(outcomes: Iterable[Outcome]) -> None:
    """Raises BlockedError that lists the blocking failures, if there are any."""
    blocked = [outcome for outcome in outcomes if outcome.blocks]
    if blocked:
        listed = "\n".join(f"- {outcome.text()}" for outcome in blocked[:20])
        more = f"\n- en nog {len(blocked) - 20}" if len(blocked) > 20 else ""
        raise BlockedError(f"Controles houden de editie tegen; de vorige blijft staan:\n{listed}{more}")


def stop_at_unknown_word(target: Path) -> None:
    """Raises BuildError that names model, word and column where a word of a dbt run has no number in its type.

    Such a word is missing in model int_woord, and DuckDB would tell of a conversion. `target`: dbt's target folder.
    """
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    for result in results:
        found = result["status"] == "error" and _UNKNOWN_WORD.search(result["message"] or "")
        if found:
            where = f" in kolom {found[2]}" if found[2] else ""
            raise BuildError(
                f'Model {result["unique_id"].split(".")[-1]}: het woord "{found[1]}"{where} staat niet in de lijst van '
                "woorden (model int_woord). Dat is een fout van dit programma en niet van uw bestanden: meld hem met "
                "deze zin. Er is niets gepubliceerd; de vorige editie blijft staan."
            )


def _before_dbt(paths: DataPaths, publiek: Publiek, part: str) -> Path:
    return paths.werk(publiek) / "kwaliteit" / f"{part}.parquet"


def _after_dbt(paths: DataPaths, publiek: Publiek, part: str) -> Path:
    return paths.werk(publiek) / "uitkomsten" / f"{part}.parquet"
