"""What all assets share: the data folder and the catalogue, read once from the environment."""

from dataclasses import dataclass
from functools import cached_property

from veerkracht.paths import PUBLIEKEN, DataPaths, Publiek
from veerkracht.sources.catalogue.loading import Catalogue, load_catalogue
from veerkracht.sources.catalogue.model import Source


@dataclass(frozen=True)
class World:
    """One data folder with one catalogue, and the publics to define assets for."""

    paths: DataPaths
    catalogue: Catalogue
    publieken: tuple[Publiek, ...] = PUBLIEKEN

    @classmethod
    def from_env(cls, *publieken: Publiek) -> "World":
        """The world of VEERKRACHT_DATA and VEERKRACHT_CATALOGUS. Raises CatalogueError."""
        return cls(DataPaths.from_env().ensure(), load_catalogue(), publieken or PUBLIEKEN)

    @cached_property
    def toegang(self) -> dict[str, str]:
        """Access of each source of the catalogue."""
        return {bron: source.toegang for bron, source in self.catalogue.sources.items()}

    def sources(self, publiek: Publiek) -> list[Source]:
        """The sources that a build reads."""
        chosen = self.catalogue.sources if publiek == "leden" else self.catalogue.open_sources()
        return list(chosen.values())
