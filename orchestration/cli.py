"""The `veerkracht` command: global options, the list of commands, and how errors reach the user.

What the commands do stands in `orchestration.commands`; each imports what it needs when it runs, so that `--help`
loads neither Dagster, dbt nor pandas.
"""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from orchestration.commands import begin, bezit, editions, kaart, rapport, serve, sources, ui
from veerkracht import __version__
from veerkracht.errors import VeerkrachtError, held_elsewhere

OF_THE_DISK = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT),
    *(errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG),
)  # what whoever runs the command can mend
INTERRUPTED = 130  # what a shell expects after Ctrl-C, and what typer exits with
app = typer.Typer(
    name="veerkracht",
    help="Open datapakhuis van de veerkracht van buurten, wijken en gemeenten: van gepubliceerd bestand tot kaart.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # the rich help takes half a second to import
    context_settings={"help_option_names": ["--help", "-h"]},
)
begin.register(app)
sources.register(app)
editions.register(app)
serve.register(app)
kaart.register(app)
bezit.register(app)
rapport.register(app)
ui.register(app)


def print_version(asked: bool) -> None:
    """Print the version of the package that is installed, and end."""
    if asked:
        typer.echo(f"veerkracht {__version__}")
        raise typer.Exit


@app.callback()
def options(
    data: Annotated[
        Path | None, typer.Option(help="Datamap (anders VEERKRACHT_DATA, anders data/ in de huidige map).")
    ] = None,
    catalogus: Annotated[
        list[Path] | None, typer.Option(help="Map met eigen catalogusbestanden; mag vaker (of VEERKRACHT_CATALOGUS).")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Toon de versie.", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    """Hand the global options to every layer by the environment, dbt and subprocesses included."""
    if data:
        os.environ["VEERKRACHT_DATA"] = str(data.expanduser().resolve())
    if catalogus:
        os.environ["VEERKRACHT_CATALOGUS"] = os.pathsep.join(str(folder.expanduser().resolve()) for folder in catalogus)


def main() -> None:
    """Run the command. A VeerkrachtError becomes text and exit code 1, and so does a file or folder that cannot be
    read or written or a database that another program holds; any other error keeps its traceback."""
    try:
        app()
    except VeerkrachtError as error:
        _stop(str(error))
    except OSError as error:
        if error.filename is None or error.errno not in OF_THE_DISK:
            raise
        found = f"{error.filename}: kan niet worden gelezen of geschreven ({error.strerror})"
        _stop(f"{found}; kijk pad, rechten en vrije ruimte na.")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            from orchestration.console import console

            console(stderr=True).print(
                "Afgebroken: wat al klaar was, blijft staan. Herhaal de opdracht om verder te gaan."
            )
        raise
    except Exception as error:
        told = held_elsewhere(error)
        if told is None:
            raise
        _stop(told)


def _stop(text: str) -> NoReturn:
    from orchestration.console import complain

    complain(text)
    sys.exit(1)


if __name__ == "__main__":
    main()
