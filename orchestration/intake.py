"""Brings releases in: which are wanted, fetching what is missing, and what is left out and why. Imports nothing heavy.

Used alike by the commands and the Dagster assets; knows neither Dagster nor the screen. Reading and judging is in
`admission`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from veerkracht.commandline import command
from veerkracht.errors import ArchiveError, RevisedError, UnansweredError, VeerkrachtError
from veerkracht.outcome import Outcome
from veerkracht.paths import DataPaths, Publiek, user_catalogues
from veerkracht.sources import archive
from veerkracht.sources.archive import Receipt
from veerkracht.sources.archive.limits import Progress
from veerkracht.sources.catalogue import judgements
from veerkracht.sources.catalogue.judgements import Judgement
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.catalogue.merge import BOUNDARIES
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.catalogue.register import KnownBytes, known_bytes, load_register
from veerkracht.sources.catalogue.registration import accept_command, is_accepted, is_read

Watch = Callable[[Source, Release], Progress | None]
Stage = Literal["ophalen", "lezen", "keuren", "verworpen"]
_FOLDERS = re.compile(r"(?<![\w:/])/(?:[^\s/:;,]+/)+")
REASON = 700  # signs of a reason that are shown; all of it is in the log
ROLES = {
    "kern": ("kern",),
    "reeks": ("kern", "reeks"),
    "alles": ("kern", "reeks", "verfijning"),
}  # which roles each choice of the setting `ophalen` fetches


@dataclass(frozen=True)
class OfRelease:
    """Something of one release, and how it is called."""

    source: Source
    release: Release

    @property
    def name(self) -> str:
        return f"{self.source.bron}@{self.release.release}"


@dataclass(frozen=True)
class Held(OfRelease):
    """A release whose bytes are in the archive."""

    receipt: Receipt

    @property
    def accepted(self) -> bool:
        """Whether the catalogue has registered exactly these bytes."""
        return is_accepted(self.receipt, self.release)

    @property
    def to_accept(self) -> str:
        """The command with which someone accepts these bytes."""
        return accept_command(self.source.bron, self.release.release)


def otherwise_known(one: Held) -> KnownBytes | None:
    """What the register says of a release of which these are other bytes; None where it does not know that release."""
    rows = known_bytes(load_register(user_catalogues()), one.source, one.release)
    return rows[0] if rows and one.receipt.sha256 not in {row.sha256 for row in rows} else None


def warning_of(paths: DataPaths, source: Source, release: Release) -> str | None:
    """What the register says against the received bytes of a release; None where it says nothing or none came in."""
    receipt = archive.receipt(paths, source, release)
    other = otherwise_known(Held(source, release, receipt)) if receipt else None
    return other.warning if other else None


@dataclass(frozen=True)
class LeftOut(OfRelease):
    """A release that is in no edition of this intake: at which step it fell out, and why (Dutch)."""

    step: Stage
    reason: str
    unanswered: bool = False  # its server gave no answer, which says nothing of the release

    @property
    def line(self) -> str:
        """One line for people: the release, the step, and as much of the reason as fits."""
        text = " ".join(self.reason.split())
        return f"{self.name} ({self.step}): {text if len(text) <= REASON else text[: REASON - 1] + '…'}"

    def outcome(self) -> Outcome:
        """What `fct_kwaliteit` says of it: no folder of this machine, and nothing that a restricted delivery holds."""
        is_open = self.source.toegang == "open"
        told = _FOLDERS.sub("", " ".join(self.reason.split())) if is_open else "waarom staat in het logboek van de bouw"
        return Outcome(
            eigenaar="inname",
            controle="release_weggelaten",
            ernst="waarschuwt",
            geslaagd=False,
            bron=self.source.bron,
            release=self.release.release,
            onderwerp=self.step,
            toelichting=told[:REASON],
        )

    @classmethod
    def judged(cls, source: Source, release: Release, judgement: Judgement) -> "LeftOut":
        """A release that could not be read or that a check refused."""
        step: Stage = "lezen" if judgement.staat == judgements.UNREADABLE else "keuren"
        return cls(source, release, step, judgement.reden)


@dataclass(frozen=True)
class Intake:
    """Usable releases, those that wait for acceptance, and those that are left out."""

    accepted: list[Held] = field(default_factory=list)
    unregistered: list[Held] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # what is not as it was, though nothing fell out

    @property
    def held(self) -> list[Held]:
        return [*self.accepted, *self.unregistered]

    def plus(self, other: "Intake") -> "Intake":
        """Both together."""
        return Intake(
            self.accepted + other.accepted,
            self.unregistered + other.unregistered,
            self.left_out + other.left_out,
            self.remarks + other.remarks,
        )


def wanted(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> list[tuple[Source, Release]]:
    """The releases that a build of this public is made of: what the maps need, what else the setting `ophalen` asks
    for from the year `vanaf` on, and all that were received already."""
    settings = catalogue.settings
    return [
        (source, release)
        for source, release in catalogue.releases(publiek)
        if release.rol == "kern"
        or (release.rol in ROLES[settings.ophalen] and release.jaren[-1] >= settings.vanaf)
        or archive.receipt(paths, source, release)
    ]


def replacements(catalogue: Catalogue, publiek: Publiek, intake: Intake) -> list[tuple[Source, Release]]:
    """Other carriers (`vervanging`) of years of a source that were left out and that nothing else serves.

    One a source and year: the next is for when that one fails too.
    """
    tried = {one.name for one in intake.held} | {one.name for one in intake.left_out}
    gone = {
        (one.source.bron, year)
        for one in intake.left_out
        if one.release.rol != "verfijning"
        for year in one.release.jaren
    }
    gone -= {(one.source.bron, year) for one in intake.held for year in one.release.jaren}
    found = []
    for source, release in catalogue.releases(publiek):
        serves = gone & {(source.bron, year) for year in release.jaren}
        if release.rol == "vervanging" and serves and f"{source.bron}@{release.release}" not in tried:
            found.append((source, release))
            gone -= serves
    return found


def fetch_all(
    paths: DataPaths,
    releases: Iterable[tuple[Source, Release]],
    watch: Watch = lambda source, release: None,
    remarks: Iterable[str] = (),
) -> Intake:
    """Fetch each release that is not in the archive yet; one that cannot be had, or has other bytes than are registered
    or were received, is left out and the rest goes on. `remarks`: what is to be told besides."""
    intake = Intake(remarks=list(remarks))
    for source, release in releases:
        if release.uit:
            intake.left_out.append(LeftOut(source, release, "verworpen", release.uit))
            continue
        try:
            receipt: Receipt | None = archive.fetch(paths, source, release, watch(source, release))
        except RevisedError as error:  # what was received is whole and stays in use
            receipt = archive.receipt(paths, source, release)
            intake.remarks.append(str(error))
        except ArchiveError as error:
            unanswered = isinstance(error, UnansweredError)
            intake.left_out.append(LeftOut(source, release, "ophalen", str(error), unanswered))
            continue
        assert receipt is not None
        held = Held(source, release, receipt)
        (intake.accepted if held.accepted else intake.unregistered).append(held)
    return intake


def settled(paths: DataPaths, intake: Intake) -> Intake | None:
    """The intake as it was read and judged before, without reading anything; None when that is not done."""
    done = Intake(left_out=list(intake.left_out), remarks=intake.remarks)
    for one in intake.held:
        found = judgements.known(paths, one.source, one.release)
        if found is None or (found.passed and one.accepted and not is_read(paths, one.source, one.release)):
            return None
        if not found.passed:
            done.left_out.append(LeftOut.judged(one.source, one.release, found))
        else:
            (done.accepted if one.accepted else done.unregistered).append(one)
    return done


def missing(paths: DataPaths, releases: Iterable[tuple[Source, Release]]) -> list[tuple[Source, Release]]:
    """The releases that the archive does not hold and that are not rejected."""
    return [
        (source, release)
        for source, release in releases
        if not release.uit and archive.receipt(paths, source, release) is None
    ]


def sizes(releases: Iterable[tuple[Source, Release]]) -> dict[str, float]:
    """How many bytes each release has, as estimated by its source; by `bron@release`."""
    return {f"{source.bron}@{release.release}": source.omvang_mb * 1e6 for source, release in releases}


def accepted(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> list[Held]:
    """The releases of a build that are in the archive, accepted, and in raw: read, and refused by no check."""
    from veerkracht.sources.intake import ingest

    received = (
        (source, release, archive.receipt(paths, source, release))
        for source, release in catalogue.releases(publiek)
        if not release.uit
    )
    held = [Held(source, release, receipt) for source, release, receipt in received if receipt]
    return [one for one in held if one.accepted and ingest.is_ingested(paths, one.source, one.release)]


def report_lines(intake: Intake) -> list[str]:
    """What was left out of an edition and what to do about it, in Dutch."""
    lines = []
    if intake.unregistered:
        lines.append(f"{len(intake.unregistered)} release(s) opgehaald en goedgekeurd, maar nog niet aanvaard:")
        for one in intake.unregistered:
            lines.append(f"  {one.name}  sha256 {one.receipt.sha256}")
            lines += [f"    Let op: {other.warning}" for other in [otherwise_known(one)] if other]
        lines.append(f"Aanvaard ze met: {command('releases', '--accepteer', 'alle')}")
        lines += [f"of een voor een: {intake.unregistered[0].to_accept}"]
    if intake.left_out:
        lines.append(f"{len(intake.left_out)} release(s) niet in de editie:")
        lines += [f"  {one.line}" for one in intake.left_out]
    lines += [f"Let op: {remark}" for remark in intake.remarks]
    return lines


def require_some(intake: Intake) -> None:
    """Raises VeerkrachtError when no edition can be made of it, with what is missing and what would fill that."""
    _require_an_answer(intake)
    todo = "\n".join(report_lines(intake)) or "De catalogus noemt ze niet."
    if not intake.accepted:
        raise VeerkrachtError(f"Er is geen enkele aanvaarde release, dus geen editie te maken.\n{todo}")
    if not any(one.source.bron == BOUNDARIES for one in intake.accepted):
        raise VeerkrachtError(f"Er zijn geen grenzen van buurten ({BOUNDARIES}), dus geen editie te maken.\n{todo}")


def _require_an_answer(intake: Intake) -> None:
    """Raises VeerkrachtError when there is nothing, and no server answered: then it is the network, told once."""
    asked = [one for one in intake.left_out if one.step == "ophalen"]
    if asked and not intake.held and all(one.unanswered for one in asked):
        raise VeerkrachtError(
            "Geen enkele uitgever antwoordt, dus er is geen editie te maken. Is deze computer met internet verbonden? "
            "Achter een proxy: zie “Proxy en eigen CA” in docs/voor-it.md. Zonder internet: zie `spiegel` en "
            "`fetch --bestand` in docs/dagelijks-gebruik.md.\n"
            f"De eerste van {len(asked)} release(s) die niet te halen waren: {asked[0].line}"
        )
