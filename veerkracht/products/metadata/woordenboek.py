"""woordenboek.csv (what every column and indicator means) and datapackage.json (Frictionless: the same for machines).

Made from the comments in the database and from `dim_indicator`; nothing is described twice.
"""

import json
from pathlib import Path

from veerkracht.edition import mapcolumns
from veerkracht.edition.reading import ANALYSE, Edition, QueryRow
from veerkracht.products.gis.kaartlagen import column_descriptions
from veerkracht.products.metadata.datapackage import columns_of, package
from veerkracht.products.safecsv import write_csv

FIELDS = ("soort", "tabel", "naam", "omschrijving", "type", "eenheid", "bron")


def write(kandidaat: Path) -> list[Path]:
    """Write `woordenboek.csv` and `datapackage.json`."""
    with Edition(kandidaat) as edition:
        columns, indicators = columns_of(edition), edition.rows("select * from dim_indicator order by indicator")
        views = columns_of(edition, ANALYSE)
        releases = edition.rows("select * from dim_release order by bron, release")
        book, described = kandidaat / "woordenboek.csv", kandidaat / "datapackage.json"
        write_csv(book, FIELDS, _book(edition, columns + views, indicators))
        content = package(edition, columns, views, releases)
        described.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return [book, described]


def _book(edition: Edition, columns: list[QueryRow], indicators: list[QueryRow]) -> list[QueryRow]:
    tables = {c["tabel"]: c["tabelomschrijving"] for c in columns}
    rows = [{"soort": "tabel", "tabel": t, "naam": t, "omschrijving": text} for t, text in tables.items()]
    rows += [{"soort": "kolom"} | {k: c[k] for k in ("tabel", "naam", "omschrijving", "type")} for c in columns]
    rows += [
        {
            "soort": "indicator",
            "tabel": "dim_indicator",
            "naam": i["indicator"],
            "omschrijving": f"{i['label']}. {i['definitie'] or ''}".strip(),
            "type": i["soort"],
            "eenheid": i["eenheid"],
            "bron": i["bron"],
        }
        for i in indicators
    ]
    units = {i["indicator"]: i["eenheid"] for i in indicators}
    layers = column_descriptions(edition.map_indicators) | mapcolumns.descriptions(edition)
    rows += [
        {
            "soort": "kaartkolom",
            "tabel": "kaarten/veerkracht_<niveau>",
            "naam": name,
            "omschrijving": text,
            "eenheid": units.get(name, ""),
        }
        for name, text in layers.items()
    ]
    return rows
