"""Tells of each finished step, for the command line and the logfile."""

import logging
from pathlib import Path

import dagster as dg

from orchestration.pace import Pace
from veerkracht.dutch import span

log = logging.getLogger("veerkracht")


def tell_done(count: int, file: Path) -> dg.HookDefinition:
    """A hook that says that a step of a refresh is done, how many of all `count` steps are, and what time is left.

    `file`: where the run before left how long each step took.
    """
    pace = Pace(file, count)

    @dg.success_hook(name="tell_done")
    def tell(context: dg.HookContext) -> None:
        pace.done(context.op.name)
        left = f", nog ongeveer {span(pace.left)}" if pace.left else ""
        step = context.op.name.replace("__", "/")
        log.info("klaar (%s%s): %s", pace.steps, left, step, extra={"klaar": True})

    return tell
