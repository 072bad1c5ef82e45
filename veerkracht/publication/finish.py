"""From complete candidate to edition: checks, then manifest, rename, flip, prune.

The outputs that show what the checks found are made in between: `judge` first, then they, then `finish`.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from veerkracht.errors import PublicationError
from veerkracht.files import fsync
from veerkracht.outcome import Outcome
from veerkracht.paths import DataPaths, Publiek
from veerkracht.publication import checks, editions
from veerkracht.publication.candidate import OWNER, prune_stale, removed_on_failure
from veerkracht.publication.cells import MINIMUM
from veerkracht.publication.fingerprint import Inputs, already_published
from veerkracht.publication.manifest import write_manifest
from veerkracht.publication.outcomes import is_judged, put_outcomes


def judge(candidate: Path, publiek: Publiek, cel_minimum: int = MINIMUM) -> list[Outcome]:
    """Check a candidate with all its exports and write the outcomes down in it; returns them.

    Raises PublicationError when a blocking check fails; the candidate is gone then, the editions are untouched.
    """
    with removed_on_failure(candidate):
        outcomes = checks.run(candidate, publiek, cel_minimum)
        _stop_if_blocked(outcomes)
        put_outcomes(candidate, outcomes)
    return outcomes


def finish(
    candidate: Path, paths: DataPaths, publiek: Publiek, inputs: Inputs, edities_bewaren: int | None = None
) -> Path | None:
    """Publish a judged candidate as the next edition and return its folder; None when these inputs are out already.

    `inputs` is what `collect_inputs` gave before the build. Raises PublicationError when the candidate was not judged,
    a page is missing or may not leave, or writing fails; `actueel` and the editions before it are untouched then and
    the candidate is gone.
    """
    folder = paths.publicatie(publiek)
    with removed_on_failure(candidate), editions.locked(folder):
        if inputs.get("vingerafdruk") and already_published(paths, publiek, inputs["vingerafdruk"]):
            shutil.rmtree(candidate)
            return None
        if not is_judged(candidate):
            raise PublicationError(f"{candidate}: deze kandidaat is niet gekeurd; draai eerst <keuring_kandidaat>.")
        _stop_if_blocked(checks.run_closing(candidate, publiek))
        name = editions.next_name(paths, publiek)
        (candidate / OWNER).unlink(missing_ok=True)
        database = candidate / "veerkracht.duckdb"
        database.chmod(database.stat().st_mode & ~0o222)  # an analyst who forgets read_only would lock out the others
        write_manifest(candidate, name, inputs)
        edition = candidate.rename(folder / name)
        with removed_on_failure(edition):
            fsync(folder)
            editions.flip(folder, name)
        editions.prune(paths, publiek, edities_bewaren or inputs["instellingen"]["edities_bewaren"])
    prune_stale(paths, publiek)
    return edition


def _stop_if_blocked(outcomes: Iterable[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.blocks]
    if failed:
        raise PublicationError(
            "De publicatie is tegengehouden; de vorige editie blijft staan:\n"
            + "\n".join(f"- {one.controle} ({one.onderwerp}): {one.toelichting}" for one in failed)
        )
