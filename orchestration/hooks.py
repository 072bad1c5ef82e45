"""Tells of each finished step, for the command line and the logfile."""

import logging

import dagster as dg

log = logging.getLogger("veerkracht")


def tell_done(count: int) -> dg.HookDefinition:
    """A hook that says that a step of a refresh is done, and how many of all `count` steps are."""
    done = set[str]()

    @dg.success_hook(name="tell_done")
    def tell(context: dg.HookContext) -> None:
        done.add(context.op.name)
        step = context.op.name.replace("__", "/")
        log.info("klaar (%d van %d): %s", len(done), count, step, extra={"klaar": True})

    return tell
