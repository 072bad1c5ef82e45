"""Raw releases made by hand, as `ingest` writes them."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from veerkracht.paths import DataPaths
from veerkracht.schemas import FEITEN, GEBIEDEN, WAARNEMINGEN
from veerkracht.sources.catalogue.model import Release, Source

AREAS = ("NL00", "GM9001", "WK900101", "BU90010101", "BU90010102", "BU90010103", "BU900101AF")
LEVEL = {"NL": "land", "GM": "gemeente", "WK": "wijk", "BU": "buurt"}


@dataclass
class Delivery:
    """Figures by column, text as published, for every area; write() makes it raw."""

    release: str = "2020@proef"
    areas: tuple[str, ...] = AREAS
    columns: dict[str, str | list[str]] = field(default_factory=lambda: {"a_inw": "120", "p_koopw": "45"})
    indeling: int = 2020
    jaar: int = 2020
    unit: str | None = None

    def entry(self, **more) -> Release:
        values = {"jaren": (int(self.release[:4]),), "indeling": 2020, "layout": "werkboek", "url": "x.xlsx"} | more
        return Release(release=self.release, **values)

    def write(self, paths: DataPaths, source: Source) -> None:
        folder = paths.raw(source.toegang, source.bron, self.release)
        folder.mkdir(parents=True)
        area = [self._area(source, code) for code in self.areas]
        rows = [
            {**one, "kolom": column, "waarde": value if isinstance(value, str) else value[i], "eenheid": self.unit}
            for column, value in self.columns.items()
            for i, one in enumerate(area)
        ]
        pq.write_table(pa.Table.from_pylist(rows, schema=WAARNEMINGEN), folder / "waarnemingen.parquet")
        pq.write_table(pa.Table.from_pylist(area, schema=GEBIEDEN), folder / "gebieden.parquet")
        pq.write_table(pa.Table.from_pylist([], schema=FEITEN), folder / "feiten.parquet")

    def _area(self, source: Source, code: str) -> dict:
        niveau = LEVEL.get(code[:2], "buurt")
        names = {"bron": source.bron, "release": self.release, "jaar": self.jaar, "indeling": self.indeling}
        return names | {"niveau": niveau, "gebiedscode": code}


@pytest.fixture
def make_source():
    def make(bron: str = "cbs_kerncijfers", toegang: str = "open", **more) -> Source:
        return Source(
            bron=bron,
            titel=bron,
            uitgever="Proef",
            licentie="CC0",
            toegang=toegang,
            landingspagina="https://example.org",
            **({"reeks": "nieuwste_per_jaar"} | more),
        )

    return make
