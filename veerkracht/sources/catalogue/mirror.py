"""A mirror that stands in for the publishers: an archive that was moved here, or a server that answers for all of them.

Only where a release is fetched changes; what it is, and where it comes from in the eyes of a reader, stays.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from veerkracht.errors import CatalogueError
from veerkracht.sources.archive.receipt import home, read_receipt
from veerkracht.sources.catalogue.model import Release, Source, is_web_address


def mirrored(sources: dict[str, Source], spiegel: str) -> dict[str, Source]:
    """The sources with the addresses of the mirror; `spiegel` empty leaves them as they are.

    A folder holds `<bron>/<release>/` as `archief/` of a data folder does; what it lacks keeps its address. A web
    address is followed by the publisher's server, path and query. Raises CatalogueError when there is no such folder.
    """
    if not spiegel:
        return sources
    if not is_web_address(spiegel) and not Path(spiegel).expanduser().is_dir():
        raise CatalogueError(f"`spiegel`: de map {spiegel} bestaat niet; noem de map archief/ van een andere datamap.")
    return {
        bron: source.model_copy(update={"releases": tuple(_releases(source, spiegel))})
        for bron, source in sources.items()
    }


def _releases(source: Source, spiegel: str) -> Iterator[Release]:
    for release in source.releases:
        found = _address(source, release, spiegel) if is_web_address(release.url or "") else None
        yield release.model_copy(update={"url": found, "spiegel_van": release.url}) if found else release


def _address(source: Source, release: Release, spiegel: str) -> str | None:
    if not is_web_address(spiegel):
        folder = home(Path(spiegel).expanduser().resolve() / source.bron, release.names)
        receipt = read_receipt(folder)
        return str(folder / receipt.bestand) if receipt else None
    return through(release.url or "", spiegel)


def through(url: str, spiegel: str) -> str:
    """An address of a publisher as the mirror answers for it; as it is where there is no such server."""
    if not is_web_address(spiegel):
        return url
    parts = urlsplit(url)
    return f"{spiegel.rstrip('/')}/{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")
