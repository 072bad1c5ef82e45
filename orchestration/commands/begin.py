"""The command for the first hour: begin."""

from typing import Annotated

import typer

from orchestration.commands.options import GROUP_START, data_paths


def register(app: typer.Typer) -> None:
    """Add the command of this module to the app."""
    app.command(rich_help_panel=GROUP_START)(begin)


def begin(
    gemeente: Annotated[
        list[str] | None,
        typer.Option(help="Naam of code; mag vaker. Zonder: u krijgt de vraag, leeg is heel Nederland."),
    ] = None,
    regio: Annotated[str | None, typer.Option(help="Regio uit een eigen regios.csv.")] = None,
    alles: Annotated[
        bool, typer.Option("--alles", help="Haal alle bronnen, niet alleen wat de kaarten nodig hebben.")
    ] = False,
    vanaf: Annotated[int | None, typer.Option(help="Haal ook de jaren daartussen, vanaf dit jaar.")] = None,
    zonder_atlas: Annotated[bool, typer.Option("--zonder-atlas", help="Maak geen atlassen (pdf).")] = False,
    ja: Annotated[bool, typer.Option("--ja", help="Stel geen vragen: gebruik alles wat goedgekeurd is.")] = False,
) -> None:
    """Maak de echte kaarten van uw gemeente: haal op, keur, stel één vraag en bouw."""
    from orchestration.begin import Wish
    from orchestration.begin import begin as run

    run(data_paths(), Wish(tuple(gemeente or ()), regio, alles, vanaf, zonder_atlas, ja))
