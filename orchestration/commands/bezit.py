"""The command that lays the complexes of a corporation on the maps: bezit."""

from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.options import GROUP_EDITIONS, Public, data_paths

SHOWN = 10


def register(app: typer.Typer) -> None:
    """Add the command of this module to the app."""
    app.command(rich_help_panel=GROUP_EDITIONS)(bezit)


def bezit(
    complexen: Annotated[Path, typer.Argument(help="CSV of XLSX; voorbeeld: veerkracht template bezit.")],
    uit: Annotated[Path, typer.Option(help="Map om in te schrijven; niet in de datamap.")],
    nummer: Annotated[
        list[str] | None, typer.Option("--kaart", help="Kaart op de bladzijden, zoals 8; mag vaker. Zonder: alle.")
    ] = None,
    publiek: Annotated[Public, typer.Option(help="Voor wie: openbaar of leden.")] = Public.openbaar,
) -> None:
    """Leg eigen bezit op de kaarten: bladzijde per gemeente en tabel per complex, alleen op deze computer."""
    from orchestration.console import console
    from veerkracht.products.web.bezit import write
    from veerkracht.publication import current_folder

    paths, out, progress = data_paths(), console(), console(stderr=True)
    result = write(
        current_folder(paths, publiek.value),
        complexen,
        uit,
        adressen=sorted(paths.raw_source("open", "cbs_adressen").glob("[!_]*/adressen.parquet")),
        data_folder=paths.root,
        kaarten=nummer,
        tell=lambda text: progress.print(text, markup=False),
    )
    for hint in result.niet_gebruikt:
        out.print(f"Niet gebruikt: kolom {hint}", markup=False)
    absent = result.absent
    dwellings = sum(one.complex.woningen for one in absent)
    out.print(f"{len(result.geplaatst) - len(absent)} van {len(result.geplaatst)} complexen geplaatst.")
    if absent:
        out.print(f"Niet geplaatst: {len(absent)} complexen met {dwellings} woningen (bezit_niet_geplaatst.csv):")
        for one in absent[:SHOWN]:
            names = dict.fromkeys(
                [f"rij {one.complex.rij}", one.complex.complex]
            )  # a nameless one is called by its row
            out.print(f"- {', '.join(names)}: {one.opmerking}", markup=False)
        if len(absent) > SHOWN:
            out.print(f"- en nog {len(absent) - SHOWN}")
    out.print(f"Overzicht: {uit / 'bezit.html'}", markup=False)
