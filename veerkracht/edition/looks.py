"""Colours, marks and words of verdicts as `kleuren.yaml` holds them, and what the report shows of them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Oordeel:
    """Word and mark of a verdict."""

    woord: str
    teken: str

    def __str__(self) -> str:
        return f"{self.teken} {self.woord}"


@dataclass(frozen=True, slots=True)
class Lijn:
    """Colours of the lines of a chart."""

    gebied: str
    land: str


@dataclass(frozen=True, slots=True)
class Looks:
    """`uitspraak`: verdicts on a question, `oordeel`: on a change; the rest are indicators in order, and how many."""

    lijn: Lijn
    oordeel: dict[str, Oordeel]
    uitspraak: dict[str, Oordeel]
    rapport_overzicht: list[str]
    rapport_grafieken: list[str]
    rapport_grafieken_aantal: int
    rapport_gewijzigd: list[str]
    rapport_gewijzigd_aantal: int


@cache
def looks() -> Looks:
    """Contents of `kleuren.yaml`."""
    given = YAML(typ="safe").load(Path(__file__).with_name("kleuren.yaml"))
    lijn, *verdicts = (given.pop(name) for name in ("lijn", "oordeel", "uitspraak"))
    oordeel, uitspraak = ({name: Oordeel(**look) for name, look in part.items()} for part in verdicts)
    return Looks(lijn=Lijn(**lijn), oordeel=oordeel, uitspraak=uitspraak, **given)
