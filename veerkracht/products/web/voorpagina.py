"""The front page of an edition: what is in the folder, and where. Links and words of outputs come from the register."""

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from veerkracht.edition.reading import Edition
from veerkracht.paths import Publiek
from veerkracht.products import register
from veerkracht.products.output import File
from veerkracht.products.web.page import render

_LEFT_OUT = """
    select bron, release, onderwerp as stap, toelichting from fct_kwaliteit
    where controle = 'release_weggelaten' order by all
"""


@dataclass(frozen=True)
class Door:
    """A link to one output, with its sentence."""

    bestand: str
    titel: str
    tekst: Markup


@dataclass(frozen=True)
class Gemeente:
    """A gemeente and its files, by the word that links to each."""

    naam: str
    bestanden: dict[str, str]


def write(kandidaat: Path) -> list[Path]:
    """Write `index.html`, with links to what the folder holds at that moment; so it is made last."""
    with Edition(kandidaat) as edition:
        publiek, files = edition.about.publiek, list(register.files_of(edition.about.publiek))
        tables = edition.rows(
            "select table_name as naam, comment as omschrijving, estimated_size as rijen from duckdb_tables() "
            "where schema_name = 'main' and database_name = current_database() order by table_name"
        )
        layers = [file for one in register.outputs(publiek) if one.medium == "gis" for file in one.files]
        page = render(
            "voorpagina.html",
            kandidaat / "index.html",
            edition,
            deuren=_doors(kandidaat, publiek),
            gemeenten=_gemeenten(kandidaat, edition, [file for file in files if file.per_gemeente and file.link]),
            kaarten=sorted(name for file in layers if not file.per_gemeente for name in _there(kandidaat, file)),
            geojson=sum(len(_there(kandidaat, file)) for file in layers if file.per_gemeente),
            aanwezig={file.name for file in files if file.is_single and (kandidaat / file.name).is_file()},
            tabellen=tables,
            weggelaten=edition.rows(_LEFT_OUT),
        )
    return [page]


def _doors(kandidaat: Path, publiek: Publiek) -> list[Door]:
    """Where to begin: every file with a sentence that is there, the tables last."""
    owned = [(file, one.files) for one in register.outputs(publiek) for file in one.files]
    owned += [(file, register.MARTS) for file in register.MARTS]
    return [
        Door(file.name, file.link, _marked(file.text.format(aantal=_count(kandidaat, beside))))
        for file, beside in owned
        if file.text and (kandidaat / file.name).is_file()
    ]


def _count(kandidaat: Path, files: tuple[File, ...]) -> int:
    return sum(len(_there(kandidaat, file)) for file in files if file.per_gemeente)


def _marked(text: str) -> Markup:
    """Text for a page, what stands between backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if n % 2 else escape(part) for n, part in enumerate(parts)
    )


def _gemeenten(kandidaat: Path, edition: Edition, files: list[File]) -> list[Gemeente]:
    """Every gemeente with any file of its own."""
    names = edition.rows(
        "select gebiedscode, gebiedsnaam from dim_gebied where niveau = 'gemeente' and is_doel order by gebiedsnaam"
    )
    found = []
    for row in names:
        own = {file.link: file.of_gemeente(row["gebiedscode"]) for file in files}
        own = {word: name for word, name in own.items() if (kandidaat / name).is_file()}
        if own:
            found.append(Gemeente(row["gebiedsnaam"] or row["gebiedscode"], own))
    return found


def _there(kandidaat: Path, file: File) -> list[str]:
    """Names of the files in the folder that go by this name; a page that leads to others is not one of them."""
    return sorted(
        path.relative_to(kandidaat).as_posix() for path in kandidaat.glob(file.pattern) if path.name != "index.html"
    )
