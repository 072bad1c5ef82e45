"""The command that lays gemeenten side by side: rapport."""

from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.options import GROUP_EDITIONS, Public, catalogue, data_paths


def register(app: typer.Typer) -> None:
    """Add the command of this module to the app."""
    app.command(rich_help_panel=GROUP_EDITIONS)(rapport)


def rapport(
    uit: Annotated[Path, typer.Option(help="Map om in te schrijven.")],
    gemeenten: Annotated[
        str | None, typer.Option(help="Codes of namen, met komma's: GM0917,GM0899 of Heerlen,Brunssum.")
    ] = None,
    regio: Annotated[str | None, typer.Option(help="Regio uit regios.csv, zoals parkstad-limburg.")] = None,
    publiek: Annotated[Public, typer.Option(help="Voor wie: openbaar of leden.")] = Public.openbaar,
) -> None:
    """Vergelijk gemeenten of een regio als bladzijde en als PDF: zelfde klassen, rangorde en kleine kaarten."""
    from orchestration.console import console
    from veerkracht.edition.reading import Edition
    from veerkracht.errors import VeerkrachtError
    from veerkracht.products.paper.printing import Printing
    from veerkracht.products.paper.single import find_gemeente
    from veerkracht.products.web.vergelijking import write
    from veerkracht.publication import current_folder

    if bool(gemeenten) == bool(regio):
        raise VeerkrachtError("Geef --gemeenten of --regio, en niet allebei.")
    folder = current_folder(data_paths(), publiek.value)
    with Edition(folder) as opened:
        printing = Printing.open(opened)
        if regio:
            title, codes = _present(printing.gemeenten(), *_region(regio))
        else:
            title, codes = (
                None,
                [find_gemeente(printing, part) for part in (gemeenten or "").split(",") if part.strip()],
            )
    for file in write(folder, codes, uit, title):
        console().print(f"Vergelijking: {file}", markup=False)


def _present(known: list[str], title: str, codes: list[str]) -> tuple[str, list[str]]:
    """The gemeenten of a region that this edition has; says which are absent. Raises VeerkrachtError below two."""
    from orchestration.console import console
    from veerkracht.errors import VeerkrachtError

    present = [code for code in codes if code in known]
    if len(present) < 2:
        raise VeerkrachtError(
            f"Van regio {title} ({', '.join(codes)}) heeft deze editie {len(present)} gemeenten met kaarten; "
            "voor een vergelijking zijn er twee nodig."
        )
    if absent := [code for code in codes if code not in known]:
        console().print(f"Niet in deze editie, dus niet in de vergelijking: {', '.join(absent)}", markup=False)
    return title, present


def _region(name: str) -> tuple[str, list[str]]:
    """Name and gemeenten of a region, ours or of the user. Raises VeerkrachtError when there is none of that name."""
    from difflib import get_close_matches

    from veerkracht.errors import VeerkrachtError
    from veerkracht.sources.own.tables import seed

    rows = seed("regios") + [row.model_dump() for row in catalogue().eigen.regios]
    wanted = name.strip().casefold()
    found = [row for row in rows if wanted in (row["regio"].casefold(), row["regionaam"].casefold())]
    if not found:
        known = sorted({row["regio"] for row in rows})
        near = get_close_matches(wanted, known, 3, cutoff=0.4) or known
        raise VeerkrachtError(f"Regio `{name}` is er niet. Bedoelt u: {', '.join(near)}?")
    return found[0]["regionaam"], [row["gemeentecode"] for row in found]
