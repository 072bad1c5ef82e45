"""The kinds of files that an edition holds, by suffix: how they are served, named to data portals and searched.

One line a kind; adding a format is adding a line. Which files there are stands in `register`.
"""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Search = Literal["bytes", "packed", "columns"]  # as it is; what is packed in it; text columns and names of columns
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET, GEOPACKAGE = "application/vnd.apache.parquet", "application/geopackage+sqlite3"


@dataclass(frozen=True)
class FileKind:
    """A kind of file: the content type that a server sends, and what a catalogue says of it.

    `media` is its name in IANA's list where that differs, `eu` its name in the EU list of file types (None: not in it),
    `search` how it is looked through for what may not leave.
    """

    suffix: str
    served: str
    media: str = ""
    eu: str | None = None
    search: Search = "bytes"

    @property
    def media_type(self) -> str:
        """Its media type without parameters, as catalogues name it."""
        return self.media or self.served.partition(";")[0]


# in the order of a catalogue: what machines read first
KINDS = (
    FileKind(".duckdb", "application/vnd.duckdb", media="application/octet-stream"),
    FileKind(".parquet", PARQUET, search="columns"),
    FileKind(".gpkg", GEOPACKAGE, eu="GPKG"),
    FileKind(".geojson", "application/geo+json", eu="GEOJSON"),
    FileKind(".pmtiles", "application/vnd.pmtiles"),
    FileKind(".xlsx", EXCEL, eu="XLSX", search="packed"),
    FileKind(".pdf", "application/pdf", eu="PDF"),
    FileKind(".html", "text/html; charset=utf-8", eu="HTML"),
    FileKind(".csv", "text/csv; charset=utf-8", eu="CSV"),
    FileKind(".json", "application/json", eu="JSON"),
    FileKind(".jsonld", "application/ld+json", eu="JSON_LD"),
    FileKind(".css", "text/css; charset=utf-8"),
    FileKind(".js", "text/javascript; charset=utf-8"),
    FileKind(".md", "text/markdown; charset=utf-8"),
    FileKind(".png", "image/png", eu="PNG"),
)
UNKNOWN = FileKind("", "application/octet-stream")
_BY_SUFFIX = {kind.suffix: kind for kind in KINDS}


def kind_of(name: str | PurePath) -> FileKind:
    """The kind of a file by its name; UNKNOWN, which is searched as it is, for one that is not in the list."""
    return _BY_SUFFIX.get(PurePath(name).suffix.lower(), UNKNOWN)


def order_of(kind: FileKind) -> int:
    """Place of a kind among the others, for a catalogue."""
    return [*KINDS, UNKNOWN].index(kind)
