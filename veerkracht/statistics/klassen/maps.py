"""Which maps of a level may be classed in a scope: national where they must be, and without delivered classes."""

from collections.abc import Iterator
from dataclasses import dataclass

from veerkracht.mapkinds import register
from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.mapkinds.kind import Bounds
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.world import StatWorld

MAPS = "select kaart_id, maten, klassen, grenzen, is_landelijk from tussen.int_kaart order by volgorde, kaart_id"
REFUSED = """
    select niveau, indeling, jaar_van, jaar_tot, maat from tussen.int_landelijk
    where not is_toegestaan and soort = 'niveau'
"""
DELIVERED = "select distinct niveau, indeling, jaar_van, jaar_tot, kaart_id from tussen.int_kaart_geleverd"


@dataclass(frozen=True)
class _Listed:
    """A map in the catalogue, and whether its measures must stand for the country."""

    kaart: MeasuredKaart
    is_landelijk: bool


class MeasuredMaps:
    """The maps of a build."""

    def __init__(self, world: StatWorld):
        listed = [
            _Listed(MeasuredKaart(kaart_id, tuple(maten), klassen, tuple(grenzen)), is_landelijk)
            for kaart_id, maten, klassen, grenzen, is_landelijk in world.query(MAPS).itertuples(index=False, name=None)
        ]
        self._levels = [one for one in listed if register.KINDS[one.kaart.klassen].is_level]
        self._others = [one.kaart for one in listed if not register.KINDS[one.kaart.klassen].is_level]
        self._refused = set(world.query(REFUSED).itertuples(index=False, name=None))
        self._delivered = set(world.query(DELIVERED).itertuples(index=False, name=None))

    def of(self, scope: Scope) -> tuple[MeasuredKaart, ...]:
        """The maps of a level that may be classed in a scope."""
        return tuple(
            one.kaart
            for one in self._levels
            if (*scope, one.kaart.kaart_id) not in self._delivered
            and not (one.is_landelijk and any((*scope, maat) in self._refused for maat in one.kaart.maten))
        )

    def given(self) -> Iterator[tuple[str, tuple[Bounds, ...]]]:
        """Maps of a change of which the catalogue itself gives limits."""
        for kaart in self._others:
            yield kaart.kaart_id, register.KINDS[kaart.klassen].bounds(kaart.grenzen)
