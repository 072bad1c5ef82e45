"""Colours and marks of verdicts as `kleuren.yaml` holds them, and what the report shows of them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

NO_TONE = "geen"


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A verdict in the word of the mart, with its mark and its tone: gunstig, ongunstig, anders or geen."""

    woord: str
    teken: str
    toon: str

    @property
    def is_claim(self) -> bool:
        """Says which side a change went."""
        return self.toon != NO_TONE

    def __str__(self) -> str:
        return f"{self.teken} {self.woord}".strip()


@dataclass(frozen=True, slots=True)
class LineLook:
    """Colours of the lines of a chart."""

    gebied: str
    land: str


@dataclass(frozen=True, slots=True)
class Looks:
    """`oordeel`: every verdict of the marts; the rest are indicators in order, and how many."""

    lijn: LineLook
    oordeel: dict[str, Oordeel]
    rapport_overzicht: list[str]
    rapport_grafieken: list[str]
    rapport_grafieken_aantal: int
    rapport_gewijzigd: list[str]
    rapport_gewijzigd_aantal: int

    def of(self, oordeel: str | None) -> Oordeel:
        """How a verdict looks; one that is not listed keeps its word and claims nothing."""
        word = oordeel or "onbekend"
        return self.oordeel.get(word) or Oordeel(word, "", NO_TONE)


@cache
def looks() -> Looks:
    """Contents of `kleuren.yaml`."""
    given = YAML(typ="safe").load(Path(__file__).with_name("kleuren.yaml"))
    line, verdicts = given.pop("lijn"), given.pop("oordeel")
    return Looks(
        lijn=LineLook(**line), oordeel={word: Oordeel(word, **look) for word, look in verdicts.items()}, **given
    )
