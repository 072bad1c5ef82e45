"""The command that makes one map of a gemeente apart: kaart."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.options import GROUP_EDITIONS, Public, data_paths


class MapFormat(StrEnum):
    """Formats of a map apart, as choices of an option."""

    png = "png"
    dia = "dia"
    a0 = "a0"


def register(app: typer.Typer) -> None:
    """Add the command of this module to the app."""
    app.command(rich_help_panel=GROUP_EDITIONS)(kaart)


def kaart(
    gemeenten: Annotated[list[str], typer.Argument(metavar="GEMEENTE...", help="Codes (GM0363) of namen.")],
    uit: Annotated[Path, typer.Option(help="Map om in te schrijven.")],
    nummer: Annotated[
        list[str] | None, typer.Option("--kaart", help="Kaart, zoals 8; mag vaker. Zonder: alle.")
    ] = None,
    formaat: Annotated[
        MapFormat, typer.Option(help="png: A3 op 300 dpi; dia: 16:9; a0: poster als pdf.")
    ] = MapFormat.png,
    breedte: Annotated[int, typer.Option(min=1280, max=7680, help="Beeldpunten van een dia.")] = 1920,
    publiek: Annotated[Public, typer.Option(help="Voor wie: openbaar of leden.")] = Public.openbaar,
) -> None:
    """Maak kaarten van gemeenten los: als afbeelding, dia of poster."""
    from orchestration.console import console
    from veerkracht.edition.reading import Edition
    from veerkracht.products.paper.printing import Printing
    from veerkracht.products.paper.single import find_gemeente, sheets_of, write_maps
    from veerkracht.publication import current_folder

    with Edition(current_folder(data_paths(), publiek.value)) as opened:
        printing = Printing.open(opened)
        codes = [find_gemeente(printing, text) for text in gemeenten]
        for code in codes:  # a wrong number is told before anything is drawn
            sheets_of(printing, code, nummer)
        for code in dict.fromkeys(codes):
            for file in write_maps(printing, code, nummer, formaat.value, uit, breedte):
                console().print(str(file), markup=False)
