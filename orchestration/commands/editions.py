"""Commands about what goes out: refresh, publications, rollback, verandering."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.options import GROUP_EDITIONS, Public, data_paths

if TYPE_CHECKING:
    from veerkracht.settings import Vertrouwen

PublicOption = Annotated[Public, typer.Option(help="Voor wie: openbaar of leden.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the app."""
    for command in (refresh, publications, rollback, verandering):
        app.command(rich_help_panel=GROUP_EDITIONS)(command)


class Trust(StrEnum):
    """What happens to new bytes that pass all checks, as choices of an option."""

    vragen = "vragen"
    eerste_keer = "eerste_keer"
    nooit = "nooit"


def refresh(
    publiek: PublicOption = Public.openbaar,
    uitvoerig: Annotated[bool, typer.Option("--uitvoerig", help="Toon alle meldingen.")] = False,
    vertrouwen: Annotated[
        Trust | None, typer.Option(help="Nieuwe bestanden die goedgekeurd zijn (anders de instelling vertrouwen).")
    ] = None,
    ja: Annotated[bool, typer.Option("--ja", help="Aanvaard alles wat nieuw en goedgekeurd is, zonder vraag.")] = False,
    streng: Annotated[bool, typer.Option("--streng", help="Geen editie als er een release wegvalt.")] = False,
) -> None:
    """Ververs: haal op, bouw, controleer en publiceer, als er iets nieuws is."""
    from orchestration.refresh import refresh as run

    policy: Vertrouwen | None = vertrouwen.value if vertrouwen else None
    if ja:
        run(data_paths(), publiek.value, uitvoerig, streng, "vragen", ask=lambda new: True)
    else:
        run(data_paths(), publiek.value, uitvoerig, streng, policy)


def publications(publiek: PublicOption = Public.openbaar) -> None:
    """Toon de edities en of hun bestanden nog gaaf zijn."""
    from orchestration.console import console, table
    from veerkracht.dutch import number
    from veerkracht.publication import none_yet
    from veerkracht.publication import publications as listed

    rows = listed(data_paths(), publiek.value)
    if not rows:
        console().print(none_yet(publiek.value))
        return
    shown = table("editie", "gemaakt", "actueel", "releases", "rijen", "gaaf")
    for row in rows:
        whole = "; ".join(row.problemen[:3]) or "ja"
        now = "actueel" if row.actueel else ""
        shown.add_row(row.editie, row.gemaakt or "", now, str(row.releases), number(row.rijen), whole)
    console().print(shown)


def rollback(
    editie: Annotated[str | None, typer.Option(help="Naar deze editie; anders de vorige.")] = None,
    publiek: PublicOption = Public.openbaar,
) -> None:
    """Zet `actueel` terug op een eerdere editie."""
    from orchestration.console import console
    from veerkracht.publication import rollback as roll

    chosen = roll(data_paths(), publiek.value, editie)
    console().print(f"actueel ({publiek.value}) wijst nu naar {chosen}")


def verandering(
    van: Annotated[int, typer.Option(help="Beginjaar.")],
    tot: Annotated[int, typer.Option(help="Eindjaar.")],
    uit: Annotated[Path, typer.Option(help="Map voor het rapport.")],
    publiek: PublicOption = Public.openbaar,
) -> None:
    """Maak een veranderingsrapport van twee jaren uit de actuele editie."""
    from orchestration.console import console
    from orchestration.reporting import change_report

    index = change_report(data_paths(), publiek.value, van, tot, uit)
    console().print(f"Rapport: {index}", markup=False)
