"""What users could write in their files in an older version and nothing reads any more, and what to use now.

It stands in `vervallen.yaml`. What may be written today is for the readers of those files to say.
"""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

FILE = Path(__file__).with_name("vervallen.yaml")


class _Gone(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sinds: str  # the version from which it has no effect
    nu: str  # what to use now: a clause in Dutch


class GoneSetting(_Gone):
    """A setting that was."""

    instelling: str

    @property
    def line(self) -> str:
        """What a user hears whose file still names it."""
        return f"`{self.instelling}` doet niets meer sinds versie {self.sinds}: {self.nu}. Haal deze regel weg."


class GoneKind(_Gone):
    """Classes that a map of this soort could have."""

    soort: str
    klassen: tuple[str, ...]

    def line(self, klassen: str) -> str:
        """What a user hears of whom a row of kaarten.csv still has such classes."""
        return f"klassen `{klassen}` van een {self.soort} bestaat niet meer sinds versie {self.sinds}: {self.nu}."


class _Everything(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    instellingen: tuple[GoneSetting, ...]
    kaartsoorten: tuple[GoneKind, ...]


@cache
def _everything() -> _Everything:
    return _Everything.model_validate(YAML(typ="safe").load(FILE))


def gone_settings() -> tuple[GoneSetting, ...]:
    """All settings that are gone, in the order of the file."""
    return _everything().instellingen


def gone_among(names: Collection[str]) -> list[GoneSetting]:
    """Those of the names that were a setting once."""
    return [one for one in gone_settings() if one.instelling in names]


def gone_kind(soort: str, klassen: str) -> GoneKind | None:
    """The kind that a map of this soort and these classes was of; None where that kind never was, or still is."""
    return next((one for one in _everything().kaartsoorten if one.soort == soort and klassen in one.klassen), None)
