"""The front page of an edition: what is in the folder, and where."""

from pathlib import Path

from veerkracht.products.edition import Edition
from veerkracht.products.page import render


def write(kandidaat: Path) -> list[Path]:
    """Write `index.html`, with links to what the folder holds at that moment; so it is made last."""
    with Edition(kandidaat) as edition:
        tables = edition.rows(
            "select table_name as naam, comment as omschrijving, estimated_size as rijen from duckdb_tables() "
            "where schema_name = 'main' and database_name = current_database() order by table_name"
        )
        page = render(
            "voorpagina.html",
            kandidaat / "index.html",
            edition,
            tabellen=tables,
            kaarten=_names(kandidaat, "kaarten/veerkracht_*"),
            geojson=len(_names(kandidaat, "kaarten/geojson/*.geojson")),
            rapporten=len(_names(kandidaat, "rapporten/GM*.html")),
        )
    return [page]


def _names(folder: Path, pattern: str) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.glob(pattern))
