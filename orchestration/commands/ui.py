"""The command `ui`: the Dagster UI in which data engineers look at the graph and start refreshes."""

from typing import Annotated

import typer

from orchestration.commands.options import GROUP_EDITIONS, LOOPBACK, Host, data_paths


def register(app: typer.Typer) -> None:
    """Add the command of this module to the app."""
    app.command(rich_help_panel=GROUP_EDITIONS)(ui)


def ui(
    poort: Annotated[int, typer.Option(help="Poort van de UI.", min=1, max=65535)] = 3000,
    adres: Host = LOOPBACK,
) -> None:
    """Start de Dagster UI op dit apparaat."""
    from orchestration import ui as dagster

    environment = dagster.dagster_environment(data_paths())
    typer.echo(f"Dagster: http://{LOOPBACK}:{poort}  (stop met Ctrl-C)")
    raise typer.Exit(dagster.run(environment, adres, poort))
