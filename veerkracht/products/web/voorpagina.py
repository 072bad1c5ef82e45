"""The front page of an edition: what is in the folder, and where."""

from pathlib import Path

from veerkracht.edition.reading import Edition
from veerkracht.products.web.page import render

OPTIONAL = ("viewer/index.html", "viewer/veerkracht.pmtiles", "edities.html", "catalogus.jsonld")
# word of the link -> file of a gemeente
PER_GEMEENTE = {
    "rapport": "rapporten/{}.html",
    "bladzijde om te delen": "paginas/{}.html",
    "atlas (PDF)": "atlas/{}.pdf",
    "werkboek (XLSX)": "werkboeken/{}.xlsx",
}


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
            aanwezig={name for name in OPTIONAL if (kandidaat / name).is_file()},
            gemeenten=_gemeenten(kandidaat, edition),
        )
    return [page]


def _gemeenten(kandidaat: Path, edition: Edition) -> list[dict]:
    """Of each gemeente with any file of its own: its name, and the files by the word that links to them."""
    names = edition.rows(
        "select gebiedscode, gebiedsnaam from dim_gebied where niveau = 'gemeente' and is_doel order by gebiedsnaam"
    )
    found = []
    for row in names:
        files = {word: pattern.format(row["gebiedscode"]) for word, pattern in PER_GEMEENTE.items()}
        files = {word: name for word, name in files.items() if (kandidaat / name).is_file()}
        if files:
            found.append({"naam": row["gebiedsnaam"] or row["gebiedscode"], "bestanden": files})
    return found


def _names(folder: Path, pattern: str) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.glob(pattern))
