"""What every output on paper takes from an edition, read once: maps, outlines, texts, settings, colours and figures."""

from dataclasses import dataclass, replace
from functools import cached_property

from veerkracht.edition.figures import Figures
from veerkracht.edition.loading import load
from veerkracht.edition.maps import Maps, Sheet
from veerkracht.edition.reading import Edition
from veerkracht.edition.story import Story
from veerkracht.errors import VeerkrachtError
from veerkracht.products.paper.atlas.land import LandOutlines
from veerkracht.products.paper.context import Context

LEVELS = ("gemeente", "land")  # of the figures for the page of the change


@dataclass
class Printing:
    """What all maps on paper of an edition share, read once."""

    edition: Edition
    maps: Maps
    land: LandOutlines
    context: Context
    story: Story
    colours: dict[str, dict[str, str]]  # css of a sheet -> css of a class -> colour
    given: Figures | None = None  # figures that another process read

    @classmethod
    def open(cls, edition: Edition, given: Figures | None = None) -> "Printing":
        maps = Maps(edition)
        colours: dict[str, dict[str, str]] = {}
        for sheet, entry, value in maps.colours():
            colours.setdefault(sheet, {})[entry] = value
        return cls(edition, maps, LandOutlines(edition), Context.read(edition), Story(edition), colours, given)

    @cached_property
    def figures(self) -> Figures | None:
        """Figures for the page of the change; reading those of a country takes a gigabyte for a moment."""
        return self.given or figures_of(self.edition)

    def gemeenten(self) -> list[str]:
        """Codes of all gemeenten with maps and an outline, in order."""
        if not self.maps.perioden:
            return []
        rows = self.edition.rows("select distinct gemeentecode as code from fct_kaart order by 1")
        drawn = {r["code"] for r in rows if r["code"]} & set(self.land.codes())
        return sorted(code for code in drawn if code.startswith("GM") and code[2:].isalnum())

    def sheets(self, gemeente: str) -> list[Sheet]:
        """All maps of the newest period, the own ones last."""
        periods = self.maps.of(gemeente)
        return periods[0][1] if periods else []


def figures_of(edition: Edition) -> Figures | None:
    """Figures of gemeenten and land in the report period; None where an edition has nothing to compare."""
    try:
        made = load(edition, None, None)
    except VeerkrachtError:
        return None
    if not made.compares:
        return None
    return replace(
        made,
        gebieden={},
        waarden={key: value for key, value in made.waarden.items() if key[0] in LEVELS},
        wijzigingen={key: value for key, value in made.wijzigingen.items() if key[0] in LEVELS},
        grenswijzigingen=[],
    )
