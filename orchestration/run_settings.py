"""What a run from the UI may choose for itself: its run config, above the settings of the catalogue folder."""

from dataclasses import replace

import dagster as dg
from pydantic import Field

from veerkracht.settings import with_values
from veerkracht.sources.catalogue.loading import Catalogue

KEY = "instellingen"


class RunSettings(dg.ConfigurableResource[None]):
    """Settings of one run. What is left empty is as the catalogue says; what is given counts for this run alone."""

    ophalen: str | None = Field(default=None, description="Wat wordt opgehaald: kern, reeks of alles.")
    vanaf: int | None = Field(
        default=None, description="Eerste jaar waarvan meer wordt opgehaald dan de kaarten nodig hebben."
    )
    gemeenten: list[str] | None = Field(
        default=None,
        description="Codes van gemeenten waarvoor atlas, bladzijde, rapport en werkboek komen.",
    )
    zonder: list[str] | None = Field(default=None, description="Producten die niet worden gemaakt, zoals atlas.")

    def of(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with these settings. Raises CatalogueError for a value that a setting cannot have."""
        given = {name: value for name in _NAMES if (value := getattr(self, name)) is not None}
        return replace(catalogue, settings=with_values(catalogue.settings, given, "run config (instellingen)"))


_NAMES = tuple(RunSettings.__annotations__)
