"""Outcomes of our checks as asset check results of Dagster: a blocking failure is an error, another one a warning."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dagster as dg

from veerkracht.outcome import Outcome

if TYPE_CHECKING:
    Materialized = dg.MaterializeResult[None]
else:
    Materialized = dg.MaterializeResult  # with a parameter Dagster does not know its own result at run time

SHOWN = 50


def check_result(name: str, outcomes: Sequence[Outcome], key: dg.AssetKey) -> dg.AssetCheckResult:
    """One check result over many outcomes; the failures stand in its metadata."""
    failed = [outcome for outcome in outcomes if not outcome.geslaagd]
    blocks = any(outcome.blocks for outcome in failed)
    return dg.AssetCheckResult(
        check_name=name,
        asset_key=key,
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
        metadata={
            "controles": len(outcomes),
            "gefaald": len(failed),
            **({"uitkomsten": "\n".join(f"- {outcome.text()}" for outcome in failed[:SHOWN])} if failed else {}),
        },
    )
