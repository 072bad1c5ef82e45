"""From the archive into the warehouse: a release is read and judged in the waiting room, and admitted when it is
accepted and no check refuses it. One that fails is left out with its reason; the others go on.

So `raw` holds nothing but what may be used, and a delivery is judged before anybody accepts it.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from orchestration.intake import Held, Intake, LeftOut
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import CODE, DataPaths
from veerkracht.settings import Settings
from veerkracht.sources.catalogue import judgements
from veerkracht.sources.catalogue.judgements import PASSED, REFUSED, UNREADABLE, Judgement
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.folders import EXPECTATIONS, folders
from veerkracht.sources.intake import ingest, raw

log = logging.getLogger("veerkracht")
SHOWN = 2  # failed checks that the reason of a refusal names


def admit_all(paths: DataPaths, settings: Settings, intake: Intake) -> Intake:
    """Read and judge each release that is not in raw yet, and admit what is accepted; what fails is left out."""
    from expectations.drift import order

    admitted, waiting, left = list[Held](), list[Held](), list(intake.left_out)
    before: dict[str, list[Release]] = {}  # accepted and passed so far: what the next of a source stands beside
    todo = sorted(intake.held, key=lambda one: (one.source.bron, order(one.release)))
    for number, one in enumerate(todo, 1):
        others = before.setdefault(one.source.bron, [])
        judgement = _judgement(paths, settings, one, others, f"{number} van {len(todo)}")
        if not judgement.passed:
            left.append(LeftOut.judged(one.source, one.release, judgement))
            raw.withdraw(_raw(paths, one))
        elif one.accepted:
            _admit(paths, one)
            others.append(one.release)
            admitted.append(one)
        else:
            waiting.append(one)
    return Intake(admitted, waiting, left, intake.remarks)


def _judgement(paths: DataPaths, settings: Settings, one: Held, others: Sequence[Release], where: str) -> Judgement:
    """What is found of a release; as it was kept, when it was made from the same."""
    made_from = _judged_from(paths, settings, one, others)
    for folder in (_raw(paths, one), _waiting(paths, one)):
        kept = judgements.load(folder)
        current = kept and kept.van == made_from
        if kept and current and (not kept.passed or ingest.is_ingested(paths, one.source, one.release, folder)):
            return kept
    folder = _raw(paths, one)
    if not ingest.is_ingested(paths, one.source, one.release):
        folder = _waiting(paths, one)
        log.info("inname: %s lezen (%s)", one.name, where)
        try:
            ingest.ingest(paths, one.source, one.release, folder)
        except VeerkrachtError as error:
            return _refused(folder, Judgement(UNREADABLE, made_from, str(error)), keep=not _of_disk(error))
        except Exception as error:
            log.exception("inname: %s", one.name)
            reason = f"kan niet worden gelezen ({type(error).__name__}: {error}); meld dit aan de makers van veerkracht"
            return _refused(folder, Judgement(UNREADABLE, made_from, reason), keep=False)
    judgement = _judge(settings, one, folder, others, made_from, paths)
    judgements.keep(folder, judgement)
    return judgement


def _judge(
    settings: Settings, one: Held, folder: Path, others: Sequence[Release], made_from: str, paths: DataPaths
) -> Judgement:
    from expectations.drift import check_drift, way_out
    from expectations.raw import check_release

    log.info("keuring: %s", one.name)
    outcomes = (
        *check_release(one.source, one.release, folder),
        *check_drift(paths, one.source, one.release, folder, settings, others),
    )
    blocked = [outcome for outcome in outcomes if outcome.blocks]
    if not blocked:
        return Judgement(PASSED, made_from, uitkomsten=outcomes)
    more = f"; en nog {len(blocked) - SHOWN}" if len(blocked) > SHOWN else ""
    told = "; ".join(outcome.finding for outcome in blocked[:SHOWN]) + more + way_out(blocked)
    return Judgement(REFUSED, made_from, told, outcomes)


def _refused(folder: Path, judgement: Judgement, keep: bool) -> Judgement:
    """A refusal is kept unless another try may end otherwise."""
    if keep:
        judgements.keep(folder, judgement)
    return judgement


def _of_disk(error: VeerkrachtError) -> bool:
    return isinstance(error.__cause__, OSError)


def _admit(paths: DataPaths, one: Held) -> None:
    if not ingest.is_ingested(paths, one.source, one.release):
        raw.admit(_waiting(paths, one), _raw(paths, one), one.source.toegang == "beperkt")


def _judged_from(paths: DataPaths, settings: Settings, one: Held, others: Sequence[Release]) -> str:
    """What a judgement rests on: the release as it was read, the code, the thresholds, and what it stands beside."""
    from expectations.drift import predecessor

    beside = predecessor(one.release, others)
    facts = (
        ingest.made_from(paths, one.source, one.release),
        _checks_version(),
        one.source.drift.model_dump(),
        (settings.drift_waarschuwt, settings.drift_blokkeert),
        beside and beside.release,
    )
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@cache
def _checks_version() -> str:
    """Hash of the checks: those of the package, and what each source expects."""
    files = [*(CODE / "expectations").rglob("*.py"), *(folder / EXPECTATIONS for folder in folders().values())]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _raw(paths: DataPaths, one: Held) -> Path:
    return paths.raw(one.source.toegang, one.source.bron, one.release.release)


def _waiting(paths: DataPaths, one: Held) -> Path:
    return paths.wachtkamer(one.source.toegang, one.source.bron, one.release.release)
