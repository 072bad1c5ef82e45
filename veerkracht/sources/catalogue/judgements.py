"""What was found of a release when it was read and judged: kept beside it, so that it is not done again.

Who judges, and when a judgement is out of date, is for the orchestration to say.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from veerkracht.files import write_text
from veerkracht.outcome import Outcome
from veerkracht.paths import DataPaths
from veerkracht.sources.catalogue.model import Release, Source

FILE = "keuring.json"
UNREADABLE, REFUSED, PASSED = "niet leesbaar", "afgekeurd", "gecontroleerd"


@dataclass(frozen=True)
class Judgement:
    """`staat` as `veerkracht releases` shows it, `van` what was judged and by what, `reden` why it was refused."""

    staat: str
    van: str
    reden: str = ""
    uitkomsten: tuple[Outcome, ...] = ()

    @property
    def passed(self) -> bool:
        return self.staat == PASSED


def keep(folder: Path, judgement: Judgement) -> None:
    """Write the judgement into the folder of the release in raw or in the waiting room."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / FILE, json.dumps(asdict(judgement), ensure_ascii=False))


def load(folder: Path) -> Judgement | None:
    """The judgement that a folder holds; None when there is none, or none of this version."""
    try:
        held = json.loads((folder / FILE).read_text("utf-8"))
        return Judgement(**held | {"uitkomsten": tuple(Outcome(**row) for row in held["uitkomsten"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def known(paths: DataPaths, source: Source, release: Release) -> Judgement | None:
    """The judgement of a release: of what waits, else of what is in raw."""
    key = (source.toegang, source.bron, release.release)
    return load(paths.wachtkamer(*key)) or load(paths.raw(*key))
