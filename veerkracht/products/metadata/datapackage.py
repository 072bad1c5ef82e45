"""What datapackage.json holds (Frictionless): every mart, table and map layer with its fields, for machines.

It also tells the keys of the marts, those that the database does not enforce included.
"""

from veerkracht.edition import mapcolumns
from veerkracht.edition.keys import keys
from veerkracht.edition.reading import ANALYSE, Edition, QueryRow
from veerkracht.edition.records import Json
from veerkracht.products import register
from veerkracht.products.gis.kaartlagen import FIELD_TEXT
from veerkracht.products.kinds import kind_of
from veerkracht.products.safecsv import DECIMAL, DELIMITER

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

WRITTEN: dict[str, Json] = {
    "number": {"decimalChar": DECIMAL},
    "boolean": {"trueValues": ["ja"], "falseValues": ["nee"]},
}  # as in a CSV


def columns_of(edition: Edition, schema: str = "main") -> list[QueryRow]:
    """Columns of all tables or views of a schema; those of a view are named `analyse.<view>`."""
    return edition.rows(
        "select if(c.schema_name = 'main', '', c.schema_name || '.') || c.table_name as tabel, c.column_name as naam, "
        "c.comment as omschrijving, c.data_type as type, c.is_nullable as leeg, t.comment as tabelomschrijving "
        "from duckdb_columns() c join (select database_name, schema_name, table_name, comment from duckdb_tables() "
        "union all select database_name, schema_name, view_name, comment from duckdb_views()) t "
        "using (database_name, schema_name, table_name) "
        "where c.schema_name = ? and not c.internal and c.database_name = current_database() "
        "order by tabel, c.column_index",
        [schema],
    )


def package(edition: Edition, columns: list[QueryRow], views: list[QueryRow], releases: list[QueryRow]) -> Json:
    """The data package of an edition from the columns of its marts and views, and the rows of `dim_release`."""
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
        "resources": [_table(name, columns) for name in sorted({c["tabel"] for c in columns})]
        + _sheets(edition, views)
        + _layers(edition),
    }


def _licence(text: str) -> QueryRow:
    name, path = LICENCES.get(text, (None, None))
    return {"name": name, "path": path, "title": text} if name else {"name": _slug(text), "title": text}


def _slug(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-._" else "-" for c in text)


def _resource(mart: str) -> str:
    return mart.replace("_", "-")


def _table(name: str, columns: list[QueryRow]) -> QueryRow:
    own = [c for c in columns if c["tabel"] == name]
    return {
        "profile": "data-resource",
        "name": _resource(name),
        "path": f"marts/{name}.parquet",
        "title": name,
        "description": own[0]["tabelomschrijving"] or "",
        "format": "parquet",
        "mediatype": kind_of("x.parquet").media_type,
        "schema": {"fields": [_field(c) for c in own]} | _keys(name, {c["tabel"] for c in columns}),
    }


def _keys(name: str, present: set[str]) -> QueryRow:
    """Keys of a mart as Frictionless names them; references to marts that are absent left out."""
    own = keys().of(name)
    primary = {"primaryKey": list(own.primary)} if own.primary else {}
    unique = {"uniqueKeys": [list(own.unique)]} if own.unique else {}
    foreign = [
        {
            "fields": list(one.columns),
            "reference": {"resource": _resource(one.mart), "fields": list(keys().target(one))},
        }
        for one in own.references
        if one.mart in present
    ]
    return primary | unique | ({"foreignKeys": foreign} if foreign else {})


def _sheets(edition: Edition, views: list[QueryRow]) -> list[QueryRow]:
    """The views that are there as CSV, with how such a file is written."""
    found = []
    for file in sorted((edition.folder / "tabellen").glob("*.csv")):
        own = [c for c in views if c["tabel"] == f"{ANALYSE}.{file.stem}"]
        found.append(
            {
                "profile": "tabular-data-resource",
                "name": f"tabel-{file.stem}",
                "path": file.relative_to(edition.folder).as_posix(),
                "title": file.stem,
                "description": own[0]["tabelomschrijving"],
                "format": "csv",
                "mediatype": kind_of(file).media_type,
                "encoding": "utf-8-sig",
                "dialect": {"delimiter": DELIMITER},
                "schema": {"fields": [_field(c) | WRITTEN.get(_type(c), {}) for c in own]},
            }
        )
    return found


def _type(column: QueryRow) -> str:
    return TYPES.get(column["type"].partition("(")[0], "any")


def _field(column: QueryRow) -> QueryRow:
    field = {
        "name": column["naam"],
        "type": _type(column),
        "description": column["omschrijving"] or "",
    }
    return field if column["leeg"] else field | {"constraints": {"required": True}}


def _layers(edition: Edition) -> list[QueryRow]:
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
