"""A row of the catalogue of maps, as far as its kind needs it."""

from dataclasses import dataclass

from veerkracht.mapkinds import register
from veerkracht.mapkinds.level import LevelKind


@dataclass(frozen=True)
class MeasuredKaart:
    """A map of a level: its measures in the order of its kind, and the limits that it gives itself."""

    kaart_id: str
    maten: tuple[str, ...]
    klassen: str
    grenzen: tuple[float, ...] = ()

    @property
    def kind(self) -> LevelKind:
        """Its kind. Raises KeyError where `klassen` is no kind, TypeError where it is not one of a level."""
        found = register.KINDS[self.klassen]
        if not isinstance(found, LevelKind):
            raise TypeError(f"`{self.klassen}` is not a kind of map of a level")
        return found
