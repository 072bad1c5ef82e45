"""CBS open data v3: archived pages of TypedDataSet or UntypedDataSet, one record an area, topics as columns.

A topic's key carries a suffix that changes by year and revision; it stays whole here. What it means is told by its
title and unit in DataProperties.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import tables, wide
from veerkracht.sources.readers.codes import are_codes, normalised
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.layout import Paging, zip_layout
from veerkracht.sources.readers.odata_v4 import GEBIED, called_alike
from veerkracht.sources.readers.pages import PageRow, json_rows, page_names, text_table
from veerkracht.sources.readers.wide import Header, WideTable

BESIDE = {"DataProperties": True, "TableInfos": False, "WijkenEnBuurten": False}
# TypedDataSet or UntypedDataSet; CBS's service breaks off after so many rows, with or without a link.
PAGING = Paging(BESIDE, query={"$format": "json"}, page=10_000)
V3_ODATA = zip_layout("v3_odata", PAGING)
V3_INSTEAD = "de tabel van het adres in de catalogus van veerkracht (layout v3_odata)"  # whoever has another download
_ATTRIBUTEN = {"gemeentenaam": "gemeentenaam", "soortregio": "soort", "indelingswijziging": "ind_wbi"}
_CODERING = ("codering", "regiocode")  # starts of the topic that repeats the code of the area
_DIMENSIES = ("Dimension", "GeoDimension", "TimeDimension", "GeoDetail")


@dataclass(frozen=True)
class V3:
    """A v3 delivery: its records, its topics, and what it says of itself."""

    table: WideTable
    topics: list[PageRow]
    info: PageRow
    names: dict[str, str]


def read_pages(file: Path) -> V3:
    """Archived pages with `DataProperties.json`, and `TableInfos.json` and `WijkenEnBuurten.json` where there are."""
    parts = [text_table(json_rows(file, page)) for page in page_names(file)]
    filled = [part for part in parts if part.num_columns]
    if not filled:
        raise DeliveryError(f"{file.name}: geen enkele rij in {len(parts)} bladzijden; haal de tabel opnieuw op.")
    names = filled[0].column_names
    unlike = [number for number, part in enumerate(filled, 1) if set(part.column_names) != set(names)]
    if unlike:
        raise DeliveryError(
            f"{file.name}: bladzijde {unlike[0]} heeft andere kolommen dan bladzijde 1. Haal de tabel opnieuw op."
        )
    table = called_alike(pa.concat_tables([part.select(names) for part in filled]))
    infos = json_rows(file, "TableInfos.json", required=False)
    gebieden = json_rows(file, f"{GEBIED}.json", required=False)
    return V3(
        table=WideTable(file.name, table, np.arange(1, table.num_rows + 1), table.num_rows),
        topics=json_rows(file, "DataProperties.json", required=False),
        info=infos[0] if infos else {},
        names={normalised(gebied.get("Key") or ""): gebied.get("Title") or "" for gebied in gebieden},
    )


def header_of_gebieden(table: WideTable, periode: str | None = None, no_figure: frozenset[str] = frozenset()) -> Header:
    """Which keys describe the area. The stem of such a key is enough: it is no figure.

    Where the keys of the areas are no codes, the topic with the codes is read instead (`Codering_3`).
    """
    code = tables.choose_column(table.called, table.header, GEBIED)
    stems = {name: re.sub(r"_\d+$", "", name).lower() for name in table.header if re.search(r"_\d+$", name)}
    roles = {
        role: next((name for name, stem in stems.items() if stem.startswith(start)), None)
        for start, role in _ATTRIBUTEN.items()
    }
    codering = [name for name, stem in stems.items() if stem.startswith(_CODERING)]
    if codering and not are_codes(table.table[code]) and are_codes(table.table[codering[0]]):
        code, codering = codering[0], [code, *codering[1:]]
    return Header(code=code, periode=periode, no_figure=no_figure | {*codering, "ID"}, **roles)


def labels(v3: V3) -> dict[str, tuple[str | None, str | None]]:
    """Title and unit of each topic as DataProperties gives them."""
    return {
        key: ((topic.get("Title") or "").strip() or None, (topic.get("Unit") or "").strip() or None)
        for topic in v3.topics
        if (key := topic.get("Key"))
    }


def check_dimensions(v3: V3, expected: tuple[str, ...]) -> None:
    """Raise DeliveryError for a dimension that nobody chose a value of: each area would stand there more than once."""
    dimensions = [topic.get("Key") for topic in v3.topics if topic.get("Type") in _DIMENSIES]
    strange = [name for name in dimensions if name in v3.table.header and name not in (GEBIED, *expected)]
    if strange:
        raise DeliveryError(
            f"{v3.table.called}: de tabel heeft de onbekende dimensie {', '.join(strange)}; verwacht zijn "
            f"{', '.join((GEBIED, *expected))}. Met een extra dimensie staat een gebied er vaker in: haal de tabel op "
            "met van die dimensie één waarde."
        )


def delivery(v3: V3, source: Source, release: Release, no_figure: frozenset[str] = frozenset()) -> Delivery:
    """Figures, areas and facts of a v3 table; keys of topics stay whole, titles and units ride along."""
    periode = "Perioden" if "Perioden" in v3.table.header else None
    header = header_of_gebieden(v3.table, periode, no_figure)
    made = wide.delivery(v3.table, header, source, release, labels(v3))
    if not v3.names:
        return made
    codes = made.gebieden["gebiedscode"].to_pylist()
    names = pa.array([(v3.names.get(code) or "").strip() or None for code in codes], pa.string())
    place = made.gebieden.schema.get_field_index("gebiedsnaam")
    return replace(made, gebieden=made.gebieden.set_column(place, "gebiedsnaam", names))
