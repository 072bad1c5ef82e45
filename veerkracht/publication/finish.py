"""From complete candidate to edition: checks, the outputs that show them, manifest, rename, flip, prune."""

import shutil
from collections.abc import Callable
from pathlib import Path

from veerkracht.errors import PublicationError
from veerkracht.files import fsync
from veerkracht.paths import DataPaths, Publiek
from veerkracht.publication import cells, checks, editions
from veerkracht.publication.candidate import OWNER, prune_stale, removed_on_failure
from veerkracht.publication.fingerprint import already_published
from veerkracht.publication.manifest import write_manifest
from veerkracht.publication.quality import append_quality


def run_checks(candidate: Path, publiek: Publiek, cel_minimum: int = cells.MINIMUM) -> list[dict]:
    """Outcomes of all candidate checks as rows of schema KWALITEIT; writes nothing, raises nothing on a failure."""
    return checks.run(candidate, publiek, cel_minimum)


def finish(
    candidate: Path,
    paths: DataPaths,
    publiek: Publiek,
    inputs: dict,
    edities_bewaren: int | None = None,
    close: Callable[[Path, Publiek], list[Path]] | None = None,
) -> Path | None:
    """Publish a candidate as the next edition and return its folder; None when these inputs are published already.

    `inputs` is what `collect_inputs` gave before the build; `close` writes the outputs that show how the checks came
    out, and returns their files; without it they are there already. Raises PublicationError when a blocking check
    fails or writing fails; `actueel` and the editions before it are untouched then and the candidate is gone.
    """
    folder = paths.publicatie(publiek)
    with removed_on_failure(candidate), editions.locked(folder):
        if inputs.get("vingerafdruk") and already_published(paths, publiek, inputs["vingerafdruk"]):
            shutil.rmtree(candidate)
            return None
        outcomes = run_checks(candidate, publiek, inputs["instellingen"]["cel_minimum"])
        _stop_if_failed(outcomes)
        append_quality(candidate, outcomes)
        _stop_if_failed(checks.closing(candidate, publiek, close(candidate, publiek) if close else []))
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


def _stop_if_failed(rows: list[dict]) -> None:
    failed = [row for row in rows if row["uitkomst"] == "gefaald" and row["ernst"] == "blokkeert"]
    if failed:
        raise PublicationError(
            "De publicatie is tegengehouden; de vorige editie blijft staan:\n"
            + "\n".join(f"- {row['controle']} ({row['onderwerp']}): {row['toelichting']}" for row in failed)
        )
