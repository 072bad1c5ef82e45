"""`veerkracht refresh`: the job `ververs_<publiek>` in this process, unless nothing is new.

Whether something is new is decided before Dagster, dbt or pandas is imported.
"""

import logging
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.console import console
from orchestration.downloads import fetch_shown
from orchestration.intake import (
    Held,
    Intake,
    otherwise_known,
    replacements,
    report_lines,
    require_some,
    settled,
    wanted,
)
from orchestration.lock import claim
from orchestration.trust import Ask, settle
from veerkracht import publication
from veerkracht.dutch import number
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import DataPaths, Publiek
from veerkracht.sources.catalogue.loading import load_catalogue

if TYPE_CHECKING:
    from rich.status import Status

    from veerkracht.settings import Vertrouwen

LOGS_KEPT = 20


def refresh(
    paths: DataPaths,
    publiek: Publiek,
    verbose: bool = False,
    streng: bool = False,
    vertrouwen: "Vertrouwen | None" = None,
    ask: Ask | None = None,
) -> Path | None:
    """Fetch, read, judge, build, check and publish; returns the new edition, None when nothing was new.

    `vertrouwen` None: that of the settings. `ask` None: the question is asked where somebody sits at a terminal. With
    `streng` any release that is left out stops it. Raises VeerkrachtError when nothing can be published; the last
    edition stands then.
    """
    intake = bring_in(paths, publiek, vertrouwen, ask or asker(), verbose)
    require_some(intake)
    if streng and (intake.left_out or intake.unregistered):
        raise VeerkrachtError("\n".join(["Streng: er wordt geen editie gemaakt.", *report_lines(intake)]))
    edition = None
    if known := _already_out(paths, publiek):
        console().print(f"Niets nieuws: editie {known} ({publiek}) is van precies deze invoer.", markup=False)
    else:
        edition = _run(paths, publiek, verbose)
    for line in [*report_lines(intake), *_unused(paths, intake)]:
        console().print(line, markup=False)
    return edition


def _unused(paths: DataPaths, intake: Intake) -> list[str]:
    """Rows of restricted deliveries that are in no table of the edition; nothing heavy is imported for an open one."""
    if all(one.source.toegang == "open" for one in intake.accepted):
        return []
    from orchestration.build_files import unused
    from orchestration.judging import unused_lines

    return unused_lines(unused(paths, load_catalogue(), intake.accepted))


def bring_in(
    paths: DataPaths, publiek: Publiek, vertrouwen: "Vertrouwen | None", ask: Ask | None, verbose: bool = False
) -> Intake:
    """What the build may use, after the question about what is new; nothing is read where all is known."""
    claim(paths)
    catalogue = load_catalogue()
    policy = vertrouwen or catalogue.settings.vertrouwen
    _rotate(_logfile(paths, publiek))
    intake = settled(paths, fetch_shown(paths, wanted(paths, catalogue, publiek), catalogue.remarks))
    if intake is None or replacements(catalogue, publiek, intake):
        intake = _take_in(paths, publiek, verbose)
    if settle(paths, catalogue, intake.unregistered, policy, ask or _nobody):
        return _take_in(paths, publiek, verbose)
    return intake


def asker() -> Ask | None:
    """The question in the terminal; None where nobody sits at one."""
    return _ask if sys.stdin.isatty() and sys.stdout.isatty() else None


def _ask(new: Sequence[Held]) -> bool:
    import typer

    out = console()
    for one in new:
        size = number(one.receipt.bytes / 1e6, 1)
        out.print(f"  {one.name}  {size} MB  {one.receipt.url or one.receipt.bestand}", markup=False)
        out.print(f"    sha256 {one.receipt.sha256}", markup=False)
        if other := otherwise_known(one):
            out.print(f"    Let op: {other.warning}", markup=False)
    files = "dit ene nieuwe bestand" if len(new) == 1 else f"deze {len(new)} nieuwe bestanden"
    return typer.confirm(f"Alle controles geslaagd. Wilt u {files} gebruiken?")


def _nobody(new: Sequence[Held]) -> bool:
    return False


def _take_in(paths: DataPaths, publiek: Publiek, verbose: bool) -> Intake:
    with _logged(_logfile(paths, publiek), verbose):
        from orchestration.steps import take_in

        return take_in(paths, load_catalogue(), publiek)


def _already_out(paths: DataPaths, publiek: Publiek) -> str | None:
    """The edition made of exactly these inputs."""
    inputs = publication.collect_inputs(paths, publiek, load_catalogue())
    return publication.already_published(paths, publiek, inputs["vingerafdruk"])


def _run(paths: DataPaths, publiek: Publiek, verbose: bool) -> Path | None:
    started, logfile = time.monotonic(), _logfile(paths, publiek)
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
    if edition == before:
        return None
    from orchestration.told import map_lines

    for line in map_lines(folder):
        console().print(line, markup=False)
    return folder


def _logfile(paths: DataPaths, publiek: Publiek) -> Path:
    return paths.werk(publiek) / "verversing.log"


def _rotate(logfile: Path) -> None:
    """The log of the run before stays beside that of this one; of older ones as many as `LOGS_KEPT`."""
    if logfile.is_file():
        ended = datetime.fromtimestamp(logfile.stat().st_mtime).strftime("%Y%m%d-%H%M%S")
        logfile.rename(logfile.with_name(f"verversing-{ended}.log"))
        for old in sorted(logfile.parent.glob("verversing-*.log"))[:-LOGS_KEPT]:
            old.unlink()


@contextmanager
def _logged(logfile: Path, verbose: bool) -> Iterator[None]:
    """Everything into the logfile; on the screen the step at hand, or all messages when verbose."""
    from rich.status import Status

    logfile.parent.mkdir(parents=True, exist_ok=True)
    stream = logfile.open("a", encoding="utf-8", buffering=1)
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
