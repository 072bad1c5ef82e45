"""Brings releases in: fetch what is missing, tell which may be used, read them to raw Parquet. Imports nothing heavy.

Used alike by `veerkracht fetch`, `veerkracht refresh` and the Dagster assets; knows neither Dagster nor the screen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from veerkracht.errors import ArchiveError, ChangedBytesError, VeerkrachtError
from veerkracht.paths import DataPaths, Publiek
from veerkracht.sources import archive
from veerkracht.sources.archive import Receipt
from veerkracht.sources.archive.limits import Progress
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.catalogue.registration import accept_command, is_accepted

Watch = Callable[[Source, Release], Progress | None]


@dataclass(frozen=True)
class Held:
    """A release whose bytes are in the archive."""

    source: Source
    release: Release
    receipt: Receipt

    @property
    def name(self) -> str:
        return f"{self.source.bron}@{self.release.release}"

    @property
    def accepted(self) -> bool:
        """Whether the catalogue has registered exactly these bytes."""
        return is_accepted(self.receipt, self.release)

    @property
    def to_accept(self) -> str:
        """The command with which someone accepts these bytes."""
        return accept_command(self.source.bron, self.release.release)


@dataclass(frozen=True)
class Intake:
    """Usable releases, those that wait for acceptance, and those that could not be had with the reason."""

    accepted: list[Held] = field(default_factory=list)
    unregistered: list[Held] = field(default_factory=list)
    unavailable: list[tuple[Source, Release, str]] = field(default_factory=list)


def fetch_all(
    paths: DataPaths, releases: Iterable[tuple[Source, Release]], watch: Watch = lambda source, release: None
) -> Intake:
    """Fetch each release that is not in the archive yet; one that cannot be had is listed, the rest goes on.

    Raises ChangedBytesError when bytes are other ones than registered or received.
    """
    intake = Intake()
    for source, release in releases:
        try:
            receipt = archive.fetch(paths, source, release, watch(source, release))
        except ChangedBytesError:
            raise
        except ArchiveError as error:
            intake.unavailable.append((source, release, str(error)))
            continue
        held = Held(source, release, receipt)
        (intake.accepted if held.accepted else intake.unregistered).append(held)
    return intake


def missing(paths: DataPaths, releases: Iterable[tuple[Source, Release]]) -> list[tuple[Source, Release]]:
    """The releases that the archive does not hold."""
    return [(source, release) for source, release in releases if archive.receipt(paths, source, release) is None]


def accepted(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> list[Held]:
    """The releases of a build that are in the archive, accepted and read."""
    from veerkracht.sources.intake import ingest

    received = (
        (source, release, archive.receipt(paths, source, release)) for source, release in catalogue.releases(publiek)
    )
    held = [Held(source, release, receipt) for source, release, receipt in received if receipt]
    return [one for one in held if one.accepted and ingest.is_ingested(paths, one.source, one.release)]


def ingest_all(paths: DataPaths, held: Iterable[Held]) -> list[Held]:
    """Read each release that is not raw Parquet yet and return those. Raises DeliveryError, BoundaryError."""
    from veerkracht.sources.intake import ingest

    fresh = [one for one in held if not ingest.is_ingested(paths, one.source, one.release)]
    for one in fresh:
        ingest.ingest(paths, one.source, one.release)
    return fresh


def report_lines(intake: Intake) -> list[str]:
    """What was left out of an edition and what to do about it, in Dutch."""
    lines = []
    if intake.unregistered:
        lines.append(f"{len(intake.unregistered)} release(s) opgehaald maar nog niet aanvaard, dus niet in de editie:")
        for one in intake.unregistered:
            lines += [f"  {one.name}  sha256 {one.receipt.sha256}", f"    {one.to_accept}"]
    if intake.unavailable:
        lines.append(f"{len(intake.unavailable)} release(s) niet beschikbaar, dus niet in de editie:")
        lines += [f"  {source.bron}@{release.release}: {reason}" for source, release, reason in intake.unavailable]
    return lines


def require_some(intake: Intake) -> None:
    """Raises VeerkrachtError when no release at all may be used, with what to do."""
    if not intake.accepted:
        todo = "\n".join(report_lines(intake)) or "De catalogus noemt geen enkele release."
        raise VeerkrachtError(f"Er is geen enkele aanvaarde release, dus geen editie te maken.\n{todo}")
