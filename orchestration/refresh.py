"""`veerkracht refresh`: the job `ververs_<publiek>` in this process, unless nothing is new.

Whether something is new is decided before Dagster, dbt or pandas is imported.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.console import console, download_bars
from orchestration.intake import Intake, fetch_all, missing, report_lines, require_some
from orchestration.lock import claim
from veerkracht import publication
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import DataPaths, Publiek
from veerkracht.sources.archive.limits import Progress
from veerkracht.sources.catalogue.loading import Catalogue, load_catalogue
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.catalogue.registration import is_read

if TYPE_CHECKING:
    from rich.status import Status


def refresh(paths: DataPaths, publiek: Publiek, verbose: bool = False) -> Path | None:
    """Fetch, build, check and publish; returns the new edition, None when nothing was new.

    Raises VeerkrachtError when nothing can be published; the last edition stands then.
    """
    claim(paths)
    catalogue = load_catalogue()
    intake = _fetch(paths, catalogue, publiek)
    require_some(intake)
    edition = None
    if known := _already_out(paths, publiek, catalogue, intake):
        console().print(f"Niets nieuws: editie {known} ({publiek}) is van precies deze invoer.", markup=False)
    else:
        edition = _run(paths, publiek, verbose)
    for line in report_lines(intake):
        console().print(line, markup=False)
    return edition


def _fetch(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> Intake:
    releases = catalogue.releases(publiek)
    if not missing(paths, releases):
        return fetch_all(paths, releases)
    with download_bars() as bars:

        def watch(source: Source, release: Release) -> Progress:
            task = bars.add_task(f"{source.bron}@{release.release}", total=None)
            return lambda done, total: bars.update(task, completed=done, total=total)

        return fetch_all(paths, releases, watch)


def _already_out(paths: DataPaths, publiek: Publiek, catalogue: Catalogue, intake: Intake) -> str | None:
    """The edition made of exactly these inputs; None when a release still has to be read."""
    if not all(is_read(paths, one.source, one.release) for one in intake.accepted):
        return None
    inputs = publication.collect_inputs(paths, publiek, catalogue)
    return publication.already_published(paths, publiek, inputs["vingerafdruk"])


def _run(paths: DataPaths, publiek: Publiek, verbose: bool) -> Path | None:
    started = time.monotonic()
    logfile = paths.werk(publiek) / "verversing.log"
    with _logged(logfile, verbose):
        from orchestration.run import run_job

        before = publication.current(paths, publiek)
        run_job(publiek)
    edition = publication.current(paths, publiek)
    if edition is None:
        raise VeerkrachtError(f"De verversing liep af zonder editie; zie {logfile}.")
    folder = paths.publicatie(publiek) / edition
    word = "Gepubliceerd" if edition != before else "Niets nieuws"
    took = time.monotonic() - started
    console().print(f"{word}: editie {edition} ({publiek}) in {took:.0f} s\n{folder}", markup=False)
    return folder if edition != before else None


@contextmanager
def _logged(logfile: Path, verbose: bool) -> Iterator[None]:
    """Everything into the logfile; on the screen the step at hand, or all messages when verbose."""
    from rich.status import Status

    logfile.parent.mkdir(parents=True, exist_ok=True)
    stream = logfile.open("w", encoding="utf-8", buffering=1)
    to_file = logging.StreamHandler(stream)  # no FileHandler: the logging set-up of Dagster's storage closes those
    to_file.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    ours = logging.getLogger("veerkracht")
    level = ours.level
    ours.setLevel(logging.INFO)
    status = Status("begint", console=console(stderr=True))
    to_screen = _Screen(status, verbose)
    handlers = (to_file, to_screen)  # on our own logger: Dagster's storage replaces the handlers of the root
    for handler in handlers:
        ours.addHandler(handler)
    try:
        with status, redirect_stdout(stream):  # dbt's own lines
            yield
    except BaseException:
        ours.exception("de verversing is afgebroken", extra={"alleen_bestand": True})
        raise
    finally:
        for handler in handlers:
            ours.removeHandler(handler)
        ours.setLevel(level)
        stream.close()


class _Screen(logging.Handler):
    """Shows our messages: the newest beside a spinner, finished steps on lines of their own."""

    def __init__(self, status: "Status", verbose: bool):
        super().__init__(logging.INFO)
        self.status, self.verbose = status, verbose

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "alleen_bestand", False):
            return
        text = record.getMessage()
        if self.verbose or getattr(record, "klaar", False) or record.levelno >= logging.WARNING:
            self.status.console.print(text, markup=False)
        self.status.update(text.replace("[", r"\["))
