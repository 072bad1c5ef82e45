"""The steps of a refresh as plain functions, in the order in which they run. The Dagster assets only call these.

A step reads files and writes files below the data folder; nothing is handed on in memory, so each can be repeated.
"""

import json
import logging
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from orchestration import build_files
from orchestration.admission import admit_all
from orchestration.intake import (
    Held,
    Intake,
    accepted,
    fetch_all,
    replacements,
    report_lines,
    require_some,
    wanted,
)
from orchestration.judging import keep_left_out, outcomes_after_dbt
from orchestration.lock import claim
from veerkracht import publication
from veerkracht.areas import target_indeling
from veerkracht.areas.gewichten import build_gewichten
from veerkracht.areas.grenzen import build_grenzen
from veerkracht.errors import BuildError, CatalogueError, PublicationError, VeerkrachtError, suggestion
from veerkracht.files import write_text
from veerkracht.outcome import Outcome
from veerkracht.paths import DataPaths, Publiek
from veerkracht.products import register
from veerkracht.settings import Settings
from veerkracht.sources.catalogue import judgements
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.catalogue.model import Release, Source

log = logging.getLogger("veerkracht")


def take_in(
    paths: DataPaths, catalogue: Catalogue, publiek: Publiek, releases: Iterable[tuple[Source, Release]] | None = None
) -> Intake:
    """Fetch, read and judge what is missing; claims the data folder for this process. What fails is left out.

    `releases` None: those that this public wants, and another carrier of each of them that cannot be used.
    """
    claim(paths)
    _require_outputs(catalogue.settings)
    paths.ensure()
    chosen = wanted(paths, catalogue, publiek) if releases is None else releases
    intake = admit_all(paths, catalogue.settings, fetch_all(paths, chosen, remarks=catalogue.remarks))
    while releases is None and (other := replacements(catalogue, publiek, intake)):
        intake = admit_all(paths, catalogue.settings, intake.plus(fetch_all(paths, other)))
    log.info("inname: %d aanvaarde releases, %d weggelaten", len(intake.accepted), len(intake.left_out))
    return intake


def take_in_one(paths: DataPaths, catalogue: Catalogue, source: Source, release_id: str) -> tuple[Held, list[Outcome]]:
    """Fetch, read and judge one release. Raises VeerkrachtError when it cannot be had or was not accepted yet."""
    publiek: Publiek = "openbaar" if source.toegang == "open" else "leden"
    series = [(one.source, one.release) for one in accepted(paths, catalogue, publiek) if one.source == source]
    asked = (source, source.release(release_id))
    intake = take_in(paths, catalogue, publiek, [*(pair for pair in series if pair != asked), asked])
    held = next((one for one in intake.accepted if one.release.release == release_id), None)
    judgement = judgements.known(paths, source, held.release) if held else None
    if held is None or judgement is None:
        raise VeerkrachtError("\n".join(report_lines(intake)))
    return held, list(judgement.uitkomsten)


def outlines(paths: DataPaths, catalogue: Catalogue) -> list[Path]:
    """Clean outlines of all accepted open releases."""
    claim(paths)
    held = accepted(paths, catalogue, "openbaar")
    return build_grenzen(paths, [(one.source.bron, one.release.release) for one in held], _tell("grenzen"))


def weights(paths: DataPaths, settings: Settings) -> list[Path]:
    """Weights and change classes between vintages."""
    claim(paths)
    return build_gewichten(paths, settings)


def begin_build(paths: DataPaths, catalogue: Catalogue, publiek: Publiek) -> list[Held]:
    """Start a build with an empty work folder: its releases, its facts, empty files, and what it is made from."""
    intake = take_in(paths, catalogue, publiek)
    require_some(intake)
    work = paths.werk(publiek)
    for folder in ("kwaliteit", "uitkomsten", "statistiek"):
        shutil.rmtree(work / folder, ignore_errors=True)
    _pointer(paths, publiek).unlink(missing_ok=True)  # a candidate of an earlier build is none of this one
    paths.werk_database(publiek).unlink(missing_ok=True)  # seeds of another shape would stop dbt
    build_files.write_releases(paths, publiek, intake.accepted)
    build_files.write_build(paths, publiek, target_indeling(paths, catalogue.settings), catalogue.merk)
    build_files.write_own(paths, publiek, catalogue, intake.accepted)
    build_files.write_empty_files(paths, publiek)
    keep_left_out(paths, publiek, intake.left_out, build_files.unused(paths, catalogue, intake.accepted))
    inputs = publication.collect_inputs(paths, publiek, catalogue)
    write_text(_inputs_file(paths, publiek), json.dumps(inputs, default=str))
    return intake.accepted


def release_facts(paths: DataPaths, held: Held) -> dict[str, str | int]:
    """What the UI shows of a raw release: bytes and rows, no figures."""
    import pyarrow.parquet as pq

    file = paths.raw(held.source.toegang, held.source.bron, held.release.release) / "waarnemingen.parquet"
    return {
        "bestand": held.receipt.bestand,
        "bytes": held.receipt.bytes,
        "sha256": held.receipt.sha256,
        "ontvangen": held.receipt.ontvangen,
        "rijen": pq.read_metadata(file).num_rows,
    }


def intake_facts(intake: Intake) -> dict[str, str | int]:
    """What the UI shows of an intake: how many releases, and which were left out and why."""
    facts: dict[str, str | int] = {"aanvaard": len(intake.accepted)}
    left_out = report_lines(intake)
    return facts | ({"niet_gebruikt": "\n".join(left_out)} if left_out else {})


def statistics(paths: DataPaths, publiek: Publiek, settings: Settings) -> dict[str, int]:
    """Noise, model, spread, clusters and certainty as Parquet for dbt's maps; rows per file."""
    import pyarrow.parquet as pq

    from veerkracht import statistics

    claim(paths)
    files = statistics.write(paths, publiek, settings, _tell("statistiek"))
    return {file.stem: pq.read_metadata(file).num_rows for file in files}


def candidate(paths: DataPaths, publiek: Publiek, settings: Settings) -> Path:
    """Copy the marts into a new candidate, with the outcomes of the checks that came after dbt."""
    claim(paths)
    folder = publication.create_candidate(paths, publiek, settings)
    publication.put_outcomes(folder, outcomes_after_dbt(paths, publiek))
    write_text(_pointer(paths, publiek), folder.name)
    return folder


def open_candidate(paths: DataPaths, publiek: Publiek) -> Path:
    """The candidate that this build is making. Raises PublicationError when there is none."""
    pointer = _pointer(paths, publiek)
    folder = paths.publicatie(publiek) / (pointer.read_text(encoding="utf-8") if pointer.is_file() else "-")
    if not folder.is_dir():
        raise PublicationError(
            f"Er is geen kandidaat ({publiek}) in {folder.parent}; draai eerst <{publiek}/kandidaat>."
        )
    return folder


def judge_candidate(paths: DataPaths, publiek: Publiek, settings: Settings) -> list[Outcome]:
    """Check the candidate with all its exports. Raises PublicationError when a blocking check fails."""
    claim(paths)
    return publication.judge(open_candidate(paths, publiek), publiek, settings.cel_minimum)


def publish(paths: DataPaths, publiek: Publiek, settings: Settings) -> Path | None:
    """Make the judged candidate the edition that `actueel` points to; None when these inputs are out already."""
    claim(paths)
    folder = open_candidate(paths, publiek)
    inputs = _inputs_file(paths, publiek)
    if not inputs.is_file():
        raise BuildError(f"{inputs}: ontbreekt; de bouw is niet door de inname gegaan (kies <{publiek}/inname> mee).")
    edition = publication.finish(
        folder, paths, publiek, json.loads(inputs.read_text("utf-8")), settings.edities_bewaren
    )
    _pointer(paths, publiek).unlink(missing_ok=True)
    log.info("publicatie: %s", edition or "dezelfde invoer is al gepubliceerd")
    return edition


def _require_outputs(settings: Settings) -> None:
    """Raises CatalogueError when the setting `zonder` names what is no output: a slip would make it after all."""
    names = [output.name for output in register.OUTPUTS]
    for name in settings.zonder:
        if name not in names:
            near = suggestion(name, names) or f" Er zijn: {', '.join(names)}."
            raise CatalogueError(f"Instelling `zonder`: `{name}` is geen product.{near}")


def _inputs_file(paths: DataPaths, publiek: Publiek) -> Path:
    return paths.werk(publiek) / "invoer.json"


def _pointer(paths: DataPaths, publiek: Publiek) -> Path:
    return paths.werk(publiek) / "kandidaat.txt"


def _tell(step: str) -> Callable[[str], None]:
    return lambda text: log.info("%s: %s", step, text)
