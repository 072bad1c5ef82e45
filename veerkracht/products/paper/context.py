"""What every page on paper must say: which edition, of when, for whom, from whom."""

from dataclasses import dataclass

from veerkracht.edition.reading import About, Edition
from veerkracht.edition.records import BronRecord
from veerkracht.edition.sources import credits
from veerkracht.edition.words import NOT_ABROAD, edition_words


@dataclass(frozen=True)
class Context:
    """Read once for all atlases of an edition."""

    about: About
    settings: dict[str, str]
    bronnen: list[BronRecord]
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
