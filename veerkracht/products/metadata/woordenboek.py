"""woordenboek.csv (what every column and indicator means) and datapackage.json (Frictionless: the same for machines).

Made from the comments in the database and from `dim_indicator`; nothing is described twice.
"""

import csv
import json
from pathlib import Path

from veerkracht.edition import mapcolumns
from veerkracht.edition.reading import Edition, Row
from veerkracht.edition.records import Json
from veerkracht.products import register
from veerkracht.products.gis.kaartlagen import FIELD_TEXT, column_descriptions
from veerkracht.products.kinds import kind_of

FIELDS = ("soort", "tabel", "naam", "omschrijving", "type", "eenheid", "bron")
PROFILE = "https://specs.frictionlessdata.io/schemas/data-package.json"
LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
TYPES = {
    "VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "DOUBLE": "number", "FLOAT": "number",
    "TINYINT": "integer", "SMALLINT": "integer", "INTEGER": "integer", "BIGINT": "integer", "HUGEINT": "integer",
    "UTINYINT": "integer", "USMALLINT": "integer", "UINTEGER": "integer", "UBIGINT": "integer",
}  # fmt: skip


def write(kandidaat: Path) -> list[Path]:
    """Write `woordenboek.csv` (UTF-8 with BOM, so that Excel reads it) and `datapackage.json`."""
    with Edition(kandidaat) as edition:
        columns, indicators = _columns(edition), edition.rows("select * from dim_indicator order by indicator")
        releases = edition.rows("select * from dim_release order by bron, release")
        book, package = kandidaat / "woordenboek.csv", kandidaat / "datapackage.json"
        with book.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, FIELDS)
            writer.writeheader()
            writer.writerows(_book(edition, columns, indicators))
        content = _package(edition, columns, releases)
        package.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return [book, package]


def _columns(edition: Edition) -> list[Row]:
    return edition.rows(
        "select c.table_name as tabel, c.column_name as naam, c.comment as omschrijving, c.data_type as type, "
        "c.is_nullable as leeg, t.comment as tabelomschrijving from duckdb_columns() c "
        "join duckdb_tables() t using (database_name, schema_name, table_name) "
        "where c.schema_name = 'main' and not c.internal and c.database_name = current_database() "
        "order by tabel, c.column_index"
    )


def _book(edition: Edition, columns: list[Row], indicators: list[Row]) -> list[Row]:
    empty = dict.fromkeys(FIELDS, "")
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
    return [empty | {key: value for key, value in row.items() if value is not None} for row in rows]


def _package(edition: Edition, columns: list[Row], releases: list[Row]) -> Json:
    about = edition.about
    title = "Veerkracht: open gegevens over buurten" + (f" ({about.merk})" if about.merk else "")
    licences = {r["licentie"]: _licence(r["licentie"]) for r in releases}
    sources = {r["brontitel"]: {"title": f"{r['brontitel']} ({r['uitgever']}, {r['licentie']})"} for r in releases}
    return {
        "profile": "data-package",
        "$schema": PROFILE,
        "name": f"veerkracht-{about.publiek}",
        "title": title,
        "description": "Reconstructie op open data, niet de kaart van Aedes. Signaleert en opent een gesprek."
        + (" Niet verspreiden." if about.niet_verspreiden else ""),
        "keywords": ["buurten", "veerkracht", "leefbaarheid", "corporaties"],
        "licenses": list(licences.values()),
        "sources": list(sources.values()),
        "contributors": [{"title": name, "role": "publisher"} for name in sorted({r["uitgever"] for r in releases})],
        "resources": [_table(name, columns) for name in sorted({c["tabel"] for c in columns})] + _layers(edition),
    }


def _licence(text: str) -> Row:
    name, path = LICENCES.get(text, (None, None))
    return {"name": name, "path": path, "title": text} if name else {"name": _slug(text), "title": text}


def _slug(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-._" else "-" for c in text)


def _table(name: str, columns: list[Row]) -> Row:
    own = [c for c in columns if c["tabel"] == name]
    return {
        "profile": "data-resource",
        "name": name.replace("_", "-"),
        "path": f"marts/{name}.parquet",
        "title": name,
        "description": own[0]["tabelomschrijving"] or "",
        "format": "parquet",
        "mediatype": kind_of("x.parquet").media_type,
        "schema": {"fields": [_field(c) for c in own]},
    }


def _field(column: Row) -> Row:
    field = {
        "name": column["naam"],
        "type": TYPES.get(column["type"].partition("(")[0], "any"),
        "description": column["omschrijving"] or "",
    }
    return field if column["leeg"] else field | {"constraints": {"required": True}}


def _layers(edition: Edition) -> list[Row]:
    note = "; ".join(f"<indicator>{suffix}: {text}" for suffix, text in FIELD_TEXT.items())
    note += "; " + "; ".join(f"kaart_<id>_{field}: {text}" for field, text in mapcolumns.FIELD_TEXT.items())
    layers = [file for one in register.outputs(edition.about.publiek) if one.medium == "gis" for file in one.files]
    patterns = [file.pattern for file in layers if not file.per_gemeente]
    return [
        {
            "profile": "data-resource",
            "name": f"kaart-{file.stem.rpartition('_')[2]}-{file.suffix[1:]}",
            "path": file.relative_to(edition.folder).as_posix(),
            "title": f"Kaartlaag {file.stem.rpartition('_')[2]}",
            "description": f"Vlakken in EPSG:28992. {note}. Zie woordenboek.csv.",
            "format": file.suffix[1:],
            "mediatype": kind_of(file).media_type,
        }
        for file in sorted(file for pattern in patterns for file in edition.folder.glob(pattern))
    ]
