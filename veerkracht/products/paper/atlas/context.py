"""What every page of an atlas must say: which edition, of when, for whom, from whom; and the fixed sentences."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from veerkracht.dutch import day
from veerkracht.edition.reading import About, Edition
from veerkracht.edition.records import BronRegel
from veerkracht.edition.sources import credits
from veerkracht.paths import EDITION

SIGNAL = (
    "Deze kaart signaleert en is het begin van een gesprek; zij meet niet hoe bewoners hun buurt ervaren. "
    "Reconstructie op open data, niet de kaart van Aedes."
)
SIGNAL_ALL = (
    "Deze kaarten signaleren en zijn het begin van een gesprek; zij meten niet hoe bewoners hun buurt ervaren. "
    "Reconstructie op open data, niet de kaart van Aedes."
)
NOT_ABROAD = "NIET VERSPREIDEN"


@dataclass(frozen=True)
class Context:
    """Read once for all atlases of an edition."""

    about: About
    settings: dict[str, str]
    bronnen: list[BronRegel]
    editie: str  # name and date in words

    @classmethod
    def read(cls, edition: Edition) -> "Context":
        return cls(edition.about, edition.settings, credits(edition), edition_words(edition.folder))

    @property
    def credit_line(self) -> str:
        """Publishers with their licences, each once."""
        return "Gegevens: " + "; ".join(dict.fromkeys(f"{b.uitgever} ({b.licentie})" for b in self.bronnen))

    @property
    def marks(self) -> list[str]:
        """Marks that must stand large on every page."""
        return [mark for mark in (self.about.merk, NOT_ABROAD if self.about.niet_verspreiden else None) if mark]


def edition_words(folder: Path) -> str:
    """`Editie 2026-11-22.1`; of a candidate, that has no name yet, the day on which its marts were copied."""
    name = folder.resolve().name
    if EDITION.match(name):
        return f"Editie {name}"
    made = datetime.fromtimestamp((folder / "veerkracht.duckdb").stat().st_mtime)
    return f"Editie van {day(made)}"
