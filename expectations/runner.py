"""Runs expectations with Great Expectations on pandas frames; the only module that imports it.

A suite is plain data (`JudgedFrame`, `Expect`): which frame, what is expected of it, how bad it is when it fails.
Great Expectations takes seconds to import, so it is imported when the first look is judged.
"""

import logging
import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from veerkracht import dutch
from veerkracht.outcome import Ernst, Outcome

if TYPE_CHECKING:
    import pandas as pd

SEVERITY = {"blokkeert": "critical", "waarschuwt": "warning", "info": "info"}
EXAMPLES = 5


@dataclass(frozen=True)
class Expect:
    """One expectation: the class of Great Expectations, its arguments, and words for people."""

    kind: str  # e.g. ExpectColumnValuesToBeBetween
    controle: str
    verwacht: str
    ernst: Ernst
    kwargs: dict[str, Any] = field(default_factory=dict)


def between(
    column: str,
    controle: str,
    verwacht: str,
    low: float | None = None,
    high: float | None = None,
    ernst: Ernst = "blokkeert",
    **more: bool,
) -> Expect:
    """All values of a column lie between the bounds given; `more` as Great Expectations names it (`strict_min`)."""
    bounds = {"column": column, "min_value": low, "max_value": high} | more
    return Expect("ExpectColumnValuesToBeBetween", controle, verwacht, ernst, bounds)


@dataclass(frozen=True)
class JudgedFrame:
    """A frame with what is expected of it. `label` is the column that names a row in a message, never a value."""

    onderwerp: str
    frame: "pd.DataFrame"
    expects: tuple[Expect, ...]
    label: str | None = None


def judge(
    looks: Iterable[JudgedFrame],
    eigenaar: str,
    bron: str | None = None,
    release: str | None = None,
    show_values: bool = True,
) -> list[Outcome]:
    """Judge each look. With `show_values` false messages hold counts and labels, never a value of the delivery."""
    return [
        _outcome(look, expect, result, eigenaar, bron, release, show_values)
        for look in looks
        for expect, result in _validate(look)
    ]


def _validate(look: JudgedFrame) -> Iterator[tuple[Expect, Any]]:
    """Pairs of expectation and GX result."""
    import great_expectations as gx
    import great_expectations.expectations as gxe

    made = [
        getattr(gxe, expect.kind)(**expect.kwargs, severity=SEVERITY[expect.ernst], meta={"nummer": number})
        for number, expect in enumerate(look.expects)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GX warns of pandas' own future, which the reader of a log cannot mend
        batch = _batch_definition().get_batch(batch_parameters={"dataframe": look.frame})
        validated = batch.validate(gx.ExpectationSuite(name=look.onderwerp, expectations=made))
    for result in validated.results:
        yield look.expects[result.expectation_config.meta["nummer"]], result


@cache
def _batch_definition() -> Any:
    """A whole-frame batch in an ephemeral context that keeps nothing and calls nobody."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("veerkracht").add_dataframe_asset("blik")
    return asset.add_batch_definition_whole_dataframe("geheel")


def _outcome(
    look: JudgedFrame,
    expect: Expect,
    result: Any,
    eigenaar: str,
    bron: str | None,
    release: str | None,
    show_values: bool,
) -> Outcome:
    raised = result.exception_info.get("exception_message")
    if raised:
        # a check that cannot be made is no check that passed
        text, count = f"kon niet worden uitgevoerd: {raised}" if show_values else "kon niet worden uitgevoerd", None
    else:
        text, count = _found(look, expect, result.result, show_values)
    return Outcome(
        eigenaar=eigenaar,
        controle=expect.controle,
        ernst=expect.ernst,
        geslaagd=bool(result.success),
        bron=bron,
        release=release,
        onderwerp=look.onderwerp,
        waarde=count,
        verwacht=expect.verwacht,
        toelichting=None if result.success and not raised else text,
    )


def _found(look: JudgedFrame, expect: Expect, result: dict[str, Any], show_values: bool) -> tuple[str, float | None]:
    """What a failed expectation found, as text, and the number of rows that are wrong (or counted)."""
    if "unexpected_count" not in result:
        counted = result.get("observed_value")
        count = float(counted) if isinstance(counted, (int, float)) else None
        return (f"{counted} gevonden" if isinstance(counted, (int, float)) else "niet voldaan"), count
    count, total = result["unexpected_count"], result["element_count"]
    text = f"{count} van {total} rijen"
    rows = list(result.get("partial_unexpected_index_list") or [])[:EXAMPLES]
    if rows and look.label:
        text += ": " + ", ".join(_example(look, expect, row, show_values) for row in rows)
    return text, float(count)


def _example(look: JudgedFrame, expect: Expect, row: Any, show_values: bool) -> str:
    label = str(look.frame.at[row, look.label])
    column = expect.kwargs.get("column")
    if not show_values or column in (None, look.label):
        return label
    value: Any = look.frame.at[row, column]
    return f"{label} = {dutch.bare(value) if isinstance(value, float) else value}"
