"""What every reader gives back: figures as published, the areas they name, and what was counted on the way."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyarrow as pa

from veerkracht.sources.catalogue.model import Release, Source

if TYPE_CHECKING:
    import geopandas

Bijlage: TypeAlias = "pa.Table | geopandas.GeoDataFrame"


@dataclass(frozen=True)
class Delivery:
    """One release in memory, in the schemas of `veerkracht.schemas`.

    `bijlagen` holds what some sources have besides: `grenzen_<niveau>` (GeoDataFrame, columns GRENZEN_COLUMNS,
    any valid CRS made EPSG:28992 by the reader), `adressen`, `vierkanten` and `sleutel` (Arrow tables).
    """

    waarnemingen: pa.Table
    gebieden: pa.Table
    feiten: pa.Table
    bijlagen: dict[str, Bijlage] = field(default_factory=dict)


class Reader(Protocol):
    """A reader: one file of one release in, one delivery out. It never guesses: DeliveryError says what it saw."""

    def __call__(self, file: Path, source: Source, release: Release) -> Delivery: ...
