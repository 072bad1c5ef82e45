"""Partial worlds by the hundred: up to the series on functions and SQL, and whole from files to an edition.

Each world is kept when it is done: what stopped half way goes on where it was.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bewijs.functions import Tell
from tests.bewijs.outcome import Outcome
from tests.invariants import broken
from tests.worlds import whole
from tests.worlds.drawing import Partial, drawn
from tests.worlds.small import Sample, SmallWorld
from veerkracht.errors import VeerkrachtError
from veerkracht.files import write_text
from veerkracht.paths import DataPaths
from veerkracht.sample import write_sample

SMALL, WHOLE = 2000, 40
TOO_LONG = 500  # signs of an error that is one sentence
Try = Callable[[Partial], str | None]  # what is wrong with what came of a world; None when nothing is


def small(folder: Path, tell: Tell) -> list[Outcome]:
    """Worlds on functions and SQL."""
    _, sample = _sample(folder)

    def attempt(world: Partial) -> str | None:
        with tempfile.TemporaryDirectory(dir=folder) as room:
            try:
                return "; ".join(map(str, broken(SmallWorld(sample, world, Path(room)).rows))) or None
            except VeerkrachtError as error:
                return None if len(str(error)) <= TOO_LONG else f"{len(str(error))} signs: {error}"

    return _outcomes("worlds up to the series", folder / "small", drawn(sample.known, SMALL, 10), attempt, tell)


def chains(folder: Path, tell: Tell) -> list[Outcome]:
    """Worlds from files to an edition, by `veerkracht refresh`."""
    files, sample = _sample(folder)

    def attempt(world: Partial) -> str | None:
        with tempfile.TemporaryDirectory(dir=folder) as room:
            return whole.run(files, world, Path(room)).fault

    return _outcomes("worlds to an edition", folder / "whole", drawn(sample.known, WHOLE, 11), attempt, tell)


def _sample(folder: Path) -> tuple[Path, Sample]:
    """The files of the sample, and its raw releases."""
    files, data = folder / "voorbeeld", folder / "raw"
    if not (data / "klaar").exists():
        shutil.rmtree(folder, ignore_errors=True)
        write_sample(files, gemeenten=6)
        Sample.take_in(data, files / "catalogus")
        (data / "klaar").touch()
    return files, Sample(DataPaths(data))


def _outcomes(what: str, kept: Path, worlds: list[Partial], attempt: Try, tell: Tell) -> list[Outcome]:
    """Try each world that was not tried; an error that is not ours is a fault of the world as well."""
    kept.mkdir(parents=True, exist_ok=True)
    faults: list[tuple[int, str]] = []
    for number, world in enumerate(worlds):
        file = kept / f"{number}.json"
        if not file.exists():
            tell(f"{what}: {number + 1} of {len(worlds)}", number / len(worlds))
            write_text(file, json.dumps({"world": str(world), "fault": _fault(attempt, world)}, indent=1))
        if fault := json.loads(file.read_text("utf-8"))["fault"]:
            faults.append((number, fault))
    told = f"{len(worlds)}, faults: {len(faults)}" + "".join(f"\n{number}: {fault}" for number, fault in faults[:5])
    return [Outcome(what, "no fault", told, not faults)]


def _fault(attempt: Try, world: Partial) -> str | None:
    try:
        return attempt(world)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
