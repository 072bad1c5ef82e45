"""Small Arrow tables that several readers make: facts counted in a delivery, areas known by code only.

Holds no layout of any publisher.
"""

import re
from collections.abc import Iterable

import pyarrow as pa

from veerkracht import schemas
from veerkracht.sources.model import Release, Source

GEBIEDSCODE = re.compile(r"BU[0-9]{4}[0-9A-Z]{4}|WK[0-9]{4}[0-9A-Z]{2}|GM[0-9]{4}|NL00")
NIVEAU = {"BU": "buurt", "WK": "wijk", "GM": "gemeente", "NL": "land"}

# feit, niveau (None = whole delivery), waarde (None = textual), toelichting
Feit = tuple[str, str | None, float | None, str | None]


def feiten_table(bron: Source, release: Release, feiten: Iterable[Feit]) -> pa.Table:
    """Facts of one delivery in schema FEITEN."""
    rows = [
        {
            "bron": bron.bron,
            "release": release.release,
            "feit": feit,
            "niveau": niveau,
            "waarde": None if waarde is None else float(waarde),
            "toelichting": toelichting,
        }
        for feit, niveau, waarde, toelichting in feiten
    ]
    return pa.Table.from_pylist(rows, schema=schemas.FEITEN)


def gebieden_table(bron: Source, release: Release, areas: Iterable[tuple[int, str, int]]) -> pa.Table:
    """Areas known by (jaar, gebiedscode, indeling) only, without names, in schema GEBIEDEN."""
    rows = [
        {
            "bron": bron.bron,
            "release": release.release,
            "jaar": jaar,
            "niveau": NIVEAU[code[:2]],
            "gebiedscode": code,
            "indeling": indeling,
        }
        for jaar, code, indeling in sorted(areas)
    ]
    return pa.Table.from_pylist(rows, schema=schemas.GEBIEDEN)
