"""Executes a refresh job in this process and gives its errors the words of our own."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dagster._core.errors import DagsterAssetCheckFailedError, DagsterExecutionInterruptedError  # public nowhere else

from orchestration.code_location import build_definitions
from orchestration.judging import stop_if_blocked, written_outcomes
from orchestration.world import World
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import Publiek

log = logging.getLogger("veerkracht")


def run_job(publiek: Publiek) -> None:
    """Run `ververs_<publiek>` on the world of the environment, with the instance of DAGSTER_HOME if there is one.

    Raises VeerkrachtError for what a user can mend, KeyboardInterrupt when stopped, any other error as it was raised.
    """
    world = World.from_env(publiek)
    job = build_definitions(world).resolve_job_def(f"ververs_{publiek}")
    try:
        with _instance() as instance:
            job.execute_in_process(instance=instance, run_config=_QUIET)
    except DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    except dg.DagsterExecutionStepExecutionError as error:
        if isinstance(error.user_exception, VeerkrachtError):
            raise error.user_exception from None
        raise
    except DagsterAssetCheckFailedError:
        stop_if_blocked(written_outcomes(world.paths, publiek))
        raise


_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@contextmanager
def _instance() -> Iterator[dg.DagsterInstance]:
    """The instance of DAGSTER_HOME, so that the UI shows the run; without one an instance that forgets."""
    home = os.environ.get("DAGSTER_HOME")
    if home and Path(home, "dagster.yaml").is_file():
        with dg.DagsterInstance.get() as instance:
            yield instance
    else:
        with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
            yield instance
