"""The command `serve`: shows the current open edition in a browser on this machine, and nothing else of the disk."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.commands.options import GROUP_EDITIONS, LOOPBACK, Host, Public
from veerkracht.commandline import command
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import DataPaths
from veerkracht.products.kinds import kind_of

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.types import Scope

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",  # the next edition has the same addresses; the etag says whether a file changed
}


def register(app: typer.Typer) -> None:
    """Add the command of this module to the app."""
    app.command(rich_help_panel=GROUP_EDITIONS)(serve)


def serve(
    poort: Annotated[int, typer.Option(help="Poort op dit apparaat; 0 kiest een vrije.", min=0, max=65535)] = 8765,
    publiek: Annotated[Public, typer.Option(help="Alleen openbaar: een ledeneditie wordt niet getoond.")] = (
        Public.openbaar
    ),
    adres: Host = LOOPBACK,
) -> None:
    """Toon de actuele openbare editie in een browser op dit apparaat."""
    from orchestration.console import console

    edition = served_edition(publiek.value)
    with listening(poort, adres) as listener:
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}/"
        out = console()
        out.print(f"Editie {edition.name}: {address}", markup=False)
        if (edition / "viewer" / "index.html").is_file():
            out.print(f"Kaartviewer: {address}viewer/", markup=False)
        out.print("Stop met Ctrl-C. Een nieuwe editie verschijnt na opnieuw starten.")
        _run(edition, listener)
    out.print("Gestopt.")


def served_edition(publiek: str) -> Path:
    """Folder of the current edition. Raises VeerkrachtError when there is none or when it is not open."""
    from veerkracht.publication.contents import read_manifest
    from veerkracht.publication.editions import current_folder

    if publiek != "openbaar":
        raise VeerkrachtError(
            "Een ledeneditie wordt niet via een webserver getoond: iedereen die op dit apparaat kan inloggen zou haar "
            "kunnen lezen. Open de bestanden in publicatie/leden rechtstreeks."
        )
    paths = DataPaths.from_env()  # only read: its folder may be one that nobody can write in
    folder, home = current_folder(paths, "openbaar"), paths.publicatie("openbaar").resolve()
    edition = folder.resolve()
    if edition.parent != home:
        raise VeerkrachtError(f"{folder}: `actueel` wijst naar {edition}, buiten de openbare edities.")
    manifest = read_manifest(edition)
    if manifest is None:
        raise VeerkrachtError(f"{edition}: dit is geen volledige editie (geen leesbare MANIFEST.json).")
    if manifest.publiek != "openbaar" or manifest.niet_verspreiden:
        raise VeerkrachtError(f"{edition}: dit is een ledeneditie; die wordt niet via een webserver getoond.")
    return edition


def application(edition: Path) -> "Starlette":
    """The files of one edition, for this machine only; no listing, no hidden files, nothing outside the folder."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    class EditionFiles(StaticFiles):
        async def get_response(self, path: str, scope: "Scope") -> "Response":
            if any(part.startswith(".") and part != "." for part in Path(path).parts) or "\0" in path:
                raise HTTPException(404)
            return await super().get_response(path, scope)

        def file_response(self, full_path: str | os.PathLike[str], *args: Any, **kwargs: Any) -> "Response":
            response = super().file_response(full_path, *args, **kwargs)
            kind = kind_of(os.fspath(full_path))  # Python's own table lacks some and differs per system
            response.headers.update(
                HEADERS | ({"content-type": kind.served} if kind.suffix and "content-type" in response.headers else {})
            )
            return response

    # a page elsewhere that has its name point here (DNS rebinding) is refused by the host it asks for
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])
    files = EditionFiles(directory=edition, html=True, follow_symlink=False)
    return Starlette(routes=[Mount("/", files)], middleware=[hosts])


def listening(port: int, host: str = LOOPBACK) -> socket.socket:
    """A socket on this machine. Raises VeerkrachtError when port or address cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)  # from here on a browser waits instead of being refused
    except OSError as error:
        listener.close()
        place = f"Poort {port}" if host == LOOPBACK else f"Poort {port} op {host}"
        raise VeerkrachtError(
            f"{place} is niet vrij ({error.strerror}). Kies een andere: {command('serve', '--poort', str(port + 1))}"
        ) from error
    return listener


def _run(edition: Path, listener: socket.socket) -> None:
    """Serve until Ctrl-C or a stop signal."""
    import uvicorn

    config = uvicorn.Config(
        application(edition), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        return
