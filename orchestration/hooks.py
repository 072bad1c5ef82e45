"""Tells of each finished step, for the command line and the logfile."""

import logging

import dagster as dg

log = logging.getLogger("veerkracht")


@dg.success_hook
def tell_done(context: dg.HookContext) -> None:
    """Say that a step of a refresh is done."""
    log.info("klaar: %s", context.op.name.replace("__", "/"), extra={"klaar": True})
